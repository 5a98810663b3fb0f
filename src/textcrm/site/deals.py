"""Deals: the cells in which tables show them, and what filters look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from textcrm.metrics.deals import Deal
from textcrm.metrics.leads import origin
from textcrm.metrics.quota import Quota
from textcrm.metrics.totals import OpenTotal, Total
from textcrm.model.periods import Period, following, preceding
from textcrm.reports import figures
from textcrm.site.attention import ANY, KEYS, concern_label
from textcrm.site.charts.marks import Ink
from textcrm.site.choices import by_campaign, by_competitor
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.grid import (
    Cell,
    Column,
    Facet,
    Row,
    beside,
    days_cell,
    money_cell,
    share_cell,
    unoffered,
    whole_cell,
)
from textcrm.site.links import Href, Links
from textcrm.site.order import name_order
from textcrm.site.periods import between, short_quarter, span
from textcrm.tables import Column as Field
from textcrm.tables import Table

#: The forecast categories of what is open, the surest first.
CATEGORIES: Final = ("commit", "best_case", "pipeline", "omitted")
#: How dark each is, the surest first.
INKS: Final[Mapping[str, Ink]] = {
    "closed": "won",
    "commit": "commit",
    "best_case": "best",
    "pipeline": "pipe",
    "omitted": "omit",
}
#: What stands between the company and the rest in the names of deals.
_BETWEEN: Final = (" – ", " - ", ": ", " — ")


def category_label(facts: Facts, category: str) -> str:
    """What people call a forecast category."""
    _ = facts.words.gettext
    return {
        "closed": _("Won"),
        "commit": _("Commit"),
        "best_case": _("Best case"),
        "pipeline": _("Pipeline"),
        "omitted": _("Omitted"),
    }[category]


def outcome_label(facts: Facts, status: str) -> str:
    """What people call the ways in which a deal may end."""
    _ = facts.words.gettext
    return {"won": _("Won"), "lost": _("Lost"), "abandoned": _("Abandoned"), "cancelled": _("Cancelled")}[status]


def named(facts: Facts, deal: Deal) -> tuple[str, str]:
    """The company and what it is about, where the name begins with the company's; else the name and the company."""
    company, name = facts.label("companies", deal.record.company), deal.record.name
    for sign in _BETWEEN:
        before, _, after = name.partition(sign)
        if after and before and company != name and company.startswith(before):
            return before, after
    return name, "" if company in name else company


def deal_cell(facts: Facts, links: Links, deal: Deal, *small: str) -> Cell:
    """The deal by its name, leading to its page; `small` are lines for a small screen."""
    name, about = named(facts, deal)
    return Cell(name, links.record(deal.record.ref), note=about, small=small)


def standing(facts: Facts, deal: Deal) -> tuple[str, str]:
    """How an open deal stands, in two lines: who has it, its stage, its forecast, its close date; the next step."""
    due, step = deal.state.expected_close, step_cell(facts, deal)
    closes = facts.words.gettext("closes %(day)s", day=facts.say.day(due)) if due else ""
    stage = facts.stage_label(deal.pipeline, deal.stage)
    pushed = pushed_words(facts, deal)
    stands = beside(owner_label(facts, deal.owner), stage, category_label(facts, deal.category), closes, pushed)
    return stands, beside(str(step.text), str(step.note))


def stage_cell(facts: Facts, deal: Deal, *, with_owner: bool = False) -> Cell:
    """The stage and, where there are several, the pipeline; or beneath it the owner."""
    note = owner_label(facts, deal.owner) if with_owner else _line_label(facts, deal)
    return place_cell(facts, deal.pipeline, deal.stage, NOTHING, note)


def place_cell(facts: Facts, pipeline: str | None, stage: str | None, unknown: str, note: str = "") -> Cell:
    """A stage by its name, sorted by its place in the settings; what is said where it is not known, which is last."""
    label = facts.stage_label(pipeline, stage)
    return Cell(label or unknown, value=facts.stage_rank(pipeline, stage), note=note, look="" if label else "none")


def _line_label(facts: Facts, deal: Deal) -> str:
    """The pipeline, where it is another than the first one, which goes without saying."""
    known, lines = facts.settings.pipeline(deal.pipeline), facts.settings.pipelines
    if lines and known is lines[0]:
        return ""
    return known.label if known else deal.pipeline or ""


