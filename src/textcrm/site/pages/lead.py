"""Lead: a page for each lead: how it stands, what is known of it and what is missing, what it became."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from textcrm.metrics.leads import LeadState
from textcrm.metrics.qualification import lacking
from textcrm.metrics.response_times import Answer
from textcrm.model.history import ordered
from textcrm.model.records import OPEN_LEAD
from textcrm.site.changes import changes_of
from textcrm.site.events import Event, line_of
from textcrm.site.facts import Facts
from textcrm.site.leads import has_come_today, is_late, lead_status, need_label, wait_text
from textcrm.site.links import Links, record_path
from textcrm.site.outcomes import reason_text
from textcrm.site.page import Head, Page
from textcrm.site.progress import Mark
from textcrm.site.record import (
    Fact,
    Top,
    Value,
    Written,
    activities_head,
    fact,
    known_facts,
    linked,
    mails,
    off,
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

#: The way of a lead; it may wait on it (`nurturing`), or leave it (`disqualified`).
_WAY: Final = ("new", "qualifying", "qualified", "converted")
_ANSWERS: Final = ("need", "budget", "authority", "timeline", "interest")


@dataclass(frozen=True, slots=True)
class LeadPage:
    """What the page of a lead shows."""

    top: Top
    bar: tuple[Mark, ...]
    facts: tuple[Fact, ...]
    became_head: Head
    became: tuple[Fact, ...]
    known_head: Head
    known: tuple[Fact, ...]
    line_head: Head
    line: tuple[Event, ...]
    more_head: Head
    more: tuple[Fact, ...]
    written: Written


def pages(facts: Facts) -> Iterator[Page]:
    """A page for each lead that existed at the end of the day."""
    links = facts.links("leads/")
    for lead in facts.leads.all:
        title = facts.label("leads", lead.id)
        value = _page(facts, links, lead)
        yield Page(record_path("leads", lead.id), "pages/lead.html.jinja", title, "leads", value)


def _page(facts: Facts, links: Links, lead: LeadState) -> LeadPage:
    _, record = facts.words.gettext, lead.record
    done = facts.book.activities_of_lead.get(lead.id, ())
    beside = (record.company_name or "") if record.name else ""
    return LeadPage(
        top=top_of(facts, links, record, beside, (_("Leads"), links.page("leads"))),
        bar=_bar(facts, lead),
        facts=tuple(_facts(facts, links, lead)),
        became_head=Head(_("What became of it")),
        became=tuple(_became(facts, links, lead)),
        known_head=Head(_("Qualification"), _lacks(facts, lead)),
        known=_known(facts, lead),
        line_head=activities_head(facts, done, _("Timeline")),
        line=line_of(facts, links, done, changes_of(facts, record), says_about=False),
        more_head=Head(_("Besides")),
        more=_more(facts, links, lead),
        written=written(facts, links, record),
    )


def _bar(facts: Facts, lead: LeadState) -> tuple[Mark, ...]:
    """The statuses it went through, with the day of the first time; where it stands; what is still before it."""
    since = _since(lead)
    behind = [one for one in _WAY if one in since and one != lead.status]
    if lead.status in _WAY:
        place = _WAY.index(lead.status)
        behind, ahead = [one for one in behind if one in _WAY[:place]], _WAY[place + 1 :]
    else:
        ahead = () if lead.is_disqualified else tuple(one for one in _WAY if one not in behind)
    look = "lost" if lead.is_disqualified else "won" if lead.is_converted else "on"
    return (
        *(Mark(lead_status(facts, one), facts.say.day(since[one]), "") for one in behind),
        Mark(lead_status(facts, lead.status), _standing_since(facts, since.get(lead.status)), look),
        *(Mark(lead_status(facts, one), "", "todo") for one in ahead),
    )


def _since(lead: LeadState) -> dict[str, date]:
    """The day from which it last had each status; of those it left, the first."""
    since: dict[str, date] = {}
    for entry in ordered(lead.record.history):
        status = entry.get("status")
        if status and (status not in since or status == lead.status):
            since[status] = entry["date"]
    if lead.created:
        since.setdefault("new", lead.created)
    return since


def _standing_since(facts: Facts, day: date | None) -> str:
    if day is None:
        return facts.words.gettext("since a day not known")
    return facts.words.gettext("since %(day)s", day=facts.say.day(day))


def _facts(facts: Facts, links: Links, lead: LeadState) -> Iterator[Fact]:
    _, record, say = facts.words.gettext, lead.record, facts.say
    yield fact(_("First answer"), _answer(facts, lead))
    came = Value(say.moment(lead.came_in), note=off(facts, lead.created)) if lead.created else unknown(facts)
    yield fact(_("Came in"), came)
    campaign = facts.entry_label("campaigns", lead.campaign)
    source = facts.entry_label("sources", lead.source)
    yield fact(_("Source"), text_value(source or campaign, campaign if source else "") or unknown(facts))
    yield fact(_("Owner"), owner_value(facts, links, lead.owner, is_open=lead.status in OPEN_LEAD))
    yield fact(_("Phone"), *_reach(facts, lead, "phone", tuple(phones(record.phone))))
    yield fact(_("E-mail"), *_reach(facts, lead, "email", tuple(mails(record.email))))
    if lead.status == "nurturing":
        yield fact(_("Contact again"), _again(facts, lead))
    rating = _("%(rating)s of 5", rating=say.number(record.rating)) if record.rating else None
    yield fact(_("Rating"), text_value(rating) or unknown(facts))


def _answer(facts: Facts, lead: LeadState) -> Value:
    """How long it waited for its first answer, or waits."""
    _, response = facts.words.gettext, facts.responses.get(lead.id)
    if response is None:
        return unknown(facts)
    waited = wait_text(facts, response)
    look = "late" if is_late(facts, response) else ""
    wanted = _("wanted within %(hours)s\u00a0h", hours=facts.say.number(facts.settings.leads.response_hours))
    if response.answer is Answer.GIVEN:
        return Value(_("after %(wait)s", wait=waited), note=wanted, look=look)
    if has_come_today(response):
        return Value(_("not yet, it came in today"), note=wanted, strong=True)
    if response.answer is Answer.WAITING:
        return Value(_("not yet, for %(wait)s", wait=waited), note=wanted, look="late" if look else "", strong=True)
    return Value(_("none before it ended"), look="none")


def _reach(facts: Facts, lead: LeadState, way: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The ways to reach somebody, the first with whether it was verified."""
    if not values:
        return (unknown(facts),)
    _ = facts.words.gettext
    note = _("verified") if way in lead.record.verified else _("not verified")
    return (*values[:-1], Value(values[-1].text, values[-1].href, note, values[-1].look))


