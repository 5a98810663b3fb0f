"""Ageing: how long open deals have been in their stage and in the pipeline, and how far past their day they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.model.book import Book
from textcrm.model.lifetime import present_stay
from textcrm.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Age:
    """The clocks of an open deal, in whole days; `None` where it is not known when one began.

    `days_in_stage` is at least so many where it is not `exact`: the deal was only seen there. The stage is slow after
    `slow_after` days. `overdue_days` is zero up to the expected close itself.
    """

    deal: str
    pipeline: str | None
    stage: str | None
    days_in_stage: int | None
    exact: bool
    slow_after: int | None
    age: int | None
    overdue_days: int | None

    @property
    def is_slow(self) -> bool:
        """Whether the deal has been in its stage for longer than the stage's `slow_days`."""
        return self.days_in_stage is not None and self.slow_after is not None and self.days_in_stage > self.slow_after


def ageing(book: Book, as_of: date) -> tuple[Age, ...]:
    """The ages of the deals open at the end of the day, by id.

    A re-entry, a reopening and a change of pipeline start the clock of the stage anew, not that of the deal.
    """
    return tuple(_age(deal, as_of, book.settings) for deal in deals_on(book, as_of).open)


def _age(deal: Deal, as_of: date, settings: Settings) -> Age:
    stay = present_stay(deal.record, settings, as_of)
    stage, due = settings.stage(deal.pipeline, deal.stage), deal.state.expected_close
    return Age(
        deal=deal.id,
        pipeline=deal.pipeline,
        stage=deal.stage,
        days_in_stage=(as_of - stay.entered).days if stay and stay.stage else None,
        exact=stay is not None and stay.exact,
        slow_after=stage.slow_after if stage else None,
        age=(as_of - deal.created).days if deal.created else None,
        overdue_days=max((as_of - due).days, 0) if due else None,
    )
