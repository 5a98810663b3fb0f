"""The maps of a file made ready for its rows: which are meant, their keys, and the fields in the order to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textcrm.errors import UsageError
from textcrm.exchange.drafts import Cells
from textcrm.exchange.history import entry_order
from textcrm.exchange.identity import keyed
from textcrm.exchange.readers import Company
from textcrm.exchange.table import Table
from textcrm.exchange.unreadable import Unreadable
from textcrm.exchange.ways import Field, Way, condition, template
from textcrm.exchange.ways import field as field_of
from textcrm.findings import FieldPath
from textcrm.model.import_map import EntryMap, HistoryMap, ImportMap, RecordMap, Value
from textcrm.model.targets import Target, entry_target, target, target_names
from textcrm.model.values import shown
from textcrm.source.load_map import MapText

Meant = Callable[[Cells], bool] | None
#: Fields that others depend on: they are read first.
_FIRST = ("pipeline", "status", "currency")
_MOMENT = Target("date", "moment")


@dataclass(frozen=True, slots=True)
class EntryMaker:
    """An entry of a history made of the cells of a row; `names` is the order in which its keys are written."""

    meant: Meant
    moment: Way | None
    fields: tuple[Field, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordMaker:
    """A record made of the cells of a row: fields that stand for themselves, then links; `called` gives the id."""

    row: RecordMap
    table: Table
    meant: Meant
    key: Callable[[Cells], str]
    called: Callable[[Cells], str] | None
    plain: tuple[Field, ...]
    links: tuple[Field, ...]
    entries: tuple[EntryMaker, ...]


@dataclass(frozen=True, slots=True)
class HistoryMaker:
    """Entries made of rows of their own: of which record, when, until when."""

    row: HistoryMap
    table: Table
    of: Way
    until: Way | None
    entry: EntryMaker


@dataclass(frozen=True, slots=True)
class Workshop:
    """What compiling needs to know: the map with its text, and the company."""

    map: ImportMap
    text: MapText
    company: Company

    def record(self, row: RecordMap, table: Table, at: FieldPath) -> RecordMaker:
        """A map of records for the rows of a table; raises `UsageError` where the two, or the settings, do not fit."""
        wanted = {name: self._target(row.kind, name, (*at, "fields", name)) for name in row.fields}
        fields = [
            self._field(wanted[name], row.fields[name], table, (*at, "fields", name)) for name in _sorted(row.fields)
        ]
        return RecordMaker(
            row,
            table,
            condition(row.when, row.unless, table),
            keyed(row, table, self._nulls),
            template(row.id, table, self._nulls) if row.id else None,
            tuple(one for one in fields if one.wanted.wants != "link"),
            tuple(one for one in fields if one.wanted.wants == "link"),
            tuple(self._entry(row.kind, entry, table, (*at, "history", n)) for n, entry in enumerate(row.history)),
        )

    def history(self, row: HistoryMap, table: Table, at: FieldPath) -> HistoryMaker:
        """A map of entries for the rows of a table; raises as `record`."""
        of = Target("of", "link", row.history)
        entry = EntryMap(date=row.date, when=row.when, unless=row.unless, set=row.set)
        return HistoryMaker(
            row,
            table,
            self._field(of, row.of, table, (*at, "of")).read,
            self._field(_MOMENT, row.until, table, (*at, "until")).read if row.until else None,
            self._entry(row.history, entry, table, at),
        )

    @property
    def _nulls(self) -> frozenset[str]:
        return frozenset(self.map.nulls)

    def _entry(self, kind: str, entry: EntryMap, table: Table, at: FieldPath) -> EntryMaker:
        wanted = {name: entry_target(kind, name) for name in entry.set}
        fields = [
            self._field(one, entry.set[name], table, (*at, "set", name))
            for name in _sorted(entry.set)
            if (one := wanted[name])
        ]
        names = sorted(
            {*entry.set, *(["observed"] if entry.observed else [])}, key=lambda name: entry_order(kind, name)
        )
        moment = self._field(_MOMENT, entry.date, table, (*at, "date")).read if entry.date else None
        return EntryMaker(condition(entry.when, entry.unless, table), moment, tuple(fields), tuple(names))

    def _field(self, wanted: Target, ways: tuple[Value, ...], table: Table, at: FieldPath) -> Field:
        try:
            return field_of(wanted.name, wanted, ways, table, self.map, self.company)
        except Unreadable as error:
            raise UsageError(f"{self.text.place(at)}: in {table.file} {error.reason}. {error.help}") from None
        except ValueError as error:
            raise UsageError(f"{self.text.place(at)}: {error}") from None

    def _target(self, kind: str, name: str, at: FieldPath) -> Target:
        custom = self.company.settings.custom_fields
        found = target(kind, name, custom)
        if found is None:
            declared = [one for one in target_names(kind, custom) if one.startswith("custom.")]
            listed = f"; declared are {', '.join(declared)}" if declared else ""
            place = self.text.place(at, at_key=True)
            raise UsageError(f"{place}: {shown(name)} is not declared under custom_fields in crm.yaml{listed}")
        return found


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: name not in _FIRST)


class On(Mapping[str, Any]):
    """The values of an entry on top of those of its record."""

    def __init__(self, top: Mapping[str, Any], base: Mapping[str, Any]) -> None:
        self._top, self._base = top, base

    def __getitem__(self, key: str) -> Any:
        return self._top[key] if key in self._top else self._base[key]

    def get(self, key: str, default: Any = None) -> Any:
        """The value, without a look for what is not there."""
        return self._top[key] if key in self._top else self._base.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._base, **self._top})

    def __len__(self) -> int:
        return len({*self._base, *self._top})
