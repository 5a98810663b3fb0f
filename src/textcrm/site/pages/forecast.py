"""The Forecast: what is won and what its owners expect, by month, quarter, owner and category, against the targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from textcrm.locale.words import Text, begun
from textcrm.metrics.deals import Deal
from textcrm.metrics.pipeline import weighted_pipeline
from textcrm.metrics.quota import Quota, quota
from textcrm.metrics.totals import OpenTotal, Total, open_total
from textcrm.model.money import added
from textcrm.model.periods import Period, Unit, following, period_on
from textcrm.reports import figures
from textcrm.reports.figures import money_cell as rounded_money
from textcrm.reports.figures import share_cell as exact_share
from textcrm.site.charts.bars import Segment, bar, quarter_bar
from textcrm.site.charts.columns import Column as Month
from textcrm.site.charts.columns import Stack
from textcrm.site.charts.scale import Axis, axis, axis_row
from textcrm.site.deals import (
    CATEGORIES,
    INKS,
    at_least,
    at_most,
    attained_cell,
    category_label,
    counted_on_unknown,
    is_part_unknown,
    owner_cell,
    sum_text,
    total_cell,
    weighted_cell,
    with_unknown,
)
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Grid, Row, number_cell, whole_cell
from textcrm.site.links import Href, Links
from textcrm.site.order import name_order
from textcrm.site.page import Head, Page, head
from textcrm.site.periods import between, quarter_label, short_quarter, span
from textcrm.site.quarter import behind, late_commit, parts
from textcrm.tables import Cell as Value
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "forecast.html"
#: The months that are shown one by one, and at most so many quarters.
_MONTHS, _QUARTERS = 6, 8


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the sums leave out or that should be over: the words, and the deals."""

    text: str
    href: Href