def line_label(facts: Facts, pipeline: str | None) -> str:
    """The name of a pipeline, of none the first one's; the id of one that the settings do not know."""
    known = facts.settings.pipeline(pipeline)
    return known.label if known else pipeline or ""


def owner_label(facts: Facts, owner: str | None) -> str:
    """The name of an owner; `nobody` where there is none."""
    return facts.label("team", owner) or facts.words.gettext("nobody")


def owner_cell(facts: Facts, links: Links, owner: str | None) -> Cell:
    """The owner, leading to the place of his on the team's page."""
    if owner is None:
        return Cell(owner_label(facts, None), value="", look="none")
    return Cell(facts.label("team", owner), links.record(f"team/{owner}"))


def amount_column(facts: Facts) -> Column:
    """The column of amounts in the company's currency, for `amount_cell`."""
    _, say = facts.words.gettext, facts.say
    return Column(
        "amount",
        _("Amount, %(sign)s", sign=say.currency),
        "num",
        "number",
        together=_("together %(sum)s", sum=say.sign(None).mark("{sum}")),
        without=_("not counting {n} without an amount or a rate"),
    )


def amount_cell(facts: Facts, deal: Deal) -> Cell:
    """The amount in the company's currency, beneath it in its own; what cannot be converted stands in its own."""
    if deal.amount is None or deal.value is None:
        own = facts.say.no_amount if deal.amount is None else facts.say.full(deal.amount, deal.state.currency)
        note = "" if deal.amount is None else facts.words.gettext("no rate")
        return Cell(own, value="", note=note, look="none")
    cell = money_cell(facts.say, deal.value)
    return Cell(cell.text, value=cell.value, note=_in_its_own(facts, deal))


def _in_its_own(facts: Facts, deal: Deal) -> str:
    currency = deal.state.currency
    return facts.say.full(deal.amount, currency) if currency not in (None, facts.currency) else ""


def total_cell(facts: Facts, total: Total, href: Href | None = None) -> Cell:
    """What deals come to: a dash of no deals, and where none of them has an amount that it is not known."""
    if not total.count:
        return Cell(NOTHING, value="0", look="none")
    if not total.summed:
        return Cell(facts.say.no_amount, href, value="", look="none")
    return whole_cell(facts.say, total.amount, href)


def weighted_cell(facts: Facts, total: OpenTotal, href: Href | None = None) -> Cell:
    """What open deals come to, each times its chance: a dash of no deals; where nothing is known what is missing."""
    if not total.count:
        return Cell(NOTHING, value="0", look="none")
    weighted = figures.weighted_cell(total)
    if weighted is None:
        unknown = facts.words.gettext("no chance") if total.summed else facts.say.no_amount
        return Cell(unknown, href, value="", look="none")
    return whole_cell(facts.say, weighted, href)


def sum_text(facts: Facts, total: Total) -> str:
    """What deals come to in a sentence: `R$ 632k`, `no amount` where none has one."""
    return facts.say.short(figures.amount_cell(total))


def is_part_unknown(*totals: Total) -> bool:
    """Whether there is a deal among them that is in no sum."""
    return any(one.summed < one.count for one in totals)


def at_least(facts: Facts, amount: Decimal, *totals: Total) -> str:
    """A sum of money in words; where some of the deals in it have no known amount, that it is at least so much."""
    said = facts.say.short(amount)
    return facts.words.gettext("at least %(amount)s", amount=said) if is_part_unknown(*totals) else said


def at_most(facts: Facts, amount: Decimal, *totals: Total) -> str:
    """What is missing in words; where deals that make it less have no known amount, that it is at most so much."""
    said = facts.say.short(amount)
    return facts.words.gettext("at most %(amount)s", amount=said) if is_part_unknown(*totals) else said


def won_unknown(facts: Facts, won: Total) -> str:
    """How many of the deals that were won have no known amount; nothing of none."""
    count = won.count - won.summed
    says = facts.words.ngettext(
        "%(num)s won deal has no known amount.",
        "%(num)s won deals have no known amount.",
        count,
        num=facts.say.number(count),
    )
    return says if count else ""


def counted_on_unknown(facts: Facts, won: Total, commit: Total) -> str:
    """The same of the deals that were won and those that are committed."""
    count = won.count - won.summed + commit.count - commit.summed
    says = facts.words.ngettext(
        "%(num)s won or committed deal has no known amount.",
        "%(num)s won or committed deals have no known amount.",
        count,
        num=facts.say.number(count),
    )
    return says if count else ""


