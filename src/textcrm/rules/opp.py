"""OPP: deals that contradict themselves, their process or their history; names, items and people have a sibling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from textcrm.findings import FieldPath, Problem, field_name
from textcrm.model.history import last_closing
from textcrm.model.process import (
    Demand,
    Move,
    closing_gaps,
    disagreements,
    illegal_moves,
    undone_steps,
    unmet_demands,
)
from textcrm.model.records import CLOSED, Closing, Opportunity
from textcrm.model.settings import Settings
from textcrm.model.values import shown
from textcrm.rules.opp_facts import items_do_not_add_up, name_says_nothing, open_without_stage, unrelated_contact
from textcrm.rules.rule import Case, rule

__all__ = [
    "closed_before_created",
    "closed_in_the_future",
    "closing_demands_unmet",
    "critical_step_undone",
    "history_disagrees",
    "history_unsorted",
    "illegal_move",
    "items_do_not_add_up",
    "name_says_nothing",
    "open_with_closing_data",
    "open_without_stage",
    "stage_demands_unmet",
    "unrelated_contact",
]

#: How a field that a stage demands may be written.
_SHAPES = {
    "company": "company: …",
    "contacts": "contacts: [{contact: …, role: …}]",
    "items": "items: [{product: …, quantity: 1, unit_price: …}]",
    "next_step": "next_step: {what: …, due: …}",
    "partners": "partners: [{company: …, role: …}]",
    "competitors": "competitors: […]",
    "recurring": "recurring: {amount: …, per: month, months: 12}",
}


@rule("OPP001", "closing-demands-unmet")
def closing_demands_unmet(case: Case) -> Iterator[Problem]:
    """A closed deal says under `closed` what its outcome demands.

    What it checks: A won deal has the day and the final amount under `closed`, the same as its `amount`. A lost,
    abandoned or cancelled deal has the day and the reason. A reason may ask for more: the competitor, or a note.

    Why: What was won, when, and why the rest was not, is what next year's plan is made of. Two months later nobody
    remembers.

    Bad:
        status: lost
        closed: {date: 2026-10-22}

    Good:
        status: lost
        closed: {date: 2026-10-22, reason: price}

    How to fix: Fill in what is missing. Where the final amount was changed at the last minute, correct `amount` and
    `closed.amount` together.
    """
    for deal in case.book.opportunities.values():
        if deal.is_open:
            continue
        gaps = list(closing_gaps(deal, case.book.settings))
        if deal.closed is None:
            yield _not_closed(deal, gaps, case)
            continue
        for key in gaps:
            yield _gap(deal, deal.closed, key, case)
        yield from _final_amount(deal, deal.closed)


def _not_closed(deal: Opportunity, gaps: Sequence[str], case: Case) -> Problem:
    lines = ", ".join(f"{key}: {_proposed(deal, key, case)}" for key in gaps)
    named = f" with its {' and '.join(gaps)}" if gaps else ""
    help = f"Say how it ended:\nclosed: {{{lines}}}"
    return Problem(f"a deal that is {deal.status} needs `closed`{named}", deal.ref, ("closed",), help)


def _gap(deal: Opportunity, closed: Closing, key: str, case: Case) -> Problem:
    what = f"reason {shown(closed.reason)}" if key in ("competitor", "note") else f"a deal that is {deal.status}"
    choice = f" the reason ({', '.join(_reasons(deal, case)[:8])})" if key == "reason" else ""
    help = f"Add to `closed`{choice}:\n{key}: {_proposed(deal, key, case)}"
    return Problem(f"{what} needs `closed.{key}`", deal.ref, ("closed", key), help)


def _proposed(deal: Opportunity, key: str, case: Case) -> str:
    """A value for a gap: what the history says, else what the deal does, else dots."""
    said = _closing_entry(deal)
    guesses: dict[str, object] = {
        "date": said.get("date") or case.day,
        "amount": said.get("amount") or deal.amount,
        "reason": said.get("reason") or next(iter(_reasons(deal, case)), None),
        "competitor": said.get("competitor") or next(iter(deal.competitors), None),
    }
    guess = guesses.get(key)
    return "…" if guess is None else str(guess)


def _reasons(deal: Opportunity, case: Case) -> list[str]:
    """The reasons that are offered for the deal's outcome."""
    known = case.book.settings.reason_by_id[deal.status]
    return [name for name, reason in known.items() if name == reason.id and not reason.retired]


