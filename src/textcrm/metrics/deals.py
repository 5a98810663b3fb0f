"""The deals as they stood at the end of a day, with today's ids and their money in the company's currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from textcrm.metrics.remembered import once_a_day
from textcrm.model.book import Book
from textcrm.model.history import DealState, state_on
from textcrm.model.lifetime import Ending, created_on, current_ids, ending_on, existed
from textcrm.model.money import in_company_currency
from textcrm.model.process import category, probability
from textcrm.model.records import Opportunity
from textcrm.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal at the end of a day.

    `amount` is in its own currency, `value` in the company's: at the rate of the day if open, else of its closing day.
    Of a deal closed otherwise than won it is the last amount it had while open. `owner` is who owned it then, or when
    it closed. `probability` is in percent, `None` where neither the deal nor its stage says one.
    """

    record: Opportunity
    state: DealState
    pipeline: str | None
    stage: str | None
    owner: str | None
    amount: Decimal | None
    value: Decimal | None
    probability: int | None
    category: str
    created: date | None
    ending: Ending | None
    reason: str | None
    counts: bool

    @property
    def id(self) -> str:
        """The deal's id."""
        return self.record.id

    @property
    def is_open(self) -> bool:
        """Whether the deal was open at the end of the day."""
        return self.ending is None

    @property
    def closed_on(self) -> date | None:
        """The day of its last closing; `None` if it is open, or the day is not known."""
        return self.ending.day if self.ending else None


@dataclass(frozen=True)
class Deals:
    """All deals that existed at the end of a day, by id.

    Those closed for a reason that does not count (`counts: false`) are neither `open` nor `closed`, but `uncounted`.
    """

    all: tuple[Deal, ...]

    @cached_property
    def open(self) -> tuple[Deal, ...]:
        """The open deals."""
        return tuple(deal for deal in self.all if deal.is_open)

    @cached_property
    def closed(self) -> tuple[Deal, ...]:
        """The deals that were won, lost, abandoned or cancelled."""
        return tuple(deal for deal in self.all if deal.ending and deal.counts)

    @cached_property
    def counted(self) -> tuple[Deal, ...]:
        """The open and the closed deals."""
        return tuple(deal for deal in self.all if deal.counts)

    @cached_property
    def uncounted(self) -> tuple[Deal, ...]:
        """The deals closed for a reason that does not count."""
        return tuple(deal for deal in self.all if not deal.counts)


@once_a_day
def deals_on(book: Book, as_of: date) -> Deals:
    """The deals as they stood at the end of the day."""
    return Deals(tuple(_deals(book, as_of)))


def largest_first(deals: Iterable[Deal]) -> list[Deal]:
    """The deals by amount, those without one last."""
    return sorted(deals, key=lambda deal: (deal.value is None, -(deal.value or Decimal(0)), deal.id))


def _deals(book: Book, as_of: date) -> Iterator[Deal]:
    for _, record in sorted(book.opportunities.items()):
        state = state_on(record, as_of) if existed(record, as_of) else None
        if state is not None:
            yield _deal(record, state, as_of, book.settings)


def _deal(record: Opportunity, state: DealState, as_of: date, settings: Settings) -> Deal:
    ending = ending_on(record, state, as_of)
    amount, currency = (ending.amount, ending.currency) if ending else (state.amount, state.currency)
    rate_day = ending.day if ending else as_of
    pipeline, stage = current_ids(state.pipeline, state.stage, settings)
    known = settings.reason_by_id[ending.status].get(ending.reason or "") if ending else None
    return Deal(
        record=record,
        state=state,
        pipeline=pipeline,
        stage=stage,
        owner=ending.owner if ending else state.owner,
        amount=amount,
        value=None if amount is None else in_company_currency(amount, currency, rate_day, settings),
        probability=_probability(state, settings),
        category=category(state, settings),
        created=created_on(record),
        ending=ending,
        reason=known.id if known else ending.reason if ending else None,
        counts=known is None or known.counts,
    )


def _probability(state: DealState, settings: Settings) -> int | None:
    """The chance of winning in percent, where it is known: an open deal in a stage nobody knows has none."""
    is_known = state.probability is not None or settings.stage(state.pipeline, state.stage) is not None
    return probability(state, settings) if is_known or not state.is_open else None