@dataclass(frozen=True, slots=True)
class Months:
    """The columns of the months; `key` are the inks with their names."""

    columns: tuple[Month, ...]
    up: Axis
    label: str
    goal: str
    key: tuple[tuple[str, str], ...]
    has_goal: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the page shows."""

    head: Head
    sentence: Text
    facts: tuple[Fact, ...]
    months_head: Head
    chart: Months
    months: Grid
    quarters_head: Head
    quarters: Grid
    owners_head: Head
    owners: Grid
    categories_head: Head
    categories: Grid
    guesses_head: Head
    guesses: Grid


@dataclass(frozen=True, slots=True)
class _Line:
    """A period, or what is expected before, after or at no known time: of those nothing is won and nothing asked.

    `open` are the deals by forecast category, `likely` all but those omitted.
    """

    key: str
    label: str
    closes: str
    won: Total | None
    open: dict[str, OpenTotal]
    likely: OpenTotal
    target: Decimal | None
    period: Period | None = None

    @property
    def open_count(self) -> int:
        """How many open deals there are, those omitted too."""
        return sum(found.count for found in self.open.values())


def pages(facts: Facts) -> Iterator[Page]:
    """The page."""
    _, links = facts.words.gettext, facts.links(PATH)
    by_month, by_quarter, owners = _by(facts, "month", _MONTHS), _quarters(facts), _owners(facts)
    value = Forecast(
        head=Head(_("Forecast"), of=quarter_label(facts, facts.period)),
        sentence=_sentence(facts),
        facts=tuple(_facts(facts, links)),
        months_head=head(_("By month"), links, "forecast-by-month", _heaviest(facts, by_month), _of_open(facts)),
        chart=_chart(facts, links, by_month),
        months=_grid(facts, links, "months", _("By month"), by_month),
        quarters_head=head(_("By quarter"), links, "forecast-by-quarter", of=_("Fiscal quarters, by expected close")),
        quarters=_grid(facts, links, "quarters", _("By quarter"), by_quarter),
        owners_head=replace(
            head(
                _("By owner"),
                links,
                "forecast-by-owner",
                _on_track(facts, owners),
                _("This quarter, against each one's target"),
            ),
            id="owners",
        ),
        owners=_owner_grid(facts, links, owners),
        categories_head=head(
            _("By category"),
            links,
            "forecast-by-category",
            of=_("This quarter, as the owners see it; each sum holds those above it"),
        ),
        categories=_category_grid(facts, links),
        guesses_head=replace(
            head(
                _("Ways to guess"),
                links,
                "forecast-guesses",
                _apart(facts),
                _("How this quarter may end, each way by itself"),
            ),
            id="guesses",
        ),
        guesses=_guess_grid(facts),
    )
    tables = (
        _table(facts, "forecast-by-month", _("By month"), by_month),
        _table(facts, "forecast-by-quarter", _("By quarter"), by_quarter),
        _owner_table(facts, owners),
        _category_table(facts),
        _guess_table(facts),
    )
    yield Page(PATH, "pages/forecast.html.jinja", _("Forecast"), "forecast", value, tables)


# ── the sentence ────────────────────────────────────────────────────────────────────────────────────────────────────


def _sentence(facts: Facts) -> Text:
    """What is won or committed, against the target; what is committed and late from before the quarter."""
    m_, late = facts.words.marked, late_commit(facts)
    if not facts.deals.counted:
        return m_("<b>There is no deal yet</b>, and so nothing to forecast.")
    target = facts.guesses.quota.goal
    said = _without_target(facts) if target is None else _with_target(facts, target)
    sure = _counted_on(facts)
    if any(one.summed for one in sure) and (unknown := counted_on_unknown(facts, *sure)):
        said = m_("%(said)s %(unknown)s", said=said, unknown=unknown)
    return m_("%(said)s <b>%(late)s</b>", said=said, late=late) if late else said


def _with_target(facts: Facts, target: Decimal) -> Text:
    """What is won or committed, against the target; what best case would make of it."""
    m_, say, guesses = facts.words.marked, facts.say, facts.guesses
    asked, goal, sure = guesses.quota, say.short(target), _counted_on(facts)
    commit = at_least(facts, guesses.commit, *sure)
    if not _is_any(asked):
        return m_(
            "<b>Nothing is won or committed for this quarter</b>, and the target is %(goal)s. %(best)s",
            goal=goal,
            best=_with_best(facts, target),
        )
    if _rolled_up(asked)["commit"] is None:
        return m_(
            "<b>What is won or committed has no amount</b>, and the target is %(goal)s. %(best)s",
            goal=goal,
            best=_with_best(facts, target),
        )
    if asked.is_reached:
        return m_(
            "<b>The target of %(goal)s is reached</b>: %(won)s is won, %(commit)s with what is committed.",
            goal=goal,
            won=at_least(facts, asked.closed, asked.categories.closed),
            commit=commit,
        )
    if guesses.commit >= target:
        return m_(
            "<b>%(commit)s is won or committed</b>, %(over)s more than the target of %(goal)s.",
            commit=begun(commit),
            over=at_least(facts, added((guesses.commit, -target)), *sure),
            goal=goal,
        )
    return m_(
        "<b>%(commit)s is won or committed</b>, %(under)s less than the target of %(goal)s. %(best)s",
        commit=begun(commit),
        under=at_most(facts, added((target, -guesses.commit)), *sure),
        goal=goal,
        best=_with_best(facts, target),
    )


def _counted_on(facts: Facts) -> tuple[Total, Total]:
    """What is won and what is committed."""
    found = facts.guesses.quota.categories
    return found.closed, found.commit


def _is_any(asked: Quota) -> bool:
    """Whether any deal is won or committed, with an amount or without."""
    return bool(asked.categories.closed.count or asked.categories.commit.count)


def _without_target(facts: Facts) -> Text:
    m_, sums, sure = facts.words.marked, _rolled_up(facts.guesses.quota), _counted_on(facts)
    best = at_least(facts, facts.guesses.best_case, *sure, facts.guesses.quota.categories.best_case)
    if not _is_any(facts.guesses.quota):
        return m_(
            "<b>Nothing is won or committed</b> for this quarter, %(best)s with best case. No target is set for it.",
            best=best if sums["best_case"] is not None else facts.say.no_amount,
        )
    if sums["commit"] is None:
        return m_("<b>What is won or committed has no amount.</b> No target is set for this quarter.")
    return m_(
        "<b>%(commit)s is won or committed</b> for this quarter, %(best)s with best case. No target is set for it.",
        commit=begun(at_least(facts, sums["commit"], *sure)),
        best=best,
    )


def _with_best(facts: Facts, goal: Decimal) -> str:
    """What best case would make of it, where there is any; whether that is enough."""
    _, best = facts.words.gettext, facts.guesses.best_case
    found, sure = facts.guesses.quota.categories.best_case, _counted_on(facts)
    says = at_least(facts, best, *sure, found)
    if found.count and not found.summed:
        return _("What is best case has no amount.")
    if not found.count:
        return _("There is no best case beside it.")
    if best >= goal:
        return _("With best case it is %(best)s, which is enough.", best=says)
    if is_part_unknown(*sure, found):
        return _("With best case it is %(best)s.", best=says)
    return _("Even with best case it is %(best)s.", best=says)


def _facts(facts: Facts, links: Links) -> Iterator[Fact]:
    """Open deals that should have closed, that have no day, that are in no sum."""
    n_, number = facts.words.ngettext, facts.say.number
    late = _total(facts, (deal for deal in facts.deals.open if _is_before(deal, facts.as_of)))
    if late.count:
        text = n_(
            "%(num)s deal, %(amount)s, should have closed by now",
            "%(num)s deals, %(amount)s, should have closed by now",
            late.count,
            num=number(late.count),
            amount=sum_text(facts, late),
        )
        yield Fact(text, links.page("pipeline", "deals", attention="overdue"))
    undated = _total(facts, (deal for deal in facts.deals.open if deal.state.expected_close is None))
    if undated.count:
        text = n_(
            "%(num)s deal has no close date",
            "%(num)s deals have no close date",
            undated.count,
            num=number(undated.count),
        )
        yield Fact(text, links.page("pipeline", "deals", closes=""))
    unknown = facts.by_stage.total.count - facts.by_stage.total.summed
    if unknown:
        text = n_("%(num)s deal is in no sum", "%(num)s deals are in no sum", unknown, num=number(unknown))
        yield Fact(text, links.page("pipeline", "deals", amount=""))


def _of_open(facts: Facts) -> str:
    n_, count = facts.words.ngettext, len(facts.deals.open)
    if not count:
        return ""
    return n_(
        "%(num)s open deal, by the day it should close",
        "%(num)s open deals, by the day they should close",
        count,
        num=facts.say.number(count),
    )


# ── by month and by quarter ─────────────────────────────────────────────────────────────────────────────────────────


def _by(facts: Facts, unit: Unit, least: int, most: int | None = None) -> list[_Line]:
    """The periods from the beginning of the quarter on, and what is expected outside of them."""
    start = facts.settings.fiscal_year_start
    periods = [period_on(facts.period.first, unit, start)]
    last = max((day for deal in facts.deals.open if (day := deal.state.expected_close)), default=facts.as_of)
    while len(periods) < least or (most and len(periods) < most and periods[-1].last < last):
        periods.append(following(periods[-1], start))
    shown = [_line(facts, period) for period in periods]
    return [*_rest(facts, periods[0].first, None), *shown, *_rest(facts, None, periods[-1].last), *_undated(facts)]


def _quarters(facts: Facts) -> list[_Line]:
    return _by(facts, "quarter", 2, _QUARTERS)


def _line(facts: Facts, period: Period) -> _Line:
    asked = quota(facts.book, facts.as_of, period)
    found = asked.categories
    opened = {
        "commit": found.commit,
        "best_case": found.best_case,
        "pipeline": found.pipeline,
        "omitted": found.omitted,
    }
    is_quarter = "Q" in (period.name or "")
    label = short_quarter(facts, period) if is_quarter else facts.say.month(period.first)
    likely = weighted_pipeline(facts.book, facts.as_of, period).likely
    return _Line(period.name or "", label, span(period), found.closed, opened, likely, asked.target, period)


def _rest(facts: Facts, before: date | None, after: date | None) -> Iterator[_Line]:
    """What is expected to close before a day, or after one, if anything is."""
    _, day = facts.words.gettext, timedelta(days=1)
    if before:
        deals = [deal for deal in facts.deals.open if _is_before(deal, before)]
        yield from _others(facts, "earlier", _("Earlier"), between(None, before - day), deals)
    if after:
        deals = [deal for deal in facts.deals.open if (due := deal.state.expected_close) and due > after]
        yield from _others(facts, "later", _("Later"), between(after + day, None), deals)


def _undated(facts: Facts) -> Iterator[_Line]:
    deals = [deal for deal in facts.deals.open if deal.state.expected_close is None]
    yield from _others(facts, "not-said", facts.words.gettext("Not said"), "", deals)


def _others(facts: Facts, key: str, label: str, closes: str, deals: Sequence[Deal]) -> Iterator[_Line]:
    if deals:
        opened = {one: _total(facts, (deal for deal in deals if deal.category == one)) for one in CATEGORIES}
        likely = _total(facts, (deal for deal in deals if deal.category != "omitted"))
        yield _Line(key, label, closes, None, opened, likely, None)


def _total(facts: Facts, deals: Iterable[Deal]) -> OpenTotal:
    return open_total(deals, facts.settings)


def _is_before(deal: Deal, day: date) -> bool:
    due = deal.state.expected_close
    return due is not None and due < day


def _heaviest(facts: Facts, lines: Sequence[_Line]) -> Text:
    """The month that holds most of what is open, where several hold something."""
    sums = [(added(one.open[key].amount for key in CATEGORIES), one.label) for one in lines if one.period]
    held = [one for one in sums if one[0]]
    if len(held) < 2:  # noqa: PLR2004  # one month has it all
        return ""
    amount, label = max(held, key=lambda one: one[0])
    return facts.words.gettext(
        "Most of what is still open should close in %(month)s: %(amount)s.",
        month=label,
        amount=facts.say.short(amount),
    )


def _grid(facts: Facts, links: Links, id: str, title: str, lines: Sequence[_Line]) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    has_targets = any(line.target is not None for line in lines)
    columns = (
        Column("period", _("Closes"), "nw", ""),
        Column("won", _("Won, %(sign)s", sign=sign), "num cat won", ""),
        Column("commit", _("Commit"), "num p2 cat commit", ""),
        Column("best-case", _("Best case"), "num p2 cat best", ""),
        Column("pipeline", _("Pipeline"), "num p2 cat pipe", ""),
        Column("omitted", _("Omitted"), "num p4 cat omit", ""),
        Column("weighted", _("Weighted"), "num", ""),
        *((Column("target", _("Target"), "num p2", ""),) if has_targets else ()),
    )
    rows = tuple(_period_row(facts, links, line, has_targets=has_targets) for line in lines)
    total = _sum_row(facts, links, lines, has_targets=has_targets) if len(lines) > 1 else None
    return Grid(id, title, columns, rows, total)


def _period_row(facts: Facts, links: Links, line: _Line, *, has_targets: bool) -> Row:
    _say, won = facts.say, line.won
    outcome = links.page("outcomes", "deals", status="won", closed=line.closes)
    cells = [
        Cell(line.label, small=tuple(_small(facts, line))),
        total_cell(facts, won, outcome if won.count else None) if won else Cell("–", value="", look="none"),
    ]
    for key in CATEGORIES:
        found = line.open[key]
        there = links.page("pipeline", "deals", category=key, closes=line.closes)
        cells.append(total_cell(facts, found, there if found.count else None))
    likely = links.page("pipeline", "deals", forecast="likely", closes=line.closes)
    cells.append(weighted_cell(facts, line.likely, likely if line.likely.count else None))
    return Row((*cells, *((_target_cell(facts, line.target),) if has_targets else ())))


def _small(facts: Facts, line: _Line) -> Iterator[str]:
    """What is open and what is asked for, for a small screen."""
    _, say = facts.words.gettext, facts.say
    if line.likely.summed:
        yield _("open %(amount)s", amount=say.short(line.likely.amount))
    if line.target is not None:
        yield _("target %(amount)s", amount=say.short(line.target))


def _target_cell(facts: Facts, goal: Decimal | None) -> Cell:
    return Cell("–", value="", look="none") if goal is None else whole_cell(facts.say, goal)


def _sum_row(facts: Facts, links: Links, lines: Sequence[_Line], *, has_targets: bool) -> Row:
    """The sums of all but the targets, of which some may be missing; together the lines are of all open deals."""
    won, likely = [line.won for line in lines if line.won], [line.likely for line in lines]
    outcome = links.page("outcomes", "deals", status="won", closed=_all_periods(lines))
    cells = [_sum_cell(facts, won, map(figures.amount_cell, won), outcome)]
    for key in CATEGORIES:
        found = [line.open[key] for line in lines]
        there = links.page("pipeline", "deals", category=key)
        cells.append(_sum_cell(facts, found, map(figures.amount_cell, found), there))
    there = links.page("pipeline", "deals", forecast="likely")
    cells.append(_sum_cell(facts, likely, map(figures.weighted_cell, likely), there))
    return Row((Cell(facts.words.gettext("All")), *cells, *((Cell(""),) if has_targets else ())))


def _sum_cell(facts: Facts, wholes: Sequence[Total], amounts: Iterable[Decimal | None], href: Href) -> Cell:
    """The sum of the amounts, leading to the deals if there are any."""
    return whole_cell(facts.say, figures.sum_cell(amounts), href if any(one.count for one in wholes) else None)


def _all_periods(lines: Sequence[_Line]) -> str:
    """From the first day of the first period to the last of the last."""
    periods = [line.period for line in lines if line.period]
    return between(periods[0].first, periods[-1].last)


def _chart(facts: Facts, links: Links, lines: Sequence[_Line]) -> Months:
    _, say = facts.words.gettext, facts.say
    shown = [line for line in lines if line.period]
    columns = tuple(_month(facts, links, line, is_first=line is shown[0]) for line in shown)
    goals = [line.target for line in shown if line.target is not None]
    is_empty = not any(column.total for column in columns) and not goals
    return Months(
        columns=() if is_empty else columns,
        up=axis((*(column.total for column in columns), *goals), say.brief),
        label="; ".join(stack.told for column in columns for stack in column.stacks),
        goal=_("target"),
        key=tuple((INKS[key], category_label(facts, key)) for key in ("closed", *CATEGORIES[:-1])),
        has_goal=bool(goals),
    )


def _month(facts: Facts, links: Links, line: _Line, *, is_first: bool) -> Month:
    say, first = facts.say, (line.period or facts.period).first
    stacks = tuple(_stacks(facts, links, line))
    nothing = Stack((), f"{line.label}: {facts.words.gettext('nothing')}")
    height = added(part.value for stack in stacks for part in stack.segments)
    return Month(
        name=say.month_name(first),
        stacks=stacks or (nothing,),
        under=str(first.year) if is_first or first.month == 1 else "",
        text=say.brief(height) if height else "",
        goal=line.target,
    )


def _stacks(facts: Facts, links: Links, line: _Line) -> Iterator[Stack]:
    """What is won in a month and above it what is open: the deals behind each stand on a page of their own."""
    if line.won and line.won.count:
        href = links.page("outcomes", "deals", status="won", closed=line.closes)
        yield _stack(facts, line.label, {"closed": line.won}, href)
    if line.open_count:
        yield _stack(facts, line.label, line.open, links.page("pipeline", "deals", closes=line.closes))


def _stack(facts: Facts, label: str, totals: Mapping[str, Total], href: Href) -> Stack:
    """The amounts, but for omitted ones, which are in no sum and are only told."""
    told = [f"{category_label(facts, key)} {sum_text(facts, whole)}" for key, whole in totals.items() if whole.count]
    segments = tuple(Segment(whole.amount, INKS[key]) for key, whole in totals.items() if key != "omitted")
    return Stack(segments, f"{label}: {', '.join(told)}", href)


def _table(facts: Facts, name: str, title: str, lines: Sequence[_Line]) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("period", _("Closes")),
        Field("won", _("Won"), "money"),
        *(Field(key, category_label(facts, key), "money") for key in CATEGORIES),
        Field("weighted", _("Weighted"), "money"),
        Field("target", _("Target"), "money"),
        Field("won_count", _("Deals won"), "count"),
        Field("open_count", _("Open deals"), "count"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            line.key,
            figures.amount_cell(line.won) if line.won else None,
            *(figures.amount_cell(line.open[key]) for key in CATEGORIES),
            figures.weighted_cell(line.likely),
            line.target,
            line.won.count if line.won else None,
            line.open_count,
        )
        for line in lines
    )
    notes = (_("Weighted: the amount of each open deal times its chance of being won, but for omitted ones."),)
    return Table(name, title, fields, rows, currency=facts.currency, notes=notes)


# ── by owner ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Owner:
    """An owner, `None` for deals of nobody, with what is won, open and asked for in the quarter."""

    id: str | None
    quota: Quota


def _owners(facts: Facts) -> list[_Owner]:
    """Who has a target, or won or expects something in the quarter: by target, then by name; nobody's deals last."""
    found = [_Owner(member, asked) for member, asked in facts.quotas.items()]
    busy = [one for one in found if one.quota.target is not None or any(total.count for _, total in parts(one.quota))]
    return sorted(
        busy, key=lambda one: (one.id is None, -(one.quota.target or 0), name_order(facts.label("team", one.id)))
    )


