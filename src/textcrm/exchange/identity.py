"""Who a row is: its key, the record in the book that it already is, else the id of a new one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from textcrm.exchange.drafts import Cells
from textcrm.exchange.table import Table
from textcrm.files import Files
from textcrm.likeness.ids import id_from
from textcrm.model.import_map import RecordMap
from textcrm.model.settings import SINGULAR
from textcrm.model.values import LINE
from textcrm.source.dump import unwritable
from textcrm.source.load import Loaded

#: So much of a row's hash tells it from all others of any file.
_HASH = 16
#: How the key of a row begins that is known by its contents.
HASHED = "row-"
JOINED = " / "


@dataclass(slots=True)
class Taken:
    """The ids and keys of one kind: those of the book, and those given out since.

    `book` are the records of the book by key; `matched` those of them that a row already is.
    """

    ids: set[str] = field(default_factory=set)
    book: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    matched: set[str] = field(default_factory=set)
    _twins: dict[str, int] = field(default_factory=dict)

    def own_key(self, key: str) -> str:
        """The key, or `key#2`, `key#3` … where rows before have it; it is taken from now on."""
        number, own = self._twins.get(key, 1), key
        while own in self.keys:
            number += 1
            own = f"{key}#{number}"
        self._twins[key] = number
        self.keys.add(own)
        return own

    def new_id(self, text: str, kind: str) -> tuple[str, bool]:
        """An id for a new record called `text`, and whether it got a number since the id was taken."""
        id = id_from(text, self.ids, SINGULAR[kind])
        numbered = id != id_from(text, (), SINGULAR[kind])
        self.ids.add(id)
        return id, numbered


def taken(loaded: Loaded, files: Files, system: str) -> Mapping[str, Taken]:
    """What is taken in a book, by kind; activities are known by key only.

    A record that cannot be loaded is there all the same: its keys are looked for in its text.
    """
    made: defaultdict[str, Taken] = defaultdict(Taken)
    for ref in (*loaded.paths, *loaded.book.broken):
        kind, _, name = ref.partition("/")
        made[kind].ids.add(name)
    for record in loaded.book.records():
        if key := record.external_ids.get(system):
            made[record.kind].book.setdefault(key, record.id)
    for activity in loaded.book.activities:
        if key := activity.external_ids.get(system):
            made["activities"].book.setdefault(key, activity.ref)
    for ref in loaded.book.broken:
        kind, _, name = ref.partition("/")
        for key in _keys_in(files.get(loaded.paths.get(ref, ""), ""), system):
            made[kind].book.setdefault(key, name)
    return made


def _keys_in(text: str, system: str) -> Iterator[str]:
    """What follows the name of the system in a text that is no record, as far as it is a plain or a quoted value."""
    for found in re.finditer(rf"\b{re.escape(system)}: *(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s,}}][^,}}\n]*))", text):
        yield next(part for part in found.groups() if part is not None).strip()


def keyed(row: RecordMap, table: Table, nulls: frozenset[str]) -> Callable[[Cells], str]:
    """What gives the key of a row; empty where its cells are blank."""
    places = [table.place(column) for column in row.key]
    if len(places) == 1:
        place = places[0]
        return lambda cells: "" if cells[place] in nulls else cells[place]

    def key(cells: Cells) -> str:
        texts = ["" if cells[place] in nulls else cells[place] for place in places]
        return JOINED.join(texts) if any(texts) else ""

    return key


def usable(key: str) -> bool:
    """Whether records may hold the key."""
    return len(key) <= LINE and "\n" not in key and "\r" not in key and (key.isprintable() or not unwritable(key))


def hashed(table: Table, place: int) -> str:
    """What a row without a key is known by: its contents, wherever its columns stand."""
    cells = table.raw[place][1]
    known = sorted(f"{column}={cells[place]}" for column, place in table.places.items() if cells[place])
    return f"{HASHED}{sha256(chr(31).join(known).encode('utf-8', 'surrogatepass')).hexdigest()[:_HASH]}"


class Likely:
    """Records of the book that have no key in the system, by the fields that the map says they may be known by."""

    def __init__(self, loaded: Loaded, system: str, row: RecordMap) -> None:
        self._by: dict[str, defaultdict[str, set[str]]] = {name: defaultdict(set) for name in row.match}
        records = loaded.book.all(row.kind).values() if row.match and row.kind != "activities" else ()
        for record in records:
            if system not in record.external_ids:
                for name in row.match:
                    for text in _texts(value_of(record, name)):
                        self._by[name][text].add(record.id)

    def ids(self, values: Mapping[str, Any]) -> set[str]:
        """The records that share one of these values."""
        return {
            id for name, known in self._by.items() for text in _texts(values.get(name)) for id in known.get(text, ())
        }


def value_of(record: Any, name: str) -> Any:
    """What a record holds under a dotted name; `None` where it holds nothing."""
    for part in name.split("."):
        record = record.get(part) if isinstance(record, Mapping) else getattr(record, part, None)
    return record


def _texts(value: object) -> Iterator[str]:
    values = value if isinstance(value, list | tuple) else (value,)
    yield from (str(one).casefold() for one in values if one not in (None, ""))
