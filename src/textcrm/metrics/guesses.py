"""Guesses: plain ways to tell what a period will come to, none of which learns anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from textcrm.metrics.pipeline import weighted_pipeline
from textcrm.metrics.quota import Quota, quota
from textcrm.metrics.totals import Total
from textcrm.metrics.velocity import velocity
from textcrm.model.book import Book
from textcrm.model.money import added
from textcrm.model.periods import Period


@dataclass(frozen=True, slots=True)
class Guesses:
    """What the period will come to, each time with what is won already.

    `weighted_open` is the weighted amount of the open deals expected in the period and not omitted; `lately` are the
    deals won in the last 90 days, `daily` what that makes a day.
    """

    quota: Quota
    weighted_open: Decimal
    lately: Total
    daily: Fraction

    @property
    def commit(self) -> Decimal:
        """Won and committed."""
        return self.quota.categories.commit_forecast

    @property
    def best_case(self) -> Decimal:
        """Won, committed and best case."""
        return self.quota.categories.best_case_forecast

    @property
    def weighted(self) -> Decimal:
        """Won, and the amount of each open deal times its chance."""
        return added((self.quota.closed, self.weighted_open))

    @property
    def pace(self) -> Fraction:
        """Won, and in the days that are left as much a day as in the last 90; it knows nothing of the pipeline."""
        left = self.quota.categories.period.days - self.quota.elapsed_days
        return Fraction(self.quota.closed) + self.daily * left


def guesses(book: Book, as_of: date, period: Period) -> Guesses:
    """The guesses at the end of the day."""
    pace = velocity(book, as_of, period)
    return Guesses(
        quota=quota(book, as_of, period),
        weighted_open=weighted_pipeline(book, as_of, period).likely.weighted,
        lately=pace.realised_won,
        daily=pace.realised,
    )