def in_no_sum(facts: Facts, *totals: Total) -> tuple[str, ...]:
    """That some of the deals are in no sum, if any is: what stands beneath a table of sums."""
    n_, count = facts.words.ngettext, sum(one.count - one.summed for one in totals)
    says = n_(
        "%(num)s deal is counted and in no sum, as its amount or its exchange rate is not known.",
        "%(num)s deals are counted and in no sum, as their amounts or their exchange rates are not known.",
        count,
        num=facts.say.number(count),
    )
    return (says,) if count else ()


def with_unknown(facts: Facts, says: str, count: int) -> str:
    """What is said of how many people, and of how many of the others it may be so."""
    if not count:
        return says
    more = facts.words.ngettext(
        "%(num)s may have, as some of their deals have no amount.",
        "%(num)s may have, as some of their deals have no amount.",
        count,
        num=facts.say.number(count),
    )
    return f"{says} {more}"


def attained_cell(facts: Facts, quota: Quota) -> Cell:
    """The share of the target that is won: a dash without a target, and that what was won has no amount."""
    if quota.target is not None and not quota.categories.closed.is_known:
        return Cell(facts.say.no_amount, value="", look="none")
    return share_cell(facts.say, figures.share_cell(quota.attainment))


def category_cell(facts: Facts, deal: Deal) -> Cell:
    """The forecast category with its ink."""
    return certainty_cell(facts, deal.category)


def certainty_cell(facts: Facts, category: str) -> Cell:
    """A forecast category with its ink, sorted by how sure it is: the surest first."""
    rank = str([*INKS].index(category))
    return Cell(category_label(facts, category), value=rank, look=f"cat {INKS[category]}")


def chance_cell(facts: Facts, deal: Deal) -> Cell:
    """The chance that the deal or its stage gives itself."""
    if deal.probability is None:
        return Cell(NOTHING, value="", look="none")
    return Cell(facts.say.percent(deal.probability), value=str(deal.probability))


def stay_cell(facts: Facts, deal: Deal) -> Cell:
    """The days in the stage, warm where they are too many, beneath them what is usual there."""
    age, _ = facts.ages[deal.id], facts.words.gettext
    stage = facts.settings.stage(deal.pipeline, deal.stage)
    usual = _("usual %(days)s", days=facts.say.number(stage.typical_days)) if stage else ""
    if age.days_in_stage is None:
        return Cell(NOTHING, value="", note=usual, look="none")
    days = facts.say.days(age.days_in_stage)
    text = days if age.exact else _("%(days)s or more", days=days)
    return Cell(text, value=str(age.days_in_stage), note=usual, look="late" if age.is_slow else "")


def longest_stay_cell(facts: Facts, links: Links, ids: Iterable[str]) -> Cell:
    """The most days that any of these open deals has been in its stage, leading to the first that has."""
    known = [(days, id) for id in ids if (days := facts.ages[id].days_in_stage) is not None]
    if not known:
        return days_cell(facts.say, None)
    days, id = max(known, key=lambda one: one[0])
    return days_cell(facts.say, days, links.record(f"opportunities/{id}"))


def close_cell(facts: Facts, deal: Deal) -> Cell:
    """The day it should close on, warm where that has passed, beneath it how often it was pushed."""
    due, note, times = deal.state.expected_close, pushed_words(facts, deal), facts.pushes[deal.id]
    if due is None:
        return Cell(NOTHING, value="", note=note, look="none")
    look = "late" if due < facts.as_of else "late-note" if times > 1 else ""
    return Cell(facts.say.day(due), value=due.isoformat(), note=note, look=look)


def pushed_words(facts: Facts, deal: Deal) -> str:
    """How often the day it should close on was moved to a later one; empty for never."""
    _, times = facts.words.gettext, facts.pushes[deal.id]
    if times > 2:  # noqa: PLR2004  # there are words for once and twice
        return _("pushed %(count)s times", count=facts.say.number(times))
    return ("", _("pushed once"), _("pushed twice"))[times]


def step_cell(facts: Facts, deal: Deal) -> Cell:
    """The next step, beneath it its day or by how much it is late; that none is planned."""
    step, _ = deal.record.next_step, facts.words.gettext
    if step is None:
        return Cell(_("None planned"), value="", look="late")
    late = (facts.as_of - step.due).days if step.due else 0
    if late > 0:
        return Cell(step.what, note=_("%(days)s late", days=facts.say.days(late)), look="late-note")
    return Cell(step.what, note=facts.say.day(step.due) if step.due else "")


