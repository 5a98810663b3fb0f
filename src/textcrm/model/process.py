"""The sales process: legal moves, demands, critical steps, category and probability, touches, rotting and slowness."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from textcrm.model.fields import demandable
from textcrm.model.history import DealState, Standing, course, differences, state_on
from textcrm.model.lifetime import present_stay
from textcrm.model.money import added
from textcrm.model.records import CLOSED, Activity, Closing, Lead, Opportunity
from textcrm.model.settings import Entry, Pipeline, Requirement, Settings, Stage

#: So many moves are tried for a legal way between two stages.
_MOST_MOVES = 5_000
#: From each status of a lead, the statuses it may go to.
LEAD_MOVES = {
    "new": ("qualifying", "qualified", "nurturing", "disqualified"),
    "qualifying": ("qualified", "nurturing", "disqualified"),
    "nurturing": ("qualifying", "qualified", "disqualified"),
    "qualified": ("converted", "qualifying", "nurturing", "disqualified"),
    "disqualified": ("qualifying",),
    "converted": (),
}


def category(state: DealState, settings: Settings) -> str:
    """The forecast category: closed if won, omitted if closed otherwise, else the deal's own or its stage's."""
    if not state.is_open:
        return "closed" if state.status == "won" else "omitted"
    stage = settings.stage(state.pipeline, state.stage)
    return state.forecast or (stage.forecast if stage else "pipeline")


def probability(state: DealState, settings: Settings) -> int:
    """The chance of winning in percent: 100 if won, 0 if closed otherwise, else the deal's own or its stage's."""
    if not state.is_open:
        return 100 if state.status == "won" else 0
    if state.probability is not None:
        return state.probability
    pipeline, stage = settings.pipeline(state.pipeline), settings.stage(state.pipeline, state.stage)
    return pipeline.probability(stage) if pipeline and stage else 0


def legal_moves(pipeline: Pipeline, stage: Stage) -> tuple[str, ...]:
    """The stages and outcomes that may follow `stage`, going back and the outcomes other than won not counted."""
    if stage.next is not None:
        return stage.next
    stages = pipeline.stages
    later = (stages[place] for place in range(pipeline.order[stage.id] + 1, len(stages)))
    following = next((other.id for other in later if not other.retired), None)
    return (following, "won") if following else ("won",)


@dataclass(frozen=True, slots=True)
class Move:
    """A move in a deal's history that its process does not allow: its entry's place in the file, from, to.

    `key` says what moved, `stage` or `status`; `legal` is what was allowed, `between` the stages of a way that is.
    """

    place: int
    key: str
    before: str
    after: str
    legal: tuple[str, ...]
    between: tuple[str, ...] = ()


def illegal_moves(deal: Opportunity, settings: Settings) -> Iterator[Move]:
    """The illegal moves of a deal's history, earliest first.

    Not judged: the first entry, what was only observed, and moves from or to what the settings do not know or retired.
    """
    for place, entry, before, after in course(deal):
        if before is None or after is before or entry.get("observed"):
            continue
        if before.status not in CLOSED:
            yield from _illegal_while_open(place, before, after, settings)
        elif after.status not in ("open", before.status):
            yield Move(place, "status", before.status, after.status, ("open",))
        elif after.status != "open" and after.stage != before.stage:
            yield Move(place, "stage", before.status, after.stage or "unknown", ("open",))


def _illegal_while_open(place: int, before: Standing, after: Standing, settings: Settings) -> Iterator[Move]:
    pipeline = settings.pipeline(after.pipeline)
    new = pipeline.by_id.get(after.stage or "") if pipeline else None
    if pipeline is None or new is None:
        return
    old = pipeline.by_id.get(before.stage or "") if settings.pipeline(before.pipeline) is pipeline else None
    if old and not _may_follow(pipeline, old, new):
        yield Move(place, "stage", old.id, new.id, legal_moves(pipeline, old), stages_between(pipeline, old.id, new.id))
    if after.status == "won" and "won" not in legal_moves(pipeline, new):
        yield Move(place, "status", new.id, "won", legal_moves(pipeline, new), stages_between(pipeline, new.id, "won"))


def _may_follow(pipeline: Pipeline, old: Stage, new: Stage) -> bool:
    ahead = pipeline.order[new.id] - pipeline.order[old.id]
    if new.retired or ahead <= 0 or (ahead == 1 and old.next is None):
        return True
    return any(pipeline.by_id.get(name) is new for name in legal_moves(pipeline, old))


def stages_between(pipeline: Pipeline, before: str, after: str) -> tuple[str, ...]:
    """The stages on the shortest legal way from a stage to another or `won`, ends not counted; none without a way.

    A way that is not found within some thousand moves is none either: it would help nobody.
    """
    came_from: dict[str, str] = {}
    for here, following in islice(_moves(pipeline, before), _MOST_MOVES):
        if following == after:
            return _way(came_from, before, here)
        if following != before:
            came_from.setdefault(following, here)
    return ()


def _moves(pipeline: Pipeline, start: str) -> Iterator[tuple[str, str]]:
    """The legal moves from a stage, and from where they lead, the nearest first."""
    seen, queue = {start}, deque([start])
    while queue:
        here = queue.popleft()
        stage = pipeline.by_id.get(here)
        for name in legal_moves(pipeline, stage) if stage else ():
            following = pipeline.by_id[name].id if name in pipeline.by_id else name
            yield here, following
            if following not in seen:
                seen.add(following)
                queue.append(following)


def _way(came_from: dict[str, str], before: str, last: str) -> tuple[str, ...]:
    way = []
    while last != before:
        way.append(last)
        last = came_from[last]
    return tuple(reversed(way))


@dataclass(frozen=True, slots=True)
class Demand:
    """What a stage asks of a deal and does not find: a field to fill in, or a critical step."""

    stage: Stage
    what: Requirement | Entry


def unmet_demands(deal: Opportunity, settings: Settings) -> Iterator[Demand]:
    """The fields that the stages up to the present one demand (all of them, to win) and that are not filled in.

    Judged are open and won deals whose stage was ever known; what no deal can have is not asked.
    """
    pipeline, reached = _reached(deal, settings)
    if pipeline is None:
        return
    asked: set[str] = set()
    for stage in pipeline.stages[: reached + 1]:
        for demand in stage.requires:
            if demand.id in asked or stage.retired or is_filled(deal, demand.id):
                continue
            possible = demandable(demand.id, settings.custom_fields)
            if possible and not _was_past(deal, stage, demand.since, settings):
                asked.add(demand.id)
                yield Demand(stage, demand)


def undone_steps(deal: Opportunity, settings: Settings) -> Iterator[Demand]:
    """The critical steps of the stages before the present one (of all, to win) that are neither done nor skipped.

    Judged are open and won deals whose stage was ever known.
    """
    pipeline, reached = _reached(deal, settings)
    if pipeline is None:
        return
    for stage in pipeline.stages if deal.status == "won" else pipeline.stages[:reached]:
        for step in stage.steps:
            if stage.retired or step.retired or is_done(deal, step):
                continue
            if not _was_past(deal, stage, step.since, settings):
                yield Demand(stage, step)


def steps_at_hand(deal: Opportunity, settings: Settings) -> Iterator[Demand]:
    """The critical steps of an open deal's present stage that are neither done nor skipped yet."""
    stage = settings.stage(deal.pipeline, deal.stage) if deal.is_open else None
    for step in stage.steps if stage else ():
        if stage and not step.retired and not is_done(deal, step):
            yield Demand(stage, step)


