"""The book as it stood: the records of one moment, folded back to the end of an earlier day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from textcrm.model.book import Book
from textcrm.model.history import DEAL_FIELDS, LEAD_FIELDS, lead_state_on, state_on
from textcrm.model.lifetime import Ending, ending_on, existed, lead_ending_on
from textcrm.model.records import (
    Closing,
    Company,
    Contact,
    Disqualification,
    Lead,
    Opportunity,
)

R = TypeVar("R")


def book_on(book: Book, day: date) -> Book:
    """The book at the end of the day, without the records that began later, and what happened later.

    Deals and leads are folded. What has no history, a next step or a phone number say, is as it is written now; so is
    what is planned.
    """
    return replace(
        book,
        companies=_standing(book.companies, lambda one: one if _was_there(one, day) else None),
        contacts=_standing(book.contacts, lambda one: one if _was_there(one, day) else None),
        leads=_standing(book.leads, lambda one: lead_on(one, day)),
        opportunities=_standing(book.opportunities, lambda one: deal_on(one, day)),
        activities=tuple(one for one in book.activities if one.planned or one.date.day <= day),
        forecasts=tuple(one for one in book.forecasts if one.date <= day),
    )


def deal_on(deal: Opportunity, day: date) -> Opportunity | None:
    """The deal at the end of the day, the very same where nothing was later; `None` if it began later."""
    state = state_on(deal, day) if existed(deal, day) else None
    if state is None:
        return None
    history = tuple(entry for entry in deal.history if entry["date"] <= day)
    steps = {id: step for id, step in deal.steps.items() if step.date is None or step.date <= day}
    if len(history) == len(deal.history):
        return deal if len(steps) == len(deal.steps) else replace(deal, steps=steps)
    stood = {name: getattr(state, name) for name in DEAL_FIELDS}
    return replace(deal, **stood, closed=_closing(ending_on(deal, state, day)), steps=steps, history=history)


def _closing(ending: Ending | None) -> Closing | None:
    if ending is None:
        return None
    amount = ending.amount if ending.status == "won" else None
    return Closing(date=ending.day, amount=amount, reason=ending.reason, competitor=ending.competitor)


def lead_on(lead: Lead, day: date) -> Lead | None:
    """The lead at the end of the day, the very same where nothing was later; `None` if it began later."""
    state = lead_state_on(lead, day) if existed(lead, day) else None
    if state is None:
        return None
    history = tuple(entry for entry in lead.history if entry["date"] <= day)
    if len(history) == len(lead.history):
        return lead
    stood = {name: state[name] for name in LEAD_FIELDS}
    ending = lead_ending_on(lead, state["status"], day)
    is_out = ending is not None and ending.status == "disqualified"
    return replace(
        lead,
        **stood,
        converted=lead.converted if ending and not is_out else None,
        disqualified=Disqualification(date=ending.day, reason=ending.reason) if ending and is_out else None,
        history=history,
    )


def _was_there(record: Company | Contact, day: date) -> bool:
    return record.created is None or record.created.day <= day


def _standing(records: Mapping[str, R], stood: Callable[[R], R | None]) -> Mapping[str, R]:
    found = {id: stood(record) for id, record in records.items()}
    return {id: record for id, record in found.items() if record is not None}
