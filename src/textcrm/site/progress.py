"""Progress: the stages of a deal as a bar, its critical steps, and what the next stage asks of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal
from textcrm.model import process
from textcrm.model.lifetime import Visit, stays
from textcrm.model.records import Opportunity, StepDone
from textcrm.model.settings import Entry, Pipeline, Requirement, Stage
from textcrm.site.facts import Facts
from textcrm.site.outcomes import outcome_label
from textcrm.site.page import Head
from textcrm.site.record import in_words


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the bar: `look` is empty for what is behind, `on` where it stands, `todo`, `lost`, `won`."""

    label: str
    note: str
    look: str


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a list of things to do: `look` is `done`, `todo` (warm), `later` or `undone`, `sign` its icon."""

    label: str
    why: str
    end: str
    look: str
    sign: str


@dataclass(frozen=True, slots=True)
class Steps:
    """A list of things to do with its margin; `empty` is said where it has none."""

    head: Head
    steps: tuple[Step, ...]
    empty: Text


def bar(facts: Facts, deal: Deal) -> tuple[Mark, ...]:
    """The stages that the deal went through and will, and of a closed one its end."""
    line, stayed = facts.settings.pipeline(deal.pipeline), _stayed(facts, deal)
    place = line.order.get(deal.stage or "", -1) if line else -1
    marks = [_mark(facts, deal, line, stage, stayed, place) for stage in _shown(line, deal, stayed)] if line else []
    if deal.ending:
        end = "won" if deal.ending.status == "won" else "lost"
        day = facts.say.day(deal.ending.day) if deal.ending.day else facts.words.gettext("day not known")
        return (*marks, Mark(outcome_label(facts, deal.ending.status), day, end))
    if place < 0:
        named = facts.stage_label(deal.pipeline, deal.stage) or facts.words.gettext("Stage not known")
        return (Mark(named, "", "on"), *marks)
    return tuple(marks)


def _stayed(facts: Facts, deal: Deal) -> dict[str, tuple[Visit, int]]:
    """The stages of the present pipeline that the deal was in: the first stay in each, and the days in all of them."""
    visits = list(stays(deal.record, facts.settings, facts.as_of))
    until = deal.closed_on or facts.as_of
    stayed: dict[str, tuple[Visit, int]] = {}
    for visit, after in zip_longest(visits, visits[1:]):
        if visit.pipeline == deal.pipeline and visit.stage:
            first, days = stayed.get(visit.stage, (visit, 0))
            stayed[visit.stage] = first, days + ((after.entered if after else until) - visit.entered).days
    return stayed


def _shown(line: Pipeline, deal: Deal, stayed: dict[str, tuple[Visit, int]]) -> Iterator[Stage]:
    """The stages in use, and retired ones it was in; of a deal that is over only those it was in."""
    for stage in line.stages:
        was_there = stage.id in stayed or stage.id == deal.stage
        if was_there or (deal.is_open and not stage.retired):
            yield stage


def _mark(
    facts: Facts, deal: Deal, line: Pipeline, stage: Stage, stayed: dict[str, tuple[Visit, int]], place: int
) -> Mark:
    _, say = facts.words.gettext, facts.say
    if deal.is_open and stage.id == deal.stage:
        return Mark(stage.label, _here(facts, deal, stage), "on")
    if deal.is_open and line.order[stage.id] > place:
        return Mark(stage.label, _("%(chance)s from here", chance=say.percent(line.probability(stage))), "todo")
    if stage.id not in stayed:
        return Mark(stage.label, _("left out") if deal.record.history and deal.is_open else "", "")
    visit, days = stayed[stage.id]
    entered = say.day(visit.entered)
    if not visit.exact:
        return Mark(stage.label, _("seen %(day)s", day=entered), "")
    return Mark(stage.label, _("%(day)s, %(days)s", day=entered, days=say.days(days)), "")


def _here(facts: Facts, deal: Deal, stage: Stage) -> str:
    """Since when it is there, and how long others are."""
    _, say, age = facts.words.gettext, facts.say, facts.ages[deal.id]
    if age.days_in_stage is None:
        return _("usually %(days)s", days=say.days(stage.typical_days))
    days, usual = say.days(age.days_in_stage), say.number(stage.typical_days)
    if not age.exact:
        return _("%(days)s or more, usually %(usual)s", days=days, usual=usual)
    return _("%(days)s of usually %(usual)s", days=days, usual=usual)


def critical_steps(facts: Facts, deal: Deal) -> Steps:
    """The critical steps of the pipeline: done, skipped, left out, at hand, still to come."""
    _, line = facts.words.gettext, facts.settings.pipeline(deal.pipeline)
    pairs = [(stage, step) for stage in (line.stages if line else ()) for step in stage.steps]
    asked = _Asked.of(facts, deal)
    steps = tuple(made for stage, step in pairs if (made := _step(facts, deal, stage, step, asked)))
    done = sum(one.look == "done" for one in steps)
    of = _("%(done)s of %(all)s done or skipped", done=facts.say.number(done), all=facts.say.number(len(steps)))
    head = Head(_("Critical steps"), _steps_say(facts, deal, asked) if steps else "", of if steps else "")
    return Steps(head, steps, _("The stages of this pipeline have no critical steps."))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The critical steps that the deal lacks: those left out, and those at hand; and the stage that comes next."""

    missed: frozenset[str]
    at_hand: frozenset[str]
    following: Stage | None

    @classmethod
    def of(cls, facts: Facts, deal: Deal) -> _Asked:
        """What is asked of the deal, by the ids of the steps."""
        missed = (one.what.id for one in process.undone_steps(deal.record, facts.settings))
        at_hand = (one.what.id for one in process.steps_at_hand(deal.record, facts.settings))
        return cls(frozenset(missed), frozenset(at_hand), following_stage(facts, deal))


