"""Who each row is: another record of the book, one that a row before made, or a new one with an id of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from textcrm.exchange.compiled import RecordMaker
from textcrm.exchange.drafts import Cells, Draft
from textcrm.exchange.identity import HASHED, JOINED, Likely, Taken, hashed, usable
from textcrm.exchange.links import Links
from textcrm.exchange.outcomes import SILENT, Failure, Nothing
from textcrm.exchange.telling import KEYLESS, LIKELY, NUMBERED, SAME, TWIN, Telling
from textcrm.exchange.told import Spot
from textcrm.model.import_map import NEEDED
from textcrm.model.settings import SINGULAR
from textcrm.model.values import shown
from textcrm.source.load import Loaded

_SHORT_KEY = "Keys are one line of at most 500 characters; the record is known by the contents of its row."
_SAY = "Say in the map what the cell stands for."


@dataclass(frozen=True, slots=True)
class Who:
    """What tells rows apart: the ids and keys that are taken, and where links lead.

    `by_ref` are the new records by kind and id, `repeated` the rows of records that other rows made,
    `matched` those of records of the book, with the id, or the key of an activity, which has none.
    """

    system: str
    loaded: Loaded
    taken: Mapping[str, Taken]
    drafts: list[Draft]
    links: Links
    telling: Telling
    by_ref: dict[tuple[str, str], Draft] = field(default_factory=dict)
    repeated: list[tuple[RecordMaker, Draft, Spot, Cells]] = field(default_factory=list)
    matched: list[tuple[RecordMaker, str, Spot, Cells]] = field(default_factory=list)

    def meet_book(self) -> None:
        """Let links by key lead to the records of the book."""
        for kind, known in self.taken.items():
            self.links.by_key[kind].update(known.book)

    def new(self, maker: RecordMaker) -> Iterator[Draft]:
        """The drafts of the rows of a map that are records of their own, and new."""
        kind, meant = maker.row.kind, maker.meant
        counts, taken = self.telling.rows[kind], self.taken[kind]
        likely = Likely(self.loaded, self.system, maker.row)
        if not maker.row.key and maker.table.rows:
            self.telling.notes.append(
                f"{maker.table.file}: {kind} have no key in the map: known by what their rows hold."
            )
        for place, (spot, cells) in enumerate(maker.table.rows):
            if meant is not None and not meant(cells):
                counts["skipped"] += 1
                continue
            key = self._key(maker, place, spot, cells)
            if maker.row.once and (not key or key in taken.keys):
                self._repeat(maker, key, spot, cells)
                continue
            key = self._own_key(key, taken, spot)
            found = taken.book.get(key) or self._likely(maker, likely, taken, spot, cells)
            if found:
                self._match(kind, key, found)
                self.matched.append((maker, key if kind == "activities" else found, spot, cells))
            elif self._has_needs(maker, spot, cells):
                yield self._draft(maker, key, spot, cells)

    def _key(self, maker: RecordMaker, place: int, spot: Spot, cells: Cells) -> str:
        """The key of a row; what else it is known by where that is blank; nothing where rows repeat each other."""
        key = maker.key(cells) if maker.row.key else ""
        if key and usable(key):
            return key
        if maker.row.once and not key:
            return ""
        own = hashed(maker.table, place)
        if key:
            self.telling.lacks(spot, JOINED.join(maker.row.key), key, f"{shown(key)} cannot be a key", _SHORT_KEY)
        elif maker.row.key:
            self.telling.remark(KEYLESS, spot, own)
        return own

    def _own_key(self, key: str, taken: Taken, spot: Spot) -> str:
        own = taken.own_key(key)
        if own is not key:
            self.telling.remark(SAME if key.startswith(HASHED) else TWIN, spot, own)
        return own

    def _repeat(self, maker: RecordMaker, key: str, spot: Spot, cells: Cells) -> None:
        """A row of a record that another row made; without a key there is no such record."""
        kind = maker.row.kind
        self.telling.rows[kind]["repeated" if key else "skipped"] += 1
        draft = self.by_ref.get((kind, self.links.by_key[kind].get(key, ""))) if key else None
        if draft:
            self.repeated.append((maker, draft, spot, cells))

    def _likely(self, maker: RecordMaker, likely: Likely, taken: Taken, spot: Spot, cells: Cells) -> str | None:
        """The one record of the book that has no key in the system and shares a field by which it may be known."""
        if not maker.row.match:
            return None
        values = {one.name: one.read(cells, {}) for one in maker.plain if one.name in maker.row.match}
        found = likely.ids({name: value for name, value in values.items() if not isinstance(value, Failure | Nothing)})
        if len(found) == 1 and not found & taken.matched:
            return next(iter(found))
        if found:
            self.telling.remark(LIKELY, spot, ", ".join(sorted(found)))
        return None

    def _match(self, kind: str, key: str, id: str) -> None:
        self.telling.rows[kind]["matched"] += 1
        self.taken[kind].matched.add(id)
        self.links.by_key[kind][key] = id

    def _has_needs(self, maker: RecordMaker, spot: Spot, cells: Cells) -> bool:
        """Whether the row gives what the record cannot be without, as far as that stands in the row alone."""
        values: dict[str, Any] = {}
        for one in maker.plain:
            if one.name in NEEDED.get(maker.row.kind, ()):
                values[one.name] = one.read(cells, values)
        for name, value in values.items():
            if value.__class__ is Failure:
                self.telling.failed(spot, value, name)
            elif value.__class__ is Nothing and value is not SILENT:
                singular = SINGULAR[maker.row.kind]
                self.telling.lacks(spot, _column(maker, name), "", f"without {name} there is no {singular}", _SAY)
            else:
                continue
            self.telling.rows[maker.row.kind]["unmade"] += 1
            return False
        return True

    def _draft(self, maker: RecordMaker, key: str, spot: Spot, cells: Cells) -> Draft:
        kind = maker.row.kind
        id = "" if kind == "activities" else self._id(maker, key, spot, cells)
        draft = Draft(kind, id, key, spot, cells, maker.row)
        self.drafts.append(draft)
        if id:
            self.links.by_key[kind][key] = id
            self.by_ref[kind, id] = draft
        self.telling.rows[kind]["created"] += 1
        return draft

    def _id(self, maker: RecordMaker, key: str, spot: Spot, cells: Cells) -> str:
        text = maker.called(cells) if maker.called else self._name(maker, cells)
        id, numbered = self.taken[maker.row.kind].new_id(text or key, maker.row.kind)
        if numbered:
            self.telling.remark(NUMBERED, spot, f"{maker.row.kind}/{id} ({shown(text or key, 40)})")
        return id

    @staticmethod
    def _name(maker: RecordMaker, cells: Cells) -> str:
        for wanted in ("name", "company_name"):
            for one in maker.plain:
                if one.name == wanted and isinstance(text := one.read(cells, {}), str):
                    return text
        return ""


def _column(maker: RecordMaker, name: str) -> str:
    """The column that a field is read from first."""
    return next((value.column for value in maker.row.fields[name] if value.column), name)
