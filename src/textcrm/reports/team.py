"""The report `team`: each person's target, what they won, what they have open and what they have left undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from textcrm.metrics.activities import activities
from textcrm.metrics.agenda import When, agenda
from textcrm.metrics.deals import deals_on
from textcrm.metrics.leaderboard import leaderboard
from textcrm.metrics.outcomes import Outcomes, outcomes
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.quota import TEAM, target
from textcrm.metrics.totals import OpenTotal, Total, open_total
from textcrm.metrics.win_rates import win_rates
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period, Unit, period_on
from textcrm.model.settings import Settings
from textcrm.reports.asked import Asked, scoped
from textcrm.reports.figures import (
    Data,
    amount_cell,
    common,
    money,
    proportion,
    rate,
    rate_cells,
    share_cell,
    weighted_cell,
)
from textcrm.reports.report import Report, Scope
from textcrm.reports.wording import counted, left_out, member_name, not_counted, of_words, on_rates, period_words, title
from textcrm.tables import Cell, Column, Table

_UNITS: tuple[Unit, ...] = ("quarter", "month", "year")


@dataclass(frozen=True, slots=True)
class _Result:
    """What a member or the whole team won, was asked for, has open, did, and has not done in time."""

    won: Total
    target: Decimal | None
    open: OpenTotal
    win_rate: Proportion
    activities: int
    overdue: int


def team(book: Book, asked: Asked) -> Report:
    """The team by what was won in the period; win rates are of all time.

    Without a period it is the fiscal quarter of the day, else the month or the year, whichever has targets; without
    any, all time.
    """
    settings, part = book.settings, scoped(book, asked)
    period = asked.period or _usual(settings, asked.as_of)
    closed = outcomes(part, asked.as_of, period)
    results, whole = dict(_members(part, asked, period)), _whole(part, asked, period, closed)
    members = [_member(member, result, part, asked.as_of) for member, result in results.items()]
    data = {
        **common(book, asked, period),
        "members": members,
        "team": _figures(whole, settings.currency),
        "uncounted": len(closed.uncounted),
        "undated": len(closed.undated),
    }
    return Report(
        name="team",
        title=title("Team", book, asked, period),
        as_of=asked.as_of,
        period=period,
        currency=settings.currency,
        scope=asked.scope,
        tables=(
            _won(results, whole, part, asked, _on_won(results, whole, closed, asked.scope, settings)),
            _open(results, whole, part, asked, period),
        ),
        data=data,
        sheets={"members": members},
    )


def _usual(settings: Settings, as_of: date) -> Period:
    periods = (period_on(as_of, unit, settings.fiscal_year_start) for unit in _UNITS)
    return next((period for period in periods if settings.targets.get(period.name or "")), EVER)


def _members(book: Book, asked: Asked, period: Period) -> Iterator[tuple[str | None, _Result]]:
    """Everybody on the leaderboard, in its order; of a single owner only that one."""
    done = Counter({keys[0]: count for keys, count in activities(book, asked.as_of, period).by("member")})
    overdue = _overdue(book, asked.as_of)
    closed = {deal.owner for deal in deals_on(book, asked.as_of).closed}
    for row in leaderboard(book, asked.as_of, period, also={*closed, *done, *overdue}):
        if asked.scope.owner in (None, row.member):
            asked_of = None if asked.scope.pipeline else row.target
            yield (
                row.member,
                _Result(row.won, asked_of, row.open, row.win_rate, done[row.member or ""], overdue[row.member]),
            )


def _overdue(book: Book, as_of: date) -> Counter[str | None]:
    """How many next steps of each member are overdue."""
    return Counter(task.owner for task in agenda(book, as_of).at(When.OVERDUE) if task.why == "next-step")


def _whole(book: Book, asked: Asked, period: Period, closed: Outcomes) -> _Result:
    whose = asked.scope.owner or TEAM
    return _Result(
        closed.won,
        None if asked.scope.pipeline else target(book.settings, period, whose),
        open_total(deals_on(book, asked.as_of).open, book.settings),
        win_rates(book, asked.as_of, EVER).win_rate,
        activities(book, asked.as_of, period).total,
        sum(_overdue(book, asked.as_of).values()),
    )


def _member(member: str | None, result: _Result, book: Book, as_of: date) -> Data:
    return {
        "member": member,
        "name": member_name(member, book) if member else None,
        "has_left": _has_left(member, book, as_of),
        "left": str(book.team[member].left) if member and _has_left(member, book, as_of) else None,
        **_figures(result, book.settings.currency),
    }


def _has_left(member: str | None, book: Book, as_of: date) -> bool:
    left = book.team[member].left if member and member in book.team else None
    return left is not None and left <= as_of


def _figures(result: _Result, currency: str) -> Data:
    won, still_open = result.won, result.open
    return {
        "won_count": won.count,
        "won_amount": money(won.amount, currency),
        "target": money(result.target, currency),
        "attainment": rate(won.part_of(result.target)),
        "open_count": still_open.count,
        "open_amount": money(still_open.amount, currency),
        "open_weighted": money(still_open.weighted, currency),
        "win_rate": proportion(result.win_rate, "won", "closed"),
        "next_steps_overdue": result.overdue,
        "activities": result.activities,
        "without_amount": len(won.without_amount) + len(still_open.without_amount),
        "without_rate": len(won.without_rate) + len(still_open.without_rate),
    }


def _won(
    results: Mapping[str | None, _Result], whole: _Result, book: Book, asked: Asked, notes: tuple[str, ...]
) -> Table:
    return Table(
        "won",
        f"Won: {counted(whole.won.count, 'deal', book.settings)} of {_people(results, book, asked.as_of)}",
        (
            Column("member", "Who"),
            Column("won_count", "Won", "count"),
            Column("won_amount", "Amount won", "money"),
            Column("target", "Target", "money"),
            Column("attainment", "Reached", "share"),
            Column("rate", "Win rate", "share"),
            Column("closed", "Won of closed", "count"),
        ),
        tuple(
            (_who(member, book, asked.as_of), *_won_cells(result, book.settings)) for member, result in results.items()
        ),
        None if asked.scope.owner else ("Team", *_won_cells(whole, book.settings)),
        book.settings.currency,
        notes,
    )


def _open(results: Mapping[str | None, _Result], whole: _Result, book: Book, asked: Asked, period: Period) -> Table:
    count = counted(whole.open.count, "deal", book.settings)
    return Table(
        "open",
        f"Open: {count} as of the day; activities: {period_words(period, book.settings)}",
        (
            Column("member", "Who"),
            Column("open_count", "Open", "count"),
            Column("open_amount", "Amount open", "money"),
            Column("open_weighted", "Weighted", "money"),
            Column("next_steps_overdue", "Next steps overdue", "count"),
            Column("activities", "Activities", "count"),
        ),
        tuple(
            (_who(member, book, asked.as_of), *_open_cells(result))
            for member, result in results.items()
            if _is_busy(result) or not _has_left(member, book, asked.as_of)
        ),
        None if asked.scope.owner else ("Team", *_open_cells(whole)),
        book.settings.currency,
        left_out(whole.open, book.settings),
    )


def _people(results: Mapping[str | None, _Result], book: Book, as_of: date) -> str:
    """How many there are, and how many of the rows are of somebody who left; nobody is not one of them."""
    here = sum(member is not None and not _has_left(member, book, as_of) for member in results)
    left = sum(_has_left(member, book, as_of) for member in results)
    more = f" and {left} who left" if left else ""
    return f"{counted(here, 'person', book.settings, 'people')}{more}"


def _is_busy(result: _Result) -> bool:
    return bool(result.open.count or result.overdue or result.activities)


def _who(member: str | None, book: Book, as_of: date) -> str:
    return f"{member_name(member, book)}{' (left)' if _has_left(member, book, as_of) else ''}"


def _won_cells(result: _Result, settings: Settings) -> tuple[Cell, ...]:
    reached = share_cell(result.won.part_of(result.target))
    counts = of_words(result.win_rate, settings)
    rate = rate_cells(result.win_rate, settings)[0]
    return result.won.count, amount_cell(result.won), result.target, reached, rate, counts


def _open_cells(result: _Result) -> tuple[Cell, ...]:
    return result.open.count, amount_cell(result.open), weighted_cell(result.open), result.overdue, result.activities


def _on_won(
    results: Mapping[str | None, _Result], whole: _Result, closed: Outcomes, scope: Scope, settings: Settings
) -> tuple[str, ...]:
    has_targets = any(result.target is not None for result in (*results.values(), whole))
    return (
        "Win rate: of all deals closed so far, whenever that was.",
        *(("No targets: they are for all pipelines together.",) if scope.pipeline else ()),
        *(("No targets are set for this period.",) if not has_targets and not scope.pipeline else ()),
        *on_rates([result.win_rate for result in results.values()], "closed deals")[:1],
        *left_out(whole.won, settings),
        *not_counted(closed.uncounted, closed.undated, "deal", "closed", settings),
    )
