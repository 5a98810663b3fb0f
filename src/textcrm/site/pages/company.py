"""Company: a page for each company: its deals, its people, what belongs to it, what was done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textcrm.metrics.deals import Deal
from textcrm.model.records import Company, Contact
from textcrm.site.deal_lists import deal_list, open_value, won_value
from textcrm.site.events import Event, line_of
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Grid, Row, number_cell, text_cell
from textcrm.site.links import Links, mail, record_path
from textcrm.site.page import Head, Page
from textcrm.site.record import (
    Fact,
    Top,
    Written,
    activities_head,
    fact,
    known_facts,
    linked,
    mails,
    own_fields,
    owner_value,
    phones,
    place,
    site_value,
    text_value,
    top_of,
    unknown,
    written,
)
from textcrm.site.unread import none


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """What the page of a company shows."""

    top: Top
    facts: tuple[Fact, ...]
    deals_head: Head
    deals: Grid
    people_head: Head
    people: Grid
    group_head: Head
    group: tuple[Fact, ...]
    line_head: Head
    line: tuple[Event, ...]
    more_head: Head
    more: tuple[Fact, ...]
    written: Written


def pages(facts: Facts) -> Iterator[Page]:
    """A page for each company."""
    links = facts.links("companies/")
    for company in facts.book.companies.values():
        value = _page(facts, links, company)
        path = record_path("companies", company.id)
        yield Page(path, "pages/company.html.jinja", company.name, "companies", value)


def _page(facts: Facts, links: Links, company: Company) -> CompanyPage:
    _, related = facts.words.gettext, facts.related
    deals, people = related.deals_of_company.get(company.id, []), related.contacts_of_company.get(company.id, [])
    done = related.activities_of_company.get(company.id, [])
    return CompanyPage(
        top=top_of(facts, links, company, company_types(facts, company), (_("Companies"), links.page("companies"))),
        facts=tuple(_facts(facts, links, company, deals)),
        deals_head=Head(_("Deals"), of=_count(facts, deals)),
        deals=deal_list(facts, links, deals, none(facts, "opportunities", _("There is no deal with it."))),
        people_head=Head(_("Contacts")),
        people=_people(facts, links, people),
        group_head=Head(_("Ties")),
        group=_group(facts, links, company),
        line_head=activities_head(facts, done),
        line=line_of(facts, links, done, says_about=True),
        more_head=Head(_("Besides")),
        more=_more(facts, links, company),
        written=written(facts, links, company),
    )


def type_labels(facts: Facts) -> dict[str, str]:
    """What a company may be to us."""
    _ = facts.words.gettext
    return {
        "customer": _("Customer"),
        "prospect": _("Prospect"),
        "partner": _("Partner"),
        "competitor": _("Competitor"),
        "supplier": _("Supplier"),
    }


def company_types(facts: Facts, company: Company) -> str:
    """What the company is to us: `Customer, Supplier`."""
    labels = type_labels(facts)
    return ", ".join(labels[one] for one in company.types)


def _count(facts: Facts, deals: list[Deal]) -> str:
    """How many are open, and how many of the closed ones were won."""
    _, number = facts.words.gettext, facts.say.number
    if not deals:
        return ""
    closed = [one for one in deals if not one.is_open]
    won = sum(one.state.status == "won" for one in closed)
    return _(
        "%(open)s open, %(won)s won of %(closed)s closed",
        open=number(len(deals) - len(closed)),
        won=number(won),
        closed=number(len(closed)),
    )


def _facts(facts: Facts, links: Links, company: Company, deals: list[Deal]) -> Iterator[Fact]:
    _ = facts.words.gettext
    yield fact(_("Open deals"), open_value(facts, deals))
    yield fact(_("Won"), won_value(facts, deals))
    yield fact(_("Owner"), owner_value(facts, links, company.owner, is_open=False))
    yield fact(_("Place"), place(company) or unknown(facts))
    yield fact(_("Phone"), *(tuple(phones(company.phone)) or (unknown(facts),)))
    yield fact(_("E-mail"), *(tuple(mails(company.email)) or (unknown(facts),)))
    yield fact(_("Website"), site_value(company.website) or unknown(facts))
    yield fact(_("Industry"), text_value(company.industry) or unknown(facts))


def _people(facts: Facts, links: Links, people: list[Contact]) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("name", _("Name"), "deal"),
        Column("phone", _("Phone")),
        Column("email", _("E-mail"), "p2"),
        Column("deals", _("Deals"), "num p2", "number"),
    )
    rows = tuple(_person(facts, links, one) for one in people)
    return Grid("contacts", _("Contacts"), columns, rows, empty=_("Nobody there is known."))


def _person(facts: Facts, links: Links, one: Contact) -> Row:
    count = len(facts.related.deals_of_contact.get(one.id, ()))
    address = one.email[0] if one.email else ""
    return Row(
        (
            Cell(one.name, links.record(one.ref), note=one.title or ""),
            text_cell(", ".join(one.phone)),
            text_cell(address, mail(address), note=", ".join(one.email[1:])),
            number_cell(facts.say, count, links.page(one.ref, "deals") if count else None),
        )
    )


def _group(facts: Facts, links: Links, company: Company) -> tuple[Fact, ...]:
    """What it belongs to and what belongs to it, its part in the deals of others, the leads it came from."""
    _, related, id = facts.words.gettext, facts.related, company.id
    helps, competes = related.deals_with_partner.get(id, ()), related.deals_against.get(id, ())
    return known_facts(
        (
            (_("Belongs to"), [linked(facts, links, "companies", company.parent)]),
            (_("Belonging to it"), [linked(facts, links, "companies", one.id) for one in related.children.get(id, ())]),
            (_("Partner in"), [linked(facts, links, "opportunities", one.id) for one in helps]),
            (_("Competes in"), [linked(facts, links, "opportunities", one.id) for one in competes]),
            (
                _("Came from the lead"),
                [linked(facts, links, "leads", one.id) for one in related.leads_into.get(company.ref, ())],
            ),
        )
    )


def _more(facts: Facts, links: Links, company: Company) -> tuple[Fact, ...]:
    _, day = facts.words.gettext, company.created.day if company.created else None
    known = known_facts(
        (
            (_("Size"), [text_value(company.size)]),
            (_("Address"), [text_value(company.address)]),
            (_("Tax number"), [text_value(company.tax_id)]),
            (_("Created"), [text_value(facts.say.full_day(day) if day else None)]),
            (_("Tags"), [text_value(", ".join(company.tags))]),
        )
    )
    return (*known, *own_fields(facts, links, facts.settings.custom_fields.company, company.custom))
