"""Attention: what is late, slow or missing in each open deal, in words, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textcrm.metrics.agenda import Task, When

if TYPE_CHECKING:
    from textcrm.site.facts import Facts

#: What may be the matter, the most pressing first: what is said first, and what is done first.
KEYS: Final = (
    "overdue",
    "late-step",
    "no-next-step",
    "rotting",
    "slow",
    "step-missed",
    "pushed",
    "planned",
)
#: The rules that find the same: what a company ignores there, with a reason, needs no attention here.
_RULES: Final = {
    "overdue": "HYG003",
    "late-step": "HYG002",
    "no-next-step": "HYG001",
    "rotting": "HYG004",
    "slow": "HYG005",
    "step-missed": "OPP004",
    "pushed": "HYG007",
    "planned": "HYG014",
}
#: A deal that anything is the matter with.
ANY: Final = "any"
#: Tasks of the agenda that are a reason to worry, by why and how soon.
_WORRIES: Final = {
    ("expected-close", When.OVERDUE): "overdue",
    ("next-step", When.OVERDUE): "late-step",
    ("no-next-step", When.NOW): "no-next-step",
    ("rotting", When.NOW): "rotting",
    ("slow", When.NOW): "slow",
    ("step-missed", When.NOW): "step-missed",
    ("planned-activity", When.OVERDUE): "planned",
}


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that is the matter with a deal: `key` is one of `KEYS`, `remedy` what to do about it."""

    key: str
    says: str
    remedy: str


def concerns_of(facts: Facts) -> Mapping[str, tuple[Concern, ...]]:
    """The concerns of each open deal that has any, by id, the most pressing first."""
    found: dict[str, list[Concern]] = defaultdict(list)
    for id, concern in (*_from_agenda(facts), *_pushed(facts)):
        found[id].append(concern)
    return {id: tuple(sorted(those, key=lambda one: KEYS.index(one.key))) for id, those in found.items()}


def pressing_of(facts: Facts) -> Mapping[str, tuple[Concern, ...]]:
    """The same without what is ignored with a reason, and without the deals that have no other."""
    left = {
        id: tuple(one for one in those if _RULES[one.key] not in facts.accepted.get(f"opportunities/{id}", ()))
        for id, those in facts.concerns.items()
    }
    return {id: those for id, those in left.items() if those}


def concern_label(facts: Facts, key: str) -> str:
    """What a filter calls it."""
    _ = facts.words.gettext
    return {
        ANY: _("any of these"),
        "overdue": _("close date passed"),
        "late-step": _("next step late"),
        "no-next-step": _("no next step"),
        "rotting": _("quiet for too long"),
        "slow": _("in its stage too long"),
        "step-missed": _("critical step left out"),
        "pushed": _("pushed too often"),
        "planned": _("planned, not confirmed"),
    }[key]


def _from_agenda(facts: Facts) -> Iterator[tuple[str, Concern]]:
    for task in facts.agenda.tasks:
        key, (kind, _, id) = _WORRIES.get((task.why, task.when)), task.record.partition("/")
        if key and kind == "opportunities" and id in facts.open:
            yield id, Concern(key, _says(facts, key, id, task), _remedy(facts, key, task))


def _says(facts: Facts, key: str, id: str, task: Task) -> str:
    _, days = facts.words.gettext, facts.say.days(task.days)
    if key == "slow":
        return _slow(facts, id, days)
    return {
        "overdue": _("close date passed %(days)s ago", days=days),
        "late-step": _("next step %(days)s late", days=days),
        "no-next-step": _("no next step"),
        "rotting": _("quiet for %(days)s", days=days),
        "step-missed": _("left out: %(step)s", step=task.what or ""),
        "planned": _("planned for %(day)s, not confirmed", day=facts.say.day(task.due)),
    }[key]


def _slow(facts: Facts, id: str, days: str) -> str:
    """The days it has been in its stage, beside those that are usual there."""
    deal = facts.open[id]
    stage = facts.settings.stage(deal.pipeline, deal.stage)
    return facts.words.gettext(
        "%(days)s in %(stage)s, usually %(usual)s",
        days=days,
        stage=facts.stage_label(deal.pipeline, deal.stage),
        usual=facts.say.number(stage.typical_days if stage else None),
    )


def _remedy(facts: Facts, key: str, task: Task) -> str:
    _ = facts.words.gettext
    return {
        "overdue": _("Agree on a new day, or close it"),
        "late-step": task.what or _("Take the next step"),
        "no-next-step": _("Plan a next step"),
        "rotting": _("Get in touch, or close it"),
        "slow": _("Ask what is missing, or close it"),
        "step-missed": _("Do it, or write down why not"),
        "planned": _("Write down what came of it"),
    }[key]


def _pushed(facts: Facts) -> Iterator[tuple[str, Concern]]:
    _, n_ = facts.words.gettext, facts.words.ngettext
    for id, times in facts.pushes.items():
        if times >= facts.settings.rules.limits.pushes:
            says = n_("pushed %(num)s time", "pushed %(num)s times", times, num=facts.say.number(times))
            yield id, Concern("pushed", says, _("Ask for whom the day matters"))
