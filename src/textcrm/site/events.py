"""Events: what was done with a record and what is planned, in words, beside the changes of the record itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from operator import itemgetter
from typing import Final

from textcrm.model.records import Activity
from textcrm.site.facts import Facts
from textcrm.site.links import Href, Links

#: Signs of the usual types of activity; of any other type it is a note's.
_SIGNS: Final = {
    "call": "call",
    "email": "mail",
    "message": "mail",
    "whatsapp": "mail",
    "meeting": "meet",
    "visit": "meet",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or is planned (`look` is `next`); a change of the record itself is `chg`.

    `about` is the deal or lead that an activity was about, where the page is of another record.
    """

    when: str
    clock: str
    sign: str
    look: str
    what: str
    note: str
    who: str
    about: str = ""
    about_href: Href | None = None


#: What events are put in order by: planned, day, time.
Order = tuple[bool, date, time]
Placed = tuple[Order, Event]


def line_of(
    facts: Facts, links: Links, activities: Iterable[Activity], others: Iterable[Placed] = (), *, says_about: bool
) -> tuple[Event, ...]:
    """The activities and the other events, what is planned first and then the latest.

    Of two of one moment that which comes later in its file is the later. An activity `says_about` what it was.
    """
    done = ((_order(one), _activity(facts, links, one, says_about=says_about)) for one in activities)
    ordered = sorted((*others, *done), key=itemgetter(0))
    return tuple(event for _, event in ordered[::-1])


def _order(activity: Activity) -> Order:
    return activity.planned, activity.date.day, activity.date.clock or time.min


def _activity(facts: Facts, links: Links, one: Activity, *, says_about: bool) -> Event:
    about, href = _about(facts, links, one) if says_about else ("", None)
    return Event(
        facts.say.day(one.date.day),
        f"{one.date.clock:%H:%M}" if one.date.clock else "",
        "open" if one.planned else _SIGNS.get(one.type, "edit"),
        _planned_look(facts, one.date.day) if one.planned else "",
        _said(facts, one),
        one.note or "",
        facts.label("team", one.member),
        about,
        href,
    )


def _planned_look(facts: Facts, day: date) -> str:
    return "next overdue" if day < facts.as_of else "next"


def planned(facts: Facts, what: str, day: date | None, note: str, who: str) -> Placed:
    """Something that is to be done, on no known day the very next thing."""
    look = _planned_look(facts, day or facts.as_of)
    when = facts.say.day(day) if day else ""
    return (True, day or date.max, time.min), Event(when, "", "open", look, what, note, who)


def _about(facts: Facts, links: Links, one: Activity) -> tuple[str, Href | None]:
    for kind, id in (("opportunities", one.opportunity), ("leads", one.lead), ("companies", one.company)):
        if id:
            return facts.label(kind, id), links.record(f"{kind}/{id}")
    return "", None


def _said(facts: Facts, one: Activity) -> str:
    """`Call to Ana`, `Planned: visit with Ana and Rui`."""
    _ = facts.words.gettext
    kind = facts.entry_label("activity_types", one.type)
    said = _with_whom(facts, one, kind)
    if not one.planned:
        return said
    if one.date.day < facts.as_of:
        return _("Planned, not confirmed: %(what)s", what=said)
    return _("Planned: %(what)s", what=said)


def _with_whom(facts: Facts, one: Activity, kind: str) -> str:
    _ = facts.words.gettext
    people = listed(facts, [facts.label("contacts", id) for id in one.contacts])
    match one.direction, bool(people):
        case "inbound", True:
            return _("%(kind)s from %(people)s", kind=kind, people=people)
        case "inbound", False:
            return _("%(kind)s, from them", kind=kind)
        case "outbound", True:
            return _("%(kind)s to %(people)s", kind=kind, people=people)
        case _other, True:
            return _("%(kind)s with %(people)s", kind=kind, people=people)
    return kind


def listed(facts: Facts, names: Sequence[str]) -> str:
    """`Ana`, `Ana and Rui`, `Ana, Eva and Rui`."""
    if len(names) < 2:  # noqa: PLR2004  # nothing to put together
        return "".join(names)
    return facts.words.gettext("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1])