def _closing_entry(deal: Opportunity) -> Mapping[str, Any]:
    """The last closing entry where it closed the deal as its status says."""
    said = last_closing(deal)
    return said if said and said["status"] == deal.status else {}


def _final_amount(deal: Opportunity, closed: Closing) -> Iterator[Problem]:
    if deal.status != "won" or closed.amount is None or closed.amount == deal.amount:
        return
    if deal.amount is None:
        message = f"the deal is won for {shown(closed.amount)}, but `amount` is missing"
        yield Problem(message, deal.ref, ("amount",), f"amount: {closed.amount}")
    else:
        message = (
            f"`closed.amount` is {shown(closed.amount)}, but `amount` is {shown(deal.amount)}; both are the final one"
        )
        help = f"Write the final amount in both places; if it is {deal.amount}, under `closed`:\namount: {deal.amount}"
        yield Problem(message, deal.ref, ("closed", "amount"), help)


@rule("OPP002", "open-with-closing-data")
def open_with_closing_data(case: Case) -> Iterator[Problem]:
    """An open deal is not closed at the same time.

    What it checks: A deal whose `status` is `open` has no `closed`.

    Why: One of the two is wrong, and it decides whether the money is in the forecast.

    Bad:
        closed: {date: 2026-08-20, reason: price, competitor: fornotec}

    Good:
        - {date: 2026-08-20, by: joana, status: lost, reason: price, competitor: fornotec}

    How to fix: If the deal is open, take `closed` away; what it said stays in the history, as the entry that closed
    the deal the first time. If the deal is closed, set `status` to how it ended.
    """
    for deal in case.book.opportunities.values():
        if deal.is_open and deal.closed is not None:
            help = f"Take `closed` away, or say how the deal ended: {', '.join(CLOSED)}."
            yield Problem("`status` is `open`, but there is closing data", deal.ref, ("closed",), help)


@rule("OPP003", "stage-demands-unmet")
def stage_demands_unmet(case: Case) -> Iterator[Problem]:
    """A deal has what its stage demands.

    What it checks: What a stage lists under `requires` in `crm.yaml` is filled in, by every open deal in that stage
    or a later one of its pipeline, and by every won deal. A demand with `since` is asked only of deals that were not
    already past its stage on that day. A deal whose stage was never recorded is not judged.

    Why: A proposal without an amount, or for nobody, is not a proposal yet. The forecast would count on it all the
    same.

    Bad:
        stage: proposal

    Good:
        stage: proposal
        amount: 24250.00

    How to fix: Fill in the field, or set the deal back to the stage it is really in.
    """
    for deal in case.book.opportunities.values():
        for demand in unmet_demands(deal, case.book.settings):
            yield _unmet(deal, demand)


def _unmet(deal: Opportunity, demand: Demand) -> Problem:
    first, _, key = demand.what.id.partition(".")
    later = "winning needs it, too" if deal.status == "won" else "so do all later ones"
    message = f"{shown(demand.what.id)} is missing; stage {shown(demand.stage.id)} demands it, and {later}"
    line = f"custom: {{{key}: …}}" if key and not deal.custom else _SHAPES.get(first, f"{key or first}: …")
    help = f"Fill it in{' under `custom`' if key and deal.custom else ''}:\n{line}"
    return Problem(message, deal.ref, (first, key) if key else (first,), help)


