"""Makers: the modules that make the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textcrm.site.page import Maker
from textcrm.site.pages import (
    agenda,
    companies,
    company,
    contact,
    forecast,
    lead,
    leads,
    opportunity,
    outcomes,
    overview,
    pipeline,
    problems,
    stages,
    team,
)

#: What makes pages, by the key that the navigation has for them; records come last, as there are most of them.
MAKERS: Final[Mapping[str, Maker]] = {
    "index": overview.pages,
    "pipeline": pipeline.pages,
    "stages": stages.pages,
    "forecast": forecast.pages,
    "agenda": agenda.pages,
    "problems": problems.pages,
    "outcomes": outcomes.pages,
    "leads": leads.pages,
    "team": team.pages,
    "companies": companies.pages,
    "company": company.pages,
    "contact": contact.pages,
    "lead": lead.pages,
    "opportunity": opportunity.pages,
}
