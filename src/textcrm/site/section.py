"""Sections: a margin and beside it one part or several, each with what it is called and a table."""

from __future__ import annotations

from dataclasses import dataclass

from textcrm.locale.words import Text
from textcrm.site.grid import Grid
from textcrm.site.page import Head


@dataclass(frozen=True, slots=True)
class Part:
    """A table, beneath its `title` and of how many it is, where a section has several.

    With a `drawing` that is what is shown, and the table is its twin; `key` names the inks, by their class.
    """

    grid: Grid
    title: str = ""
    of: str = ""
    drawing: Text = ""
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A row of a page: what its margin says, and its parts, side by side where there is room for it."""

    head: Head
    parts: tuple[Part, ...]


def section(head: Head, *grids: Grid) -> Section:
    """A section of tables that need no titles of their own."""
    return Section(head, tuple(Part(grid) for grid in grids))
