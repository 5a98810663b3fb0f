"""Win rates: how many of the deals that were settled were won, by count and by value, and by month of creation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.outcomes import closings
from textcrm.metrics.proportions import Cohort, Proportion, ratio
from textcrm.metrics.totals import Total, total
from textcrm.model.book import Book
from textcrm.model.history import course
from textcrm.model.lifetime import current_ids
from textcrm.model.money import added
from textcrm.model.periods import Period, months
from textcrm.model.settings import Settings


@dataclass(frozen=True, slots=True)
class WinRates:
    """The deals closed in a period: won and not won, and of these the ones lost to a competitor.

    Both rates look only at what was settled, so whatever is settled fast weighs most, and deals that nobody closes make
    them too high. Cohorts do not have this fault.
    """

    won: Total
    not_won: Total
    to_competitor: Total
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]

    @property
    def win_rate(self) -> Proportion:
        """Won of all closed: won / (won + lost + abandoned + cancelled)."""
        return Proportion(self.won.count, self.won.count + self.not_won.count)

    @property
    def competitive_win_rate(self) -> Proportion:
        """Won of those that somebody won: won / (won + lost to a competitor)."""
        return Proportion(self.won.count, self.won.count + self.to_competitor.count)

    @property
    def win_rate_by_value(self) -> Fraction | None:
        """The win rate of money: Σ won / (Σ won + Σ not won), from 0 to 1, of the deals whose amount is known."""
        return _by_value(self.won.amount, self.not_won.amount)

    @property
    def competitive_win_rate_by_value(self) -> Fraction | None:
        """The competitive win rate of money, from 0 to 1, of the deals whose amount is known."""
        return _by_value(self.won.amount, self.to_competitor.amount)

    @property
    def required_coverage(self) -> Fraction | None:
        """How much open pipeline a missing amount needs, at this win rate: 1 / win rate by value, at least 1."""
        rate = self.win_rate_by_value
        return 1 / rate if rate else None


def win_rates(book: Book, as_of: date, period: Period) -> WinRates:
    """The win rates of the deals closed in the period, as they stand at the end of the day.

    A deal counts once, by its last closing; lost is at the last amount it had while open.
    """
    closed = closings(book, as_of, period)
    not_won = closed.of("lost", "abandoned", "cancelled")
    return WinRates(
        won=total(closed.of("won")),
        not_won=total(not_won),
        to_competitor=total(deal for deal in not_won if is_lost_to_competitor(deal, book.settings)),
        uncounted=closed.uncounted,
        undated=closed.undated,
    )


def is_lost_to_competitor(deal: Deal, settings: Settings) -> bool:
    """Whether the deal was lost and somebody else got it: a competitor is named, or the reason asks for one."""
    if deal.ending is None or deal.state.status != "lost":
        return False
    reason = settings.reason_by_id["lost"].get(deal.reason or "")
    return deal.ending.competitor is not None or (reason is not None and "competitor" in reason.needs)


def _by_value(won: Decimal, not_won: Decimal) -> Fraction | None:
    return ratio(won, added((won, not_won)))


@dataclass(frozen=True, slots=True)
class WinCohort:
    """The deals created in a month: how many were won, how many closed otherwise, how many are open."""

    month: Period
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class WinCohorts:
    """The deals by month of creation, and all those of the period together.

    Listed beside them: deals closed for a reason that does not count, created in the period or on no known day; and all
    others whose day of creation is not known.
    """

    months: tuple[WinCohort, ...]
    all: Cohort
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]


def win_cohorts(book: Book, as_of: date, period: Period, pipeline: str | None = None) -> WinCohorts:
    """What became of the deals created in the period, by calendar month; months up to the day, also empty ones.

    With a pipeline, those whose first entry was in it. Young cohorts are intervals: they are not comparable with old
    ones.
    """
    deals = [deal for deal in deals_on(book, as_of).all if pipeline is None or _began_in(deal, pipeline, book.settings)]
    born = [deal for deal in deals if deal.counts and deal.created in period]
    return WinCohorts(
        tuple(
            WinCohort(month, _cohort([deal for deal in born if deal.created in month]))
            for month in months(period, as_of)
        ),
        _cohort(born),
        tuple(deal.id for deal in deals if not deal.counts and (deal.created is None or deal.created in period)),
        tuple(deal.id for deal in deals if deal.counts and deal.created is None),
    )


def _cohort(deals: list[Deal]) -> Cohort:
    won = sum(deal.state.status == "won" for deal in deals)
    return Cohort(len(deals), won, sum(not deal.is_open for deal in deals) - won)


def _began_in(deal: Deal, pipeline: str, settings: Settings) -> bool:
    first = next((after for _, _, _, after in course(deal.record)), None)
    began, _ = current_ids(first.pipeline if first else deal.pipeline, None, settings)
    return began == current_ids(pipeline, None, settings)[0]
