"""Conversion: which of the leads that came in became contacts and deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textcrm.metrics.leads import LeadState, leads_on
from textcrm.metrics.proportions import Cohort
from textcrm.model.book import Book
from textcrm.model.periods import Period, months


@dataclass(frozen=True, slots=True)
class MonthOfLeads:
    """The leads that came in in a month: how many were converted, disqualified, or are neither yet."""

    month: Period
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Conversion:
    """The leads that came in in a period, by month and together.

    Listed beside them: leads that do not count, and leads of no known day, as `CreatedIn` has them.
    """

    months: tuple[MonthOfLeads, ...]
    all: Cohort
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]


def conversion(book: Book, as_of: date, period: Period) -> Conversion:
    """How many of the leads that came in in the period were converted by the end of the day, by calendar month.

    As long as some are neither converted nor disqualified, the rate lies between the bounds of the cohort.
    """
    came = leads_on(book, as_of).created_in(period)
    return Conversion(
        tuple(
            MonthOfLeads(month, cohort([lead for lead in came.leads if lead.created in month]))
            for month in months(period, as_of)
        ),
        cohort(came.leads),
        came.uncounted,
        came.undated,
    )


def cohort(leads: Sequence[LeadState]) -> Cohort:
    """What became of the leads: converted, disqualified, or still open."""
    return Cohort(len(leads), sum(lead.is_converted for lead in leads), sum(lead.is_disqualified for lead in leads))
