"""Why and to whom: the sections on reasons, on competitors, and on the days from creation to won."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from textcrm.locale.words import Text
from textcrm.metrics.competitors import Against, competitors
from textcrm.metrics.deals import Deal
from textcrm.metrics.outcomes import Closings
from textcrm.metrics.reasons import Reasons, ReasonTotal, reasons
from textcrm.metrics.sales_cycle import SalesCycle, days_taken, sales_cycle
from textcrm.model.periods import EVER
from textcrm.model.records import CLOSED
from textcrm.reports.figures import number_cell as rounded_number
from textcrm.reports.figures import share_cell as rounded_share
from textcrm.site.charts.bars import bar
from textcrm.site.charts.marks import Ink
from textcrm.site.charts.scale import Axis, axis
from textcrm.site.charts.scatter import Band, Spot, scatter
from textcrm.site.deals import named
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.grid import Cell, Column, Grid, Row, days_cell, money_cell, number_cell
from textcrm.site.links import Links
from textcrm.site.outcomes import UNNAMED, competitor_label, outcome_label, reason_text
from textcrm.site.page import head
from textcrm.site.rates import rate_cells, rate_columns
from textcrm.site.section import Part, Section, section
from textcrm.site.unread import none
from textcrm.tables import Column as Field
from textcrm.tables import Table

REASONS, COMPETITORS, CYCLE = "outcomes-reasons", "outcomes-competitors", "outcomes-cycle"
#: The days of fewer won deals are no distribution.
_ENOUGH: Final = 5
#: So many dots can be told apart.
_DOTS: Final = 300


# ── reasons ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def reasons_section(facts: Facts, links: Links) -> Section:
    """Why deals were won, lost, abandoned and cancelled, all on one scale."""
    _ = facts.words.gettext
    why = reasons(facts.book, facts.as_of, EVER)
    along = axis((Decimal(row.total.count) for row in why.rows), facts.say.number, Decimal(1))
    parts = [_why(facts, links, status, why.of(status), along) for status in CLOSED if why.of(status)]
    empty = none(facts, "opportunities", _("No deal has closed yet."))
    return Section(
        head(_("Why"), links, REASONS, _on_reasons(facts, why), _("As they were given at closing") if parts else ""),
        tuple(parts) or (Part(Grid("reasons", _("Why"), (), (), empty=empty)),),
    )


def _on_reasons(facts: Facts, why: Reasons) -> Text:
    """What deals are lost for most often, where no other reason is as frequent."""
    lost = [row for row in why.of("lost") if row.reason]
    if not lost or (len(lost) > 1 and lost[0].total.count == lost[1].total.count):
        return ""
    count = sum(row.total.count for row in why.of("lost"))
    return facts.words.gettext(
        "Lost most often for: %(reason)s, %(count)s of %(lost)s.",
        reason=reason_text(facts, "lost", lost[0].reason),
        count=facts.say.number(lost[0].total.count),
        lost=facts.say.number(count),
    )


def _why(facts: Facts, links: Links, status: str, rows: Sequence[ReasonTotal], along: Axis) -> Part:
    _, n_ = facts.words.gettext, facts.words.ngettext
    count = sum(row.total.count for row in rows)
    columns = (
        Column("reason", _("Reason"), sort=""),
        Column("bar", _("Deals"), "bar half", ""),
        Column("count", _("Number"), "num", ""),
        Column("amount", _("Amount, %(sign)s", sign=facts.say.currency), "num", ""),
    )
    made = tuple(_reason_row(facts, links, row, along) for row in rows)
    grid = Grid(f"why-{status}", _title(facts, status), columns, made, look="bars")
    return Part(grid, _title(facts, status), n_("%(num)s deal", "%(num)s deals", count, num=facts.say.number(count)))


def _title(facts: Facts, status: str) -> str:
    _ = facts.words.gettext
    return {
        "won": _("Why won"),
        "lost": _("Why lost"),
        "abandoned": _("Why abandoned"),
        "cancelled": _("Why cancelled by the customer"),
    }[status]


def _reason_row(facts: Facts, links: Links, row: ReasonTotal, along: Axis) -> Row:
    href = links.page("outcomes", "deals", status=f"{row.status}:{row.reason or ''}")
    ink: Ink = "won" if row.status == "won" else "lost"
    return Row(
        (
            Cell(reason_text(facts, row.status, row.reason), look="" if row.reason else "none"),
            Cell(bar(Decimal(row.total.count), along, ink)),
            number_cell(facts.say, row.total.count, href),
            money_cell(facts.say, row.total.amount if row.total.summed else None, href),
        )
    )


def reasons_table(facts: Facts) -> Table:
    """The reasons as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("status", _("Outcome"), "id"),
        Field("reason", _("Reason"), "id"),
        Field("name", _("Name")),
        Field("count", _("Deals"), "count"),
        Field("share", _("Share"), "share"),
        Field("amount", _("Amount"), "money"),
        Field("share_by_value", _("Share by value"), "share"),
    )
    rows = tuple(
        (
            row.status,
            row.reason,
            facts.reason_label(row.status, row.reason) or None,
            row.total.count,
            rounded_share(row.share),
            row.total.amount,
            rounded_share(row.share_by_value),
        )
        for row in reasons(facts.book, facts.as_of, EVER).rows
    )
    return Table(REASONS, _("Why deals were won and lost"), fields, rows, currency=facts.currency)


