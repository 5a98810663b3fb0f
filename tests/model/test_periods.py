"""Periods by name, by day, and beside each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.model.periods import Period, Unit, fiscal_period, following, months, period_on, preceding

UNITS: tuple[Unit, ...] = ("year", "quarter", "month")


@pytest.mark.parametrize(
    ("name", "start", "first", "last"),
    [
        ("2026", 1, "2026-01-01", "2026-12-31"),
        ("2026-Q1", 1, "2026-01-01", "2026-03-31"),
        ("2026-Q4", 1, "2026-10-01", "2026-12-31"),
        ("2024-02", 1, "2024-02-01", "2024-02-29"),
        ("2026", 4, "2025-04-01", "2026-03-31"),
        ("2026-Q1", 4, "2025-04-01", "2025-06-30"),
        ("2026-Q4", 4, "2026-01-01", "2026-03-31"),
        ("2026-Q2", 11, "2026-02-01", "2026-04-30"),
        ("2026-11", 4, "2026-11-01", "2026-11-30"),
        ("2026-12", 12, "2026-12-01", "2026-12-31"),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_it_ends_in(name: str, start: int, first: str, last: str) -> None:
    assert fiscal_period(name, start) == Period(date.fromisoformat(first), date.fromisoformat(last), name)


@pytest.mark.parametrize(
    "name", ["", "26", "2026-Q5", "2026-13", "2026-1", "2026-q4", "2026Q4", "0000", " 2026", "2026\n"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a fiscal period"):
        fiscal_period(name, 1)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(UNITS), st.integers(1, 12))
def test_every_day_lies_in_the_period_it_is_in(day: date, unit: Unit, start: int) -> None:
    period = period_on(day, unit, start)
    assert day in period
    assert period.name is not None
    assert fiscal_period(period.name, start) == period
    assert preceding(following(period, start), start) == period
    assert (following(period, start).first - period.last).days == 1


def test_a_period_without_a_name_has_no_neighbours() -> None:
    with pytest.raises(ValueError, match="without a name"):
        following(Period(date(2026, 1, 1), date(2026, 1, 2)), 1)


def test_both_bounds_belong_and_an_unknown_day_does_not() -> None:
    period = fiscal_period("2026-11", 1)
    days = (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1), None)
    assert [day in period for day in days] == [False, True, True, False, False]
    assert [period.elapsed(day) for day in days if day] == [0, 1, 30, 30]
    assert period.days == 30


def test_months_are_whole_and_end_with_the_day() -> None:
    spring = Period(date(2026, 1, 15), date(2026, 4, 2))
    assert [month.name for month in months(spring, date(2026, 12, 31))] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert [month.name for month in months(spring, date(2026, 2, 1))] == ["2026-01", "2026-02"]
    assert list(months(spring, date(2025, 12, 31))) == []
