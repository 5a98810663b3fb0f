"""Won and lost: how often deals are won, by quarter, why, against whom and how fast; and every deal that closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal
from textcrm.metrics.outcomes import Closings, Outcomes, Quarter, closings, closings_by_quarter
from textcrm.metrics.outcomes import outcomes as measure
from textcrm.metrics.proportions import TOO_FEW, Proportion, ratio
from textcrm.metrics.sales_cycle import days_taken
from textcrm.metrics.totals import Total
from textcrm.metrics.velocity import velocity
from textcrm.metrics.win_rates import WinRates, win_rates
from textcrm.model.periods import EVER
from textcrm.model.records import CLOSED
from textcrm.reports.figures import amount_cell as summed
from textcrm.reports.figures import money_cell as rounded_money
from textcrm.reports.figures import share_cell as rounded_share
from textcrm.site.charts.bars import Segment, bar, stacked_bar
from textcrm.site.charts.scale import Axis, axis, axis_row
from textcrm.site.choices import by_campaign, by_day, by_owner, by_pipeline, by_source, by_tag, choice, telling
from textcrm.site.deals import (
    amount_cell,
    amount_column,
    at_least,
    deal_cell,
    in_no_sum,
    owner_cell,
    owner_label,
    sum_text,
)
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.grid import (
    Cell,
    Column,
    Facet,
    Grid,
    Row,
    beside,
    day_cell,
    days_cell,
    further_pages,
    money_cell,
    number_cell,
    share_cell,
    spread,
)
from textcrm.site.links import Href, Links
from textcrm.site.order import name_order
from textcrm.site.outcome_causes import (
    competitors_section,
    competitors_table,
    cycle_section,
    cycle_table,
    reasons_section,
    reasons_table,
)
from textcrm.site.outcomes import UNNAMED, competitor_label, outcome_cell, outcome_facets, outcome_label, reason_text
from textcrm.site.page import Head, Page, head
from textcrm.site.periods import quarter_label, short_quarter, span
from textcrm.site.rates import interval_text, of_text, rate_cells, rate_columns
from textcrm.site.section import Part, Section, section
from textcrm.site.unread import headline_of_none, none
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "outcomes.html"
_QUARTERS, _ENDINGS, _RATES, _DEALS = "outcomes-by-quarter", "outcomes", "outcomes-rates", "outcomes-deals"
#: Of fewer closed deals nobody can learn how often deals are won.
_ENOUGH: Final = 10
#: So many quarters are shown; the file has all.
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """A number beside the sentence."""

    label: str
    value: Text
    href: Href | None = None


@dataclass(frozen=True, slots=True)
class WonAndLost:
    """What the page shows: the sections in the order in which they are read."""

    head: Head
    sentence: Text
    against: tuple[Beside, ...]
    sections: tuple[Section, ...]


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many closed deals take."""
    links, closed = facts.links(PATH), closings(facts.book, facts.as_of, EVER)
    listed = spread(_grid(facts, links, "deals", closed.deals), facts.say, links, PATH)
    page = Page(
        PATH,
        "pages/outcomes.html.jinja",
        facts.words.gettext("Won and lost"),
        "outcomes",
        _page(facts, links, closed, listed[0]),
        tuple(_tables(facts, closed)),
    )
    yield page
    yield from further_pages(listed, page, links, _many(facts, len(closed.deals)))


def _page(facts: Facts, links: Links, closed: Closings, listed: Grid) -> WonAndLost:
    rates = win_rates(facts.book, facts.as_of, EVER)
    quarters = tuple(closings_by_quarter(facts.book, facts.as_of, EVER))
    return WonAndLost(
        Head(facts.words.gettext("Won and lost"), of=_since(facts, closed)),
        _sentence(facts, rates),
        tuple(_beside(facts, links, quarters)),
        (
            _quarters_section(facts, links, quarters),
            _rates_section(facts, links, rates),
            _endings_section(facts, links, measure(facts.book, facts.as_of, EVER)),
            reasons_section(facts, links),
            competitors_section(facts, links),
            cycle_section(facts, links, closed),
            section(
                head(facts.words.gettext("Closed deals"), links, _DEALS, of=_many(facts, len(closed.deals))), listed
            ),
            *_left_out(facts, links, closed),
        ),
    )


def _many(facts: Facts, count: int) -> str:
    n_ = facts.words.ngettext
    return n_("%(num)s closed deal", "%(num)s closed deals", count, num=facts.say.number(count)) if count else ""