@rule("OPP004", "critical-step-undone")
def critical_step_undone(case: Case) -> Iterator[Problem]:
    """No deal goes on without its critical steps.

    What it checks: The critical steps that `crm.yaml` lists for the stages before the present one are done, with
    their day, or skipped, with the reason. To win, those of all stages are. A step with `since` is asked only of deals
    that were not already past its stage on that day.

    Why: A step is critical because forgetting it once was expensive: the oven that did not fit through the door.

    Bad:
        steps: {need-confirmed: 2026-10-24}

    Good:
        steps: {need-confirmed: 2026-10-24, quote-sent: 2026-11-03}

    How to fix: Do the step and write its day. If this deal can do without, say why:
    `quote-sent: {skipped: They ordered by the price list, date: 2026-11-03}`.
    """
    for deal in case.book.opportunities.values():
        for demand in undone_steps(deal, case.book.settings):
            yield _undone(deal, demand, case.day)


def _undone(deal: Opportunity, demand: Demand, day: date) -> Problem:
    step = demand.what.id
    now = f"in {shown(deal.stage)}" if deal.is_open else "won"
    message = f"step {shown(step)} of stage {shown(demand.stage.id)} is neither done nor skipped, and the deal is {now}"
    lines = (f"{step}: {day}", f"{step}: {{skipped: …, date: {day}}}")
    done, skipped = lines if deal.steps else (f"steps: {{{line}}}" for line in lines)
    where = " under `steps`" if deal.steps else ""
    help = f"Give its day{where}, or the reason for skipping it:\n{done}\n{skipped}"
    return Problem(message, deal.ref, ("steps", step), help)


@rule("OPP005", "illegal-move")
def illegal_move(case: Case) -> Iterator[Problem]:
    """A deal moves as its pipeline allows.

    What it checks: Every move in the history is one that the process knows. From a stage a deal goes on to what the
    stage lists under `next` in `crm.yaml`, and without that list to the following stage, or is won. Going back,
    losing, abandoning and cancelling are always allowed, and so is a change of pipeline. A closed deal is reopened
    before anything else happens to it. The first entry, and entries with `observed: true`, are not judged.

    Why: A stage that was skipped counts as never reached, so that conversion and time in each stage come out wrong.

    Bad:
        - {date: 2026-11-12, by: joana, stage: negotiation}

    Good:
        - {date: 2026-11-03, by: joana, stage: proposal}
        - {date: 2026-11-12, by: joana, stage: negotiation}

    How to fix: Add the entry that is missing, with its day. If deals of this kind do skip the stage, allow it with
    `next` in `crm.yaml`. If the entry came from an import and only says what was seen that day, add `observed: true`.
    """
    for deal in case.book.opportunities.values():
        for move in illegal_moves(deal, case.book.settings):
            yield _illegal(deal, move)


def _illegal(deal: Opportunity, move: Move) -> Problem:
    day, field = deal.history[move.place]["date"], ("history", move.place, move.key)
    if move.before in CLOSED:
        becomes = f"become {shown(move.after)}" if move.key == "status" else f"move to stage {shown(move.after)}"
        message = f"a deal that is {shown(move.before)} cannot {becomes} before it is reopened"
        help = f"If it was reopened, insert before this entry, with the day:\n- {{date: {day}, status: open}}"
        return Problem(message, deal.ref, field, help)
    allowed = " or ".join(move.legal) or "nothing else"
    message = f"from stage {shown(move.before)} a deal goes on to {allowed}, not to {shown(move.after)}"
    return Problem(message, deal.ref, field, _way(move, day))


def _way(move: Move, day: date) -> str:
    if not move.between:
        return f"Go to {' or '.join(move.legal)} first." if move.legal else "See `next` of the stage in crm.yaml."
    lines = "\n".join(f"- {{date: {day}, stage: {stage}}}" for stage in move.between)
    return f"If it did pass there, insert before this entry, with the day:\n{lines}"


