"""Which columns of a file we know: by the vocabulary of a system, else by plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from textcrm.exchange.cells import is_blank
from textcrm.exchange.sheet import Sheet
from textcrm.exchange.suggest_text import can_be_named
from textcrm.exchange.vocabularies import NULLS, Table, generic, vendors, words

#: What a file must have to be of a kind, where plain words are all there is: one of these.
_ESSENTIAL: Final = {
    "opportunities": ("stage", "status", "amount"),
    "companies": ("name",),
    "contacts": ("name", "last", "email"),
    "leads": ("status", "converted", "company_name", "email"),
    "team": ("name",),
    "activities": ("date",),
    "products": ("name",),
    "campaigns": ("name",),
}
#: So many columns must be known before a system or a kind is believed.
_FEW: Final = 2
#: What the name of a file is worth, in columns.
_NAMED: Final = 3
#: Words of headers that hold keys.
_KEYS: Final = ("id", "key", "code", "number", "no")


@dataclass(frozen=True)
class Found:
    """A file, or a part of one, as records of a kind: its columns by field, the first of a field counting most.

    `table` is `None` for a file of which nothing is known. Of the rest, `unused` columns are known and say nothing of
    their own, `unknown` ones are not known, those in `twice` have a header that stands there more than once.
    """

    sheet: Sheet
    table: Table | None
    fields: dict[str, tuple[str, ...]]
    unused: tuple[str, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of record."""
        return self.table.kind if self.table else ""

    @cached_property
    def cells(self) -> dict[str, Counter[str]]:
        """The known cells of each column that stands there once, with how often they occur, in order of appearance."""
        once = [header for header in self.sheet.headers if header and header not in self.twice]
        return {header: Counter(self._known(header)) for header in once}

    def _known(self, header: str) -> Iterator[str]:
        return (cell.strip() for cell in self.sheet.column(header) if not is_blank(cell, NULLS))

    def first(self, field: str) -> str | None:
        """The first column of a field that holds something, if there is one."""
        return next(iter(self.filled(field)), None)

    def filled(self, field: str) -> tuple[str, ...]:
        """The columns of a field that hold something; all of them in a file without rows."""
        return tuple(one for one in self.fields.get(field, ()) if self.cells[one] or not self.sheet.rows)

    @cached_property
    def key(self) -> str | None:
        """The column by which rows are told apart: one that is called so, else one that could be."""
        named = self.filled("key")
        by_name = [header for header in self.fields.get("name", ()) if self.table and not self.table.vendor]
        likely = [header for header in self.cells if words(header).split()[-1:] and _is_key(header)]
        unique = (header for header in (*likely, *by_name) if self.is_unique(header))
        return named[0] if named else next(unique, None)

    def is_unique(self, header: str) -> bool:
        """Whether every row has a cell of its own in this column."""
        return bool(self.sheet.rows) and len(self.cells[header]) == len(self.sheet.rows)


def _is_key(header: str) -> bool:
    last = words(header).split()[-1]
    return last in _KEYS or header.endswith(("ID", "Id"))


def recognised(sheets: Sequence[Sheet]) -> tuple[Found, ...]:
    """What is known of each file, in their order; several parts for a file whose rows speak of several records."""
    return tuple(found for sheet in sheets for found in _of_sheet(sheet))


def _of_sheet(sheet: Sheet) -> tuple[Found, ...]:
    twice = tuple(header for header, count in Counter(sheet.headers).items() if header and count > 1)
    known = [header for header in dict.fromkeys(sheet.headers) if header not in twice and can_be_named(header)]
    tables = _tables(sheet.name, known)
    taken = {header for table in tables for header in known if words(header) in table.fields}
    unknown = tuple(header for header in dict.fromkeys(sheet.headers) if header not in {"", *taken, *twice})
    made = [_found(sheet, table, known, twice) for table in tables]
    last = made[-1] if made else Found(sheet, None, {}, (), (), twice)
    return (*made[:-1], Found(sheet, last.table, last.fields, last.unused, unknown, twice))


def _found(sheet: Sheet, table: Table, known: Sequence[str], twice: tuple[str, ...]) -> Found:
    places = list(table.fields)
    fields: dict[str, tuple[str, ...]] = {}
    for header in sorted(
        (one for one in known if words(one) in table.fields), key=lambda one: places.index(words(one))
    ):
        field = table.fields[words(header)]
        fields[field] = (*fields.get(field, ()), header)
    unused = fields.pop("nothing", ())
    return Found(sheet, table, fields, unused, (), twice)


def _tables(name: str, headers: Sequence[str]) -> tuple[Table, ...]:
    """The tables that fit a file: of the system that knows most of its columns, else of plain words."""
    told = {words(header) for header in headers}
    fitting = [table for table in vendors() if told & table.marks and _known(table, told) >= min(_FEW, len(told))]
    plain = [table for table in generic() if _is_of(table, told, name)]
    best = max((*fitting, *plain), key=lambda table: (_score(table, told, name), bool(table.vendor)), default=None)
    if best is None:
        return ()
    return tuple(one for one in fitting if one.vendor == best.vendor and one.part) if best.part else (best,)


def _is_of(table: Table, told: Iterable[str], name: str) -> bool:
    fields = {table.fields[header] for header in told if header in table.fields}
    marked = not table.marks or any(header in table.marks for header in told)
    enough = len(fields) + _called(table, name) > _FEW
    return marked and enough and any(field in fields for field in _ESSENTIAL[table.kind])


def _known(table: Table, told: Iterable[str]) -> int:
    return sum(header in table.fields for header in told)


def _score(table: Table, told: Iterable[str], name: str) -> int:
    fields = {table.fields[header] for header in told if header in table.fields}
    return len(fields - {"nothing"}) + _called(table, name)


def _called(table: Table, name: str) -> int:
    """What the name of the file is worth."""
    plain = words(name.rpartition(".")[0] or name).replace(" ", "")
    return _NAMED if any(word in plain for word in table.names) else 0
