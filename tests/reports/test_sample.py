"""Every report of the sample company as a manager sees it, in a narrow, a usual and a wide terminal, and in a pipe."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Snapshot
from textcrm.model.book import Book
from textcrm.reporters.cells import cells
from textcrm.reporters.reporter import Look
from textcrm.reporters.table import tables
from textcrm.reports import REPORTS, Asked
from textcrm.source.load import load_book
from textcrm.store.read import read_tree

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 23)
SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture(scope="module")
def company() -> Book:
    return load_book(read_tree(ROOT)).book


@pytest.mark.parametrize("width", [40, 80, 160, None])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_looks_as_accepted(company: Book, name: str, width: int | None, snapshot: Snapshot) -> None:
    made = REPORTS[name](company, Asked(AS_OF))
    text = tables(made.title, made.tables, Look(width), company.settings.locale)
    assert width is None or max(map(cells, text.splitlines())) <= width
    snapshot(SNAPSHOTS / f"{name}-{width or 'piped'}.txt", text)


def test_lines_of_reports_add_up_to_one_another(company: Book) -> None:
    pipeline, forecast, team, outcomes = (
        REPORTS[name](company, Asked(AS_OF)).data for name in ("pipeline", "forecast", "team", "outcomes")
    )
    assert pipeline["total"] == forecast["total"]
    whole = team["team"]
    assert isinstance(whole, dict)
    total = pipeline["total"]
    assert isinstance(total, dict)
    assert (whole["open_amount"], whole["open_weighted"]) == (total["amount"], total["weighted"])
    quarters = outcomes["periods"]
    assert isinstance(quarters, list)
    assert quarters[-1]["won_amount"] == whole["won_amount"]
