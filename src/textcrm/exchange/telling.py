"""What comes up while rows are read, gathered to be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from textcrm.exchange.outcomes import Failure
from textcrm.exchange.told import AliasUsed, Differing, Remark, Spot, UnreadCell, Untraced

TWIN = "the key is that of a row before: known by it with a number"
SAME = "the row is like one before: made as well, known with a number"
NUMBERED = (
    "called like a record that is there already: a second one was made, with a number in its id; "
    "if the two are one, the map can say so by match, aliases or once"
)
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
    differing: list[Differing] = field(default_factory=list)
    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    entries: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    untraced: dict[tuple[str, str, str, tuple[str, ...]], set[Spot]] = field(default_factory=lambda: defaultdict(set))

    def failed(self, spot: Spot, failure: Failure, column: str = "") -> None:
        """A cell was not read; a link into files that were not given is counted only."""
        column = failure.column or column
        if failure.missing:
            self.untraced[spot.file, column, failure.kind, failure.missing].add(spot)
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
        return tuple(Untraced(*told, len(spots)) for told, spots in self.untraced.items())

    def unread_in_order(self, files: Iterable[str]) -> tuple[UnreadCell, ...]:
        """The cells in the order of the files and of their rows, once for a reason, however many fields they feed."""
        places = {name: place for place, name in enumerate(files)}
        once: dict[tuple[Spot, str, str], UnreadCell] = {}
        for one in self.unread:
            once.setdefault((one.spot, one.column, one.why), one)
        return tuple(sorted(once.values(), key=lambda one: (places.get(one.spot.file, -1), one.spot.line)))

    def differing_in_order(self, files: Iterable[str]) -> tuple[Differing, ...]:
        """What rows say otherwise than records of the book, in the order of the files and of their rows."""
        places = {name: place for place, name in enumerate(files)}
        return tuple(sorted(self.differing, key=lambda one: (places.get(one.spot.file, -1), one.spot.line)))

    def remarks_in_order(self, files: Iterable[str]) -> tuple[Remark, ...]:
        """The remarks by sort, then in the order of the files and of their rows."""
        places = {name: place for place, name in enumerate(files)}
        return tuple(sorted(self.remarks, key=lambda one: (one.what, places.get(one.spot.file, -1), one.spot.line)))
