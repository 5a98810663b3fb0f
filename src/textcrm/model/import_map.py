"""The import map: how the rows of other systems' files become records; read as strictly as settings."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from textcrm.model.settings import STRICT, Zone
from textcrm.model.values import BareOr, Cut, Flag, Id, Line, OneOf, fail, many, scalar, shown

#: Kinds of record that rows can become, and those whose history rows can tell.
ROW_KINDS = ("team", "companies", "contacts", "leads", "opportunities", "activities")
HISTORY_KINDS = ("opportunities", "leads")
#: What a record of a kind cannot be without, and nothing can stand in for.
NEEDED = {"opportunities": ("status",), "leads": ("status",), "activities": ("member", "date", "type")}
#: How numbers are written, by example.
NUMBERS = ("1234.56", "1,234.56", "1.234,56", "1 234,56", "1'234.56")
#: `ISO` is YYYY-MM-DD, with a time perhaps; `auto` decides the order of day and month for each column.
ISO, AUTO = "ISO", "auto"
_DELIMITERS = {",": ",", ";": ";", "|": "|", "\t": "\t", "tab": "\t"}
_DATE_WORDS = re.compile(r"YYYY|YY|MMMM|MMM|MM|M|DD|D")


def _read_cell(value: object) -> str:
    """A cell's text as the map quotes it; nothing is the blank cell."""
    return "" if value is None else str(scalar(value, "the text of a cell")).strip()


def _read_cells(value: object) -> tuple[str, ...]:
    return tuple(map(_read_cell, value)) if isinstance(value, list) else (_read_cell(value),)


def _read_dates(value: object) -> tuple[str, ...]:
    forms = tuple(str(scalar(one, "a form of dates")) for one in (value if isinstance(value, list) else [value]))
    for form in forms:
        found = "".join(sorted({word[0] for word in _DATE_WORDS.findall(form)}))
        if form not in (ISO, AUTO) and found != "DMY":
            help = "Write ISO, auto, or a form such as DD/MM/YYYY or MM/DD/YY hh:mm A, with a year, a month and a day."
            fail("not-in-the-list", f"{shown(form)} is no form of dates", help)
    return forms


def _read_delimiter(value: object) -> str:
    text = scalar(value, "the sign between two cells")
    if text not in _DELIMITERS:
        fail("not-in-the-list", f"{shown(text)} is no delimiter", 'Write one of "," ";" "|" tab.')
    return _DELIMITERS[text]


def _read_encoding(value: object) -> str:
    text = scalar(value, "an encoding such as cp1252")
    try:
        return codecs.lookup(text).name
    except (LookupError, ValueError):
        fail("not-in-the-list", f"{shown(text)} is no encoding", "Write utf-8, cp1252, latin-1, utf-16 …")


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that the map itself gives, as text; `None` clears."""

    text: str | None


def _read_constant(value: object) -> Constant:
    if isinstance(value, Cut):
        scalar(value, "a value")
    return Constant(None if value is None else str(scalar(value, "a value")))


def _read_word(value: object) -> str | None:
    """What a cell stands for; nothing is "not known"."""
    return None if value is None else str(scalar(value, "a value"))


def _at_least_one(value: object) -> object:
    if not value:
        fail("wrong-type", "is empty; it should name at least one", "Write it, or take the line away.")
    return value


Cell = Annotated[str, PlainValidator(_read_cell)]
Cells = Annotated[tuple[str, ...], PlainValidator(_read_cells)]
Words = dict[Cell, Annotated[str | None, PlainValidator(_read_word)]]
Dates = Annotated[tuple[str, ...], PlainValidator(_read_dates)]
Numbers = Annotated[str, OneOf(*NUMBERS)]
Columns = Annotated[tuple[Line, ...], BeforeValidator(many)]
#: Columns with the cells they must have one of.
Conditions = dict[Line, Cells]
#: Columns with texts that stand for other texts, before anything else is made of the cell.
Aliases = dict[Line, dict[Cell, Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a field is given: one of a column, columns, a template, or a constant; then how it is read.

    `values` say what cells stand for, `others` what of the cells that are not among them: they are unread if absent,
    `skip` says nothing, `keep` reads them as they are. `by` is the field of the linked record that the cell holds, its
    key if absent. What `when` does not allow, or `unless` does, says nothing. Of a percentage that is a `fraction`, 1
    is all. Forms that are absent are the map's.
    """

    __pydantic_config__ = STRICT
    column: Line | None = None
    columns: Columns = ()
    template: Line | None = None
    value: Annotated[Constant | None, PlainValidator(_read_constant)] = None
    values: Words = field(default_factory=dict)
    others: Annotated[str, OneOf("skip", "keep")] | None = None
    split: Line | None = None
    by: Line | None = None
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    nulls: Cells | None = None
    dates: Dates | None = None
    numbers: Numbers | None = None
    fraction: Flag = False
    timezone: Zone | None = None
    times: Flag | None = None


