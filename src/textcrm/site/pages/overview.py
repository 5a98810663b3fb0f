"""The Overview: what a team looks at together on a Monday, in the order in which it talks about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from textcrm.locale.words import Text, begun
from textcrm.metrics.concentration import Concentration, Part
from textcrm.metrics.deals import Deal, largest_first
from textcrm.metrics.quota import Quota
from textcrm.metrics.totals import total
from textcrm.reports.figures import money_cell as rounded_money
from textcrm.reports.figures import share_cell
from textcrm.site.deals import (
    CATEGORIES,
    amount_cell,
    at_least,
    at_most,
    category_cell,
    chance_cell,
    close_cell,
    deal_cell,
    deal_table,
    owner_cell,
    owner_label,
    stage_cell,
    standing,
    stay_cell,
    step_cell,
    sum_text,
    won_unknown,
)
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Grid, Row, beside
from textcrm.site.lately import all_of_week, counted, lately, week_grid, week_table
from textcrm.site.links import Href, Links
from textcrm.site.page import Head, Page, head
from textcrm.site.periods import day_of
from textcrm.site.quarter import (
    Bar,
    Line,
    committed_before,
    late_commit,
    line_of,
    of_quarter,
    quarter_bar_of,
    quarter_table,
    to_go,
    until_before,
    won_table,
)
from textcrm.site.unread import none
from textcrm.site.waiting import promise, waiting_grid, waiting_leads, waiting_table, waits
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "index.html"
#: So many rows are shown before a link leads to all of them.
_DECIDING, _WORRYING, _WAITING = 15, 12, 12
#: Of fewer deals nobody needs to be told how much the largest hold.
_LEAST_TO_SPREAD: Final = 6
#: Nor where they hold less than a tenth.
_LEAST_SHARE: Final = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Said:
    """A number that people argue with: what it is called, what it is, and the records behind it."""

    label: str
    value: str
    href: Href | None = None


@dataclass(frozen=True, slots=True)
class More:
    """Where the rest of a list is."""

    text: str
    href: Href


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows."""

    head: Head
    sentence: Text
    against: tuple[Said, ...]
    bar: Bar
    quarter_head: Head
    line: Line
    week_title: str
    week_of: str
    week: Grid
    week_more: More | None
    decide_head: Head
    decide: Grid
    decide_more: More | None
    attention_head: Head
    attention: Grid
    attention_more: More | None
    leads_head: Head
    leads: Grid
    leads_more: More | None


def pages(facts: Facts) -> Iterator[Page]:
    """The page."""
    links, quota = facts.links(PATH), facts.guesses.quota
    deciding, worrying, waiting = _deciding(facts), _worrying(facts), waiting_leads(facts)
    happened = list(lately(facts))
    rest = all_of_week(facts, links, happened)
    value = Overview(
        head=Head(facts.words.gettext("Overview"), of=day_of(facts, facts.period)),
        sentence=_sentence(facts, quota),
        against=tuple(_against(facts, links)),
        bar=quarter_bar_of(facts, links, quota),
        quarter_head=head(
            facts.words.gettext("The quarter"), links, "won-so-far", to_go(facts, quota), of_quarter(facts, quota)
        ),
        line=line_of(facts, links, quota),
        week_title=facts.words.gettext("The last seven days"),
        week_of=counted(facts, happened),
        week=week_grid(facts, links, happened),
        week_more=More(*rest) if rest else None,
        decide_head=head(
            facts.words.gettext("Deals that decide"),
            links,
            "deals-that-decide",
            _hold(facts, deciding),
            _of_deciding(facts),
        ),
        decide=_decide(facts, links, deciding[:_DECIDING]),
        decide_more=_more(facts, links, len(deciding), _DECIDING, decides="yes"),
        attention_head=head(
            facts.words.gettext("Needs attention"),
            links,
            "needs-attention",
            _worries(facts, worrying),
            _of_worries(facts, worrying),
        ),
        attention=_attention(facts, links, worrying[:_WORRYING]),
        attention_more=_more(facts, links, len(worrying), _WORRYING, attention="any"),
        leads_head=head(
            facts.words.gettext("Leads unanswered"), links, "leads-unanswered", waits(facts, waiting), promise(facts)
        ),
        leads=waiting_grid(facts, links, waiting[:_WAITING]),
        leads_more=_more_leads(facts, links, len(waiting)),
    )
    tables = (
        quarter_table(facts, quota),
        won_table(facts),
        week_table(facts, happened),
        deal_table(facts, "deals-that-decide", facts.words.gettext("Deals that decide"), deciding),
        _attention_table(facts, worrying),
        waiting_table(facts, waiting),
    )
    yield Page(PATH, "pages/overview.html.jinja", facts.words.gettext("Overview"), "index", value, tables)


