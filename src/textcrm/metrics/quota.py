"""Quota: what of a target is reached, what is missing, and whether the pipeline could cover it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from textcrm.metrics.deals import deals_on
from textcrm.metrics.forecast_categories import ForecastCategories, forecast_categories
from textcrm.metrics.proportions import ratio
from textcrm.metrics.scope import narrowed
from textcrm.model.book import Book
from textcrm.model.money import added
from textcrm.model.periods import Period
from textcrm.model.settings import Settings

#: The key of `targets` that is nobody's own.
TEAM = "team"


@dataclass(frozen=True, slots=True)
class Quota:
    """A target of a period, of a member or of the `team`, and the forecast categories held against it.

    `whose` is `None` of deals that nobody owns. `elapsed_days` of the period's days have gone by, the day itself
    included. Everything that needs a target is `None` without one.
    """

    whose: str | None
    target: Decimal | None
    categories: ForecastCategories
    elapsed_days: int

    @property
    def closed(self) -> Decimal:
        """What was won."""
        return self.categories.closed.amount

    @property
    def goal(self) -> Decimal | None:
        """The target, if it asks for anything: one of zero is never missed, so nothing is held against it."""
        return self.target or None

    @property
    def attainment(self) -> Fraction | None:
        """Won / target: 1 is all of it, and more is possible; `None` where what was won has no amount."""
        return self.categories.closed.part_of(self.target)

    @property
    def attainment_with_commit(self) -> Fraction | None:
        """(Won + commit) / target: what it would be if every commit comes; not the attainment."""
        return ratio(self.categories.commit_forecast, self.target or 0)

    @property
    def gap(self) -> Decimal | None:
        """What is missing: target - won, and zero when it is reached."""
        return None if self.target is None else max(added((self.target, self.closed.copy_negate())), Decimal(0))

    @property
    def is_reached(self) -> bool:
        """Whether nothing is missing."""
        return self.gap == 0

    @property
    def coverage(self) -> Fraction | None:
        """Open pipeline of the period / gap; `None` when the target is reached, since nothing needs covering then.

        How much is enough depends on the win rate by value: see `WinRates.required_coverage`.
        """
        return ratio(self.categories.open_pipeline, self.gap or 0)

    @property
    def elapsed(self) -> Fraction:
        """The share of the period that has gone by, the day itself included, from 0 to 1."""
        return Fraction(self.elapsed_days, self.categories.period.days)

    @property
    def pace(self) -> Fraction | None:
        """What would be won by now if the target were won evenly over the days."""
        return None if self.target is None else Fraction(self.target) * self.elapsed


def quota(book: Book, as_of: date, period: Period, whose: str | None = TEAM) -> Quota:
    """The target of that name in the period, `team` or a member, against what is won and open at the end of the day.

    Of `None` it is what is won and open of deals that nobody owns.
    Won deals count for who owned them when they closed. Who joined within the period has the target that is written.
    """
    theirs = book if whose == TEAM else narrowed(book, as_of, owner=whose) if whose else _of_nobody(book, as_of)
    categories = forecast_categories(theirs, as_of, period)
    return Quota(whose, target(book.settings, period, whose), categories, period.elapsed(as_of))


def _of_nobody(book: Book, as_of: date) -> Book:
    return replace(book, opportunities={deal.id: deal.record for deal in deals_on(book, as_of).all if not deal.owner})


def target(settings: Settings, period: Period, whose: str | None) -> Decimal | None:
    """The target of the `team` or of a member in a period, by the period's name; `None` if there is none."""
    return settings.targets.get(period.name or "", {}).get(whose or "")
