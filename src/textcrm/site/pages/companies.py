"""Companies: all companies and all contacts, to be searched, sorted and chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal
from textcrm.metrics.totals import total
from textcrm.model.records import Company, Contact
from textcrm.reports.figures import amount_cell
from textcrm.site.choices import by_owner, by_tag, choice, telling
from textcrm.site.deals import owner_cell
from textcrm.site.facts import Facts
from textcrm.site.grid import (
    Cell,
    Column,
    Grid,
    Row,
    further_pages,
    money_cell,
    number_cell,
    spread,
    text_cell,
    without_blank,
)
from textcrm.site.links import Href, Links, mail
from textcrm.site.order import name_order
from textcrm.site.page import Head, Page, head
from textcrm.site.pages.company import company_types, type_labels
from textcrm.site.unread import none
from textcrm.tables import Cell as Figure
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "companies.html"
N = TypeVar("N", Company, Contact)


@dataclass(frozen=True, slots=True)
class Companies:
    """What the page shows."""

    head: Head
    sentence: Text
    companies_head: Head
    companies: Grid
    contacts_head: Head
    contacts: Grid


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many records take."""
    _, links = facts.words.gettext, facts.links(PATH)
    both = [spread(made(facts, links), facts.say, links, PATH) for made in (_companies, _contacts)]
    value = _page(facts, links, both[0][0], both[1][0])
    tables = _company_table(facts), _contact_table(facts)
    page = Page(PATH, "pages/companies.html.jinja", _("Companies"), "companies", value, tables)
    yield page
    for parts in both:
        yield from further_pages(parts, page, links, "")


def _page(facts: Facts, links: Links, companies: Grid, contacts: Grid) -> Companies:
    _ = facts.words.gettext
    return Companies(
        head=Head(_("Companies")),
        sentence=_sentence(facts),
        companies_head=head(_("Companies"), links, "companies", of=_("by name")),
        companies=companies,
        contacts_head=head(_("Contacts"), links, "contacts", of=_("by name")),
        contacts=contacts,
    )


def _sentence(facts: Facts) -> Text:
    """How many companies and contacts there are, and with how many of them a deal is open."""
    n_, m_, number = facts.words.ngettext, facts.words.marked, facts.say.number
    companies, contacts = len(facts.book.companies), len(facts.book.contacts)
    with_deals = len({deal.record.company for deal in facts.deals.open} - {None})
    told = m_(
        "<b>%(companies)s</b> and %(contacts)s",
        companies=n_("%(num)s company", "%(num)s companies", companies, num=number(companies)),
        contacts=n_("%(num)s contact", "%(num)s contacts", contacts, num=number(contacts)),
    )
    if not with_deals and facts.may_miss("opportunities"):
        return m_("%(told)s; with how many of them a deal is open is not known.", told=told)
    return m_("%(told)s; a deal is open with %(open)s.", told=told, open=number(with_deals))


def _companies(facts: Facts, links: Links) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    columns = (
        Column("name", _("Company"), "deal"),
        Column("is", _("Is"), "p2"),
        Column("place", _("Place"), "p2"),
        Column("open", _("Open deals"), "num", "number"),
        Column("amount", _("Open, %(sign)s", sign=sign), "num p2", "number"),
        Column("won", _("Won, %(sign)s", sign=sign), "num", "number"),
        Column("owner", _("Owner"), "p2"),
    )
    rows = tuple(_company(facts, links, one) for one in _by_name(facts.book.companies.values()))
    types = choice(rows, "type", _("Is"), (*type_labels(facts).items(), ("", _("not known"))))
    facets = telling(rows, by_owner(facts, rows), types, by_tag(facts, rows))
    return Grid(
        "companies",
        _("Companies"),
        columns,
        rows,
        facets=facets,
        empty=none(facts, "companies", _("There is no company yet.")),
    )


