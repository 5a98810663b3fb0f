"""Lately: what became of deals in the last seven days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from textcrm.metrics.deals import Deal, largest_first
from textcrm.metrics.moves import moves
from textcrm.model.periods import Period
from textcrm.site.deals import (
    amount_cell,
    deal_cell,
)
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Grid, Row
from textcrm.site.links import Href, Links
from textcrm.site.unread import none
from textcrm.tables import Column as Field
from textcrm.tables import Table

_TABLE: Final = "last-days"
#: So many rows are shown.
_HAPPENED: Final = 12
#: The last days are so many, the day itself included.
_LAST: Final = 7


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a deal: `key` is `won`, `lost`, …, `moved`, `back` or `new`."""

    deal: Deal
    key: str
    says: str
    day: date | None


_ORDER: Final = ("won", "lost", "abandoned", "cancelled", "back", "moved", "new")
#: What goes away, or back.
_WARM: Final = ("lost", "abandoned", "cancelled", "back")


def lately(facts: Facts) -> Iterator[Event]:
    """What became of deals in the last days, outcomes first; of each only what weighs most, the larger ones first."""
    period = Period(facts.as_of - timedelta(days=_LAST - 1), facts.as_of)
    found: dict[str, Event] = {}
    for event in _events(facts, period):
        known = found.get(event.deal.id)
        if known is None or _ORDER.index(event.key) <= _ORDER.index(known.key):
            found[event.deal.id] = event
    weight = {deal.id: place for place, deal in enumerate(largest_first(event.deal for event in found.values()))}
    yield from sorted(found.values(), key=lambda event: (_ORDER.index(event.key), weight[event.deal.id]))


def _events(facts: Facts, period: Period) -> Iterator[Event]:
    _, deals = facts.words.gettext, {deal.id: deal for deal in facts.deals.counted}
    for deal in deals.values():
        if deal.created in period:
            yield Event(deal, "new", _("new, in %(stage)s", stage=_stage(facts, deal)), deal.created)
        if deal.closed_on in period:
            yield Event(deal, deal.state.status, status_label(facts, deal.state.status), deal.closed_on)
    for move in moves(facts.book, facts.as_of, period).all:
        deal = deals[move.deal]
        if deal.is_open and move.after == deal.stage:
            stage = _stage(facts, deal)
            says = _("back in %(stage)s", stage=stage) if move.is_back else _("on to %(stage)s", stage=stage)
            yield Event(deal, "back" if move.is_back else "moved", says, move.day)


def _stage(facts: Facts, deal: Deal) -> str:
    return facts.stage_label(deal.pipeline, deal.stage) or facts.words.gettext("a stage not known")


def status_label(facts: Facts, status: str) -> str:
    """What people call an outcome."""
    _ = facts.words.gettext
    return {"won": _("won"), "lost": _("lost"), "abandoned": _("abandoned"), "cancelled": _("cancelled")}[status]


def counted(facts: Facts, happened: Sequence[Event]) -> str:
    """How many of each, in one line."""
    n_, number = facts.words.ngettext, facts.say.number
    counts = {key: sum(event.key == key for event in happened) for key in _ORDER}
    gone = counts["lost"] + counts["abandoned"] + counts["cancelled"]
    told = (
        (counts["won"], n_("%(num)s won", "%(num)s won", counts["won"], num=number(counts["won"]))),
        (gone, n_("%(num)s lost or given up", "%(num)s lost or given up", gone, num=number(gone))),
        (counts["moved"], n_("%(num)s moved on", "%(num)s moved on", counts["moved"], num=number(counts["moved"]))),
        (counts["back"], n_("%(num)s went back", "%(num)s went back", counts["back"], num=number(counts["back"]))),
        (counts["new"], n_("%(num)s new", "%(num)s new", counts["new"], num=number(counts["new"]))),
    )
    return ", ".join(text for count, text in told if count)


def week_grid(facts: Facts, links: Links, happened: Sequence[Event]) -> Grid:
    """What happened, one deal a row."""
    _, say = facts.words.gettext, facts.say
    columns = (
        Column("deal", _("Deal"), "deal", ""),
        Column("what", _("What happened"), "", ""),
        Column("amount", _("Amount, %(sign)s", sign=say.currency), "num", ""),
    )
    rows = tuple(
        Row(
            (
                deal_cell(facts, links, event.deal),
                Cell(event.says, note=say.day(event.day), look="late" if event.key in _WARM else ""),
                amount_cell(facts, event.deal),
            )
        )
        for event in happened[:_HAPPENED]
    )
    empty = none(facts, "opportunities", _("No deal was created, moved or closed in the last seven days."))
    return Grid("last-days", _("The last seven days"), columns, rows, empty=empty)


def all_of_week(facts: Facts, links: Links, happened: Sequence[Event]) -> tuple[str, Href] | None:
    """Where all that happened is told, where there is more than is shown: no page has such a list, but a file has."""
    if len(happened) <= _HAPPENED:
        return None
    text = facts.words.gettext("All %(count)s deals, as CSV", count=facts.say.number(len(happened)))
    return text, links.data(_TABLE)


def week_table(facts: Facts, happened: Sequence[Event]) -> Table:
    """What happened, as it is exported."""
    _ = facts.words.gettext
    fields = (
        Field("deal", _("Deal"), "id"),
        Field("name", _("Name")),
        Field("event", _("Event")),
        Field("day", _("Day"), "day"),
        Field("amount", _("Amount"), "money"),
        Field("owner", _("Owner")),
    )
    rows = tuple(
        (event.deal.record.ref, event.deal.record.name, event.key, event.day, event.deal.value, event.deal.owner)
        for event in happened
    )
    return Table(_TABLE, _("The last seven days"), fields, rows, currency=facts.currency)
