"""History: the fold of dated entries, the state on a day, stage visits, pushes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from textcrm.model.records import CLOSED, DealEntry, Lead, LeadEntry, Opportunity

#: Keys of an entry that say how it came about, not what changed.
ABOUT = frozenset(["date", "by", "note", "observed"])
DEAL_FIELDS = (
    "status", "pipeline", "stage", "amount", "currency", "probability", "forecast", "expected_close", "owner",
)  # fmt: skip  # one list
LEAD_FIELDS = ("status", "owner", "rating", "recontact_on")


def fold(entries: Sequence[DealEntry] | Sequence[LeadEntry], day: date | None = None) -> dict[str, Any]:
    """What the entries up to and including `day` add up to, in file order; keys no entry mentions are absent.

    Reopening (`status: open` after a closing) clears the reason and the competitor of the closing.
    """
    state: dict[str, Any] = {}
    for entry in entries:
        if day is not None and entry["date"] > day:
            continue
        if entry.get("status") == "open" and state.get("status") in CLOSED:
            state["reason"] = state["competitor"] = None
        state.update(entry)
    for key in ABOUT & state.keys():
        del state[key]
    return state


def mentioned(entries: Sequence[DealEntry] | Sequence[LeadEntry]) -> frozenset[str]:
    """The keys that some entry sets."""
    return frozenset(key for entry in entries for key in entry) - ABOUT


@dataclass(frozen=True, slots=True)
class DealState:
    """An opportunity at the end of a day. Amount in `currency` (`None`: the company's), probability in percent."""

    status: str
    pipeline: str | None
    stage: str | None
    amount: Any
    currency: str | None
    probability: int | None
    forecast: str | None
    expected_close: date | None
    owner: str | None

    @property
    def is_open(self) -> bool:
        """Whether the deal was open at the end of the day."""
        return self.status == "open"


def state_on(deal: Opportunity, day: date) -> DealState | None:
    """The deal at the end of `day`; `None` if its first entry is later.

    A deal without history has its present values on every day, and so has a key that no entry mentions.
    """
    entries = deal.history
    if not entries or entries[-1]["date"] <= day:
        return _present(deal)
    if entries[0]["date"] > day:
        return None
    folded, known = fold(entries, day), mentioned(entries)
    return DealState(*(folded.get(key) if key in known else getattr(deal, key) for key in DEAL_FIELDS))


def _present(deal: Opportunity) -> DealState:
    return DealState(
        deal.status,
        deal.pipeline,
        deal.stage,
        deal.amount,
        deal.currency,
        deal.probability,
        deal.forecast,
        deal.expected_close,
        deal.owner,
    )


def lead_state_on(lead: Lead, day: date) -> Mapping[str, Any] | None:
    """Status, owner, rating and recontact day of a lead at the end of `day`; `None` if its first entry is later."""
    entries = lead.history
    present = {key: getattr(lead, key) for key in LEAD_FIELDS}
    if not entries or entries[-1]["date"] <= day:
        return present
    if entries[0]["date"] > day:
        return None
    folded, known = fold(entries, day), mentioned(entries)
    return {key: folded.get(key) if key in known else value for key, value in present.items()}


def differences(record: Opportunity | Lead) -> Iterator[tuple[str, Any, Any]]:
    """Fields whose value is not what the history folds to: the field, its value, the folded one."""
    fields = DEAL_FIELDS if isinstance(record, Opportunity) else LEAD_FIELDS
    if not record.history:
        return
    folded = fold(record.history)
    for name in fields:
        if name in folded and folded[name] != getattr(record, name):
            yield name, getattr(record, name), folded[name]


def last_closing(record: Opportunity | Lead) -> Mapping[str, Any] | None:
    """The last entry that closed the record (won, lost, …, converted, disqualified), if any."""
    ends = (*CLOSED, "converted", "disqualified")
    closings = [entry for entry in record.history if entry.get("status") in ends]
    return closings[-1] if closings else None


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay of a deal in a stage, from `entered` on; `exact` is false where it was only seen there (`observed`)."""

    pipeline: str | None
    stage: str | None
    entered: date
    exact: bool


def visits(deal: Opportunity, day: date | None = None) -> tuple[Visit, ...]:
    """The stays in stages up to and including `day`, in order: a re-entry and a reopening are new visits."""
    found: list[Visit] = []
    status = pipeline = stage = None
    for entry in deal.history:
        if day is not None and entry["date"] > day:
            continue
        was = (status, pipeline, stage)
        status, pipeline, stage = (entry.get(key, old) for key, old in zip(("status", "pipeline", "stage"), was, strict=True))
        reopened = status == "open" and was[0] in CLOSED
        if (pipeline, stage) != was[1:] or reopened:
            found.append(Visit(pipeline, stage, entry["date"], not entry.get("observed", False)))
    return tuple(found)


def pushes(deal: Opportunity, day: date) -> int:
    """How often the expected close was moved to a later day while the deal was open, up to and including `day`.

    The reopening entry and a first date are not pushes.
    """
    count, status, expected = 0, "open", None
    for entry in deal.history:
        if entry["date"] > day:
            continue
        before, status = status, entry.get("status", status)
        due = entry.get("expected_close", expected)
        if status == "open" and before == "open" and due and expected and due > expected:
            count += 1
        expected = due
    return count
