"""Outcomes: the deals won, lost, abandoned and cancelled in a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.totals import Total, total
from textcrm.model.book import Book
from textcrm.model.periods import Period, following, period_on


@dataclass(frozen=True, slots=True)
class Closings:
    """The deals whose last closing lies in a period.

    Listed beside them: those closed for a reason that does not count, in the period or on no known day; and all others
    whose closing has no day.
    """

    deals: tuple[Deal, ...]
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]

    def of(self, *statuses: str) -> tuple[Deal, ...]:
        """The deals that were closed in one of these ways."""
        return tuple(deal for deal in self.deals if deal.state.status in statuses)


def closings(book: Book, as_of: date, period: Period) -> Closings:
    """The deals that stand closed at the end of the day and were closed in the period.

    A deal reopened since is not among them; one closed twice is there once, by its last closing.
    """
    deals = deals_on(book, as_of)
    return Closings(
        tuple(deal for deal in deals.closed if deal.closed_on in period),
        tuple(deal.id for deal in deals.uncounted if deal.closed_on is None or deal.closed_on in period),
        tuple(deal.id for deal in deals.closed if deal.closed_on is None),
    )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was closed in a period: final amounts if won, else the last amounts while open; what is not counted."""

    won: Total
    lost: Total
    abandoned: Total
    cancelled: Total
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many deals were closed."""
        return self.won.count + self.lost.count + self.abandoned.count + self.cancelled.count


def outcomes(book: Book, as_of: date, period: Period) -> Outcomes:
    """The deals closed in the period, by how they were; each at the exchange rate of the day it closed."""
    closed = closings(book, as_of, period)
    return Outcomes(
        won=total(closed.of("won")),
        lost=total(closed.of("lost")),
        abandoned=total(closed.of("abandoned")),
        cancelled=total(closed.of("cancelled")),
        uncounted=closed.uncounted,
        undated=closed.undated,
    )


@dataclass(frozen=True, slots=True)
class Quarter:
    """The deals closed in a fiscal quarter."""

    period: Period
    deals: tuple[Deal, ...]

    @property
    def won(self) -> Total:
        """Those that were won."""
        return total(deal for deal in self.deals if deal.state.status == "won")

    @property
    def not_won(self) -> Total:
        """All others."""
        return total(deal for deal in self.deals if deal.state.status != "won")

    @property
    def win_rate(self) -> Proportion:
        """Won of all closed."""
        return Proportion(self.won.count, len(self.deals))


def closings_by_quarter(book: Book, as_of: date, period: Period) -> Iterator[Quarter]:
    """The fiscal quarters from the first closing of the period to its last, also those without any."""
    deals, start = closings(book, as_of, period).deals, book.settings.fiscal_year_start
    days = [deal.closed_on for deal in deals if deal.closed_on]
    quarter = period_on(min(days), "quarter", start) if days else None
    while quarter and quarter.first <= max(days):
        yield Quarter(quarter, tuple(deal for deal in deals if deal.closed_on in quarter))
        quarter = following(quarter, start)


def won_in(deals: Iterable[Deal], period: Period) -> tuple[Deal, ...]:
    """Those of the closed deals that were won in the period."""
    return tuple(deal for deal in deals if deal.state.status == "won" and deal.closed_on in period)
