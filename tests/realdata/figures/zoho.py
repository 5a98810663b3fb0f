"""Zoho's demo workspace: potentials, the leads they came from, accounts, calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from tests.realdata.books import Imported
from tests.realdata.figures import leads as of_leads
from tests.realdata.figures.deals import (
    Figures,
    by,
    closed_by,
    created_by,
    cycles,
    date_range,
    ended,
    totals,
    weighted,
)
from tests.realdata.figures.salesforce import expected_by
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.leads import LeadState, leads_on
from textcrm.model.book import Book

#: After everything that happened, and that is said to happen: some deals were closed after they were exported.
DAY: Final = date(2021, 12, 31)
TOGETHER: Final = {
    ("truth", "by_stage", "Closed Won"): ("truth", "by_stage", "won"),
    ("truth", "by_stage", "Closed Lost"): ("truth", "by_stage", "lost"),
    # An alias of the map: the potentials spell otherwise what leads and contacts spell so.
    ("truth", "by", "source", "OnlineStore"): ("truth", "by", "source", "Online Store"),
}
UNMET: Final[dict[tuple[str, ...], str]] = {}


def figures(imported: Imported) -> Figures:
    book = imported.book
    deals, leads = deals_on(book, DAY).all, leads_on(book, DAY).all
    truth = totals(book, DAY)
    truth["open_pipeline"] |= weighted(book, DAY)
    return {
        "truth": {
            **truth,
            "by": _groups(book, deals),
            **closed_by(book, DAY),
            **created_by(book, DAY),
            "sales_cycle_days": cycles(deals, ended),
            "date_range": date_range(deals, ended),
        },
        "open_expected_close_by_month": expected_by(deals, "month"),
        "leads": _leads(book, leads),
        "links": {**_links(book, deals), **_days(deals), **_records(book)},
    }


def _groups(book: Book, deals: Sequence[Deal]) -> Figures:
    sources, types = book.settings.legal["sources"], book.settings.legal["opportunity_types"]
    return {
        "owner": by(deals, lambda deal: book.team[deal.owner or ""].name),
        "source": by(deals, lambda deal: sources[deal.record.source].label if deal.record.source else None),
        "type": by(deals, lambda deal: types[deal.record.type or ""].label),
        "industry": by(deals, lambda deal: book.leads[deal.record.lead or ""].industry),
    }


def _leads(book: Book, leads: Sequence[LeadState]) -> Figures:
    sources = book.settings.legal["sources"]
    groups = {
        "by_lead_source": lambda lead: sources[lead.source].label,
        "by_lead_owner": lambda lead: book.team[lead.owner].name,
        "by_industry": lambda lead: lead.record.industry,
        "by_lead_status": lambda lead: lead.record.custom["lead_status"],
    }
    return {
        "total": of_leads.conversions(leads, "count"),
        **{name: of_leads.by(leads, label, "count") for name, label in groups.items()},
        "created_by_month": Counter(f"{lead.created:%Y-%m}" for lead in leads if lead.created),
    }


def _links(book: Book, deals: Sequence[Deal]) -> Figures:
    leads = leads_on(book, DAY).all
    found = {deal.record.lead for deal in deals}
    online = "online-store"
    return {
        "potentials_with_lead": sum(deal.record.lead in book.leads for deal in deals),
        "leads_converted_without_potential": sum(lead.is_converted and lead.id not in found for lead in leads),
        "probability_100_but_not_won": sum(d.record.probability == 100 and d.state.status != "won" for d in deals),
        "probability_0_but_not_lost": sum(d.record.probability == 0 and d.state.status != "lost" for d in deals),
        "source_spelled_OnlineStore_in_potentials": sum(deal.record.source == online for deal in deals),
        "source_spelled_Online_Store_in_leads": sum(lead.source == online for lead in leads),
        "owner_mismatch_between_lead_and_potential": sum(
            deal.owner != book.leads[deal.record.lead or ""].owner for deal in deals
        ),
    }


def _days(deals: Sequence[Deal]) -> Figures:
    newest = max(deal.created for deal in deals if deal.created)
    closed = [(deal.created, deal.closed_on) for deal in deals if deal.created and deal.closed_on]
    due = [deal.state.expected_close for deal in deals if deal.is_open and deal.state.expected_close]
    return {
        "closed_with_closing_date_after_newest_created_time": sum(end > newest for _, end in closed),
        "open_with_closing_date_before_newest_created_time": sum(day < newest for day in due),
        "closing_before_created": sum(end < created for created, end in closed),
    }


def _records(book: Book) -> Figures:
    # An account without a name is called by its key.
    names = [c.name if c.name != c.external_ids["zoho"] else "" for c in book.companies.values()]
    emails = Counter(email for lead in book.leads.values() for email in lead.email)
    calls = [one for one in book.activities if one.type == "call"]
    return {
        "contacts_with_known_account": sum(c.company in book.companies for c in book.contacts.values()),
        "accounts": len(book.companies),
        "distinct_account_names": len(set(names)),
        "distinct_account_names_casefolded": len({name.casefold() for name in names}),
        "account_names_used_more_than_once": sum(count > 1 for count in Counter(names).values()),
        "duplicate_lead_emails": sum(count > 1 for count in emails.values()),
        "calls_linked_to_contact": sum(bool(call.contacts) for call in calls),
    }
