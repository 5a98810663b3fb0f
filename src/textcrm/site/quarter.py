"""The quarter: what is won, committed and hoped for in it, as a bar, and against time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate, groupby

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal
from textcrm.metrics.outcomes import won_in
from textcrm.metrics.quota import Quota
from textcrm.metrics.totals import OpenTotal, Total, open_total, total
from textcrm.model.money import added
from textcrm.model.periods import Period, months
from textcrm.reports import figures
from textcrm.site.charts.bars import Level, Segment
from textcrm.site.charts.lines import Step, Sum
from textcrm.site.charts.scale import Axis, Tick, axis
from textcrm.site.deals import (
    INKS,
    at_least,
    at_most,
    category_label,
    certainty_cell,
    quarter_before,
    sum_text,
)
from textcrm.site.facts import Facts
from textcrm.site.grid import Column, Grid, Row, day_cell, money_cell, number_cell
from textcrm.site.links import Href, Links
from textcrm.site.periods import between, short_quarter, span
from textcrm.tables import Column as Field
from textcrm.tables import Table


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar that the page opens with."""

    segments: tuple[Segment, ...]
    high: Decimal
    label: str
    goal: Level | None
    twin: Grid
    of: Text


@dataclass(frozen=True, slots=True)
class Line:
    """What was won so far, against time."""

    title: str
    unit: str
    sums: tuple[Sum, ...]
    along: Axis
    up: Axis
    label: str
    goal: Level | None
    twin: Grid
    empty: str


def parts(quota: Quota) -> tuple[tuple[str, Total], ...]:
    """The quarter's deals by category, the surest first."""
    found = quota.categories
    return (
        ("closed", found.closed),
        ("commit", found.commit),
        ("best_case", found.best_case),
        ("pipeline", found.pipeline),
        ("omitted", found.omitted),
    )


def behind(links: Links, category: str, whole: Total, period: Period, **facets: str) -> Href | None:
    """The deals of a category that were won in the period, or are expected to close in it; `None` if there are none."""
    if not whole.count:
        return None
    if category == "closed":
        return links.page("outcomes", "deals", status="won", closed=span(period), **facets)
    return links.page("pipeline", "deals", category=category, closes=span(period), **facets)


def quarter_bar_of(facts: Facts, links: Links, quota: Quota) -> Bar:
    """The bar: won, commit, best case and pipeline end to end, against the target."""
    _, say = facts.words.gettext, facts.say
    shown = [(key, whole) for key, whole in parts(quota) if key != "omitted"]
    segments = tuple(
        Segment(whole.amount, INKS[key], category_label(facts, key), say.brief(whole.amount)) for key, whole in shown
    )
    told = [
        _("%(name)s %(amount)s", name=category_label(facts, key), amount=sum_text(facts, whole)) for key, whole in shown
    ]
    goal = None
    if quota.goal is not None:
        goal = Level(quota.goal, _("target %(amount)s", amount=say.brief(quota.goal)))
        told.append(_("target %(amount)s", amount=say.short(quota.goal)))
    high = max(added(one.value for one in segments), quota.goal or Decimal(0))
    return Bar(segments, high, ", ".join(told), goal, _bar_twin(facts, links, quota), _of_bar(facts))


def _of_bar(facts: Facts) -> Text:
    """Of which deals the bar is, and which of them that are late are not in it."""
    before = open_total((deal for deal in facts.deals.open if _is_before(facts, deal)), facts.settings)
    of = facts.words.gettext("Won in this quarter, and open deals that should close in it")
    if not before.count:
        return of
    more = facts.words.ngettext(
        "without %(num)s open deal, %(amount)s, that should have closed before",
        "without %(num)s open deals, %(amount)s, that should have closed before",
        before.count,
        num=facts.say.number(before.count),
        amount=sum_text(facts, before),
    )
    return f"{of}; {more}"


def _is_before(facts: Facts, deal: Deal) -> bool:
    """Whether it should have closed before the quarter began."""
    due = deal.state.expected_close
    return due is not None and due < facts.period.first


def committed_before(facts: Facts) -> OpenTotal:
    """The open deals in commit that should have closed before the quarter began: no figure of the quarter has them."""
    late = (deal for deal in facts.deals.open if deal.category == "commit" and _is_before(facts, deal))
    return open_total(late, facts.settings)


def until_before(facts: Facts) -> str:
    """The days before the quarter, as a filter has them."""
    return between(None, facts.period.first - timedelta(days=1))