def _since(facts: Facts, closed: Closings) -> str:
    days = [deal.closed_on for deal in closed.deals if deal.closed_on]
    return facts.words.gettext("Closed since %(month)s", month=facts.say.month(min(days))) if days else ""


def _sentence(facts: Facts, rates: WinRates) -> Text:
    """How many were won of how many, and of those that anybody won; that they are few, if they are."""
    m_, of, narrow = facts.words.marked, rates.win_rate, rates.competitive_win_rate
    if not of.n:
        return headline_of_none(facts, "opportunities", m_("<b>No deal has closed yet.</b>"))
    won = facts.words.nmarked(
        "<b>%(counts)s closed deal was won%(rate)s.</b>",
        "<b>%(counts)s closed deals were won%(rate)s.</b>",
        of.n,
        counts=of_text(facts, of),
        rate=_share(facts, of),
    )
    said = [won]
    if of.n < _ENOUGH:
        said.append(m_("That is too few to tell how often deals are won."))
    if rates.to_competitor.count:
        said.append(
            m_(
                "Of those that anybody won, we won %(counts)s%(rate)s.",
                counts=of_text(facts, narrow),
                rate=_share(facts, narrow),
            )
        )
    return m_(" ").join(said)


def _share(facts: Facts, of: Proportion) -> str:
    """The rate with its interval in brackets, where they are enough for a rate."""
    if not of.tells_a_rate or of.rate is None:
        return ""
    share = facts.say.share(float(of.rate))
    return facts.words.gettext(" (%(share)s, %(interval)s)", share=share, interval=interval_text(facts, of))


def _beside(facts: Facts, links: Links, quarters: Sequence[Quarter]) -> Iterator[Beside]:
    """The last quarter and the present one so far, and what a day brings in."""
    _ = facts.words.gettext
    for one in quarters[-2:]:
        href = links.page("outcomes", "deals", status="won", closed=span(one.period))
        value = _("%(amount)s, %(counts)s", amount=sum_text(facts, one.won), counts=of_text(facts, one.win_rate))
        yield Beside(_("Won in the %(quarter)s", quarter=_in_words(facts, one)), value, href)
    if quarters:
        found = velocity(facts.book, facts.as_of, EVER)
        daily = rounded_money(found.realised, facts.currency) or Decimal(0)
        yield Beside(_("Won in a day, over the last 90"), at_least(facts, daily, found.realised_won))


def _in_words(facts: Facts, one: Quarter) -> str:
    """`fourth quarter 2026`, as it stands within a sentence."""
    label = quarter_label(facts, one.period)
    return f"{label[:1].lower()}{label[1:]}"


# ── by quarter ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _quarters_section(facts: Facts, links: Links, quarters: Sequence[Quarter]) -> Section:
    _ = facts.words.gettext
    shown = quarters[-_SHOWN:]
    of = _("By the day they closed; amounts of what was not won are the last ones")
    more = _(
        "; the last %(shown)s of %(count)s", shown=facts.say.number(len(shown)), count=facts.say.number(len(quarters))
    )
    return Section(
        head(
            _("By quarter"), links, _QUARTERS, of=f"{of}{more if len(shown) < len(quarters) else ''}" if shown else ""
        ),
        (Part(_quarters(facts, links, shown), key=_key(facts) if shown else ()),),
    )


def _key(facts: Facts) -> tuple[tuple[str, str], ...]:
    return ("won", outcome_label(facts, "won")), ("lost", outcome_label(facts, "not-won"))


def _quarters(facts: Facts, links: Links, quarters: Sequence[Quarter]) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    along = axis((one.won.amount + one.not_won.amount for one in quarters), facts.say.brief)
    columns = (
        Column("quarter", _("Quarter"), "nw", ""),
        Column("bar", _("Amount, %(sign)s", sign=sign), "bar half", ""),
        Column("won", _("Won, %(sign)s", sign=sign), "num", "number"),
        Column("not-won", _("Not won, %(sign)s", sign=sign), "num p2", "number"),
        *rate_columns(facts, _("Won of")),
    )
    rows = tuple(_quarter_row(facts, links, one, along) for one in quarters)
    total = Row((Cell(), Cell(axis_row(along)), *(Cell() for _column in columns[2:])))
    return Grid(
        "by-quarter",
        _("Won and lost by quarter"),
        columns,
        rows,
        total if rows else None,
        look="bars scaled",
        empty=none(facts, "opportunities", _("No deal has closed yet.")),
        notes=in_no_sum(facts, *(whole for one in quarters for whole in (one.won, one.not_won))),
    )


