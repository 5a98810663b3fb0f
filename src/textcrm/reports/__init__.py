"""Reports: the figures of one question each, as tables for people and as JSON for programs, worked out by `metrics`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from textcrm.model.book import Book
from textcrm.reports.agenda import agenda
from textcrm.reports.asked import Asked
from textcrm.reports.forecast import forecast
from textcrm.reports.leads import leads
from textcrm.reports.outcomes import outcomes
from textcrm.reports.pipeline import pipeline
from textcrm.reports.report import Report, Scope
from textcrm.reports.stages import stages
from textcrm.reports.team import team

__all__ = ["REPORTS", "Asked", "Report", "Scope"]

#: Every report by the name it has on the command line.
REPORTS: Final[Mapping[str, Callable[[Book, Asked], Report]]] = {
    "pipeline": pipeline,
    "stages": stages,
    "forecast": forecast,
    "leads": leads,
    "outcomes": outcomes,
    "team": team,
    "agenda": agenda,
}
