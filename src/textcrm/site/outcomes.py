"""Outcomes: how deals ended, in the words and cells of tables, and what filters look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textcrm.metrics.deals import Deal
from textcrm.metrics.leads import origin
from textcrm.metrics.win_rates import is_lost_to_competitor
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell

#: What a filter knows a competitor by whom nobody named; no id is written so.
UNNAMED = "?"


def outcome_label(facts: Facts, status: str) -> str:
    """What people call a way in which a deal ends, or that it has not."""
    _ = facts.words.gettext
    return {
        "open": _("Open"),
        "won": _("Won"),
        "lost": _("Lost"),
        "abandoned": _("Abandoned"),
        "cancelled": _("Cancelled"),
        "not-won": _("Not won"),
        "competed": _("Won, or lost to a competitor"),
    }[status]


def ended_label(facts: Facts, deal: Deal) -> str:
    """How the deal ended, or that it is open."""
    return outcome_label(facts, deal.state.status if deal.ending else "open")


def reason_text(facts: Facts, status: str, reason: str | None) -> str:
    """The name of a reason."""
    return facts.reason_label(status, reason) or facts.words.gettext("no reason given")


def competitor_label(facts: Facts, competitor: str | None) -> str:
    """The name of a competitor."""
    return facts.label("companies", competitor) or facts.words.gettext("nobody named")


def outcome_cell(facts: Facts, deal: Deal) -> Cell:
    """How the deal ended, beneath it why and to whom; of an open one its stage."""
    if deal.ending is None:
        return Cell(ended_label(facts, deal), note=facts.stage_label(deal.pipeline, deal.stage))
    why = reason_text(facts, deal.ending.status, deal.reason)
    if is_lost_to_competitor(deal, facts.settings):
        to = competitor_label(facts, deal.ending.competitor)
        why = facts.words.gettext("%(reason)s: %(competitor)s", reason=why, competitor=to)
    return Cell(ended_label(facts, deal), note=why)


def outcome_facets(facts: Facts, deal: Deal) -> Mapping[str, tuple[str, ...]]:
    """What the filters look at in the row of a closed deal."""
    source, campaign = origin(deal.record, facts.settings)
    return {
        "status": tuple(_statuses(facts, deal)),
        "closed": (deal.closed_on.isoformat() if deal.closed_on else "",),
        "owner": (deal.owner or "",),
        "source": (source or "",),
        "campaign": (campaign or "",),
        "pipeline": (deal.pipeline or "",),
        "tag": deal.record.tags or ("",),
        "competitor": tuple(_competitors(facts, deal)),
    }


def _statuses(facts: Facts, deal: Deal) -> Iterator[str]:
    """How it ended, alone, with its reason, and in the company of others."""
    status = deal.ending.status if deal.ending else "open"
    yield from (status, f"{status}:{deal.reason or ''}")
    if status != "won":
        yield "not-won"
    if status == "won" or is_lost_to_competitor(deal, facts.settings):
        yield "competed"


def _competitors(facts: Facts, deal: Deal) -> Iterator[str]:
    """To whom it was lost; of a deal that was won, against whom."""
    if is_lost_to_competitor(deal, facts.settings):
        yield (deal.ending.competitor if deal.ending else None) or UNNAMED
    elif deal.state.status == "won":
        yield from deal.record.competitors