def _on_track(facts: Facts, owners: Sequence[_Owner]) -> Text:
    """How many of those who were asked for something have it won or committed."""
    asked = [one.quota for one in owners if one.quota.target]
    if not asked:
        return facts.words.gettext("Nobody has a target of their own.") if owners else ""
    unreached = [one.categories for one in asked if one.categories.commit_forecast < (one.target or 0)]
    reached, unknown = len(asked) - len(unreached), sum(is_part_unknown(one.closed, one.commit) for one in unreached)
    if unknown and len(asked) == 1:
        return facts.words.gettext(
            "Whether what was asked for is won or committed is not known, as some of the deals have no amount."
        )
    says = facts.words.ngettext(
        "%(k)s of %(num)s has won or committed what was asked for.",
        "%(k)s of %(num)s have won or committed what was asked for.",
        reached,
        k=facts.say.number(reached),
        num=facts.say.number(len(asked)),
    )
    return with_unknown(facts, says, unknown)


def _owner_grid(facts: Facts, links: Links, owners: Sequence[_Owner]) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    along = axis((value for one in owners for value in (one.quota.target, _claimed(one.quota))), facts.say.brief)
    columns = (
        Column("owner", _("Owner"), "words"),
        Column("bar", _("Won, commit, best case, pipeline, against the target"), "bar", ""),
        Column("won", _("Won, %(sign)s", sign=sign), "num p2", "number"),
        Column("commit", _("Commit"), "num p2", "number"),
        Column("target", _("Target"), "num", "number"),
        Column("share", _("Won of target"), "num p2", "number"),
    )
    rows = tuple(_owner_row(facts, links, one, along) for one in owners)
    total = _team_row(facts, links, along) if rows and along.high else None
    empty = _("Nobody won anything, expects anything or was asked for anything in this quarter.")
    return Grid("owners-table", _("By owner"), columns, rows, total, empty=empty, look="bars")


