"""The report `leads`: where leads come from, what becomes of them, and how long they wait for an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from textcrm.locale.formats import formats
from textcrm.metrics.conversion import Conversion, conversion
from textcrm.metrics.lead_sources import CampaignResult, SourceResult, campaigns, lead_sources
from textcrm.metrics.leads import leads_on
from textcrm.metrics.proportions import Cohort
from textcrm.metrics.reasons import DisqualifiedFor, disqualification_reasons
from textcrm.metrics.response_times import PROMPT, ResponseTimes, response_times
from textcrm.model.book import Book
from textcrm.model.periods import EVER
from textcrm.model.records import LEAD_STATUSES
from textcrm.model.settings import Settings
from textcrm.reports import figures
from textcrm.reports.asked import Asked, dated, scoped
from textcrm.reports.figures import Data, amount_cell, common, money, number, proportion, rate, rate_cells, span
from textcrm.reports.report import Report
from textcrm.reports.wording import counted, listed_name, not_counted, on_rates, rate_words, reason_name, title
from textcrm.tables import Cell, Column, Table

#: Below an hour minutes, below two days hours, else days.
_HOUR, _TWO_DAYS = 60, 2 * 24 * 60
#: A single month says what the sources say.
_LEAST_MONTHS, _MOST_MONTHS = 2, 12


def leads(book: Book, asked: Asked) -> Report:
    """The leads that came in in the period, all time by default; campaigns are over their whole life."""
    settings, part, period = book.settings, scoped(book, asked), asked.period or EVER
    found, waits = lead_sources(part, asked.as_of, period), response_times(part, asked.as_of, period)
    by_month = conversion(part, asked.as_of, dated(period, part, asked.as_of))
    brought, why = campaigns(part, asked.as_of), disqualification_reasons(part, asked.as_of, period)
    sheets = {
        "sources": [_source(row, settings) for row in found.sources],
        "campaigns": [_campaign(row, settings) for row in brought],
        "months": [{**span(row.month), **_cohort(row.cohort)} for row in by_month.months],
        "statuses": _statuses(part, asked),
        "reasons": [_reason(row, settings) for row in why],
    }
    data = {
        **common(book, asked, period),
        "total": {**_cohort(by_month.all)},
        **sheets,
        "response": _response(waits),
        "uncounted": len(found.uncounted),
        "undated": len(found.undated),
    }
    notes = (
        *_on_answers(waits, settings),
        *not_counted(found.uncounted, found.undated, "lead", "came in", settings),
    )
    return Report(
        name="leads",
        title=title("Leads that came in", book, asked, period),
        as_of=asked.as_of,
        period=period,
        currency=settings.currency,
        scope=asked.scope,
        tables=(
            _by_source(found.sources, by_month, notes, settings),
            *_by_month(by_month, settings),
            *_by_campaign(brought, settings),
            *_given_up(why, settings),
        ),
        data=data,
        sheets=sheets,
    )


def _cohort(cohort: Cohort) -> Data:
    """What became of so many leads; the rate is between `low` and `high` of the cohort until all are settled."""
    return {
        "leads": cohort.began,
        "converted": cohort.succeeded,
        "disqualified": cohort.failed,
        "open": cohort.open,
        "conversion": proportion(cohort.so_far, "converted", "leads"),
        "if_all_open_convert": rate(cohort.high),
    }


def _source(row: SourceResult, settings: Settings) -> Data:
    return {
        "source": row.source,
        "source_name": listed_name("sources", row.source, settings),
        **_cohort(row.cohort),
        "deals": len(row.deals),
        "won_count": row.won.count,
        "won_amount": money(row.won.amount, settings.currency),
        "without_amount": len(row.won.without_amount),
        "without_rate": len(row.won.without_rate),
    }


def _campaign(row: CampaignResult, settings: Settings) -> Data:
    currency = settings.currency
    return {
        "campaign": row.campaign,
        "campaign_name": listed_name("campaigns", row.campaign, settings),
        "is_running": row.is_running,
        "cost": money(row.cost, currency),
        **_cohort(row.cohort),
        "deals": len(row.deals),
        "won_count": row.won.count,
        "won_amount": money(row.won.amount, currency),
        "cost_per_lead": money(row.cost_per_lead, currency),
        "cost_per_won": money(row.cost_per_won, currency),
        "without_amount": len(row.won.without_amount),
        "without_rate": len(row.won.without_rate),
    }


def _statuses(book: Book, asked: Asked) -> list[Data]:
    """How many leads of the period are in which status on the day, those that do not count too."""
    period = asked.period or EVER
    known = leads_on(book, asked.as_of).all
    counts = Counter(lead.status for lead in known if period == EVER or lead.created in period)
    return [{"status": status, "count": counts[status]} for status in LEAD_STATUSES]


def _reason(row: DisqualifiedFor, settings: Settings) -> Data:
    name = reason_name("disqualified", row.reason, settings)
    return {"reason": row.reason, "reason_name": name, "count": len(row.leads)}


def _response(waits: ResponseTimes) -> Data:
    """The waits in minutes, of those whose minutes are known, and in days of all."""
    return {
        "within_60_minutes": proportion(waits.answered_within(PROMPT), "answered", "leads"),
        "median_minutes": waits.curve.median,
        "median_minutes_of_answered": number(waits.median_of_answered),
        "median_days": waits.curve_in_days.median,
        "by_days": [{"days": days, "leads": count} for days, count in waits.by_days],
        "waiting": len(waits.waiting),
        "never_answered": len(waits.never_answered),
        "without_minutes": len(waits.without_minutes),
    }


def _on_answers(waits: ResponseTimes, settings: Settings) -> Iterator[str]:
    if not waits.responses:
        return
    prompt = waits.answered_within(PROMPT)
    if prompt.n:
        yield f"Answered within the hour: {rate_words(prompt, settings)} leads whose minutes are known."
    median = waits.curve.median if prompt.n else None
    if median is not None:
        yield f"Half of them had an answer after {_duration(median, settings)}, those who still wait counted."
    never, waiting = len(waits.never_answered), len(waits.waiting)
    if never:
        still = formats(settings.locale).number(waiting) if waiting else "none"
        yield f"Not answered: {counted(never, 'lead', settings)}; {still} of them still waiting."


def _duration(minutes: int, settings: Settings) -> str:
    number = formats(settings.locale).number
    if minutes < _HOUR:
        return counted(minutes, "minute", settings)
    if minutes < _TWO_DAYS:
        return f"{number(round(minutes / 60))} hours" if minutes >= 2 * _HOUR else f"{minutes} minutes"
    return f"{number(round(minutes / (24 * 60)))} days"


def _by_source(rows: Sequence[SourceResult], whole: Conversion, notes: tuple[str, ...], settings: Settings) -> Table:
    count = whole.all.began
    return Table(
        "sources",
        f"By source: {counted(count, 'lead', settings)}",
        (
            Column("source", "Source"),
            *_COHORT,
            Column("deals", "Deals", "count"),
            Column("won_count", "Won", "count"),
            Column("won_amount", "Amount won", "money"),
        ),
        tuple(
            (
                listed_name("sources", row.source, settings),
                *_cells(row.cohort, settings),
                len(row.deals),
                row.won.count,
                amount_cell(row.won),
            )
            for row in rows
        ),
        ("Total", *_cells(whole.all, settings), "", "", "") if rows else None,
        settings.currency,
        (*on_rates([row.cohort.so_far for row in rows], "leads")[:1], *notes),
    )


#: The columns on what became of leads.
_COHORT = (
    Column("leads", "Leads", "count"),
    Column("converted", "Converted", "count"),
    Column("rate", "Rate", "share"),
    Column("disqualified", "Given up", "count"),
    Column("open", "Open", "count"),
)


def _cells(cohort: Cohort, settings: Settings) -> tuple[Cell, ...]:
    return cohort.began, cohort.succeeded, rate_cells(cohort.so_far, settings)[0], cohort.failed, cohort.open


def _by_month(by_month: Conversion, settings: Settings) -> Iterator[Table]:
    known = [row for row in by_month.months if row.cohort.began]
    rows = known[-_MOST_MONTHS:]
    if len(rows) < _LEAST_MONTHS:
        return
    count, last = counted(sum(row.cohort.began for row in rows), "lead", settings), "last " if rows != known else ""
    yield Table(
        "months",
        f"By month of coming in, the {last}{len(rows)} with any: {count}",
        (Column("month", "Month"), *_COHORT),
        tuple((row.month.name, *_cells(row.cohort, settings)) for row in rows),
        None,
        settings.currency,
        ("Young months are not comparable with old ones: their open leads may still convert.",)
        if any(row.cohort.open for row in rows)
        else (),
    )


def _by_campaign(rows: Sequence[CampaignResult], settings: Settings) -> Iterator[Table]:
    if not rows:
        return
    yield Table(
        "campaigns",
        f"By campaign, each over its whole life: {counted(len(rows), 'campaign', settings)}",
        (
            Column("campaign", "Campaign"),
            Column("cost", "Cost", "money"),
            Column("leads", "Leads", "count"),
            Column("cost_per_lead", "Cost of a lead", "money"),
            Column("deals", "Deals", "count"),
            Column("won_count", "Won", "count"),
            Column("won_amount", "Amount won", "money"),
            Column("cost_per_won", "Cost of a won deal", "money"),
        ),
        tuple(_campaign_row(row, settings) for row in rows),
        None,
        settings.currency,
        ("Running: its costs and its results are both unfinished.",) if any(row.is_running for row in rows) else (),
    )


def _campaign_row(row: CampaignResult, settings: Settings) -> tuple[Cell, ...]:
    name = listed_name("campaigns", row.campaign, settings)
    return (
        f"{name} (running)" if row.is_running else name,
        row.cost,
        len(row.leads),
        figures.money_cell(row.cost_per_lead, settings.currency),
        len(row.deals),
        row.won.count,
        amount_cell(row.won),
        figures.money_cell(row.cost_per_won, settings.currency),
    )


def _given_up(why: Sequence[DisqualifiedFor], settings: Settings) -> Iterator[Table]:
    if not why:
        return
    yield Table(
        "reasons",
        f"Why given up: {counted(sum(len(row.leads) for row in why), 'lead', settings)}",
        (Column("reason", "Reason"), Column("count", "Leads", "count")),
        tuple((reason_name("disqualified", row.reason, settings), len(row.leads)) for row in why),
        notes=("Also those that count in no rate, such as spam.",),
    )