# ── the sentence, and the numbers that people argue with ────────────────────────────────────────────────────────────


def _sentence(facts: Facts, quota: Quota) -> Text:
    """Where the quarter stands, and how many of the deals won are in no sum, where that is not said already."""
    m_, closed = facts.words.marked, quota.categories.closed
    if not facts.deals.counted:
        return m_("<b>There is no deal yet.</b> Once there is one, this page says where the quarter stands.")
    said, unknown = _stands(facts, quota), won_unknown(facts, closed) if closed.summed else ""
    return m_("%(said)s %(unknown)s", said=said, unknown=unknown) if unknown else said


def _stands(facts: Facts, quota: Quota) -> Text:
    """What is won of what is asked for, how much time has gone, what is missing and how much of it is committed."""
    m_, say, closed = facts.words.marked, facts.say, quota.categories.closed
    gone = say.share(share_cell(quota.elapsed))
    won, commit = _won(facts, quota), _committed(facts, quota)
    if quota.goal is None or quota.gap is None:
        return m_(
            "%(won)s, with %(gone)s of the quarter gone. %(commit)s There is no target for this quarter.",
            won=won,
            gone=gone,
            commit=commit,
        )
    target = say.short(quota.goal)
    if quota.is_reached:
        return m_(
            "<b>%(won)s won: the target of %(target)s is reached</b>, with %(gone)s of the quarter gone. %(commit)s",
            won=begun(at_least(facts, quota.closed, closed)),
            target=target,
            gone=gone,
            commit=commit,
        )
    return m_(
        "%(won)s of %(target)s, with %(gone)s of the quarter gone. %(gap)s to go in %(days)s. %(commit)s",
        won=won,
        target=target,
        gone=gone,
        gap=begun(at_most(facts, quota.gap, closed)),
        days=_days_left(facts),
        commit=commit,
    )


def _won(facts: Facts, quota: Quota) -> Text:
    m_, won = facts.words.marked, quota.categories.closed
    if not won.count:
        return m_("<b>Nothing won</b>")
    if not won.summed:
        return facts.words.nmarked(
            "<b>%(num)s deal won without an amount</b>",
            "<b>%(num)s deals won without an amount</b>",
            won.count,
            num=facts.say.number(won.count),
        )
    return m_("<b>%(won)s won</b>", won=begun(at_least(facts, won.amount, won)))


def _committed(facts: Facts, quota: Quota) -> Text:
    """What is committed for the quarter, and what is committed and late from before it."""
    m_, late = facts.words.marked, late_commit(facts)
    commit = _committed_now(facts, quota, is_all=not late)
    return m_("%(commit)s <b>%(late)s</b>", commit=commit, late=late) if late else commit


def _committed_now(facts: Facts, quota: Quota, *, is_all: bool) -> Text:
    m_, commit = facts.words.marked, quota.categories.commit
    if not commit.count:
        nothing = m_("<b>Nothing more is committed.</b>")
        return nothing if is_all else m_("<b>Nothing more is committed for this quarter.</b>")
    if not commit.summed:
        return m_("<b>What is committed has no amount yet.</b>")
    return m_("<b>%(commit)s more is committed.</b>", commit=begun(at_least(facts, commit.amount, commit)))


def _days_left(facts: Facts) -> str:
    n_, left = facts.words.ngettext, facts.period.days - facts.period.elapsed(facts.as_of)
    if not left:
        return facts.words.gettext("no day more")
    return n_("%(num)s day", "%(num)s days", left, num=facts.say.number(left))


