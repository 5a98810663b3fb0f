"""A sheet as a map sees it: cells without blanks around them, aliases taken for what they stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from textcrm.exchange.cells import plain
from textcrm.exchange.sheet import Sheet
from textcrm.exchange.told import AliasUsed, Spot
from textcrm.model.import_map import Aliases


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and which place in a row a column has; `raw` are the rows before aliases were taken."""

    file: str
    places: Mapping[str, int]
    rows: tuple[tuple[Spot, list[str]], ...]
    raw: tuple[tuple[Spot, list[str]], ...]
    _texts: dict[str, frozenset[str]] = field(default_factory=dict)

    def place(self, column: str) -> int:
        """Where in a row the column stands; raises `KeyError` where there is none."""
        return self.places[column]

    def texts(self, column: str) -> frozenset[str]:
        """What the column holds, each text once, the blank left out."""
        if column not in self._texts:
            place = self.place(column)
            self._texts[column] = frozenset(cells[place] for _, cells in self.rows) - {""}
        return self._texts[column]

    def with_aliases(self, aliases: Aliases) -> tuple[Table, tuple[AliasUsed, ...]]:
        """The table with its aliases taken for what they stand for, and how often each was."""
        if not aliases:
            return self, ()
        asked = [(column, self.place(column), meanings) for column, meanings in aliases.items()]
        used: Counter[tuple[str, str]] = Counter()
        rows = []
        for spot, cells in self.rows:
            changed = cells
            for column, place, meanings in asked:
                if (text := cells[place]) in meanings:
                    changed = [*changed]
                    changed[place] = meanings[text]
                    used[column, text] += 1
            rows.append((spot, changed))
        told = (
            AliasUsed(self.file, column, text, aliases[column][text], count) for (column, text), count in used.items()
        )
        return Table(self.file, self.places, tuple(rows), self.raw), tuple(told)


def table(file: str, sheet: Sheet) -> Table:
    """The table of a sheet, whose file the map calls so."""
    places = {header: place for place, header in enumerate(sheet.headers) if header}
    rows = tuple(_rows(file, sheet))
    return Table(file, places, rows, rows)


def _rows(file: str, sheet: Sheet) -> Iterator[tuple[Spot, list[str]]]:
    for row in sheet.rows:
        yield Spot(file, row.line, row.number), [*map(plain, row.cells)]