def _quarter_row(facts: Facts, links: Links, one: Quarter, along: Axis) -> Row:
    when, won, others = span(one.period), one.won, one.not_won
    parts = (Segment(won.amount, "won"), Segment(others.amount, "lost"))
    return Row(
        (
            Cell(short_quarter(facts, one.period), value=one.period.name),
            Cell(stacked_bar(parts, along)),
            _sum(facts, won, links.page("outcomes", "deals", status="won", closed=when)),
            _sum(facts, others, links.page("outcomes", "deals", status="not-won", closed=when)),
            *rate_cells(facts, one.win_rate, links.page("outcomes", "deals", closed=when)),
        )
    )


def _sum(facts: Facts, of: Total, href: Href) -> Cell:
    """A sum that leads to its deals; a dash where there is no deal."""
    return money_cell(facts.say, summed(of), href) if of.count else Cell(NOTHING, value="", look="none")


def _quarters_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("quarter", _("Quarter"), "id"),
        Field("won_count", _("Won"), "count"),
        Field("won_amount", _("Amount won"), "money"),
        Field("not_won_count", _("Not won"), "count"),
        Field("not_won_amount", _("Amount not won"), "money"),
        Field("without_amount", _("Without amount"), "count"),
        *_rate_fields(facts),
    )
    rows = tuple(
        (
            one.period.name,
            one.won.count,
            summed(one.won),
            one.not_won.count,
            summed(one.not_won),
            sum(whole.count - whole.summed for whole in (one.won, one.not_won)),
            *map(rounded_share, (one.win_rate.rate, one.win_rate.low, one.win_rate.high)),
        )
        for one in closings_by_quarter(facts.book, facts.as_of, EVER)
    )
    return Table(_QUARTERS, _("Won and lost by quarter"), fields, rows, currency=facts.currency)


def _rate_fields(facts: Facts) -> tuple[Field, ...]:
    _ = facts.words.gettext
    return (
        Field("rate", _("Rate"), "share"),
        Field("low", _("Rate, low"), "share"),
        Field("high", _("Rate, high"), "share"),
    )


# ── how they ended ──────────────────────────────────────────────────────────────────────────────────────────────────


def _rates_section(facts: Facts, links: Links, rates: WinRates) -> Section:
    _ = facts.words.gettext
    of = _("Of all time; the likely range holds 4 times out of 5") if rates.win_rate.n else ""
    return section(head(_("Win rate"), links, _RATES, _on_rates(facts, rates), of), _rates(facts, links, rates))


def _endings_section(facts: Facts, links: Links, ended: Outcomes) -> Section:
    _ = facts.words.gettext
    return section(
        head(_("How they ended"), links, _ENDINGS, of=_many(facts, ended.count)), _endings(facts, links, ended)
    )


