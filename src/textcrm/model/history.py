"""History: the fold of dated entries, the state on a day, the way through the stages, pushes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from textcrm.model.records import CLOSED, DealEntry, Lead, LeadEntry, Opportunity

E = TypeVar("E", DealEntry, LeadEntry)
Entries = Sequence[DealEntry] | Sequence[LeadEntry]

#: Keys of an entry that say how it came about, not what changed.
ABOUT = frozenset(["date", "by", "note", "observed"])
DEAL_FIELDS = (
    "status", "pipeline", "stage", "amount", "currency", "probability", "forecast", "expected_close", "owner",
)  # fmt: skip  # one list
LEAD_FIELDS = ("status", "owner", "rating", "recontact_on")
#: Statuses that end a deal or a lead; leaving one of them clears the reason and the competitor.
ENDS = frozenset([*CLOSED, "converted", "disqualified"])
_NO_RETURN = ENDS | {None}
#: What the closing says; later entries may correct it.
_CLOSING = ("amount", "reason", "competitor")


def ordered(entries: Sequence[E]) -> list[E]:
    """The entries by date, those of one day in file order, which is how every history is meant."""
    return sorted(entries, key=itemgetter("date"))


def fold(entries: Entries, day: date | None = None, start: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the entries up to and including `day` add up to, on top of `start`; keys no entry mentions are absent.

    Reopening (a status that is no end after one that is) clears the reason and the competitor.
    """
    state = dict(start or {})
    for entry in sorted(entries, key=itemgetter("date")):
        if day is not None and entry["date"] > day:
            break
        if state.get("status") in ENDS and entry.get("status") not in _NO_RETURN:
            state.update((key, None) for key in ("reason", "competitor") if key in state)
        state.update(entry)
    for key in ABOUT & state.keys():
        del state[key]
    return state


def mentioned(entries: Entries) -> frozenset[str]:
    """The keys that some entry sets."""
    return frozenset(key for entry in entries for key in entry) - ABOUT


@dataclass(frozen=True, slots=True)
class DealState:
    """An opportunity at the end of a day. Amount in `currency` (`None`: the company's), probability in percent."""

    status: str
    pipeline: str | None
    stage: str | None
    amount: Decimal | None
    currency: str | None
    probability: int | None
    forecast: str | None
    expected_close: date | None
    owner: str | None

    @property
    def is_open(self) -> bool:
        """Whether the deal was open at the end of the day."""
        return self.status == "open"


def changes_after(deal: Opportunity, day: date) -> bool:
    """Whether some entry is later than `day`, so that the deal was not then what its fields say."""
    return any(entry["date"] > day for entry in deal.history)


def state_on(deal: Opportunity, day: date) -> DealState | None:
    """The deal at the end of `day`; `None` if its first entry is later.

    A deal without history has its present values on every day, and so has a key that no entry mentions.
    """
    values = _values_on(deal, DEAL_FIELDS, "open", day)
    return DealState(*values) if values else None


def lead_state_on(lead: Lead, day: date) -> Mapping[str, Any] | None:
    """Status, owner, rating and recontact day of a lead at the end of `day`; `None` if its first entry is later."""
    values = _values_on(lead, LEAD_FIELDS, "new", day)
    return dict(zip(LEAD_FIELDS, values, strict=True)) if values else None


def _values_on(record: Opportunity | Lead, fields: Sequence[str], first: str, day: date) -> list[Any] | None:
    """The values of these fields at the end of `day`; before an entry mentions the status it is the `first` one."""
    entries: Entries = record.history
    if not entries or max(entries, key=itemgetter("date"))["date"] <= day:
        return [getattr(record, name) for name in fields]
    if min(entries, key=itemgetter("date"))["date"] > day:
        return None
    folded, known = fold(entries, day), mentioned(entries)
    folded.setdefault("status", first)
    return [folded.get(name) if name in known else getattr(record, name) for name in fields]


def differences(record: Opportunity | Lead) -> Iterator[tuple[str, Any, Any]]:
    """Fields whose value is not what the history folds to: the field, its value, the folded one.

    Only keys that some entry mentions are compared; a former id and its successor differ here.
    """
    fields = DEAL_FIELDS if isinstance(record, Opportunity) else LEAD_FIELDS
    folded: dict[str, Any] = {}
    for entry in sorted(record.history, key=itemgetter("date")):
        folded.update(entry)
    for name in fields:
        if name in folded and folded[name] != getattr(record, name):
            yield name, getattr(record, name), folded[name]


def last_closing(record: Opportunity | Lead) -> Mapping[str, Any] | None:
    """The last entry that closed the record (won, lost, …, converted, disqualified), if any.

    Amount, reason and competitor are as corrected by later entries, up to a reopening.
    """
    closing: dict[str, Any] | None = None
    status: str | None = None
    for entry in sorted(record.history, key=itemgetter("date")):
        status = entry.get("status", status)
        if entry.get("status") in ENDS:
            closing = dict(entry)
        elif closing and status in ENDS:
            closing.update((key, value) for key, value in entry.items() if key in _CLOSING)
    return closing


class Standing(NamedTuple):
    """Where a deal stands: its status, its pipeline (`None`: the first one), its stage (`None`: not known)."""

    status: str
    pipeline: str | None
    stage: str | None


#: An entry of a deal's history: its place in the file, where the deal stood before (`None`: the first one), and after.
Step = tuple[int, DealEntry, Standing | None, Standing]


def course(deal: Opportunity) -> Iterator[Step]:
    """The entries of a deal by date; where one moves nothing, before and after are the same object."""
    before: Standing | None = None
    after = Standing("open", _unsaid(deal, "pipeline"), _unsaid(deal, "stage"))
    for place, entry in _by_date(deal.history):
        if "stage" in entry or "status" in entry or "pipeline" in entry:
            status, pipeline, stage = after
            after = Standing(entry.get("status", status), entry.get("pipeline", pipeline), entry.get("stage", stage))
        yield place, entry, before, after
        before = after


def _by_date(entries: Sequence[DealEntry]) -> Iterable[tuple[int, DealEntry]]:
    """The entries by date, each with its place in the file; nothing is sorted that is in order."""
    day = date.min
    for entry in entries:
        if entry["date"] < day:
            return sorted(enumerate(entries), key=lambda pair: pair[1]["date"])
        day = entry["date"]
    return enumerate(entries)


def _unsaid(deal: Opportunity, key: str) -> str | None:
    """The present value of a key that no entry mentions; what is mentioned is not known before."""
    for entry in deal.history:
        if key in entry:
            return None
    value: str | None = getattr(deal, key)
    return value


def pushes(deal: Opportunity, day: date) -> int:
    """How often the expected close was moved to a later day while the deal was open, up to and including `day`.

    The reopening entry and a first date are not pushes.
    """
    count, status, expected = 0, "open", None
    for entry in ordered(deal.history):
        if entry["date"] > day:
            break
        before, status = status, entry.get("status", status)
        due = entry.get("expected_close", expected)
        if status == "open" and before == "open" and due and expected and due > expected:
            count += 1
        expected = due
    return count
