"""The pipeline and its categories: what is open, what is expected when, and what cannot be summed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.metrics.records import AS_OF, YEAR, book_of, deal, lost, on, won
from textcrm.metrics.forecast_categories import forecast_categories
from textcrm.metrics.pipeline import pipeline_by_stage, weighted_pipeline
from textcrm.metrics.totals import OpenTotal
from textcrm.model.book import Book
from textcrm.model.periods import Period
from textcrm.model.settings import Pipeline, Stage


def rows(book: Book, day: date = AS_OF) -> dict[tuple[str | None, str | None], OpenTotal]:
    return {(row.pipeline, row.stage): row.total for row in pipeline_by_stage(book, day).stages if row.total.count}


def test_every_stage_on_offer_has_a_row_in_the_order_of_the_settings() -> None:
    measured = pipeline_by_stage(book_of(), AS_OF)
    assert [(row.pipeline, row.stage) for row in measured.stages] == [
        ("sales", "proposal"),
        ("sales", "contract"),
        ("service", "proposal"),
    ]
    assert (measured.total.count, measured.total.amount) == (0, Decimal(0))


def test_retired_and_unknown_stages_have_a_row_when_deals_are_in_them() -> None:
    book = book_of(
        deal("a", on("2026-11-01", stage="trial")),
        deal("b", on("2026-11-01", stage="nowhere")),
        deal("c", on("2026-11-01", stage=None)),
        deal("d", on("2026-11-01", stage="contract", pipeline="gone")),
    )
    places = [(row.pipeline, row.stage) for row in pipeline_by_stage(book, AS_OF).stages if row.total.count]
    assert places == [("sales", "trial"), ("gone", "contract"), ("sales", "nowhere"), ("sales", None)]


def test_former_ids_of_stage_and_pipeline_count_under_todays() -> None:
    book = book_of(
        deal("a", on("2026-11-01", stage="agreement", amount=100)),
        deal("b", on("2026-11-01", stage="contract", amount=10)),
        deal("c", on("2026-11-01", stage="proposal", pipeline="maintenance")),
    )
    assert rows(book)["sales", "contract"].amount == 110
    assert rows(book)["service", "proposal"].count == 1


def test_an_unknown_amount_is_counted_and_not_zero() -> None:
    book = book_of(
        deal("a", on("2026-11-01", stage="proposal")), deal("b", on("2026-11-01", stage="proposal", amount=0))
    )
    total = rows(book)["sales", "proposal"]
    assert (total.count, total.summed, total.without_amount) == (2, 1, ("a",))


def test_weighted_is_the_sum_of_products_and_not_a_mean_times_a_sum() -> None:
    book = book_of(
        deal("a", on("2026-11-01", stage="proposal", amount=100, probability=10)),
        deal("b", on("2026-11-01", stage="proposal", amount=10, probability=90)),
    )
    assert rows(book)["sales", "proposal"].weighted == 19  # and not 110 x 50 %


def test_each_product_is_rounded_before_it_is_added() -> None:
    deals = (deal(f"d{n}", on("2026-11-01", stage="proposal", amount="0.10", probability=45)) for n in range(2))
    assert rows(book_of(*deals))["sales", "proposal"].weighted == Decimal("0.10")  # 0.045 is 0.05 for each


def test_a_deal_without_a_known_stage_has_no_probability() -> None:
    total = rows(book_of(deal("a", on("2026-11-01", stage=None, amount=100))))["sales", None]
    assert (total.amount, total.weighted, total.without_probability) == (Decimal(100), Decimal(0), ("a",))


def test_open_deals_are_at_the_rate_of_the_day_and_without_one_they_are_listed() -> None:
    book = book_of(
        deal("a", on("2026-02-01", stage="proposal", amount=100, currency="USD")),
        deal("b", on("2026-02-01", stage="proposal", amount=100, currency="EUR")),
    )
    before, after = (rows(book, date(2026, month, 30))["sales", "proposal"] for month in (9, 10))
    assert (before.amount, before.without_rate) == (Decimal(550), ("b",))
    assert (after.amount, after.without_rate) == (Decimal(1100), ())


def test_the_state_is_that_at_the_end_of_the_day_in_the_order_of_the_file() -> None:
    history = (
        on("2026-03-02", status="open", stage="proposal", amount=100),
        on("2026-03-10", stage="contract"),
        on("2026-03-10", stage="proposal", amount=80),
    )
    book = book_of(deal("a", *history))
    assert rows(book, date(2026, 3, 1)) == {}
    assert rows(book, date(2026, 3, 2))["sales", "proposal"].amount == 100
    assert rows(book, date(2026, 3, 10))["sales", "proposal"].amount == 80


def test_a_history_amount_is_in_the_currency_known_by_then() -> None:
    history = (on("2026-02-01", stage="proposal", amount=100), on("2026-03-01", amount=50, currency="USD"))
    book = book_of(deal("a", *history))
    assert rows(book, date(2026, 2, 28))["sales", "proposal"].amount == 100
    assert rows(book, date(2026, 3, 1))["sales", "proposal"].amount == 275


def test_a_deal_without_history_is_there_from_its_creation_or_always() -> None:
    assert rows(book_of(deal("a", stage="proposal")), date(2020, 1, 1))


@pytest.mark.parametrize(
    ("expected", "line"),
    [("2025-12-31", "before"), ("2026-01-01", "within"), ("2026-12-31", "within"), ("2027-01-01", "after")],
)
def test_the_bounds_of_a_period_belong_to_it(expected: str, line: str) -> None:
    measured = weighted_pipeline(
        book_of(deal("a", on("2025-11-01", stage="proposal", expected_close=expected))), AS_OF, YEAR
    )
    assert getattr(measured, line).deals == ("a",)
    assert sum(one.count for one in (measured.before, measured.within, measured.after, measured.undated)) == 1


def test_deals_past_their_day_are_a_line_of_their_own_and_today_is_not_past() -> None:
    book = book_of(
        deal("a", on("2026-03-01", stage="proposal", expected_close="2026-11-22")),
        deal("b", on("2026-03-01", stage="proposal", expected_close="2026-11-23")),
        deal("c", on("2026-03-01", stage="proposal")),
    )
    measured = weighted_pipeline(book, AS_OF, YEAR)
    assert (measured.overdue.deals, measured.within.deals, measured.undated.deals) == (("a",), ("a", "b"), ("c",))


def committed(**changes: object) -> dict[str, object]:
    return on("2026-03-01", status="open", stage="contract", amount=100, expected_close="2026-12-01", **changes)


def test_the_category_is_the_deals_own_or_its_stages_and_null_clears() -> None:
    book = book_of(
        deal("a", committed()),
        deal("b", committed(forecast="best_case")),
        deal("c", committed(forecast="best_case"), on("2026-04-01", forecast=None)),
    )
    measured = forecast_categories(book, AS_OF, YEAR)
    assert (measured.commit.deals, measured.best_case.deals) == (("a", "c"), ("b",))
    assert forecast_categories(book, date(2026, 3, 31), YEAR).best_case.deals == ("b", "c")


def test_omitted_deals_are_in_no_forecast() -> None:
    book = book_of(deal("a", committed(forecast="omitted")), won("b", "2026-05-04", 30))
    measured = forecast_categories(book, AS_OF, YEAR)
    assert (measured.omitted.amount, measured.open_pipeline) == (Decimal(100), Decimal(0))
    assert measured.commit_forecast == measured.best_case_forecast == 30


def test_closed_goes_by_the_day_of_closing_and_only_won_counts() -> None:
    book = book_of(won("a", "2026-05-04", 30), won("b", "2025-12-31", 5), lost("c", "2026-05-04", 7))
    assert forecast_categories(book, AS_OF, YEAR).closed.deals == ("a",)
    assert forecast_categories(book, date(2026, 5, 3), YEAR).closed.count == 0


def test_what_lies_outside_the_period_is_in_no_category() -> None:
    measured = forecast_categories(book_of(deal("a", committed())), AS_OF, Period(AS_OF, AS_OF))
    assert (measured.open_pipeline, measured.omitted.count) == (Decimal(0), 0)


def test_without_pipelines_there_are_no_rows_but_still_a_total() -> None:
    book = book_of(deal("a", on("2026-11-01", stage="proposal", amount=5)), pipelines=())
    measured = pipeline_by_stage(book, AS_OF)
    assert (measured.stages[0].stage, measured.total.amount) == ("proposal", Decimal(5))
    assert pipeline_by_stage(book_of(pipelines=(Pipeline(id="x", stages=(Stage(id="y"),)),)), AS_OF).stages
