"""The records: members of the team, companies, contacts, leads, opportunities, activities, submitted forecasts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Required

from pydantic import BeforeValidator, ConfigDict
from typing_extensions import TypedDict

from textcrm.model.settings import STRICT
from textcrm.model.values import (
    BareOr,
    Currency,
    Day,
    Flag,
    Id,
    Line,
    Lines,
    Money,
    Note,
    OneOf,
    Percent,
    When,
    Whole,
    many,
)

OPEN_LEAD = ("new", "qualifying", "qualified", "nurturing")
LEAD_STATUSES = (*OPEN_LEAD, "converted", "disqualified")
CLOSED = ("won", "lost", "abandoned", "cancelled")
COMPANY_TYPES = ("customer", "prospect", "partner", "competitor", "supplier")

LeadStatus = Annotated[str, OneOf(*LEAD_STATUSES)]
Status = Annotated[str, OneOf("open", *CLOSED)]
Category = Annotated[str, OneOf("omitted", "pipeline", "best_case", "commit")]
Rating = Annotated[int, Whole(1, 5)]
#: The keys by which other systems know a record: `{salesforce: 006bm…}`.
ExternalIds = dict[Line, Line]
#: Values of the company's own fields; their types are declared in the settings and checked by the loader.
Custom = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: its id, which is its file's name, and the ref `kind/id` it is called by."""

    __pydantic_config__ = STRICT
    kind: ClassVar[str]
    id: Id

    @property
    def ref(self) -> str:
        """The record's name in messages, JSON and links: `leads/marta-oliveira`."""
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Record):
    """Somebody who sells. Who has `left` keeps the file: past deals need it."""

    kind: ClassVar[str] = "team"
    name: Line
    email: Line | None = None
    title: Line | None = None
    role: Line | None = None
    manager: Id | None = None
    joined: Day | None = None
    left: Day | None = None
    external_ids: ExternalIds = field(default_factory=dict)
    custom: Custom = field(default_factory=dict)
    notes: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company(Record):
    """A customer, prospect, partner, competitor or supplier."""

    kind: ClassVar[str] = "companies"
    name: Line
    types: tuple[Annotated[str, OneOf(*COMPANY_TYPES)], ...] = ()
    parent: Id | None = None
    website: Line | None = None
    email: Lines = ()
    phone: Lines = ()
    industry: Line | None = None
    size: Line | None = None
    tax_id: Line | None = None
    address: Note | None = None
    city: Line | None = None
    state: Line | None = None
    country: Line | None = None
    owner: Id | None = None
    created: When | None = None
    tags: Lines = ()
    external_ids: ExternalIds = field(default_factory=dict)
    custom: Custom = field(default_factory=dict)
    notes: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A person at a company; `lead` is the lead the contact was converted from."""

    kind: ClassVar[str] = "contacts"
    name: Line
    company: Id | None = None
    title: Line | None = None
    email: Lines = ()
    phone: Lines = ()
    lead: Id | None = None
    owner: Id | None = None
    source: Id | None = None
    created: When | None = None
    tags: Lines = ()
    external_ids: ExternalIds = field(default_factory=dict)
    custom: Custom = field(default_factory=dict)
    notes: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """What is known of a lead's need, budget, authority, timeline and interest, in its own words."""

    __pydantic_config__ = STRICT
    need: Note | None = None
    budget: Note | None = None
    authority: Note | None = None
    timeline: Note | None = None
    interest: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What a lead became, and when."""

    __pydantic_config__ = STRICT
    date: Day | None = None
    contact: Id | None = None
    company: Id | None = None
    opportunity: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disqualification:
    """Why a lead was given up, and when."""

    __pydantic_config__ = STRICT
    date: Day | None = None
    reason: Id | None = None
    note: Note | None = None


class LeadEntry(TypedDict, total=False):
    """What changed of a lead on a day, or was seen that day (`observed`); `None` clears."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]  # how pydantic configures a TypedDict
    date: Required[Day]
    by: Id | None
    note: Note | None
    observed: Flag
    status: LeadStatus
    owner: Id | None
    rating: Rating | None
    reason: Id | None
    recontact_on: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead(Record):
    """Somebody who may want to buy: little is known, and that unverified."""

    kind: ClassVar[str] = "leads"
    status: LeadStatus
    name: Line | None = None
    company_name: Line | None = None
    title: Line | None = None
    email: Lines = ()
    phone: Lines = ()
    website: Line | None = None
    industry: Line | None = None
    city: Line | None = None
    state: Line | None = None
    country: Line | None = None
    verified: tuple[Annotated[str, OneOf("email", "phone")], ...] = ()
    source: Id | None = None
    campaign: Id | None = None
    owner: Id | None = None
    created: When | None = None
    rating: Rating | None = None
    recontact_on: Day | None = None
    qualification: Qualification = Qualification()
    converted: Conversion | None = None
    disqualified: Disqualification | None = None
    tags: Lines = ()
    external_ids: ExternalIds = field(default_factory=dict)
    custom: Custom = field(default_factory=dict)
    notes: Note | None = None
    history: tuple[LeadEntry, ...] = ()


