"""Deciding: which open deals a period hangs on."""

from __future__ import annotations

from tests.metrics.records import AS_OF, YEAR, book_of, deal, on
from textcrm.metrics.deciding import Deciding, deciding
from textcrm.model.records import Opportunity


def opened(id: str, close: str | None, amount: int | None = 10, stage: str = "contract") -> Opportunity:
    due = {"expected_close": close} if close else {}
    return deal(id, on("2025-11-16", status="open", stage=stage, amount=amount, **due))


def ids(found: Deciding) -> tuple[list[str], list[str]]:
    return [one.id for one in found.due], [one.id for one in found.beyond]


def test_late_ones_decide_too_and_the_two_largest_beyond() -> None:
    book = book_of(
        opened("late", "2025-12-01"),
        opened("soon", "2026-12-31", 20),
        opened("hope", "2026-12-31", 90, "proposal"),
        opened("far", "2027-01-01", 30),
        opened("never", None, 40),
        opened("small", "2027-01-01", 5),
        opened("unpriced", "2027-01-01", None),
    )
    found = deciding(book, AS_OF, YEAR)
    assert (ids(found), found.is_sure) == ((["soon", "late"], ["never", "far"]), True)
    assert found.ids == {"soon", "late", "never", "far"}


def test_where_nobody_counts_on_any_all_that_should_close_decide() -> None:
    found = deciding(book_of(opened("hope", "2026-12-31", 90, "proposal")), AS_OF, YEAR)
    assert (ids(found), found.is_sure) == ((["hope"], []), False)