@rule("OPP006", "history-unsorted")
def history_unsorted(case: Case) -> Iterator[Problem]:
    """The history of a deal runs from the oldest entry to the newest.

    What it checks: No entry of the history is dated before one that stands above it. Entries of the same day may
    stand in any order.

    Why: The history is read from top to bottom, by you and by the next person. A late entry at the end looks like
    the latest news.

    Bad:
        - {date: 2026-09-28, by: joana, expected_close: 2026-10-15}
        - {date: 2026-09-10, by: joana, stage: proposal}

    Good:
        - {date: 2026-09-10, by: joana, stage: proposal}
        - {date: 2026-09-28, by: joana, expected_close: 2026-10-15}

    How to fix: Move the entry up to its place. If only its date is mistyped, correct the date.
    """
    for deal in case.book.opportunities.values():
        latest = date.min
        for place, entry in enumerate(deal.history):
            if entry["date"] < latest:
                message = f"the entry of {shown(entry['date'])} stands below one of {shown(latest)}"
                yield Problem(message, deal.ref, ("history", place, "date"), "Move the entry up to its place.")
            latest = max(latest, entry["date"])


@rule("OPP007", "history-disagrees")
def history_disagrees(case: Case) -> Iterator[Problem]:
    """The fields of a deal are what its history adds up to.

    What it checks: Every field that some entry of the history mentions has the value of the last entry that mentions
    it. `closed` repeats the entry that closed the deal: its day, its reason, its competitor.

    Why: The fields say where the deal is, the history how it came there. Where they disagree, the pipeline of today
    and that of last week cannot both be right.

    Bad:
        stage: negotiation

    Good:
        - {date: 2026-11-23, stage: negotiation}

    How to fix: If the field is right, add an entry with the new value at the end of `history`: the finding
    gives the line. If the history is right, correct the field. Past entries stay as they are. A closed deal moves no
    more: its stage, its pipeline and its outcome are those of the history.
    """
    for deal in case.book.opportunities.values():
        if not deal.history:
            continue
        found = list(disagreements(deal, case.book.settings))
        settled = _settled_by_closing(deal, found)
        for name, value, folded in found:
            message = f"{shown(name)} is {shown(value)}, but the history adds up to {shown(folded)}"
            if name in settled:
                help = f"A closed deal moves no more; correct the field:\n{name}: {_plain(folded)}"
            else:
                entry = _catching_up(deal, [one for one in found if one[0] not in settled], case.day)
                help = f"If the new value is right, add at the end of `history`:\n{entry}"
            yield Problem(message, deal.ref, (name,), help)
        if deal.closed is not None:
            yield from _closing_unlike(deal, deal.closed, case)


def _settled_by_closing(deal: Opportunity, found: Sequence[tuple[str, Any, Any]]) -> Sequence[str]:
    """The fields that no entry can change any more, as field and history both say that the deal is closed."""
    folded = next((last for name, _, last in found if name == "status"), deal.status)
    return ("status", "pipeline", "stage") if deal.status in CLOSED and folded in CLOSED else ()


def _catching_up(deal: Opportunity, found: Sequence[tuple[str, Any, Any]], day: date) -> str:
    """One entry for all that differs; a closing has the day, the reason and the competitor that `closed` gives."""
    changes = {name: value for name, value, _ in found}
    if deal.closed and changes.get("status") in CLOSED:
        changes |= {"reason": deal.closed.reason, "competitor": deal.closed.competitor}
        changes = {name: value for name, value in changes.items() if value is not None}
        latest = max(entry["date"] for entry in deal.history)
        day = deal.closed.date if deal.closed.date and deal.closed.date >= latest else day
    return f"- {{date: {day}, {', '.join(f'{name}: {_plain(value)}' for name, value in changes.items())}}}"


def _plain(value: object) -> str:
    return "null" if value is None else str(value)


