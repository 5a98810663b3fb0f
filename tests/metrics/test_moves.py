"""Moves, standing and guesses: where deals go, what stands in each stage, what a period may come to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.metrics.records import AS_OF, YEAR, at, book_of, deal, on
from tests.metrics.worked_example import AS_OF as THEN
from tests.metrics.worked_example import Q2, worked_example
from textcrm.metrics.guesses import guesses
from textcrm.metrics.moves import moves
from textcrm.metrics.standing import standing, together
from textcrm.model.periods import EVER, Period


def found(*history: dict[str, object], period: Period = YEAR) -> list[tuple[str, str, bool]]:
    told = moves(book_of(deal("a", *history)), AS_OF, period)
    return [(one.before, one.after, one.is_back) for one in told.all]


def test_a_move_goes_on_back_or_to_an_outcome() -> None:
    way = found(
        on("2026-01-05", status="open", stage="proposal"),
        on("2026-02-02", stage="contract"),
        on("2026-03-02", stage="proposal"),
        on("2026-04-06", status="lost"),
    )
    assert way == [("proposal", "contract", False), ("contract", "proposal", True), ("proposal", "lost", False)]


def test_an_entry_that_closes_in_another_stage_is_two_moves() -> None:
    way = found(on("2026-01-05", status="open", stage="proposal"), on("2026-02-02", stage="contract", status="won"))
    assert way == [("proposal", "contract", False), ("contract", "won", False)]


def test_a_reopening_an_observation_and_another_pipeline_are_no_moves() -> None:
    start = on("2026-01-05", status="open", stage="proposal")
    closed = (on("2026-02-02", status="lost"), on("2026-03-02", status="open"))
    assert found(start, *closed) == [("proposal", "lost", False)]
    assert found(start, on("2026-02-02", stage="contract", observed=True)) == []
    assert found(start, on("2026-02-02", pipeline="service", stage="proposal")) == []


def test_a_former_id_is_no_move_and_moves_have_todays_ids() -> None:
    start = on("2026-01-05", status="open", stage="agreement")
    assert found(start, on("2026-02-02", stage="contract")) == []
    assert found(start, on("2026-02-02", stage="proposal")) == [("contract", "proposal", True)]


def test_moves_of_the_period_only_and_none_of_the_future() -> None:
    way = (on("2026-01-05", status="open", stage="proposal"), on("2026-02-02", stage="contract"))
    assert found(*way, period=Period(date(2026, 2, 3), AS_OF)) == []
    assert found(*way, on("2026-12-01", status="won"), period=EVER) == [("proposal", "contract", False)]


def test_moves_are_counted_by_pipeline() -> None:
    way = (on("2026-01-05", status="open", stage="proposal"), on("2026-02-02", stage="contract"))
    told = moves(book_of(deal("a", *way), deal("b", *way)), AS_OF, YEAR)
    assert told.counts == {("sales", "proposal", "contract"): 2}
    assert told.back == ()


def test_what_stands_in_a_stage_has_its_clocks() -> None:
    book = book_of(
        deal("a", on("2026-10-23", status="open", stage="proposal"), created=at("2026-10-23")),
        deal("b", on("2026-11-13", status="open", stage="proposal"), created=at("2026-11-13")),
    )
    there = standing(book, AS_OF)
    assert [(one.total.stage, one.total.total.count) for one in there if one.total.pipeline == "sales"] == [
        ("proposal", 2),
        ("contract", 0),
    ]
    first = there[0]
    assert (first.in_stage.median, first.in_stage.longest, first.in_stage.unknown) == (Fraction(41, 2), 31, 0)
    assert (first.slow, first.rotten) == (("a",), ("a",))
    assert [clock.days for clock in together(there)] == [(31, 10), (31, 10)]


def test_nothing_stands_anywhere_in_an_empty_book() -> None:
    there = standing(book_of(), AS_OF)
    assert [one.in_stage.median for one in there] == [None] * len(there)


def test_the_guesses_of_the_worked_example() -> None:
    told = guesses(worked_example(), THEN, Q2)
    assert (told.commit, told.best_case, told.weighted) == (Decimal(47_000), Decimal(83_000), Decimal(63_300))
    # 29,000 won, and in the 78 days left as much a day as the 38,000 of the last 90.
    assert (told.quota.closed, told.lately.amount) == (Decimal(29_000), Decimal(38_000))
    assert told.pace == Fraction(185_800, 3)
