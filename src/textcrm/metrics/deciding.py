"""Deciding: the open deals that a period hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from textcrm.metrics.deals import Deal, deals_on, largest_first
from textcrm.model.book import Book
from textcrm.model.periods import Period

#: The forecast categories that somebody counts on.
_SURE = ("commit", "best_case")
#: So many deals beyond the period are looked at with those that close in it.
_BEYOND = 2


@dataclass(frozen=True)
class Deciding:
    """The deals that a period hangs on, in two parts, each the largest first.

    `due` should close by the end of the period, overdue ones too: those in commit or best case (`is_sure`), and all
    of them where none is. `beyond` are the largest that should close later or do not say when.
    """

    due: tuple[Deal, ...]
    beyond: tuple[Deal, ...]
    is_sure: bool

    @cached_property
    def ids(self) -> frozenset[str]:
        """All of them, by id."""
        return frozenset(deal.id for deal in (*self.due, *self.beyond))


def deciding(book: Book, as_of: date, period: Period) -> Deciding:
    """The deals open at the end of the day that decide what the period comes to."""
    opened = deals_on(book, as_of).open
    due = [deal for deal in opened if is_due(deal, period)]
    sure = [deal for deal in due if deal.category in _SURE]
    others = (deal for deal in opened if deal.value and deal.category != "omitted" and not is_due(deal, period))
    return Deciding(tuple(largest_first(sure or due)), tuple(largest_first(others)[:_BEYOND]), bool(sure))


def is_due(deal: Deal, period: Period) -> bool:
    """Whether it should close by the end of the period."""
    due = deal.state.expected_close
    return due is not None and due <= period.last