def _team_row(facts: Facts, links: Links, along: Axis) -> Row:
    """The whole team, whose target need not be the sum of the others."""
    asked, _ = facts.guesses.quota, facts.words.gettext
    won, commit = asked.categories.closed, asked.categories.commit
    return Row(
        (
            Cell(_("Team")),
            Cell(axis_row(along)),
            total_cell(facts, won, behind(links, "closed", won, facts.period)),
            total_cell(facts, commit, behind(links, "commit", commit, facts.period)),
            _target_cell(facts, asked.target),
            attained_cell(facts, asked),
        )
    )


def _claimed(asked: Quota) -> Decimal:
    return added((asked.closed, asked.categories.open_pipeline))


def _owner_row(facts: Facts, links: Links, one: _Owner, along: Axis) -> Row:
    asked, owner = one.quota, one.id or ""
    segments = [Segment(whole.amount, INKS[key]) for key, whole in parts(asked) if key != "omitted"]
    won, commit = asked.categories.closed, asked.categories.commit
    return Row(
        (
            owner_cell(facts, links, one.id),
            Cell(quarter_bar(segments, along, asked.target)),
            total_cell(facts, won, behind(links, "closed", won, facts.period, owner=owner)),
            total_cell(facts, commit, behind(links, "commit", commit, facts.period, owner=owner)),
            _target_cell(facts, asked.target),
            attained_cell(facts, asked),
        )
    )


