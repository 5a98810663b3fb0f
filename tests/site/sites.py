"""Small sites for tests: a book of files as pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.metrics.records import book_of
from tests.small_book import AS_OF, SMALL, tree
from textcrm.check import check
from textcrm.findings import Report
from textcrm.model.book import AnyRecord
from textcrm.model.past import book_on
from textcrm.model.records import Activity
from textcrm.site.facts import Facts, Origin
from textcrm.site.grid import Facet, Grid
from textcrm.site.site import site
from textcrm.source.load import load_book
from textcrm.store.read import read_tree
from textcrm.store.templates import our_templates

OURS = our_templates()


def facts(
    files: Mapping[str, str] | None = None, *, base: Mapping[str, str] = SMALL, origin: Origin | None = None
) -> Facts:
    """The facts of the small book with these files over it."""
    read = tree(files, base=base)
    loaded = load_book(read)
    return Facts(
        book=book_on(loaded.book, AS_OF),
        as_of=AS_OF,
        report=check(loaded, read.files, AS_OF),
        paths=loaded.paths,
        files=read.files,
        origin=origin or Origin(),
    )


def built(known: Facts, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every file of the site."""
    return dict(site(known, OURS, own or {}))


def facts_of(*records: AnyRecord | Activity, **settings: Any) -> Facts:
    """The facts of a book of these records, made for tests of numbers; nothing was checked."""
    return Facts(book=book_of(*records, **settings), as_of=AS_OF, report=Report((), (), 0))


@cache
def sample() -> Facts:
    """The facts of the sample company."""
    read = read_tree(Path(__file__).parents[2])
    loaded = load_book(read)
    return Facts(
        book=book_on(loaded.book, AS_OF),
        as_of=AS_OF,
        report=check(loaded, read.files, AS_OF),
        paths=loaded.paths,
        files=read.files,
    )


def grids(value: object) -> Iterator[Grid]:
    """Every table in what a page shows."""
    if isinstance(value, Grid):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from grids(one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from grids(getattr(value, part.name))


def offered(facets: Iterable[Facet]) -> list[str]:
    """The ways to choose that are seen before anybody asks for one."""
    return [one.key for one in facets if one.is_offered]


def texts(grid: Grid) -> list[list[str]]:
    """The words of a table, row by row; a drawing says nothing."""
    return [[cell.text if "<svg" not in cell.text else "" for cell in row.cells] for row in grid.rows]
