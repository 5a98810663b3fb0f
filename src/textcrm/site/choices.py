"""Choices: the ways in which the rows of any table may be chosen by what its rows are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from textcrm.model.periods import Period, period_on, preceding
from textcrm.site.facts import Facts
from textcrm.site.grid import Facet, Row
from textcrm.site.order import name_order
from textcrm.site.periods import between, short_quarter, span


def telling(rows: Sequence[Row], *facets: Facet) -> tuple[Facet, ...]:
    """All of them; offered are those that tell two of the rows apart."""
    return tuple(replace(one, is_offered=len({row.facets.get(one.key) for row in rows}) > 1) for one in facets)


def used(rows: Sequence[Row], key: str) -> set[str]:
    """The values that the rows have for a facet."""
    return {value for row in rows for value in row.facets.get(key, ())}


def choice(rows: Sequence[Row], key: str, label: str, options: Sequence[tuple[str, str]]) -> Facet:
    """A facet with those of the options, in their order, that some row has."""
    there = used(rows, key)
    return Facet(key, label, tuple(one for one in options if one[0] in there))


def by_owner(facts: Facts, rows: Sequence[Row], key: str = "owner", label: str = "") -> Facet:
    """By who has it, in the order of names, those that nobody has last."""
    _ = facts.words.gettext
    return _named(rows, key, label or _("Owner"), lambda one: facts.label("team", one), _("nobody"))


def by_source(facts: Facts, rows: Sequence[Row]) -> Facet:
    """By where it came from."""
    _ = facts.words.gettext
    return _named(rows, "source", _("Source"), lambda one: facts.entry_label("sources", one), _("not known"))


def by_campaign(facts: Facts, rows: Sequence[Row]) -> Facet:
    """By campaign."""
    _ = facts.words.gettext
    return _named(rows, "campaign", _("Campaign"), lambda one: facts.entry_label("campaigns", one), _("none"))


def by_competitor(facts: Facts, rows: Sequence[Row]) -> Facet:
    """By competitor in the way."""
    _ = facts.words.gettext
    return _named(rows, "competitor", _("Competitor"), lambda one: facts.label("companies", one), _("none"))


def by_tag(facts: Facts, rows: Sequence[Row]) -> Facet:
    """By tag."""
    _ = facts.words.gettext
    return _named(rows, "tag", _("Tag"), str, _("none"))


def by_pipeline(facts: Facts, rows: Sequence[Row]) -> Facet:
    """By pipeline, in the order of the settings."""
    options = [(line.id, line.label) for line in facts.settings.pipelines]
    return choice(rows, "pipeline", facts.words.gettext("Pipeline"), options)


def by_day(facts: Facts, rows: Sequence[Row], key: str, label: str) -> Facet:
    """By the month, the quarters and the years up to the day in which any of the rows lies, and without a day."""
    days = used(rows, key)
    options = tuple((value, named) for value, named in _periods(facts) if any(_holds(value, day) for day in days))
    return Facet(key, label, options, "period")


def _named(rows: Sequence[Row], key: str, label: str, name: Callable[[str], str], none: str) -> Facet:
    there = used(rows, key)
    known = sorted(((id, name(id)) for id in there if id), key=lambda one: name_order(one[1], one[0]))
    return Facet(key, label, (*known, *((("", none),) if "" in there else ())))


def _holds(wanted: str, day: str) -> bool:
    """As the script has it: ISO days compare as texts."""
    first, dots, last = wanted.partition("..")
    return wanted == day if not dots else bool(day) and first <= day and (not last or day <= last)


def _periods(facts: Facts) -> Iterator[tuple[str, str]]:
    _, start, today = facts.words.gettext, facts.settings.fiscal_year_start, facts.as_of
    quarter, year = facts.period, period_on(today, "year", start)
    last = preceding(year, start)
    yield between(today - timedelta(days=29), today), _("last 30 days")
    for one in (quarter, preceding(quarter, start)):
        yield span(one), short_quarter(facts, one)
    for one in (year, last):
        yield span(one), _year(facts, one)
    yield between(None, _before(last)), _("before %(year)s", year=_year(facts, last))
    yield "", _("not known")


def _year(facts: Facts, year: Period) -> str:
    """`2026`; of a fiscal year that is no calendar year, `FY 2026`."""
    name = year.name or ""
    return name if facts.settings.fiscal_year_start == 1 else facts.words.gettext("FY %(year)s", year=name)


def _before(period: Period) -> date:
    return period.first - timedelta(days=1)