class DealEntry(TypedDict, total=False):
    """What changed of an opportunity on a day, or was seen that day (`observed`); `None` clears."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]  # how pydantic configures a TypedDict
    date: Required[Day]
    by: Id | None
    note: Note | None
    observed: Flag
    status: Status
    pipeline: Id | None
    stage: Id | None
    amount: Money | None
    currency: Currency | None
    probability: Percent | None
    forecast: Category | None
    expected_close: Day | None
    owner: Id | None
    reason: Id | None
    competitor: Id | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A contact's part in a deal."""

    __pydantic_config__ = STRICT
    contact: Id
    role: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A company that helps to sell or deliver."""

    __pydantic_config__ = STRICT
    company: Id
    role: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a deal ended: the day, the final amount (won), the reason, the competitor where there was one."""

    __pydantic_config__ = STRICT
    date: Day | None = None
    amount: Money | None = None
    reason: Id | None = None
    competitor: Id | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What is to be done next on a deal, by when, by whom (the deal's owner if absent)."""

    __pydantic_config__ = STRICT
    what: Line
    due: Day | None = None
    owner: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """A critical step, done on `date`, or `skipped` for a reason."""

    __pydantic_config__ = STRICT
    date: Day | None = None
    skipped: Note | None = None
    by: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of what is sold, in the deal's currency; `discount` is an amount off the line."""

    __pydantic_config__ = STRICT
    product: Id
    quantity: Money = Decimal(1)
    unit_price: Money | None = None
    discount: Money = Decimal(0)

    @property
    def total(self) -> Decimal:
        """Quantity times unit price, less the discount; without a price, zero less the discount."""
        return self.quantity * (self.unit_price or Decimal(0)) - self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """What is paid again and again: `amount` per month, quarter or year over `months` months."""

    __pydantic_config__ = STRICT
    amount: Money
    per: Annotated[str, OneOf("month", "quarter", "year")] = "month"
    months: Annotated[int, Whole(1, 600)] = 12

    @property
    def total(self) -> Decimal:
        """The sum over all months."""
        return self.amount * self.months / {"month": 1, "quarter": 3, "year": 12}[self.per]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity(Record):
    """One sale to one customer. Amounts are in `currency`, or the company's; `probability` is percent."""

    kind: ClassVar[str] = "opportunities"
    name: Line
    status: Status
    company: Id | None = None
    partners: tuple[Annotated[Partner, BareOr("company")], ...] = ()
    contacts: tuple[Annotated[Role, BareOr("contact")], ...] = ()
    owner: Id | None = None
    lead: Id | None = None
    type: Id | None = None
    source: Id | None = None
    campaign: Id | None = None
    created: When | None = None
    pipeline: Id | None = None
    stage: Id | None = None
    amount: Money | None = None
    currency: Currency | None = None
    probability: Percent | None = None
    forecast: Category | None = None
    expected_close: Day | None = None
    closed: Closing | None = None
    next_step: NextStep | None = None
    steps: dict[Id, Annotated[StepDone, BareOr("date")]] = field(default_factory=dict)
    items: tuple[Annotated[Item, BareOr("product")], ...] = ()
    recurring: Recurring | None = None
    competitors: tuple[Id, ...] = ()
    tags: Lines = ()
    external_ids: ExternalIds = field(default_factory=dict)
    custom: Custom = field(default_factory=dict)
    notes: Note | None = None
    history: tuple[DealEntry, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the status, as written, is open."""
        return self.status == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something done with somebody, or planned: an entry of the journal `ref`, at place `index` from 0, by `member`."""

    __pydantic_config__ = STRICT
    ref: str
    index: int
    member: str
    date: When
    type: Id
    planned: Flag = False
    direction: Annotated[str, OneOf("inbound", "outbound")] | None = None
    opportunity: Id | None = None
    lead: Id | None = None
    company: Id | None = None
    contacts: Annotated[tuple[Id, ...], BeforeValidator(many, json_schema_input_type=Id | list[Id])] = ()
    external_ids: ExternalIds = field(default_factory=dict)
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What the model said: one chance in ten to stay below `p10`, and so on; in the company's currency."""

    __pydantic_config__ = STRICT
    p10: Money
    p50: Money
    p90: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A forecast as it was submitted on a day, by a member for himself or for the team; in the company's currency."""

    __pydantic_config__ = STRICT
    ref: str
    index: int
    period: str
    whose: str
    date: Day
    by: Id | None = None
    commit: Money | None = None
    best_case: Money | None = None
    won: Money | None = None
    weighted: Money | None = None
    run_rate: Money | None = None
    model: Range | None = None
    note: Note | None = None


RECORDS: tuple[type[Member | Company | Contact | Lead | Opportunity], ...] = (
    Member,
    Company,
    Contact,
    Lead,
    Opportunity,
)
