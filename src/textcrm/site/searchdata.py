"""Search data: every record that has a page, as a script that the search on each page loads when it is first used."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from textcrm.gates import json
from textcrm.likeness.normalise import fold
from textcrm.site.facts import Facts

#: What the script calls; it is a file and not data to be fetched, as nothing can be fetched from a folder on a disk.
_OPENING: Final = "textcrmFound("
#: Name, what it is, address from the top of the site, what else it is found by.
Found = tuple[str, str, str, str]


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
        yield _entry(one.name, _told(what, one.city), f"companies/{one.id}.html", *one.tags)


def _contacts(facts: Facts) -> Iterator[Found]:
    what = facts.words.gettext("Contact")
    for one in facts.book.contacts.values():
        company = facts.label("companies", one.company)
        yield _entry(one.name, _told(what, company), f"contacts/{one.id}.html", *one.email)


def _opportunities(facts: Facts) -> Iterator[Found]:
    statuses = _statuses(facts)
    for one in facts.book.opportunities.values():
        stage = facts.stage_label(one.pipeline, one.stage) if one.is_open else statuses[one.status]
        company = facts.label("companies", one.company)
        yield _entry(one.name, _told(stage, company), f"opportunities/{one.id}.html", *one.tags)


def _statuses(facts: Facts) -> dict[str, str]:
    _ = facts.words.gettext
    return {"won": _("Won"), "lost": _("Lost"), "abandoned": _("Abandoned"), "cancelled": _("Cancelled")}


def _leads(facts: Facts) -> Iterator[Found]:
    what = facts.words.gettext("Lead")
    for one in facts.book.leads.values():
        name = one.name or one.company_name or one.id
        yield _entry(
            name, _told(what, one.company_name if one.name else None), f"leads/{one.id}.html", one.id, *one.email
        )


def _team(facts: Facts) -> Iterator[Found]:
    what = facts.words.gettext("Team")
    for one in facts.book.team.values():
        yield _entry(one.name, _told(what, one.title), f"team.html#{one.id}")


def _told(what: str, more: str | None) -> str:
    return f"{what}, {more}" if more else what


def _entry(name: str, told: str, address: str, *more: str) -> Found:
    """What else it is found by holds the name in Latin letters too, where it is written in others."""
    latin = fold(name)
    also = () if latin == plain(name) else (latin,)
    return name, told, address, " ".join(filter(None, (*also, *more)))


def plain(text: str) -> str:
    """The text as the script folds what is typed: small letters without marks."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))
