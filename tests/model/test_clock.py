"""Time between moments of a zone."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from textcrm.model.clock import is_before, minutes_between, minutes_to_midnight
from textcrm.model.values import Moment

LISBON = ZoneInfo("Europe/Lisbon")
DAY, NEXT = date(2026, 3, 28), date(2026, 3, 29)  # the night in which the clock goes forward


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        (Moment(DAY), Moment(NEXT), True),
        (Moment(DAY, time(9)), Moment(DAY, time(9, 1)), True),
        (Moment(DAY, time(9)), Moment(DAY, time(9)), False),
        (Moment(DAY), Moment(DAY, time(9)), False),
        (Moment(DAY, time(9)), Moment(DAY), False),
    ],
)
def test_before_is_said_only_where_it_is_certain(one: Moment, other: Moment, before: bool) -> None:  # noqa: FBT001  # a case
    assert is_before(one, other) is before


def test_minutes_are_those_that_passed() -> None:
    assert minutes_between(Moment(DAY, time(20)), Moment(NEXT, time(20)), LISBON) == 23 * 60
    assert minutes_between(Moment(DAY, time(20)), Moment(NEXT, time(20)), ZoneInfo("UTC")) == 24 * 60
    assert minutes_to_midnight(Moment(DAY, time(20)), NEXT, LISBON) == 27 * 60


def test_a_bare_day_gives_no_minutes() -> None:
    assert minutes_between(Moment(DAY), Moment(NEXT, time(20)), LISBON) is None
    assert minutes_between(Moment(DAY, time(20)), Moment(NEXT), LISBON) is None
    assert minutes_to_midnight(Moment(DAY), NEXT, LISBON) is None
