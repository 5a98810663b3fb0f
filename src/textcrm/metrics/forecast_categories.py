"""Forecast categories: what is won, committed, best case and pipeline in a period, as the owners see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.outcomes import won_in
from textcrm.metrics.pipeline import expected_in
from textcrm.metrics.totals import OpenTotal, Total, open_total, total
from textcrm.model.book import Book
from textcrm.model.money import added
from textcrm.model.periods import Period


@dataclass(frozen=True, slots=True)
class ForecastCategories:
    """The categories of a period, each by itself; the forecasts add them up, and omitted deals are in none of them."""

    period: Period
    closed: Total
    commit: OpenTotal
    best_case: OpenTotal
    pipeline: OpenTotal
    omitted: OpenTotal

    @property
    def commit_forecast(self) -> Decimal:
        """Closed and commit."""
        return added((self.closed.amount, self.commit.amount))

    @property
    def best_case_forecast(self) -> Decimal:
        """Closed, commit and best case."""
        return added((self.commit_forecast, self.best_case.amount))

    @property
    def open_pipeline(self) -> Decimal:
        """All that is open and not omitted: commit, best case and pipeline."""
        return added((self.commit.amount, self.best_case.amount, self.pipeline.amount))


def forecast_categories(book: Book, as_of: date, period: Period) -> ForecastCategories:
    """The forecast categories of the period at the end of the day.

    Closed are the deals won in the period, by the day they closed; the others are open deals expected to close in it. A
    deal's category is its own if it has one, else that of its stage.
    """
    deals = deals_on(book, as_of)
    expected = expected_in(deals.open, period)

    def of(category: str) -> OpenTotal:
        return open_total(_in(expected, category), book.settings)

    closed = total(won_in(deals.closed, period))
    return ForecastCategories(period, closed, of("commit"), of("best_case"), of("pipeline"), of("omitted"))


def _in(deals: Iterable[Deal], category: str) -> Iterable[Deal]:
    return (deal for deal in deals if deal.category == category)
