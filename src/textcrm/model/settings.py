"""The company's settings, `crm.yaml`: the sales process itself; everything has a default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from textcrm.model.values import (
    DAY_PATTERN,
    BareOr,
    Currency,
    Day,
    Days,
    Flag,
    Id,
    Line,
    Lines,
    Money,
    Note,
    OneOf,
    Percent,
    Whole,
    fail,
    scalar,
    shown,
)


def _read_zone(value: object) -> ZoneInfo:
    name = scalar(value, "a time zone such as America/Sao_Paulo")
    try:
        return ZoneInfo(str(name))
    except (ValueError, OSError, ZoneInfoNotFoundError):  # also a path out of the database, or one of its folders
        help = "Write an IANA name, for example America/Sao_Paulo."
        fail("not-in-the-list", f"{shown(name)} is not a time zone", help)


def _read_locale(value: object) -> str:
    name = scalar(value, "a locale such as pt-BR")
    if not re.fullmatch(r"[a-z]{2,3}([-_][A-Za-z]{4})?([-_][A-Z]{2})?", name):
        fail("not-in-the-list", f"{shown(name)} is not a locale", "Write a language, or language-COUNTRY: pt-BR")
    return str(name)


Zone = Annotated[ZoneInfo, PlainValidator(_read_zone), WithJsonSchema({"type": "string"})]
Locale = Annotated[str, PlainValidator(_read_locale), WithJsonSchema({"type": "string"})]

STRICT = ConfigDict(extra="forbid")
#: Kinds of record by the name of their folder, with the singular people use.
SINGULAR = {
    "team": "member",
    "companies": "company",
    "contacts": "contact",
    "leads": "lead",
    "opportunities": "opportunity",
    "activities": "activity",
    "forecasts": "forecast",
}
CUSTOM_TYPES = ("text", "number", "date", "boolean", "choice", "member", "company", "contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a list of the settings: an id, its name, and whether it is still offered.

    `aliases` are former ids, still legal; `retired` is legal in the past and offered nowhere; `since` is the first day
    on which it is asked for.
    """

    __pydantic_config__ = STRICT
    id: Id
    name: Line | None = None
    retired: Flag = False
    aliases: tuple[Id, ...] = ()
    since: Day | None = None

    @property
    def label(self) -> str:
        """The name people read; without one, the id with spaces."""
        return self.name or self.id.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A field that a stage demands from then on, and to win; asked of deals that were not past the stage at `since`."""

    __pydantic_config__ = STRICT
    id: Line
    name: Line | None = None
    since: Day | None = None


E = TypeVar("E", bound=Entry)
P = TypeVar("P", bound="Entry | Pipeline")


def entries(kind: type[E], *ids: str) -> tuple[E, ...]:
    """Plain entries with these ids."""
    return tuple(kind(id=id) for id in ids)


def by_id(items: tuple[P, ...]) -> Mapping[str, P]:
    """The items by id and by former id; an id in use wins over a former one."""
    former = {alias: item for item in items for alias in item.aliases}
    return former | {item.id: item for item in items}


Entries = tuple[Annotated[Entry, BareOr("id")], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Entry):
    """A stage of a pipeline.

    `probability` is percent; stages without one share 0 to 100 evenly by their order. `typical_days` is the median
    stay, `slow_days` the stay after which a deal is slow (twice `typical_days` if absent), `rotten_days` the days
    without a touch after which it rots. `next` are the legal next stages and outcomes; `None`: the following stage, or
    won.
    """

    probability: Percent | None = None
    forecast: Annotated[str, OneOf("omitted", "pipeline", "best_case", "commit")] = "pipeline"
    typical_days: Days = 21
    slow_days: Days | None = None
    rotten_days: Days = 30
    steps: Entries = ()
    requires: tuple[Annotated[Requirement, BareOr("id")], ...] = ()
    next: tuple[Id, ...] | None = None

    @property
    def slow_after(self) -> int:
        """Days in the stage after which a deal is slow."""
        return self.slow_days or 2 * self.typical_days


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """An ordered row of stages that deals pass through."""

    __pydantic_config__ = STRICT
    id: Id
    name: Line | None = None
    retired: Flag = False
    aliases: tuple[Id, ...] = ()
    stages: tuple[Annotated[Stage, BareOr("id")], ...] = ()

    @property
    def label(self) -> str:
        """The name people read; without one, the id with spaces."""
        return self.name or self.id.replace("-", " ").capitalize()

    @cached_property
    def by_id(self) -> Mapping[str, Stage]:
        """Stages by id and by former id."""
        return by_id(self.stages)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each stage, from 0, by id and former id; retired stages have a place too."""
        places = {stage.id: place for place, stage in enumerate(self.stages)}
        return {name: places[stage.id] for name, stage in self.by_id.items()}

    def probability(self, stage: Stage) -> int:
        """The stage's probability in percent; without one, an even share by its place among the live stages."""
        if stage.probability is not None:
            return stage.probability
        live = [other.id for other in self.stages if not other.retired]
        place = live.index(stage.id) if stage.id in live else 0
        return 100 * (place + 1) // (len(live) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSettings:
    """What a qualified lead must have: answers, and a verified way to reach it; `response_hours` are clock hours."""

    __pydantic_config__ = STRICT
    qualified_needs: tuple[Annotated[str, OneOf("need", "budget", "authority", "timeline", "interest")], ...] = ()
    qualified_verified: Annotated[str, OneOf("none", "any", "email", "phone", "both")] = "none"
    response_hours: Annotated[int, Whole(1, 8760)] = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Entry):
    """A campaign that brings leads; `cost` is in the company's currency."""

    source: Id | None = None
    start: Day | None = None
    end: Day | None = None
    cost: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Entry):
    """Why a deal or a lead was closed.

    `needs` is what else must be said; `counts: false` leaves the record out of every rate and model.
    """

    needs: tuple[Annotated[str, OneOf("competitor", "note")], ...] = ()
    counts: Flag = True


