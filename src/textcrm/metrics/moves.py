"""Moves: from which stage to which stage or outcome deals went, those that went back among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.model.book import Book
from textcrm.model.history import Standing, course
from textcrm.model.lifetime import current_ids
from textcrm.model.periods import Period
from textcrm.model.records import CLOSED
from textcrm.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Move:
    """A deal, by id, went from a stage to another stage of its pipeline, or to an outcome such as `lost`."""

    deal: str
    day: date
    pipeline: str | None
    before: str
    after: str
    is_back: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves by day, earliest first."""

    all: tuple[Move, ...]

    @property
    def back(self) -> tuple[Move, ...]:
        """The moves to an earlier stage."""
        return tuple(move for move in self.all if move.is_back)

    @property
    def counts(self) -> Mapping[tuple[str | None, str, str], int]:
        """How many there were, by pipeline, from where, to where."""
        return Counter((move.pipeline, move.before, move.after) for move in self.all)


def moves(book: Book, as_of: date, period: Period) -> Moves:
    """The moves of the period, as known at the end of the day, under today's ids of the stages.

    The first entry of a history is no move, nor is a reopening, a change of pipeline, what was only observed, or what
    goes from or to a stage that is not known. Deals closed for a reason that does not count are left out.
    """
    last = min(period.last, as_of)
    found = [
        move
        for deal in deals_on(book, as_of).counted
        for move in _of(deal, book.settings)
        if period.first <= move.day <= last
    ]
    return Moves(tuple(sorted(found, key=lambda move: move.day)))


def _of(deal: Deal, settings: Settings) -> Iterator[Move]:
    for _, entry, before, after in course(deal.record):
        if before is None or after is before or before.status in CLOSED or entry.get("observed"):
            continue
        yield from _moves(deal.id, entry["date"], before, after, settings)


def _moves(deal: str, day: date, before: Standing, after: Standing, settings: Settings) -> Iterator[Move]:
    """The move to another stage, then the one to an outcome: an entry may say both."""
    pipeline, old = current_ids(before.pipeline, before.stage, settings)
    line, new = current_ids(after.pipeline, after.stage, settings)
    if line == pipeline and old and new and old != new:
        yield Move(deal, day, pipeline, old, new, _is_back(pipeline, old, new, settings))
    if new and after.status in CLOSED:
        yield Move(deal, day, line, new, after.status, is_back=False)


def _is_back(pipeline: str | None, old: str, new: str, settings: Settings) -> bool:
    known = settings.pipeline(pipeline)
    places = known.order if known else {}
    return old in places and new in places and places[new] < places[old]
