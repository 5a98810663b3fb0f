"""Rotting: open deals that nobody has touched for longer than their stage allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.model.book import Book
from textcrm.model.process import last_touch


@dataclass(frozen=True, slots=True)
class Quiet:
    """An open deal, its last touch, and for how many whole days it has been quiet since.

    Days are `None` where no touch and no beginning is known; `rotten_after` is `None` in a stage that is not known.
    """

    deal: str
    last_touch: date | None
    days: int | None
    rotten_after: int | None

    @property
    def is_rotten(self) -> bool:
        """Whether it has been quiet for longer than the stage's `rotten_days`."""
        return self.days is not None and self.rotten_after is not None and self.days > self.rotten_after


def rotting(book: Book, as_of: date) -> tuple[Quiet, ...]:
    """How long the deals open at the end of the day have been quiet, by id.

    A touch is an activity of a type that is one, in either direction, a change of stage, or a critical step done. What
    is planned is none, nor is a push, nor an edit.
    """
    return tuple(_quiet(book, deal, as_of) for deal in deals_on(book, as_of).open)


def _quiet(book: Book, deal: Deal, as_of: date) -> Quiet:
    touch = last_touch(deal.record, book.activities_of_deal.get(deal.id, ()), book.settings, as_of)
    stage = book.settings.stage(deal.pipeline, deal.stage)
    days = (as_of - touch).days if touch else None
    return Quiet(deal.id, touch, days, stage.rotten_days if stage else None)