OneValue = Annotated[Value, BareOr("column")]
#: The ways a field may be given; the first that is known counts.
Ways = Annotated[tuple[OneValue, ...], BeforeValidator(many)]
Values = dict[Line, Ways]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesMap:
    """Entries of a list of the settings: one for each name, or id, that a file holds."""

    __pydantic_config__ = STRICT
    file: Line
    fields: Annotated[Values, BeforeValidator(_at_least_one)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMap:
    """An entry of a record's history from its own row: at `date`, or seen (`observed`) on the day of the import."""

    __pydantic_config__ = STRICT
    date: Ways = ()
    observed: Flag = False
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    set: Annotated[Values, BeforeValidator(_at_least_one)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMap:
    """Rows that become records of a kind.

    `key` are the columns whose text the other system knows the record by; `once` says that rows with one key are one
    record. `id` is a template. `match` are fields by which a record is known that has no external id.
    """

    __pydantic_config__ = STRICT
    kind: Annotated[str, OneOf(*ROW_KINDS)]
    key: Columns = ()
    once: Flag = False
    id: Line | None = None
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    match: Columns = ()
    aliases: Aliases = field(default_factory=dict)
    fields: Annotated[Values, BeforeValidator(_at_least_one)]
    history: tuple[EntryMap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryMap:
    """Rows that are entries in the history of records that are made elsewhere.

    `of` leads to the record, as a link does. From `until` on the stage is not known, unless another entry follows that
    day. In a `snapshot` each row says the whole state, and only what changed is written.
    """

    __pydantic_config__ = STRICT
    history: Annotated[str, OneOf(*HISTORY_KINDS)]
    of: Ways
    date: Ways
    until: Ways = ()
    snapshot: Flag = False
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    aliases: Aliases = field(default_factory=dict)
    set: Annotated[Values, BeforeValidator(_at_least_one)]


RowMap = RecordMap | HistoryMap


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """A whole map: the system the files come from, how their cells are written, and what becomes of their rows.

    `settings` is the `crm.yaml` to begin with, as plain data with `EntriesMap` among the entries of its lists. `files`
    are by base name; their rows are `RowMap`s.
    """

    __pydantic_config__ = STRICT
    system: Id
    encoding: Annotated[str, PlainValidator(_read_encoding)] | None = None
    delimiter: Annotated[str, PlainValidator(_read_delimiter)] | None = None
    nulls: Cells = ()
    dates: Dates = (ISO,)
    numbers: Numbers = NUMBERS[0]
    timezone: Zone | None = None
    times: Flag = True
    settings: dict[str, Any] | None = None
    files: dict[Line, Any]

    def rows(self, name: str) -> tuple[RowMap, ...]:
        """What the rows of a file become; nothing for a file that the map does not name."""
        found: tuple[RowMap, ...] = self.files.get(name, ())
        return found
