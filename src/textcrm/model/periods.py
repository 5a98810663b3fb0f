"""Periods: spans of days, and the company's fiscal years, quarters and months by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["year", "quarter", "month"]

_NAME = re.compile(r"(?P<year>[0-9]{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `name` is what settings and folders call it, if anything."""

    first: date
    last: date
    name: str | None = None

    def __contains__(self, day: date | None) -> bool:
        """Whether the day lies in the period; an unknown day lies in none."""
        return day is not None and self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last - self.first).days + 1

    def elapsed(self, day: date) -> int:
        """How many of its days have gone by at the end of `day`: from none to all of them."""
        return min(max((day - self.first).days + 1, 0), self.days)


#: Every day there is.
EVER = Period(date.min, date.max)


def fiscal_period(name: str, start: int) -> Period:
    """The period called `2026`, `2026-Q4` or `2026-11`, where fiscal years begin in month `start`, 1 to 12.

    A fiscal year is named after the calendar year it ends in; its quarters count from its first month; months are those
    of the calendar. Raises `ValueError` for any other name.
    """
    parts = _NAME.fullmatch(name)
    if not parts or parts["year"] == "0000":
        raise ValueError(f"{name!r} is not a fiscal period such as 2026, 2026-Q4 or 2026-11")
    year = int(parts["year"])
    if parts["month"]:
        return _months(year, int(parts["month"]), 1, name)
    begins = year if start == 1 else year - 1
    if parts["quarter"]:
        return _months(begins, start + 3 * (int(parts["quarter"]) - 1), 3, name)
    return _months(begins, start, 12, name)


def period_on(day: date, unit: Unit, start: int) -> Period:
    """The fiscal year, quarter or calendar month that the day lies in; fiscal years begin in month `start`."""
    if unit == "month":
        return fiscal_period(f"{day:%Y-%m}", start)
    year = day.year + (1 if 1 < start <= day.month else 0)
    if unit == "year":
        return fiscal_period(f"{year:04}", start)
    return fiscal_period(f"{year:04}-Q{(day.month - start) % 12 // 3 + 1}", start)


def following(period: Period, start: int) -> Period:
    """The next period of the same unit; raises `ValueError` for one without a name."""
    return period_on(period.last + _DAY, _unit(period), start)


def preceding(period: Period, start: int) -> Period:
    """The period of the same unit before this one; raises `ValueError` for one without a name."""
    return period_on(period.first - _DAY, _unit(period), start)


def months(period: Period, as_of: date) -> Iterator[Period]:
    """The calendar months that the period touches, whole ones, up to the month of `as_of`; earliest first."""
    last = min(period.last, as_of)
    month = period_on(period.first, "month", 1)
    while month.first <= last:
        yield month
        month = following(month, 1)


def _unit(period: Period) -> Unit:
    if period.name is None:
        raise ValueError("a period without a name has no neighbours")
    return "year" if len(period.name) == len("2026") else "quarter" if "Q" in period.name else "month"


def _months(year: int, month: int, count: int, name: str) -> Period:
    """So many months from a month on, which may lie past December."""
    return Period(_first_of(year, month), _first_of(year, month + count) - _DAY, name)


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