def _owner_table(facts: Facts, owners: Sequence[_Owner]) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("owner", _("Owner")),
        *(
            Field("won" if key == "closed" else key, category_label(facts, key), "money")
            for key in ("closed", *CATEGORIES)
        ),
        Field("target", _("Target"), "money"),
        Field("attainment", _("Won of target"), "share"),
    )
    rows = tuple(
        (
            one.id,
            *(figures.amount_cell(whole) for _key, whole in parts(one.quota)),
            one.quota.target,
            exact_share(one.quota.attainment),
        )
        for one in owners
    )
    return Table("forecast-by-owner", _("By owner"), fields, rows, currency=facts.currency)


# ── by category ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _rolled_up(asked: Quota) -> dict[str, Decimal | None]:
    """Each category with all surer ones; not known where some deals have no amount and the others come to nothing."""
    amounts = [(key, figures.amount_cell(whole)) for key, whole in parts(asked) if key != "omitted"]
    return {key: figures.sum_cell(amount for _, amount in amounts[: i + 1]) for i, (key, _) in enumerate(amounts)}


def _category_grid(facts: Facts, links: Links) -> Grid:
    _, say, asked = facts.words.gettext, facts.say, facts.guesses.quota
    along = axis((whole.amount for _key, whole in parts(asked)), say.brief)
    columns = (
        Column("category", _("Forecast"), "words", ""),
        Column("deals", _("Deals"), "num p2", ""),
        Column("bar", _("Amount"), "bar", ""),
        Column("amount", _("Amount, %(sign)s", sign=say.currency), "num", ""),
        Column("weighted", _("Weighted"), "num p2", ""),
        Column("sum", _("Up to here"), "num p2", ""),
    )
    sums = _rolled_up(asked)

    def row(key: str, whole: Total) -> Row:
        there, none = behind(links, key, whole, facts.period), Cell("–", value="", look="none")
        return Row(
            (
                Cell(category_label(facts, key)),
                number_cell(say, whole.count, there),
                Cell(bar(whole.amount, along, INKS[key])),
                total_cell(facts, whole, there),
                weighted_cell(facts, whole, there) if isinstance(whole, OpenTotal) else none,
                whole_cell(say, sums[key]) if key in sums else Cell(_("in no sum"), value="", look="none"),
            )
        )

    rows = tuple(row(*one) for one in parts(asked))
    return Grid("categories", _("By category"), columns, rows, look="bars")


