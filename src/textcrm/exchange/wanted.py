"""Which columns of which files a map reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from textcrm.exchange.company import files_of
from textcrm.exchange.ways import template_columns
from textcrm.model.import_map import HistoryMap, ImportMap, RecordMap, RowMap, Value


def columns(map: ImportMap, *, settings: bool) -> Mapping[str, frozenset[str]]:
    """The columns that are read of each file of the map; those of the settings only if they are to be made."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, rows in map.files.items():
        found[name].update(column for row in rows for column in _of_row(row))
    for entries in files_of(map.settings) if settings else ():
        found[entries.file].update(_of_all(entries.fields.values()))
    return {name: frozenset(wanted) for name, wanted in found.items()}


def _of_row(row: RowMap) -> Iterator[str]:
    yield from (*row.when, *row.unless, *row.aliases)
    if isinstance(row, HistoryMap):
        yield from _of_all([row.of, row.date, row.until, *row.set.values()])
    else:
        yield from _of_record(row)


def _of_record(row: RecordMap) -> Iterator[str]:
    yield from row.key
    yield from template_columns(row.id or "")
    yield from _of_all(row.fields.values())
    for entry in row.history:
        yield from (*entry.when, *entry.unless)
        yield from _of_all([entry.date, *entry.set.values()])


def _of_all(fields: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    for ways in fields:
        for value in ways:
            yield from (*value.columns, *value.when, *value.unless, *template_columns(value.template or ""))
            if value.column is not None:
                yield value.column
