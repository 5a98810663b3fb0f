"""The Pipeline: all open deals, by stage, by age, as a board and as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from textcrm.locale.words import Text
from textcrm.metrics.concentration import Concentration, concentration
from textcrm.metrics.deals import Deal, largest_first
from textcrm.metrics.pipeline import StageTotal
from textcrm.metrics.totals import open_total
from textcrm.reports import figures
from textcrm.reports.figures import number_cell as rounded_number
from textcrm.reports.figures import share_cell as exact_share
from textcrm.site.charts.bars import weighted_bar
from textcrm.site.charts.scale import Axis, axis, axis_row
from textcrm.site.charts.scatter import Band, Spot
from textcrm.site.charts.widths import cut
from textcrm.site.deals import (
    INKS,
    amount_cell,
    amount_column,
    category_cell,
    chance_cell,
    close_cell,
    deal_cell,
    deal_facets,
    deal_table,
    facets_of,
    line_label,
    longest_stay_cell,
    named,
    owner_cell,
    owner_label,
    place_cell,
    stage_cell,
    stage_value,
    standing,
    stay_cell,
    step_cell,
    total_cell,
    weighted_cell,
)
from textcrm.site.facts import Facts
from textcrm.site.grid import (
    Cell,
    Column,
    Grid,
    Row,
    further_pages,
    number_cell,
    spread,
    text_cell,
)
from textcrm.site.links import Href, Links
from textcrm.site.page import Head, Page, head
from textcrm.site.unread import headline_of_none, none
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "pipeline.html"
#: Of fewer deals nobody needs to be told how much the largest hold.
_LEAST_TO_SPREAD: Final = 6
#: A share above it would be rounded to all.
_NEARLY_ALL: Final = Decimal("0.995")
#: So many dots can be told apart; so many names beside them; so many cards are in one column of the board.
_DOTS, _NAMED, _CARDS = 300, 8, 25
#: So many pixels of a name stand beside a dot, so that the amount has room too.
_NAME: Final = 110


@dataclass(frozen=True, slots=True)
class Fact:
    """A number beside the sentence: the words, and the records behind them."""

    text: str
    href: Href


@dataclass(frozen=True, slots=True)
class Stuck:
    """The deals by stage and by age."""

    bands: tuple[Band, ...]
    along: Axis
    label: str
    half: str
    late: str
    twin: Grid
    empty: str


@dataclass(frozen=True, slots=True)
class Card:
    """A deal on the board: who has it, for how long, how much it is, what is the matter with it."""

    name: str
    about: str
    href: Href | None
    who: str
    amount: str
    flag: str
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A stage on the board; `rest` leads to the cards that are not shown, and says `others` while some are chosen."""

    name: str
    amount: str
    cards: tuple[Card, ...]
    rest: str
    others: str
    href: Href


