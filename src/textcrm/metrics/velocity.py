"""Sales velocity: money won in a day, as it happened and by the classic formula."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from textcrm.metrics.deals import deals_on
from textcrm.metrics.outcomes import won_in
from textcrm.metrics.proportions import Proportion, ratio
from textcrm.metrics.sales_cycle import sales_cycle
from textcrm.metrics.totals import Total, total
from textcrm.metrics.win_rates import win_rates
from textcrm.model.book import Book
from textcrm.model.periods import Period

#: What was realised is looked at over so many days, the day itself included.
REALISED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Velocity:
    """Money won in a day: what was `realised`, and the parts of the classic formula.

    The classic one mixes deals that are open now with a cycle of winners only, and so overstates: show its parts too.
    """

    realised_won: Total
    open_count: int
    win_rate: Proportion
    mean_won: Fraction | None
    mean_cycle: Fraction | None

    @property
    def realised(self) -> Fraction:
        """What was won in a day over the last 90."""
        return Fraction(self.realised_won.amount) / REALISED_DAYS

    @property
    def classic(self) -> Fraction | None:
        """Open deals x win rate x mean amount won / mean cycle in days; `None` where a part is missing."""
        rate = self.win_rate.rate
        if rate is None or self.mean_won is None or not self.mean_cycle:
            return None
        return self.open_count * rate * self.mean_won / self.mean_cycle


def velocity(book: Book, as_of: date, period: Period) -> Velocity:
    """The velocity at the end of the day; win rate, mean amount and cycle are of the deals closed in the period."""
    deals, rates = deals_on(book, as_of), win_rates(book, as_of, period)
    last_days = Period(as_of - timedelta(days=REALISED_DAYS - 1), as_of)
    return Velocity(
        realised_won=total(won_in(deals.closed, last_days)),
        open_count=len(deals.open),
        win_rate=rates.win_rate,
        mean_won=ratio(rates.won.amount, rates.won.summed),
        mean_cycle=sales_cycle(book, as_of, period).mean,
    )
