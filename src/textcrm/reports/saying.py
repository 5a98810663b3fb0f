"""How a card says things: days and how far off they are, money, people, and what happened, in the order it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from textcrm.findings import Finding
from textcrm.locale.formats import Formats, formats
from textcrm.model.book import Book
from textcrm.model.history import ABOUT
from textcrm.model.records import Activity, Company, Contact, Lead, Opportunity
from textcrm.model.settings import Settings
from textcrm.model.values import Moment
from textcrm.reports.card import Block, Event, Row

#: The keys of a history's entries whose values are ids of what, and in which words they change.
_IDS: Final = {"owner": "team", "competitor": "companies"}
_WAYS: Final = {"inbound": "from", "outbound": "to"}
_CHANGES: Final = {"expected_close": "close", "recontact_on": "contact again"}


@dataclass(frozen=True)
class Saying:
    """Words for what a book holds, as of a day."""

    book: Book
    as_of: date

    @property
    def settings(self) -> Settings:
        """The company's settings."""
        return self.book.settings

    @cached_property
    def forms(self) -> Formats:
        """The forms of the company's locale."""
        return formats(self.settings.locale)

    def money(self, amount: Decimal, currency: str | None = None) -> str:
        """`14,200.00 USD`."""
        code = currency or self.settings.currency
        return f"{self.forms.money(amount, code)} {code}"

    def day(self, day: date | Moment) -> str:
        """The day, with the time where it is known."""
        if isinstance(day, Moment):
            return self.day(day.day) + (f" {day.clock:%H:%M}" if day.clock else "")
        return self.forms.day(day)

    def due(self, day: date) -> str:
        """`25/11/2026, in 2 days`."""
        return f"{self.day(day)}, {self.off(day)}"

    def off(self, day: date) -> str:
        """`today`, `in 2 days`, `2 days ago`."""
        days = (day - self.as_of).days
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}
        return near.get(days) or (f"in {self.days(days)}" if days > 0 else f"{self.days(-days)} ago")

    def days(self, count: int) -> str:
        """`1 day`, `1.301 days`."""
        return f"{self.forms.number(count)} day" + ("" if count == 1 else "s")

    def chance(self, percent: int) -> str:
        """`80%`."""
        return self.forms.share(Decimal(percent) / 100, 0)

    def name(self, kind: str, id: str | None) -> str | None:
        """The name of a record; the id of one that is not there."""
        record = self.book.all(kind).get(id) if id else None
        return (record.name or id) if record else id

    def entry(self, key: str, id: str | None) -> str | None:
        """The name of an entry of a list of the settings."""
        known = self.settings.legal[key].get(id or "")
        return known.label if known else id

    def reason(self, status: str, id: str | None) -> str | None:
        """The name of a reason for an outcome."""
        known = self.settings.reason_by_id.get(status, {}).get(id or "")
        return known.label if known else id

    def reach(self, record: Contact | Company | Lead) -> str | None:
        """Phones and e-mails, phones first."""
        return " · ".join((*record.phone, *record.email)) or None


def words(name: str) -> str:
    """The name of a field or an id in words: `Delivery city`."""
    plain = name.replace("_", " ").replace("-", " ")
    return plain[:1].upper() + plain[1:]


def happened(
    activities: Iterable[Activity], saying: Saying, record: Opportunity | Lead | None = None
) -> Iterator[Block]:
    """Activities, and the history of a deal or lead, the latest first; what is planned stands above.

    Without such a record each activity says what it is about.
    """
    events = [_done(one, saying, says_about=record is None) for one in activities]
    events += _changes(record, saying) if record else ()
    events.sort(key=lambda one: (one.planned, one.day, one.clock or time.min), reverse=True)
    if events:
        yield Block("What happened", tuple(_event(one, saying) for one in events), long=True)


def _event(event: Event, saying: Saying) -> Row:
    late = event.planned and event.day < saying.as_of
    when = saying.day(Moment(event.day, event.clock))
    return Row(when, event.what, "bad" if late else "dim" if event.planned else "")


def _done(activity: Activity, saying: Saying, *, says_about: bool) -> Event:
    kind = saying.entry("activity_types", activity.type) or activity.type
    planned = "Planned: " if activity.planned else ""
    about = next((id for id in (activity.opportunity, activity.lead, activity.company) if id), None)
    of = f", {about}" if says_about and about else ""
    note = f": {' '.join(activity.note.split())}" if activity.note else ""
    what = f"{planned}{kind}{_whom(activity, saying)}{of}{note} ({activity.member})"
    return Event(activity.date.day, activity.date.clock, what, activity.planned)


def _whom(activity: Activity, saying: Saying) -> str:
    """`to Ana`, `from Ana`, `with Ana and Rui`."""
    people = " and ".join(saying.name("contacts", id) or id for id in activity.contacts)
    if not people:
        return f", {activity.direction}" if activity.direction else ""
    return f" {_WAYS.get(activity.direction or '', 'with')} {people}"


def _changes(record: Opportunity | Lead, saying: Saying) -> Iterator[Event]:
    """An event for each entry of the history, with what each change was before."""
    state: dict[str, Any] = {}
    entries: Sequence[Mapping[str, Any]] = record.history
    for entry in sorted(entries, key=lambda one: one["date"]):
        changed = {key: value for key, value in entry.items() if key not in ABOUT}
        parts = [_change(key, state.get(key), value, {**state, **changed}, saying) for key, value in changed.items()]
        said = ", ".join(part for part in parts if part) or "noted"
        seen = "Seen: " if entry.get("observed") else ""
        note = f": {' '.join(str(entry['note']).split())}" if entry.get("note") else ""
        by = f" ({entry['by']})" if entry.get("by") else ""
        yield Event(entry["date"], None, f"{seen}{said}{note}{by}")
        state.update(changed)


def _change(key: str, before: Any, after: Any, state: Mapping[str, Any], saying: Saying) -> str:
    if before == after or key == "currency":
        return ""
    then = "" if before is None else f"{_value(key, before, state, saying)} → "
    now = "not known" if after is None else _value(key, after, state, saying)
    bare = key in ("status", "stage", "pipeline")
    return f"{then}{now}" if bare else f"{_CHANGES.get(key, key)} {then}{now}"


def _value(key: str, value: Any, state: Mapping[str, Any], saying: Saying) -> str:
    if isinstance(value, Decimal):
        return saying.money(value, state.get("currency"))
    if isinstance(value, date):
        return saying.day(value)
    if key == "stage":
        stage = saying.settings.stage(state.get("pipeline"), value)
        return stage.label if stage else str(value)
    if key == "pipeline":
        line = saying.settings.pipeline(value)
        return line.label if line else str(value)
    if key == "reason":
        return saying.reason(str(state.get("status")), value) or str(value)
    name = saying.name(_IDS[key], value) if key in _IDS else None
    return name or (saying.chance(value) if key == "probability" else str(value).replace("_", " "))


def found(findings: Iterable[Finding]) -> Iterator[Block]:
    """What a check has to say of the record."""
    rows = tuple(Row(f"{one.severity} {one.code}", one.message, "bad") for one in findings)
    if rows:
        yield Block("Findings", rows)
