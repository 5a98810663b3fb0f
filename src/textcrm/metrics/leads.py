"""The leads as they stood at the end of a day, with today's ids of where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from textcrm.metrics.remembered import once_a_day
from textcrm.model.book import Book
from textcrm.model.history import lead_state_on
from textcrm.model.lifetime import LeadEnding, created_on, existed, lead_ending_on
from textcrm.model.periods import Period
from textcrm.model.records import Lead, Opportunity
from textcrm.model.settings import Settings
from textcrm.model.values import Moment


@dataclass(frozen=True, slots=True)
class LeadState:
    """A lead at the end of a day; without a source of its own it has its campaign's."""

    record: Lead
    status: str
    owner: str | None
    source: str | None
    campaign: str | None
    recontact_on: date | None
    created: date | None
    ending: LeadEnding | None
    reason: str | None
    counts: bool

    @property
    def id(self) -> str:
        """The lead's id."""
        return self.record.id

    @property
    def came_in(self) -> Moment | None:
        """When the lead came in, with the time of day where that is known."""
        written = self.record.created
        return written if written and written.day == self.created else Moment(self.created) if self.created else None

    @property
    def is_converted(self) -> bool:
        """Whether the lead was converted by the end of the day."""
        return self.status == "converted"

    @property
    def is_disqualified(self) -> bool:
        """Whether the lead was given up by the end of the day."""
        return self.status == "disqualified"


@dataclass(frozen=True)
class Leads:
    """All leads that existed at the end of a day, by id."""

    all: tuple[LeadState, ...]

    @cached_property
    def counted(self) -> tuple[LeadState, ...]:
        """The leads but for those given up for a reason that does not count, such as spam."""
        return tuple(lead for lead in self.all if lead.counts)

    def created_in(self, period: Period) -> CreatedIn:
        """The leads of a period, by the day they came in."""
        return CreatedIn(
            tuple(lead for lead in self.counted if lead.created in period),
            tuple(lead.id for lead in self.all if not lead.counts and (lead.created is None or lead.created in period)),
            tuple(lead.id for lead in self.counted if lead.created is None),
        )


@dataclass(frozen=True, slots=True)
class CreatedIn:
    """The leads that came in in a period.

    Listed beside them: those given up for a reason that does not count, of the period or of no known day; and all
    others whose day is not known.
    """

    leads: tuple[LeadState, ...]
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]


@once_a_day
def leads_on(book: Book, as_of: date) -> Leads:
    """The leads as they stood at the end of the day."""
    return Leads(tuple(_leads(book, as_of)))


def _leads(book: Book, as_of: date) -> Iterator[LeadState]:
    for _, record in sorted(book.leads.items()):
        state = lead_state_on(record, as_of) if existed(record, as_of) else None
        if state is not None:
            yield _lead(record, state, as_of, book.settings)


def _lead(record: Lead, state: Mapping[str, Any], as_of: date, settings: Settings) -> LeadState:
    ending = lead_ending_on(record, state["status"], as_of)
    source, campaign = origin(record, settings)
    known = settings.reason_by_id["disqualified"].get(ending.reason or "") if ending else None
    return LeadState(
        record=record,
        status=state["status"],
        owner=state["owner"],
        source=source,
        campaign=campaign,
        recontact_on=state["recontact_on"],
        created=created_on(record),
        ending=ending,
        reason=known.id if known else ending.reason if ending else None,
        counts=known is None or known.counts,
    )


def origin(record: Lead | Opportunity, settings: Settings) -> tuple[str | None, str | None]:
    """Source and campaign by their ids of today; without a source, the one of the campaign."""
    campaigns, sources = settings.legal["campaigns"], settings.legal["sources"]
    campaign = campaigns.get(record.campaign or "")
    source = record.source or getattr(campaign, "source", None)
    known = sources.get(source or "")
    return (known.id if known else source), (campaign.id if campaign else record.campaign)
