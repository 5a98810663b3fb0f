"""The sales process: legal moves, demands, critical steps, category and probability, touches, rotting and slowness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from textcrm.model.history import DealState, visits
from textcrm.model.records import CLOSED, Activity, Lead, Opportunity
from textcrm.model.settings import Entry, Pipeline, Requirement, Settings, Stage

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
    later = pipeline.stages[pipeline.order[stage.id] + 1 :]
    following = next((other.id for other in later if not other.retired), None)
    return (following, "won") if following else ("won",)


@dataclass(frozen=True, slots=True)
class Move:
    """A move in a deal's history that its process does not allow: entry `index`, from, to, and what was legal."""

    index: int
    before: str
    after: str
    legal: tuple[str, ...]
    key: str


def illegal_moves(deal: Opportunity, settings: Settings) -> Iterator[Move]:
    """The illegal moves of a deal's history; what was only observed, and stages unknown to the settings, are not judged."""
    status: str | None = None
    line: str | None = None
    stage: str | None = None
    for index, entry in enumerate(deal.history):
        was, old_line, old = status, line, stage
        status, line, stage = entry.get("status", was), entry.get("pipeline", line), entry.get("stage", stage)
        if index == 0 or entry.get("observed"):
            continue
        if was in CLOSED and status != "open":
            if status != was:
                yield Move(index, str(was), str(status), ("open",), "status")
            elif stage != old:
                yield Move(index, str(was), str(stage), ("open",), "stage")
        elif was not in CLOSED:
            yield from _stage_move(index, settings.pipeline(line), old if line == old_line else None, stage, status)


def _stage_move(
    index: int, pipeline: Pipeline | None, old: str | None, new: str | None, status: str | None
) -> Iterator[Move]:
    if pipeline is None:
        return
    before, after = pipeline.by_id.get(old or ""), pipeline.by_id.get(new or "")
    if before and after and pipeline.order[after.id] > pipeline.order[before.id]:
        legal = legal_moves(pipeline, before)
        if after.id not in {pipeline.by_id[one].id for one in legal if one in pipeline.by_id}:
            yield Move(index, before.id, after.id, legal, "stage")
    if status == "won" and after and "won" not in legal_moves(pipeline, after):
        yield Move(index, after.id, "won", legal_moves(pipeline, after), "status")


@dataclass(frozen=True, slots=True)
class Demand:
    """What a stage asks of a deal and does not find: a field to fill in, or a critical step."""

    stage: Stage
    what: Requirement | Entry


def unmet_demands(deal: Opportunity, settings: Settings) -> Iterator[Demand]:
    """The fields that the stages up to the present one demand (all of them, to win) and that are not filled in.

    Judged are open and won deals whose stage was ever known.
    """
    pipeline, reached = _reached(deal, settings)
    if pipeline is None:
        return
    for stage in pipeline.stages[: reached + 1]:
        for demand in stage.requires:
            if not is_filled(deal, demand.id) and not _left_before(deal, pipeline, stage, demand.since):
                yield Demand(stage, demand)


def undone_steps(deal: Opportunity, settings: Settings) -> Iterator[Demand]:
    """The critical steps of the stages before the present one (of all, to win) that are neither done nor skipped."""
    pipeline, reached = _reached(deal, settings)
    if pipeline is None:
        return
    stages = pipeline.stages if deal.status == "won" else pipeline.stages[:reached]
    for stage in stages:
        for step in stage.steps:
            done = deal.steps.keys() & {step.id, *step.aliases}
            if not done and not step.retired and not _left_before(deal, pipeline, stage, step.since):
                yield Demand(stage, step)


def _reached(deal: Opportunity, settings: Settings) -> tuple[Pipeline | None, int]:
    """The pipeline and the place of the last stage whose demands hold; no pipeline where they cannot be judged."""
    pipeline = settings.pipeline(deal.pipeline)
    if pipeline is None or deal.status not in ("open", "won"):
        return None, 0
    if deal.status == "won":
        known = deal.stage or any(entry.get("stage") for entry in deal.history)
        return (pipeline if known else None), len(pipeline.stages) - 1
    return (pipeline, pipeline.order[deal.stage]) if deal.stage in pipeline.order else (None, 0)


def _left_before(deal: Opportunity, pipeline: Pipeline, stage: Stage, since: date | None) -> bool:
    """Whether the deal was past the stage before the day a demand came into force."""
    if since is None:
        return False
    place = pipeline.order[stage.id]
    for entry in deal.history:
        beyond = pipeline.order.get(entry.get("stage") or "", -1) > place
        if beyond or entry.get("status") in CLOSED:
            return entry["date"] < since
    return False


def is_filled(deal: Opportunity, name: str) -> bool:
    """Whether a field (`amount`, `custom.approved_by`) has a value; an empty list has none."""
    if name.startswith("custom."):
        return deal.custom.get(name.removeprefix("custom.")) is not None
    value = getattr(deal, name, None)
    return value is not None and value != () and value != {}


def last_touch(
    deal: Opportunity, activities: Iterable[Activity], settings: Settings, day: date
) -> date | None:
    """The latest day up to `day` on which somebody was in touch, a step was done or the stage changed.

    Without any of them the day the deal began; `None` if that is not known either. Plans, pushes and edits are no touch.
    """
    touches = settings.touch_types
    days = [one.date.day for one in activities if one.type in touches and not one.planned]
    days += [step.date for step in deal.steps.values() if step.date]
    days += [visit.entered for visit in visits(deal, day)]
    past = [one for one in days if one <= day]
    return max(past) if past else began(deal)


def began(deal: Opportunity | Lead) -> date | None:
    """The day a record began: `created`, else its first entry."""
    if deal.created:
        return deal.created.day
    return deal.history[0]["date"] if deal.history else None


def days_in_stage(deal: Opportunity, day: date) -> int | None:
    """Whole days since the deal entered its present stage, or was first seen there; `None` without history."""
    stays = visits(deal, day)
    return (day - stays[-1].entered).days if stays else None