def following_stage(facts: Facts, deal: Deal) -> Stage | None:
    """The stage that comes after the present one."""
    line = facts.settings.pipeline(deal.pipeline)
    place = line.order.get(deal.stage or "") if line else None
    if line is None or place is None:
        return None
    return next((stage for stage in line.stages[place + 1 :] if not stage.retired), None)


def _step(facts: Facts, deal: Deal, stage: Stage, step: Entry, asked: _Asked) -> Step | None:
    """A step; `None` for one that is not asked for any more, or not yet."""
    _ = facts.words.gettext
    mark = _mark_of(deal.record, step)
    if mark:
        end = facts.say.day(mark.date) if mark.date else _("day not known")
        why = _("skipped: %(why)s", why=mark.skipped) if mark.skipped else ""
        return Step(step.label, why, end, "done", "fwd" if mark.skipped else "check")
    if stage.retired or step.retired or (step.since and step.since > facts.as_of):
        return None
    if step.id in asked.missed:
        return Step(step.label, "", _("left out in %(stage)s", stage=stage.label), "todo", "alert")
    if step.id in asked.at_hand:
        before = _("before %(stage)s", stage=asked.following.label) if asked.following else _("before it is won")
        return Step(step.label, "", before, "todo", "open")
    return _not_asked(facts, deal, stage, step)


def _mark_of(record: Opportunity, step: Entry) -> StepDone | None:
    found = (record.steps[name] for name in (step.id, *step.aliases) if name in record.steps)
    return next((one for one in found if one.date or one.skipped), None)


def _not_asked(facts: Facts, deal: Deal, stage: Stage, step: Entry) -> Step:
    _ = facts.words.gettext
    line = facts.settings.pipeline(deal.pipeline)
    place = line.order.get(deal.stage or "") if line else None
    if not deal.is_open or line is None or place is None:
        return Step(step.label, "", _("not done"), "undone", "open")
    if line.order[stage.id] > place:
        return Step(step.label, "", _("in %(stage)s", stage=stage.label), "later", "open")
    since = _("asked for since %(day)s only", day=facts.say.day(step.since)) if step.since else _("not done")
    return Step(step.label, "", since, "undone", "open")


def _steps_say(facts: Facts, deal: Deal, asked: _Asked) -> str:
    """What is left out and what is still to do; that all is done."""
    said = [*_left_out(facts, len(asked.missed)), *_still_to_do(facts, len(asked.at_hand), asked.following)]
    if not said and deal.is_open and facts.settings.stage(deal.pipeline, deal.stage):
        return facts.words.gettext("Nothing is left to do in this stage.")
    return " ".join(said)


