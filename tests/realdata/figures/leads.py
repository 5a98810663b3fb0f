"""Leads counted the way every truth has them: how many, how many of them converted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from tests.realdata.figures.deals import BLANK, Figures, rounded
from textcrm.metrics.conversion import cohort
from textcrm.metrics.leads import LeadState


def conversions(leads: Sequence[LeadState], count: str) -> Figures:
    """How many leads, under the name `count`, how many were converted, and the rate."""
    found = cohort(leads)
    return {count: found.began, "converted": found.succeeded, "rate": rounded(found.so_far.rate)}


def by(leads: Iterable[LeadState], label: Callable[[LeadState], str | None], count: str) -> Figures:
    """The leads in groups."""
    groups: dict[str, list[LeadState]] = defaultdict(list)
    for lead in leads:
        groups[label(lead) or BLANK].append(lead)
    return {name: conversions(group, count) for name, group in groups.items()}