def late_commit(facts: Facts) -> str:
    """What is committed and should have closed before the quarter began; nothing of none."""
    late, day = committed_before(facts), facts.say.day(facts.period.first - timedelta(days=1))
    if not late.count:
        return ""
    if not late.summed:
        return facts.words.ngettext(
            "%(num)s committed deal without an amount should have closed by %(day)s.",
            "%(num)s committed deals without an amount should have closed by %(day)s.",
            late.count,
            num=facts.say.number(late.count),
            day=day,
        )
    return facts.words.gettext(
        "%(amount)s committed should have closed by %(day)s.", amount=facts.say.short(late.amount), day=day
    )


def _bar_twin(facts: Facts, links: Links, quota: Quota) -> Grid:
    _, say = facts.words.gettext, facts.say
    columns = (
        Column("category", _("Forecast")),
        Column("deals", _("Deals"), "num", "number"),
        Column("amount", _("Amount, %(sign)s", sign=say.currency), "num", "number"),
    )

    def row(key: str, whole: Total) -> Row:
        there = behind(links, key, whole, facts.period)
        amount = money_cell(say, figures.amount_cell(whole), there)
        return Row((certainty_cell(facts, key), number_cell(say, whole.count, there), amount))

    rows = tuple(row(*one) for one in parts(quota))
    return Grid("quarter-twin", _("The quarter by forecast category"), columns, rows)


def quarter_table(facts: Facts, quota: Quota) -> Table:
    """The bar as it is exported."""
    _ = facts.words.gettext
    fields = (
        Field("category", _("Forecast")),
        Field("deals", _("Deals"), "count"),
        Field("amount", _("Amount"), "money"),
        Field("without_amount", _("Without amount"), "count"),
    )
    rows = tuple(
        (key, whole.count, figures.amount_cell(whole), len(whole.without_amount)) for key, whole in parts(quota)
    )
    target = () if quota.target is None else (("target", None, quota.target, None),)
    return Table("quarter", _("The quarter"), fields, rows + target, currency=facts.currency)


def to_go(facts: Facts, quota: Quota) -> Text:
    """Whether what is committed covers what is missing; nothing where nothing is missing or asked for."""
    if quota.goal is None or quota.gap is None:
        return ""
    if quota.is_reached:
        return facts.words.gettext("The target is reached.")
    return " ".join(one for one in (_covered(facts, quota, quota.gap), late_commit(facts)) if one)


def _covered(facts: Facts, quota: Quota, gap: Decimal) -> str:
    _, commit = facts.words.gettext, quota.categories.commit
    missing = at_most(facts, gap, quota.categories.closed)
    if commit.count and not commit.summed:
        return _("What is committed has no amount, and %(gap)s is missing.", gap=missing)
    if commit.amount >= gap:
        return _("What is committed would cover what is missing.")
    if commit.amount:
        return _(
            "What is committed covers %(part)s of the %(gap)s that is missing.",
            part=at_least(facts, commit.amount, commit),
            gap=missing,
        )
    if committed_before(facts).count:
        return _("Nothing committed for this quarter covers the %(gap)s that is missing.", gap=missing)
    return _("Nothing committed covers the %(gap)s that is missing.", gap=missing)


def of_quarter(facts: Facts, quota: Quota) -> str:
    """How many deals were won, and how many of them no sum knows."""
    n_, say, won = facts.words.ngettext, facts.say, quota.categories.closed
    if not won.count:
        return ""
    told = n_("%(num)s deal won", "%(num)s deals won", won.count, num=say.number(won.count))
    without = len(won.without_amount) + len(won.without_rate)
    if not without:
        return told
    return facts.words.gettext("%(deals)s, %(without)s of them in no sum", deals=told, without=say.number(without))


@dataclass(frozen=True, slots=True)
class _Day:
    """What was won on a day of a quarter, and by its end."""

    period: Period
    place: int
    deals: tuple[Deal, ...]
    amount: Decimal
    so_far: Decimal


def _days(facts: Facts, period: Period) -> tuple[_Day, ...]:
    """The days of the period on which something was won."""
    won = sorted(won_in(facts.deals.closed, period), key=lambda deal: (str(deal.closed_on), deal.id))
    groups = [tuple(those) for _, those in groupby(won, key=lambda deal: deal.closed_on)]
    amounts = [total(those).amount for those in groups]
    sums = accumulate(amounts, lambda one, other: added((one, other)))
    return tuple(
        _Day(period, period.elapsed(those[0].closed_on or period.first) - 1, those, amount, so_far)
        for those, amount, so_far in zip(groups, amounts, sums, strict=True)
    )