# ── competitors ─────────────────────────────────────────────────────────────────────────────────────────────────────


def competitors_section(facts: Facts, links: Links) -> Section:
    """Whom deals were lost to, and won against."""
    _ = facts.words.gettext
    found = competitors(facts.book, facts.as_of, EVER)
    of = _("A deal with several competitors is in several rows") if found else ""
    return section(
        head(_("Competitors"), links, COMPETITORS, _on_competitors(facts, found), of), _competitors(facts, links, found)
    )


def _on_competitors(facts: Facts, found: Sequence[Against]) -> Text:
    """Who took most money, if anybody took any."""
    named_ones = [row for row in found if row.competitor and row.lost.amount]
    worst = max(named_ones, key=lambda row: row.lost.amount, default=None)
    if worst is None:
        return ""
    return facts.words.gettext(
        "%(competitor)s took most: %(amount)s.",
        competitor=competitor_label(facts, worst.competitor),
        amount=facts.say.short(worst.lost.amount),
    )


def _competitors(facts: Facts, links: Links, found: Sequence[Against]) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    columns = (
        Column("competitor", _("Competitor"), "words"),
        Column("lost", _("Lost to it"), "num", "number"),
        Column("lost-amount", _("Lost, %(sign)s", sign=sign), "num p2", "number"),
        Column("won-amount", _("Won, %(sign)s", sign=sign), "num p2", "number"),
        *rate_columns(facts, _("Won against it")),
        Column("open", _("Open"), "num p2", "number"),
    )
    rows = tuple(_competitor_row(facts, links, row) for row in found)
    empty = _("No competitor is named in any deal.")
    return Grid("competitors", _("Competitors"), columns, rows, empty=empty, look="bars")


def _competitor_row(facts: Facts, links: Links, row: Against) -> Row:
    say, who = facts.say, row.competitor or UNNAMED
    lost = links.page("outcomes", "deals", status="lost", competitor=who)
    won = links.page("outcomes", "deals", status="won", competitor=who)
    still = links.page("pipeline", "deals", competitor=who)
    lose = facts.words.gettext("lost %(amount)s", amount=say.short(row.lost.amount)) if row.lost.summed else ""
    return Row(
        (
            Cell(
                competitor_label(facts, row.competitor), links.record(f"companies/{who}"), small=(lose,) if lose else ()
            ),
            number_cell(say, row.lost.count, lost if row.lost.count else None),
            money_cell(say, row.lost.amount, lost) if row.lost.summed else _nothing(),
            money_cell(say, row.won.amount, won) if row.won.summed else _nothing(),
            *rate_cells(facts, row.win_rate, won if row.won.count else None),
            number_cell(say, row.open.count, still if row.open.count else None),
        )
    )


def _nothing() -> Cell:
    return Cell(NOTHING, value="", look="none")


