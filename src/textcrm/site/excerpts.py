"""Excerpts: the lines of a file around a place, made visible, with nothing secret in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from textcrm.files import Files
from textcrm.gates.length import cut
from textcrm.gates.terminal import visible
from textcrm.model.secrets import holds_secret

#: A longer line is cut: nobody reads it to its end.
_WIDTH: Final = 160


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number; `caret` is what stands before the place in question, `None` on the lines around it."""

    number: int
    text: str
    caret: str | None = None


def excerpt(files: Files, path: str, number: int | None, column: int | None) -> tuple[Line, ...]:
    """The line and its neighbours, counted from 1; none where the file has no such line or it holds a secret."""
    lines = _lines(files[path]) if path in files else ()
    if number is None or not 1 <= number <= len(lines):
        return ()
    shown = range(max(1, number - 1), min(len(lines), number + 1) + 1)
    if any(holds_secret(lines[one - 1]) for one in shown):
        return ()
    return tuple(_line(lines[one - 1], one, column if one == number else None) for one in shown)


def _line(text: str, number: int, column: int | None) -> Line:
    plain = text.expandtabs(4)
    before = visible(text[: column - 1].expandtabs(4)) if column else ""
    is_far = len(before) >= _WIDTH
    return Line(number, cut(visible(plain), _WIDTH), None if column is None or is_far else " " * len(before))


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[str, ...]:
    """Lines end as editors and git end them; remembered, as findings mostly follow one another in a file."""
    lines = text.removeprefix("\ufeff").split("\n")
    return tuple(line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines))
