"""Reasons: why deals were won, lost, abandoned or cancelled, and why leads were given up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from textcrm.metrics.deals import Deal
from textcrm.metrics.leads import leads_on
from textcrm.metrics.outcomes import closings
from textcrm.metrics.proportions import ratio
from textcrm.metrics.totals import Total, total
from textcrm.model.book import Book
from textcrm.model.periods import Period
from textcrm.model.records import CLOSED


@dataclass(frozen=True, slots=True)
class ReasonTotal:
    """The deals closed in one way for one reason, `None` where none was given, and their share of that way.

    Shares are from 0 to 1, of the deals and of their amounts; not of all deals.
    """

    status: str
    reason: str | None
    total: Total
    share: Fraction
    share_by_value: Fraction | None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why the deals of a period were closed, and which of its deals are in no row.

    Listed beside the rows: deals that do not count, and deals closed on no known day, as `Closings` has them.
    """

    rows: tuple[ReasonTotal, ...]
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]

    def of(self, status: str) -> tuple[ReasonTotal, ...]:
        """The reasons for one way of closing, the most frequent first."""
        return tuple(row for row in self.rows if row.status == status)


def reasons(book: Book, as_of: date, period: Period) -> Reasons:
    """Why the deals closed in the period were, by the last closing known at the end of the day.

    Lost amounts are the last ones while open. Within won, lost, abandoned, cancelled the most frequent reason comes
    first, of equally frequent ones the one with more money; deals without a reason come last.
    """
    closed = closings(book, as_of, period)
    rows = tuple(row for status in CLOSED for row in _rows(status, closed.of(status)))
    return Reasons(rows, closed.uncounted, closed.undated)


def _rows(status: str, deals: tuple[Deal, ...]) -> list[ReasonTotal]:
    given: dict[str | None, list[Deal]] = defaultdict(list)
    for deal in deals:
        given[deal.reason].append(deal)
    whole = total(deals)
    rows = [
        ReasonTotal(
            status,
            reason,
            part := total(found),
            Fraction(part.count, whole.count),
            ratio(part.amount, whole.amount),
        )
        for reason, found in given.items()
    ]
    return sorted(rows, key=_frequent_first)


def _frequent_first(row: ReasonTotal) -> tuple[object, ...]:
    return row.reason is None, -row.total.count, -row.total.amount, row.reason or ""


@dataclass(frozen=True, slots=True)
class DisqualifiedFor:
    """The leads given up for one reason, by id; `None` where none was given."""

    reason: str | None
    leads: tuple[str, ...]


def disqualification_reasons(book: Book, as_of: date, period: Period) -> tuple[DisqualifiedFor, ...]:
    """Why the leads that came in in the period were given up, as known at the end of the day; most frequent first.

    Reasons that do not count, such as spam, are among them: they say what comes in.
    """
    given: dict[str | None, list[str]] = defaultdict(list)
    for lead in leads_on(book, as_of).all:
        if lead.is_disqualified and lead.created in period:
            given[lead.reason].append(lead.id)
    rows = (DisqualifiedFor(reason, tuple(found)) for reason, found in given.items())
    return tuple(sorted(rows, key=lambda row: (row.reason is None, -len(row.leads), row.reason or "")))
