"""A line of a source as it is shown under a finding: made visible, cut to fit around a column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from textcrm.files import Files
from textcrm.gates.terminal import visible_characters
from textcrm.reporters.cells import cells

_TAB = 4


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a line, and how many cells lie before the column in question (`None`: no column)."""

    text: str
    offset: int | None


def source_line(sources: Files, path: str, number: int) -> str | None:
    """The line (from 1) without its line end, `None` where there is none; lines end as editors and git end them.

    A byte order mark is not part of the first line: columns do not count it.
    """
    lines = _lines(sources[path]) if path in sources else []
    if not 1 <= number <= len(lines):
        return None
    line = lines[number - 1].removesuffix("\r")
    return line.removeprefix("\ufeff") if number == 1 else line


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    """Remembered for the next finding, which mostly is of the same file."""
    return text.split("\n")


def excerpt(line: str, column: int | None, room: int) -> Excerpt:
    """At most `room` cells of the line around the column (from 1), with `…` where something is left out."""
    split = 0 if column is None else min(column - 1, len(line))
    # No more than can be shown is looked at: a line may be megabytes.
    start, end = max(0, split - room), split + room
    before, after = _shown(line[start:split], line[split:end])
    left, right = _fit(before, after, room, cut_left=start > 0, cut_right=end < len(line))
    return Excerpt(left + right, None if column is None else cells(left))


def _shown(before: str, after: str) -> tuple[list[str], list[str]]:
    """The characters before and from the column as they are shown, tabs as blanks up to the next stop."""
    before = before.expandtabs(_TAB)
    past = len(before) % _TAB
    after = (" " * past + after).expandtabs(_TAB)[past:]
    shown = visible_characters(before + after)
    return shown[: len(before)], shown[len(before) :]


def _fit(before: list[str], after: list[str], room: int, *, cut_left: bool, cut_right: bool) -> tuple[str, str]:
    """Both sides, cut where together they are wider than the room: the key at the left is worth most of it."""
    wide_left, wide_right = cells("".join(before)), cells("".join(after))
    if wide_left + wide_right <= room and not cut_left and not cut_right:
        return "".join(before), "".join(after)
    for_left = min(wide_left, max(room * 3 // 4, room - wide_right))
    left = _head(reversed(before), for_left, cut=cut_left)[::-1]
    taken = cells("".join(left))
    return "".join(left), "".join(_head(after, room - taken, cut=cut_right))


def _head(characters: Iterable[str], room: int, *, cut: bool) -> list[str]:
    """As many of the characters as fit; the last is `…` when some are missing, or were before (`cut`)."""
    kept: list[str] = []
    used = 0
    for character in characters:
        used += cells(character)
        if used > room:
            cut = True
            break
        kept.append(character)
    return _ellipsis(kept, room) if cut else kept


def _ellipsis(kept: list[str], room: int) -> list[str]:
    while kept and cells("".join(kept)) >= room:
        kept = kept[:-1]
    return [*kept, "…"]
