"""The report `forecast`: what is won and what its owners expect, by quarter or month, against the targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from textcrm.errors import UsageError
from textcrm.locale.formats import formats
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.forecast_categories import ForecastCategories, forecast_categories
from textcrm.metrics.pipeline import WeightedPipeline, weighted_pipeline
from textcrm.metrics.quota import TEAM, Quota, target
from textcrm.metrics.totals import OpenTotal, open_total
from textcrm.metrics.win_rates import win_rates
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period, Unit, following, period_on
from textcrm.model.settings import Settings
from textcrm.reports import figures
from textcrm.reports.asked import Asked, scoped
from textcrm.reports.figures import (
    Data,
    amount_cell,
    common,
    money,
    period_name,
    rate,
    share_cell,
    span,
    sum_cell,
    weighted_cell,
)
from textcrm.reports.report import Report, Scope
from textcrm.reports.wording import counted, left_out, named, title
from textcrm.tables import Cell, Column, Table

#: Periods that are shown one by one; what is expected still later is a line of its own.
_MOST, _MOST_ASKED = 36, 120


@dataclass(frozen=True, slots=True)
class _Row:
    """A period: what is in it by category, weighted, and against its target."""

    quota: Quota
    weighted: WeightedPipeline

    @property
    def period(self) -> Period:
        return self.quota.categories.period

    @property
    def categories(self) -> ForecastCategories:
        return self.quota.categories


def forecast(book: Book, asked: Asked) -> Report:
    """The forecast categories by period, from the one of the day to the last expected close.

    Every open deal is in exactly one line: its period's, or `earlier`, `later`, `without_expected_close`. Overdue ones
    are in the line of the day they should have closed on, and counted beside it.
    """
    settings, part = book.settings, scoped(book, asked)
    rows = [_row(part, asked, period) for period in _periods(part, asked)]
    covered = Period(rows[0].period.first, rows[-1].period.last, rows[0].period.name if len(rows) == 1 else None)
    whole = weighted_pipeline(part, asked.as_of, covered)
    periods = [_period(row, settings.currency) for row in rows]
    data = {
        **common(book, asked, covered),
        "periods": periods,
        "earlier": figures.open_total(whole.before, settings.currency),
        "later": figures.open_total(whole.after, settings.currency),
        "without_expected_close": figures.open_total(whole.undated, settings.currency),
        "overdue": figures.open_total(_overdue(part, asked.as_of), settings.currency),
        "total": figures.open_total(whole.all, settings.currency),
        "required_coverage": rate(win_rates(part, asked.as_of, EVER).required_coverage),
    }
    return Report(
        name="forecast",
        title=title("Forecast", book, asked, asked.period),
        as_of=asked.as_of,
        period=asked.period,
        currency=settings.currency,
        scope=asked.scope,
        tables=(_table(rows, part, asked),),
        data=data,
        sheets={"periods": periods},
    )


def _periods(book: Book, asked: Asked) -> list[Period]:
    """The periods to show: the one asked for or what it is made of, else from today's to the last expected close."""
    start, bounds = book.settings.fiscal_year_start, asked.period or EVER
    unit: Unit | None = asked.by or ("quarter" if bounds == EVER or len(bounds.name or "") == len("2026") else None)
    if unit is None:
        return [bounds]
    due = [deal.state.expected_close for deal in deals_on(book, asked.as_of).open]
    last_due = max((day for day in due if day), default=asked.as_of)
    first = bounds.first if bounds.first != EVER.first else min(asked.as_of, bounds.last)
    last = bounds.last if bounds.last != EVER.last else max(last_due, asked.as_of, first)
    found = [_clipped(one, bounds) for one in islice(_through(first, last, unit, start), _MOST_ASKED + 1)]
    if len(found) > _MOST_ASKED and bounds != EVER:
        raise UsageError(f"a forecast shows at most {_MOST_ASKED} periods; ask for a shorter --period, or by year")
    return found[:_MOST] if bounds == EVER else found


def _through(first: date, last: date, unit: Unit, start: int) -> Iterator[Period]:
    period = period_on(first, unit, start)
    while period.first <= last:
        yield period
        period = following(period, start)


def _clipped(period: Period, bounds: Period) -> Period:
    """The part of the period within the bounds; cut short it has no name, and so no target."""
    first, last = max(period.first, bounds.first), min(period.last, bounds.last)
    return period if (first, last) == (period.first, period.last) else Period(first, last)


def _row(book: Book, asked: Asked, period: Period) -> _Row:
    categories = forecast_categories(book, asked.as_of, period)
    asked_of = Quota(
        asked.scope.owner or TEAM, _target(book.settings, asked.scope, period), categories, period.elapsed(asked.as_of)
    )
    return _Row(asked_of, weighted_pipeline(book, asked.as_of, period))


def _target(settings: Settings, scope: Scope, period: Period) -> Decimal | None:
    """The target of the owner or the team; none of a single pipeline, since targets are for all of them."""
    return None if scope.pipeline else target(settings, period, scope.owner or TEAM)


