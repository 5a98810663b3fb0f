"""Rules on what a well-kept pipeline asks: here of open deals; the siblings have people, doubles and secrets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from textcrm.findings import Problem, Severity
from textcrm.model.history import DealState, pushes
from textcrm.model.lifetime import present_stay
from textcrm.model.process import category, last_touch, legal_moves
from textcrm.model.records import Opportunity
from textcrm.model.settings import Settings
from textcrm.model.values import shown
from textcrm.rules.hyg_doubles import looks_like_another_company, looks_like_another_contact
from textcrm.rules.hyg_duties import (
    lead_unanswered,
    no_owner,
    owner_left,
    planned_activity_overdue,
    recontact_overdue,
)
from textcrm.rules.hyg_secrets import secret_in_text
from textcrm.rules.paste import change, change_asked, counted, in_days, touch
from textcrm.rules.rule import Case, rule

__all__ = [
    "amount_unknown",
    "close_date_passed",
    "commit_without_touch",
    "lead_unanswered",
    "looks_like_another_company",
    "looks_like_another_contact",
    "next_step_overdue",
    "no_customer",
    "no_next_step",
    "no_owner",
    "owner_left",
    "planned_activity_overdue",
    "pushed_too_often",
    "recontact_overdue",
    "rotting",
    "secret_in_text",
    "single_threaded",
    "slow",
]

#: A commit needs a touch within so many days, or within the stage's `rotten_days` where these are fewer.
COMMIT_DAYS = 14
#: From so many activities on, one and the same person in all of them is no accident.
TELLING_ACTIVITIES = 3


@rule("HYG001", "no-next-step", Severity.WARNING)
def no_next_step(case: Case) -> Iterator[Problem]:
    """An open deal does not say what happens next.

    What it checks: Every open deal has a `next_step`.

    Why: A deal that nobody has to do anything for is not being sold. It only looks like a forecast.

    Bad:
        status: open
        stage: proposal
        expected_close: 2026-12-15

    Good:
        next_step: {what: Send the revised quote, due: 2026-11-25}

    How to fix: Write what you will do next and by when. If there is nothing left to do, close the deal as lost or
        abandoned, with the reason.
    """
    for deal, _ in case.open_deals:
        if deal.next_step is None:
            yield Problem(
                "an open deal without a next step",
                deal.ref,
                ("next_step",),
                f"Write what happens next, and by when:\nnext_step: {{what: …, due: {in_days(case.day, 7)}}}",
            )


@rule("HYG002", "next-step-overdue", Severity.WARNING)
def next_step_overdue(case: Case) -> Iterator[Problem]:
    """The next step of an open deal should have been done by now.

    What it checks: The `due` day of the `next_step` of an open deal has not passed. The day itself is still in time.

    Why: A promise that is late loses deals. A step that was done and never replaced hides what comes next.

    Bad:
        next_step: {what: Send the revised quote, due: 2026-11-16}

    Good:
        next_step: {what: Call about the revised quote, due: 2026-11-26}

    How to fix: When it is done, write the step that comes after it. Otherwise do it now, or agree on another day.
    """
    for deal, _ in case.open_deals:
        step = deal.next_step
        if step and step.due and step.due < case.day:
            late = counted((case.day - step.due).days, "day")
            yield Problem(
                f"the next step {shown(step.what)} was due {step.due}, {late} ago",
                deal.ref,
                ("next_step", "due"),
                "When it is done, write what comes next; otherwise do it, or set another day:\n"
                f"next_step: {{what: …, due: {in_days(case.day, 7)}}}",
            )


@rule("HYG003", "close-date-passed", Severity.WARNING)
def close_date_passed(case: Case) -> Iterator[Problem]:
    """A deal is still open although its expected close has passed.

    What it checks: The `expected_close` of an open deal does not lie before today.

    Why: The forecast puts the money on that day. In the past it is wrong for certain.

    Bad:
        expected_close: 2026-11-13

    Good:
        expected_close: 2026-12-18
          - {date: 2026-11-20, by: joana, expected_close: 2026-12-18}

    How to fix: Ask the customer, write the new day and add it to `history`. If the deal is over, close it.
    """
    for deal, state in case.open_deals:
        due = state.expected_close
        if due and due < case.day:
            yield Problem(
                f"still open, though it was expected to close by {due}, {counted((case.day - due).days, 'day')} ago",
                deal.ref,
                ("expected_close",),
                f"Close it, or ask for the new day and write it {change_asked(deal)}\n"
                + change(deal, case.day, "expected_close", in_days(case.day, 28)),
            )


@rule("HYG004", "rotting", Severity.WARNING)
def rotting(case: Case) -> Iterator[Problem]:
    """Nobody was in touch with the customer of an open deal for too long.

    What it checks: The days since the last touch of an open deal are not more than the `rotten_days` of its stage (30
        unless `crm.yaml` says otherwise). A touch is an activity of a type with `touch: true` that took place, a
        critical step done, or a change of stage. Plans, pushed dates and corrected amounts are none. Deals without any
        date, and deals whose stage is not known, are not judged.

    Why: A customer who hears nothing buys elsewhere. The later the stage, the sooner.

    Bad:
        - {date: 2026-10-31, type: visit, opportunity: hotel-serra-pizza-ovens}

    Good:
        - {date: 2026-10-31, type: visit, opportunity: hotel-serra-pizza-ovens}
        - {date: 2026-11-20, type: call, opportunity: hotel-serra-pizza-ovens}

    How to fix: Get in touch and note it in your journal. If the customer does not answer any more, close the deal.
    """
    for deal, state in case.open_deals:
        stage = case.book.settings.stage(state.pipeline, state.stage)
        if stage is None or _is_touched(case, deal, stage.rotten_days):
            continue
        quiet = _quiet_days(case, deal)
        if quiet is not None and quiet > stage.rotten_days:
            yield Problem(
                f"no touch for {counted(quiet, 'day')}; {shown(stage.id)} rots after {stage.rotten_days}",
                deal.ref,
                ("stage",),
                "Get in touch and add it to your journal, or close the deal:\n"
                + touch(case.book.settings, case.day, f"opportunity: {deal.id}"),
            )


@rule("HYG005", "slow", Severity.WARNING)
def slow(case: Case) -> Iterator[Problem]:
    """A deal has been in its stage for much longer than deals usually are.

    What it checks: The days an open deal has been in its present stage are not more than the `slow_days` of the stage
        (twice its `typical_days` unless `crm.yaml` says otherwise).

    Why: Deals that stand still are lost more often than they are won, however busy everybody is.

    Bad:
          - {date: 2026-10-12, by: rui, stage: negotiation}

    Good:
          - {date: 2026-10-12, by: rui, stage: negotiation}
          - {date: 2026-11-18, by: rui, stage: contract}

    How to fix: Find out what holds it up. Move it on, move it back to where it really is, or close it. If deals
        usually take that long there, raise `slow_days` of the stage in `crm.yaml`.
    """
    for deal, state in case.open_deals:
        stage = case.book.settings.stage(state.pipeline, state.stage)
        if stage is None or not deal.history or (case.day - deal.history[0]["date"]).days <= stage.slow_after:
            continue
        stay = present_stay(deal, case.book.settings, case.day)
        days = (case.day - stay.entered).days if stay else 0
        if days > stage.slow_after:
            yield Problem(
                f"in {shown(stage.id)} for {counted(days, 'day')}; it is slow after {stage.slow_after}",
                deal.ref,
                ("stage",),
                f"Move it on{_following(case, state)}, back to where it really is, or close it, {change_asked(deal)}\n"
                + change(deal, case.day, "stage", "…"),
            )


@rule("HYG007", "pushed-too-often", Severity.WARNING)
def pushed_too_often(case: Case) -> Iterator[Problem]:
    """The expected close of a deal was put off again and again.

    What it checks: The `expected_close` of an open deal was moved to a later day fewer times than `pushes` in
        `rules: limits:` of `crm.yaml` (3 unless it says otherwise). Moving it to an earlier day is no push, nor are the
        first date and the one given when a deal is reopened.

    Why: A deal pushed three times is rarely won on the fourth date. It has no buyer who needs it by a day.

    Bad:
          - {date: 2026-09-28, by: joana, expected_close: 2026-10-30}
          - {date: 2026-10-27, by: joana, expected_close: 2026-11-20}
          - {date: 2026-11-17, by: joana, expected_close: 2026-12-18}

    Good:
          - {date: 2026-09-28, by: joana, expected_close: 2026-10-30}
          - {date: 2026-10-27, by: joana, expected_close: 2026-12-18}

    How to fix: History stays as it is. Ask the customer what has to happen by when, plan backwards from there, and
        take the deal out of your commitment until it is agreed. If the new day is certain, say why in an ignore.
    """
    limit = case.book.settings.rules.limits.pushes
    for deal, state in case.open_deals:
        count = pushes(deal, case.day) if len(deal.history) > limit else 0
        if count >= limit:
            times = {1: "once", 2: "twice"}.get(count, f"{count} times")
            yield Problem(
                f"the expected close was pushed {times}, last to {state.expected_close}; {limit} is too often",
                deal.ref,
                ("expected_close",),
                "Close it, or agree with the customer what has to happen by when; then accept the day, and say why:\n"
                f"expected_close: {state.expected_close}  # textcrm: ignore[HYG007] …",
            )


@rule("HYG008", "no-amount", Severity.WARNING)
def amount_unknown(case: Case) -> Iterator[Problem]:
    """A deal is far advanced, and nobody has written what it is worth.

    What it checks: An open deal in the second half of its pipeline, or in the forecast as `commit` or `best_case`, has
        an `amount`.

    Why: Without an amount the deal counts as nothing in the pipeline and in the forecast.

    Bad:
        stage: negotiation
        expected_close: 2026-12-11

    Good:
        stage: negotiation
        amount: 14200.00
        expected_close: 2026-12-11

    How to fix: Write the amount of the quote, or your best estimate, and add it to `history`.
    """
    settings = case.book.settings
    for deal, state in case.open_deals:
        if state.amount is not None:
            continue
        counts_as = category(state, settings)
        if counts_as in ("commit", "best_case") or _is_late(state, settings):
            where = shown(state.stage) if _is_late(state, settings) else f"the forecast as {shown(counts_as)}"
            yield Problem(
                f"already in {where}, and still without an amount",
                deal.ref,
                ("amount",),
                f"Write the amount, {change_asked(deal)}\n" + change(deal, case.day, "amount", "…"),
            )


@rule("HYG009", "commit-without-touch", Severity.WARNING)
def commit_without_touch(case: Case) -> Iterator[Problem]:
    """A deal is promised in the forecast, yet nobody has talked to the customer lately.

    What it checks: An open deal whose forecast category is `commit` (its own `forecast`, else its stage's) was touched
        within the last 14 days, or within the `rotten_days` of its stage if these are fewer. What a touch is, `HYG004`
        says.

    Why: A commit is a promise to the company. It is worth as much as the last conversation with the customer.

    Bad:
        - {date: 2026-11-03, type: meeting, opportunity: padaria-estrela-ovens}

    Good:
        - {date: 2026-11-03, type: meeting, opportunity: padaria-estrela-ovens}
        - {date: 2026-11-19, type: call, opportunity: padaria-estrela-ovens}

    How to fix: Call, and note it in your journal; or take the deal back to `forecast: best_case`.
    """
    settings = case.book.settings
    for deal, state in case.open_deals:
        if category(state, settings) != "commit":
            continue
        stage = settings.stage(state.pipeline, state.stage)
        limit = min(COMMIT_DAYS, stage.rotten_days) if stage else COMMIT_DAYS
        quiet = 0 if _is_touched(case, deal, limit) else _quiet_days(case, deal)
        if quiet is None or quiet > limit:
            known = "no touch is known" if quiet is None else f"no touch for {counted(quiet, 'day')}"
            yield Problem(
                f"in the forecast as `commit`, yet {known}; it needs one within {counted(limit, 'day')}",
                deal.ref,
                ("forecast",) if deal.forecast else ("stage",),
                "Get in touch and add it to your journal, or make it `forecast: best_case`:\n"
                + touch(settings, case.day, f"opportunity: {deal.id}"),
            )


@rule("HYG011", "no-customer", Severity.WARNING)
def no_customer(case: Case) -> Iterator[Problem]:
    """An open deal does not say who is buying.

    What it checks: Every open deal has a `company`.

    Why: A deal without a customer is missing from that customer's page, and nobody sees that two people sell to them.

    Bad:
        name: Padaria Estrela – two deck ovens for the new shop
        owner: joana

    Good:
        name: Padaria Estrela – two deck ovens for the new shop
        company: padaria-estrela
        owner: joana

    How to fix: Write the id of the company, which is the name of its file in `companies` without `.yaml`.
    """
    for deal, _ in case.open_deals:
        if deal.company is None:
            yield Problem(
                "an open deal without a customer",
                deal.ref,
                ("company",),
                "Name the company that buys, by its id in `companies`:\ncompany: …",
            )


@rule("HYG013", "single-threaded", Severity.WARNING)
def single_threaded(case: Case) -> Iterator[Problem]:
    """A deal that is far advanced hangs on one person.

    What it checks: In the second half of the pipeline, an open deal does not have exactly one contact, and where three
        or more of its activities name people, they do not all name the same one.

    Why: One person leaves, falls ill or is overruled, and the deal is gone. Few deals are decided by one person.

    Bad:
          - {contact: lucia-ferrari, role: decision-maker}

    Good:
          - {contact: lucia-ferrari, role: decision-maker}
          - {contact: carlos-nunes, role: user}

    How to fix: Get to know a second person, the one who signs or the one who will use it, and add them to `contacts`.
    """
    for deal, state in case.open_deals:
        only = _only_person(case, deal) if _is_late(state, case.book.settings) else None
        if only:
            yield Problem(
                f"already in {shown(state.stage)}, and only {shown(only)} is in touch with us",
                deal.ref,
                ("contacts",),
                "Bring in a second person, and add them to `contacts`:\n  - {contact: …, role: …}",
            )


def _only_person(case: Case, deal: Opportunity) -> str | None:
    """The one contact that everything goes through, if there is one."""
    listed = {one.contact for one in deal.contacts}
    activities = [
        one.contacts
        for one in case.book.activities_of_deal.get(deal.id, ())
        if one.contacts and not one.planned and one.date.day <= case.day
    ]
    met = {contact for contacts in activities for contact in contacts}
    if len(met) == 1 and len(activities) >= TELLING_ACTIVITIES:
        return met.pop()
    return listed.pop() if len(listed) == 1 and met <= listed else None


def _following(case: Case, state: DealState) -> str:
    """The stages and outcomes that may come next, in brackets."""
    settings = case.book.settings
    pipeline, stage = settings.pipeline(state.pipeline), settings.stage(state.pipeline, state.stage)
    return f" ({' or '.join(legal_moves(pipeline, stage))})" if pipeline and stage else ""


def _is_touched(case: Case, deal: Opportunity, days: int) -> bool:
    """Whether an activity of the last `days` days is a touch: says so of most deals without a look at their history."""
    first, touches = case.day - timedelta(days), case.book.settings.touch_types
    return any(
        first <= one.date.day <= case.day and one.type in touches and not one.planned
        for one in case.book.activities_of_deal.get(deal.id, ())
    )


def _quiet_days(case: Case, deal: Opportunity) -> int | None:
    """Days since the last touch; `None` where no day is known at all."""
    touched = last_touch(deal, case.book.activities_of_deal.get(deal.id, ()), case.book.settings, case.day)
    return (case.day - touched).days if touched else None


def _is_late(state: DealState, settings: Settings) -> bool:
    """Whether the stage is in the second half of its pipeline, retired stages not counted; an unknown one is not."""
    pipeline, stage = settings.pipeline(state.pipeline), settings.stage(state.pipeline, state.stage)
    if pipeline is None or stage is None:
        return False
    live = [one.id for one in pipeline.stages if not one.retired or one is stage]
    return live.index(stage.id) * 2 >= len(live)
