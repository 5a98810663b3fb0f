"""The settings that a map begins a CRM with: as it has them, lists filled from the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from textcrm.exchange.choices import Lists
from textcrm.exchange.links import Links
from textcrm.exchange.outcomes import Failure, Nothing
from textcrm.exchange.readers import Company
from textcrm.exchange.table import Table
from textcrm.exchange.told import Remark, Spot, UnreadCell
from textcrm.exchange.ways import Field
from textcrm.exchange.ways import field as field_of
from textcrm.likeness.ids import id_from
from textcrm.model.book import Book
from textcrm.model.import_map import EntriesMap, ImportMap
from textcrm.model.settings import Settings
from textcrm.model.targets import Target, settings_target

#: How such an entry is told.
ONE_ENTRY = "two names became one entry of the settings"
_NAME = Target("name", "line")


@dataclass(slots=True)
class _Filling:
    """The map and the files at hand while lists are filled, and what there is to tell."""

    map: ImportMap
    tables: Mapping[str, Table]
    company: Company
    unread: list[UnreadCell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def fail(self, spot: Spot, failure: Failure) -> None:
        """Tell that a cell was not read."""
        self.unread.append(UnreadCell(spot, failure.column, failure.cell, failure.why, failure.help))


def filled(map: ImportMap, tables: Mapping[str, Table]) -> tuple[dict[str, Any], list[UnreadCell], list[Remark]]:
    """The settings of the map as plain data, all files that they name being among the `tables`.

    Raises `ValueError` for forms that cannot be.
    """
    begun = map.settings or {}
    settings = Settings(currency=begun.get("currency", Settings.currency))
    filling = _Filling(map, tables, Company(settings, Lists(settings), Links(Book(), (), {})))
    data: dict[str, Any] = _fill(filling, begun, ())
    return data, filling.unread, filling.remarks


def files_of(data: Any) -> Iterator[EntriesMap]:
    """The entries of settings that files give."""
    if isinstance(data, EntriesMap):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from files_of(value)


def _fill(filling: _Filling, data: Any, way: tuple[str | int, ...]) -> Any:
    if isinstance(data, dict):
        return {key: _fill(filling, value, (*way, key)) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    made: list[Any] = []
    listed = _Listed({_id_of(entry): "" for entry in data if not isinstance(entry, EntriesMap)})
    for place, entry in enumerate(data):
        if isinstance(entry, EntriesMap):
            made += _entries(filling, entry, way, listed)
        else:
            made.append(_fill(filling, entry, (*way, place)))
    return made


def _id_of(entry: Any) -> str:
    return str(entry.get("id", "") if isinstance(entry, dict) else entry)


@dataclass(slots=True)
class _Listed:
    """The ids of a list with the text that each was made of, empty for those of the map; all texts met."""

    ids: dict[str, str]
    texts: set[str] = field(default_factory=set)


def _entries(filling: _Filling, entries: EntriesMap, way: tuple[str | int, ...], listed: _Listed) -> Iterator[Any]:
    """One entry for each text that gives the id."""
    table = filling.tables[entries.file]
    fields = [
        field_of(name, _wanted(way, name), ways, table, filling.map, filling.company)
        for name, ways in entries.fields.items()
    ]
    lead = next(one for one in fields if one.name == ("id" if "id" in entries.fields else "name"))
    for spot, cells in table.rows:
        text = lead.read(cells, {})
        if isinstance(text, Failure):
            filling.fail(spot, text)
        elif not isinstance(text, Nothing) and _is_new(filling, text, spot, listed):
            values = _values(filling, fields, cells, spot)
            id = id_from(text, listed.ids, "entry")
            listed.ids[id] = text
            yield _entry(values, id) if way[-1] != "choices" else id if lead.name == "id" else text


def _wanted(way: tuple[str | int, ...], name: str) -> Target:
    wanted = None if name in ("id", "name") else settings_target(way, name)
    return _NAME if wanted is None or wanted.wants == "choice" else wanted


def _is_new(filling: _Filling, text: str, spot: Spot, listed: _Listed) -> bool:
    """Whether the list has no such entry; told where it has one that is only written otherwise."""
    if text in listed.texts:
        return False
    listed.texts.add(text)
    plain = id_from(text, (), "entry")
    first = listed.ids.get(plain)
    if first is None or (first and first.casefold() != text.casefold()):
        return True
    if first:
        filling.remarks.append(Remark(ONE_ENTRY, spot, f"{first} and {text} are {plain}"))
    return False


def _values(filling: _Filling, fields: list[Field], cells: list[str], spot: Spot) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in fields:
        value = one.read(cells, {})
        if isinstance(value, Failure):
            filling.fail(spot, value)
        elif not isinstance(value, Nothing):
            values[one.name] = value
    return values


def _entry(values: dict[str, Any], id: str) -> Any:
    values = {"id": id, **{key: value for key, value in values.items() if key != "id"}}
    if "source" in values:
        values["source"] = id_from(values["source"], (), "source")
    return values if len(values) > 1 else id