def _again(facts: Facts, lead: LeadState) -> Value:
    day = lead.recontact_on
    if day is None:
        return Value(facts.words.gettext("no day"), look="late")
    return Value(facts.say.full_day(day), note=off(facts, day), look="late" if day < facts.as_of else "")


def _became(facts: Facts, links: Links, lead: LeadState) -> Iterator[Fact]:
    """What it was converted to, or why it was given up."""
    _, record, ending = facts.words.gettext, lead.record, lead.ending
    if ending is None:
        return
    day = Value(facts.say.full_day(ending.day)) if ending.day else unknown(facts)
    yield fact(lead_status(facts, lead.status), day)
    if lead.is_disqualified:
        yield fact(_("Reason"), Value(reason_text(facts, "disqualified", lead.reason)))
        note = record.disqualified.note if record.disqualified else None
        yield from known_facts(((_("Note"), [text_value(note)]),))
    elif said := record.converted:
        yield fact(_("Opportunity"), linked(facts, links, "opportunities", said.opportunity) or _no_link(facts))
        yield fact(_("Company"), linked(facts, links, "companies", said.company) or _no_link(facts))
        yield fact(_("Contact"), linked(facts, links, "contacts", said.contact) or _no_link(facts))


def _no_link(facts: Facts) -> Value:
    return Value(facts.words.gettext("none"), look="none")


def _lacks(facts: Facts, lead: LeadState) -> str:
    """What is missing to qualify a lead that is open."""
    if lead.status not in OPEN_LEAD:
        return ""
    missing = [need_label(facts, need) for need in lacking(lead, facts.book)]
    if not missing:
        return facts.words.gettext("Nothing is missing to qualify it.")
    return facts.words.gettext("Missing to qualify it: %(needs)s.", needs=", ".join(missing).lower())


def _known(facts: Facts, lead: LeadState) -> tuple[Fact, ...]:
    """The five answers; those that are needed and missing are late where the lead is open."""
    missing = lacking(lead, facts.book) if lead.status in OPEN_LEAD else ()
    said = lead.record.qualification
    return tuple(
        fact(need_label(facts, need), text_value(getattr(said, need)) or unknown(facts, is_late=need in missing))
        for need in _ANSWERS
    )


def _more(facts: Facts, links: Links, lead: LeadState) -> tuple[Fact, ...]:
    _, record = facts.words.gettext, lead.record
    known = known_facts(
        (
            (_("Title"), [text_value(record.title)]),
            (_("Website"), [site_value(record.website)]),
            (_("Industry"), [text_value(record.industry)]),
            (_("Place"), [place(record)]),
            (_("Tags"), [text_value(", ".join(record.tags))]),
        )
    )
    return (*known, *own_fields(facts, links, facts.settings.custom_fields.lead, record.custom))
