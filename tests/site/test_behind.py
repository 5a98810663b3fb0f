"""Every figure leads to the records behind it: as many rows are left of the table there as the figure says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.site.sites import grids, sample
from textcrm.site.grid import Grid, Row
from textcrm.site.makers import MAKERS

#: Whose figures are followed; they may lead to any page.
PAGES = ("leads", "outcomes", "team", "agenda")


@cache
def tables() -> Mapping[str, Mapping[str, Grid]]:
    """The tables of the sample company's pages by their anchor, by page."""
    made = (page for key in {*PAGES, "pipeline"} for page in MAKERS[key](sample()))
    return {page.path: {grid.id: grid for grid in grids(page.value)} for page in made}


def is_left(row: Row, asked: Mapping[str, str]) -> bool:
    """As the script has it: a row without a facet is not touched by it."""
    return all(holds(wanted, row.facets[key]) for key, wanted in asked.items() if key in row.facets)


def holds(wanted: str, values: tuple[str, ...]) -> bool:
    first, dots, last = wanted.partition("..")
    if not dots:
        return wanted in (values or ("",))
    return any(value and value >= first and (not last or value <= last) for value in values)


def figures(key: str) -> Iterator[tuple[str, str, str]]:
    """The cells of a page that lead into a table: where they stand, what they say, where they lead."""
    for page in MAKERS[key](sample()):
        for grid in grids(page.value):
            for row in (*grid.rows, *([grid.total] if grid.total else [])):
                for column, cell in zip(grid.columns, row.cells, strict=True):
                    if cell.href and ".html" in cell.href and urlsplit(cell.href).fragment:
                        yield f"{grid.id} {row.cells[0].text} {column.key}", cell.text, cell.href


def is_sum(place: str) -> bool:
    """Whether it is money, which tells nothing of how many."""
    grid, *_middle, column = place.split(" ")
    return column == "amount" or (grid in ("by-quarter", "targets") and column in ("won", "not-won"))


def counts(text: str) -> set[int]:
    """The numbers that the table may have rows: `9`, and of `4 of 9` either."""
    return {int(number.replace(".", "")) for number in re.findall(r"[\d.]+", text)}


@pytest.mark.parametrize("key", PAGES)
def test_as_many_records_are_left_as_the_figure_says(key: str) -> None:
    seen = 0
    for place, text, href in figures(key):
        parts = urlsplit(href)
        grid = tables().get(parts.path, {}).get(parts.fragment)
        if grid is None or not re.fullmatch(r"[\d.]+(\u00a0of\u00a0[\d.]+)?", text) or is_sum(place):
            continue
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        assert asked.keys() <= {key for row in grid.rows for key in row.facets}, (place, href)
        left = sum(is_left(row, asked) for row in grid.rows)
        assert left in counts(text), (place, text, href, left)
        seen += 1
    assert seen > 10


@pytest.mark.parametrize("key", PAGES)
def test_every_anchor_is_there(key: str) -> None:
    for place, _text, href in figures(key):
        parts = urlsplit(href)
        if parts.path in tables() and parts.path != "team.html":
            assert parts.fragment in tables()[parts.path], (place, href)


def test_sums_are_those_of_the_deals_they_lead_to() -> None:
    deals = tables()["outcomes.html"]["deals"]
    followed = [(text, href) for place, text, href in figures("outcomes") if place.endswith((" won", " not-won"))]
    for text, href in followed:
        asked = dict(parse_qsl(urlsplit(href).query))
        left = [row.cells[-1].value for row in deals.rows if is_left(row, asked)]
        assert sum(float(value) for value in left if value) == pytest.approx(float(text.replace(".", "")), abs=0.5)
    assert len(followed) == 16
