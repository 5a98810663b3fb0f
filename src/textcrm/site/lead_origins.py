"""Where leads come from: the sections on sources, on campaigns, and on the deals that came of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal
from textcrm.metrics.lead_sources import CampaignResult, LeadSources, SourceResult, campaigns, lead_sources
from textcrm.metrics.proportions import Cohort
from textcrm.metrics.totals import Total, total
from textcrm.model.periods import EVER
from textcrm.reports.figures import amount_cell as summed
from textcrm.reports.figures import money_cell as rounded_money
from textcrm.reports.figures import share_cell as rounded_share
from textcrm.site.charts.bars import Segment, stacked_bar
from textcrm.site.charts.scale import Axis, axis
from textcrm.site.choices import by_campaign, by_owner, by_source, choice, telling
from textcrm.site.deals import amount_cell, amount_column, deal_cell, owner_cell, owner_label
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.grid import Cell, Column, Grid, Row, beside, day_cell, money_cell, number_cell, text_cell, whole_cell
from textcrm.site.links import Href, Links
from textcrm.site.outcomes import ended_label, outcome_cell, outcome_label
from textcrm.site.page import head
from textcrm.site.rates import all_overlap, lies_apart, of_text, rate_cells, rate_columns
from textcrm.site.section import Part, Section, section
from textcrm.site.unread import none
from textcrm.tables import Column as Field
from textcrm.tables import Table

SOURCES, CAMPAIGNS, DEALS = "leads-by-source", "leads-by-campaign", "leads-deals"


@dataclass(frozen=True, slots=True)
class Origins:
    """What came of the leads of each source and campaign, and all deals that came of either, by id."""

    sources: LeadSources
    campaigns: tuple[CampaignResult, ...]
    deals: Mapping[str, Deal]

    @property
    def won(self) -> Total:
        """The won deals that leads led to, each once."""
        won = {id for row in self.sources.sources for id in row.won.deals}
        return total(self.deals[id] for id in sorted(won))


def origins(facts: Facts) -> Origins:
    """What came of all leads and campaigns by the end of the day."""
    found, brought = lead_sources(facts.book, facts.as_of, EVER), campaigns(facts.book, facts.as_of)
    ids = {id for one in found.sources for id in one.deals} | {id for one in brought for id in one.deals}
    return Origins(found, brought, {deal.id: deal for deal in facts.deals.counted if deal.id in ids})


def source_label(facts: Facts, source: str | None) -> str:
    """The name of a source."""
    return facts.entry_label("sources", source) or facts.words.gettext("not known")


# ── sources ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def sources_section(facts: Facts, links: Links, found: Origins, whole: Cohort) -> Section:
    """The leads of each source, how many of them were converted, and what was won from them."""
    _, n_ = facts.words.gettext, facts.words.ngettext
    rows = found.sources.sources
    count = n_("%(num)s lead", "%(num)s leads", whole.began, num=facts.say.number(whole.began))
    of = _("%(leads)s of all time; a deal may be of several", leads=count)
    return Section(
        head(_("By source"), links, SOURCES, _on_sources(facts, rows), of if rows else ""),
        (Part(_sources(facts, links, rows, whole), key=_key(facts) if rows else ()),),
    )


def _key(facts: Facts) -> tuple[tuple[str, str], ...]:
    _ = facts.words.gettext
    return ("commit", _("converted")), ("pipe", _("all others"))


def _on_sources(facts: Facts, rows: Sequence[SourceResult]) -> Text:
    """Which source is shown to convert more often than another, or that none is."""
    _ = facts.words.gettext
    known = [row for row in rows if row.source and row.cohort.so_far.tells_a_rate]
    if all_overlap(row.cohort.so_far for row in known):
        return _("The ranges overlap: no source is shown to convert better.")
    ordered = sorted(known, key=lambda row: row.cohort.so_far.rate or 0)
    if len(known) < 2 or not lies_apart(ordered[0].cohort.so_far, ordered[-1].cohort.so_far):  # noqa: PLR2004  # two to compare
        return ""
    best, worst = ordered[-1], ordered[0]
    return _(
        "%(best)s: %(good)s converted. %(worst)s: %(bad)s.",
        best=source_label(facts, best.source),
        good=of_text(facts, best.cohort.so_far),
        worst=source_label(facts, worst.source),
        bad=of_text(facts, worst.cohort.so_far),
    )


def _sources(facts: Facts, links: Links, rows: Sequence[SourceResult], whole: Cohort) -> Grid:
    _ = facts.words.gettext
    along = axis((Decimal(row.cohort.began) for row in rows), facts.say.number, Decimal(1))
    columns = (
        Column("source", _("Source"), "words"),
        Column("leads", _("Leads"), "num p3", "number"),
        Column("bar", _("Converted, of all"), "bar half", ""),
        *rate_columns(facts, _("Converted")),
        Column("won", _("Deals won"), "num p2", "number"),
        Column("amount", _("Won, %(sign)s", sign=facts.say.currency), "num p2", "number"),
    )
    made = tuple(_source_row(facts, links, row, along) for row in rows)
    return Grid(
        "by-source",
        _("Leads by source"),
        columns,
        made,
        _all_sources(facts, links, rows, whole),
        look="bars",
        empty=none(facts, "leads", _("No lead has come in yet.")),
    )


def _source_row(facts: Facts, links: Links, row: SourceResult, along: Axis) -> Row:
    say, source = facts.say, row.source or ""
    won = links.page("leads", "deals", source=source, outcome="won")
    return Row(
        (
            Cell(source_label(facts, row.source), value="" if row.source is None else None),
            number_cell(say, row.cohort.began, links.page("leads", "leads", source=source)),
            Cell(stacked_bar(_parts(row.cohort), along)),
            *rate_cells(facts, row.cohort.so_far, links.page("leads", "leads", source=source, status="converted")),
            _count(facts, row.won.count, won),
            _won(facts, row.won, won),
        ),
    )


def _parts(cohort: Cohort) -> tuple[Segment, ...]:
    return (
        Segment(Decimal(cohort.succeeded), "commit"),
        Segment(Decimal(cohort.began - cohort.succeeded), "pipe"),
    )


def _all_sources(facts: Facts, links: Links, rows: Sequence[SourceResult], whole: Cohort) -> Row | None:
    if len(rows) < 2:  # noqa: PLR2004  # a total of one is no total
        return None
    rate = rate_cells(facts, whole.so_far, links.page("leads", "leads", status="converted"))
    leads = number_cell(facts.say, whole.began, links.page("leads", "leads"))
    return Row((Cell(facts.words.gettext("All")), leads, Cell(), rate[0], Cell(), rate[2], rate[3], Cell(), Cell()))


def _count(facts: Facts, count: int, href: Href) -> Cell:
    """A number that leads to its records, where there are any."""
    return number_cell(facts.say, count, href if count else None)


def _won(facts: Facts, won: Total, href: Href) -> Cell:
    """What was won, leading to the deals; a dash where none was."""
    return money_cell(facts.say, summed(won), href) if won.count else _nothing()


def _nothing() -> Cell:
    return Cell(NOTHING, value="", look="none")


def sources_table(facts: Facts, rows: Sequence[SourceResult]) -> Table:
    """The sources as they are exported."""
    _ = facts.words.gettext
    fields = (Field("source", _("Source"), "id"), Field("name", _("Name")), *_cohort_fields(facts))
    made = tuple(
        (row.source, source_label(facts, row.source), *_cohort_values(row.cohort, row.deals, row.won)) for row in rows
    )
    return Table(SOURCES, _("Leads by source"), fields, made, currency=facts.currency)


def _cohort_fields(facts: Facts) -> tuple[Field, ...]:
    _ = facts.words.gettext
    return (
        Field("leads", _("Leads"), "count"),
        Field("converted", _("Converted"), "count"),
        Field("rate", _("Rate"), "share"),
        Field("low", _("Rate, low"), "share"),
        Field("high", _("Rate, high"), "share"),
        Field("disqualified", _("Disqualified"), "count"),
        Field("open", _("Open"), "count"),
        Field("deals", _("Deals"), "count"),
        Field("won_count", _("Deals won"), "count"),
        Field("won_amount", _("Amount won"), "money"),
    )


def _cohort_values(cohort: Cohort, deals: Sequence[str], won: Total) -> tuple[int | Decimal | None, ...]:
    of = cohort.so_far
    return (
        cohort.began,
        cohort.succeeded,
        rounded_share(of.rate),
        rounded_share(of.low),
        rounded_share(of.high),
        cohort.failed,
        cohort.open,
        len(deals),
        won.count,
        won.amount,
    )


# ── campaigns ───────────────────────────────────────────────────────────────────────────────────────────────────────


def campaigns_section(facts: Facts, links: Links, found: Origins) -> Section:
    """What each campaign cost and what it brought, over its whole life."""
    _, n_, rows = facts.words.gettext, facts.words.ngettext, found.campaigns
    count = n_("%(num)s campaign", "%(num)s campaigns", len(rows), num=facts.say.number(len(rows)))
    of = _("%(campaigns)s, each over its whole life; deals that name it, and those of its leads", campaigns=count)
    return section(
        head(_("By campaign"), links, CAMPAIGNS, _on_campaigns(facts, rows), of if rows else ""),
        _campaigns(facts, links, rows),
    )


def _on_campaigns(facts: Facts, rows: Sequence[CampaignResult]) -> Text:
    """What the campaign that most was won from has cost, where both are known."""
    best = max(rows, key=lambda row: row.won.amount, default=None)
    if best is None or not best.won.amount or best.cost is None:
        return ""
    return facts.words.gettext(
        "%(campaign)s brought most: %(won)s won for %(cost)s.",
        campaign=facts.entry_label("campaigns", best.campaign),
        won=facts.say.short(best.won.amount),
        cost=facts.say.short(best.cost),
    )


def _campaigns(facts: Facts, links: Links, rows: Sequence[CampaignResult]) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    columns = (
        Column("campaign", _("Campaign")),
        Column("cost", _("Cost, %(sign)s", sign=sign), "num", "number"),
        Column("leads", _("Leads"), "num p2", "number"),
        Column("converted", _("Converted"), "num p3", "number"),
        Column("deals", _("Deals"), "num p3", "number"),
        Column("won", _("Deals won"), "num", "number"),
        Column("amount", _("Won, %(sign)s", sign=sign), "num", "number"),
        Column("per-lead", _("Cost of a lead"), "num p3", "number"),
        Column("per-won", _("Cost of a won deal"), "num p2", "number"),
    )
    made = tuple(_campaign_row(facts, links, row) for row in rows)
    return Grid(
        "by-campaign",
        _("Leads by campaign"),
        columns,
        made,
        look="two",
        empty=_("No campaign has begun: they are listed in crm.yaml, under campaigns."),
    )


def _campaign_row(facts: Facts, links: Links, row: CampaignResult) -> Row:
    _, say, id = facts.words.gettext, facts.say, row.campaign
    running = _("running: cost and results are unfinished") if row.is_running else ""
    won = links.page("leads", "deals", campaign=id, outcome="won")
    return Row(
        (
            Cell(facts.entry_label("campaigns", id), note=running),
            money_cell(say, row.cost) if row.cost is not None else Cell(_("not known"), value="", look="none"),
            _count(facts, row.cohort.began, links.page("leads", "leads", campaign=id)),
            _count(facts, row.cohort.succeeded, links.page("leads", "leads", campaign=id, status="converted")),
            _count(facts, len(row.deals), links.page("leads", "deals", campaign=id)),
            _count(facts, row.won.count, won),
            _won(facts, row.won, won),
            _each(facts, rounded_money(row.cost_per_lead, facts.currency)),
            _each(facts, rounded_money(row.cost_per_won, facts.currency)),
        ),
    )


def _each(facts: Facts, amount: Decimal | None) -> Cell:
    """What one of them cost; nothing before there is one."""
    return _nothing() if amount is None else whole_cell(facts.say, amount)


def campaigns_table(facts: Facts, rows: Sequence[CampaignResult]) -> Table:
    """The campaigns as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("campaign", _("Campaign"), "id"),
        Field("name", _("Name")),
        Field("is_running", _("Running")),
        Field("cost", _("Cost"), "money"),
        *_cohort_fields(facts),
        Field("cost_per_lead", _("Cost of a lead"), "money"),
        Field("cost_per_won", _("Cost of a won deal"), "money"),
    )
    made = tuple(
        (
            row.campaign,
            facts.entry_label("campaigns", row.campaign),
            _("yes") if row.is_running else _("no"),
            row.cost,
            *_cohort_values(row.cohort, row.deals, row.won),
            rounded_money(row.cost_per_lead, facts.currency),
            rounded_money(row.cost_per_won, facts.currency),
        )
        for row in rows
    )
    return Table(CAMPAIGNS, _("Leads by campaign"), fields, made, currency=facts.currency)


