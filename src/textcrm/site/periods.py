"""Periods in words: fiscal quarters, months and years as people name them."""

from __future__ import annotations

from datetime import date

from textcrm.model.periods import EVER, Period
from textcrm.site.facts import Facts


def quarter_label(facts: Facts, period: Period) -> str:
    """`Fourth quarter 2026`; of a fiscal year that is no calendar year, `Fourth fiscal quarter 2026`."""
    _ = facts.words.gettext
    year, number = (period.name or "0000-Q1").split("-Q")
    if facts.settings.fiscal_year_start == 1:
        named = (
            _("First quarter %(year)s", year=year),
            _("Second quarter %(year)s", year=year),
            _("Third quarter %(year)s", year=year),
            _("Fourth quarter %(year)s", year=year),
        )
    else:
        named = (
            _("First fiscal quarter %(year)s", year=year),
            _("Second fiscal quarter %(year)s", year=year),
            _("Third fiscal quarter %(year)s", year=year),
            _("Fourth fiscal quarter %(year)s", year=year),
        )
    return named[int(number) - 1]


def short_quarter(facts: Facts, period: Period) -> str:
    """`Q4 2026`."""
    year, number = (period.name or "0000-Q1").split("-Q")
    return facts.words.gettext("Q%(number)s %(year)s", number=number, year=year)


def day_of(facts: Facts, period: Period) -> str:
    """`day 54 of 92`."""
    _, number = facts.words.gettext, facts.say.number
    elapsed = period.elapsed(facts.as_of)
    return _(
        "%(period)s, day %(day)s of %(days)s",
        period=quarter_label(facts, period),
        day=number(elapsed),
        days=number(period.days),
    )


def between(first: date | None, last: date | None) -> str:
    """The days as a filter has them: `2026-10-01..2026-12-31`, either side open."""
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"


def span(period: Period) -> str:
    """The period as a filter has it."""
    return between(
        None if period.first == EVER.first else period.first, None if period.last == EVER.last else period.last
    )
