"""Activities: how much of what was done, by whom, in which week; and which open deals nobody is at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from textcrm.metrics.deals import deals_on
from textcrm.model.book import Book
from textcrm.model.periods import Period
from textcrm.model.records import Activity

#: An open deal without any activity for so many days is left alone.
QUIET_DAYS = 14


@dataclass(frozen=True, slots=True, order=True)
class ActivityCount:
    """How many activities of a type a member did in a week, an ISO 8601 one such as `2026-W48`."""

    member: str
    week: str
    type: str
    count: int


@dataclass(frozen=True, slots=True)
class Activities:
    """What was done in a period, and how many activities of it are only planned.

    Volume is no outcome: it stands beside money and is never added to it.
    """

    counts: tuple[ActivityCount, ...]
    planned: int

    @property
    def total(self) -> int:
        """How many activities were done."""
        return sum(row.count for row in self.counts)

    def by(self, *keys: str) -> tuple[tuple[tuple[str, ...], int], ...]:
        """The counts summed by some of `member`, `week`, `type`, in that order, sorted."""
        sums: Counter[tuple[str, ...]] = Counter()
        for row in self.counts:
            sums[tuple(getattr(row, key) for key in keys)] += row.count
        return tuple(sorted(sums.items()))


def activities(book: Book, as_of: date, period: Period) -> Activities:
    """The activities of the period, up to the end of the day; a type counts under its id of today.

    Planned ones are not done, whatever their day; one dated after the day is not done yet.
    """
    counted = Counter(
        (one.member, iso_week(one.date.day), _type(book, one)) for one in _in(book, period) if is_done(one, as_of)
    )
    rows = (ActivityCount(*key, count) for key, count in counted.items())
    return Activities(tuple(sorted(rows)), sum(one.planned for one in _in(book, period)))


def is_done(activity: Activity, as_of: date) -> bool:
    """Whether the activity took place by the end of the day."""
    return not activity.planned and activity.date.day <= as_of


def iso_week(day: date) -> str:
    """The week of the day by ISO 8601: from Monday, and of the year that its Thursday lies in."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _in(book: Book, period: Period) -> Iterator[Activity]:
    return (one for one in book.activities if one.date.day in period)


def _type(book: Book, activity: Activity) -> str:
    known = book.settings.legal["activity_types"].get(activity.type)
    return known.id if known else activity.type


@dataclass(frozen=True, slots=True)
class Neglected:
    """Open deals, by id, without any activity in the last days, and without a next step."""

    without_activity: tuple[str, ...]
    without_next_step: tuple[str, ...]


def neglected(book: Book, as_of: date, days: int = QUIET_DAYS) -> Neglected:
    """The deals open at the end of the day at which nobody did anything in the last `days`, the day itself included.

    Any activity counts, also one that is no touch; planned ones do not. Next steps are those written now.
    """
    last_days, deals = Period(as_of - timedelta(days=days - 1), as_of), deals_on(book, as_of).open
    active = {one.opportunity for one in _in(book, last_days) if is_done(one, as_of)}
    return Neglected(
        tuple(deal.id for deal in deals if deal.id not in active),
        tuple(deal.id for deal in deals if deal.record.next_step is None),
    )
