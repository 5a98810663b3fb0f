"""Related: what belongs to each record, looked up once for all pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from textcrm.metrics.deals import Deal, Deals
from textcrm.metrics.leads import Leads, LeadState
from textcrm.model.book import Book
from textcrm.model.records import Activity, Company, Contact, Lead

V = TypeVar("V")


@dataclass(frozen=True)
class Related:
    """The records of a book by the records that they have to do with; each by id."""

    book: Book
    deals: Deals
    leads: Leads

    @cached_property
    def deal(self) -> Mapping[str, Deal]:
        """The deals."""
        return {deal.id: deal for deal in self.deals.all}

    @cached_property
    def lead(self) -> Mapping[str, LeadState]:
        """The leads."""
        return {lead.id: lead for lead in self.leads.all}

    @cached_property
    def deals_of_company(self) -> Mapping[str, list[Deal]]:
        """The deals with each customer."""
        return _grouped((deal.record.company, deal) for deal in self.deals.all)

    @cached_property
    def deals_with_partner(self) -> Mapping[str, list[Deal]]:
        """The deals that each company helps with."""
        return _grouped((part.company, deal) for deal in self.deals.all for part in deal.record.partners)

    @cached_property
    def deals_against(self) -> Mapping[str, list[Deal]]:
        """The deals in which each company competes."""
        return _grouped((id, deal) for deal in self.deals.all for id in _competitors(deal))

    @cached_property
    def deals_of_contact(self) -> Mapping[str, list[Deal]]:
        """The deals in which each contact has a part."""
        return _grouped((part.contact, deal) for deal in self.deals.all for part in deal.record.contacts)

    @cached_property
    def contacts_of_company(self) -> Mapping[str, list[Contact]]:
        """The people at each company."""
        return _grouped((one.company, one) for one in self.book.contacts.values())

    @cached_property
    def children(self) -> Mapping[str, list[Company]]:
        """The companies that belong to each company."""
        return _grouped((one.parent, one) for one in self.book.companies.values())

    @cached_property
    def leads_into(self) -> Mapping[str, list[Lead]]:
        """The leads that each contact, company or opportunity came from, by its ref; whichever side says so."""
        said, leads = dict.fromkeys([*_converted(self.book), *_came_from(self.book)]), self.book.leads
        return _grouped((ref, leads[id]) for ref, id in said if id in leads)

    @cached_property
    def activities_of_company(self) -> Mapping[str, list[Activity]]:
        """What was done with each company: itself, or about a deal with it."""
        activities = self.book.activities
        return _grouped((id, one) for one in activities for id in dict.fromkeys((one.company, self._customer(one))))

    @cached_property
    def activities_of_contact(self) -> Mapping[str, list[Activity]]:
        """What was done with each contact."""
        return _grouped((id, one) for one in self.book.activities for id in dict.fromkeys(one.contacts))

    def _customer(self, activity: Activity) -> str | None:
        deal = self.book.opportunities.get(activity.opportunity or "")
        return deal.company if deal else None


def _competitors(deal: Deal) -> Iterator[str]:
    lost_to = deal.ending.competitor if deal.ending else None
    yield from dict.fromkeys((*deal.record.competitors, *((lost_to,) if lost_to else ())))


def _converted(book: Book) -> Iterator[tuple[str, str]]:
    for lead in book.leads.values():
        if said := lead.converted:
            links = (("contacts", said.contact), ("companies", said.company), ("opportunities", said.opportunity))
            yield from ((f"{kind}/{id}", lead.id) for kind, id in links if id)


def _came_from(book: Book) -> Iterator[tuple[str, str]]:
    yield from ((one.ref, one.lead) for one in book.contacts.values() if one.lead)
    yield from ((one.ref, one.lead) for one in book.opportunities.values() if one.lead)


def _grouped(pairs: Iterable[tuple[str | None, V]]) -> Mapping[str, list[V]]:
    groups: dict[str, list[V]] = defaultdict(list)
    for id, one in pairs:
        if id:
            groups[id].append(one)
    return dict(groups)
