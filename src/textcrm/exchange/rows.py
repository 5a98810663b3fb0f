"""Rows to drafts: who each is first, then its fields, then its links, so that all may lead to all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from textcrm.exchange.compiled import EntryMaker, HistoryMaker, On, RecordMaker
from textcrm.exchange.documents import lacking
from textcrm.exchange.drafts import Cells, Draft, Entry
from textcrm.exchange.identity import Likely, Taken, hashed, usable
from textcrm.exchange.links import Links
from textcrm.exchange.outcomes import SILENT, Failure, Nothing
from textcrm.exchange.telling import DIFFERS, KEYLESS, LIKELY, NAMELESS, NUMBERED, TWIN, Telling
from textcrm.exchange.told import Spot
from textcrm.exchange.ways import Field
from textcrm.model.settings import SINGULAR
from textcrm.model.values import Moment, shown
from textcrm.source.load import Loaded

#: What a record of a kind cannot be without; nothing else could take its place.
_NEEDS = {"opportunities": ("status",), "leads": ("status",), "activities": ("member", "date", "type")}
#: Kinds whose records are called something.
_NAMED = frozenset(["team", "companies", "contacts", "opportunities"])
_SAY = "Say in the map what the cell stands for."


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows on their way to records: what is taken, the drafts so far, where links lead, and what there is to tell."""

    system: str
    day: date
    loaded: Loaded
    taken: Mapping[str, Taken]
    drafts: list[Draft]
    links: Links
    telling: Telling
    _by_ref: dict[tuple[str, str], Draft] = field(default_factory=dict)
    _repeated: list[tuple[RecordMaker, Draft, Spot, Cells]] = field(default_factory=list)

    def read(self, makers: Sequence[RecordMaker]) -> None:
        """Make the drafts of all rows, with their fields and their links."""
        for kind, known in self.taken.items():
            self.links.by_key[kind].update(known.book)
        made = [(maker, [*self._identify(maker)]) for maker in makers]
        for maker, drafts in made:
            for draft in drafts:
                self._fill(draft, maker.plain)
        for maker, drafts in made:
            for draft in drafts:
                self._fill(draft, maker.links)
                self._add_entries(draft, maker.entries)
        for maker, draft, spot, cells in self._repeated:
            self._compare(maker, draft, spot, cells)

    # Who a row is

    def _identify(self, maker: RecordMaker) -> Iterator[Draft]:
        """The drafts of the rows of a map that are records of their own, and new."""
        kind, meant = maker.row.kind, maker.meant
        counts, taken = self.telling.rows[kind], self.taken[kind]
        likely = Likely(self.loaded, self.system, maker.row)
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
            elif self._has_needs(maker, spot, cells):
                yield self._new(maker, key, spot, cells)

    def _key(self, maker: RecordMaker, place: int, spot: Spot, cells: Cells) -> str:
        """The key of a row; what else it is known by where that is blank; nothing where rows repeat each other."""
        key = maker.key(cells) if maker.row.key else ""
        if key and usable(key):
            return key
        if maker.row.once and not key:
            return ""
        key = hashed(maker.table, place)
        if maker.row.key:
            self.telling.remark(KEYLESS, spot, key)
        return key

    def _own_key(self, key: str, taken: Taken, spot: Spot) -> str:
        own = taken.twin(key)
        if own is not key:
            self.telling.remark(TWIN, spot, own)
        taken.keys.add(own)
        return own

    def _repeat(self, maker: RecordMaker, key: str, spot: Spot, cells: Cells) -> None:
        """A row of a record that another row made; without a key there is no such record."""
        kind = maker.row.kind
        self.telling.rows[kind]["repeated" if key else "skipped"] += 1
        draft = self._by_ref.get((kind, self.links.by_key[kind].get(key, ""))) if key else None
        if draft:
            self._repeated.append((maker, draft, spot, cells))

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
            if one.name in _NEEDS.get(maker.row.kind, ()):
                values[one.name] = one.read(cells, values)
        for name, value in values.items():
            if value.__class__ is Failure:
                self.telling.failed(spot, value)
            elif value.__class__ is Nothing and value is not SILENT:
                singular = SINGULAR[maker.row.kind]
                self.telling.lacks(spot, _column(maker, name), "", f"without {name} there is no {singular}", _SAY)
            else:
                continue
            self.telling.rows[maker.row.kind]["unmade"] += 1
            return False
        return True

    def _new(self, maker: RecordMaker, key: str, spot: Spot, cells: Cells) -> Draft:
        kind = maker.row.kind
        id = "" if kind == "activities" else self._id(maker, key, spot, cells)
        draft = Draft(kind, id, key, spot, cells, maker.row)
        self.drafts.append(draft)
        if id:
            self.links.by_key[kind][key] = id
            self._by_ref[kind, id] = draft
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

    # What a row says

    def _fill(self, draft: Draft, fields: Sequence[Field]) -> None:
        values, cells = draft.values, draft.cells
        for one in fields:
            value = one.read(cells, values)
            if value.__class__ is Failure:
                self.telling.failed(draft.spot, value)
                value = value.kept
            if value is not SILENT:
                values[one.name] = value

    def _add_entries(self, draft: Draft, makers: Sequence[EntryMaker]) -> None:
        for maker in makers:
            entry = self._entry(maker, draft.spot, draft.cells, draft.values)
            if entry:
                draft.entries.append(entry)

    def _entry(self, maker: EntryMaker, spot: Spot, cells: Cells, base: Mapping[str, Any]) -> Entry | None:
        """The entry that the cells of a row tell, if they do; `base` are the values of the record."""
        if maker.meant is not None and not maker.meant(cells):
            return None
        moment = Moment(self.day) if maker.moment is None else self._moment(maker.moment, spot, cells)
        if moment is None:
            return None
        values: dict[str, Any] = {} if maker.moment else {"observed": True}
        context = On(values, base)
        for one in maker.fields:
            value = one.read(cells, context)
            if value.__class__ is Failure:
                self.telling.failed(spot, value)
                value = value.kept
            if value is not SILENT:
                values[one.name] = value
        return Entry(moment, spot, {name: values[name] for name in maker.names if name in values})

    def _moment(self, way: Any, spot: Spot, cells: Cells) -> Moment | None:
        value = way(cells, {})
        if value.__class__ is Failure:
            self.telling.failed(spot, value)
        return value if isinstance(value, Moment) else None

    def _compare(self, maker: RecordMaker, draft: Draft, spot: Spot, cells: Cells) -> None:
        """Tell what a row says otherwise than the one that made the record."""
        values: dict[str, Any] = {}
        for one in (*maker.plain, *maker.links):
            value = one.read(cells, values)
            if value.__class__ is Failure:
                self.telling.failed(spot, value)
            elif value.__class__ is not Nothing:
                values[one.name] = value
                if value != draft.values.get(one.name):
                    detail = f"{draft.kind}/{draft.id}: {one.name} {shown(value)}"
                    self.telling.remark(DIFFERS, spot, detail)

    # Rows that are entries of histories

    def read_histories(self, makers: Sequence[HistoryMaker]) -> None:
        """Add to the drafts the entries that have rows of their own."""
        for maker in makers:
            counts = self.telling.entries[maker.row.history]
            for spot, cells in maker.table.rows:
                counts[self._read_history(maker, spot, cells)] += 1

    def _read_history(self, maker: HistoryMaker, spot: Spot, cells: Cells) -> str:
        """What became of a row of a history."""
        if maker.entry.meant is not None and not maker.entry.meant(cells):
            return "skipped"
        id = maker.of(cells, {})
        if id.__class__ is Failure:
            self.telling.failed(spot, id)
        if not isinstance(id, str):
            return "unmade"
        draft = self._by_ref.get((maker.row.history, id))
        if draft is None:
            return "matched"
        entry = self._entry(maker.entry, spot, cells, draft.values)
        if entry is None:
            return "unmade"
        entry.snapshot = maker.row.snapshot
        entry.until = self._moment(maker.until, spot, cells) if maker.until else None
        draft.entries.append(entry)
        return "created"

    # Whether it is a record

    def is_sound(self, draft: Draft) -> bool:
        """Whether the draft has what its record cannot be without; told where it lacks it, and given what can be."""
        values = draft.values
        if draft.kind in _NAMED and values.get("name").__class__ is not str:
            values["name"] = draft.key
            self.telling.remark(NAMELESS, draft.spot, f"{draft.kind}/{draft.id or draft.key}")
        for group, name in lacking(values) if any("." in one for one in values) else ():
            self.telling.lacks(draft.spot, f"{group}.{name}", "", f"without {name} there is no {group}")
            for one in [one for one in values if one.startswith(f"{group}.")]:
                del values[one]
        missing = [name for name in _NEEDS.get(draft.kind, ()) if values.get(name).__class__ in _NOTHING]
        if missing:
            counts = self.telling.rows[draft.kind]
            counts["created"] -= 1
            counts["unmade"] += 1
            why = f"without {missing[0]} there is no {SINGULAR[draft.kind]}"
            self.telling.lacks(draft.spot, missing[0], "", why)
        return not missing


_NOTHING = (Nothing, type(None))


def _column(maker: RecordMaker, name: str) -> str:
    """The column that a field is read from first."""
    return next((value.column for value in maker.row.fields[name] if value.column), name)
