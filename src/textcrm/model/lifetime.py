"""When a deal or a lead began, how it stood closed at the end of a day, since when it is in its stage."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from textcrm.model.history import DealState, Standing, course, fold, last_closing, mentioned, ordered
from textcrm.model.records import CLOSED, Closing, DealEntry, Disqualification, Lead, Opportunity
from textcrm.model.settings import Settings

_LEAD_ENDS = ("converted", "disqualified")


def created_on(record: Opportunity | Lead) -> date | None:
    """The day a record was created: `created`, else that of its first entry, which is believed where it is earlier.

    `None` where it is not known: who was only seen (`observed`), or whose first stage is not known, began earlier.
    """
    first = min(record.history, key=lambda entry: entry["date"], default=None)
    if record.created and (first is None or record.created.day <= first["date"]):
        return record.created.day
    return None if first is None or _began_earlier(first) else first["date"]


def _began_earlier(entry: Mapping[str, object]) -> bool:
    return bool(entry.get("observed")) or ("stage" in entry and entry["stage"] is None)


def existed(record: Opportunity | Lead, day: date) -> bool:
    """Whether there was such a record at the end of the day; one without any date is there on every day."""
    if record.history:
        return any(entry["date"] <= day for entry in record.history)
    return record.created is None or record.created.day <= day


@dataclass(frozen=True, slots=True)
class Ending:
    """How a deal stood closed at the end of a day, by its last closing; `None` is what was not said.

    The amount, in `currency` (`None`: the company's), is the final one of a won deal, else the last one it had while
    it was open. The owner is the one at the closing.
    """

    status: str
    day: date | None
    reason: str | None
    competitor: str | None
    amount: Decimal | None
    currency: str | None
    owner: str | None


def ending_on(deal: Opportunity, state: DealState, day: date) -> Ending | None:
    """How the deal, which is in this state at the end of `day`, was closed; `None` for an open one."""
    if state.is_open:
        return None
    entries = [entry for entry in ordered(deal.history) if entry["date"] <= day]
    place = max((at for at, entry in enumerate(entries) if entry.get("status") in CLOSED), default=None)
    return _undated_ending(deal, state, day) if place is None else _dated_ending(deal, state, entries, place)


def _undated_ending(deal: Opportunity, state: DealState, day: date) -> Ending:
    """What the record says of its closing, where the history does not: a day still to come is not known yet."""
    said = deal.closed or Closing()
    closed_on = said.date if said.date and said.date <= day else None
    amount = state.amount if state.amount is not None else said.amount
    return Ending(state.status, closed_on, said.reason, said.competitor, amount, state.currency, state.owner)


def _dated_ending(deal: Opportunity, state: DealState, entries: list[DealEntry], place: int) -> Ending:
    is_last = len(entries) == len(deal.history)
    closing = last_closing(deal if is_last else replace(deal, history=tuple(entries))) or {}
    # What the closing entry leaves unsaid the record may say, as long as this is the closing it speaks of.
    said = deal.closed if is_last and deal.closed else Closing()
    amount, currency = (state.amount, state.currency)
    if state.status != "won":
        amount, currency = _last_open_amount(deal, state, entries[:place])
    elif amount is None:
        amount = said.amount
    return Ending(
        state.status,
        entries[place]["date"],
        closing.get("reason", said.reason),
        closing.get("competitor", said.competitor),
        amount,
        currency,
        fold(entries[: place + 1]).get("owner") if "owner" in mentioned(deal.history) else deal.owner,
    )


def _last_open_amount(
    deal: Opportunity, state: DealState, before: Sequence[DealEntry]
) -> tuple[Decimal | None, str | None]:
    """The amount just before the closing entry, with its currency; what the closing says if nothing was known before.

    Who closes a deal as lost often writes an amount of zero, which is not what was lost.
    """
    folded, known = fold(before), mentioned(deal.history)
    amount = folded.get("amount") if "amount" in known else deal.amount
    if amount is None:
        return state.amount, state.currency
    return amount, folded.get("currency") if "currency" in known else deal.currency


@dataclass(frozen=True, slots=True)
class LeadEnding:
    """How a lead stood at its end on a day: converted or disqualified, when, and why."""

    status: str
    day: date | None
    reason: str | None


def lead_ending_on(lead: Lead, status: str, day: date) -> LeadEnding | None:
    """How the lead, which has this status at the end of `day`, ended; `None` for one that has not."""
    if status not in _LEAD_ENDS:
        return None
    entries = tuple(entry for entry in ordered(lead.history) if entry["date"] <= day)
    said_on, reason = _said_of_end(lead, status)
    closing = last_closing(replace(lead, history=entries))
    if closing is None:
        return LeadEnding(status, said_on if said_on and said_on <= day else None, reason)
    return LeadEnding(
        status, closing["date"], closing.get("reason", reason if len(entries) == len(lead.history) else None)
    )


def _said_of_end(lead: Lead, status: str) -> tuple[date | None, str | None]:
    """The day and the reason that the record itself gives for its end."""
    if status == "converted":
        return (lead.converted.date if lead.converted else None), None
    said = lead.disqualified or Disqualification()
    return said.date, said.reason


def first_end_of(lead: Lead, day: date) -> date | None:
    """The first day up to `day` on which the lead was converted or disqualified, whatever came later."""
    ends = [entry["date"] for entry in lead.history if entry.get("status") in _LEAD_ENDS]
    if not ends:
        ends = [end for end in (_said_of_end(lead, lead.status)[0],) if end and lead.status in _LEAD_ENDS]
    return min((end for end in ends if end <= day), default=None)


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay of a deal in a stage, from `entered` on, under today's ids; the stage is `None` where it is not known.

    The day is not `exact` where the deal was only seen there (`observed`), or where its stage was not known before.
    """

    pipeline: str | None
    stage: str | None
    entered: date
    exact: bool


def stays(deal: Opportunity, settings: Settings, day: date) -> Iterator[Visit]:
    """The stays in stages up to and including `day`, in order; none without history.

    The first entry begins the first one. A re-entry, a reopening and a change of pipeline begin a new one. A former id
    written for the same stage or pipeline does not, nor does the first pipeline's where none was named.
    """
    stay: Visit | None = None
    for _, entry, before, after in course(deal):
        if entry["date"] > day:
            break
        if before is None or (before is not after and _is_arrival(before, after, settings)):
            was_known = stay is None or stay.stage is not None
            exact = was_known and not entry.get("observed", False)
            stay = Visit(*current_ids(after.pipeline, after.stage, settings), entry["date"], exact)
            yield stay


def _is_arrival(before: Standing, after: Standing, settings: Settings) -> bool:
    if before.status in CLOSED and after.status not in CLOSED:
        return True
    return before[1:] != after[1:] and current_ids(*before[1:], settings) != current_ids(*after[1:], settings)


def present_stay(deal: Opportunity, settings: Settings, day: date) -> Visit | None:
    """The stay in a stage that the deal is in at the end of `day`, or was in when it closed; `None` without history."""
    last = deque(stays(deal, settings, day), maxlen=1)
    return last[0] if last else None


def current_ids(pipeline: str | None, stage: str | None, settings: Settings) -> tuple[str | None, str | None]:
    """Pipeline and stage by their ids of today; what the settings do not know keeps the id it was written with.

    No pipeline is the first one.
    """
    line, known = settings.pipeline(pipeline), settings.stage(pipeline, stage)
    return (line.id if line else pipeline), (known.id if known else stage)