def _against(facts: Facts, links: Links) -> Iterator[Said]:
    """What the quarter may come to, each way of guessing by itself; without any deal there is nothing to argue."""
    _, guesses = facts.words.gettext, facts.guesses
    forecast = links.page("forecast", "guesses")
    found = guesses.quota.categories
    sure, likely = (found.closed, found.commit), (found.commit, found.best_case, found.pipeline)
    if found.closed.summed or found.commit.summed:
        yield Said(_("Won plus commit"), at_least(facts, guesses.commit, *sure), forecast)
    if (late := committed_before(facts)).summed:
        there = links.page("pipeline", "deals", category="commit", closes=until_before(facts))
        yield Said(_("Committed, due before"), at_least(facts, late.amount, late), there)
    if found.best_case.summed:
        yield Said(_("With best case"), at_least(facts, guesses.best_case, *sure, found.best_case), forecast)
    if guesses.weighted_open:
        yield Said(_("Won plus weighted"), at_least(facts, guesses.weighted, found.closed, *likely), forecast)
    if guesses.lately.summed:
        pace = rounded_money(guesses.pace, facts.currency) or Decimal(0)
        yield Said(_("At the pace of the last 90 days"), at_least(facts, pace, guesses.lately), forecast)


# ── deals that decide ─────────────────────────────────────────────────────────────────────────────────────────────────


def _deciding(facts: Facts) -> list[Deal]:
    """The surest of those that should close by the end of the quarter first, and at last the largest beyond."""
    return [*sorted(facts.deciding.due, key=lambda deal: CATEGORIES.index(deal.category)), *facts.deciding.beyond]


def _hold(facts: Facts, deals: Sequence[Deal]) -> Text:
    """How much the three largest hold; nothing of so few that it goes without saying."""
    valued = [Part(deal.id, deal.value) for deal in largest_first(deals) if deal.value is not None]
    top = Concentration(tuple(valued), ()).top(3)
    if top is None or top < _LEAST_SHARE or len(valued) < _LEAST_TO_SPREAD:
        return ""
    count, share = facts.say.number(len(deals)), facts.say.share(share_cell(top))
    return facts.words.gettext("Three of the %(count)s hold %(share)s of the money.", count=count, share=share)


def _of_deciding(facts: Facts) -> str:
    """By which rule they were chosen, and how many open deals cannot be chosen by it as they do not say when."""
    told = [one for one in (_chosen(facts), _undated(facts)) if one]
    return "; ".join(told)


def _chosen(facts: Facts) -> str:
    _, found, more = facts.words.gettext, facts.deciding, _beyond(facts)
    if not found.due:
        return _("Nothing should close this quarter: %(beyond)s", beyond=more) if more else ""
    what = _("Commit and best case") if found.is_sure else _("Nothing is commit or best case: what is")
    closing = _("%(what)s closing this quarter", what=what)
    if any(due < facts.period.first for deal in found.due if (due := deal.state.expected_close)):
        closing = _("%(what)s closing this quarter, or overdue", what=what)
    return _("%(closing)s, and %(beyond)s", closing=closing, beyond=more) if more else closing


def _beyond(facts: Facts) -> str:
    """How many of the largest beyond the quarter there are, and whether some of them do not say when."""
    n_, beyond = facts.words.ngettext, facts.deciding.beyond
    count, number = len(beyond), facts.say.number(len(beyond))
    if not beyond:
        return ""
    if all(deal.state.expected_close for deal in beyond):
        return n_("the largest after it", "the %(num)s largest after it", count, num=number)
    return n_(
        "the largest of those that do not say when",
        "the %(num)s largest after it or without a day",
        count,
        num=number,
    )


def _undated(facts: Facts) -> str:
    """How many open deals have no expected close; nothing of none."""
    count = sum(deal.state.expected_close is None for deal in facts.deals.open)
    says = facts.words.ngettext(
        "%(num)s open deal does not say when it should close",
        "%(num)s open deals do not say when they should close",
        count,
        num=facts.say.number(count),
    )
    return says if count else ""


def _decide(facts: Facts, links: Links, deals: Iterable[Deal]) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    columns = (
        Column("deal", _("Deal"), "deal", ""),
        Column("stage", _("Stage, owner"), "words who p2", ""),
        Column("amount", _("Amount, %(sign)s", sign=sign), "num", ""),
        Column("category", _("Forecast"), "p3", ""),
        Column("chance", _("Chance"), "num", ""),
        Column("stay", _("In stage"), "num p4", ""),
        Column("close", _("Closes"), "p2 nw", ""),
        Column("step", _("Next step"), "p2", ""),
    )
    rows = tuple(
        Row(
            (
                deal_cell(facts, links, deal, *standing(facts, deal)),
                stage_cell(facts, deal, with_owner=True),
                amount_cell(facts, deal),
                category_cell(facts, deal),
                chance_cell(facts, deal),
                stay_cell(facts, deal),
                close_cell(facts, deal),
                step_cell(facts, deal),
            )
        )
        for deal in deals
    )
    empty = _("No open deal is expected to close this quarter.")
    if undated := _undated(facts):
        empty = _("No open deal is said to close this quarter; %(undated)s.", undated=undated)
    return Grid("deciding", _("Deals that decide"), columns, rows, empty=empty, look="two")


