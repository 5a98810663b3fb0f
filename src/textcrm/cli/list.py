"""`textcrm list`: the records of a kind that fulfil conditions, in an order, as table, CSV, JSON or ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import click

from textcrm.cli.completions import complete_kinds
from textcrm.cli.conditions import Choosing, typed_conditions
from textcrm.cli.crm import as_of_option
from textcrm.cli.look import terminal_look
from textcrm.cli.reading import at_option, conclude, read_book
from textcrm.cli.streams import complain, emit
from textcrm.errors import UsageError
from textcrm.gates.terminal import one_line
from textcrm.locale.formats import formats
from textcrm.model.money import added
from textcrm.model.past import book_on
from textcrm.model.settings import SINGULAR
from textcrm.model.values import shown
from textcrm.reporters.records import IN_CSV, NARROW, WIDE, are_whole, as_json, for_people, for_programs, id_of
from textcrm.reporters.reporter import Look
from textcrm.reporters.sheet import csv
from textcrm.reporters.table import fits, tables
from textcrm.search.fields import (
    Field,
    Record,
    fields_of,
    find_field,
    kind_of,
    kind_words,
    near_fields,
    plural_of,
    records_of,
)
from textcrm.search.filters import condition
from textcrm.search.meaning import Meaning
from textcrm.search.order import USUAL, in_order, keys
from textcrm.tables import Table

#: From so many columns on a terminal has room for more than what is needed most.
_ROOMY = 116
#: So many columns a list has at least; where there is no room for them, each record is a block.
_FEWEST = 3


class Kind(click.ParamType[str]):
    """A kind of record by its folder's name, its singular, or `deal`."""

    name = "kind"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The folder's name, or a usage error with the nearest."""
        found = kind_of(str(value))
        if found is None:
            from textcrm.likeness.spelling import closest

            near = closest(str(value), kind_words(), 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            self.fail(f"{str(value)!r} is no kind of record.{hint} The kinds are {', '.join(SINGULAR)}.", param, ctx)
        return found


@dataclass(frozen=True, slots=True)
class _Listing:
    """The records found, of how many, and how to show them."""

    kind: str
    found: Sequence[Record]
    of: int
    fields: Mapping[str, Field]
    meaning: Meaning


@click.command("list", cls=Choosing, options_metavar="[--FIELD VALUE]… [OPTIONS]")
@click.argument("kind", type=Kind(), metavar="KIND", shell_complete=complete_kinds)
@click.option(
    "--sort", metavar="FIELD,…", envvar="TEXTCRM_SORT", help="Sort by these fields; -FIELD: the largest first."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "ids"]),
    default="table",
    envvar="TEXTCRM_FORMAT",
    show_default=True,
    help="csv and json hold ids and plain numbers; ids, one a line, are for xargs.",
)
@click.option(
    "--columns", metavar="FIELD,…", envvar="TEXTCRM_COLUMNS", help="These fields as columns; `all` for every one."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", envvar="TEXTCRM_LIMIT", help="The first N only.")
@as_of_option
@at_option
@click.pass_context
def command(
    ctx: click.Context,
    kind: str,
    sort: str | None,
    form: str,
    columns: str | None,
    limit: int | None,
    as_of: date | None,
    revision: str | None,
) -> None:
    """List the records of a kind: all, or those that fulfil conditions on their fields.

    KIND is team, companies, contacts, leads, opportunities (or deals), activities or forecasts; the singular will do.
    `textcrm list KIND --help` names its fields and says how conditions are written.
    """
    opened = read_book(ctx, as_of, revision)
    book = book_on(opened.book, opened.as_of)
    records, meaning = records_of(book, kind), Meaning(book, opened.as_of)
    if as_of is None:  # who asks for an earlier day knows that there are later records
        _tell_of_later(kind, len(records_of(opened.book, kind)) - len(records), opened.as_of)
    fields = fields_of(kind, book.settings, records)
    conditions = list(typed_conditions(ctx, kind, fields))
    order = keys(sort or USUAL[kind], fields)
    _tell_of_rates([*(field for field, _ in conditions), *(key.field for key in order)], records, meaning)
    tests = [condition(field, wanted, meaning, records) for field, wanted in conditions]
    found = in_order((one for one in records if all(test(one) for test in tests)), order, meaning)
    listing = _Listing(kind, found[:limit], len(found), fields, meaning)
    emit(_FORMS[form](listing, columns))
    if not found:
        _tell_of_nothing(conditions)
    conclude(ctx, opened)


def _tell_of_later(kind: str, count: int, day: date) -> None:
    if count:
        what = SINGULAR[kind] if count == 1 else plural_of(kind)
        complain(f"{count} {what} later than {day} left out")


def _tell_of_nothing(conditions: Sequence[tuple[Field, str]]) -> None:
    """What may have been meant by conditions that nothing fulfils."""
    for field, wanted in conditions:
        if field.type in ("text", "note") and wanted[:1] not in ("~", "=", "!") and wanted not in ("any", "none"):
            complain(f"no {field.name} is {shown(wanted)}; in part: --{field.name} '~{one_line(wanted)}'")
    named = [field.name for field, _ in conditions]
    for name in dict.fromkeys(one for one in named if named.count(one) > 1):
        both = ",".join(one_line(wanted) for field, wanted in conditions if field.name == name)
        complain(f"all conditions must hold at once; --{name} {both} asks for either")


def _tell_of_rates(fields: Sequence[Field], records: Sequence[Record], meaning: Meaning) -> None:
    """Amounts that cannot be compared are told, whatever was asked of them."""
    for field in dict.fromkeys(fields):
        count = sum(meaning.without_rate(record, field) for record in records)
        if count:
            complain(f"{field.name}: {count} without an exchange rate, so taken for not known")


def _table(listing: _Listing, columns: str | None) -> str:
    look, meaning = terminal_look(), listing.meaning
    chosen = _columns(listing, columns, () if columns else _usual(listing, look))
    listed = [_readable(listing, chosen)] if listing.found else []
    if not columns:
        listed = [replace(one, notes=(*one.notes, *_not_shown(listing, chosen))) for one in listed]
    return tables(_heading(listing), listed, look, meaning.settings.locale)


def _readable(listing: _Listing, columns: Sequence[Field]) -> Table:
    """The table with the sum below it, all amounts with cents or all without."""
    amount = next((one for one in columns if one.name == "amount"), None)
    is_one_status = len({getattr(record, "status", None) for record in listing.found}) == 1
    total = _added(listing, amount) if amount and is_one_status else None
    whole = are_whole(listing.found, columns) and (total is None or total == int(total))
    table = for_people(listing.kind, listing.found, columns, listing.meaning, whole=whole)
    said = (_sum(listing, amount, total, whole=whole),) if amount and total is not None else ()
    return replace(table, notes=(*said, *_notes(listing)))


def _usual(listing: _Listing, look: Look) -> Sequence[str]:
    """The columns for the room there is, without those in which there would be nothing; of records no id is cut."""
    is_narrow = look.width is not None and look.width < _ROOMY
    names = _known(listing, NARROW[listing.kind] if is_narrow else WIDE[listing.kind])
    locale = listing.meaning.settings.locale
    if look.width is None or "id" not in names:
        return names
    fewer = (names[:count] for count in range(len(names), _FEWEST - 1, -1))
    return next(
        (some for some in fewer if fits(_readable(listing, _columns(listing, None, some)), look, locale)), names
    )


def _known(listing: _Listing, names: Sequence[str]) -> Sequence[str]:
    said, fields = listing.meaning.said, listing.fields
    return [one for one in names if any(said(each, fields[one]) for each in listing.found)] or names


def _not_shown(listing: _Listing, columns: Sequence[Field]) -> Iterator[str]:
    """The usual columns for which there is no room."""
    here = {one.name for one in columns}
    rest = [_column(listing, one) for one in _known(listing, WIDE[listing.kind]) if one not in here]
    if rest:
        titles = ", ".join(column.title for column in for_programs(listing.kind, (), rest, listing.meaning).columns)
        yield f"Not shown at this width: {titles}; make it wider, or choose with --columns."


def _heading(listing: _Listing) -> str:
    forms = formats(listing.meaning.settings.locale)
    what = SINGULAR[listing.kind] if listing.of == 1 else plural_of(listing.kind)
    count = forms.number(listing.of) if listing.of else "No"
    return f"{count} {what} as of {forms.day(listing.meaning.as_of)}"


def _notes(listing: _Listing) -> Iterator[str]:
    if len(listing.found) < listing.of:
        number = formats(listing.meaning.settings.locale).number
        yield f"The first {number(len(listing.found))} of {number(listing.of)}; --limit says how many."


def _added(listing: _Listing, amount: Field) -> Decimal | None:
    """What the amounts come to in the company's currency; not known where none of them is."""
    amounts = [one for record in listing.found for one in listing.meaning.values(record, amount)]
    return added(amounts) if amounts else None


def _sum(listing: _Listing, amount: Field, total: Decimal, *, whole: bool) -> str:
    settings, forms = listing.meaning.settings, formats(listing.meaning.settings.locale)
    missing = sum(not listing.meaning.values(record, amount) for record in listing.found)
    rest = f"; {forms.number(missing)} without an amount" if missing else ""
    return f"Together {forms.money(total, settings.currency, whole=whole)} {settings.currency}{rest}"


def _csv(listing: _Listing, columns: str | None) -> str:
    usual = (*WIDE[listing.kind], *IN_CSV.get(listing.kind, ()))
    chosen = _columns(listing, columns, usual)
    return csv(for_programs(listing.kind, listing.found, chosen, listing.meaning))


def _json(listing: _Listing, columns: str | None) -> str:
    _refuse_columns(columns, "json")
    return as_json(listing.found, listing.meaning.settings)


def _ids(listing: _Listing, columns: str | None) -> str:
    _refuse_columns(columns, "ids")
    return "".join(f"{id_of(record)}\n" for record in listing.found)


_FORMS = {"table": _table, "csv": _csv, "json": _json, "ids": _ids}


def _refuse_columns(columns: str | None, form: str) -> None:
    if columns:
        raise UsageError(f"--columns goes with --format table or csv; {form} always holds the same")


def _columns(listing: _Listing, asked: str | None, usual: Sequence[str]) -> list[Field]:
    """The fields to show: those asked for, else the usual ones; raises `UsageError` for what is none."""
    if asked == "all":
        return [one for one in listing.fields.values() if one.type != "part" and not one.name.startswith("history")]
    names = [one.strip() for one in asked.split(",") if one.strip()] if asked else usual
    return [_column(listing, name) for name in names]


def _column(listing: _Listing, name: str) -> Field:
    field = find_field(listing.fields, name)
    if field is None:
        near = near_fields(listing.fields, name)
        hint = f"did you mean {' or '.join(near)}?" if near else f"see: textcrm list {listing.kind} --help"
        raise UsageError(f"{listing.kind} have no field {name} to show; {hint}")
    if field.type == "part":
        inner = [one for one in listing.fields if one.startswith(f"{field.name}.")]
        raise UsageError(f"{field.name} has fields of its own; show one of {', '.join(inner)}")
    return field