def deal_facets(facts: Facts, deal: Deal) -> Mapping[str, tuple[str, ...]]:
    """What the filters look at in the row of an open deal."""
    source, campaign = origin(deal.record, facts.settings)
    worries = tuple(dict.fromkeys(one.key for one in facts.concerns.get(deal.id, ())))
    due = deal.state.expected_close
    return {
        "owner": (deal.owner or "",),
        "pipeline": (deal.pipeline or "",),
        "stage": stage_values(facts, deal.pipeline, deal.stage),
        "source": (source or "",),
        "campaign": (campaign or "",),
        "tag": deal.record.tags or ("",),
        "category": (deal.category,),
        "forecast": ("" if deal.category == "omitted" else "likely",),
        "closes": (due.isoformat() if due else "",),
        "attention": (*((ANY,) if deal.id in facts.pressing else ()), *worries) or ("",),
        "amount": ("known" if deal.value is not None else "",),
        "competitor": deal.record.competitors or ("",),
        "decides": ("yes" if deal.id in facts.deciding.ids else "",),
    }


def facets_of(facts: Facts, deals: Sequence[Deal]) -> tuple[Facet, ...]:
    """The ways to choose among these open deals; one that would not tell two of them apart is not offered."""
    _ = facts.words.gettext
    rows = [Row((), deal_facets(facts, deal)) for deal in deals]
    used = {key: {value for row in rows for value in row.facets[key]} for key in (rows[0].facets if rows else ())}
    facets = (
        Facet("owner", _("Owner"), tuple(_owners(facts, used.get("owner", set())))),
        Facet("pipeline", _("Pipeline"), tuple(_lines(facts, used.get("pipeline", set())))),
        Facet("stage", _("Stage"), tuple(_stages(facts, deals))),
        Facet("source", _("Source"), tuple(_sources(facts, used.get("source", set())))),
        Facet("tag", _("Tag"), tuple(_tags(facts, used.get("tag", set())))),
        Facet("category", _("Forecast"), tuple((one, category_label(facts, one)) for one in CATEGORIES)),
        Facet("closes", _("Closes"), tuple(closing_periods(facts)), "period"),
        Facet("attention", _("Attention"), tuple((key, concern_label(facts, key)) for key in (ANY, *KEYS))),
    )
    offered = tuple(replace(one, is_offered=len(used.get(one.key, ())) > 1) for one in facets)
    return (*offered, *unoffered(_asked_for(facts, rows)))


def _asked_for(facts: Facts, rows: Sequence[Row]) -> Iterator[Facet]:
    """The ways to choose that only numbers elsewhere lead to."""
    _ = facts.words.gettext
    yield Facet("amount", _("Amount"), (("known", _("with amount")), ("", _("without amount"))))
    yield Facet("forecast", _("Forecast"), (("likely", _("all but omitted")), ("", category_label(facts, "omitted"))))
    yield Facet("decides", _("Decides the quarter"), (("yes", _("yes")), ("", _("no"))))
    yield by_campaign(facts, rows)
    yield by_competitor(facts, rows)


def _owners(facts: Facts, used: set[str]) -> Iterator[tuple[str, str]]:
    yield from sorted(((id, facts.label("team", id)) for id in used if id), key=lambda one: name_order(one[1], one[0]))
    if "" in used:
        yield "", owner_label(facts, None)


def _lines(facts: Facts, used: set[str]) -> Iterator[tuple[str, str]]:
    for line in facts.settings.pipelines:
        if line.id in used:
            yield line.id, line.label


def stage_value(facts: Facts, pipeline: str | None, stage: str | None) -> str:
    """What a filter calls a stage: its id, after that of its pipeline where several have a stage of this id."""
    return f"{pipeline or ''}/{stage}" if stage in facts.shared_stages else stage or ""


def stage_values(facts: Facts, pipeline: str | None, stage: str | None) -> tuple[str, ...]:
    """The stage for filters; by its id alone too, which chooses those of all pipelines."""
    return tuple(dict.fromkeys((stage or "", stage_value(facts, pipeline, stage))))