def _closing_unlike(deal: Opportunity, closed: Closing, case: Case) -> Iterator[Problem]:
    """What the closing entry gives and `closed` does not repeat; what is missing and demanded is another rule's."""
    said = _closing_entry(deal)
    for key in ("date", "amount", "reason", "competitor"):
        here, there = getattr(closed, key), said.get(key)
        if there is None or here == there or _is_settled(deal, key, here, there, case.book.settings):
            continue
        message = f"`closed.{key}` is {shown(here)}, but the entry that closed the deal says {shown(there)}"
        help = f"If the history is right, under `closed`:\n{key}: {there}"
        if here is not None and key != "date":
            help += f"\nif not, at the end of `history`:\n- {{date: {case.day}, {key}: {here}}}"
        yield Problem(message, deal.ref, ("closed", key), help)


def _is_settled(deal: Opportunity, key: str, here: object, there: object, settings: Settings) -> bool:
    """Whether the two are no contradiction: a former id, an amount judged elsewhere, a gap that is told as such."""
    if key == "amount":
        return deal.status == "won" or here is None
    reasons = settings.reason_by_id[deal.status]
    if key == "reason" and here in reasons and reasons.get(str(here)) is reasons.get(str(there)):
        return True
    return here is None and key in closing_gaps(deal, settings)


@rule("OPP008", "closed-in-the-future")
def closed_in_the_future(case: Case) -> Iterator[Problem]:
    """What a deal says has happened lies in the past.

    What it checks: The day a deal was created or closed, the days of its critical steps and those of its history are
    not after today. Plans are free: `expected_close` and the day of the next step.

    Why: A deal closed next month is a hope. Entered as closed it is in this month's numbers.

    Bad:
        closed: {date: 2026-12-22, reason: no-answer}

    Good:
        closed: {date: 2026-11-20, reason: no-answer}

    How to fix: Correct the day. If it has not happened yet, keep the deal open and write the day as `expected_close`.
    """
    for deal in case.book.opportunities.values():
        for field, day in _happened_after(deal, case.day):
            message = f"`{field_name(field)}` is {shown(day)}, which is after today, {case.day}"
            help = "Write the day on which it happened; what is planned goes into `expected_close` or `next_step`."
            yield Problem(message, deal.ref, field, help)


def _happened_after(deal: Opportunity, today: date) -> Iterator[tuple[FieldPath, date]]:
    """The days after today; the entry of a day that is told already, as closing or creation, has the same cause."""
    if deal.created and deal.created.day > today:
        yield ("created",), deal.created.day
    if deal.closed and deal.closed.date and deal.closed.date > today:
        yield ("closed", "date"), deal.closed.date
    for name, step in deal.steps.items():
        if step.date and step.date > today:
            yield ("steps", name, "date"), step.date
    told = {deal.created.day if deal.created else None, deal.closed.date if deal.closed else None}
    for place, entry in enumerate(deal.history):
        if entry["date"] > today and entry["date"] not in told:
            yield ("history", place, "date"), entry["date"]


@rule("OPP009", "closed-before-created")
def closed_before_created(case: Case) -> Iterator[Problem]:
    """Nothing happened to a deal before it was created.

    What it checks: Neither the day a deal was closed nor any entry of its history is before `created`.

    Why: One of the days is mistyped. The sales cycle, from created to closed, would be negative.

    Bad:
        created: 2026-10-01

    Good:
        created: 2026-09-01

    How to fix: Correct the day that is wrong, often the year. If the deal is older than its file, set `created` back.
    """
    for deal in case.book.opportunities.values():
        if deal.created is None:
            continue
        begin = deal.created.day
        if deal.closed and deal.closed.date and deal.closed.date < begin:
            yield _too_early(deal, ("closed", "date"), deal.closed.date, begin)
        days = [entry["date"] for entry in deal.history]
        if days and min(days) < begin:
            yield _too_early(deal, ("history", days.index(min(days)), "date"), min(days), begin)


def _too_early(deal: Opportunity, field: FieldPath, day: date, begin: date) -> Problem:
    message = f"`{field_name(field)}` is {shown(day)}, before the deal was created on {begin}"
    return Problem(message, deal.ref, field, f"Correct the day, or, if the deal is older:\ncreated: {day}")
