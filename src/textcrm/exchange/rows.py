"""Rows to drafts: who each is first, then its fields, then its links, so that all may lead to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from textcrm.exchange.compiled import EntryMaker, HistoryMaker, On, RecordMaker
from textcrm.exchange.differing import differences
from textcrm.exchange.drafts import Cells, Draft, Entry
from textcrm.exchange.outcomes import SILENT, Failure, Nothing
from textcrm.exchange.telling import DIFFERS, Telling
from textcrm.exchange.told import Differing, Spot
from textcrm.exchange.ways import Field, Way
from textcrm.exchange.who import Who
from textcrm.model.import_map import Value
from textcrm.model.values import Moment, shown

_FILL = "Fill the cell, or leave the row out by `unless` in the map."


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows on their way to records, on the day when things were seen."""

    day: date
    who: Who
    telling: Telling

    def read(self, makers: Sequence[RecordMaker]) -> None:
        """Make the drafts of all rows, with their fields and their links."""
        self.who.meet_book()
        # Records that rows only mention come last: a row of their own says more.
        made = [(maker, [*self.who.new(maker)]) for maker in sorted(makers, key=lambda one: one.row.once)]
        for maker, drafts in made:
            for draft in drafts:
                self._fill(draft, maker.plain)
        for maker, drafts in made:
            for draft in drafts:
                self._fill(draft, maker.links)
                self._add_entries(draft, maker.entries)
        for maker, draft, spot, cells in self.who.repeated:
            self._compare(maker, draft, spot, cells)

    def _fill(self, draft: Draft, fields: Sequence[Field]) -> None:
        values, cells = draft.values, draft.cells
        for one in fields:
            value = one.read(cells, values)
            if value.__class__ is Failure:
                self.telling.failed(draft.spot, value, one.name)
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
                self.telling.failed(spot, value, one.name)
                value = value.kept
            if value is not SILENT:
                values[one.name] = value
        return Entry(moment, spot, {name: values[name] for name in maker.names if name in values})

    def _moment(self, way: Way, spot: Spot, cells: Cells) -> Moment | None:
        value = way(cells, {})
        if value.__class__ is Failure:
            self.telling.failed(spot, value, "date")
        return value if isinstance(value, Moment) else None

    def _compare(self, maker: RecordMaker, draft: Draft, spot: Spot, cells: Cells) -> None:
        """Tell what a row says otherwise than the one that made the record."""
        values: dict[str, Any] = {}
        for one in (*maker.plain, *maker.links):
            value = one.read(cells, values)
            if value.__class__ is Failure:
                self.telling.failed(spot, value, one.name)
            elif value.__class__ is not Nothing:
                values[one.name] = value
                if value != draft.values.get(one.name):
                    detail = f"{draft.kind}/{draft.id}: {one.name} {shown(value)}"
                    self.telling.remark(DIFFERS, spot, detail)

    def compare_matched(self) -> None:
        """Tell what rows say otherwise than the records of the book that they are; those are left as they are."""
        system, book = self.who.system, self.who.loaded.book
        activities = {one.external_ids.get(system): one for one in reversed(book.activities)}
        for maker, id, spot, cells in self.who.matched:
            kind = maker.row.kind
            record = activities.get(id) if kind == "activities" else book.all(kind).get(id)
            if record is not None:
                said = differences(self._known(maker, cells), record)
                self.telling.differing += [Differing(spot, record.ref, *one) for one in said]

    def _known(self, maker: RecordMaker, cells: Cells) -> dict[str, Any]:
        """What a row gives, as far as it can be read."""
        values: dict[str, Any] = {}
        for one in (*maker.plain, *maker.links):
            value = one.read(cells, values)
            if value.__class__ is Failure:
                value = value.kept
            if value.__class__ is not Nothing:
                values[one.name] = value
        return values

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
        elif id is SILENT:
            return "skipped"
        elif not isinstance(id, str):
            self._lacks(spot, maker.row.of, "a record")
        if not isinstance(id, str):
            return "unmade"
        draft = self.who.by_ref.get((maker.row.history, id))
        if draft is None:
            return "matched"
        entry = self._entry(maker.entry, spot, cells, draft.values)
        if entry is None:
            return self._undated(maker, spot, cells)
        entry.snapshot = maker.row.snapshot
        entry.until = self._moment(maker.until, spot, cells) if maker.until else None
        draft.entries.append(entry)
        return "created"

    def _undated(self, maker: HistoryMaker, spot: Spot, cells: Cells) -> str:
        """What becomes of a row that gives no date; one that cannot be read is told already."""
        value = maker.entry.moment(cells, {}) if maker.entry.moment else SILENT
        if value is SILENT:
            return "skipped"
        if value.__class__ is not Failure:
            self._lacks(spot, maker.row.date, "a date")
        return "unmade"

    def _lacks(self, spot: Spot, ways: tuple[Value, ...], what: str) -> None:
        column = next((value.column for value in ways if value.column), "")
        self.telling.lacks(spot, column, "", f"without {what} there is no entry of a history", _FILL)
