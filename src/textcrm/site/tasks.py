"""Tasks: what is on the agenda, in words: what to do, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from textcrm.gates.length import cut
from textcrm.locale.words import begun
from textcrm.metrics.agenda import Task, When
from textcrm.site.facts import Facts

#: Why something is on the agenda, in the order in which filters offer it.
WHYS: Final = (
    "next-step",
    "planned-activity",
    "no-next-step",
    "expected-close",
    "step-missed",
    "step-to-do",
    "rotting",
    "slow",
    "unanswered",
    "recontact",
)
#: More of what somebody has written is on the page of the record.
_LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done about one record by one day, by one person: the tasks, and what they come to in words."""

    tasks: tuple[Task, ...]
    todo: str
    reason: str

    @property
    def record(self) -> str:
        """The record, by its ref."""
        return self.tasks[0].record

    @property
    def owner(self) -> str | None:
        """Whose it is."""
        return self.tasks[0].owner

    @property
    def due(self) -> date | None:
        """By when."""
        return self.tasks[0].due


def todos(facts: Facts, tasks: Iterable[Task]) -> tuple[Todo, ...]:
    """The tasks in their order, those of one person about one record by one day together."""
    groups: dict[tuple[object, ...], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.when, task.record, task.due, task.owner), []).append(task)
    return tuple(Todo(tuple(group), _joined(_todos(facts, group)), _reasons(facts, group)) for group in groups.values())


def why_label(facts: Facts, why: str) -> str:
    """What a filter calls a reason to be on the agenda."""
    _ = facts.words.gettext
    return {
        "next-step": _("next step"),
        "planned-activity": _("planned activity"),
        "no-next-step": _("no next step"),
        "expected-close": _("expected to close"),
        "step-missed": _("critical step left out"),
        "step-to-do": _("critical step"),
        "rotting": _("quiet for too long"),
        "slow": _("in its stage too long"),
        "unanswered": _("first answer"),
        "recontact": _("to be contacted again"),
    }[why]


def _todos(facts: Facts, tasks: Sequence[Task]) -> Sequence[str]:
    return [_todo(facts, task) for task in tasks]


def _todo(facts: Facts, task: Task) -> str:
    """What to do, in somebody's own words where there are any."""
    _, what = facts.words.gettext, cut(" ".join((task.what or "").split()), _LONGEST)
    is_late = task.when is When.OVERDUE
    if task.why == "planned-activity":
        kind = facts.entry_label("activity_types", what)
        return _("%(planned)s – write down what came of it", planned=kind) if is_late else kind
    if task.why == "expected-close":
        return _("Close it, or agree on a new day")
    return {
        "next-step": what,
        "no-next-step": _("Plan a next step"),
        "step-missed": what,
        "step-to-do": what,
        "rotting": _("Get in touch, or close it"),
        "slow": _("Ask what is missing, or close it"),
        "unanswered": _("Answer"),
        "recontact": _("Get in touch again"),
    }[task.why]


def _reasons(facts: Facts, tasks: Sequence[Task]) -> str:
    return begun(_joined([_reason(facts, task) for task in tasks]))


def _reason(facts: Facts, task: Task) -> str:
    """Why it is to be done; how late it is stands beside it."""
    _, days = facts.words.gettext, facts.say.days(task.days)
    if task.why == "slow":
        return _slow(facts, task, days)
    if task.why == "unanswered":
        return _("new lead, nobody has answered yet")
    if task.why == "rotting":
        return _("quiet for %(days)s", days=days)
    if task.why == "expected-close":
        return _("should have closed") if task.when is When.OVERDUE else _("expected to close")
    return {
        "next-step": _("next step"),
        "planned-activity": _("planned, not confirmed") if task.when is When.OVERDUE else _("planned"),
        "no-next-step": _("nothing is planned"),
        "step-missed": _("critical step that was left out"),
        "step-to-do": _("critical step of its stage"),
        "recontact": _("to be contacted again"),
    }[task.why]


def _slow(facts: Facts, task: Task, days: str) -> str:
    """The days it has been in its stage, beside those that are usual there."""
    deal = facts.open[task.record.partition("/")[2]]
    stage = facts.settings.stage(deal.pipeline, deal.stage)
    return facts.words.gettext(
        "%(days)s in %(stage)s, usually %(usual)s",
        days=days,
        stage=facts.stage_label(deal.pipeline, deal.stage),
        usual=facts.say.number(stage.typical_days if stage else None),
    )


def _joined(said: Iterable[str]) -> str:
    """Several things in one line, each once."""
    once: dict[str, str] = {}
    for one in said:
        once.setdefault(one.casefold(), one)
    return "; ".join(once.values())
