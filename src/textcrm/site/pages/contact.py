"""Contact: a page for each contact: how to reach them, the deals they have a part in, what was done with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textcrm.metrics.deals import Deal
from textcrm.model.records import Contact
from textcrm.site.deal_lists import deal_list
from textcrm.site.events import Event, line_of
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid
from textcrm.site.links import Links, record_path
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
    text_value,
    top_of,
    unknown,
    written,
)
from textcrm.site.unread import none


@dataclass(frozen=True, slots=True)
class ContactPage:
    """What the page of a contact shows."""

    top: Top
    facts: tuple[Fact, ...]
    deals_head: Head
    deals: Grid
    line_head: Head
    line: tuple[Event, ...]
    more_head: Head
    more: tuple[Fact, ...]
    written: Written


def pages(facts: Facts) -> Iterator[Page]:
    """A page for each contact."""
    links = facts.links("contacts/")
    for contact in facts.book.contacts.values():
        value = _page(facts, links, contact)
        yield Page(record_path("contacts", contact.id), "pages/contact.html.jinja", contact.name, "companies", value)


def _page(facts: Facts, links: Links, contact: Contact) -> ContactPage:
    _, related = facts.words.gettext, facts.related
    deals, done = related.deals_of_contact.get(contact.id, []), related.activities_of_contact.get(contact.id, [])

    def part(deal: Deal) -> str:
        return _part(facts, contact, deal)

    return ContactPage(
        top=top_of(facts, links, contact, contact.title or "", (_("Contacts"), links.page("companies", "contacts"))),
        facts=tuple(_facts(facts, links, contact)),
        deals_head=Head(_("Deals"), of=_("with a part in them") if deals else ""),
        deals=deal_list(facts, links, deals, none(facts, "opportunities", _("No deal names this contact.")), part),
        line_head=activities_head(facts, done),
        line=line_of(facts, links, done, says_about=True),
        more_head=Head(_("Besides")),
        more=_more(facts, links, contact),
        written=written(facts, links, contact),
    )


def _part(facts: Facts, contact: Contact, deal: Deal) -> str:
    """What they have to say in the deal."""
    role = next((one.role for one in deal.record.contacts if one.contact == contact.id), None)
    return facts.entry_label("roles", role)


def _facts(facts: Facts, links: Links, contact: Contact) -> Iterator[Fact]:
    _ = facts.words.gettext
    yield fact(_("Company"), linked(facts, links, "companies", contact.company) or unknown(facts))
    yield fact(_("Phone"), *(tuple(phones(contact.phone)) or (unknown(facts),)))
    yield fact(_("E-mail"), *(tuple(mails(contact.email)) or (unknown(facts),)))
    yield fact(_("Looked after by"), owner_value(facts, links, contact.owner, is_open=False))
    leads = [linked(facts, links, "leads", one.id) for one in facts.related.leads_into.get(contact.ref, ())]
    yield from known_facts(((_("Came from the lead"), leads),))


def _more(facts: Facts, links: Links, contact: Contact) -> tuple[Fact, ...]:
    _, day = facts.words.gettext, contact.created.day if contact.created else None
    known = known_facts(
        (
            (_("Source"), [text_value(facts.entry_label("sources", contact.source))]),
            (_("Created"), [text_value(facts.say.full_day(day) if day else None)]),
            (_("Tags"), [text_value(", ".join(contact.tags))]),
        )
    )
    return (*known, *own_fields(facts, links, facts.settings.custom_fields.contact, contact.custom))