def _more(facts: Facts, links: Links, count: int, most: int, **facets: str) -> More | None:
    if count <= most:
        return None
    text = facts.words.gettext("All %(count)s deals", count=facts.say.number(count))
    return More(text, links.page("pipeline", "deals", **facets))


# ── needs attention ───────────────────────────────────────────────────────────────────────────────────────────────────


def _worrying(facts: Facts) -> list[Deal]:
    return largest_first(facts.open[id] for id in facts.pressing)


def _worries(facts: Facts, deals: Sequence[Deal]) -> Text:
    """How many, how much, and the largest by name."""
    n_, say = facts.words.ngettext, facts.say
    if not deals:
        return ""
    return n_(
        "%(num)s deal, %(amount)s.",
        "%(num)s deals, %(amount)s.",
        len(deals),
        num=say.number(len(deals)),
        amount=sum_text(facts, total(deals)),
    )


def _of_worries(facts: Facts, deals: Sequence[Deal]) -> Text:
    """In which order they stand, and how many are not there as somebody accepted what is the matter."""
    n_, count = facts.words.ngettext, len(facts.concerns) - len(facts.pressing)
    order = facts.words.gettext("Largest amount first") if deals else ""
    apart = n_(
        "%(num)s more is accepted with a reason",
        "%(num)s more are accepted with a reason",
        count,
        num=facts.say.number(count),
    )
    return "; ".join(one for one in (order, apart if count else "") if one)


def _attention(facts: Facts, links: Links, deals: Iterable[Deal]) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    columns = (
        Column("deal", _("Deal"), "deal", ""),
        Column("why", _("Why"), "why", ""),
        Column("amount", _("Amount, %(sign)s", sign=sign), "num p2", ""),
        Column("owner", _("Owner"), "words p2", ""),
        Column("todo", _("What to do"), "p2", ""),
    )
    rows = tuple(
        Row(
            (
                deal_cell(facts, links, deal, *_asked(facts, deal)),
                Cell("; ".join(one.says for one in facts.pressing[deal.id])),
                amount_cell(facts, deal),
                owner_cell(facts, links, deal.owner),
                Cell(facts.pressing[deal.id][0].remedy),
            )
        )
        for deal in deals
    )
    well = _("No open deal is late, quiet, slow or without a next step.")
    empty = well if facts.deals.open else none(facts, "opportunities", _("There is no open deal."))
    return Grid("attention", _("Needs attention"), columns, rows, empty=empty, look="two")


def _asked(facts: Facts, deal: Deal) -> tuple[str, str]:
    """How much it is and who has it, and what is to be done, in two lines."""
    amount = facts.say.full(deal.value) if deal.value is not None else facts.say.no_amount
    return beside(amount, owner_label(facts, deal.owner)), facts.pressing[deal.id][0].remedy


def _attention_table(facts: Facts, deals: Iterable[Deal]) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("deal", _("Deal"), "id"),
        Field("name", _("Name")),
        Field("owner", _("Owner")),
        Field("amount", _("Amount"), "money"),
        Field("why", _("Why")),
        Field("todo", _("What to do")),
    )
    rows = tuple(
        (
            deal.record.ref,
            deal.record.name,
            deal.owner,
            deal.value,
            "; ".join(one.says for one in facts.pressing[deal.id]),
            facts.pressing[deal.id][0].remedy,
        )
        for deal in deals
    )
    return Table("needs-attention", _("Needs attention"), fields, rows, currency=facts.currency)


def _more_leads(facts: Facts, links: Links, count: int) -> More | None:
    if count <= _WAITING:
        return None
    text = facts.words.gettext("All %(count)s leads", count=facts.say.number(count))
    return More(text, links.page("leads", "unanswered"))