@dataclass(frozen=True, slots=True)
class Board:
    """The stages of one pipeline, from left to right; its name where there are several."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the page shows."""

    head: Head
    sentence: Text
    facts: tuple[Fact, ...]
    stages_head: Head
    stages: Grid
    stuck_head: Head
    stuck: Stuck
    board_head: Head
    boards: tuple[Board, ...]
    no_board: str
    deals_head: Head
    deals: Grid


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many deals take."""
    _, links, deals = facts.words.gettext, facts.links(PATH), largest_first(facts.deals.open)
    parts = spread(_deals(facts, links, deals), facts.say, links, PATH)
    tables = (_stages_table(facts), deal_table(facts, "open-deals", _("All open deals"), deals))
    page = Page(
        PATH, "pages/pipeline.html.jinja", _("Pipeline"), "pipeline", _value(facts, links, deals, parts[0]), tables
    )
    yield page
    yield from further_pages(parts, page, links, _of_all(facts, deals))


def _value(facts: Facts, links: Links, deals: Sequence[Deal], grid: Grid) -> Pipeline:
    _ = facts.words.gettext
    return Pipeline(
        head=Head(_("Pipeline"), of=_("All open deals, whatever their close date")),
        sentence=_sentence(facts),
        facts=tuple(_facts(facts, links)),
        stages_head=head(
            _("By stage"),
            links,
            "pipeline-by-stage",
            _fullest(facts),
            _("Full bar: the amount. Dark core: the amount times the chance"),
        ),
        stages=_stages(facts, links),
        stuck_head=head(_("Where it is stuck"), links, "open-deals", _stuck_says(facts), _stuck_of(facts, deals)),
        stuck=_stuck(facts, links, deals),
        board_head=head(
            _("Board"), links, "open-deals", of=_("Largest first; in red what needs attention") if deals else ""
        ),
        boards=tuple(_boards(facts, links, deals)),
        no_board=none(facts, "opportunities", _("No deal is open.")),
        deals_head=head(_("All open deals"), links, "open-deals", of=_of_all(facts, deals)),
        deals=grid,
    )


# ── the sentence ────────────────────────────────────────────────────────────────────────────────────────────────────


def _sentence(facts: Facts) -> Text:
    m_, say, whole = facts.words.marked, facts.say, facts.by_stage.total
    if not whole.count:
        return headline_of_none(facts, "opportunities", m_("<b>No deal is open.</b>"))
    if not whole.summed:
        return facts.words.nmarked(
            "<b>%(num)s deal is open</b>, and it has no amount.",
            "<b>%(num)s deals are open</b>, and none has an amount.",
            whole.count,
            num=say.number(whole.count),
        )
    opened = facts.words.nmarked(
        "<b>%(amount)s open</b> in %(num)s deal, worth %(weighted)s when weighted by its chance.",
        "<b>%(amount)s open</b> in %(num)s deals, worth %(weighted)s when weighted by their chances.",
        whole.summed,
        amount=say.short(whole.amount),
        num=say.number(whole.summed),
        weighted=say.short(whole.weighted),
    )
    return m_("%(opened)s %(spread)s", opened=opened, spread=_concentrated(facts)) if _concentrated(facts) else opened


def _concentrated(facts: Facts) -> Text:
    """How much hangs on the three largest; nothing of so few that it goes without saying."""
    found = _concentration(facts)
    top, equal = found.top(3), found.effective_deals
    if len(found.parts) < _LEAST_TO_SPREAD or top is None or equal is None:
        return ""
    if equal < 2:  # noqa: PLR2004  # two equal deals
        largest = found.top(1) or top
        if largest >= _NEARLY_ALL:
            return facts.words.marked("<b>The largest deal alone is nearly all of it.</b>")
        share = facts.say.share(exact_share(largest))
        return facts.words.marked("<b>The largest deal alone is %(share)s of it.</b>", share=share)
    return facts.words.marked(
        "<b>The three largest are %(share)s of it</b>; it behaves like %(equal)s equal deals.",
        share=facts.say.share(exact_share(top)),
        equal=facts.say.number(rounded_number(equal), 1),
    )


def _concentration(facts: Facts) -> Concentration:
    return concentration(facts.book, facts.as_of)


def _facts(facts: Facts, links: Links) -> Iterator[Fact]:
    """What the sum leaves out, what nobody counts on, what is late."""
    n_, _, say, whole = facts.words.ngettext, facts.words.gettext, facts.say, facts.by_stage.total
    if whole.summed and (without := len(whole.without_amount)):
        text = n_(
            "%(num)s more deal has no amount", "%(num)s more deals have no amount", without, num=say.number(without)
        )
        yield Fact(text, links.page("pipeline", "deals", amount=""))
    if rateless := len(whole.without_rate):
        text = n_(
            "%(num)s deal has no exchange rate",
            "%(num)s deals have no exchange rate",
            rateless,
            num=say.number(rateless),
        )
        yield Fact(text, links.page("pipeline", "deals", amount=""))
    omitted = open_total((deal for deal in facts.deals.open if deal.category == "omitted"), facts.settings)
    if omitted.count:
        text = n_(
            "%(num)s deal, %(amount)s, is omitted from forecasts",
            "%(num)s deals, %(amount)s, are omitted from forecasts",
            omitted.count,
            num=say.number(omitted.count),
            amount=say.short(omitted.amount),
        )
        yield Fact(text, links.page("pipeline", "deals", category="omitted"))
    if worried := len(facts.pressing):
        text = n_("%(num)s deal needs attention", "%(num)s deals need attention", worried, num=say.number(worried))
        yield Fact(text, links.page("pipeline", "deals", attention="any"))


# ── by stage ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fullest(facts: Facts) -> Text:
    """The stage with the most money, where there are several with any."""
    rows = [row for row in facts.by_stage.stages if row.total.amount]
    if len(rows) < 2:  # noqa: PLR2004  # one stage has it all
        return ""
    first = max(rows, key=lambda row: row.total.amount)
    return facts.words.gettext(
        "Most of the money is in %(stage)s: %(amount)s.",
        stage=facts.stage_label(first.pipeline, first.stage) or facts.words.gettext("no known stage"),
        amount=facts.say.short(first.total.amount),
    )


def _stages(facts: Facts, links: Links) -> Grid:
    _, sign, whole = facts.words.gettext, facts.say.currency, facts.by_stage.total
    along = axis((row.total.amount for row in facts.by_stage.stages), facts.say.brief)
    several = len({row.pipeline for row in facts.by_stage.stages}) > 1
    everything = links.page("pipeline", "deals") if whole.count else None
    columns = (
        Column("stage", _("Stage"), "words"),
        *((Column("pipeline", _("Pipeline"), "words p2"),) if several else ()),
        Column("deals", _("Deals"), "num p2", "number"),
        Column("bar", _("Amount, and weighted inside"), "bar", ""),
        Column("amount", _("Amount, %(sign)s", sign=sign), "num", "number"),
        Column("weighted", _("Weighted, %(sign)s", sign=sign), "num p2", "number"),
        Column("oldest", _("Oldest"), "num p2", "number"),
    )
    rows = tuple(_stage_row(facts, links, row, along, several=several) for row in facts.by_stage.stages)
    total = Row(
        (
            Cell(_("All")),
            *((Cell(""),) if several else ()),
            number_cell(facts.say, whole.count, everything),
            Cell(axis_row(along) if whole.amount else ""),
            total_cell(facts, whole, everything),
            weighted_cell(facts, whole, everything),
            Cell(""),
        )
    )
    return Grid("stages", _("By stage"), columns, rows, total if rows else None, look="bars")


def _stage_row(facts: Facts, links: Links, row: StageTotal, along: Axis, *, several: bool) -> Row:
    say, whole = facts.say, row.total
    slow = any(facts.ages[id].is_slow for id in whole.deals)
    there = _at(facts, links, row) if whole.count else None
    oldest = longest_stay_cell(facts, links, whole.deals)
    return Row(
        (
            place_cell(facts, row.pipeline, row.stage, facts.words.gettext("Not known")),
            *((text_cell(line_label(facts, row.pipeline)),) if several else ()),
            number_cell(say, whole.count, there),
            Cell(weighted_bar(whole.amount, whole.weighted, along)),
            total_cell(facts, whole, there),
            weighted_cell(facts, whole, there),
            replace(oldest, look="late") if slow else oldest,
        )
    )


def _at(facts: Facts, links: Links, row: StageTotal) -> Href:
    """The deals in a stage."""
    line = {"pipeline": row.pipeline or ""} if len(facts.settings.pipelines) > 1 else {}
    return links.page("pipeline", "deals", **line, stage=stage_value(facts, row.pipeline, row.stage))


def _stages_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("pipeline", _("Pipeline")),
        Field("stage", _("Stage")),
        Field("deals", _("Deals"), "count"),
        Field("amount", _("Amount"), "money"),
        Field("weighted", _("Weighted"), "money"),
        Field("without_amount", _("Without amount"), "count"),
    )
    rows = tuple(
        (
            row.pipeline,
            row.stage,
            row.total.count,
            figures.amount_cell(row.total),
            figures.weighted_cell(row.total),
            len(row.total.without_amount),
        )
        for row in facts.by_stage.stages
    )
    notes = (_("Weighted: the amount of each deal times its chance of being won."),)
    return Table("pipeline-by-stage", _("By stage"), fields, rows, currency=facts.currency, notes=notes)


# ── where it is stuck ───────────────────────────────────────────────────────────────────────────────────────────────


def _shown(facts: Facts, deals: Sequence[Deal]) -> list[Deal]:
    """The deals that have a place on the chart: the largest of those whose amount and days are known."""
    return [deal for deal in deals if deal.value is not None and facts.ages[deal.id].days_in_stage is not None][:_DOTS]


def _stuck_says(facts: Facts) -> Text:
    n_, slow = facts.words.ngettext, sum(age.is_slow for age in facts.ages.values())
    if not slow:
        return facts.words.gettext("No deal is older than its stage allows.") if facts.ages else ""
    return n_(
        "%(num)s deal is older than its stage allows.",
        "%(num)s deals are older than their stages allow.",
        slow,
        num=facts.say.number(slow),
    )


def _stuck_of(facts: Facts, deals: Sequence[Deal]) -> str:
    n_, say, shown = facts.words.ngettext, facts.say, _shown(facts, deals)
    if not shown:
        return ""
    high = max(deal.value or Decimal(0) for deal in shown)
    return n_(
        "%(num)s deal of %(all)s; higher in a band means more money, the largest is %(high)s",
        "%(num)s deals of %(all)s; higher in a band means more money, the largest is %(high)s",
        len(shown),
        num=say.number(len(shown)),
        all=say.number(len(deals)),
        high=say.short(high),
    )


def _stuck(facts: Facts, links: Links, deals: Sequence[Deal]) -> Stuck:
    _, shown = facts.words.gettext, _shown(facts, deals)
    within: dict[tuple[str | None, str | None], list[Deal]] = defaultdict(list)
    for deal in shown:
        within[deal.pipeline, deal.stage].append(deal)
    places = [(row.pipeline, row.stage) for row in facts.by_stage.stages if within[row.pipeline, row.stage]]
    bands = tuple(_band(facts, links, *place, within[place], _telling(facts, shown)) for place in places)
    days = [Decimal(facts.ages[deal.id].days_in_stage or 0) for deal in shown]
    limits = [limit for band in bands for limit in (band.half, band.late) if limit is not None]
    return Stuck(
        bands=bands,
        along=axis((*days, *limits), facts.say.days, Decimal(1)),
        label=_("%(says)s Open deals by stage, days in the stage, and amount", says=_stuck_says(facts)),
        half=_("usual"),
        late=_("too long after"),
        twin=_stuck_twin(facts, links, shown),
        empty=_("No open deal has both an amount and a day on which it entered its stage."),
    )


def _telling(facts: Facts, shown: Sequence[Deal]) -> frozenset[str]:
    """The deals that are named beside their dots: slow ones, then the largest."""
    slow = [deal for deal in shown if facts.ages[deal.id].is_slow]
    return frozenset(deal.id for deal in (*slow, *shown[:3])[:_NAMED])


def _band(
    facts: Facts, links: Links, pipeline: str | None, stage: str | None, deals: Sequence[Deal], telling: frozenset[str]
) -> Band:
    known = facts.settings.stage(pipeline, stage)
    name, more = facts.stage_label(pipeline, stage) or facts.words.gettext("Not known"), ""
    lines = facts.settings.pipelines
    if sum(any(one.label == name for one in line.stages) for line in lines) > 1 and pipeline != lines[0].id:
        more = line_label(facts, pipeline)
    return Band(
        name=name,
        more=more,
        spots=tuple(_spot(facts, links, deal, is_named=deal.id in telling) for deal in deals),
        half=Decimal(known.typical_days) if known else None,
        late=Decimal(known.slow_after) if known else None,
    )


def _spot(facts: Facts, links: Links, deal: Deal, *, is_named: bool) -> Spot:
    _, say, age = facts.words.gettext, facts.say, facts.ages[deal.id]
    name, _scope = named(facts, deal)
    told = _(
        "%(deal)s: %(amount)s, %(days)s in %(stage)s",
        deal=deal.record.name,
        amount=say.full(deal.value),
        days=say.days(age.days_in_stage),
        stage=facts.stage_label(deal.pipeline, deal.stage),
    )
    return Spot(
        at=Decimal(age.days_in_stage or 0),
        value=deal.value or Decimal(0),
        ink="late" if age.is_slow else INKS[deal.category],
        told=told,
        name=_("%(name)s %(amount)s", name=cut(name, _NAME), amount=say.brief(deal.value)) if is_named else "",
        href=links.record(deal.record.ref),
    )


def _stuck_twin(facts: Facts, links: Links, deals: Sequence[Deal]) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("deal", _("Deal"), "deal"),
        Column("stage", _("Stage")),
        Column("days", _("In stage"), "num", "number"),
        amount_column(facts),
    )
    oldest = sorted(deals, key=lambda deal: (-(facts.ages[deal.id].days_in_stage or 0), deal.id))
    rows = tuple(
        Row(
            (
                deal_cell(facts, links, deal),
                stage_cell(facts, deal),
                stay_cell(facts, deal),
                amount_cell(facts, deal),
            )
        )
        for deal in oldest
    )
    return Grid("stuck-twin", _("Open deals by days in their stage"), columns, rows)


# ── the board ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _boards(facts: Facts, links: Links, deals: Sequence[Deal]) -> Iterator[Board]:
    """A board for each pipeline that has open deals, or for the first one."""
    within: dict[tuple[str | None, str | None], list[Deal]] = defaultdict(list)
    for deal in deals:
        within[deal.pipeline, deal.stage].append(deal)
    rows: dict[str | None, list[StageTotal]] = defaultdict(list)
    for row in facts.by_stage.stages:
        rows[row.pipeline].append(row)
    used = {line: those for line, those in rows.items() if any(row.total.count for row in those)}
    for line, those in used.items():
        places = tuple(_place(facts, links, row, within[row.pipeline, row.stage]) for row in those)
        yield Board(line_label(facts, line) if len(used) > 1 else "", places)


def _place(facts: Facts, links: Links, row: StageTotal, deals: Sequence[Deal]) -> Place:
    _, say, rest = facts.words.gettext, facts.say, len(deals) - _CARDS
    return Place(
        name=facts.stage_label(row.pipeline, row.stage) or _("Not known"),
        amount=say.brief(row.total.amount) if row.total.summed else "",
        cards=tuple(_card(facts, links, deal) for deal in deals[:_CARDS]),
        rest=_("and %(count)s more", count=say.number(rest)) if rest > 0 else "",
        others=_("of the other %(count)s: see the table", count=say.number(rest)) if rest > 0 else "",
        href=_at(facts, links, row),
    )


def _card(facts: Facts, links: Links, deal: Deal) -> Card:
    _, age, (name, about) = facts.words.gettext, facts.ages[deal.id], named(facts, deal)
    owner, days = owner_label(facts, deal.owner), facts.say.days(age.days_in_stage)
    concerns = facts.pressing.get(deal.id, ())
    return Card(
        name=name,
        about=about,
        href=links.record(deal.record.ref),
        who=_("%(owner)s, %(days)s", owner=owner, days=days) if age.days_in_stage is not None else owner,
        amount=facts.say.brief(deal.value) if deal.value is not None else amount_cell(facts, deal).text,
        flag=concerns[0].says if concerns else "",
        facets=deal_facets(facts, deal),
    )


# ── all open deals ──────────────────────────────────────────────────────────────────────────────────────────────────


def _of_all(facts: Facts, deals: Sequence[Deal]) -> str:
    n_ = facts.words.ngettext
    if not deals:
        return ""
    return n_("%(num)s deal", "%(num)s deals, largest first", len(deals), num=facts.say.number(len(deals)))


def _deals(facts: Facts, links: Links, deals: Sequence[Deal]) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("deal", _("Deal"), "deal"),
        Column("owner", _("Owner"), "words who p2"),
        Column("stage", _("Stage"), "words p2"),
        amount_column(facts),
        Column("category", _("Forecast"), "p3"),
        Column("chance", _("Chance"), "num p4", "number"),
        Column("stay", _("In stage"), "num p4", "number"),
        Column("close", _("Closes"), "p2 nw"),
        Column("step", _("Next step"), "p2"),
    )
    rows = tuple(
        Row(
            (
                deal_cell(facts, links, deal, *standing(facts, deal)),
                owner_cell(facts, links, deal.owner),
                stage_cell(facts, deal),
                amount_cell(facts, deal),
                category_cell(facts, deal),
                chance_cell(facts, deal),
                stay_cell(facts, deal),
                close_cell(facts, deal),
                step_cell(facts, deal),
            ),
            deal_facets(facts, deal),
        )
        for deal in deals
    )
    empty = none(facts, "opportunities", _("No deal is open."))
    return Grid("deals", _("All open deals"), columns, rows, facets=facets_of(facts, deals), empty=empty, look="two")