Reasons = tuple[Annotated[Reason, BareOr("id")], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonSettings:
    """The reasons for each way of closing; one that is not mentioned keeps the usual ones."""

    __pydantic_config__ = STRICT
    won: Reasons = entries(Reason, "price", "product", "service", "relationship")
    lost: Reasons = (
        *entries(Reason, "price", "missing-feature", "timing"),
        Reason(id="competitor", needs=("competitor",)),
        Reason(id="other", needs=("note",)),
    )
    abandoned: Reasons = entries(Reason, "no-answer", "no-decision")
    cancelled: Reasons = (*entries(Reason, "project-stopped", "budget-cut"), Reason(id="duplicate", counts=False))
    disqualified: Reasons = (
        *entries(Reason, "no-need", "no-budget", "not-a-fit"),
        Reason(id="duplicate", counts=False),
        Reason(id="spam", counts=False),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityType(Entry):
    """A type of activity; `touch`: somebody was contacted, which answers a lead and keeps a deal from rotting."""

    touch: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Entry):
    """What is sold; `price` is the list price in the company's currency."""

    price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """A field that the company adds to a kind of record; `choices` go with the type `choice`."""

    __pydantic_config__ = STRICT
    type: Annotated[str, OneOf(*CUSTOM_TYPES)]
    name: Line | None = None
    choices: Lines = ()


CustomFields = dict[Line, CustomField]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomSettings:
    """Custom fields by kind of record."""

    __pydantic_config__ = STRICT
    company: CustomFields = field(default_factory=dict)
    contact: CustomFields = field(default_factory=dict)
    lead: CustomFields = field(default_factory=dict)
    opportunity: CustomFields = field(default_factory=dict)
    member: CustomFields = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits that rules judge by: a cut of the amount in percent, and how often a close may be pushed."""

    __pydantic_config__ = STRICT
    amount_cut_percent: Percent = 20
    pushes: Annotated[int, Whole(1, 100)] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """Findings that the company accepts, and why: of `rule`, in records matching the glob, until the end of a day."""

    __pydantic_config__ = STRICT
    rule: Line
    records: Line = "*"
    reason: Line | None = None
    until: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings:
    """What the company decides about rules: their severity by code or name, their limits, what is ignored."""

    __pydantic_config__ = STRICT
    severity: dict[Line, Annotated[str, OneOf("error", "warning")]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    ignore: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One sentence of the company's own, in Common Expression Language, on a record or on a change."""

    __pydantic_config__ = STRICT
    id: Id
    kind: Annotated[Line, Field(alias="for")]
    when: Note | None = None
    require: Note
    message: Line | None = None
    since: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What a public site leaves out: fields by name, and how much of people's names is shown."""

    __pydantic_config__ = STRICT
    fields: Lines = ()
    people: Annotated[str, OneOf("full", "initials", "none")] = "initials"


def _read_rates(value: object) -> object:
    """`{date: …, USD: …}` as the day and the rates from then on."""
    if not isinstance(value, dict):
        return value
    return {"date": value.get("date"), "rates": {key: rate for key, rate in value.items() if key != "date"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What one unit of each currency costs in the company's currency, from `day` on."""

    __pydantic_config__ = STRICT
    day: Annotated[Day, Field(alias="date")]
    rates: dict[Currency, Money]


_RATES_SCHEMA = {
    "type": "object",
    "required": ["date"],
    "properties": {"date": {"type": "string", "pattern": DAY_PATTERN}},
    "patternProperties": {"^[A-Z]{3}$": {"type": ["number", "string"]}},
    "additionalProperties": False,
}
DatedRates = Annotated[Rates, BeforeValidator(_read_rates), WithJsonSchema(_RATES_SCHEMA)]

DEFAULT_STAGES = (
    Stage(id="qualification", probability=10, typical_days=14),
    Stage(id="proposal", probability=40, typical_days=21, requires=(Requirement(id="amount"),)),
    Stage(id="negotiation", probability=70, forecast="best_case", typical_days=14),
    Stage(id="contract", probability=90, forecast="commit", typical_days=7),
)
DEFAULT_TYPES = (
    *(ActivityType(id=name, touch=True) for name in ("call", "email", "meeting", "visit", "message")),
    ActivityType(id="note"),
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All of `crm.yaml`. Times are in `timezone`; a fiscal year starts in month `fiscal_year_start`, 1 to 12."""

    __pydantic_config__ = STRICT
    name: Line = "Our company"
    currency: Currency = "USD"
    locale: Locale = "en"
    timezone: Zone = ZoneInfo("UTC")
    fiscal_year_start: Annotated[int, Whole(1, 12)] = 1
    repository_url: Line | None = None
    pipelines: tuple[Annotated[Pipeline, BareOr("id")], ...] = (Pipeline(id="sales", stages=DEFAULT_STAGES),)
    leads: LeadSettings = LeadSettings()
    sources: Entries = entries(
        Entry, "website", "referral", "event", "outbound", "existing-customer", "partner", "other"
    )
    campaigns: tuple[Annotated[Campaign, BareOr("id")], ...] = ()
    reasons: ReasonSettings = ReasonSettings()
    activity_types: tuple[Annotated[ActivityType, BareOr("id")], ...] = DEFAULT_TYPES
    roles: Entries = entries(Entry, "decision-maker", "champion", "influencer", "user", "gatekeeper")
    opportunity_types: Entries = entries(Entry, "new", "existing", "renewal")
    products: tuple[Annotated[Product, BareOr("id")], ...] = ()
    exchange_rates: tuple[DatedRates, ...] = ()
    targets: dict[Line, dict[Id, Money]] = field(default_factory=dict)
    custom_fields: CustomSettings = field(default_factory=CustomSettings)
    rules: RuleSettings = field(default_factory=RuleSettings)
    policies: tuple[Policy, ...] = ()
    redact: Redaction = field(default_factory=Redaction)

    @cached_property
    def pipeline_by_id(self) -> Mapping[str, Pipeline]:
        """Pipelines by id and by former id."""
        return by_id(self.pipelines)

    @cached_property
    def legal(self) -> Mapping[str, Mapping[str, Entry]]:
        """The simple lists by their key in `crm.yaml`: entries by id and by former id."""
        lists: dict[str, tuple[Entry, ...]] = {
            "sources": self.sources,
            "campaigns": self.campaigns,
            "activity_types": self.activity_types,
            "roles": self.roles,
            "opportunity_types": self.opportunity_types,
            "products": self.products,
        }
        return {key: by_id(entries) for key, entries in lists.items()}

    @cached_property
    def reason_by_id(self) -> Mapping[str, Mapping[str, Reason]]:
        """The reasons of each closing status and of `disqualified`, by id and by former id."""
        statuses = ("won", "lost", "abandoned", "cancelled", "disqualified")
        return {status: by_id(getattr(self.reasons, status)) for status in statuses}

    @cached_property
    def touch_types(self) -> frozenset[str]:
        """Ids, former ones too, of the activity types that are a touch."""
        types = by_id(self.activity_types)
        return frozenset(name for name, kind in types.items() if kind.touch)

    def pipeline(self, id: str | None) -> Pipeline | None:
        """The pipeline of that id or former id; the first one where `id` is `None`."""
        return self.pipelines[0] if id is None and self.pipelines else self.pipeline_by_id.get(id or "")

    def stage(self, pipeline: str | None, stage: str | None) -> Stage | None:
        """The stage of that id or former id in that pipeline, if both are known."""
        line = self.pipeline(pipeline)
        return line.by_id.get(stage) if line and stage else None
