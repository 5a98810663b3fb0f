"""Time between moments of the company's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from textcrm.model.values import Moment


def is_before(one: Moment, other: Moment) -> bool:
    """Whether one moment is certainly before the other: of two on a day, only where both have a time of day."""
    if one.day != other.day or one.clock is None or other.clock is None:
        return one.day < other.day
    return one.clock < other.clock


def minutes_between(start: Moment, end: Moment, zone: ZoneInfo) -> int | None:
    """Whole minutes from start to end, clock changes counted; `None` where one is a bare day."""
    if start.clock is None or end.clock is None:
        return None
    return _minutes(_instant(start.day, start.clock, zone), _instant(end.day, end.clock, zone))


def minutes_to_midnight(start: Moment, day: date, zone: ZoneInfo) -> int | None:
    """Whole minutes from start to the midnight that ends `day`; `None` where start is a bare day."""
    if start.clock is None:
        return None
    return _minutes(_instant(start.day, start.clock, zone), _instant(day + timedelta(days=1), time.min, zone))


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    # In UTC, since the difference of two times of one zone ignores its clock changes.
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _minutes(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(minutes=1)
