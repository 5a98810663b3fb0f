"""What comes up while rows are read, gathered to be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from textcrm.exchange.outcomes import Failure
from textcrm.exchange.told import AliasUsed, Remark, Spot, UnreadCell, Untraced

TWIN = "the key is that of a row before: known by it with a number"
SAME = "the row is like one before: made as well, known with a number"
NUMBERED = "the id was taken: it got a number"
NAMELESS = "there is no name: called by the key"
KEYLESS = "the key is blank: known by the contents of the row"
DIFFERS = "the row says something else than the one that made the record"
LIKELY = "the row may be one of several records, or one that another row is: a new record was made"
IDLE = "the row of the history changes nothing"


@dataclass(slots=True)
class Telling:
    """Cells that could not be read, remarks, and counts of rows, by kind and by what became of them."""

    unread: list[UnreadCell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    aliases: list[AliasUsed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    entries: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    untraced: Counter[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=Counter)

    def failed(self, spot: Spot, failure: Failure, column: str = "") -> None:
        """A cell was not read; a link into files that were not given is counted only."""
        column = failure.column or column
        if failure.missing:
            self.untraced[spot.file, column, failure.kind, failure.missing] += 1
        else:
            self.unread.append(UnreadCell(spot, column, failure.cell, failure.why, failure.help))

    def lacks(self, spot: Spot, column: str, cell: str, why: str, help: str = "") -> None:
        """A row lacks what its record cannot be without."""
        self.unread.append(UnreadCell(spot, column, cell, why, help))

    def remark(self, what: str, spot: Spot, detail: str) -> None:
        """Something was decided about a row."""
        self.remarks.append(Remark(what, spot, detail))

    def links_untraced(self) -> tuple[Untraced, ...]:
        """The links that could not be traced, with their number."""
        return tuple(Untraced(*told, count) for told, count in self.untraced.items())

    def unread_in_order(self, files: Iterable[str]) -> tuple[UnreadCell, ...]:
        """The cells in the order of the files and of their rows."""
        places = {name: place for place, name in enumerate(files)}
        return tuple(sorted(self.unread, key=lambda one: (places.get(one.spot.file, -1), one.spot.line)))

    def remarks_in_order(self, files: Iterable[str]) -> tuple[Remark, ...]:
        """The remarks by sort, then in the order of the files and of their rows."""
        places = {name: place for place, name in enumerate(files)}
        return tuple(sorted(self.remarks, key=lambda one: (one.what, places.get(one.spot.file, -1), one.spot.line)))
