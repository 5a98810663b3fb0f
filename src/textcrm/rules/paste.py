"""Lines of YAML that remedies offer for pasting."""

from __future__ import annotations

from datetime import date, timedelta

from textcrm.model.records import Lead, Opportunity
from textcrm.model.settings import Settings


def in_days(day: date, days: int) -> date:
    """The day so many days on, as a proposal; the last day there is where the calendar ends."""
    return day + min(timedelta(days), date.max - day)


def change(record: Opportunity | Lead, day: date, key: str, value: object) -> str:
    """The field's new line and, where the record keeps a history, the entry that goes to the end of it."""
    entry = f"\n  - {{date: {day}, {key}: {value}}}" if record.history else ""
    return f"{key}: {value}{entry}"


def change_asked(record: Opportunity | Lead) -> str:
    """What to do with the lines of `change`, as the end of a sentence."""
    return "with the entry at the end of `history`:" if record.history else "in the record:"


def touch(settings: Settings, day: date, about: str) -> str:
    """An entry of a journal, of the first type of activity that is a touch; `about` is `opportunity: <id>`, say."""
    types = (one.id for one in settings.activity_types if one.touch and not one.retired)
    return f"- {{date: {day}, type: {next(types, 'call')}, {about}}}"


def counted(number: int, noun: str) -> str:
    """`1 day`, `23 days`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
