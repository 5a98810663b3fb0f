"""Search data: every record that has a page, as a script that the search on each page loads when it is first used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from textcrm.gates import json
from textcrm.likeness.normalise import fold
from textcrm.model.records import OPEN_LEAD
from textcrm.site.facts import Facts

#: What the script calls; it is a file and not data to be fetched, as nothing can be fetched from a folder on a disk.
_OPENING: Final = "textcrmFound("
#: Name, what it is, address from the top of the site, what else it is found by, how much more than others it is meant.
Found = tuple[str, str, str, str, int]
#: Whoever types a name means the company or person before what is done with them, and that before what is over.
_WHO, _NOW, _OVER = 4, 2, 1
_GROUPS: Final = re.compile(r"[0-9]+")
_MOST_GROUPS: Final = 10


def search_script(facts: Facts) -> str:
    """The records with a page, in the order in which equally good finds are shown; ids are in the addresses."""
    return f"{_OPENING}{json.lines(_found(facts))});\n"


def _found(facts: Facts) -> Iterator[Found]:
    yield from _companies(facts)
    yield from _contacts(facts)
    yield from _opportunities(facts)
    yield from _leads(facts)
    yield from _team(facts)


def _companies(facts: Facts) -> Iterator[Found]:
    what = facts.words.gettext("Company")
    for one in facts.book.companies.values():
        yield _entry(
            *(one.name, _told(what, one.city), f"companies/{one.id}.html", _WHO),
            *(*one.tags, *_numbers(one.phone), *_tax_id(one.tax_id)),
        )


def _contacts(facts: Facts) -> Iterator[Found]:
    what = facts.words.gettext("Contact")
    for one in facts.book.contacts.values():
        company = facts.label("companies", one.company)
        yield _entry(
            *(one.name, _told(what, company), f"contacts/{one.id}.html", _WHO), *one.email, *_numbers(one.phone)
        )


def _opportunities(facts: Facts) -> Iterator[Found]:
    statuses = _statuses(facts)
    for one in facts.book.opportunities.values():
        stage = facts.stage_label(one.pipeline, one.stage) if one.is_open else statuses[one.status]
        company = facts.label("companies", one.company)
        yield _entry(
            one.name, _told(stage, company), f"opportunities/{one.id}.html", _NOW if one.is_open else _OVER, *one.tags
        )


def _statuses(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    return {"won": _("Won"), "lost": _("Lost"), "abandoned": _("Abandoned"), "cancelled": _("Cancelled")}


def _leads(facts: Facts) -> Iterator[Found]:
    what = facts.words.gettext("Lead")
    for one in facts.book.leads.values():
        name = one.name or one.company_name or one.id
        told, weight = _told(what, one.company_name if one.name else None), _NOW if one.status in OPEN_LEAD else _OVER
        yield _entry(name, told, f"leads/{one.id}.html", weight, one.id, *one.email, *_numbers(one.phone))


def _team(facts: Facts) -> Iterator[Found]:
    what = facts.words.gettext("Team")
    for one in facts.book.team.values():
        yield _entry(one.name, _told(what, one.title), f"team.html#{one.id}", _WHO)


def _told(what: str, more: str | None) -> str:
    return f"{what}, {more}" if more else what


def _numbers(phones: Iterable[str]) -> Iterator[str]:
    """Phone numbers as they may be typed: without signs, from any group of digits on, without zeros before it."""
    for phone in phones:
        groups = _GROUPS.findall(phone)[:_MOST_GROUPS]
        yield from ("".join(groups[start:]).lstrip("0") for start in range(len(groups)))


def _tax_id(tax_id: str | None) -> Iterator[str]:
    """A tax number as it is written, and without its signs."""
    if tax_id:
        yield from dict.fromkeys((tax_id, "".join(filter(str.isalnum, tax_id))))


def _entry(name: str, told: str, address: str, weight: int, *more: str) -> Found:
    """What else it is found by holds the name in Latin letters too, where it is written in others."""
    latin = fold(name)
    also = () if latin == plain(name) else (latin,)
    return name, told, address, " ".join(filter(None, (*also, *more))), weight


def plain(text: str) -> str:
    """The text as the script folds what is typed: small letters without marks."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))
