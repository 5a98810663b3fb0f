"""All that matters of a lead, for one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date

from textcrm.findings import Finding
from textcrm.metrics.leads import LeadState, leads_on
from textcrm.metrics.response_times import first_answer
from textcrm.model.book import Book
from textcrm.model.records import Lead
from textcrm.reports.card import Card, Row, block, rows
from textcrm.reports.saying import Saying, found, happened

#: Statuses in which a lead still waits for somebody to get to know it.
_FRESH = ("new", "qualifying")


def lead_card(record: Lead, book: Book, as_of: date, path: str, findings: Iterable[Finding]) -> Card:
    """The card of a lead; `book` is the one as it stood at the end of the day, the lead as it stands in it."""
    saying = Saying(book, as_of)
    lead = next((one for one in leads_on(book, as_of).all if one.id == record.id), None)
    blocks = (
        *block("", _facts(record, lead, saying)),
        *block("Qualification", _qualification(record, saying)),
        *block("Became", _became(record, saying)),
        *found(findings),
        *happened(book.activities_of_lead.get(record.id, ()), saying, record),
        *block("Notes", rows((("", (record.notes or "").strip()),))),
    )
    owner = saying.name("team", record.owner) or "nobody's"
    title = record.name or record.company_name or record.id
    return Card(title, record.ref, f"{record.status}, {owner}", blocks, path)


def _facts(record: Lead, lead: LeadState | None, saying: Saying) -> Iterator[Row]:
    came = (saying.entry("sources", record.source), saying.entry("campaigns", record.campaign))
    yield from rows(
        (
            ("Company", record.company_name if record.name else None),
            ("Title", record.title),
            ("Reach", saying.reach(record)),
            ("Verified", ", ".join(record.verified)),
            ("Came in", _when(record, saying)),
            ("Came from", ", ".join(one for one in came if one)),
        )
    )
    if lead and record.status in _FRESH:
        yield _answer(lead, saying)
    if record.status == "nurturing":
        day = record.recontact_on
        late = day is None or day < saying.as_of
        yield Row("Contact again", saying.due(day) if day else "no day", "bad" if late else "")
    place = ", ".join(one for one in (record.city, record.state, record.country) if one)
    rating = f"{record.rating} of 5" if record.rating else None
    yield from rows(
        (("Rating", rating), ("Place", place), ("Website", record.website), ("Tags", ", ".join(record.tags)))
    )


def _when(record: Lead, saying: Saying) -> str | None:
    return f"{saying.day(record.created)}, {saying.off(record.created.day)}" if record.created else None


def _answer(lead: LeadState, saying: Saying) -> Row:
    answer = first_answer(saying.book, lead, saying.as_of)
    if answer is None:
        return Row("Answered", "not yet", "bad")
    return Row("Answered", saying.due(answer.day), "good")


def _qualification(record: Lead, saying: Saying) -> Iterator[Row]:
    """The answers there are, and those that a qualified lead must have."""
    needed = saying.settings.leads.qualified_needs
    for one in fields(record.qualification):
        answer = getattr(record.qualification, one.name)
        if answer:
            yield Row(one.name.capitalize(), answer)
        elif one.name in needed and record.status not in ("converted", "disqualified"):
            yield Row(one.name.capitalize(), "not known, needed to qualify", "bad")


def _became(record: Lead, saying: Saying) -> Iterator[Row]:
    if record.converted:
        said = record.converted
        links = (("contacts", said.contact), ("companies", said.company), ("opportunities", said.opportunity))
        yield from rows((("Converted", saying.due(said.date) if said.date else None),))
        for kind, id in links:
            if id:
                yield Row(f"{kind}/{id}", saying.name(kind, id) or id)
    if record.disqualified:
        ended = record.disqualified
        yield from rows(
            (
                ("Disqualified", saying.due(ended.date) if ended.date else None),
                ("Reason", saying.reason("disqualified", ended.reason)),
                ("Note", ended.note),
            )
        )