def _category_table(facts: Facts) -> Table:
    _, asked = facts.words.gettext, facts.guesses.quota
    fields = (
        Field("category", _("Forecast")),
        Field("deals", _("Deals"), "count"),
        Field("amount", _("Amount"), "money"),
        Field("weighted", _("Weighted"), "money"),
        Field("up_to_here", _("Up to here"), "money"),
    )
    sums = _rolled_up(asked)
    rows = tuple(
        (
            key,
            whole.count,
            figures.amount_cell(whole),
            figures.weighted_cell(whole) if isinstance(whole, OpenTotal) else None,
            sums.get(key),
        )
        for key, whole in parts(asked)
    )
    return Table("forecast-by-category", _("By category"), fields, rows, currency=facts.currency)


# ── ways to guess ───────────────────────────────────────────────────────────────────────────────────────────────────


def _guesses(facts: Facts) -> list[tuple[str, str, Decimal | None, str]]:
    _, found = facts.words.gettext, facts.guesses
    sums, likely = _rolled_up(found.quota), weighted_pipeline(facts.book, facts.as_of, facts.period).likely
    pace = rounded_money(found.pace, facts.currency) if found.lately.summed else None
    return [
        ("commit", _("Won plus commit"), sums["commit"], _("What the owners commit to")),
        ("best_case", _("With best case"), sums["best_case"], _("What they think may well come, too")),
        (
            "weighted",
            _("Won plus weighted"),
            figures.sum_cell((sums["closed"], figures.weighted_cell(likely))),
            _("Each open deal times its chance, closing this quarter"),
        ),
        ("pace", _("Pace"), pace, _("As much a day as in the last 90 days; knows nothing of the pipeline")),
    ]


