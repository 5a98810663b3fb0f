"""Records for tests of single numbers: a deal or a lead as its history leaves it, and books of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from textcrm.model.book import AnyRecord, Book
from textcrm.model.history import DEAL_FIELDS, LEAD_FIELDS, fold
from textcrm.model.periods import Period
from textcrm.model.records import Activity, Lead, Member, Opportunity
from textcrm.model.settings import (
    ActivityType,
    Campaign,
    Entry,
    Pipeline,
    Rates,
    Reason,
    ReasonSettings,
    Settings,
    Stage,
    entries,
)
from textcrm.model.values import Moment

#: The day that counts as today in these tests, a Monday, and the year it lies in.
AS_OF = date(2026, 11, 23)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "2026")

SALES = Pipeline(
    id="sales",
    stages=(
        Stage(id="proposal", probability=40, slow_days=30, rotten_days=10),
        Stage(id="contract", aliases=("agreement",), probability=90, forecast="commit", slow_days=30, rotten_days=10),
        Stage(id="trial", probability=50, retired=True),
    ),
)
SERVICE = Pipeline(id="service", aliases=("maintenance",), stages=(Stage(id="proposal", probability=60),))
SETTINGS = Settings(
    currency="BRL",
    pipelines=(SALES, SERVICE),
    sources=(Entry(id="website", aliases=("web",)), *entries(Entry, "trade-fair")),
    campaigns=(
        Campaign(id="fair-2026", aliases=("fair",), source="trade-fair", start=date(2026, 6, 1), cost=Decimal(900)),
        Campaign(id="letter-2026", start=date(2026, 3, 1), end=date(2026, 3, 31)),
        Campaign(id="fair-2027", start=date(2027, 6, 1)),
    ),
    reasons=ReasonSettings(
        won=entries(Reason, "service"),
        lost=(Reason(id="price", aliases=("too-dear",)), Reason(id="competitor", needs=("competitor",))),
        abandoned=entries(Reason, "no-answer"),
        cancelled=(Reason(id="duplicate", counts=False),),
        disqualified=(*entries(Reason, "no-need"), Reason(id="spam", counts=False)),
    ),
    activity_types=(ActivityType(id="call", touch=True, aliases=("phone",)), ActivityType(id="note")),
    exchange_rates=(
        Rates(day=date(2026, 1, 1), rates={"USD": Decimal("5.50")}),
        Rates(day=date(2026, 10, 1), rates={"USD": Decimal("5.00"), "EUR": Decimal(6)}),
    ),
    targets={"2026": {"team": Decimal(1000), "joana": Decimal(400)}},
)
TEAM = (Member(id="joana", name="Joana Prado"), Member(id="rui", name="Rui Tavares"))


def on(day: str, **changes: Any) -> dict[str, Any]:
    """An entry of a history; an amount may be a whole number, another day text."""
    return {"date": date.fromisoformat(day), **{key: _read(key, value) for key, value in changes.items()}}


def _read(key: str, value: Any) -> Any:
    if key == "amount" and value is not None:
        return Decimal(value)
    return date.fromisoformat(value) if key in ("expected_close", "recontact_on") and value else value


def deal(id: str, *history: dict[str, Any], **fields: Any) -> Opportunity:
    """A deal whose fields are what its history adds up to, and what is said beside it."""
    made: Any = {"status": "open", **_folded(history, DEAL_FIELDS)}
    made |= {key: _read(key, value) for key, value in fields.items()}
    entries: Any = tuple(history)
    return Opportunity(id=id, name=f"Deal {id}", history=entries, **made)


def lead(id: str, *history: dict[str, Any], created: str | None = None, **fields: Any) -> Lead:
    """A lead whose fields are what its history adds up to, and what is said beside it."""
    made: Any = {"status": "new", **_folded(history, LEAD_FIELDS), **fields}
    entries: Any = tuple(history)
    return Lead(id=id, name=f"Lead {id}", history=entries, created=at(created) if created else None, **made)


def _folded(history: Iterable[Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in fold(list(history)).items() if key in fields}


def at(text: str) -> Moment:
    """A day, or a day and a time of day."""
    day, _, clock = text.partition(" ")
    return Moment(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)


def did(when: str, type: str = "call", *, member: str = "joana", **about: Any) -> Activity:
    """An activity of a member."""
    return Activity(ref=f"activities/{member}/all", index=0, member=member, date=at(when), type=type, **about)


def book_of(*records: AnyRecord | Activity, **settings: Any) -> Book:
    """A book of these records, with the settings above but for what is said here."""
    by_kind: dict[str, Any] = {"team": {one.id: one for one in TEAM}}
    for record in records:
        if not isinstance(record, Activity):
            by_kind.setdefault(record.kind, {})[record.id] = record
    done = tuple(record for record in records if isinstance(record, Activity))
    return Book(settings=replace(SETTINGS, **settings), activities=done, **by_kind)


def won(id: str, day: str, amount: int | None = None, **fields: Any) -> Opportunity:
    """A deal opened on 2026-01-05 and won on that day."""
    return _closed(id, day, "won", amount, **fields)


def lost(id: str, day: str, amount: int | None = None, **fields: Any) -> Opportunity:
    """A deal opened on 2026-01-05 and lost on that day."""
    return _closed(id, day, "lost", amount, **fields)


def _closed(id: str, day: str, status: str, amount: int | None, **fields: Any) -> Opportunity:
    changes = {key: fields.pop(key) for key in ("reason", "competitor") if key in fields}
    opened = on("2026-01-05", status="open", stage="proposal", amount=amount)
    return deal(id, opened, on(day, status=status, **changes), **fields)
