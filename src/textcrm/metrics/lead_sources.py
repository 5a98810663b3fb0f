"""Where leads come from: what became of those of each source and campaign, and what a campaign cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from textcrm.metrics.conversion import cohort
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.leads import LeadState, leads_on, origin
from textcrm.metrics.outcomes import won_in
from textcrm.metrics.proportions import Cohort, ratio
from textcrm.metrics.totals import Total, total
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period
from textcrm.model.settings import Campaign


@dataclass(frozen=True, slots=True)
class SourceResult:
    """The leads of a source, by id, what became of them, and the deals they led to; `None` is no known source."""

    source: str | None
    leads: tuple[str, ...]
    cohort: Cohort
    deals: tuple[str, ...]
    won: Total


@dataclass(frozen=True, slots=True)
class LeadSources:
    """The leads that came in in a period by source.

    Listed beside them: leads that do not count, and leads of no known day, as `CreatedIn` has them.
    """

    sources: tuple[SourceResult, ...]
    uncounted: tuple[str, ...]
    undated: tuple[str, ...]


def lead_sources(book: Book, as_of: date, period: Period) -> LeadSources:
    """What became, by the end of the day, of the leads that came in in the period, by source; most leads first.

    A lead without a source has the one of its campaign. Deals are those that name the lead, or that it names.
    """
    came = leads_on(book, as_of).created_in(period)
    found: dict[str | None, list[LeadState]] = defaultdict(list)
    for lead in came.leads:
        found[lead.source].append(lead)
    led_to = _deals_by_lead(book, as_of)
    rows = (_source_result(source, leads, led_to) for source, leads in found.items())
    ordered = sorted(rows, key=lambda row: (row.source is None, -len(row.leads), row.source or ""))
    return LeadSources(tuple(ordered), came.uncounted, came.undated)


def _source_result(source: str | None, leads: Sequence[LeadState], led_to: dict[str, dict[str, Deal]]) -> SourceResult:
    # Several leads may lead to one deal: it is there once.
    deals = {id: deal for lead in leads for id, deal in led_to[lead.id].items()}
    return SourceResult(
        source,
        tuple(lead.id for lead in leads),
        cohort(leads),
        tuple(sorted(deals)),
        total(won_in((deals[id] for id in sorted(deals)), EVER)),
    )


def _deals_by_lead(book: Book, as_of: date) -> dict[str, dict[str, Deal]]:
    """The deals by the lead they came from, each by its id."""
    deals = {deal.id: deal for deal in deals_on(book, as_of).counted}
    led_to: dict[str, dict[str, Deal]] = defaultdict(dict)
    for deal in deals.values():
        if deal.record.lead:
            led_to[deal.record.lead][deal.id] = deal
    for lead in leads_on(book, as_of).counted:
        became = lead.record.converted.opportunity if lead.record.converted else None
        if became in deals:
            led_to[lead.id][became] = deals[became]
    return led_to


@dataclass(frozen=True, slots=True)
class CampaignResult:
    """A campaign over its whole life: its cost in the company's currency, its leads, the deals it brought.

    `campaign` is an id; `None` in `cost` is not known. While it is running, cost and results are both unfinished.
    """

    campaign: str
    is_running: bool
    cost: Decimal | None
    leads: tuple[str, ...]
    cohort: Cohort
    deals: tuple[str, ...]
    won: Total

    @property
    def cost_per_lead(self) -> Fraction | None:
        """Cost / leads; `None` without a known cost or without leads."""
        return None if self.cost is None else ratio(self.cost, len(self.leads))

    @property
    def cost_per_won(self) -> Fraction | None:
        """Cost / won deals; `None` without a known cost or before anything is won."""
        return None if self.cost is None else ratio(self.cost, self.won.count)


def campaigns(book: Book, as_of: date) -> tuple[CampaignResult, ...]:
    """What each campaign that had begun by the end of the day brought until then, in the order of the settings.

    There is no period, since a cost is that of the whole campaign. Deals are those that name the campaign, and those of
    leads that name it; leads given up for a reason that does not count are left out.
    """
    begun = [one for one in book.settings.campaigns if one.start is None or one.start <= as_of]
    led_to, leads, deals = _deals_by_lead(book, as_of), leads_on(book, as_of).counted, deals_on(book, as_of).counted
    return tuple(
        _campaign_result(
            one,
            as_of,
            [lead for lead in leads if lead.campaign == one.id],
            {deal.id: deal for deal in deals if origin(deal.record, book.settings)[1] == one.id},
            led_to,
        )
        for one in begun
    )


def _campaign_result(
    campaign: Campaign,
    as_of: date,
    leads: Sequence[LeadState],
    named: dict[str, Deal],
    led_to: dict[str, dict[str, Deal]],
) -> CampaignResult:
    through = _source_result(campaign.source, leads, led_to)
    deals = named | {id: deal for lead in leads for id, deal in led_to[lead.id].items()}
    return CampaignResult(
        campaign=campaign.id,
        is_running=campaign.end is None or campaign.end > as_of,
        cost=campaign.cost,
        leads=through.leads,
        cohort=through.cohort,
        deals=tuple(sorted(deals)),
        won=total(won_in((deals[id] for id in sorted(deals)), EVER)),
    )
