"""CFG: settings that contradict themselves or point nowhere, and ignores that are not what they should be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Protocol

from textcrm.findings import FieldPath, Problem, Severity
from textcrm.model.book import Book
from textcrm.model.fields import demandable, field_names, redactable
from textcrm.model.history import last_closing
from textcrm.model.records import CLOSED, Opportunity
from textcrm.model.settings import CustomField, Pipeline, Settings, Stage
from textcrm.model.values import shown
from textcrm.rules.rule import Case, met, rule

#: Fiscal periods: a year, a quarter, a month.
_PERIOD = re.compile(r"[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?")
#: What a policy can be for: a record, or a change of one.
_JUDGED = ("opportunity", "lead", "company", "contact")
#: For so many strange names it is guessed what was meant.
_MOST_GUESSES = 20


class _Named(Protocol):
    @property
    def id(self) -> str: ...


unknown_setting = met(
    "CFG001",
    "unknown-setting",
    Severity.ERROR,
    """A key of `crm.yaml` means nothing.

    What it checks: Every key of `crm.yaml` is one that the settings have. Keys of your own may start with `x-`.

    Why: A mistyped setting is a setting that is not there: everybody believes that deals rot after ten days, and they
    rot after thirty.

    Bad:
        rotten_day: 10

    Good:
        rotten_days: 10

    How to fix: Write the key that was meant; the nearest one is proposed.
    """,
)


@rule("CFG002", "falling-probabilities", Severity.WARNING)
def falling_probabilities(case: Case) -> Iterator[Problem]:
    """From stage to stage the chance of winning does not fall.

    What it checks: In every pipeline no stage has a lower probability than the stage before it. Retired stages do not
    count; a stage without a probability has an even share by its place.

    Why: A deal that goes forward would lose weight in the forecast. Mostly two numbers were swapped, or the stages are
    in the wrong order.

    Bad:
        - {id: negotiation, probability: 30}

    Good:
        - {id: negotiation, probability: 70}

    How to fix: Correct the probabilities, or the order of the stages.
    """
    for place, pipeline in enumerate(case.book.settings.pipelines):
        yield from _falling(pipeline, ("pipelines", place, "stages"))


def _falling(pipeline: Pipeline, field: FieldPath) -> Iterator[Problem]:
    before: Stage | None = None
    for place, stage in enumerate(pipeline.stages):
        if stage.retired:
            continue
        chance, low = pipeline.probability(stage), pipeline.probability(before) if before else 0
        if before and chance < low:
            message = f"stage {shown(stage.id)} has {chance} percent, less than {low} of {shown(before.id)} before it"
            help = f"Give it {low} or more, or change the order:\nprobability: {low}"
            yield Problem(message, "crm", (*field, place, "probability"), help)
        before = stage


unused_ignore = met(
    "CFG003",
    "unused-ignore",
    Severity.WARNING,
    """An ignore ignores nothing.

    What it checks: Every entry of `rules.ignore` in `crm.yaml`, and every `# textcrm: ignore[…]` in a record, takes out
    at least one finding.

    Why: What was wrong is mended, or the ignore never fitted. It would hide the next mistake, of which nobody knows
    yet.

    Bad:
        - {rule: HYG001, records: opportunities/hotle-*, reason: Tender with fixed dates}

    Good:
        - {rule: HYG001, records: opportunities/hotel-*, reason: Tender with fixed dates}

    How to fix: Take the ignore away, or correct the rule or the records it names.
    """,
)

expired_ignore = met(
    "CFG004",
    "expired-ignore",
    Severity.WARNING,
    """The last day of an ignore is over.

    What it checks: No entry of `rules.ignore` has an `until` before today. On that day itself it still holds.

    Why: The day was set so that somebody looks again. That day has come.

    Bad:
        until: 2026-10-31

    Good:
        until: 2026-12-31

    How to fix: Mend what was ignored and take the entry away, or set a new day.
    """,
)

bad_ignore = met(
    "CFG005",
    "bad-ignore",
    Severity.ERROR,
    """An ignore says what it ignores, and why.

    What it checks: Every ignore names a rule by its code or name, and gives a reason. In a record it reads
    `# textcrm: ignore[HYG001] the reason`.

    Why: The reason is shown with every report. Without one, nobody dares to take the ignore away.

    Bad:
        - {rule: HYG001, records: opportunities/hotel-*}

    Good:
        - {rule: HYG001, records: opportunities/hotel-*, reason: Tender with fixed dates}

    How to fix: Write the reason, or the code of the rule that is meant.
    """,
)


@rule("CFG006", "id-used-twice")
def id_used_twice(case: Case) -> Iterator[Problem]:
    """In a list of the settings every id stands for one thing.

    What it checks: No id occurs twice in one list of `crm.yaml`, former ids in `aliases` included: pipelines, stages
    and steps of a pipeline, sources, campaigns, reasons, activity types, roles, products, policies. No stage is called
    as the status of a deal is: `open`, `won`, `lost`, `abandoned`, `cancelled`.

    Why: A record that names it could mean either, and one of the two is silently never used.

    Bad:
        - {id: trade-fair, aliases: [website]}

    Good:
        - {id: trade-fair, aliases: [fair]}

    How to fix: Take one of the two away, or give it another id.
    """
    for entries in _lists(case.book.settings):
        yield from _twice(entries)
    for place, pipeline in enumerate(case.book.settings.pipelines):
        yield from _called_as_status(pipeline, ("pipelines", place, "stages"))


def _called_as_status(pipeline: Pipeline, field: FieldPath) -> Iterator[Problem]:
    for place, stage in enumerate(pipeline.stages):
        named = [(stage.id, ("id",)), *((alias, ("aliases", n)) for n, alias in enumerate(stage.aliases))]
        for name, where in named:
            if name in ("open", *CLOSED):
                message = f"{shown(name)} is the status of a deal and cannot be the id of a stage, too"
                help = (
                    "Give it another id; a deal is won by `status: won`, which needs no stage." if name == "won" else ""
                )
                yield Problem(message, "crm", (*field, place, *where), help or "Give it another id.")


def _twice(entries: Iterable[tuple[FieldPath, _Named]]) -> Iterator[Problem]:
    taken: set[str] = set()
    for field, entry in entries:
        aliases = [(alias, (*field, "aliases", place)) for place, alias in enumerate(getattr(entry, "aliases", ()))]
        for name, where in [(entry.id, (*field, "id")), *aliases]:
            if name in taken:
                yield Problem(f"{shown(name)} is used twice in this list", "crm", where, "Give it another id.")
            taken.add(name)


def _lists(settings: Settings) -> Iterator[list[tuple[FieldPath, _Named]]]:
    """The lists of things with an id, each thing with its place."""
    for key in ("pipelines", *settings.legal, "policies"):
        yield _placed((key,), getattr(settings, key))
    for status in settings.reason_by_id:
        yield _placed(("reasons", status), getattr(settings.reasons, status))
    for place, pipeline in enumerate(settings.pipelines):
        field: FieldPath = ("pipelines", place, "stages")
        yield _placed(field, pipeline.stages)
        steps = (_placed((*field, number, "steps"), stage.steps) for number, stage in enumerate(pipeline.stages))
        yield [step for found in steps for step in found]


def _placed(field: FieldPath, entries: Iterable[_Named]) -> list[tuple[FieldPath, _Named]]:
    return [((*field, place), entry) for place, entry in enumerate(entries)]


@rule("CFG007", "dangling-setting")
def dangling_setting(case: Case) -> Iterator[Problem]:
    """What the settings point at is there.

    What it checks: `next` names stages of the pipeline or outcomes, `requires` fields of an opportunity, a campaign its
    source, `targets` a fiscal period and members of the team (or `team`), `redact.fields` fields of records, a policy
    what it is for. There is a pipeline, every pipeline has stages, and a field of type `choice` has choices.

    Why: A demand for a field that does not exist is never met or never asked. A name left in `redact.fields` by mistake
    publishes what should have stayed at home.

    Bad:
        - {id: discovery, next: [porposal]}

    Good:
        - {id: discovery, next: [proposal]}

    How to fix: Write the name that was meant; the nearest one is proposed.
    """
    settings, names = case.book.settings, _Names()
    yield from _pipelines(settings, names)
    yield from _campaigns(settings, names)
    yield from _targets(case.book, names)
    yield from _custom_fields(settings)
    open_fields = frozenset(redactable(settings.custom_fields))
    for place, name in enumerate(settings.redact.fields):
        yield from names.unless_known(name, open_fields, "a field of a record", ("redact", "fields", place))
    for place, policy in enumerate(settings.policies):
        kinds = (*_JUDGED, *(f"{kind}-change" for kind in _JUDGED))
        yield from names.unless_known(policy.kind, kinds, "what a policy can be for", ("policies", place, "for"))


class _Names:
    """Judges names in the settings; what was meant is guessed for the first few strange ones, for guessing is slow."""

    def __init__(self) -> None:
        self._guesses = _MOST_GUESSES

    def unless_known(self, name: str, known: Collection[str], what: str, field: FieldPath) -> Iterator[Problem]:
        """A problem if the name is none of the known ones: the nearest is proposed, else a few are named."""
        if name not in known:
            self._guesses -= 1
            help = _guess(name, known) if self._guesses >= 0 else "Write a name that is known, or take it away."
            yield Problem(f"{shown(name)} is not {what}", "crm", field, help)


def _guess(name: str, among: Iterable[str]) -> str:
    known = sorted(among)
    near = get_close_matches(name.lower(), known, 1, 0.6)
    few = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")  # noqa: PLR2004  # a line of them
    return f"Did you mean {near[0]}?" if near else f"There are: {few}." if known else ""


def _pipelines(settings: Settings, names: _Names) -> Iterator[Problem]:
    if not settings.pipelines:
        yield Problem("there is no pipeline", "crm", ("pipelines",), "Write one, or take `pipelines` away.")
    fields = [*field_names(Opportunity), *(f"custom.{name}" for name in settings.custom_fields.opportunity)]
    for place, pipeline in enumerate(settings.pipelines):
        field: FieldPath = ("pipelines", place)
        goals = frozenset([*pipeline.by_id, *CLOSED])
        if all(stage.retired for stage in pipeline.stages):
            message = f"pipeline {shown(pipeline.id)} has no stage{' that is not retired' if pipeline.stages else ''}"
            if not pipeline.retired:
                yield Problem(message, "crm", (*field, "stages"), "Give it a stage:\nstages: [qualification]")
        for number, stage in enumerate(pipeline.stages):
            at = (*field, "stages", number)
            for index, name in enumerate(stage.next or ()):
                what = "a stage of this pipeline or an outcome"
                yield from names.unless_known(name, goals, what, (*at, "next", index))
            for index, demand in enumerate(stage.requires):
                if not demandable(demand.id, settings.custom_fields):
                    what = "a field of an opportunity"
                    yield from names.unless_known(demand.id, fields, what, (*at, "requires", index, "id"))


def _campaigns(settings: Settings, names: _Names) -> Iterator[Problem]:
    for place, campaign in enumerate(settings.campaigns):
        if campaign.source:
            field = ("campaigns", place, "source")
            yield from names.unless_known(campaign.source, settings.legal["sources"], "a source", field)


def _targets(book: Book, names: _Names) -> Iterator[Problem]:
    for period, targets in book.settings.targets.items():
        if not _PERIOD.fullmatch(period):
            help = "Write a year, a quarter or a month: 2026, 2026-Q4 or 2026-11"
            yield Problem(f"{shown(period)} is not a fiscal period", "crm", ("targets", period), help)
        for person in targets:
            if person != "team" and not book.has("team", person):
                what = "a member of the team"
                yield from names.unless_known(person, ["team", *book.team], what, ("targets", period, person))


def _custom_fields(settings: Settings) -> Iterator[Problem]:
    for kind in ("company", "contact", "lead", "opportunity", "member"):
        declared: Mapping[str, CustomField] = getattr(settings.custom_fields, kind)
        for name, custom in declared.items():
            field: FieldPath = ("custom_fields", kind, name)
            if custom.type == "choice" and not custom.choices:
                message = f"field {shown(name)} is a choice without choices"
                yield Problem(message, "crm", field, "Say what there is to choose from:\nchoices: [one, another]")
            elif custom.choices and custom.type != "choice":
                message = f"field {shown(name)} has choices, but its type is {shown(custom.type)}"
                yield Problem(message, "crm", (*field, "type"), "type: choice")


@rule("CFG008", "unknown-rule")
def unknown_rule(case: Case) -> Iterator[Problem]:
    """The severities are those of rules.

    What it checks: Every key of `rules.severity` is the code or the name of a rule.

    Why: A severity for a rule that does not exist changes nothing, and nobody notices.

    Bad:
        severity: {HYG0005: error}

    Good:
        severity: {HYG005: error}

    How to fix: Write the code as the findings show it. `textcrm explain` lists all rules.
    """
    from textcrm.rules import BY_CODE, BY_NAME

    unknown = (word for word in case.book.settings.rules.severity if word not in BY_CODE and word not in BY_NAME)
    for place, word in enumerate(unknown):
        near: list[str] = []
        if place < _MOST_GUESSES:
            near = get_close_matches(word.upper(), BY_CODE, 1, 0.6) or get_close_matches(word.lower(), BY_NAME, 1, 0.6)
        help = f"Did you mean {near[0]}?" if near else "`textcrm explain` lists all rules."
        yield Problem(f"{shown(word)} is not a rule", "crm", ("rules", "severity", word), help)


@rule("CFG009", "no-exchange-rate", Severity.WARNING)
def no_exchange_rate(case: Case) -> Iterator[Problem]:
    """Every amount can be counted in the company's currency.

    What it checks: For every open or won deal with an amount in another currency there is a rate in `exchange_rates`
    dated on or before today, or for a won deal on or before the day it closed. Each currency is told once.

    Why: Amounts in different currencies are never added without a rate. Deals without one are left out of every total.

    Bad:
        - {date: 2026-10-01, USD: 5.42}

    Good:
        - {date: 2026-10-01, USD: 5.42, EUR: 5.97}

    How to fix: Add the rate of the day, in units of the company's currency for one of the other. A later rate does not
    count for earlier days.
    """
    settings, needed = case.book.settings, _needed_rates(case)
    for currency, days in sorted(needed.items()):
        deals = f"{len(days)} deal{'s' if len(days) > 1 else ''}"
        counted = f"{deals} in {shown(currency)} cannot be counted in {settings.currency}"
        entry = f"- {{date: {min(days)}, {currency}: …}}"
        help = f"Add the rate of that day to `exchange_rates`:\n{entry}"
        if not settings.exchange_rates:
            help = f"Add the rate of that day:\nexchange_rates:\n  {entry}"
        message = f"{counted}: no rate is dated on or before {min(days)}"
        yield Problem(message, "crm", ("exchange_rates",), help)


def _needed_rates(case: Case) -> Mapping[str, list[date]]:
    """By currency, the days for which there is no rate yet, one for each deal."""
    settings = case.book.settings
    first = _first_rates(settings)
    needed: dict[str, list[date]] = {}
    for currency, day in _foreign(case):
        if currency != settings.currency and not (currency in first and first[currency] <= day):
            needed.setdefault(currency, []).append(day)
    return needed


def _first_rates(settings: Settings) -> Mapping[str, date]:
    first: dict[str, date] = {}
    for rates in settings.exchange_rates:
        for currency in rates.rates:
            first[currency] = min(rates.day, first.get(currency, rates.day))
    return first


def _foreign(case: Case) -> Iterator[tuple[str, date]]:
    """The currency of every open and won deal with an amount and a currency of its own, and the day of its rate."""
    for _, state in case.open_deals:
        if state.currency and state.amount is not None:
            yield state.currency, case.day
    for deal in case.book.opportunities.values():
        if deal.status == "won" and deal.currency and deal.amount is not None:
            yield deal.currency, _won_on(deal) or case.day


def _won_on(deal: Opportunity) -> date | None:
    if deal.closed and deal.closed.date:
        return deal.closed.date
    closing = last_closing(deal)
    return closing["date"] if closing else None
