"""Opportunity: a page for each deal: where it stands, what is next, what is missing, its money, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from textcrm.metrics.deals import Deal
from textcrm.metrics.leads import origin
from textcrm.model.process import began
from textcrm.model.records import Opportunity, Role
from textcrm.site.changes import changes_of
from textcrm.site.deals import INKS, category_label, pushed_words
from textcrm.site.events import Event, line_of, planned
from textcrm.site.facts import Facts
from textcrm.site.links import Links, record_path
from textcrm.site.outcomes import outcome_label, reason_text
from textcrm.site.page import Head, Page
from textcrm.site.progress import Mark, Steps, bar, critical_steps, demands
from textcrm.site.record import (
    Fact,
    Top,
    Value,
    Written,
    fact,
    in_words,
    known_facts,
    linked,
    mails,
    off,
    own_fields,
    owner_value,
    phones,
    text_value,
    unknown,
    written,
)
from textcrm.site.sheets import Sheet, amounts, arithmetic, clocks, items, items_say

#: The role that the head of the page names, where somebody has it.
_DECIDES: Final = "decision-maker"


@dataclass(frozen=True, slots=True)
class DealPage:
    """What the page of a deal shows."""

    top: Top
    bar: tuple[Mark, ...]
    facts: tuple[Fact, ...]
    steps: Steps
    demands: Steps | None
    money_head: Head
    items: Sheet
    amounts: Sheet
    why_head: Head
    arithmetic: Sheet
    clocks: Sheet
    line_head: Head
    line: tuple[Event, ...]
    people_head: Head
    people: tuple[Fact, ...]
    more: tuple[Fact, ...]
    written: Written


def pages(facts: Facts) -> Iterator[Page]:
    """A page for each deal that existed at the end of the day."""
    links = facts.links("opportunities/")
    for deal in facts.deals.all:
        path = record_path("opportunities", deal.id)
        yield Page(path, "pages/opportunity.html.jinja", deal.record.name, "pipeline", _page(facts, links, deal))


def _page(facts: Facts, links: Links, deal: Deal) -> DealPage:
    _ = facts.words.gettext
    events = _events(facts, links, deal)
    return DealPage(
        top=_top(facts, links, deal),
        bar=bar(facts, deal),
        facts=tuple(_open_facts(facts, links, deal) if deal.is_open else _closed_facts(facts, links, deal)),
        steps=critical_steps(facts, deal),
        demands=demands(facts, deal),
        money_head=Head(_("Money"), items_say(facts, deal)),
        items=items(facts, deal),
        amounts=amounts(facts, deal),
        why_head=Head(_("Why these numbers")),
        arithmetic=arithmetic(facts, deal),
        clocks=clocks(facts, deal),
        line_head=Head(_("Timeline"), _spoken(facts, deal), _counted(facts, deal)),
        line=events,
        people_head=Head(_("People and origin")),
        people=tuple(_people(facts, links, deal.record)),
        more=_more(facts, links, deal.record),
        written=written(facts, links, deal.record),
    )


def _top(facts: Facts, links: Links, deal: Deal) -> Top:
    _, say = facts.words.gettext, facts.say
    up, key = (_("Pipeline"), "pipeline") if deal.is_open else (_("Won and lost"), "outcomes")
    since = _("Created on a day not known")
    if deal.created:
        since = _("Created %(day)s, %(off)s", day=say.day(deal.created), off=off(facts, deal.created))
    file = links.file(facts.paths[deal.record.ref]) if deal.record.ref in facts.paths else None
    currency = deal.ending.currency if deal.ending else deal.state.currency
    return Top(deal.record.name, say.full(deal.amount, currency), up, links.page(key), since, file, is_amount=True)


def _open_facts(facts: Facts, links: Links, deal: Deal) -> Iterator[Fact]:
    _ = facts.words.gettext
    yield fact(_("Next step"), _next_step(facts, deal))
    yield fact(_("Expected close"), _close(facts, deal))
    yield fact(_("Forecast"), _category(facts, deal))
    yield fact(_("Chance"), _chance(facts, deal))
    yield from _who(facts, links, deal)
    competitors = [linked(facts, links, "companies", id) for id in deal.record.competitors]
    yield fact(_("Competitors"), *competitors) if competitors else fact(_("Competitors"), _nobody(facts))


def _closed_facts(facts: Facts, links: Links, deal: Deal) -> Iterator[Fact]:
    _, say, ending, record = facts.words.gettext, facts.say, deal.ending, deal.record
    status = ending.status if ending else "open"
    when = say.full_day(deal.closed_on) if deal.closed_on else _("day not known")
    yield fact(_("Outcome"), Value(outcome_label(facts, status), note=when, strong=True))
    reason = Value(reason_text(facts, status, deal.reason), look="" if deal.reason else "none")
    yield fact(_("Reason"), reason, *_said_of_end(record))
    yield fact(_("Expected close"), _day_expected(facts, deal))
    yield fact(_("Forecast"), _category(facts, deal))
    yield from _who(facts, links, deal)
    lost_to = linked(facts, links, "companies", ending.competitor if ending else None)
    others = [linked(facts, links, "companies", id) for id in record.competitors]
    if lost_to and status != "won":
        yield fact(_("Lost to"), lost_to)
    else:
        yield fact(_("Competitors"), *(others or [_nobody(facts)]))


def _said_of_end(record: Opportunity) -> Iterator[Value]:
    if record.closed and record.closed.note:
        yield Value(record.closed.note, look="quiet")


def _nobody(facts: Facts) -> Value:
    return Value(facts.words.gettext("none named"), look="none")


def _who(facts: Facts, links: Links, deal: Deal) -> Iterator[Fact]:
    """Customer, who decides, owner."""
    _, record = facts.words.gettext, deal.record
    company = facts.book.companies.get(record.company or "")
    customer = linked(facts, links, "companies", record.company, (company.city or "") if company else "")
    yield fact(_("Customer"), customer or unknown(facts, is_late=deal.is_open))
    part = next((one for one in record.contacts if one.role == _DECIDES), next(iter(record.contacts), None))
    yield _contact(facts, links, part) if part else fact(_("Contact"), unknown(facts))
    yield fact(_("Owner"), owner_value(facts, links, deal.owner, is_open=deal.is_open))


def _contact(facts: Facts, links: Links, part: Role) -> Fact:
    known = facts.book.contacts.get(part.contact)
    label = facts.entry_label("roles", part.role) or facts.words.gettext("Contact")
    return fact(label, linked(facts, links, "contacts", part.contact, (known.title or "") if known else ""))


def _next_step(facts: Facts, deal: Deal) -> Value:
    """What is to be done, by when, and by whom if that is not the owner."""
    _, step = facts.words.gettext, deal.record.next_step
    if step is None:
        return Value(_("none planned"), look="late")
    when = _("%(day)s, %(off)s", day=facts.say.day(step.due), off=off(facts, step.due)) if step.due else _("no day")
    by = facts.label("team", step.owner) if step.owner != deal.owner else ""
    note = _("%(when)s, %(who)s", when=when, who=by) if by else when
    is_late = step.due is None or step.due < facts.as_of
    return Value(step.what, note=note, look="late-note" if is_late else "", strong=True)


def _close(facts: Facts, deal: Deal) -> Value:
    """The day it should close on, the one before that, how often it was pushed."""
    due = deal.state.expected_close
    if due is None:
        return unknown(facts, is_late=True)
    written = [entry["expected_close"] for entry in deal.record.history if entry.get("expected_close")]
    before = next((day for day in reversed(written) if day and day != due), None)
    note = ", ".join(one for one in (off(facts, due), pushed_words(facts, deal)) if one)
    look = "late" if due < facts.as_of else ""
    return Value(facts.say.full_day(due), note=note, look=look, was=facts.say.day(before) if before else "")


def _day_expected(facts: Facts, deal: Deal) -> Value:
    due = deal.state.expected_close
    return Value(facts.say.full_day(due)) if due else unknown(facts)


def _category(facts: Facts, deal: Deal) -> Value:
    _ = facts.words.gettext
    note = ""
    if deal.is_open:
        note = _("set on the deal") if deal.state.forecast else _("by its stage")
    return Value(category_label(facts, deal.category), note=note, look=f"cat {INKS[deal.category]}")


def _chance(facts: Facts, deal: Deal) -> Value:
    _ = facts.words.gettext
    if deal.probability is None:
        return unknown(facts)
    note = _("by its stage") if deal.state.probability is None else _("set on the deal")
    return Value(facts.say.percent(deal.probability), note=note)


def _events(facts: Facts, links: Links, deal: Deal) -> tuple[Event, ...]:
    activities = facts.book.activities_of_deal.get(deal.id, ())
    changes, step = list(changes_of(facts, deal.record)), deal.record.next_step
    if step and deal.is_open:
        who = facts.label("team", step.owner or deal.owner)
        changes.append(planned(facts, step.what, step.due, facts.words.gettext("Next step"), who))
    return line_of(facts, links, activities, changes, says_about=False)


def _spoken(facts: Facts, deal: Deal) -> str:
    """When somebody was last in touch about an open deal, did a step or moved it."""
    _, quiet = facts.words.gettext, facts.quiet.get(deal.id)
    if quiet is None:
        return ""
    if quiet.last_touch is None:
        return _("Nobody was in touch yet.")
    if not deal.record.history and quiet.last_touch == began(deal.record):
        return _("Untouched since it was created, %(off)s.", off=off(facts, quiet.last_touch))
    return _("Last touched %(off)s.", off=off(facts, quiet.last_touch))


def _counted(facts: Facts, deal: Deal) -> str:
    _, n_, say = facts.words.gettext, facts.words.ngettext, facts.say
    changes, done = len(deal.record.history), len(facts.book.activities_of_deal.get(deal.id, ()))
    return _(
        "%(changes)s and %(activities)s; the latest first",
        changes=n_("%(num)s change", "%(num)s changes", changes, num=say.number(changes)),
        activities=n_("%(num)s activity", "%(num)s activities", done, num=say.number(done)),
    )


def _people(facts: Facts, links: Links, record: Opportunity) -> Iterator[Fact]:
    """Everybody who has a part in it, and how to reach them."""
    for part in record.contacts:
        known = facts.book.contacts.get(part.contact)
        reach = (*phones(known.phone), *mails(known.email)) if known else ()
        named = _contact(facts, links, part)
        yield Fact(named.label, (*named.values, *reach))
    for partner in record.partners:
        label = in_words(partner.role) if partner.role else facts.words.gettext("Partner")
        yield fact(label, linked(facts, links, "companies", partner.company))


def _more(facts: Facts, links: Links, record: Opportunity) -> tuple[Fact, ...]:
    """Where it came from, and what else is written."""
    _, (source, campaign) = facts.words.gettext, origin(record, facts.settings)
    leads = facts.related.leads_into.get(record.ref, ())
    known = known_facts(
        (
            (_("Lead"), [linked(facts, links, "leads", one.id) for one in leads]),
            (_("Campaign"), [text_value(facts.entry_label("campaigns", campaign))]),
            (_("Type"), [text_value(facts.entry_label("opportunity_types", record.type))]),
            (_("Tags"), [text_value(", ".join(record.tags))]),
        )
    )
    came = fact(_("Source"), text_value(facts.entry_label("sources", source)) or unknown(facts))
    own = own_fields(facts, links, facts.settings.custom_fields.opportunity, record.custom)
    return (came, *known, *own)
