"""The report `outcomes`: what was won and what was not, how often, how fast, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from textcrm.locale.formats import formats
from textcrm.metrics.competitors import Against, competitors
from textcrm.metrics.outcomes import Outcomes, Quarter, closings_by_quarter
from textcrm.metrics.outcomes import outcomes as measure
from textcrm.metrics.proportions import Proportion, ratio
from textcrm.metrics.reasons import Reasons, ReasonTotal, reasons
from textcrm.metrics.sales_cycle import SalesCycle, sales_cycle
from textcrm.metrics.totals import total
from textcrm.metrics.velocity import velocity
from textcrm.metrics.win_rates import WinRates, win_rates
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period
from textcrm.model.records import CLOSED
from textcrm.model.settings import Settings
from textcrm.reports import figures
from textcrm.reports.asked import Asked, scoped
from textcrm.reports.figures import (
    Data,
    amount_cell,
    common,
    money,
    number,
    proportion,
    rate,
    rate_cells,
    share_cell,
    span,
    sum_cell,
)
from textcrm.reports.report import Report
from textcrm.reports.wording import (
    company_name,
    counted,
    left_out,
    not_counted,
    on_rates,
    rate_words,
    reason_name,
    title,
)
from textcrm.tables import Cell, Column, Table

_WHY = {"won": "won", "lost": "lost", "abandoned": "abandoned", "cancelled": "cancelled by the customer"}
#: A single quarter says what the summary says.
_LEAST_QUARTERS = 2


def outcomes(book: Book, asked: Asked) -> Report:
    """The deals closed in the period, all time by default, so that nothing that was imported is missing."""
    settings, part, period = book.settings, scoped(book, asked), asked.period or EVER
    closed, rates = measure(part, asked.as_of, period), win_rates(part, asked.as_of, period)
    why, cycle = reasons(part, asked.as_of, period), sales_cycle(part, asked.as_of, period)
    against = competitors(part, asked.as_of, period)
    quarters = list(closings_by_quarter(part, asked.as_of, period))
    data = {
        **common(book, asked, period),
        **{status: figures.total(getattr(closed, status), settings.currency) for status in CLOSED},
        "win_rate": _rate(rates.win_rate, rates.win_rate_by_value),
        "competitive_win_rate": _rate(rates.competitive_win_rate, rates.competitive_win_rate_by_value),
        "sales_cycle_days": _cycle(cycle),
        "reasons": [_reason(row, settings) for row in why.rows],
        "competitors": [_against(row, part) for row in against],
        "periods": [_quarter(one, settings.currency) for one in quarters],
        "won_per_day": _velocity(part, asked, period),
        "uncounted": len(closed.uncounted),
        "undated": len(closed.undated),
    }
    return Report(
        name="outcomes",
        title=title("Won and lost", book, asked, period),
        as_of=asked.as_of,
        period=period,
        currency=settings.currency,
        scope=asked.scope,
        tables=(
            _summary(closed, rates, cycle, quarters, settings),
            *_by_quarter(quarters, settings),
            *_why(why, settings),
            *_met(against, part),
        ),
        data=data,
        sheets={
            "outcomes": [{"status": one, **figures.total(getattr(closed, one), settings.currency)} for one in CLOSED],
            "reasons": [_reason(row, settings) for row in why.rows],
            "competitors": [_against(row, part) for row in against],
            "periods": [_quarter(one, settings.currency) for one in quarters],
        },
    )


def _rate(by_count: Proportion, by_value: Fraction | None) -> Data:
    return {**proportion(by_count, "won", "closed"), "rate_by_value": rate(by_value)}


def _cycle(cycle: SalesCycle) -> Data:
    return {
        "median": number(cycle.median),
        "p25": number(cycle.p25),
        "p75": number(cycle.p75),
        "n": len(cycle.days),
        "mean": number(cycle.mean),
        "without_days": len(cycle.unknown),
        "longest_possible": cycle.longest_possible,
    }


def _reason(row: ReasonTotal, settings: Settings) -> Data:
    return {
        "status": row.status,
        "reason": row.reason,
        "reason_name": reason_name(row.status, row.reason, settings),
        **figures.total(row.total, settings.currency),
        "share": rate(row.share),
        "share_by_value": rate(row.share_by_value),
    }


def _against(row: Against, book: Book) -> Data:
    currency = book.settings.currency
    return {
        "competitor": row.competitor,
        "competitor_name": company_name(row.competitor, book),
        **{
            f"{name}_{key}": value
            for name, found in (("won", row.won), ("lost", row.lost), ("open", row.open))
            for key, value in (("count", found.count), ("amount", money(found.amount, currency)))
        },
        "win_rate": proportion(row.win_rate, "won", "closed"),
    }


def _velocity(book: Book, asked: Asked, period: Period) -> Data:
    """Money won in a day over the last 90, and by the classic formula, which overstates."""
    measured, currency = velocity(book, asked.as_of, period), book.settings.currency
    return {"last_90_days": money(measured.realised, currency), "classic": money(measured.classic, currency)}


def _quarter(one: Quarter, currency: str) -> Data:
    won, others = one.won, one.not_won
    return {
        **span(one.period),
        "won_count": won.count,
        "won_amount": money(won.amount, currency),
        "not_won_count": others.count,
        "not_won_amount": money(others.amount, currency),
        "win_rate": proportion(one.win_rate, "won", "closed"),
    }


def _summary(
    closed: Outcomes, rates: WinRates, cycle: SalesCycle, quarters: Sequence[Quarter], settings: Settings
) -> Table:
    totals = [(status, getattr(closed, status)) for status in CLOSED]
    count, amount = closed.count, sum_cell(amount_cell(found) for _, found in totals)
    return Table(
        "outcomes",
        f"{counted(count, 'deal', settings)} closed".capitalize(),
        (
            Column("status", "Outcome"),
            Column("count", "Deals", "count"),
            Column("share", "Of all", "share"),
            Column("amount", "Amount", "money"),
        ),
        tuple(
            (status.capitalize(), found.count, share_cell(ratio(found.count, count)), amount_cell(found))
            for status, found in totals
        ),
        ("Total", count, "", amount),
        settings.currency,
        (
            *_on_winning(rates, settings),
            *_on_time(cycle, settings),
            *left_out(total(deal for one in quarters for deal in one.deals), settings),
            *not_counted(closed.uncounted, closed.undated, "deal", "closed", settings),
        ),
    )


def _on_winning(rates: WinRates, settings: Settings) -> Iterator[str]:
    yield f"Win rate: {rate_words(rates.win_rate, settings)} closed deals won."
    narrow = rates.competitive_win_rate
    if rates.to_competitor.count:
        yield f"Against competitors: {rate_words(narrow, settings)} deals won or lost to a competitor."
    by_value = share_cell(rates.win_rate_by_value)
    if by_value is not None and rates.not_won.amount:
        yield f"By value: {formats(settings.locale).share(by_value)} of the money in closed deals was won."


def _on_time(cycle: SalesCycle, settings: Settings) -> Iterator[str]:
    day = formats(settings.locale).number
    if cycle.days:
        low, middle, high = (day(round(days)) for days in (cycle.p25 or 0, cycle.median or 0, cycle.p75 or 0))
        deals = counted(len(cycle.days), "won deal", settings)
        yield f"From creation to won: {middle} days, the median of {deals}; half of them took {low} to {high}."
    if cycle.unknown:
        yield f"Not among the days: {counted(len(cycle.unknown), 'won deal', settings)} created on no known day."


def _by_quarter(quarters: Sequence[Quarter], settings: Settings) -> Iterator[Table]:
    if len(quarters) < _LEAST_QUARTERS:
        return
    yield Table(
        "periods",
        f"By quarter of closing: {counted(len(quarters), 'quarter', settings)}",
        (
            Column("period", "Quarter"),
            Column("won_count", "Won", "count"),
            Column("won_amount", "Amount won", "money"),
            Column("not_won_count", "Not won", "count"),
            Column("not_won_amount", "Amount not won", "money"),
            Column("rate", "Win rate", "share"),
            Column("range", "Likely range"),
        ),
        tuple(_quarter_row(one, settings) for one in quarters),
        None,
        settings.currency,
        on_rates([one.win_rate for one in quarters], "closed deals"),
    )


def _quarter_row(one: Quarter, settings: Settings) -> tuple[Cell, ...]:
    won, others = one.won, one.not_won
    name = one.period.name or ""
    rates = rate_cells(one.win_rate, settings)
    return (name, won.count, amount_cell(won), others.count, amount_cell(others), *rates)


def _why(why: Reasons, settings: Settings) -> Iterator[Table]:
    for status in CLOSED:
        rows = why.of(status)
        if not rows:
            continue
        yield Table(
            f"reasons-{status}",
            f"Why {_WHY[status]}: {counted(sum(row.total.count for row in rows), 'deal', settings)}",
            (
                Column("reason", "Reason"),
                Column("count", "Deals", "count"),
                Column("share", "Share", "share"),
                Column("amount", "Amount", "money"),
            ),
            tuple(
                (
                    reason_name(status, row.reason, settings),
                    row.total.count,
                    share_cell(row.share),
                    amount_cell(row.total),
                )
                for row in rows
            ),
            None,
            settings.currency,
        )


def _met(against: Sequence[Against], book: Book) -> Iterator[Table]:
    if not against:
        return
    yield Table(
        "competitors",
        f"Against whom: {counted(len(against), 'competitor', book.settings)}",
        (
            Column("competitor", "Competitor"),
            Column("lost_count", "Lost to it", "count"),
            Column("lost_amount", "Amount lost", "money"),
            Column("won_count", "Won against it", "count"),
            Column("won_amount", "Amount won", "money"),
            Column("open_count", "Open", "count"),
        ),
        tuple(
            (
                company_name(row.competitor, book),
                row.lost.count,
                amount_cell(row.lost),
                row.won.count,
                amount_cell(row.won),
                row.open.count,
            )
            for row in against
        ),
        None,
        book.settings.currency,
        ("A deal with several competitors is in several rows.",),
    )