def _company(facts: Facts, links: Links, one: Company) -> Row:
    opened, won = (_deals(facts, one, status) for status in ("open", "won"))
    there, before = (links.page(one.ref, "deals", outcome=outcome) for outcome in ("open", "won"))
    return Row(
        (
            Cell(one.name, links.record(one.ref)),
            text_cell(company_types(facts, one)),
            text_cell(", ".join(part for part in (one.city, one.state, one.country) if part)),
            number_cell(facts.say, len(opened), there if opened else None),
            _sum(facts, opened, there),
            _sum(facts, won, before),
            owner_cell(facts, links, one.owner),
        ),
        {"owner": (one.owner or "",), "type": one.types or ("",), "tag": one.tags or ("",)},
    )


def _deals(facts: Facts, one: Company, status: str) -> list[Deal]:
    deals = facts.related.deals_of_company.get(one.id, ())
    return [deal for deal in deals if deal.state.status == status and deal.counts]


def _sum(facts: Facts, deals: Sequence[Deal], href: Href) -> Cell:
    """What the deals come to, leading to them; that it is not known where none has an amount."""
    whole = total(deals)
    return money_cell(facts.say, whole.amount if whole.summed else None, href) if deals else text_cell(None)


def _contacts(facts: Facts, links: Links) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("name", _("Name"), "deal"),
        Column("company", _("Company")),
        Column("phone", _("Phone")),
        Column("email", _("E-mail"), "words mail p2"),
        Column("owner", _("Owner"), "p2"),
    )
    rows = tuple(_contact(facts, links, one) for one in _by_name(facts.book.contacts.values()))
    facets = telling(rows, by_owner(facts, rows), by_tag(facts, rows))
    empty = none(facts, "contacts", _("There is no contact yet."))
    return without_blank(Grid("contacts", _("Contacts"), columns, rows, facets=facets, empty=empty))


def _contact(facts: Facts, links: Links, one: Contact) -> Row:
    address = one.email[0] if one.email else ""
    return Row(
        (
            Cell(one.name, links.record(one.ref), note=one.title or ""),
            text_cell(facts.label("companies", one.company), links.record(f"companies/{one.company}")),
            text_cell(", ".join(one.phone)),
            text_cell(address, mail(address)),
            owner_cell(facts, links, one.owner),
        ),
        {"owner": (one.owner or "",), "tag": one.tags or ("",)},
    )


def _by_name(records: Iterable[N]) -> list[N]:
    return sorted(records, key=lambda one: name_order(one.name, one.id))


def _company_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("company", _("Company"), "id"),
        Field("name", _("Name")),
        Field("types", _("Is")),
        Field("city", _("City")),
        Field("state", _("State")),
        Field("country", _("Country")),
        Field("industry", _("Industry")),
        Field("owner", _("Owner")),
        Field("tags", _("Tags")),
        Field("open", _("Open deals"), "count"),
        Field("amount", _("Open"), "money"),
        Field("won", _("Won"), "money"),
    )
    rows = tuple(_company_values(facts, one) for one in facts.book.companies.values())
    return Table("companies", _("Companies"), fields, rows, currency=facts.currency)


def _company_values(facts: Facts, one: Company) -> tuple[Figure, ...]:
    opened, won = (total(_deals(facts, one, status)) for status in ("open", "won"))
    return (
        *(one.ref, one.name, ", ".join(one.types), one.city, one.state, one.country),
        *(one.industry, one.owner, ", ".join(one.tags)),
        *(opened.count, amount_cell(opened), amount_cell(won)),
    )


def _contact_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("contact", _("Contact"), "id"),
        Field("name", _("Name")),
        Field("company", _("Company")),
        Field("title", _("Title")),
        Field("phone", _("Phone")),
        Field("email", _("E-mail")),
        Field("owner", _("Owner")),
        Field("tags", _("Tags")),
    )
    rows = tuple(
        (
            *(one.ref, one.name, one.company, one.title, ", ".join(one.phone), ", ".join(one.email)),
            *(one.owner, ", ".join(one.tags)),
        )
        for one in facts.book.contacts.values()
    )
    return Table("contacts", _("Contacts"), fields, rows)