def stage_option(facts: Facts, pipeline: str | None, stage: str | None) -> tuple[str, str]:
    """A stage as a filter offers it, with its pipeline where several have a stage of this name."""
    label = facts.stage_label(pipeline, stage) or facts.words.gettext("not known")
    if label in facts.shared_stages or stage in facts.shared_stages:
        label = facts.words.gettext("%(stage)s, %(pipeline)s", stage=label, pipeline=line_label(facts, pipeline))
    return stage_value(facts, pipeline, stage), label


def _stages(facts: Facts, deals: Sequence[Deal]) -> Iterator[tuple[str, str]]:
    """The stages in the order of the settings, then those nobody knows."""
    used = {(deal.pipeline or "", deal.stage or "") for deal in deals}
    known = [(line.id, stage.id) for line in facts.settings.pipelines for stage in line.stages]
    ordered = [place for place in known if place in used] + sorted(used - set(known))
    options: dict[str, str] = {}
    for place in ordered:
        value, label = stage_option(facts, *place)
        options.setdefault(value, label)
    yield from options.items()


def _sources(facts: Facts, used: set[str]) -> Iterator[tuple[str, str]]:
    named = ((id, facts.entry_label("sources", id)) for id in used if id)
    yield from sorted(named, key=lambda one: name_order(one[1], one[0]))
    if "" in used:
        yield "", facts.words.gettext("not known")


def _tags(facts: Facts, used: set[str]) -> Iterator[tuple[str, str]]:
    yield from ((tag, tag) for tag in sorted(used - {""}, key=name_order))
    if "" in used:
        yield "", facts.words.gettext("none")


def deal_table(facts: Facts, name: str, title: str, deals: Iterable[Deal], notes: tuple[str, ...] = ()) -> Table:
    """Open deals as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("deal", _("Deal"), "id"),
        Field("name", _("Name")),
        Field("company", _("Company")),
        Field("owner", _("Owner")),
        Field("pipeline", _("Pipeline")),
        Field("stage", _("Stage")),
        Field("value", _("Amount"), "money"),
        Field("amount", _("Amount in its currency"), "count"),
        Field("currency", _("Currency")),
        Field("category", _("Forecast")),
        Field("probability", _("Chance"), "percent"),
        Field("created", _("Created"), "day"),
        Field("days_in_stage", _("Days in stage"), "days"),
        Field("expected_close", _("Closes"), "day"),
        Field("pushes", _("Pushed"), "count"),
        Field("next_step", _("Next step")),
        Field("next_step_due", _("Due"), "day"),
        Field("attention", _("Attention")),
        Field("source", _("Source")),
        Field("tags", _("Tags")),
    )
    rows = tuple(_exported(facts, deal) for deal in deals)
    return Table(name, title, fields, rows, currency=facts.currency, notes=notes)


def _exported(facts: Facts, deal: Deal) -> tuple[str | int | Decimal | date | None, ...]:
    record, step, age = deal.record, deal.record.next_step, facts.ages[deal.id]
    return (
        record.ref,
        record.name,
        record.company,
        deal.owner,
        deal.pipeline,
        deal.stage,
        deal.value,
        deal.amount,
        None if deal.amount is None else deal.state.currency or facts.currency,
        deal.category,
        deal.probability,
        deal.created,
        age.days_in_stage,
        deal.state.expected_close,
        facts.pushes[deal.id],
        step.what if step else None,
        step.due if step else None,
        "; ".join(one.says for one in facts.concerns.get(deal.id, ())),
        origin(record, facts.settings)[0],
        ", ".join(record.tags),
    )


def closing_periods(facts: Facts) -> Iterator[tuple[str, str]]:
    """The periods in which a deal may be expected to close: overdue, the next week, three quarters, later, not said."""
    _, start, today = facts.words.gettext, facts.settings.fiscal_year_start, facts.as_of
    quarters = [facts.period]
    for _number in range(2):
        quarters.append(following(quarters[-1], start))
    yield between(None, today - timedelta(days=1)), _("overdue")
    yield between(today, today + timedelta(days=7)), _("in seven days")
    for quarter in quarters:
        yield span(quarter), short_quarter(facts, quarter)
    yield between(quarters[-1].last + timedelta(days=1), None), _("later")
    yield "", _("not said")


def quarter_before(facts: Facts) -> Period:
    """The quarter before the present one."""
    return preceding(facts.period, facts.settings.fiscal_year_start)
