"""Salesforce's sample org: a history row by row, and dates that contradict it.

The sample's deals were loaded in 2026 and "closed" in 2024, so that what a truth counts by `CloseDate` is asked here of
the closing day that the record gives; our metrics go by the day the history has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from tests.realdata.books import Imported
from tests.realdata.figures.deals import Figures, by, created_by, cycles, date_range, summary, totals, weighted
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.leads import LeadState, leads_on
from textcrm.metrics.pipeline import expected_in
from textcrm.metrics.totals import total
from textcrm.model.book import Book
from textcrm.model.history import Standing, course, differences
from textcrm.model.periods import period_on

#: After everything that happened, and that is said to happen.
DAY: Final = date(2026, 12, 31)
TOGETHER: Final = {
    ("truth", "by_stage", "Closed Won"): ("truth", "by_stage", "won"),
    ("truth", "by_stage", "Closed Lost"): ("truth", "by_stage", "lost"),
}
UNMET: Final = {
    ("links", "cells_with_a_line_break"): "of the file",
    ("history", "close_date_changes"): "all seven are of closed deals, which close on a day and are expected on none",
}
#: The vendor's words for ours.
LEAD_STATUS: Final = {
    "new": "Open - Not Contacted",
    "qualifying": "Working - Contacted",
    "converted": "Closed - Converted",
    "disqualified": "Closed - Not Converted",
}
OUTCOMES: Final = {"won": "Closed Won", "lost": "Closed Lost"}


def figures(imported: Imported) -> Figures:
    book = imported.book
    deals, leads = deals_on(book, DAY).all, leads_on(book, DAY).all
    truth = totals(book, DAY)
    truth["open_pipeline"] |= weighted(book, DAY)
    return {
        "truth": {
            **truth,
            "by": _groups(book, deals),
            "closed_by_month": _closed(deals, "month"),
            "closed_by_quarter": _closed(deals, "quarter"),
            **created_by(book, DAY),
            "sales_cycle_days": cycles(deals, said),
            "date_range": date_range(deals, said),
        },
        "open_expected_close_by_quarter": expected_by(deals, "quarter"),
        "leads": _leads(book, leads),
        "links": _links(book, deals),
        "history": _history(book, deals),
    }


def said(deal: Deal) -> date | None:
    """The closing day that the record gives, whenever the history has it."""
    return deal.record.closed.date if deal.record.closed else None


def _groups(book: Book, deals: Sequence[Deal]) -> Figures:
    sources = book.settings.legal["sources"]
    return {
        "account": by(deals, lambda deal: book.companies[deal.record.company or ""].name),
        "source": by(deals, lambda deal: sources[deal.record.source].label if deal.record.source else None),
        "type": by(deals, lambda deal: deal.record.type),
        "forecast_category": by(deals, lambda deal: deal.record.forecast),
    }


def _closed(deals: Sequence[Deal], unit: str) -> Figures:
    groups: dict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        if day := said(deal):
            groups[f"{day:%Y-%m}" if unit == "month" else period_on(day, "quarter", 1).name or ""].append(deal)
    keys = ("won", "lost", "win_rate_closed", "won_amount")
    return {name: {key: summary(group)[key] for key in keys} for name, group in groups.items()}


def expected_by(deals: Sequence[Deal], unit: str) -> Figures:
    """The open deals by the month or quarter in which they are expected to close, where any is."""
    still_open = [deal for deal in deals if deal.is_open]
    days = [deal.state.expected_close for deal in still_open if deal.state.expected_close]
    periods = {period_on(day, "month" if unit == "month" else "quarter", 1) for day in days}
    found = {period.name or "": total(expected_in(still_open, period)) for period in periods}
    return {name: {"count": one.count, "amount": one.amount} for name, one in found.items()}


def _leads(book: Book, leads: Sequence[LeadState]) -> Figures:
    sources = book.settings.legal["sources"]
    return {
        "count": len(leads),
        # Three more have the status and were converted into nothing.
        "converted": sum(lead.record.converted is not None for lead in leads),
        "by_status": Counter(LEAD_STATUS[lead.status] for lead in leads),
        "by_source": Counter(sources[lead.source or ""].label for lead in leads),
    }


def _links(book: Book, deals: Sequence[Deal]) -> Figures:
    return {
        "opp_without_account": sum(deal.record.company is None for deal in deals),
        "opp_with_unknown_account": sum(not book.has("companies", deal.record.company or "") for deal in deals),
        "contact_with_unknown_account": sum(c.company not in book.companies for c in book.contacts.values()),
        "account_names_used_more_than_once": _repeated(company.name for company in book.companies.values()),
        "opp_names_used_more_than_once": _repeated(deal.record.name for deal in deals),
    }


def _repeated(names: Iterator[str]) -> int:
    return sum(count > 1 for count in Counter(names).values())


def _history(book: Book, deals: Sequence[Deal]) -> Figures:
    lengths = Counter(str(len(deal.record.history)) for deal in deals)
    moves = Counter(move for deal in deals for move in _moves(book, deal))
    return {
        "rows": sum(len(deal.record.history) for deal in deals),
        "opportunities": sum(bool(deal.record.history) for deal in deals),
        "rows_per_opportunity": lengths,
        "transitions": moves,
        "real_stage_changes": moves.total(),
        "last_history_stage_equals_current": sum(_agrees(deal) for deal in deals),
        "opportunities_without_history": lengths["0"],
    }


def _agrees(deal: Deal) -> bool:
    return not {name for name, _, _ in differences(deal.record)} & {"status", "stage"}


def _moves(book: Book, deal: Deal) -> Iterator[str]:
    for _, _, before, after in course(deal.record):
        if before is not None and before is not after:
            yield f"{_place(book, before)} -> {_place(book, after)}"


def _place(book: Book, standing: Standing) -> str:
    stage = book.settings.stage(standing.pipeline, standing.stage)
    return OUTCOMES.get(standing.status) or (stage.label if stage else "")
