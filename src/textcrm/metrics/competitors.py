"""Competitors: whom deals were lost to, and how we fare against each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.outcomes import closings
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.totals import OpenTotal, Total, open_total, total
from textcrm.metrics.win_rates import is_lost_to_competitor
from textcrm.model.book import Book
from textcrm.model.periods import Period
from textcrm.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Against:
    """A competitor, a company's id: deals won although it was in them, lost to it, and open with it in them.

    `None` is nobody in particular: lost to a competitor whom nobody named.
    """

    competitor: str | None
    won: Total
    lost: Total
    open: OpenTotal

    @property
    def win_rate(self) -> Proportion:
        """Won of those that were won or lost to it."""
        return Proportion(self.won.count, self.won.count + self.lost.count)


def competitors(book: Book, as_of: date, period: Period) -> tuple[Against, ...]:
    """The competitors met in deals closed in the period, and in deals open at the end of the day.

    Lost is to whom the last closing says; won and open are the deals whose `competitors` name it. Who took most deals
    comes first, the unnamed last. A deal with several competitors is in several rows.
    """
    closed, settings = closings(book, as_of, period), book.settings
    lost = [deal for deal in closed.of("lost") if is_lost_to_competitor(deal, settings)]
    won, still_open = closed.of("won"), deals_on(book, as_of).open
    met = {name for deal in (*won, *still_open) for name in deal.record.competitors}
    rows = [_against(name, won, lost, still_open, settings) for name in {*met, *map(_lost_to, lost)}]
    return tuple(sorted(rows, key=_most_lost_first))


def _against(
    name: str | None, won: Sequence[Deal], lost: Sequence[Deal], still_open: Sequence[Deal], settings: Settings
) -> Against:
    return Against(
        name,
        total(deal for deal in won if name in deal.record.competitors),
        total(deal for deal in lost if _lost_to(deal) == name),
        open_total((deal for deal in still_open if name in deal.record.competitors), settings),
    )


def _lost_to(deal: Deal) -> str | None:
    return deal.ending.competitor if deal.ending else None


def _most_lost_first(row: Against) -> tuple[object, ...]:
    return row.competitor is None, -row.lost.count, -row.lost.amount, row.competitor or ""
