"""Rates: k of n with its interval, in cells and in words; of too few the counts alone."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from textcrm.metrics.proportions import TOO_FEW, Proportion
from textcrm.site.charts.whiskers import rate
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.grid import Cell, Column
from textcrm.site.links import Href


def of_text(facts: Facts, of: Proportion) -> str:
    """`9 of 17`, unbroken; a dash of nothing."""
    if not of.n:
        return NOTHING
    return facts.words.gettext("%(k)s\u00a0of\u00a0%(n)s", k=facts.say.number(of.k), n=facts.say.number(of.n))


def interval_text(facts: Facts, of: Proportion) -> str:
    """`38–67%`: the bounds between which the rate lies four times out of five; a dash of too few."""
    if not of.tells_a_rate or of.low is None or of.high is None:
        return NOTHING
    low = facts.say.number(round(of.low * 100))
    return facts.words.gettext("%(low)s–%(high)s", low=low, high=facts.say.share(of.high))


def rate_text(facts: Facts, of: Proportion) -> str:
    """`9 of 17 (53%, 38–67%)`; of too few `2 of 4`."""
    if not of.tells_a_rate or of.rate is None:
        return of_text(facts, of)
    return facts.words.gettext(
        "%(counts)s (%(share)s, %(interval)s)",
        counts=of_text(facts, of),
        share=facts.say.share(float(of.rate)),
        interval=interval_text(facts, of),
    )


def rate_columns(facts: Facts, counts: str, *, is_sortable: bool = True) -> tuple[Column, ...]:
    """The columns of `rate_cells`: the counts, the interval drawn, the rate and its bounds."""
    _ = facts.words.gettext
    return (
        Column("counts", counts, "num", "number" if is_sortable else ""),
        Column("drawn", _("0–100%%"), "bar half p2", ""),
        Column("rate", _("Rate"), "num", "number" if is_sortable else ""),
        Column("interval", _("Likely range"), "num quiet p2", ""),
    )


def rate_cells(facts: Facts, of: Proportion, href: Href | None = None) -> tuple[Cell, ...]:
    """K of n, the rate with its interval as a mark, in percent and in its bounds; of too few words instead."""
    _, tells = facts.words.gettext, of.tells_a_rate
    few = _("fewer than %(few)s: counts only", few=facts.say.number(TOO_FEW)) if of.n else ""
    return (
        Cell(of_text(facts, of), href if of.n else None, str(of.k) if of.n else "", look="" if of.n else "none"),
        Cell(rate(of.rate, of.low, of.high)) if tells else Cell(few, look="none"),
        Cell(facts.say.share(float(of.rate)), value=f"{float(of.rate):.6f}")
        if tells and of.rate is not None
        else _dash(),
        Cell(interval_text(facts, of), look="" if tells else "none"),
    )


def _dash() -> Cell:
    return Cell(NOTHING, value="", look="none")


def all_overlap(rates: Iterable[Proportion]) -> bool:
    """Whether there are several rates, and no two whose intervals lie apart."""
    known = [one for one in rates if one.tells_a_rate]
    return len(known) > 1 and not any(lies_apart(one, other) for one, other in combinations(known, 2))


def lies_apart(one: Proportion, other: Proportion) -> bool:
    """Whether the two intervals have no value in common."""
    if None in (one.low, one.high, other.low, other.high):
        return False
    return (one.low or 0) > (other.high or 0) or (other.low or 0) > (one.high or 0)