def _period(row: _Row, currency: str) -> Data:
    quota, categories, within = row.quota, row.categories, row.weighted.within
    return {
        **span(row.period),
        "closed": money(categories.closed.amount, currency),
        "commit": money(categories.commit.amount, currency),
        "best_case": money(categories.best_case.amount, currency),
        "pipeline": money(categories.pipeline.amount, currency),
        "omitted": money(categories.omitted.amount, currency),
        "weighted": money(within.weighted, currency),
        "target": money(quota.target, currency),
        "closed_count": categories.closed.count,
        "open_count": within.count,
        "weighted_without_omitted": money(row.weighted.likely.weighted, currency),
        "commit_forecast": money(categories.commit_forecast, currency),
        "best_case_forecast": money(categories.best_case_forecast, currency),
        "open_pipeline": money(categories.open_pipeline, currency),
        "attainment": rate(quota.attainment),
        "attainment_with_commit": rate(quota.attainment_with_commit),
        "gap": money(quota.gap, currency),
        "coverage": rate(quota.coverage),
        "elapsed": rate(quota.elapsed),
        "overdue": figures.open_total(row.weighted.overdue, currency),
        "without_amount": len(within.without_amount) + len(categories.closed.without_amount),
        "without_rate": len(within.without_rate) + len(categories.closed.without_rate),
        "without_probability": len(within.without_probability),
    }


def _table(rows: Sequence[_Row], book: Book, asked: Asked) -> Table:
    settings, deals = book.settings, deals_on(book, asked.as_of).open
    first, last = rows[0].period, rows[-1].period
    day = formats(settings.locale).day
    rest = (
        (f"Before {first.name or day(first.first)}", [deal for deal in deals if _is_due_before(deal, first.first)]),
        (f"After {last.name or day(last.last)}", [deal for deal in deals if _is_due_after(deal, last.last)]),
        ("Not said", [deal for deal in deals if deal.state.expected_close is None]),
    )
    others = [_open_line(label, found, settings) if found else None for label, found in rest]
    lines = [line for line in (others[0], *map(_line, rows), *others[1:]) if line]
    won = formats(settings.locale).number(sum(row.categories.closed.count for row in rows))
    return Table(
        "periods",
        f"By expected close: {counted(len(deals), 'open deal', settings)}, {won} won",
        (
            Column("period", "Closing in"),
            Column("closed", "Won", "money"),
            Column("commit", "Commit", "money"),
            Column("best_case", "Best case", "money"),
            Column("pipeline", "Pipeline", "money"),
            Column("omitted", "Omitted", "money"),
            Column("weighted", "Weighted", "money"),
            Column("target", "Target", "money"),
        ),
        tuple(lines),
        _total(lines) if len(lines) > 1 else None,
        settings.currency,
        tuple(_notes(rows, book, asked)),
    )


def _is_due_before(deal: Deal, day: date) -> bool:
    due = deal.state.expected_close
    return due is not None and due < day


def _is_due_after(deal: Deal, day: date) -> bool:
    due = deal.state.expected_close
    return due is not None and due > day


def _line(row: _Row) -> tuple[Cell, ...]:
    parts = row.categories
    amounts = (parts.closed, parts.commit, parts.best_case, parts.pipeline, parts.omitted)
    name = row.period.name or period_name(row.period)
    return (name, *map(amount_cell, amounts), weighted_cell(row.weighted.likely), row.quota.target)


def _open_line(label: str, deals: Sequence[Deal], settings: Settings) -> tuple[Cell, ...]:
    """A line of open deals outside of the periods: nothing is won there, and nothing asked for."""
    amounts = [
        amount_cell(open_total((deal for deal in deals if deal.category == category), settings))
        for category in ("commit", "best_case", "pipeline", "omitted")
    ]
    likely = open_total((deal for deal in deals if deal.category != "omitted"), settings)
    return (label, "", *amounts, weighted_cell(likely), "")


def _total(lines: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """The sums of all but the targets, which overlap or are missing."""
    columns = list(zip(*lines, strict=True))[1:-1]
    return ("Total", *map(sum_cell, columns), "")


def _notes(rows: Sequence[_Row], book: Book, asked: Asked) -> Iterator[str]:
    for row in rows:
        if row.quota.target:
            yield _against(row, book.settings)
    overdue = _overdue(book, asked.as_of)
    if overdue.count:
        amount = _money(overdue.amount, book.settings)
        deals = f"{counted(overdue.count, 'open deal', book.settings)} of {amount}"
        yield f"Overdue, and in the line of their day: {deals} ({named(overdue.deals, book.settings)})."
    yield "Commit: as good as sure. Best case: may well come. Pipeline: open. Omitted: nobody counts on it."
    yield "Weighted: the amount of each open deal times its chance of being won, but for omitted ones."
    if asked.scope.pipeline:
        yield "No targets: they are for all pipelines together."
    yield from left_out(open_total(deals_on(book, asked.as_of).open, book.settings), book.settings)


def _against(row: _Row, settings: Settings) -> str:
    """How much of the target is won, how much of the period has gone by, what is missing, and whether it is there."""
    forms, quota = formats(settings.locale), row.quota
    won, gone = share_cell(quota.attainment), share_cell(quota.elapsed)
    share = "an unknown part" if won is None else forms.share(won)
    said = f"{period_name(row.period)}: {share} of the target won, {forms.share(gone or Decimal(0))} of the days gone; "
    if quota.is_reached:
        return f"{said}the target is reached."
    cover = forms.number(share_cell(quota.coverage) or Decimal(0), 1)
    return f"{said}{_money(quota.gap or Decimal(0), settings)} missing, {cover} times that is open."


def _money(amount: Decimal, settings: Settings) -> str:
    return formats(settings.locale).money(amount, settings.currency, whole=amount == int(amount))


def _overdue(book: Book, as_of: date) -> OpenTotal:
    """The open deals whose expected close has passed."""
    deals = deals_on(book, as_of).open
    return open_total((deal for deal in deals if _is_due_before(deal, as_of)), book.settings)