def competitors_table(facts: Facts) -> Table:
    """The competitors as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("competitor", _("Competitor"), "id"),
        Field("name", _("Name")),
        Field("lost_count", _("Lost to it"), "count"),
        Field("lost_amount", _("Amount lost"), "money"),
        Field("won_count", _("Won against it"), "count"),
        Field("won_amount", _("Amount won"), "money"),
        Field("open_count", _("Open"), "count"),
        Field("open_amount", _("Amount open"), "money"),
    )
    rows = tuple(
        (
            row.competitor,
            competitor_label(facts, row.competitor),
            row.lost.count,
            row.lost.amount,
            row.won.count,
            row.won.amount,
            row.open.count,
            row.open.amount,
        )
        for row in competitors(facts.book, facts.as_of, EVER)
    )
    return Table(COMPETITORS, _("Competitors"), fields, rows, currency=facts.currency)


# ── the sales cycle ─────────────────────────────────────────────────────────────────────────────────────────────────


def cycle_section(facts: Facts, links: Links, closed: Closings) -> Section:
    """The days from creation to won, and beneath them those to the end of the deals that were not won."""
    _, n_ = facts.words.gettext, facts.words.ngettext
    cycle = sales_cycle(facts.book, facts.as_of, EVER)
    count = len(cycle.days)
    of = n_(
        "%(num)s won deal whose days are known",
        "%(num)s won deals whose days are known",
        count,
        num=facts.say.number(count),
    )
    part = _cycle_part(facts, links, closed, cycle)
    return Section(head(_("Sales cycle"), links, CYCLE, _on_cycle(facts, cycle), of if count else ""), (part,))


def _on_cycle(facts: Facts, cycle: SalesCycle) -> Text:
    if len(cycle.days) < _ENOUGH or cycle.p25 is None or cycle.p75 is None:
        return ""
    return facts.words.gettext(
        "Half of the won deals took %(low)s to %(high)s.",
        low=facts.say.number(round(cycle.p25)),
        high=facts.say.days(round(cycle.p75)),
    )


def _cycle_part(facts: Facts, links: Links, closed: Closings, cycle: SalesCycle) -> Part:
    _ = facts.words.gettext
    twin = _cycle_grid(facts, cycle)
    if len(cycle.days) < _ENOUGH:
        return Part(twin)
    title = _("From creation to the end, in days; the higher, the more money")
    return Part(twin, title, _dots(facts, closed), _drawing(facts, links, closed, cycle))


def _dots(facts: Facts, closed: Closings) -> str:
    _, known = facts.words.gettext, sum(days_taken(deal) is not None for deal in closed.deals)
    if known > _DOTS:
        return _("the last %(shown)s of %(count)s deals", shown=facts.say.number(_DOTS), count=facts.say.number(known))
    return facts.words.ngettext("%(num)s deal", "%(num)s deals", known, num=facts.say.number(known))


def _drawing(facts: Facts, links: Links, closed: Closings, cycle: SalesCycle) -> Text:
    _, say = facts.words.gettext, facts.say
    known = [(deal, days) for deal in closed.deals if (days := days_taken(deal)) is not None]
    latest = sorted(known, key=lambda one: (one[0].closed_on, one[0].id), reverse=True)[:_DOTS]
    half = rounded_number(cycle.median)
    bands = (
        Band(_("Won"), tuple(_spots(facts, links, latest, is_won=True)), half),
        Band(_("Not won"), tuple(_spots(facts, links, latest, is_won=False))),
    )
    label = _(
        "Days from creation to won: half of %(count)s deals within %(days)s days",
        count=say.number(len(cycle.days)),
        days=say.number(half),
    )
    half_text = _("half won within %(days)s", days=say.days(round(half) if half is not None else None))
    along = axis((Decimal(days) for _deal, days in latest), say.days, Decimal(1))
    return scatter([band for band in bands if band.spots], along, label, half_text)


def _spots(facts: Facts, links: Links, latest: Sequence[tuple[Deal, int]], *, is_won: bool) -> Iterator[Spot]:
    for deal, days in latest:
        if (deal.state.status == "won") is is_won:
            told = facts.words.gettext(
                "%(deal)s: %(outcome)s after %(days)s, %(amount)s",
                deal=deal.record.name,
                outcome=outcome_label(facts, deal.state.status or "").lower(),
                days=facts.say.days(days),
                amount=facts.say.full(deal.value),
            )
            name = named(facts, deal)[0] if is_won else ""
            yield Spot(
                Decimal(days),
                deal.value or Decimal(0),
                "won" if is_won else "lost",
                told,
                name,
                links.record(deal.record.ref),
            )


def _cycle_grid(facts: Facts, cycle: SalesCycle) -> Grid:
    _, say = facts.words.gettext, facts.say
    few = len(cycle.days)
    empty = _(
        "Needs %(needed)s won deals whose creation is known; %(there)s so far.",
        needed=say.number(_ENOUGH),
        there=say.number(few),
    )
    columns = (Column("share", _("Of the won deals"), sort=""), Column("days", _("Won within"), "num", ""))
    rows = tuple(Row((Cell(label), days_cell(say, days))) for label, _key, days in _quantiles(facts, cycle))
    return Grid("cycle", _("Days from creation to won"), columns, rows if few >= _ENOUGH else (), empty=empty)


def _quantiles(facts: Facts, cycle: SalesCycle) -> Iterator[tuple[str, str, Decimal | int | None]]:
    _ = facts.words.gettext
    yield _("a quarter"), "p25", rounded_number(cycle.p25)
    yield _("half"), "median", rounded_number(cycle.median)
    yield _("three quarters"), "p75", rounded_number(cycle.p75)
    yield _("all, the longest"), "longest", cycle.days[-1] if cycle.days else None


def cycle_table(facts: Facts) -> Table:
    """The days to won as they are exported."""
    _, cycle = facts.words.gettext, sales_cycle(facts.book, facts.as_of, EVER)
    fields = (Field("measure", _("Measure"), "id"), Field("name", _("Name")), Field("days", _("Days"), "days"))
    rows = [(key, label, days) for label, key, days in _quantiles(facts, cycle)]
    rows += [("mean", _("mean"), rounded_number(cycle.mean)), ("n", _("won deals"), len(cycle.days))]
    return Table(CYCLE, _("Days from creation to won"), fields, tuple(rows))