def is_done(deal: Opportunity, step: Entry) -> bool:
    """Whether a critical step has a day, or a reason for skipping it."""
    for name in (step.id, *step.aliases):
        mark = deal.steps.get(name)
        if mark and (mark.date or mark.skipped):
            return True
    return False


def _reached(deal: Opportunity, settings: Settings) -> tuple[Pipeline | None, int]:
    """The pipeline and the place of the last stage whose demands hold; no pipeline where they cannot be judged."""
    pipeline = settings.pipeline(deal.pipeline)
    if pipeline is None:
        return None, 0
    if deal.status == "won":
        known = deal.stage or any(entry.get("stage") for entry in deal.history)
        return (pipeline if known else None), len(pipeline.stages) - 1
    place = pipeline.order.get(deal.stage or "") if deal.is_open else None
    return (None, 0) if place is None else (pipeline, place)


def _was_past(deal: Opportunity, stage: Stage, since: date | None, settings: Settings) -> bool:
    """Whether the deal was past the stage, or won, before the day a demand of that stage came into force."""
    if since is None:
        return False
    began_on, eve = began(deal), since - timedelta(days=1)
    state = state_on(deal, eve) if began_on is None or began_on <= eve else None
    pipeline = settings.pipeline(deal.pipeline)
    if state is None or pipeline is None or settings.pipeline(state.pipeline) is not pipeline:
        return False
    return state.status == "won" or pipeline.order.get(state.stage or "", -1) > pipeline.order[stage.id]


