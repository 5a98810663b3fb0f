"""Tables as they are shown: formats by kind, unknown last and quiet, and long ones over several pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.small_book import load
from textcrm.locale.words import Words
from textcrm.model.settings import Settings
from textcrm.site.filters import say_in
from textcrm.site.grid import Cell, Grid, Row, further_pages, grid_of, spread, without_blank
from textcrm.site.grid import Column as GridColumn
from textcrm.site.links import links_from
from textcrm.site.page import Page
from textcrm.tables import Column, Table

SAY = say_in(Settings(currency="BRL"), Words(), date(2026, 11, 23))
LINKS = links_from("pipeline.html", load().book, {})


def test_any_table_is_shown_with_its_values_in_the_locale() -> None:
    columns = (
        *(Column("company", "Company", "id"), Column("amount", "Amount", "money"), Column("rate", "Rate", "share")),
        *(Column("chance", "Chance", "percent"), Column("due", "Due", "day"), Column("age", "Age", "days")),
    )
    row = ("companies/padaria-estrela", Decimal(48500), Decimal("0.5"), 90, date(2026, 12, 4), 46)
    grid = grid_of(Table("deals", "Deals", columns, (row, ("companies/gone", *[None] * 5)), currency="BRL"), SAY, LINKS)
    first, second = grid.rows
    assert [cell.text.replace("\u00a0", " ") for cell in first.cells[1:]] == ["48,500", "50%", "90%", "4 Dec", "46 d"]
    assert [cell.value for cell in first.cells[1:]] == ["48500", "0.5", "90", "2026-12-04", "46"]
    assert (first.cells[0].href, second.cells[0].href) == ("companies/padaria-estrela.html", None)
    assert [cell.text for cell in second.cells[1:]] == ["no amount", "–", "–", "–", "–"]
    assert {(cell.value, cell.look) for cell in second.cells[1:]} == {("", "none")}
    assert [column.title for column in grid.columns][:2] == ["Company", "Amount, R$"]


def test_cents_are_shown_in_the_whole_column_or_not_at_all() -> None:
    rows = ((Decimal(1),), (Decimal("2.50"),))
    grid = grid_of(Table("x", "X", (Column("amount", "Amount", "money"),), rows, (Decimal("3.5"),)), SAY, LINKS)
    assert [row.cells[0].text for row in grid.rows] == ["1.00", "2.50"]
    assert grid.total == Row((Cell("3.50", value="3.5"),))


def test_a_column_in_which_nothing_is_said_leaves() -> None:
    columns = tuple(GridColumn(one, one) for one in ("name", "owner", "mail"))
    nobody = Cell("nobody", value="")
    rows = (Row((Cell("", value=""), nobody, Cell("–", value=""))), Row((Cell("Ana"), nobody, Cell("a@b.example"))))
    left = without_blank(Grid("x", "X", columns, rows))
    assert [one.key for one in left.columns] == ["name", "mail"]
    assert [len(row.cells) for row in left.rows] == [2, 2]
    assert without_blank(left) == left
    assert without_blank(Grid("x", "X", columns, ())).columns == columns


def long_grid(rows: int) -> Grid:
    made = (Row((Cell(str(number)),), {"owner": ("rui" if number % 2 else "joana",)}) for number in range(rows))
    return Grid("deals", "Deals", (), tuple(made), Row((Cell("all"),)))


def test_a_table_that_fits_stays_as_it_is() -> None:
    grid = long_grid(5)
    assert spread(grid, SAY, LINKS, "pipeline.html", 5) == (grid,)


def test_a_long_table_is_spread_with_nothing_lost() -> None:
    grid = long_grid(12)
    parts = spread(grid, SAY, LINKS, "pipeline.html", 5)
    assert tuple(row for part in parts for row in part.rows) == grid.rows
    assert [part.total is None for part in parts] == [True, True, False]
    assert [one.label for one in parts[1].parts] == ["1–5", "6–10", "11–12"]
    assert [one.is_here for one in parts[1].parts] == [False, True, False]
    assert parts[0].parts[0].facets == {"owner": {"joana": 3, "rui": 2}}
    assert parts[0].parts[2].facets == {"owner": {"joana": 1, "rui": 1}}
    hrefs = ["pipeline.html#deals", "pipeline-deals-2.html#deals", "pipeline-deals-3.html#deals"]
    assert [one.href for one in parts[0].parts] == hrefs


def test_each_further_part_has_a_page() -> None:
    page = Page("pipeline.html", "pages/pipeline.html.jinja", "Pipeline", "pipeline", None)
    parts = spread(long_grid(12), SAY, LINKS, "pipeline.html", 5)
    assert [one.path for one in further_pages(parts, page, LINKS, "")] == [
        "pipeline-deals-2.html",
        "pipeline-deals-3.html",
    ]
