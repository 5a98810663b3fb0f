"""The words round the figures: titles that say of when and of whom, labels of ids, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from textcrm.locale.formats import formats
from textcrm.metrics.proportions import FEW, TOO_FEW, Proportion
from textcrm.metrics.totals import OpenTotal, Total
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period
from textcrm.model.settings import Settings
from textcrm.reports.asked import Asked

#: So many records are named where some are left out.
_NAMED: Final = 3


def title(what: str, book: Book, asked: Asked, period: Period | None = None, *, has_money: bool = True) -> str:
    """What it is, of which period, as of when, in which currency, of whom."""
    when = f", {period_words(period, book.settings)}" if period else ""
    day = formats(book.settings.locale).day(asked.as_of)
    money = f", amounts in {book.settings.currency}" if has_money else ""
    return f"{what}{when}, as of {day}{money}{_of_whom(book, asked)}"


def _of_whom(book: Book, asked: Asked) -> str:
    line = book.settings.pipeline(asked.scope.pipeline) if asked.scope.pipeline else None
    only = [member_name(asked.scope.owner, book)] if asked.scope.owner else []
    only += [f"the pipeline {line.label}"] if line else []
    return f"; only {' and '.join(only)}" if only else ""


def period_words(period: Period, settings: Settings) -> str:
    """`2026-Q4 (01/10/2026 to 31/12/2026)`, `all time`, `since 01/10/2026`."""
    if period == EVER:
        return "all time"
    day = formats(settings.locale).day
    if period.last == EVER.last:
        return f"since {day(period.first)}"
    days = f"up to {day(period.last)}" if period.first == EVER.first else f"{day(period.first)} to {day(period.last)}"
    return f"{period.name} ({days})" if period.name else days


def counted(number: int, noun: str, settings: Settings, plural: str | None = None) -> str:
    """`1 deal`, `1.084 deals`, `no deals`."""
    written = formats(settings.locale).number(number) if number else "no"
    return f"{written} {noun if number == 1 else plural or f'{noun}s'}"


def member_name(id: str | None, book: Book) -> str:
    """The name of a member of the team; the id where there is no such record."""
    if id is None:
        return "Nobody"
    return book.team[id].name if id in book.team else id


def pipeline_name(id: str | None, settings: Settings) -> str | None:
    """The name of a pipeline; the id of one that the settings do not know."""
    line = settings.pipeline_by_id.get(id or "")
    return line.label if line else id


def stage_name(pipeline: str | None, stage: str | None, settings: Settings) -> str:
    """The name of a stage; the id of one that the settings do not know."""
    known = settings.stage(pipeline, stage)
    return known.label if known else stage or "Stage not known"


def listed_name(kind: str, id: str | None, settings: Settings, unknown: str = "Not known") -> str:
    """The name of an entry of a list of the settings, such as `sources`."""
    known = settings.legal[kind].get(id or "")
    return known.label if known else id or unknown


def reason_name(status: str, id: str | None, settings: Settings) -> str:
    """The name of a reason."""
    known = settings.reason_by_id[status].get(id or "")
    return known.label if known else id or "Not given"


def company_name(id: str | None, book: Book) -> str:
    """The name of a company, such as a competitor."""
    return book.companies[id].name if id and id in book.companies else id or "Not named"


def left_out(whole: Total, settings: Settings) -> tuple[str, ...]:
    """Sentences on the deals that are counted, and whose money is in no sum."""
    notes = [
        _left_out(whole.without_amount, "without an amount: counted, but in no sum", settings),
        _left_out(whole.without_rate, "in a currency without an exchange rate: counted, but in no sum", settings),
    ]
    if isinstance(whole, OpenTotal):
        notes.append(
            _left_out(whole.without_probability, "in no known stage and without a chance: not weighted", settings)
        )
    return tuple(note for note in notes if note)


def _left_out(ids: Sequence[str], why: str, settings: Settings) -> str:
    return f"{counted(len(ids), 'deal', settings)} {why} ({named(ids, settings)})." if ids else ""


def named(ids: Sequence[str], settings: Settings) -> str:
    """The first few, and how many more."""
    more = f" and {formats(settings.locale).number(len(ids) - _NAMED)} more" if len(ids) > _NAMED else ""
    return f"{', '.join(ids[:_NAMED])}{more}"


def not_counted(
    uncounted: Sequence[str], undated: Sequence[str], what: str, event: str, settings: Settings
) -> tuple[str, ...]:
    """Sentences on records that are in no figure at all."""
    notes = []
    if uncounted:
        why = f"{'given up' if what == 'lead' else 'closed'} for a reason that does not count, such as a duplicate"
        notes.append(f"Left out: {counted(len(uncounted), what, settings)} {why} ({named(uncounted, settings)}).")
    if undated:
        why = f"{event} on no known day"
        notes.append(f"Left out: {counted(len(undated), what, settings)} {why} ({named(undated, settings)}).")
    return tuple(notes)


def on_rates(proportions: Sequence[Proportion], of: str) -> tuple[str, ...]:
    """Sentences on why some rates are not shown, and what stands beside the others."""
    notes = []
    if any(0 < one.n < TOO_FEW for one in proportions):
        notes.append(f"A rate of fewer than {TOO_FEW} {of} is not shown: it would say nothing.")
    if any(TOO_FEW <= one.n < FEW for one in proportions):
        notes.append(f"Likely range: with so few {of} the true rate may lie anywhere in it; 8 times out of 10 it does.")
    return tuple(notes)


def of_words(proportion: Proportion, settings: Settings) -> str:
    """`53 of 1.084`."""
    number = formats(settings.locale).number
    return f"{number(proportion.k)} of {number(proportion.n)}"


def rate_words(proportion: Proportion, settings: Settings) -> str:
    """`63,2%, 53 of 84` and, of few, `60,0% (likely 33–82%), 3 of 5`; of too few the counts alone."""
    forms, counts = formats(settings.locale), of_words(proportion, settings)
    if not proportion.tells_a_rate or proportion.low is None or proportion.high is None:
        return counts
    low, high, middle = (Decimal(share) for share in (proportion.low, proportion.high, proportion.k / proportion.n))
    likely = f" (likely {forms.shares(low, high)})" if proportion.needs_interval else ""
    return f"{forms.share(middle)}{likely}, {counts}"
