"""Stacked columns, one a month, on a scale of money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from markupsafe import Markup

from textcrm.site.charts.bars import Segment
from textcrm.site.charts.labels import DESK, GAP, PHONE, STEP, Label, Rooms, centred, seen, sparse
from textcrm.site.charts.marks import line, link, percent, plot, rect, target, words
from textcrm.site.charts.scale import Axis, side
from textcrm.site.charts.widths import cut, width
from textcrm.site.links import Href

#: Few columns are no wider than these many would be.
_FEWEST = 6
#: Of its place, a column leaves so much free on the left and fills so much; its target reaches beyond on both sides.
_FREE, _WIDE, _BEYOND = Decimal("0.2"), Decimal("0.6"), Decimal("0.1")
#: Longer words under a month are cut, in pixels.
_NAME = 96
#: A label is so high, as a share of the lowest that the chart is drawn.
_LINE = Decimal("0.09")


@dataclass(frozen=True, slots=True)
class Column:
    """A month: parts from the bottom up; `name` and `under` below it, `text` on top, `told` is all of it in words.

    With `href` it is a link to the records behind it.
    """

    name: str
    segments: tuple[Segment, ...]
    told: str
    under: str = ""
    text: str = ""
    goal: Decimal | None = None
    href: Href | None = None

    @property
    def total(self) -> Decimal:
        """How high it stands."""
        return sum((one.value for one in self.segments if one.value > 0), Decimal(0))


def columns(months: Sequence[Column], up: Axis, label: str, goal_text: str = "") -> Markup:
    """The months from left to right; nothing without any. `goal_text` names the first target that has room above."""
    if not months:
        return Markup("")
    gutter, ticks = side(up)
    rooms = (PHONE - gutter * STEP - STEP, DESK - gutter * STEP - STEP)
    slot = Decimal(1) / max(len(months), _FEWEST)
    drawn = [_column(one, i * slot, slot, up) for i, one in enumerate(months)]
    below = [*_below(months, slot, rooms)]
    above = [*_tops(months, slot, rooms, up), *_goal_words(months, slot, rooms, up, goal_text)]
    links = any(one.href is not None for one in months)
    return plot(f"g-col l{gutter} r1", label, ticks, *drawn, *below, *above, links=links)


def _column(one: Column, left: Decimal, slot: Decimal, up: Axis) -> str:
    x, wide = left + slot * _FREE, slot * _WIDE
    ends = [1 - up.at(end) for end in accumulate((part.value for part in _shown(one)), initial=Decimal(0))]
    bars = [
        rect(percent(x), percent(top), percent(wide), percent(floor - top), part.ink)
        for part, (floor, top) in zip(_shown(one), pairwise(ends), strict=True)
    ]
    seams = [line(percent(x), percent(y), percent(x + wide), percent(y), "seam") for y in ends[1:-1]]
    return link(one.href, one.told, _hit(left, slot), *bars, *seams) + _goal(one, left, slot, up)


def _shown(one: Column) -> list[Segment]:
    return [part for part in one.segments if part.value > 0]


def _hit(left: Decimal, slot: Decimal) -> str:
    """The whole place of a month can be pointed at, not only what is drawn."""
    return rect(percent(left), 0, percent(slot), "100%", "hitbox")


def _goal(one: Column, left: Decimal, slot: Decimal, up: Axis) -> str:
    if one.goal is None:
        return ""
    begin, end = left + slot * (_FREE - _BEYOND), left + slot * (_FREE + _WIDE + _BEYOND)
    y = percent(1 - up.at(one.goal))
    return target(percent(begin), y, percent(end), y)


def _below(months: Sequence[Column], slot: Decimal, rooms: Rooms) -> Iterator[str]:
    names = [_under(_middle(i, slot), one.name, rooms, strong=True) for i, one in enumerate(months)]
    unders = [_under(_middle(i, slot), one.under, rooms) for i, one in enumerate(months) if one.under]
    yield from _line(names, rooms, "tick strong", 18)
    yield from _line(unders, rooms, "tick", 33)


def _under(at: float, text: str, rooms: Rooms, *, strong: bool = False) -> Label:
    return centred(at, cut(text, _NAME, strong=strong), rooms[0], (2 * STEP, 2 * STEP), strong=strong)


def _line(labels: Sequence[Label], rooms: Rooms, look: str, dy: int) -> Iterator[str]:
    kept = [sparse(labels, room) for room in rooms]
    for i, label in enumerate(labels):
        also = seen(i in those for those in kept)
        if also is not None:
            yield words(label, "100%", look + also, dy)


def _middle(i: int, slot: Decimal) -> float:
    return float(i * slot + slot * (_FREE + _WIDE / 2))


def _tops(months: Sequence[Column], slot: Decimal, rooms: Rooms, up: Axis) -> Iterator[str]:
    """What a month comes to, over it, and over its target where that is close above."""
    widest = max(width(one.text, strong=True) for one in months) + GAP
    look = seen(widest <= float(slot) * room for room in rooms)
    for i, one in enumerate(months):
        if look is not None and one.text:
            label = Label(_middle(i, slot), one.text, "middle", strong=True)
            yield words(label, percent(1 - _top(one, up)), f"val halo{look}", -6)


def _top(one: Column, up: Axis) -> Decimal:
    top = up.at(one.total)
    goal = top if one.goal is None else up.at(one.goal)
    return goal if top < goal < top + _LINE else top


def _goal_words(months: Sequence[Column], slot: Decimal, rooms: Rooms, up: Axis, text: str) -> Iterator[str]:
    """The word for the target over the first one that stands clear of its column and has room for it."""
    text = cut(text, _NAME)
    look = seen(width(text) + GAP <= float(slot) * room for room in rooms)
    for i, one in enumerate(months):
        if look is not None and text and one.goal is not None and up.at(one.goal) >= up.at(one.total) + 2 * _LINE:
            at = Label(_middle(i, slot), text, "middle")
            yield words(at, percent(1 - up.at(one.goal)), f"name halo{look}", -6)
            return
