"""Records as they are: as rows of a table for people or spreadsheets, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from textcrm.gates.json import lines
from textcrm.locale.formats import Formats, formats
from textcrm.model.currencies import DECIMALS
from textcrm.model.records import Activity, Forecast, Lead, Opportunity
from textcrm.model.settings import SINGULAR, CustomField, Settings
from textcrm.model.values import Moment
from textcrm.search.fields import Field, Record, values
from textcrm.search.meaning import Meaning
from textcrm.tables import Cell, Column, Kind, Table

#: The columns that a list has where nobody names any: in a narrow terminal, where the last ones go first if there is
#: still no room, and everywhere else.
NARROW: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("id", "name", "title", "email"),
    "companies": ("id", "name", "types", "city"),
    "contacts": ("id", "name", "company", "phone"),
    "leads": ("id", "name", "status", "company_name", "owner", "created"),
    "opportunities": ("id", "name", "stage", "amount", "expected_close", "owner"),
    "activities": ("date", "member", "type", "opportunity", "note"),
    "forecasts": ("period", "whose", "date", "commit", "best_case", "won"),
}
WIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "team": ("id", "name", "title", "role", "email", "manager", "joined", "left"),
    "companies": ("id", "name", "types", "industry", "city", "country", "owner", "website"),
    "contacts": ("id", "name", "company", "title", "phone", "email"),
    "leads": ("id", "status", "name", "company_name", "source", "owner", "created", "rating", "recontact_on"),
    "opportunities": ("id", "name", "stage", "amount", "expected_close", "owner", "next_step.due"),
    "activities": ("date", "member", "type", "opportunity", "lead", "note"),
    "forecasts": ("period", "whose", "date", "commit", "best_case", "won", "weighted", "note"),
}
#: What CSV has besides: what a reader of the file cannot see from the other columns.
IN_CSV: Final[Mapping[str, tuple[str, ...]]] = {"opportunities": ("status", "currency", "closed.date")}

_COLUMNS: Final[Mapping[str, Kind]] = {"id": "id", "money": "money", "number": "count", "day": "day"}
#: Fields whose numbers are no amounts, and keep the decimals they were written with.
_PLAIN: Final = frozenset(["quantity", "custom"])
_TITLES: Final = {"id": "ID", "ref": "Ref", "amount": "Amount", "expected_close": "Close", "next_step.due": "Next step",
           "recontact_on": "Recontact", "company_name": "Company"}  # fmt: skip  # one list


def for_people(
    kind: str, records: Iterable[Record], columns: Sequence[Field], meaning: Meaning, *, whole: bool
) -> Table:
    """The records as a table to be read: names for ids, amounts with their currency, and without cents if `whole`.

    Where no column says whether a deal is closed, its outcome stands for the stage in which it ended, and the day it
    was closed for the day that was expected.
    """
    listed = tuple(records)
    reader = _Reader(
        meaning,
        formats(meaning.settings.locale),
        says_status=any(one.name == "status" for one in columns),
        whole=whole,
    )
    rows = tuple(tuple(reader.cell(record, field) for field in columns) for record in listed)
    return Table(kind, "", _heads(kind, columns, meaning.settings), rows)


def are_whole(records: Iterable[Record], columns: Sequence[Field]) -> bool:
    """Whether no amount in these columns has cents."""
    money = [field for field in columns if field.type == "money"]
    return all(amount == int(amount) for record in records for field in money for amount in values(record, field))


def for_programs(kind: str, records: Iterable[Record], columns: Sequence[Field], meaning: Meaning) -> Table:
    """The records as a table to be computed with: ids, plain amounts, several values with semicolons between them."""
    rows = tuple(tuple(_plain(meaning.said(record, field)) for field in columns) for record in records)
    return Table(kind, "", _heads(kind, columns, meaning.settings), rows)


def as_json(records: Iterable[Record], settings: Settings) -> str:
    """A JSON array with one record a line, each with its ref and all its fields, `null` where one is not known.

    Amounts are strings with at least as many decimals as their currency has.
    """
    return lines(as_data(record, settings) for record in records) + "\n"


def as_data(record: Record, settings: Settings) -> dict[str, object]:
    """The record as data that JSON can hold, in the order of its fields, the ref first."""
    currency = (record.currency if isinstance(record, Opportunity) else None) or settings.currency
    data = {one.name: _data(getattr(record, one.name), one.name, currency) for one in fields(record)}
    return {"ref": record.ref, **data}


def name_of(record: Record) -> str:
    """What people call the record; of a person's journal the entry's ref."""
    if isinstance(record, Activity | Forecast):
        return ref_of(record)
    company = record.company_name if isinstance(record, Lead) else None
    return record.name or company or record.id


def ref_of(record: Record) -> str:
    """The ref, with the place in the file where a file holds several: `activities/joana/2026-11[0]`."""
    return f"{record.ref}[{record.index}]" if isinstance(record, Activity | Forecast) else record.ref


def id_of(record: Record) -> str:
    """What commands take for the record: its id, of an entry of a journal the ref."""
    return ref_of(record) if isinstance(record, Activity | Forecast) else record.id


def _data(value: Any, name: str, currency: str) -> object:
    if isinstance(value, Decimal):
        return _amount(value, 0 if name in _PLAIN else DECIMALS[currency])
    if isinstance(value, date | Moment):
        return str(value)
    if is_dataclass(value):
        return {one.name: _data(getattr(value, one.name), one.name, currency) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _data(one, name if name in _PLAIN else key, currency) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_data(one, name, currency) for one in value]
    return value


def _amount(value: Decimal, decimals: int) -> str:
    """The amount as it was written, with zeros where its currency has more decimals."""
    exponent = value.as_tuple().exponent
    written = -exponent if isinstance(exponent, int) else 0
    return f"{value:.{max(written, decimals)}f}"


def _plain(found: tuple[Any, ...]) -> Cell:
    if len(found) == 1 and isinstance(found[0], Decimal | date):
        return found[0]
    return "; ".join(map(_word, found)) if found else None


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _heads(kind: str, columns: Sequence[Field], settings: Settings) -> tuple[Column, ...]:
    own: Mapping[str, CustomField] = getattr(settings.custom_fields, SINGULAR[kind], {})
    return tuple(Column(one.name, _title(one, own), _column(one)) for one in columns)


def _column(field: Field) -> Kind:
    if field.name == "probability":
        return "percent"
    return "text" if field.many or (field.type == "id" and field.link) else _COLUMNS.get(field.type, "text")


def _title(field: Field, own: Mapping[str, CustomField]) -> str:
    declared = own.get(field.name.removeprefix("custom.")) if field.name.startswith("custom.") else None
    if declared and declared.name:
        return declared.name
    words = field.name.removeprefix("custom.").replace(".", " ").replace("_", " ")
    return _TITLES.get(field.name) or words[:1].upper() + words[1:]


class _Reader:
    """Puts values of fields as people read them."""

    def __init__(self, meaning: Meaning, forms: Formats, *, says_status: bool, whole: bool) -> None:
        self.meaning, self.forms, self.says_status, self.whole = meaning, forms, says_status, whole

    def cell(self, record: Record, field: Field) -> Cell:
        """What a person sees; nothing where it is not known."""
        if not self.says_status and isinstance(record, Opportunity) and not record.is_open:
            if field.name == "stage":
                return record.status.capitalize()
            if field.name == "expected_close" and record.closed and record.closed.date:
                return record.closed.date
        found = self.meaning.said(record, field)
        if not found:
            return None
        if len(found) == 1 and (type(found[0]) in (int, date) or field.type == "number"):
            number: int | date | Decimal = found[0]
            return number
        return ", ".join(dict.fromkeys(self._words(record, field, one) for one in found))

    def _words(self, record: Record, field: Field, value: Any) -> str:
        if field.type == "money":
            currency = (record.currency if isinstance(record, Opportunity) else None) or self.meaning.settings.currency
            return f"{self.forms.money(value, currency, whole=self.whole)} {currency}"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Moment):
            clock = f" {value.clock:%H:%M}" if value.clock else ""
            return f"{self.forms.day(value.day)}{clock}"
        if isinstance(value, date):
            return self.forms.day(value)
        if field.link:
            return self.meaning.label(field.link, value, record)
        return str(value)
