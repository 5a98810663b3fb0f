"""Competitors: whom deals were lost to, and how we fare against each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.outcomes import closings
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.totals import OpenTotal, Total, open_total, total
from textcrm.metrics.win_rates import is_lost_to_competitor
from textcrm.model.book import Book
from textcrm.model.periods import Period

#: Deals by competitor, none for one that is not there.
_Groups = defaultdict[str | None, list[Deal]]


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
    won, still_open = _by_competitor(closed.of("won")), _by_competitor(deals_on(book, as_of).open)
    lost = _grouped((_lost_to(deal), deal) for deal in closed.of("lost") if is_lost_to_competitor(deal, settings))
    rows = (
        Against(name, total(won[name]), total(lost[name]), open_total(still_open[name], settings))
        for name in {**won, **still_open, **lost}
    )
    return tuple(sorted(rows, key=_most_lost_first))


def _by_competitor(deals: Iterable[Deal]) -> _Groups:
    return _grouped((name, deal) for deal in deals for name in dict.fromkeys(deal.record.competitors))


def _grouped(pairs: Iterable[tuple[str | None, Deal]]) -> _Groups:
    groups: _Groups = defaultdict(list)
    for name, deal in pairs:
        groups[name].append(deal)
    return groups


def _lost_to(deal: Deal) -> str | None:
    return deal.ending.competitor if deal.ending else None


def _most_lost_first(row: Against) -> tuple[object, ...]:
    return row.competitor is None, -row.lost.count, -row.lost.amount, row.competitor or ""
