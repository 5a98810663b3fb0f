"""Records as likeness sees them: leads, contacts and companies as entries with names and ways to reach them."""

from __future__ import annotations

from textcrm.likeness.entry import Entry
from textcrm.model.book import Book
from textcrm.model.records import Company, Contact, Lead


def entry_of_lead(lead: Lead) -> Entry:
    """A lead by its names and ways to reach it."""
    return Entry(
        key=lead.id,
        person=lead.name or "",
        company=lead.company_name or "",
        emails=lead.email,
        phones=lead.phone,
        website=lead.website or "",
        place=lead.city or "",
    )


def entry_of_contact(contact: Contact, book: Book) -> Entry:
    """A contact by its name, the name of its company and ways to reach it."""
    employer = book.companies.get(contact.company or "")
    company = employer.name if employer else contact.company or ""
    return Entry(key=contact.id, person=contact.name, company=company, emails=contact.email, phones=contact.phone)


def entry_of_company(company: Company) -> Entry:
    """A company by its name, tax number, city and ways to reach it."""
    return Entry(
        key=company.id,
        company=company.name,
        emails=company.email,
        phones=company.phone,
        website=company.website or "",
        tax_ids=(company.tax_id,) if company.tax_id else (),
        place=company.city or "",
    )