# ── deals ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def deals_section(facts: Facts, links: Links, found: Origins) -> Section:
    """The deals that leads and campaigns led to, open and closed."""
    _, n_, count = facts.words.gettext, facts.words.ngettext, len(found.deals)
    of = n_(
        "%(num)s deal of leads and campaigns",
        "%(num)s deals of leads and campaigns",
        count,
        num=facts.say.number(count),
    )
    return section(head(_("What came of them"), links, DEALS, of=of if count else ""), _deals(facts, links, found))


def _deals(facts: Facts, links: Links, found: Origins) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("deal", _("Deal"), "deal"),
        Column("outcome", _("Outcome")),
        Column("source", _("Source"), "p2"),
        Column("owner", _("Owner"), "p2"),
        Column("closed", _("Closed"), "num nw p2"),
        amount_column(facts),
    )
    sources, brought = _by_deal(found.sources.sources), _by_deal(found.campaigns)
    ordered = sorted(found.deals.values(), key=lambda deal: (not deal.is_open, _latest(deal), deal.id))
    rows = tuple(_deal_row(facts, links, deal, sources[deal.id], brought[deal.id]) for deal in ordered)
    kinds = [(one, outcome_label(facts, one)) for one in ("open", "won", "lost", "abandoned", "cancelled")]
    facets = telling(
        rows,
        by_owner(facts, rows),
        by_source(facts, rows),
        by_campaign(facts, rows),
        choice(rows, "outcome", _("Outcome"), kinds),
    )
    return Grid(
        "deals",
        _("Deals from leads and campaigns"),
        columns,
        rows,
        facets=facets,
        look="two",
        empty=none(facts, "leads", _("No deal names a lead or a campaign yet.")),
    )