def line_of(facts: Facts, links: Links, quota: Quota) -> Line:
    """What was won so far, day by day, beside the quarter before."""
    _, say, period, before = facts.words.gettext, facts.say, facts.period, quarter_before(facts)
    now, then = _days(facts, period), _days(facts, before)
    high, elapsed = Decimal(period.days), Decimal(period.elapsed(facts.as_of))
    sums = [
        Sum(_steps(now), elapsed, _("Won %(amount)s", amount=say.brief(figures.amount_cell(quota.categories.closed))))
    ]
    if then:
        amount = say.brief(then[-1].so_far)
        text = _("%(quarter)s %(amount)s", quarter=short_quarter(facts, before), amount=amount)
        sums.append(Sum(_steps(then), high, text, earlier=True, short=amount))
    goal = None if quota.goal is None else _target(facts, quota.goal)
    is_empty = not now and not then and goal is None
    return Line(
        title=_("Won so far"),
        unit=_("%(sign)s, cumulative", sign=say.currency),
        sums=() if is_empty else tuple(sums),
        along=Axis(high, tuple(_ticks(facts, period))),
        up=axis([*(day.so_far for day in (*now, *then)), quota.goal], say.brief),
        label=_line_label(facts, quota, then),
        goal=goal,
        twin=_line_twin(facts, links, (*now, *then)),
        empty=_("Nothing was won in this quarter or the one before."),
    )


def _target(facts: Facts, target: Decimal) -> Level:
    amount = facts.say.brief(target)
    return Level(target, facts.words.gettext("Target %(amount)s", amount=amount), amount)


def _steps(days: Sequence[_Day]) -> tuple[Step, ...]:
    return tuple(Step(Decimal(day.place), day.so_far) for day in days)


def _ticks(facts: Facts, period: Period) -> Iterator[Tick]:
    say, elapsed = facts.say, period.elapsed(facts.as_of)
    for month in months(period, period.last):
        yield Tick(Decimal((month.first - period.first).days), say.day(month.first))
    yield Tick(Decimal(elapsed), facts.words.gettext("today"), strong=True)
    yield Tick(Decimal(period.days), say.day(period.last))


def _line_label(facts: Facts, quota: Quota, then: Sequence[_Day]) -> str:
    _, say = facts.words.gettext, facts.say
    won = quota.categories.closed
    amount = at_least(facts, won.amount, won) if won.summed else sum_text(facts, won)
    told = [_("%(amount)s won by today", amount=amount)]
    if then:
        told.append(_("%(amount)s in the quarter before", amount=say.short(then[-1].so_far)))
    if quota.goal is not None:
        told.append(_("target %(amount)s", amount=say.short(quota.goal)))
    return ", ".join(told)


def _line_twin(facts: Facts, links: Links, days: Sequence[_Day]) -> Grid:
    _, say = facts.words.gettext, facts.say
    columns = (
        Column("day", _("Day")),
        Column("deals", _("Deals won"), "num", "number"),
        Column("amount", _("Amount, %(sign)s", sign=say.currency), "num", "number"),
        Column("so-far", _("In the quarter so far"), "num", "number"),
    )

    def row(day: _Day) -> Row:
        on, begin = day.deals[0].closed_on, day.period.first
        there = links.page("outcomes", "deals", status="won", closed=between(on, on))
        till_then = links.page("outcomes", "deals", status="won", closed=between(begin, on))
        return Row(
            (
                day_cell(say, on),
                number_cell(say, len(day.deals), there),
                money_cell(say, figures.amount_cell(total(day.deals)), there),
                money_cell(say, day.so_far, till_then),
            )
        )

    return Grid("won-twin", _("Won so far"), columns, tuple(map(row, days)))


def won_table(facts: Facts) -> Table:
    """The line as it is exported."""
    _ = facts.words.gettext
    fields = (
        Field("quarter", _("Quarter")),
        Field("day", _("Day"), "day"),
        Field("deals", _("Deals won"), "count"),
        Field("amount", _("Amount"), "money"),
        Field("so_far", _("In the quarter so far"), "money"),
    )
    days = (*_days(facts, quarter_before(facts)), *_days(facts, facts.period))
    rows = tuple((day.period.name, day.deals[0].closed_on, len(day.deals), day.amount, day.so_far) for day in days)
    notes = (_("Amounts that are not known, or have no exchange rate, are in no sum."),)
    return Table(
        "won-so-far", _("Won so far, this quarter and the one before"), fields, rows, None, facts.currency, notes
    )