def is_filled(deal: Opportunity, name: str) -> bool:
    """Whether a field (`amount`, `custom.approved_by`) has a value; an empty list has none."""
    if name.startswith("custom."):
        return deal.custom.get(name.removeprefix("custom.")) is not None
    value = getattr(deal, name, None)
    return value is not None and value not in ((), {})


def sold(deal: Opportunity) -> Decimal | None:
    """What the items and the recurring payments come to; `None` where there are none, or a price is missing."""
    if not (deal.items or deal.recurring) or any(item.unit_price is None for item in deal.items):
        return None
    parts = [item.total for item in deal.items] + ([deal.recurring.total] if deal.recurring else [])
    return added(parts)


def closing_gaps(deal: Opportunity, settings: Settings) -> Iterator[str]:
    """The keys of `closed` that the outcome or its reason demands and that have no value; none for an open deal.

    A reason is asked only where the settings offer any.
    """
    if deal.is_open:
        return
    closed, reasons = deal.closed or Closing(), settings.reason_by_id[deal.status]
    demanded = ["date", "amount"] if deal.status == "won" else ["date", *(["reason"] if reasons else [])]
    reason = reasons.get(closed.reason or "")
    for key in (*demanded, *(reason.needs if reason else ())):
        if getattr(closed, key) is None:
            yield key


def disagreements(deal: Opportunity, settings: Settings) -> Iterator[tuple[str, Any, Any]]:
    """The fields that are not what the history adds up to: field, value, folded value; a former id is no difference."""
    for name, value, folded in differences(deal):
        if _meant(name, value, deal, settings) != _meant(name, folded, deal, settings):
            yield name, value, folded


def _meant(name: str, value: Any, deal: Opportunity, settings: Settings) -> Any:
    """The value with today's id for a former one, and with the default that its absence means."""
    if name == "currency":
        return value or settings.currency
    if name not in ("pipeline", "stage"):
        return value
    known = settings.pipeline(value) if name == "pipeline" else settings.stage(deal.pipeline, value)
    return known.id if known else value


def last_touch(deal: Opportunity, activities: Iterable[Activity], settings: Settings, day: date) -> date | None:
    """The latest day up to `day` on which somebody was in touch, a step was done or the stage changed.

    The first entry of the history counts as a change of stage: nothing is known before it. Without any of them the day
    the deal began; `None` if that is not known either. Plans, pushes and edits are no touch.
    """
    touches = settings.touch_types
    days = [one.date.day for one in activities if one.type in touches and not one.planned]
    days += [step.date for step in deal.steps.values() if step.date]
    days += [stay.entered for stay in (present_stay(deal, settings, day),) if stay]
    past = [one for one in days if one <= day]
    return max(past) if past else began(deal)


def began(deal: Opportunity | Lead) -> date | None:
    """The day a record began: `created`, else its first entry."""
    if deal.created:
        return deal.created.day
    return min((entry["date"] for entry in deal.history), default=None)
