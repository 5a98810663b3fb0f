"""Every figure leads to the records behind it: what is left of the table there is as many, or adds up to as much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.site.sites import grids, sample
from textcrm.model.money import weighted
from textcrm.site.grid import Cell, Grid, Row
from textcrm.site.makers import MAKERS

#: Whose figures are followed; they may lead to any page.
PAGES = ("index", "pipeline", "stages", "forecast", "leads", "outcomes", "team", "agenda", "companies")
#: Columns of sums of money by table: each leads to what the count in the column before the colon does, if there is one.
SUMS = {
    "quarter-twin": ("deals:amount",),
    "won-twin": ("deals:amount", ":so-far"),
    "stages": ("deals:amount", "deals:weighted"),
    "months": (":won", ":commit", ":best-case", ":pipeline", ":omitted", ":weighted"),
    "quarters": (":won", ":commit", ":best-case", ":pipeline", ":omitted", ":weighted"),
    "owners-table": (":won", ":commit"),
    "categories": ("deals:amount", "deals:weighted"),
    "by-source": ("won:amount",),
    "by-campaign": ("won:amount",),
    "by-quarter": (":won", ":not-won"),
    "endings": ("count:amount",),
    "why-won": ("count:amount",),
    "why-lost": ("count:amount",),
    "why-abandoned": ("count:amount",),
    "why-cancelled": ("count:amount",),
    "competitors": ("lost:lost-amount", "counts:won-amount"),
    "targets": (":won",),
    "open-work": ("open:amount", "open:weighted"),
    "companies": ("open:amount", ":won"),
}


@dataclass(frozen=True)
class Figure:
    """A cell, and where it stands."""

    grid: Grid
    row: Row
    column: str
    cell: Cell

    @property
    def place(self) -> str:
        return f"{self.grid.id} {self.row.cells[0].text} {self.column}"

    @property
    def is_sum(self) -> bool:
        """Whether it is money, which tells nothing of how many."""
        return any(one.endswith(f":{self.column}") for one in SUMS.get(self.grid.id, ()))

    def beside(self, column: str) -> Cell:
        """The cell in another column of its row."""
        return cell_in(self.grid, self.row, column)


def cell_in(grid: Grid, row: Row, column: str) -> Cell:
    return row.cells[[one.key for one in grid.columns].index(column)]


@cache
def tables() -> Mapping[str, Mapping[str, Grid]]:
    """The tables of the sample company's pages by their anchor, by page."""
    made = (page for key in (*PAGES, "company") for page in MAKERS[key](sample()))
    return {page.path: {grid.id: grid for grid in grids(page.value)} for page in made}


def figures(key: str) -> Iterator[Figure]:
    """The cells of the tables of a page."""
    for page in MAKERS[key](sample()):
        for grid in grids(page.value):
            for row in (*grid.rows, *([grid.total] if grid.total else [])):
                for column, cell in zip(grid.columns, row.cells, strict=True):
                    yield Figure(grid, row, column.key, cell)


def leading(key: str) -> Iterator[Figure]:
    """Those that lead into a table."""
    yield from (one for one in figures(key) if ".html" in (one.cell.href or "") and urlsplit(one.cell.href).fragment)


def behind(href: str | None) -> tuple[Grid, list[Row]] | None:
    """The table that an address leads to and what it leaves of it, of which every row knows what is asked for."""
    parts = urlsplit(href or "")
    grid = tables().get(parts.path, {}).get(parts.fragment)
    if grid is None:
        return None
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    assert asked.keys() <= {key for row in grid.rows for key in row.facets}, href
    assert asked.keys() <= {one.key for one in grid.facets}, href
    return grid, [row for row in grid.rows if is_left(row, asked)]


def is_left(row: Row, asked: Mapping[str, str]) -> bool:
    """As the script has it: a row without a facet is not touched by it."""
    return all(holds(wanted, row.facets[key]) for key, wanted in asked.items() if key in row.facets)


def holds(wanted: str, values: tuple[str, ...]) -> bool:
    first, dots, last = wanted.partition("..")
    if not dots:
        return wanted in (values or ("",))
    return any(value and value >= first and (not last or value <= last) for value in values)


def counts(text: str) -> set[int]:
    """The numbers that the table may have rows: `9`, and of `4 of 9` either."""
    return {int(number.replace(".", "")) for number in re.findall(r"[\d.]+", text)}


@pytest.mark.parametrize("key", PAGES)
def test_as_many_records_are_left_as_the_figure_says(key: str) -> None:
    seen = 0
    for one in leading(key):
        found = behind(one.cell.href)
        if found is None or not re.fullmatch(r"[\d.]+(\u00a0of\u00a0[\d.]+)?", one.cell.text) or one.is_sum:
            continue
        assert len(found[1]) in counts(one.cell.text), (one.place, one.cell)
        seen += 1
    assert seen > 3


def test_what_each_person_has_to_do_is_what_the_agenda_shows() -> None:
    agenda = [row for grid in tables()["agenda.html"].values() if grid.id != "people" for row in grid.rows]
    found = [one.cell for one in figures("team") if one.column == "agenda" and one.cell.href]
    for cell in found:
        asked = dict(parse_qsl(urlsplit(cell.href or "").query))
        assert cell.text == str(sum(is_left(row, asked) for row in agenda)), cell.href
    assert len(found) > 3


@pytest.mark.parametrize("key", PAGES)
def test_every_anchor_is_there(key: str) -> None:
    for one in leading(key):
        parts = urlsplit(one.cell.href or "")
        if parts.path in tables() and parts.path != "team.html":
            assert parts.fragment in tables()[parts.path], (one.place, one.cell)


@pytest.mark.parametrize("key", [key for key in PAGES if key not in ("stages", "agenda")])
def test_sums_are_those_of_the_deals_they_lead_to(key: str) -> None:
    seen = 0
    for one in figures(key):
        if not one.is_sum or one.cell.value in (None, "", "0"):
            continue
        found = behind(one.cell.href)
        assert found, (one.place, "leads nowhere")
        assert Decimal(one.cell.value or "") == sum(values(one.column, *found)), (one.place, one.cell)
        seen += 1
    assert seen >= 10


def values(column: str, grid: Grid, rows: list[Row]) -> Iterator[Decimal]:
    """What the sum in such a column is made of."""
    for row in rows:
        amount = cell_in(grid, row, "amount").value
        if amount and column != "weighted":
            yield Decimal(amount)
        elif amount and (chance := cell_in(grid, row, "chance").value):
            yield weighted(Decimal(amount), int(chance), sample().currency)


@pytest.mark.parametrize("key", PAGES)
def test_a_sum_leads_to_what_the_count_beside_it_does(key: str) -> None:
    for one in figures(key):
        for count in (pair.partition(":")[0] for pair in SUMS.get(one.grid.id, ()) if pair.endswith(f":{one.column}")):
            if count and one.cell.value not in (None, "", "0"):
                assert one.cell.href == one.beside(count).href, one.place


@pytest.mark.parametrize(("key", "column"), [("pipeline", "oldest"), ("stages", "longest")])
def test_the_longest_stay_leads_to_the_deal(key: str, column: str) -> None:
    grid = tables()["pipeline.html"]["deals"]
    stays = {row.cells[0].href: cell_in(grid, row, "stay").value for row in grid.rows}
    found = [one.cell for one in figures(key) if one.column == column and one.row is not one.grid.total]
    assert [stays[cell.href] for cell in found] == [cell.value for cell in found]
    assert len(found) == 6
