"""What an import comes to and has to tell: the plan, counts, cells that were not read, and all that was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from textcrm.edits.plan import Plan


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A row of a file: `line` is the line it starts on, `row` what a spreadsheet calls it, both from 1."""

    file: str
    line: int
    row: int


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that could not become what its field wants: the field is left unknown, or the record unmade."""

    spot: Spot
    column: str
    cell: str
    why: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Untraced:
    """Links that may lead into files of the map that were not given, told once for each column."""

    file: str
    column: str
    kind: str
    missing: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class AliasUsed:
    """A text that the map, or a list of the settings by its id, took for another, and in how many cells."""

    file: str
    column: str
    cell: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True)
class Differing:
    """A field of a record of the book that a row, which is that record, gives otherwise; both as text."""

    spot: Spot
    record: str
    field: str
    there: str
    in_file: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was decided about a row; `what` is the same text for all remarks of a sort."""

    what: str
    spot: Spot
    detail: str


@dataclass(frozen=True, slots=True)
class Count:
    """Of one kind: records created and matched (they are there already), and rows.

    `repeated` are rows of a record that another row made, `skipped` those that the map leaves out, `unmade` those that
    lack what the record cannot be without.
    """

    created: int = 0
    matched: int = 0
    repeated: int = 0
    skipped: int = 0
    unmade: int = 0


@dataclass(frozen=True, slots=True)
class Import:
    """The plan, as of which day, and what there is to tell of it.

    `counts` are by kind of record, `history` by the kind whose history rows tell.
    Cells and remarks are in the order of the files in the map and of their rows. `notes` are whole sentences.
    """

    plan: Plan
    day: date
    counts: Mapping[str, Count]
    history: Mapping[str, Count]
    unread: tuple[UnreadCell, ...] = ()
    untraced: tuple[Untraced, ...] = ()
    aliases: tuple[AliasUsed, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    differing: tuple[Differing, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every cell was read and every link traced."""
        return not self.unread and not self.untraced
