"""Critical steps: those of open deals that are neither done nor skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.model import process
from textcrm.model.book import Book
from textcrm.model.records import Opportunity, StepDone
from textcrm.model.settings import Entry, Settings, Stage


@dataclass(frozen=True, slots=True)
class UndoneStep:
    """A critical step of an open deal, by id, and the stage that asks for it.

    It is missed where the deal has gone on to a later stage; else the deal is in that stage, and it is to be done.
    """

    deal: str
    stage: Stage
    step: Entry
    is_missed: bool


def undone_steps(book: Book, as_of: date) -> tuple[UndoneStep, ...]:
    """The undone critical steps of the deals open at the end of the day: by deal, then in the order of the process.

    A step done later was not done yet; one skipped without a day is skipped on every day. Steps asked for only from a
    later day on are not asked.
    """
    return tuple(step for deal in deals_on(book, as_of).open for step in _of(deal, as_of, book.settings))


def _of(deal: Deal, as_of: date, settings: Settings) -> Iterator[UndoneStep]:
    then = _as_it_was(deal, as_of)
    for is_missed, demands in ((True, process.undone_steps), (False, process.steps_at_hand)):
        for demand in demands(then, settings):
            step = demand.what
            if isinstance(step, Entry) and (step.since is None or step.since <= as_of):
                yield UndoneStep(deal.id, demand.stage, step, is_missed)


def _as_it_was(deal: Deal, as_of: date) -> Opportunity:
    """The record with the stage and the steps of that day."""
    done = {id: mark for id, mark in deal.record.steps.items() if _was_done(mark, as_of)}
    return replace(deal.record, status="open", pipeline=deal.pipeline, stage=deal.stage, steps=done)


def _was_done(mark: StepDone, as_of: date) -> bool:
    return mark.date <= as_of if mark.date else mark.skipped is not None
