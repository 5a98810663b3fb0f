"""Companies and contacts: a part of the companies buys and has two contacts or more, a few are the same one twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from bench.names import Names
from bench.process import ACTIVE

AREAS: Final = (
    ("11", "São Paulo", "SP"),
    ("19", "Campinas", "SP"),
    ("31", "Belo Horizonte", "MG"),
    ("51", "Porto Alegre", "RS"),
)
OTHERS: Final = ("prospect", "competitor", "partner", "supplier")
DUPLICATE_EVERY: Final = 200


@dataclass(frozen=True, slots=True)
class Company:
    """A company; its number, from 0, gives it a tax number."""

    number: int
    id: str
    name: str
    type: str
    area: tuple[str, str, str]

    @property
    def domain(self) -> str:
        return f"{self.id}.example"


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, or the person a lead is about."""

    id: str
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a company, and the lead it was converted from."""

    person: Person
    company: Company
    lead: str | None = None


def companies(rng: Random, names: Names, count: int, buying: int) -> list[Company]:
    """`count` companies; the first `buying` of them are customers."""
    found = list[Company]()
    for number in range(count):
        name = names.company()
        kind = "customer" if number < buying else OTHERS[number % len(OTHERS)]
        company = Company(number, name.slug, name.text, kind, rng.choice(AREAS))
        if is_duplicate(number):
            company = replace(found[-1], id=name.slug, name=f"{found[-1].name} Ltda")
        found.append(company)
    return found


def contacts(
    rng: Random, names: Names, owners: Sequence[Company], buying: int, count: int, from_leads: int
) -> list[Contact]:
    """`count` contacts: two for each buying company, then anywhere; the first `from_leads` were leads."""
    found = list[Contact]()
    for number in range(count):
        company = owners[number % buying] if number < 2 * buying else rng.choice(owners)
        person = draw_person(names, company.domain, number, company.area[0])
        if is_duplicate(number) and number > 2 * buying:
            company, person = found[-1].company, same_person(found[-1].person)
        found.append(Contact(person, company, person.id if number < from_leads else None))
    return found


def draw_person(names: Names, domain: str, number: int, area: str) -> Person:
    """A new person; the number makes the phone and the e-mail unlike any other of that kind."""
    name = names.person()
    mailbox = name.slug.split("-")[0]
    return Person(name.slug, name.text, f"{mailbox}{number}@{domain}", _phone(number, area))


def same_person(person: Person) -> Person:
    """The same person met a second time, under another id."""
    return replace(person, id=f"{person.id}-2")


def company_text(company: Company, rng: Random) -> str:
    """The file of a company."""
    lines = [f"name: {company.name}", f"types: [{company.type}]", f"website: https://{company.domain}"]
    lines += [
        f"industry: {rng.choice(('bakery', 'hotel', 'restaurant'))}",
        f"size: {rng.choice(('1-10', '11-50', '51-200'))}",
    ]
    lines.append(f"tax_id: {_tax_id(company.number)}")
    lines += [f"city: {company.area[1]}", f"state: {company.area[2]}", "country: BR"]
    lines += [f"owner: {rng.choice(ACTIVE).id}", "notes: |", "  Family business, three ovens."]
    lines += [f"  Opens at {rng.randint(4, 9)} in the morning; deliveries through the back door."]
    return "\n".join(lines) + "\n"


def contact_text(contact: Contact, rng: Random) -> str:
    """The file of a contact."""
    person = contact.person
    lines = [f"name: {person.name}", f"company: {contact.company.id}"]
    lines.append(f"title: {rng.choice(('Owner', 'Head baker', 'Purchasing', 'Chef', 'Engineer'))}")
    lines += [f"email: {person.email}", f"phone: {person.phone}"]
    if contact.lead:
        lines.append(f"lead: {contact.lead}")
    if rng.random() < 0.5:
        lines += ["notes: |", f"  Best reached before {rng.randint(8, 11)}.", "  Decides with the family."]
    return "\n".join(lines) + "\n"


def is_duplicate(number: int) -> bool:
    """Whether this one is the one before it, met again."""
    return number % DUPLICATE_EVERY == DUPLICATE_EVERY - 1


def _phone(number: int, area: str) -> str:
    scattered = (number * 48271 + 12345) % 10**7  # a bijection: distinct numbers, distinct phones
    return f"+55 {area} 9{6 + number % 4}{scattered // 10**4:03}-{scattered % 10**4:04}"


def _tax_id(number: int) -> str:
    root = 10**7 + number * 7919
    return f"{root // 10**6:02}.{root // 1000 % 1000:03}.{root % 1000:03}/0001-{number % 100:02}"
