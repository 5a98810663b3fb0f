"""What a report is asked: the day, the period, the owner, the pipeline; and what is wrong with the asking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NoReturn

from textcrm.errors import UsageError
from textcrm.likeness.spelling import closest
from textcrm.metrics.deals import deals_on
from textcrm.metrics.leads import leads_on
from textcrm.metrics.scope import narrowed
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period, Unit, fiscal_period, period_on, preceding
from textcrm.model.records import Lead, Opportunity
from textcrm.model.settings import Settings
from textcrm.model.values import YEARS, shown
from textcrm.reports.report import EVERYTHING, Scope

#: So many choices are named in a refusal.
_NAMED: Final = 12
_RANGE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})?")
#: Periods by a word, from the day that counts as today and the month that fiscal years begin in.
WORDS: Final[Mapping[str, Callable[[date, int], Period]]] = {
    "all": lambda _day, _start: EVER,
    "this-month": lambda day, start: period_on(day, "month", start),
    "this-quarter": lambda day, start: period_on(day, "quarter", start),
    "this-year": lambda day, start: period_on(day, "year", start),
    "last-month": lambda day, start: preceding(period_on(day, "month", start), start),
    "last-quarter": lambda day, start: preceding(period_on(day, "quarter", start), start),
    "last-year": lambda day, start: preceding(period_on(day, "year", start), start),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the day that counts as today, and what it is narrowed to.

    Without a `period` each report takes the one that suits it; `by` is the length of the periods of a forecast.
    """

    as_of: date
    period: Period | None = None
    scope: Scope = EVERYTHING
    by: Unit | None = None


def read_period(text: str, as_of: date, settings: Settings) -> Period:
    """The period of that name: fiscal (`2026`, `2026-Q4`, `2026-11`), from day to day, or one of `WORDS`.

    Either day of `2026-01-01..2026-03-31` may be left out. Raises `UsageError` for any other text.
    """
    start, words = settings.fiscal_year_start, text.strip()
    try:
        if words.lower() in WORDS:
            return _possible(WORDS[words.lower()](as_of, start))
        days = _RANGE.fullmatch(words)
        return _possible(_between(days[1], days[2]) if days else fiscal_period(words.upper(), start))
    except (ValueError, OverflowError):
        near = closest(words, WORDS, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        forms = "2026, 2026-Q4, 2026-11, 2026-01-01..2026-03-31"
        raise UsageError(f"{shown(text)} is no period; {hint}write {forms} or one of: {', '.join(WORDS)}") from None


def _between(first: str | None, last: str | None) -> Period:
    days = date.fromisoformat(first) if first else EVER.first, date.fromisoformat(last) if last else EVER.last
    if days[0] > days[1]:
        raise UsageError(f"the period {first}..{last}: its first day is after its last; write {last}..{first}")
    return Period(*days)


def _possible(period: Period) -> Period:
    """The period, if its days are such as records hold; who counts on from them never leaves the calendar."""
    for day, end in ((period.first, EVER.first), (period.last, EVER.last)):
        if day != end and not YEARS[0] <= day.year <= YEARS[1]:
            raise ValueError("the period is beyond the years that records know")
    return period


def read_scope(book: Book, owner: str | None, pipeline: str | None) -> Scope:
    """The scope of an owner and a pipeline, the latter by its id of today; raises `UsageError` for unknown ones."""
    line = book.settings.pipeline_by_id.get(pipeline) if pipeline else None
    if pipeline and line is None:
        _refuse("pipeline", pipeline, [one.id for one in book.settings.pipelines])
    if owner and owner not in (people := _people(book)):
        _refuse("owner", owner, sorted(people))
    return Scope(owner or None, line.id if line else None)


def _people(book: Book) -> set[str]:
    """The team, and whoever else owns or owned something, such as somebody whose file is gone."""
    records: list[Opportunity | Lead] = [*book.opportunities.values(), *book.leads.values()]
    named = {record.owner for record in records}
    named |= {entry.get("owner") for record in records for entry in record.history}
    return {*book.team, *(one for one in named if one)}


def _refuse(what: str, word: str, choices: Iterable[str]) -> NoReturn:
    known = list(choices)
    near = closest(word, known, 1)
    hint = f"; did you mean {near[0]}?" if near else "."
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    there = f"There are: {', '.join(known[:_NAMED])}{more}" if known else "There are none"
    raise UsageError(f"no {what} {shown(word)}{hint} {there}")


def scoped(book: Book, asked: Asked) -> Book:
    """The part of the book that the scope leaves."""
    if asked.scope == EVERYTHING:
        return book
    return narrowed(book, asked.as_of, owner=asked.scope.owner, pipeline=asked.scope.pipeline)


@dataclass(frozen=True, slots=True)
class Expected:
    """A book with only the open deals that are expected to close in a period; how many others there are, by why."""

    book: Book
    outside: int
    undated: int


def expected_in(book: Book, asked: Asked) -> Expected:
    """The part of the book whose open deals are expected to close in the period asked for; all of it without one."""
    if asked.period is None or asked.period == EVER:
        return Expected(book, 0, 0)
    deals = deals_on(book, asked.as_of).open
    within = {deal.id: deal.record for deal in deals if deal.state.expected_close in asked.period}
    undated = sum(deal.state.expected_close is None for deal in deals)
    return Expected(replace(book, opportunities=within), len(deals) - len(within) - undated, undated)


def began(book: Book, as_of: date) -> date:
    """The first day on which a deal or a lead is known to have been created or closed; the day itself without any."""
    deals, leads = deals_on(book, as_of).all, leads_on(book, as_of).all
    days = [day for deal in deals for day in (deal.created, deal.closed_on) if day]
    days += [lead.created for lead in leads if lead.created]
    return min(days, default=as_of)


def dated(period: Period, book: Book, as_of: date) -> Period:
    """The period from the first day of the book on and to the day itself, for those who go through it bit by bit."""
    first = max(period.first, began(book, as_of))
    return Period(first, max(min(period.last, as_of), first), period.name)
