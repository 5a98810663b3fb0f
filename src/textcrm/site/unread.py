"""Unread: what is said where records could not be read, so that nothing is taken for none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from textcrm.locale.words import Text
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid
from textcrm.site.links import Links
from textcrm.site.page import Head, Page

#: The kinds of record that a page is about, by its place in the navigation; one of a single kind needs it.
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "index": ("opportunities",),
    "pipeline": ("opportunities",),
    "stages": ("opportunities",),
    "forecast": ("opportunities",),
    "outcomes": ("opportunities",),
    "leads": ("leads",),
    "team": ("team", "opportunities", "activities"),
    "agenda": ("opportunities", "leads", "activities"),
    "companies": ("companies", "contacts", "opportunities"),
}


@dataclass(frozen=True, slots=True)
class Unread:
    """What a page shows of which no record could be read."""

    head: Head
    sentence: Text


def as_read(facts: Facts, page: Page) -> Page:
    """The page; where records it is about could not be read its sentence begins with that, and may say no more."""
    kinds: tuple[str, ...] = () if "/" in page.path else _ABOUT.get(page.nav, ())
    said: Text | None = getattr(page.value, "sentence", None)
    if said is None or not any(map(facts.may_miss, kinds)):
        return page
    missing = facts.words.marked("<b>%(missing)s</b>", missing=_missing(facts, facts.links(page.path)))
    if len(kinds) == 1 and facts.is_unread(kinds[0]):
        sentence = facts.words.marked("%(missing)s %(so)s", missing=missing, so=nothing_said(facts))
        return replace(page, template="pages/unread.html.jinja", value=Unread(Head(page.title), sentence))
    value: Any = page.value
    sentence = facts.words.marked("%(missing)s %(said)s", missing=missing, said=said)
    return replace(page, value=replace(value, sentence=sentence))


def _missing(facts: Facts, links: Links) -> Text:
    """How many records could not be read, leading to why."""
    folders = [one for one in facts.missing if one.endswith("/")]
    count, there = len(facts.missing) - len(folders), links.page("problems")
    if folders:
        return facts.words.marked(
            '<a href="%(there)s">The records in %(folders)s</a> could not be read.',
            there=there,
            folders=", ".join(folders),
        )
    return facts.words.nmarked(
        '<a href="%(there)s">%(num)s record</a> could not be read.',
        '<a href="%(there)s">%(num)s records</a> could not be read.',
        count,
        there=there,
        num=facts.say.number(count),
    )


def nothing_said(facts: Facts) -> Text:
    """What follows after a page said that records could not be read, where it knows nothing else."""
    return facts.words.marked("So nothing can be said.")


def known_deals(facts: Facts, grid: Grid) -> Grid:
    """A table of sums of deals; without its rows where none of the deals could be read, as no sum is known then."""
    if not facts.is_unread("opportunities"):
        return grid
    return replace(grid, rows=(), total=None, notes=(), empty=none(facts, "opportunities", grid.empty))


def headline_of_none(facts: Facts, kind: str, says: Text) -> Text:
    """The sentence of a page where there is none of a kind; where some could not be read, that nothing can be said."""
    return nothing_said(facts) if facts.may_miss(kind) else says


def none(facts: Facts, kind: str, says: Text) -> Text:
    """What is said where there is none of a kind; where some could not be read, that none of the others is one."""
    return facts.words.gettext("None among the records that could be read.") if facts.may_miss(kind) else says