def _latest(deal: Deal) -> int:
    return -deal.closed_on.toordinal() if deal.closed_on else 0


def _by_deal(results: Iterable[SourceResult | CampaignResult]) -> Mapping[str, tuple[str, ...]]:
    """The sources or campaigns of each deal."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in results:
        for id in row.deals:
            found[id].append((row.source if isinstance(row, SourceResult) else row.campaign) or "")
    return defaultdict(tuple, {id: tuple(those) for id, those in found.items()})


def _deal_row(facts: Facts, links: Links, deal: Deal, sources: tuple[str, ...], brought: tuple[str, ...]) -> Row:
    named = ", ".join(source_label(facts, one) for one in sources)
    through = ", ".join(facts.entry_label("campaigns", one) for one in brought)
    return Row(
        (
            deal_cell(facts, links, deal, beside(named or through, owner_label(facts, deal.owner))),
            outcome_cell(facts, deal),
            text_cell(named or through, note=through if named else ""),
            owner_cell(facts, links, deal.owner),
            day_cell(facts.say, deal.closed_on),
            amount_cell(facts, deal),
        ),
        {
            "owner": (deal.owner or "",),
            "source": sources or ("-",),
            "campaign": brought or ("",),
            "outcome": ("open" if deal.is_open else deal.state.status or "",),
        },
    )


def deals_table(facts: Facts, found: Origins) -> Table:
    """The deals that leads and campaigns led to, as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("deal", _("Deal"), "id"),
        Field("name", _("Name")),
        Field("outcome", _("Outcome")),
        Field("sources", _("Sources")),
        Field("campaigns", _("Campaigns")),
        Field("owner", _("Owner")),
        Field("closed", _("Closed"), "day"),
        Field("amount", _("Amount"), "money"),
    )
    sources, brought = _by_deal(found.sources.sources), _by_deal(found.campaigns)
    rows = tuple(
        (
            deal.record.ref,
            deal.record.name,
            ended_label(facts, deal),
            ", ".join(sources[deal.id]),
            ", ".join(brought[deal.id]),
            deal.owner,
            deal.closed_on,
            deal.value,
        )
        for deal in found.deals.values()
    )
    return Table(DEALS, _("Deals from leads and campaigns"), fields, rows, currency=facts.currency)
