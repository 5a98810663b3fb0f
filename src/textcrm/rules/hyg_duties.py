"""Rules on who has to do what: leads to be answered, owners who left or were never named, plans whose day passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from textcrm.findings import FieldPath, Problem, Severity
from textcrm.model.history import lead_state_on
from textcrm.model.records import OPEN_LEAD, Activity, Lead, Member, Opportunity
from textcrm.model.values import Moment, shown
from textcrm.rules.paste import change, change_asked, counted, in_days, touch
from textcrm.rules.rule import Case, rule

#: Statuses in which a lead still waits for somebody to get to know it.
FRESH = ("new", "qualifying")
#: So many people of the team fit into a remedy.
_FEW = 6


@rule("HYG006", "lead-unanswered", Severity.WARNING)
def lead_unanswered(case: Case) -> Iterator[Problem]:
    """A lead was answered late, or not at all.

    What it checks: A `new` or `qualifying` lead was answered within the `response_hours` of `crm.yaml` (24 unless it
        says otherwise). The answer is the first activity of the lead that is a touch and goes out to them, or has no
        direction, as a meeting. Hours are counted only where both `created` and the answer have a time of day. Without
        an answer, a full day of grace is given, since nobody knows at what hour you look.

    Why: Who asks for a price asks three firms, and buys from the first that answers.

    Bad:
        created: 2026-11-18 09:10
        status: new

    Good:
        created: 2026-11-18 09:10
        - {date: 2026-11-18 10:05, type: call, direction: outbound, lead: ana-souza}

    How to fix: Answer, and note it in your journal. A late answer cannot be mended: the warning goes away when the lead
        is qualified, nurtured or disqualified.
    """
    hours = case.book.settings.leads.response_hours
    limit = f"leads are to be answered within {counted(hours, 'hour')}"
    for lead, _ in _open_leads(case, FRESH):
        since = _came_in(lead)
        answer = _answer(case, lead, since) if since else None
        if since is None:
            continue
        if answer is None and _is_overdue(case, since.day):
            days = counted((case.day - since.day).days, "day")
            yield Problem(
                f"nobody has answered since {since}, {days} ago; {limit}",
                lead.ref,
                ("created",),
                "Answer, and add it to your journal:\n"
                + touch(case.book.settings, case.day, f"direction: outbound, lead: {lead.id}"),
            )
        elif answer is not None:
            waited = _elapsed(since, answer, case.book.settings.timezone)
            if waited is not None and waited > timedelta(hours=hours):
                yield Problem(
                    f"answered {answer}, {_in_words(waited)} after it came in; {limit}",
                    lead.ref,
                    ("created",),
                    "Get on with it: the warning goes when the lead is qualified, nurtured or disqualified.",
                )


@rule("HYG010", "owner-left", Severity.WARNING)
def owner_left(case: Case) -> Iterator[Problem]:
    """Somebody who left still has an open deal, an open lead or a next step to do.

    What it checks: The `owner` of open deals, of their `next_step` and of open leads is still on the team: the `left`
        day in their file, if there is one, is still to come.

    Why: Nobody calls a customer whose seller is gone.

    Bad:
        owner: joana

    Good:
        owner: rui
          - {date: 2026-11-03, by: rui, owner: rui}

    How to fix: Hand it over: change the owner, and add the change to `history`.
    """
    gone = {one.id: one for one in case.book.team.values() if _has_left(one, case.day)}
    for deal, state in case.open_deals if gone else ():
        if state.owner in gone:
            yield _left_behind(case, deal, gone[state.owner], "this open deal")
        step = deal.next_step
        if step and step.owner in gone:
            place = ("next_step", "owner")
            yield _left_behind(case, deal, gone[step.owner], f"the next step {shown(step.what)}", place)
    for lead, lead_state in _open_leads(case) if gone else ():
        if lead_state["owner"] in gone:
            yield _left_behind(case, lead, gone[lead_state["owner"]], "this open lead")


def _left_behind(
    case: Case, record: Opportunity | Lead, member: Member, what: str, place: FieldPath = ("owner",)
) -> Problem:
    heir = case.book.team.get(member.manager or "")
    name = heir.id if heir and not _has_left(heir, case.day) else "…"
    if place == ("owner",):
        help = f"Hand it over, {change_asked(record)}\n{change(record, case.day, 'owner', name)}"
    else:
        help = f"Hand it over:\nowner: {name}"
    return Problem(f"{shown(member.id)} left on {member.left} and still owns {what}", record.ref, place, help)


@rule("HYG012", "no-owner", Severity.WARNING)
def no_owner(case: Case) -> Iterator[Problem]:
    """An open deal or lead belongs to nobody.

    What it checks: Open deals and open leads have an `owner`. A new lead may be without one for as long as it may be
        without an answer (`response_hours` of `crm.yaml`, and a day of grace).

    Why: What belongs to everybody is done by nobody.

    Bad:
        status: qualifying

    Good:
        status: qualifying
        owner: rui

    How to fix: Write who takes care of it, and add it to `history`.
    """
    for deal, state in case.open_deals:
        if state.owner is None:
            yield _ownerless(case, deal, "an open deal that nobody owns")
    for lead, lead_state in _open_leads(case):
        if lead_state["owner"] is None:
            since = _came_in(lead)
            if lead_state["status"] != "new":
                yield _ownerless(case, lead, f"a {lead_state['status']} lead that nobody owns")
            elif since and _is_overdue(case, since.day):
                yield _ownerless(case, lead, f"a lead that nobody has owned since {since}")


def _ownerless(case: Case, record: Opportunity | Lead, message: str) -> Problem:
    help = f"Name who takes care of it{_team(case)}, {change_asked(record)}\n{change(record, case.day, 'owner', '…')}"
    return Problem(message, record.ref, ("owner",), help)


def _team(case: Case) -> str:
    """Who is on the team, in brackets; nothing where they are too many to name."""
    present = [one.id for one in case.book.team.values() if not _has_left(one, case.day)]
    return f" ({' or '.join(present)})" if 0 < len(present) <= _FEW else ""


def _has_left(member: Member, day: date) -> bool:
    return member.left is not None and member.left <= day


@rule("HYG014", "planned-activity-overdue", Severity.WARNING)
def planned_activity_overdue(case: Case) -> Iterator[Problem]:
    """A planned activity's day has passed, and it still counts as planned.

    What it checks: An activity with `planned: true` does not lie before today.

    Why: If it took place it is missing as a touch of its deal; if not, somebody was let down.

    Bad:
        - date: 2026-11-19 15:00
          planned: true

    Good:
        - date: 2026-11-19 15:00
          type: visit

    How to fix: If it took place, take the line `planned: true` away. If not, set a new day or remove the entry.
    """
    for activity in case.book.activities:
        if activity.planned and activity.date.day < case.day:
            days = counted((case.day - activity.date.day).days, "day")
            about = f" about {shown(_about(activity))}" if _about(activity) else ""
            yield Problem(
                f"the {activity.type} planned for {activity.date}{about} is {days} past its day",
                activity.ref,
                (activity.index, "date"),
                "If it took place, take the line `planned: true` away; otherwise set a new day, or remove the entry:\n"
                f"  date: {in_days(case.day, 7)}",
            )


def _about(activity: Activity) -> str | None:
    return activity.opportunity or activity.lead or activity.company


@rule("HYG017", "recontact-overdue", Severity.WARNING)
def recontact_overdue(case: Case) -> Iterator[Problem]:
    """A lead was set aside until a day that has passed.

    What it checks: The `recontact_on` of a lead that is `nurturing` has not passed. The day itself is still in time.

    Why: Not now is not no. Who calls on the promised day is often the only one who does.

    Bad:
        status: nurturing
        recontact_on: 2026-11-10

    Good:
        status: nurturing
        recontact_on: 2027-02-01

    How to fix: Get in touch. Then take the lead up again (`status: qualifying`), give it up (`status: disqualified`,
        with the reason), or set a new day.
    """
    for lead, state in _open_leads(case, ("nurturing",)):
        due = state["recontact_on"]
        if due and due < case.day:
            yield Problem(
                f"to be contacted again on {due}, {counted((case.day - due).days, 'day')} ago",
                lead.ref,
                ("recontact_on",),
                f"Get in touch; then take it up again (`status: qualifying`), or set a new day, {change_asked(lead)}\n"
                + change(lead, case.day, "recontact_on", in_days(case.day, 90)),
            )


def _open_leads(case: Case, statuses: tuple[str, ...] = OPEN_LEAD) -> Iterator[tuple[Lead, Mapping[str, Any]]]:
    """The leads that are in one of these statuses at the end of the day, with their state then."""
    for lead in case.book.leads.values():
        if lead.status in statuses or (lead.history and lead.history[-1]["date"] > case.day):
            state = lead_state_on(lead, case.day)
            if state and state["status"] in statuses:
                yield lead, state


def _came_in(lead: Lead) -> Moment | None:
    """When the lead came in, as far as it is known: what an import merely saw that day came in at some other time."""
    if lead.created or not lead.history or lead.history[0].get("observed"):
        return lead.created
    return Moment(lead.history[0]["date"])


def _is_overdue(case: Case, since: date) -> bool:
    """Whether `response_hours` have passed, with a day of grace, at whatever hour it came in and it is now."""
    days = -(-case.book.settings.leads.response_hours // 24)
    return (case.day - since).days > days + 1


def _answer(case: Case, lead: Lead, since: Moment) -> Moment | None:
    touches = case.book.settings.touch_types
    answers = (
        one.date
        for one in case.book.activities_of_lead.get(lead.id, ())
        if one.type in touches and not one.planned and one.direction != "inbound" and one.date.day <= case.day
    )
    return next((one for one in answers if not _is_before(one, since)), None)


def _is_before(one: Moment, other: Moment) -> bool:
    if one.day != other.day or one.clock is None or other.clock is None:
        return one.day < other.day
    return one.clock < other.clock


def _elapsed(start: Moment, end: Moment, zone: ZoneInfo) -> timedelta | None:
    """The time between two moments of the zone, clock changes counted; `None` where one is a bare day."""
    if start.clock is None or end.clock is None:
        return None
    first, last = (datetime.combine(one.day, one.clock or datetime.min.time(), zone) for one in (start, end))
    return last.astimezone(UTC) - first.astimezone(UTC)


def _in_words(span: timedelta) -> str:
    """`2 days and 4 hours`, `26 minutes`: the two largest parts that are not zero."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    parts = ((hours // 24, "day"), (hours % 24, "hour"), (minutes, "minute"))
    return " and ".join([counted(number, noun) for number, noun in parts if number][:2])
