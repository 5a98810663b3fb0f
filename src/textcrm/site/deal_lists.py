"""Deal lists: the deals of a company or a contact as a table, the open ones first, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal
from textcrm.metrics.totals import total
from textcrm.site.deals import amount_cell, amount_column, owner_cell, owner_label
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Facet, Grid, Row, beside, day_cell, unoffered
from textcrm.site.links import Links
from textcrm.site.outcomes import outcome_cell, outcome_label
from textcrm.site.record import Value


def deal_list(
    facts: Facts, links: Links, deals: Sequence[Deal], empty: Text, note: Callable[[Deal], str] | None = None
) -> Grid:
    """The open deals by the day they should close on, then the closed ones, the latest first.

    Beneath the name of each stands its `note`; without one the company is known. By `outcome`, an address may ask for
    those that are open, or were won and count.
    """
    _ = facts.words.gettext
    columns = (
        Column("deal", _("Deal"), "deal"),
        Column("stands", _("Stage or outcome"), "whole"),
        amount_column(facts),
        Column("day", _("Closes or closed"), "num p2"),
        Column("owner", _("Owner"), "p2"),
    )
    rows = tuple(_row(facts, links, deal, note(deal) if note else "") for deal in _in_order(deals))
    outcomes = Facet("outcome", _("Outcome"), tuple((one, outcome_label(facts, one)) for one in ("open", "won")))
    return Grid("deals", _("Deals"), columns, rows, facets=unoffered([outcomes]), empty=empty)


def _in_order(deals: Sequence[Deal]) -> list[Deal]:
    opened = sorted((one for one in deals if one.is_open), key=lambda one: one.state.expected_close or date.max)
    closed = (one for one in deals if not one.is_open)
    return [*opened, *sorted(closed, key=lambda one: one.closed_on or date.min, reverse=True)]


def _row(facts: Facts, links: Links, deal: Deal, note: str) -> Row:
    stands = outcome_cell(facts, deal)
    if deal.is_open:
        stands = Cell(facts.stage_label(deal.pipeline, deal.stage) or facts.words.gettext("Stage not known"))
    day = day_cell(facts.say, deal.state.expected_close if deal.is_open else deal.closed_on)
    owner = owner_label(facts, deal.owner)
    return Row(
        (
            Cell(deal.record.name, links.record(deal.record.ref), note=note, small=(beside(day.text, owner),)),
            stands,
            amount_cell(facts, deal),
            day,
            owner_cell(facts, links, deal.owner),
        ),
        {"outcome": ("open" if deal.is_open else (deal.state.status or "") if deal.counts else "",)},
    )


def open_value(facts: Facts, deals: Sequence[Deal]) -> Value:
    """How many of the deals are open and what they come to."""
    return _sum(facts, [one for one in deals if one.is_open], facts.words.gettext("none open"))


def won_value(facts: Facts, deals: Sequence[Deal]) -> Value:
    """How many of the deals were won and what they came to."""
    return _sum(facts, [one for one in deals if one.state.status == "won" and one.counts], facts.words.gettext("none"))


def _sum(facts: Facts, deals: Sequence[Deal], none: str) -> Value:
    """The sum, and of how many; those without an amount are counted and said."""
    if not deals:
        unknown = facts.words.gettext("none that could be read")
        return Value(unknown if facts.may_miss("opportunities") else none, look="none")
    _, n_, number = facts.words.gettext, facts.words.ngettext, facts.say.number
    whole = total(deals)
    count = n_("%(num)s deal", "%(num)s deals", whole.count, num=number(whole.count))
    missing = whole.count - whole.summed
    note = _("%(deals)s, %(missing)s without amount", deals=count, missing=number(missing)) if missing else count
    return Value(facts.say.full(whole.amount) if whole.summed else facts.say.no_amount, note=note, strong=True)
