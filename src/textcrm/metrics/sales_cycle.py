"""The sales cycle: days from creation to won."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.outcomes import closings
from textcrm.metrics.quantiles import mean, quantile
from textcrm.model.book import Book
from textcrm.model.periods import Period


@dataclass(frozen=True, slots=True)
class SalesCycle:
    """Whole days from creation to the last closing of deals won, shortest first.

    Only winners are in it, and none can have taken longer than `longest_possible`, the days since the first deal was
    created. Listed beside it: won deals whose creation is not known, or lies after their closing.
    """

    days: tuple[int, ...]
    longest_possible: int | None
    unknown: tuple[str, ...]

    @property
    def mean(self) -> Fraction | None:
        """The mean number of days."""
        return mean(self.days)

    @property
    def median(self) -> Fraction | None:
        """The days within which half were won."""
        return quantile(self.days, Fraction(1, 2))

    @property
    def p25(self) -> Fraction | None:
        """The days within which a quarter was won."""
        return quantile(self.days, Fraction(1, 4))

    @property
    def p75(self) -> Fraction | None:
        """The days within which three quarters were won."""
        return quantile(self.days, Fraction(3, 4))


def sales_cycle(book: Book, as_of: date, period: Period) -> SalesCycle:
    """The sales cycle of the deals won in the period, as known at the end of the day.

    A reopened deal counts from its creation to its last closing; one created and won the same day took zero days.
    """
    won = closings(book, as_of, period).of("won")
    taken = {deal.id: days_taken(deal) for deal in won}
    births = [deal.created for deal in deals_on(book, as_of).counted if deal.created]
    return SalesCycle(
        tuple(sorted(days for days in taken.values() if days is not None)),
        (as_of - min(births)).days if births else None,
        tuple(id for id, days in taken.items() if days is None),
    )


def days_taken(deal: Deal) -> int | None:
    """The days from creation to closing; `None` where they cannot be known."""
    if deal.created is None or deal.closed_on is None or deal.created > deal.closed_on:
        return None
    return (deal.closed_on - deal.created).days
