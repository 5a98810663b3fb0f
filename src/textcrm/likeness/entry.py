"""What is compared: an entry as it was written, and the same brought to keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from textcrm.likeness.normalise import Words, company_words, person_words
from textcrm.likeness.reach import domain_of, email_key, phone_key, tax_key, website_key


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A lead, contact or company as plain text; `key` names it (`leads/marta-oliveira`), blanks are unknown.

    With `person` it is a person, at `company`; without, it is that company itself. `place`, a city, tells companies of
    one name apart.
    """

    key: str
    person: str = ""
    company: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    website: str = ""
    tax_ids: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """An entry brought to keys; `domains`, of its website and e-mails, are those that can stand for a company."""

    entry: Entry
    person: Words
    company: Words
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    website: str
    domains: tuple[str, ...]
    taxes: tuple[str, ...]
    place: Words


@lru_cache(maxsize=65_536)
def profile(entry: Entry) -> Profile:
    """The entry's keys; what is no e-mail, phone, website or tax number is left out."""
    emails = _known(email_key(email) for email in entry.emails)
    website = website_key(entry.website)
    return Profile(
        entry=entry,
        person=person_words(entry.person),
        company=company_words(entry.company),
        emails=emails,
        phones=_known(phone_key(phone) for phone in entry.phones),
        website=website,
        domains=_known((website, *map(domain_of, emails))),
        taxes=_known(tax_key(number) for number in entry.tax_ids),
        place=company_words(entry.place),
    )


def _known(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))
