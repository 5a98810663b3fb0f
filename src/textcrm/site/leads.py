"""Leads: the cells in which tables show them, and what filters look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from textcrm.metrics.leads import LeadState
from textcrm.metrics.qualification import lacking, needs_of
from textcrm.metrics.response_times import PROMPT, Answer, Response
from textcrm.model.records import LEAD_STATUSES, OPEN_LEAD
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.grid import Cell, text_cell
from textcrm.site.links import Links
from textcrm.site.order import name_order

#: Days until an answer in so many ranges: the first and the last day of each; the last is open.
DAYS: Final = ((0, 0), (1, 1), (2, 7), (8, None))
_HOUR, _DAY = 60, 24 * 60


def lead_status(facts: Facts, status: str) -> str:
    """What people call the status of a lead; `open` is all of those that are not ended."""
    _ = facts.words.gettext
    return {
        "open": _("Open"),
        "new": _("New"),
        "qualifying": _("Qualifying"),
        "qualified": _("Qualified"),
        "nurturing": _("Nurturing"),
        "converted": _("Converted"),
        "disqualified": _("Disqualified"),
    }[status]


def need_label(facts: Facts, need: str) -> str:
    """What people call an answer that a qualified lead must have."""
    _ = facts.words.gettext
    return {
        "need": _("Need"),
        "budget": _("Budget"),
        "authority": _("Who decides"),
        "timeline": _("When"),
        "interest": _("Interest"),
        "verified": _("Address or number checked"),
    }[need]


def answer_label(facts: Facts, answer: str) -> str:
    """What people call how a wait went; the keys are those of `answers_of`."""
    _, hours = facts.words.gettext, facts.settings.leads.response_hours
    return (
        {
            "waiting": _("still waiting"),
            "never": _("ended unanswered"),
            "prompt": _("within the hour"),
            "promised": promise(facts),
            "timed": _("known to the minute"),
            "days-0": _("the same day"),
            "days-1": _("the next day"),
            "days-2": _("within a week"),
            "days-8": _("later"),
            "unknown": _("came in on no known day"),
        }[answer]
        if hours
        else ""
    )


def promise(facts: Facts) -> str:
    """`within 4 hours`."""
    hours = facts.settings.leads.response_hours
    return facts.words.ngettext("within %(num)s hour", "within %(num)s hours", hours, num=facts.say.number(hours))


def answers_of(facts: Facts, response: Response | None) -> Iterator[str]:
    """How the wait went, by all the keys that filters know it by."""
    if response is None:
        yield "unknown"
        return
    if response.minutes is not None:
        yield "timed"
    if response.answer is not Answer.GIVEN:
        yield "waiting" if response.answer is Answer.WAITING else "never"
        return
    yield f"days-{max(first for first, _ in DAYS if first <= response.days)}"
    for key, limit in (("prompt", PROMPT), ("promised", facts.settings.leads.response_hours * _HOUR)):
        if response.minutes is not None and response.minutes <= limit:
            yield key


def lead_cell(facts: Facts, links: Links, lead: LeadState, *small: str) -> Cell:
    """The lead by its name, leading to its page, beneath it the company; `small` are lines for a small screen."""
    name, company = facts.label("leads", lead.id), lead.record.company_name or ""
    return Cell(name, links.record(lead.record.ref), note="" if company == name else company, small=small)


def source_cell(facts: Facts, lead: LeadState) -> Cell:
    """Where it came from, beneath it the campaign."""
    return text_cell(facts.entry_label("sources", lead.source), note=facts.entry_label("campaigns", lead.campaign))


def status_cell(facts: Facts, lead: LeadState) -> Cell:
    """The status; beneath it why it was given up, or when it is to be contacted again."""
    _, note = facts.words.gettext, ""
    if lead.is_disqualified:
        note = facts.reason_label("disqualified", lead.reason)
    elif lead.status == "nurturing" and lead.recontact_on:
        note = _("again on %(day)s", day=facts.say.day(lead.recontact_on))
    return Cell(lead_status(facts, lead.status), note=note)


def has_come_today(response: Response) -> bool:
    """Whether it came in on the very day and waits still: nobody knows for how long, as the day is not over."""
    return response.answer is Answer.WAITING and not response.days


def wait_text(facts: Facts, response: Response) -> str:
    """How long the wait was or is, to the hour or minute where that is known: `2 d 18 h`, `16 h`, `35 min`, `3 d`.

    Of one that came in today since when.
    """
    _, number, clock = facts.words.gettext, facts.say.number, response.since.clock
    if has_come_today(response):
        return _("since %(time)s", time=f"{clock:%H:%M}") if clock else _("since today")
    if response.minutes is None:
        return facts.say.days(response.days) if response.days else _("less than a day")
    days, minutes = divmod(response.minutes, _DAY)
    if days:
        return _("%(days)s\u00a0d %(hours)s\u00a0h", days=number(days), hours=number(minutes // _HOUR))
    if minutes >= 2 * _HOUR:
        return _("%(hours)s\u00a0h", hours=number(minutes // _HOUR))
    return _("%(minutes)s\u00a0min", minutes=number(minutes))


def is_late(facts: Facts, response: Response) -> bool:
    """Whether the wait was or is longer than the company wants it; of bare days and of today only if certainly so."""
    if has_come_today(response):
        return False
    promised = facts.settings.leads.response_hours * _HOUR
    waited = response.minutes if response.minutes is not None else max(response.days - 1, 0) * _DAY
    return waited > promised


def wait_cell(facts: Facts, response: Response | None) -> Cell:
    """How long a lead has waited that waits still, by the end of the day."""
    if response is None:
        return Cell(NOTHING, value="", look="none")
    minutes = response.minutes if response.minutes is not None else response.days * _DAY
    return Cell(wait_text(facts, response), value=str(minutes), look="late" if is_late(facts, response) else "")


def answer_cell(facts: Facts, response: Response | None) -> Cell:
    """How long a lead waited for its first answer, warm where too long; in words where it had none."""
    _, cell = facts.words.gettext, wait_cell(facts, response)
    if response is None or response.answer is Answer.GIVEN:
        return cell
    if response.answer is Answer.ENDED:
        return Cell(_("none"), value="", look="none")
    return Cell(_("waiting"), value="", note=cell.text, look=cell.look)


def lead_facets(facts: Facts, lead: LeadState) -> Mapping[str, tuple[str, ...]]:
    """What the filters look at in the row of a lead."""
    ended = (f"disqualified:{lead.reason or ''}",) if lead.is_disqualified else ()
    is_open = lead.status in OPEN_LEAD
    lacks = lacking(lead, facts.book) if is_open else ()
    return {
        "owner": (lead.owner or "",),
        "source": (lead.source or "",),
        "campaign": (lead.campaign or "",),
        "tag": lead.record.tags or ("",),
        "status": (lead.status, *ended, *(("open",) if is_open else ())),
        "created": (lead.created.isoformat() if lead.created else "",),
        "answer": tuple(answers_of(facts, facts.responses.get(lead.id))),
        "lacks": lacks,
        "has": tuple(need for need in needs_of(facts.settings) if need not in lacks) if is_open else (),
    }


def status_options(facts: Facts, reasons: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The statuses by which leads are chosen, the given-up ones also by each of the reasons."""
    _ = facts.words.gettext
    for status in ("open", *LEAD_STATUSES):
        yield status, lead_status(facts, status)
    named = {one: facts.reason_label("disqualified", one) or _("not given") for one in reasons}
    for one, name in sorted(named.items(), key=lambda pair: (not pair[0], name_order(pair[1]))):
        yield f"disqualified:{one}", _("Disqualified: %(reason)s", reason=name)
