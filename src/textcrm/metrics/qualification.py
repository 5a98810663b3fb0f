"""Qualification: what is known of the open leads, and what they lack to be qualified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textcrm.metrics.leads import LeadState, leads_on
from textcrm.metrics.proportions import Proportion
from textcrm.model.book import Book
from textcrm.model.records import OPEN_LEAD
from textcrm.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """What a qualified lead must have, an answer or `verified`; the open leads, by id, that have it and lack it."""

    need: str
    known: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> Proportion:
        """Those that have it, of all open leads."""
        return Proportion(len(self.known), len(self.known) + len(self.missing))


@dataclass(frozen=True, slots=True)
class Qualification:
    """The open leads by status, in the order of a lead's life, and what is known of them of what the settings ask."""

    statuses: tuple[tuple[str, tuple[str, ...]], ...]
    needs: tuple[Known, ...]

    @property
    def open(self) -> int:
        """How many leads are open."""
        return sum(len(leads) for _, leads in self.statuses)


def qualification(book: Book, as_of: date) -> Qualification:
    """The leads open at the end of the day; their answers are those written now, since answers have no history."""
    leads = [lead for lead in leads_on(book, as_of).counted if lead.status in OPEN_LEAD]
    verified = book.settings.leads.qualified_verified
    return Qualification(
        tuple((status, tuple(lead.id for lead in leads if lead.status == status)) for status in OPEN_LEAD),
        tuple(_known(need, leads, verified) for need in needs_of(book.settings)),
    )


def needs_of(settings: Settings) -> tuple[str, ...]:
    """What a qualified lead must have."""
    asked = settings.leads
    return (*asked.qualified_needs, *(("verified",) if asked.qualified_verified != "none" else ()))


def lacking(lead: LeadState, book: Book) -> tuple[str, ...]:
    """What the lead lacks of what a qualified one must have."""
    verified = book.settings.leads.qualified_verified
    return tuple(need for need in needs_of(book.settings) if not _has(lead, need, verified))


def _known(need: str, leads: Sequence[LeadState], verified: str) -> Known:
    has = {lead.id: _has(lead, need, verified) for lead in leads}
    return Known(need, tuple(id for id, one in has.items() if one), tuple(id for id, one in has.items() if not one))


def _has(lead: LeadState, need: str, verified: str) -> bool:
    if need != "verified":
        return bool(getattr(lead.record.qualification, need))
    done = set(lead.record.verified)
    return done >= {"email", "phone"} if verified == "both" else bool(done) if verified == "any" else verified in done
