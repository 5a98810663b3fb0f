"""ACT: activities about nothing, in the future, of nobody on the team, before what they are about existed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textcrm.findings import Problem
from textcrm.model.book import Book
from textcrm.model.process import began
from textcrm.model.records import Activity, Lead, Opportunity
from textcrm.model.values import shown
from textcrm.rules.rule import Case, rule


@rule("ACT001", "about-nothing")
def about_nothing(case: Case) -> Iterator[Problem]:
    """An activity says whom or what it was about.

    What it checks: Every activity names an opportunity, a lead, a company or contacts.

    Why: A call that hangs on nothing is on no deal's page, keeps no deal warm and answers no lead. It might as well
    not have been made.

    Bad:
        - date: 2026-11-20
          type: call
          note: Wants two ovens by March

    Good:
        - date: 2026-11-20
          type: call
          company: padaria-estrela
          note: Wants two ovens by March

    How to fix: Add the deal or the lead it was about; if there is neither, the company or the person.
    """
    for activity in case.book.activities:
        if not (activity.opportunity or activity.lead or activity.company or activity.contacts):
            message = f"the {activity.type} of {activity.date.day} is about nothing"
            help = "Say what it was about, with `opportunity`, `lead`, `company` or `contacts`:\nopportunity: …"
            yield Problem(message, activity.ref, (activity.index,), help)


@rule("ACT002", "future-not-planned")
def future_not_planned(case: Case) -> Iterator[Problem]:
    """What lies in the future is marked as planned.

    What it checks: An activity dated after today (or after the day that `--as-of` names) has `planned: true`.

    Why: What was done counts as a touch and keeps a deal from rotting. A visit next week has not been made yet.

    Bad:
        - date: 2026-11-27 15:00
          type: visit

    Good:
        - date: 2026-11-27 15:00
          planned: true
          type: visit

    How to fix: Add `planned: true`, and take it away once it is done; or correct the date.
    """
    for activity in case.book.activities:
        if activity.date.day > case.day and not activity.planned:
            message = f"{shown(activity.date)} is in the future, and the {activity.type} is not marked as planned"
            help = "Mark it, or correct the date:\nplanned: true"
            yield Problem(message, activity.ref, (activity.index, "date"), help)


@rule("ACT003", "not-on-the-team")
def not_on_the_team(case: Case) -> Iterator[Problem]:
    """A journal belongs to a member of the team.

    What it checks: The folder that a journal lies in, `activities/<member>/`, is named after a file in `team/`.

    Why: The folder says who did it. Calls of nobody are in nobody's numbers.

    Bad:
        # activities/joanna/2026-11.yaml

    Good:
        # activities/joana/2026-11.yaml

    How to fix: Rename the folder, or give the member a file in `team/`. Whoever has left the team keeps the file.
    """
    journals = {one.ref: one.member for one in case.book.activities if not case.book.has("team", one.member)}
    for ref, member in journals.items():
        yield Problem(f"{shown(member)} is not on the team", ref, (), _rename(case.book, member))


@rule("ACT004", "before-its-deal")
def before_its_deal(case: Case) -> Iterator[Problem]:
    """An activity is not older than the deal or the lead it is about.

    What it checks: An activity is dated on or after the day its deal, or its lead, was created; where that is not
    said, on or after the first entry of its history.

    Why: One of the two dates is wrong, or the call belongs to an earlier deal, which looks neglected without it.

    Bad:
        # leads/pedro-lima.yaml
        created: 2026-11-03
        # activities/joana/2026-11.yaml
        - date: 2025-11-20
          type: call
          lead: pedro-lima

    Good:
        - date: 2026-11-20
          type: call
          lead: pedro-lima

    How to fix: Correct the date of the activity, or `created` of the deal. What was done before there was a deal
    belongs to the lead, the company or the contact.
    """
    deals, leads = case.book.opportunities, case.book.leads
    for activity in case.book.activities:
        for record in (deals.get(activity.opportunity or ""), leads.get(activity.lead or "")):
            start = _start(record) if record else None
            if record and start and activity.date.day < start:
                yield _too_early(activity, record.ref, start)
                break


def _rename(book: Book, member: str) -> str:
    from textcrm.likeness.spelling import closest  # only where something is wrong: it takes long to import

    near = closest(member, book.team, 1)
    if near:
        return f"Rename the folder to activities/{near[0]}, or create team/{member}.yaml"
    return f"Create team/{member}.yaml, or rename the folder after the member who wrote it."


def _start(record: Opportunity | Lead) -> date | None:
    """The day the record began; unknown where it was only seen on some day."""
    if record.created is None and record.history and record.history[0].get("observed"):
        return None
    return began(record)


def _too_early(activity: Activity, ref: str, start: date) -> Problem:
    message = f"the {activity.type} of {shown(activity.date)} is older than {shown(ref, 120)}, which began on {start}"
    help = (
        f"Correct the date, or `created` in {ref}. What came before it belongs to the lead, the company or the contact."
    )
    return Problem(message, activity.ref, (activity.index, "date"), help)
