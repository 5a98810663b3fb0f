"""Rules on companies and contacts that were probably entered twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textcrm.findings import Problem, Severity
from textcrm.likeness.entry import Entry
from textcrm.model.records import Company, Contact
from textcrm.model.values import shown
from textcrm.rules.likenesses import entry_of_company, entry_of_contact
from textcrm.rules.rule import Case, rule


@rule("HYG015", "looks-like-another-company", Severity.WARNING)
def looks_like_another_company(case: Case) -> Iterator[Problem]:
    """Two files are probably one company.

    What it checks: No two companies have the same tax number, e-mail, phone or website with like names, or names that
        are the same but for case, accents, legal form or one slip of the finger. Companies in different cities are two;
        so are a company and its `parent`, and two with the same `parent`.

    Why: With two files, half of the story is missing from each, and two sellers call the same customer.

    Bad:
        name: Padaria Estrêla Ltda.

    Good:
        name: Padaria Estrela
        website: https://padariaestrela.example

    How to fix: Move what only one file knows to the other, let contacts and deals point to that one, and remove the
        file that is left over. If they are two, write the `city` of each, or say why in an ignore.
    """
    companies = case.book.companies
    for first, second, why in _doubles([entry_of_company(one) for one in companies.values()]):
        if not _are_related(companies[first], companies[second]):
            yield _double(companies[first], companies[second], why, "HYG015")


@rule("HYG016", "looks-like-another-contact", Severity.WARNING)
def looks_like_another_contact(case: Case) -> Iterator[Problem]:
    """Two files are probably one person.

    What it checks: No two contacts have the same e-mail or phone, or like names at the same company.

    Why: The story of a customer is torn in two, and the same person gets two calls.

    Bad:
        name: Marta de Oliveira

    Good:
        name: Marta Oliveira
        phone: +55 11 98765-4321

    How to fix: Move what only one file knows to the other, let deals and activities point to that one, and remove the
        file that is left over. If they are two people, say so in an ignore.
    """
    contacts = case.book.contacts
    for first, second, why in _doubles([entry_of_contact(one, case.book) for one in contacts.values()]):
        yield _double(contacts[first], contacts[second], why, "HYG016")


def _doubles(entries: Sequence[Entry]) -> Iterator[tuple[str, str, str]]:
    from textcrm.likeness.candidates import pairs  # loads a library

    return ((pair.first, pair.second, pair.why) for pair in pairs(entries))


def _are_related(one: Company, other: Company) -> bool:
    return one.parent == other.id or other.parent == one.id or (one.parent is not None and one.parent == other.parent)


def _double(first: Company | Contact, second: Company | Contact, why: str, code: str) -> Problem:
    return Problem(
        f"looks like {shown(first.ref)} ({shown(first.name)}): {why}",
        second.ref,
        ("name",),
        f"Make one file of the two; if they are two, say why at the end of this line:\n  # textcrm: ignore[{code}] …",
    )
