"""`textcrm search`: records by the words in them, the best first, with where the words were found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from textcrm.cli.completions import complete_kinds
from textcrm.cli.crm import as_of_option
from textcrm.cli.list import Kind
from textcrm.cli.look import terminal_look
from textcrm.cli.reading import at_option, conclude, read_book
from textcrm.cli.streams import complain, emit
from textcrm.gates.json import lines
from textcrm.model.past import book_on
from textcrm.model.values import shown
from textcrm.reporters.hits import hits as words
from textcrm.reporters.sheet import csv
from textcrm.search.index import index
from textcrm.search.rank import Hit, search
from textcrm.tables import Column, Table

_KEYS = ("ref", "kind", "name", "status", "stage", "field", "match")


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--kind",
    type=Kind(),
    metavar="KIND",
    envvar="TEXTCRM_KIND",
    shell_complete=complete_kinds,
    help="Only records of this kind.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "ids"]),
    default="table",
    envvar="TEXTCRM_FORMAT",
    show_default=True,
    help="ids are refs such as leads/marta-oliveira, one a line, for xargs.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", envvar="TEXTCRM_LIMIT", help="The best N only.")
@as_of_option
@at_option
@click.pass_context
def command(
    ctx: click.Context,
    text: tuple[str, ...],
    kind: str | None,
    form: str,
    limit: int | None,
    as_of: date | None,
    revision: str | None,
) -> None:
    """Find records by the words in them: names, ids, e-mails, phones, tags, notes, activities.

    Every word of TEXT must begin a word of the record; case and accents do not matter: `sao` finds São. Where nothing
    is found, a slip of the finger is forgiven. With --as-of the records are as they stood on that day.
    """
    opened = read_book(ctx, as_of, revision)
    book = book_on(opened.book, as_of) if as_of else opened.book
    query = " ".join(text)
    hits = search((one for one in index(book) if kind in (None, one.kind)), query)
    shown_hits = hits[:limit]
    if form == "table":
        emit(words(shown_hits, len(hits), terminal_look(), book.settings.locale))
    else:
        emit(_FORMS[form](shown_hits))
    if not hits:
        complain(f"nothing has {shown(query)} in it")
    conclude(ctx, opened)


def _data(hit: Hit) -> dict[str, str | None]:
    entry = hit.entry
    status, stage = (getattr(entry.record, key, None) for key in ("status", "stage"))
    values = (entry.ref, entry.kind, entry.name, status, stage, hit.field, hit.excerpt)
    return dict(zip(_KEYS, values, strict=True))


def _csv(hits: Sequence[Hit]) -> str:
    columns = tuple(Column(key, key) for key in _KEYS)
    return csv(Table("search", "", columns, tuple(tuple(_data(hit).values()) for hit in hits)))


def _json(hits: Sequence[Hit]) -> str:
    return lines(map(_data, hits)) + "\n"


def _ids(hits: Sequence[Hit]) -> str:
    return "".join(f"{hit.entry.ref}\n" for hit in hits)


_FORMS = {"csv": _csv, "json": _json, "ids": _ids}
