"""Deals counted and summed the way every truth has them: totals, groups, months and quarters, cycles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.outcomes import outcomes
from textcrm.metrics.pipeline import pipeline_by_stage
from textcrm.metrics.proportions import Proportion, ratio
from textcrm.metrics.quantiles import mean, median
from textcrm.metrics.totals import OpenTotal, Total, total
from textcrm.metrics.win_rates import win_cohorts, win_rates
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period, period_on

#: What a truth calls the group of those that have no such thing.
BLANK = "(blank)"
#: Figures by name; a leaf is a count, an amount, a rate, a day as text.
Figures = dict[str, Any]


def rounded(value: Fraction | None, places: int = 6) -> Decimal | None:
    """The value as truths have it, which were rounded as floats: rates to six places, amounts to two, days to four."""
    return None if value is None else Decimal(str(round(float(value), places)))


def totals(book: Book, day: date) -> Figures:
    """How many there are and what became of them, as the metrics of all periods together have it."""
    deals, rates, closed = deals_on(book, day), win_rates(book, day, EVER), outcomes(book, day, EVER)
    won = [deal.value for deal in deals.closed if deal.state.status == "won" and deal.value is not None]
    return {
        "opportunities": len(deals.all),
        "by_outcome": {"won": closed.won.count, "lost": closed.lost.count, "open": len(deals.open)},
        "win_rate_closed": rounded(rates.win_rate.rate),
        "won_share_of_all": rounded(ratio(closed.won.count, len(deals.all))),
        "won_amount_total": closed.won.amount,
        "won_amount_mean": rounded(ratio(closed.won.amount, closed.won.summed), 2),
        "won_amount_median": median([int(value * 100) for value in won]) / 100,  # type: ignore[operator]
        "won_without_amount": len(closed.won.without_amount),
        "lost_amount_total": closed.lost.amount,
        "open_pipeline": _open_pipeline(pipeline_by_stage(book, day).total),
        "by_stage": _by_stage(book, day, closed.won, closed.lost),
        "without_created_date": sum(deal.created is None for deal in deals.all),
        "closed_without_close_date": len(closed.undated),
    }


def _open_pipeline(found: OpenTotal) -> Figures:
    return {"count": found.count, "amount_total": found.amount, "without_amount": len(found.without_amount)}


def weighted(book: Book, day: date) -> Figures:
    """The open pipeline, each amount times its probability."""
    found = pipeline_by_stage(book, day).total
    without = {*found.without_amount, *found.without_rate, *found.without_probability}
    return {"weighted_amount": found.weighted, "weighted_over_count": found.count - len(without)}


def _by_stage(book: Book, day: date, won: Total, lost: Total) -> Figures:
    """Open deals by the name of their stage; won and lost, which are stages to every vendor, beside."""
    rows = {}
    for row in pipeline_by_stage(book, day).stages:
        stage = book.settings.stage(row.pipeline, row.stage)
        assert stage is not None
        rows[stage.label] = _stage(row.total, "open")
    return rows | {"won": _stage(won, "won"), "lost": _stage(lost, "lost")}


def _stage(found: Total, outcome: str) -> Figures:
    amounts = {"count": found.count, "with_amount": found.summed, "amount_total": found.amount}
    return {**amounts, "outcomes": {outcome: found.count}}


def by(deals: Iterable[Deal], label: Callable[[Deal], str | None]) -> Figures:
    """The deals in groups, each with its counts, rate and amounts."""
    groups: dict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        groups[label(deal) or BLANK].append(deal)
    return {name: summary(group) for name, group in groups.items()}


def summary(deals: Sequence[Deal]) -> Figures:
    """One group of deals."""
    won, lost = ([deal for deal in deals if deal.state.status == status] for status in ("won", "lost"))
    still_open = [deal for deal in deals if deal.is_open]
    return {
        "count": len(deals),
        "won": len(won),
        "lost": len(lost),
        "open": len(still_open),
        "win_rate_closed": rounded(Proportion(len(won), len(won) + len(lost)).rate),
        "won_amount": total(won).amount,
        "open_amount": total(still_open).amount,
    }


def closed_by(book: Book, day: date) -> Figures:
    """Deals closed in each month and each quarter in which any was."""
    closed = [deal.closed_on for deal in deals_on(book, day).closed if deal.closed_on]
    return {
        "closed_by_month": dict(_closed_in(book, day, {period_on(one, "month", 1) for one in closed})),
        "closed_by_quarter": dict(_closed_in(book, day, {period_on(one, "quarter", 1) for one in closed})),
    }


def _closed_in(book: Book, day: date, periods: Iterable[Period]) -> Iterator[tuple[str, Figures]]:
    for period in periods:
        found = win_rates(book, day, period)
        yield (
            period.name or "",
            {
                "won": found.won.count,
                "lost": found.not_won.count,
                "win_rate_closed": rounded(found.win_rate.rate),
                "won_amount": found.won.amount,
            },
        )


def created_by(book: Book, day: date) -> Figures:
    """How many deals were created in each month and each quarter in which any was."""
    deals = deals_on(book, day).all
    span = Period(min(deal.created for deal in deals if deal.created), day)
    months = {one.month.name: one.cohort.began for one in win_cohorts(book, day, span).months if one.cohort.began}
    quarters: dict[str | None, int] = defaultdict(int)
    for row in win_cohorts(book, day, span).months:
        quarters[period_on(row.month.first, "quarter", 1).name] += row.cohort.began
    return {
        "created_by_month": months,
        "created_by_quarter": {name: count for name, count in quarters.items() if count},
    }


def cycles(deals: Iterable[Deal], closed_on: Callable[[Deal], date | None]) -> Figures:
    """Days from creation to closing of won, lost and all closed deals; below zero where the record says so."""
    taken: dict[str, list[int]] = {"won": [], "lost": []}
    for deal in deals:
        end = closed_on(deal)
        if end and deal.created:
            taken[deal.state.status].append((end - deal.created).days)
    every = taken["won"] + taken["lost"]
    spreads = {name: spread(days) for name, days in {**taken, "closed": every}.items()}
    return {**spreads, "negative": sum(days < 0 for days in every)}


def spread(days: Sequence[int]) -> Figures:
    """Mean, median, ends and the 90th percentile by nearest rank."""
    return {
        "n": len(days),
        "mean": rounded(mean(days), 4),
        "median": median(days),
        "min": min(days),
        "max": max(days),
        "p90_nearest_rank": sorted(days)[ceil(len(days) * 9 / 10) - 1],
    }


def date_range(deals: Sequence[Deal], closed_on: Callable[[Deal], date | None]) -> Figures:
    """The first and the last day on which a deal was created, and on which one was closed."""
    created = [deal.created for deal in deals if deal.created]
    closed = [day for deal in deals if (day := closed_on(deal))]
    ends = {"created_min": min(created), "created_max": max(created)}
    return {name: str(day) for name, day in {**ends, "closed_min": min(closed), "closed_max": max(closed)}.items()}


def ended(deal: Deal) -> date | None:
    """The day of a deal's last closing, as its history has it."""
    return deal.closed_on
