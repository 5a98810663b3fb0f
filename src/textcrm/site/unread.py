"""Unread: what is said where records could not be read, so that nothing is taken for none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from textcrm.locale.words import Text
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid
from textcrm.site.links import Links
from textcrm.site.page import Head, Page

#: The pages that are all about one kind of record, by their place in the navigation.
_ABOUT: Final[Mapping[str, str]] = {
    "index": "opportunities",
    "pipeline": "opportunities",
    "stages": "opportunities",
    "forecast": "opportunities",
    "outcomes": "opportunities",
    "leads": "leads",
}


@dataclass(frozen=True, slots=True)
class Unread:
    """What a page shows of which no record could be read."""

    head: Head
    sentence: Text


def as_read(facts: Facts, page: Page) -> Page:
    """The page; where none of the records it is all about could be read, one that says only that."""
    kind = _ABOUT.get(page.nav, "")
    if "/" in page.path or not kind or not facts.is_unread(kind):
        return page
    value = Unread(Head(page.title), unread(facts, facts.links(page.path)))
    return replace(page, template="pages/unread.html.jinja", value=value)


def unread(facts: Facts, links: Links) -> Text:
    """How many records could not be read, leading to why."""
    folders = [one for one in facts.missing if one.endswith("/")]
    count, there = len(facts.missing) - len(folders), links.page("problems")
    if folders:
        return facts.words.marked(
            '<b><a href="%(there)s">The records in %(folders)s</a> could not be read: nothing can be said.</b>',
            there=there,
            folders=", ".join(folders),
        )
    return facts.words.nmarked(
        '<b><a href="%(there)s">%(num)s record</a> could not be read: nothing can be said.</b>',
        '<b><a href="%(there)s">%(num)s records</a> could not be read: nothing can be said.</b>',
        count,
        there=there,
        num=facts.say.number(count),
    )


def known_deals(facts: Facts, grid: Grid) -> Grid:
    """A table of sums of deals; without its rows where none of the deals could be read, as no sum is known then."""
    if not facts.is_unread("opportunities"):
        return grid
    return replace(grid, rows=(), total=None, notes=(), empty=none(facts, "opportunities", grid.empty))


def headline_of_none(facts: Facts, links: Links, kind: str, says: Text) -> Text:
    """The sentence of a page where there is none of a kind; where some could not be read, that only."""
    return unread(facts, links) if facts.may_miss(kind) else says


def none(facts: Facts, kind: str, says: Text) -> Text:
    """What is said where there is none of a kind; where some could not be read, that none of the others is one."""
    return facts.words.gettext("None among the records that could be read.") if facts.may_miss(kind) else says