def _on_rates(facts: Facts, rates: WinRates) -> Text:
    """What of the money was won, where there is money on both sides and a rate to speak of."""
    _, by_value = facts.words.gettext, rates.win_rate_by_value
    if by_value is None or not rates.not_won.amount or not rates.win_rate.tells_a_rate:
        return ""
    return _("%(share)s of the money was won.", share=facts.say.share(float(by_value)))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A win rate: what it is of, by count and by value, and against which deals."""

    key: str
    name: str
    what: str
    of: Proportion
    by_value: Fraction | None
    against: Total


def _kinds(facts: Facts, rates: WinRates) -> tuple[_Kind, _Kind]:
    _, all_of, narrow = facts.words.gettext, rates.win_rate, rates.competitive_win_rate
    name, what = _("Against competitors"), _("won, or lost to one")
    return (
        _Kind(
            "all", _("Of all closed"), _("also those that nobody won"), all_of, rates.win_rate_by_value, rates.not_won
        ),
        _Kind("competitive", name, what, narrow, rates.competitive_win_rate_by_value, rates.to_competitor),
    )


def _rates(facts: Facts, links: Links, rates: WinRates) -> Grid:
    """Both rates; the competitive one only where a deal was lost to a competitor, or it would say nothing."""
    _ = facts.words.gettext
    columns = (
        Column("kind", _("Win rate"), sort=""),
        *rate_columns(facts, _("Won of")),
        Column("value", _("By value"), "num p2", ""),
    )
    shown = [one for one in _kinds(facts, rates) if one.of.n and (one.key == "all" or one.against.count)]
    rows = tuple(_rate_row(facts, links, one) for one in shown)
    return Grid(
        "rates",
        _("Win rates"),
        columns,
        rows,
        empty=none(facts, "opportunities", _("No deal has closed yet.")),
        look="bars",
    )


def _rate_row(facts: Facts, links: Links, one: _Kind) -> Row:
    """The rate by value is one only where there is money on both sides, and enough deals to speak of a rate."""
    which = {} if one.key == "all" else {"status": "competed"}
    counts = rate_cells(facts, one.of, links.page("outcomes", "deals", **which))
    by_value = rounded_share(one.by_value) if one.against.amount and one.of.tells_a_rate else None
    return Row((Cell(one.name, note=one.what), *counts, share_cell(facts.say, by_value)))


def _rates_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("kind", _("Win rate"), "id"),
        Field("won", _("Won"), "count"),
        Field("of", _("Of"), "count"),
        *_rate_fields(facts),
        Field("by_value", _("By value"), "share"),
    )
    rows = tuple(
        (one.key, one.of.k, one.of.n, *_bounds(one.of), rounded_share(one.by_value))
        for one in _kinds(facts, win_rates(facts.book, facts.as_of, EVER))
    )
    return Table(_RATES, _("Win rates"), fields, rows)


def _bounds(of: Proportion) -> tuple[Decimal | None, ...]:
    return rounded_share(of.rate), rounded_share(of.low), rounded_share(of.high)


def _endings(facts: Facts, links: Links, ended: Outcomes) -> Grid:
    _ = facts.words.gettext
    totals, is_enough = [(status, getattr(ended, status)) for status in CLOSED], ended.count >= TOO_FEW
    along = axis((Decimal(found.count) for _status, found in totals), facts.say.number, Decimal(1))
    columns = (
        Column("status", _("Outcome"), "words", ""),
        Column("bar", _("Deals"), "bar half", ""),
        Column("count", _("Number"), "num", ""),
        Column("share", _("Of all"), "num p2", ""),
        Column("amount", _("Amount, %(sign)s", sign=facts.say.currency), "num", ""),
    )
    rows = tuple(
        Row(
            (
                Cell(outcome_label(facts, status)),
                Cell(bar(Decimal(found.count), along, "won" if status == "won" else "lost")),
                number_cell(
                    facts.say, found.count, links.page("outcomes", "deals", status=status) if found.count else None
                ),
                share_cell(facts.say, rounded_share(ratio(found.count, ended.count)) if is_enough else None),
                _sum(facts, found, links.page("outcomes", "deals", status=status)),
            )
        )
        for status, found in totals
    )
    return Grid(
        "endings",
        _("How deals ended"),
        columns,
        rows if ended.count else (),
        look="bars",
        empty=none(facts, "opportunities", _("No deal has closed yet.")),
        notes=in_no_sum(facts, *(found for _status, found in totals)),
    )


def _endings_table(facts: Facts) -> Table:
    _, ended = facts.words.gettext, measure(facts.book, facts.as_of, EVER)
    fields = (
        Field("status", _("Outcome"), "id"),
        Field("count", _("Deals"), "count"),
        Field("share", _("Of all"), "share"),
        Field("amount", _("Amount"), "money"),
        Field("without_amount", _("Without amount"), "count"),
    )
    totals = [(status, getattr(ended, status)) for status in CLOSED]
    rows = tuple(
        (one, found.count, rounded_share(ratio(found.count, ended.count)), summed(found), found.count - found.summed)
        for one, found in totals
    )
    return Table(_ENDINGS, _("How deals ended"), fields, rows, currency=facts.currency)


# ── the deals ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _grid(facts: Facts, links: Links, id: str, deals: Sequence[Deal]) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("deal", _("Deal"), "deal"),
        Column("outcome", _("Outcome")),
        Column("owner", _("Owner"), "p2"),
        Column("closed", _("Closed"), "num nw p2"),
        Column("days", _("Took"), "num p2", "number"),
        amount_column(facts),
    )
    rows = tuple(_row(facts, links, deal) for deal in sorted(deals, key=_latest_first))
    return Grid(
        id,
        _("Closed deals"),
        columns,
        rows,
        facets=_facets(facts, deals, rows),
        look="two",
        empty=none(facts, "opportunities", _("No deal has closed yet.")),
    )


def _latest_first(deal: Deal) -> tuple[object, ...]:
    return deal.closed_on is None, -(deal.closed_on or date.min).toordinal(), deal.id


def _row(facts: Facts, links: Links, deal: Deal) -> Row:
    return Row(
        (
            deal_cell(facts, links, deal, beside(facts.say.day(deal.closed_on), owner_label(facts, deal.owner))),
            outcome_cell(facts, deal),
            owner_cell(facts, links, deal.owner),
            day_cell(facts.say, deal.closed_on),
            days_cell(facts.say, days_taken(deal)),
            amount_cell(facts, deal),
        ),
        outcome_facets(facts, deal),
    )


def _facets(facts: Facts, deals: Sequence[Deal], rows: Sequence[Row]) -> tuple[Facet, ...]:
    _ = facts.words.gettext
    return telling(
        rows,
        choice(rows, "status", _("Outcome"), [*_outcomes(facts, deals)]),
        by_owner(facts, rows),
        by_day(facts, rows, "closed", _("Closed")),
        by_pipeline(facts, rows),
        by_source(facts, rows),
        by_campaign(facts, rows),
        by_tag(facts, rows),
        _by_competitor(facts, rows),
    )


def _outcomes(facts: Facts, deals: Sequence[Deal]) -> Iterator[tuple[str, str]]:
    """The outcomes, those that are not won together, and each with each of its reasons."""
    _ = facts.words.gettext
    pairs = {(deal.ending.status, deal.reason or "") for deal in deals if deal.ending}
    for status in ("won", "not-won", "competed", "lost", "abandoned", "cancelled"):
        yield status, outcome_label(facts, status)
        for reason in sorted(reason for one, reason in pairs if one == status):
            label = reason_text(facts, status, reason)
            yield f"{status}:{reason}", _("%(outcome)s: %(reason)s", outcome=outcome_label(facts, status), reason=label)


def _by_competitor(facts: Facts, rows: Sequence[Row]) -> Facet:
    found = {one for row in rows for one in row.facets["competitor"]}
    named = ((one, competitor_label(facts, None if one == UNNAMED else one)) for one in found)
    options = sorted(named, key=lambda one: name_order(one[1], one[0]))
    return Facet("competitor", facts.words.gettext("Competitor"), tuple(options))


def _left_out(facts: Facts, links: Links, closed: Closings) -> Iterator[Section]:
    """Deals that are in no figure, with why."""
    _, ids = facts.words.gettext, {*closed.uncounted, *closed.undated}
    if not ids:
        return
    told = []
    if closed.uncounted:
        told.append(_("%(deals)s for a reason that does not count", deals=_many(facts, len(closed.uncounted))))
    if closed.undated:
        told.append(_("%(deals)s on no known day", deals=_many(facts, len(closed.undated))))
    grid = _grid(facts, links, "left-out", [deal for deal in facts.deals.all if deal.id in ids])
    grid = replace(grid, label=_("Deals left out"))
    yield section(Head(_("Left out"), _("They are in no rate above."), "; ".join(told)), grid)


def _deals_table(facts: Facts, closed: Closings) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("deal", _("Deal"), "id"),
        Field("name", _("Name")),
        Field("company", _("Company")),
        Field("owner", _("Owner")),
        Field("pipeline", _("Pipeline")),
        Field("outcome", _("Outcome")),
        Field("reason", _("Reason")),
        Field("competitor", _("Competitor")),
        Field("created", _("Created"), "day"),
        Field("closed", _("Closed"), "day"),
        Field("days", _("Took"), "days"),
        Field("amount", _("Amount"), "money"),
    )
    rows = tuple(
        (
            deal.record.ref,
            deal.record.name,
            deal.record.company,
            deal.owner,
            deal.pipeline,
            deal.state.status,
            deal.reason,
            deal.ending.competitor if deal.ending else None,
            deal.created,
            deal.closed_on,
            days_taken(deal),
            deal.value,
        )
        for deal in sorted(closed.deals, key=_latest_first)
    )
    return Table(_DEALS, _("Closed deals"), fields, rows, currency=facts.currency)


def _tables(facts: Facts, closed: Closings) -> Iterator[Table]:
    yield _quarters_table(facts)
    yield _rates_table(facts)
    yield _endings_table(facts)
    yield reasons_table(facts)
    yield competitors_table(facts)
    yield cycle_table(facts)
    yield _deals_table(facts, closed)