def _left_out(facts: Facts, count: int) -> Iterator[str]:
    if count:
        n_ = facts.words.ngettext
        yield n_("%(num)s step was left out.", "%(num)s steps were left out.", count, num=facts.say.number(count))


def _still_to_do(facts: Facts, count: int, before: Stage | None) -> Iterator[str]:
    n_, num = facts.words.ngettext, facts.say.number(count)
    if count and before is None:
        yield n_("%(num)s step is still to do to win it.", "%(num)s steps are still to do to win it.", count, num=num)
    elif count and before:
        yield n_(
            "%(num)s step is still to do before %(stage)s.",
            "%(num)s steps are still to do before %(stage)s.",
            count,
            num=num,
            stage=before.label,
        )


def demands(facts: Facts, deal: Deal) -> Steps | None:
    """What must be filled in before the deal goes on; `None` where it goes nowhere, or nobody knows where it stands."""
    if not deal.is_open or facts.settings.stage(deal.pipeline, deal.stage) is None:
        return None
    _, ahead = facts.words.gettext, following_stage(facts, deal)
    title = _("Asked for in %(stage)s", stage=ahead.label) if ahead else _("Asked for to be won")
    steps = tuple(_demands(facts, deal, ahead))
    missing = sum(one.look == "todo" for one in steps)
    says = _missing(facts, missing) if steps else ""
    return Steps(Head(title, says), steps, _("Nothing needs to be filled in for it."))


def _missing(facts: Facts, missing: int) -> str:
    _, n_ = facts.words.gettext, facts.words.ngettext
    if not missing:
        return _("All of it is there.")
    return n_("%(num)s field is empty.", "%(num)s fields are empty.", missing, num=facts.say.number(missing))


def _demands(facts: Facts, deal: Deal, ahead: Stage | None) -> Iterator[Step]:
    """What is missing already, then what the next stage asks for, there or not; to win, what any stage does."""
    _, settings = facts.words.gettext, facts.settings
    late = {one.what.id: one for one in process.unmet_demands(deal.record, settings)}
    for one in late.values():
        yield Step(_field(facts, one.what), "", _("missing since %(stage)s", stage=one.stage.label), "todo", "alert")
    then = replace(deal.record, stage=ahead.id) if ahead else replace(deal.record, status="won")
    unmet = {one.what.id for one in process.unmet_demands(then, settings)}
    for asked in _asked_by(facts, deal, ahead):
        if asked.id in unmet and asked.id not in late:
            yield Step(_field(facts, asked), "", _("empty"), "todo", "open")
        elif asked.id not in unmet:
            yield Step(_field(facts, asked), "", "", "done", "check")


def _asked_by(facts: Facts, deal: Deal, ahead: Stage | None) -> Sequence[Requirement]:
    line = facts.settings.pipeline(deal.pipeline)
    stages = (ahead,) if ahead else tuple(one for one in (line.stages if line else ()) if not one.retired)
    return tuple({one.id: one for stage in stages for one in stage.requires if _is_in_force(one, facts.as_of)}.values())


def _is_in_force(one: Requirement, day: date) -> bool:
    return one.since is None or one.since <= day


def _field(facts: Facts, asked: Requirement | Entry) -> str:
    """What people call a field that is asked for."""
    _ = facts.words.gettext
    name = asked.id
    if asked.name:
        return asked.name
    own = facts.settings.custom_fields.opportunity.get(name.removeprefix("custom."))
    if own and name.startswith("custom."):
        return own.name or in_words(name.removeprefix("custom."))
    labels = {
        "company": _("Customer"),
        "contacts": _("Contacts"),
        "amount": _("Amount"),
        "items": _("Items"),
        "expected_close": _("Expected close"),
        "next_step": _("Next step"),
        "owner": _("Owner"),
        "source": _("Source"),
        "type": _("Type"),
        "recurring": _("Recurring payments"),
        "competitors": _("Competitors"),
        "partners": _("Partners"),
    }
    return labels.get(name) or in_words(name)
