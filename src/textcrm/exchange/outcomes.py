"""What can come of a cell besides a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Nothing:
    """No value: the map does not speak of it, the cell is blank or unread, or the map clears the field."""

    word: str


SILENT: Final = Nothing("silent")
BLANK: Final = Nothing("blank")
CLEARED: Final = Nothing("cleared")
UNREAD: Final = Nothing("unread")


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that could not be read, and why; `kept` is what could be made of it all the same.

    `missing` are files of the map that were not given and might have held what a link leads to.
    """

    cell: str
    why: str
    help: str = ""
    column: str = ""
    kept: Any = UNREAD
    missing: tuple[str, ...] = ()
    kind: str = ""


def known(value: object) -> bool:
    """Whether it is a value, not nothing."""
    return value.__class__ is not Nothing
