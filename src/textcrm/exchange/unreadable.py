"""`Unreadable`: a cell that cannot be what its field wants, and how to mend it."""

from __future__ import annotations


class Unreadable(ValueError):  # noqa: N818  # a verdict on a cell, not a fault of the program
    """The cell is not what was wanted.

    `reason` is a sentence without a full stop that quotes the cell (`` `31/02/2024` is not a day of the calendar ``),
    `help` a remedy, or empty.
    """

    def __init__(self, reason: str, help: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.help = help
