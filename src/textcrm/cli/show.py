"""`textcrm show`: everything about one record on one screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from textcrm.check import check
from textcrm.cli.completions import complete_records
from textcrm.cli.crm import as_of_option
from textcrm.cli.look import terminal_look
from textcrm.cli.reading import OpenBook, at_option, conclude, read_book
from textcrm.cli.streams import complain, emit
from textcrm.errors import TextcrmError, UsageError
from textcrm.findings import Finding
from textcrm.gates.json import dumps
from textcrm.gates.terminal import one_line
from textcrm.likeness.spelling import closest
from textcrm.model.book import AnyRecord, Book
from textcrm.model.past import book_on
from textcrm.model.values import shown
from textcrm.reporters.card import card
from textcrm.reporters.records import as_data, name_of
from textcrm.reports.card import Card
from textcrm.reports.deal_card import deal_card
from textcrm.reports.lead_card import lead_card
from textcrm.reports.people_cards import company_card, contact_card, member_card
from textcrm.search.fields import kind_of
from textcrm.store.environment import terminal_height

#: Kinds whose records have files of their own, in the order in which people are asked.
_CARDS: Mapping[str, Callable[[Any, Book, date, str, Iterable[Finding]], Card]] = {
    "opportunities": deal_card,
    "leads": lead_card,
    "companies": company_card,
    "contacts": contact_card,
    "team": member_card,
}
#: The field of an activity that leads to a record of the kind.
_ABOUT = {"opportunities": "opportunity", "leads": "lead", "companies": "company"}


@click.command("show")
@click.argument("id", metavar="ID", shell_complete=complete_records)
@click.option("--all", "everything", is_flag=True, envvar="TEXTCRM_ALL", help="Do not cut what happened to one screen.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    envvar="TEXTCRM_SHOW_FORMAT",  # what other commands take from TEXTCRM_FORMAT, csv say, is none of these
    show_default=True,
    help="json holds the whole record, its activities and its findings.",
)
@as_of_option
@at_option
@click.pass_context
def command(ctx: click.Context, id: str, everything: bool, form: str, as_of: date | None, revision: str | None) -> None:
    """Show everything about a deal, a lead, a company, a contact or a member of the team on one screen.

    ID is the name of its file without `.yaml`; where several kinds have it, write the kind before it:
    leads/marta-oliveira.
    """
    opened = read_book(ctx, as_of, revision)
    ref = _chosen(_candidates(id, opened.book), id, opened)
    kind, _, name = ref.partition("/")
    book = book_on(opened.book, opened.as_of)
    record = book.all(kind).get(name)
    if record is None:
        complain(f"{ref} is later than {opened.as_of}; it is shown as it is written")
        book, record = opened.book, opened.book.all(kind)[name]
    path, findings = opened.loaded.paths[ref], _findings(opened, ref)
    if form == "json":
        emit(_json(record, book, opened.as_of, path, findings))
    else:
        look = terminal_look()
        height = None if everything or look.width is None else terminal_height()
        emit(card(_CARDS[kind](record, book, opened.as_of, path, findings), look, height))
    conclude(ctx, opened)


def _candidates(word: str, book: Book) -> list[str]:
    """The refs that the word may mean: of `leads/x` or `deal/x` that one, else all kinds that have the id."""
    first, slash, rest = word.strip().removesuffix(".yaml").rpartition("/")
    kinds: Sequence[str] = list(_CARDS)
    if slash:
        kind = kind_of(first)
        if kind is None or kind not in _CARDS:
            raise UsageError(f"{shown(first)} is no kind of record to show; the kinds are {', '.join(_CARDS)}")
        kinds = [kind]
    return [f"{kind}/{rest}" for kind in kinds if book.has(kind, rest)]


def _chosen(refs: Sequence[str], word: str, opened: OpenBook) -> str:
    """The one record that is meant, asked for where there are several and somebody to ask."""
    loaded = [ref for ref in refs if _is_loaded(ref, opened.book)]
    if not loaded and refs:
        raise TextcrmError(f"{refs[0]} could not be loaded; see: textcrm validate")
    if not loaded:
        raise UsageError(_unknown(word, opened.book))
    if len(loaded) == 1:
        return loaded[0]
    if sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty():
        return _asked(loaded, opened.book)
    raise UsageError(f"{word} is the id of {len(loaded)} records: {', '.join(loaded)}; write one of them in full")


def _is_loaded(ref: str, book: Book) -> bool:
    kind, _, id = ref.partition("/")
    return id in book.all(kind)


def _asked(refs: Sequence[str], book: Book) -> str:
    for number, ref in enumerate(refs, 1):
        kind, _, id = ref.partition("/")
        click.echo(f"  {number}  {one_line(f'{ref}  {name_of(book.all(kind)[id])}')}", err=True)
    choice: int = click.prompt("Which one", type=click.IntRange(1, len(refs)), default=1, err=True)
    return refs[choice - 1]


def _unknown(word: str, book: Book) -> str:
    id = word.rpartition("/")[2]
    known = {record.id: f"{record.kind}/{record.id}" for record in book.records()}
    near = [known[one] for one in closest(id, known)]
    hint = f"did you mean {' or '.join(near)}?" if near else f"try: textcrm search {one_line(id, 40)}"
    return f"there is no record {shown(word)}; {hint}"


def _findings(opened: OpenBook, ref: str) -> tuple[Finding, ...]:
    report = check(opened.loaded, opened.files, opened.as_of)
    return tuple(one for one in report.findings if one.record == ref)


def _json(record: AnyRecord, book: Book, as_of: date, path: str, findings: Iterable[Finding]) -> str:
    """The record as data, with its path, its activities and its findings, one member a line."""
    about = _ABOUT.get(record.kind)
    activities = [
        as_data(one, book.settings)
        for one in book.activities
        if (getattr(one, about) == record.id if about else record.id in (one.member, *one.contacts))
    ]
    whole = {**as_data(record, book.settings), "path": path, "as_of": str(as_of)}
    whole |= {"activities": activities, "findings": list(map(_finding, findings))}
    return "{" + ",\n".join(f"{dumps(key)}: {dumps(value)}" for key, value in whole.items()) + "}\n"


def _finding(found: Finding) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": found.message,
        "line": found.line,
        "help": found.help,
    }