def _apart(facts: Facts) -> Text:
    """How far apart the ways are, which says how little is sure."""
    known = [value for _, _, value, _ in _guesses(facts) if value]
    if len(known) < 2 or min(known) == max(known):  # noqa: PLR2004  # one is not apart from itself
        return ""
    low, high = facts.say.short(min(known)), facts.say.short(max(known))
    return facts.words.gettext("They say between %(low)s and %(high)s.", low=low, high=high)


def _guess_grid(facts: Facts) -> Grid:
    _, say, goal = facts.words.gettext, facts.say, facts.guesses.quota.goal
    columns = (
        Column("way", _("Way"), "words", ""),
        Column("says", _("Says, %(sign)s", sign=say.currency), "num", ""),
        *((Column("target", _("Against the target"), "num", ""),) if goal is not None else ()),
        Column("what", _("What it is"), "p2", ""),
    )
    rows = tuple(
        Row(
            (
                Cell(label),
                _guess_cell(facts, key, value),
                *((_against(facts, value, goal),) if goal is not None else ()),
                Cell(what),
            )
        )
        for key, label, value, what in _guesses(facts)
    )
    return Grid("guesses-table", _("Ways to guess"), columns, rows)


def _guess_cell(facts: Facts, key: str, value: Decimal | None) -> Cell:
    """What it comes to; a dash where nothing was won lately, so that there is no pace."""
    if key == "pace" and not facts.guesses.lately.count:
        return Cell("–", look="none")
    return whole_cell(facts.say, value)


def _against(facts: Facts, value: Decimal | None, goal: Decimal) -> Cell:
    if value is None:
        return Cell("–", look="none")
    short = added((value, -goal))
    return Cell(facts.say.brief_signed(short), value=str(short), look="late" if short < 0 else "")


def _guess_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (Field("way", _("Way")), Field("says", _("Says"), "money"), Field("target", _("Target"), "money"))
    goal = facts.guesses.quota.target
    rows = tuple((key, value, goal) for key, _label, value, _what in _guesses(facts))
    notes = (_("Pace: won so far, and in the days left as much a day as in the last 90 days."),)
    return Table("forecast-guesses", _("Ways to guess"), fields, rows, currency=facts.currency, notes=notes)
