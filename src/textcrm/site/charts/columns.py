"""Stacked columns, one a month, on a scale of money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Final

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
#: What leads to records is at least so high, as a share of the chart: it can be hit also where its amount is small.
_HIT: Final = Decimal("0.2")
#: A label is so high, as a share of the lowest that the chart is drawn.
_LINE = Decimal("0.09")


@dataclass(frozen=True, slots=True)
class Stack:
    """Parts of a month from the bottom up, `told` in words; with `href` a link to the records behind them."""

    segments: tuple[Segment, ...]
    told: str
    href: Href | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A month: stacks from the bottom up; `name` and `under` below it, `text` on top."""

    name: str
    stacks: tuple[Stack, ...]
    under: str = ""
    text: str = ""
    goal: Decimal | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts of all its stacks."""
        return tuple(part for stack in self.stacks for part in stack.segments)

    @property
    def total(self) -> Decimal:
        """How high it stands."""
        return _height(self.segments)


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
    links = any(stack.href is not None for one in months for stack in one.stacks)
    return plot(f"g-col l{gutter} r1", label, ticks, *drawn, *below, *above, links=links)


def _column(one: Column, left: Decimal, slot: Decimal, up: Axis) -> str:
    x, wide = left + slot * _FREE, slot * _WIDE
    ends = [*accumulate((_height(stack.segments) for stack in one.stacks), initial=Decimal(0))]
    edges = [Decimal(0), *(min(max(up.at(end), _HIT), 1 - _HIT) for end in ends[1:-1]), Decimal(1)]
    drawn = (
        link(
            stack.href,
            stack.told,
            _hit(left, slot, floor, top),
            *_bars(stack.segments, base, x, wide, up),
        )
        for stack, base, (floor, top) in zip(one.stacks, ends, pairwise(edges), strict=False)
    )
    return "".join(drawn) + _seams(one, x, wide, up) + _goal(one, left, slot, up)


def _bars(parts: Iterable[Segment], base: Decimal, x: Decimal, wide: Decimal, up: Axis) -> Iterator[str]:
    shown = _shown(parts)
    ends = [1 - up.at(end) for end in accumulate((part.value for part in shown), initial=base)]
    for part, (floor, top) in zip(shown, pairwise(ends), strict=True):
        yield rect(percent(x), percent(top), percent(wide), percent(floor - top), part.ink)


def _seams(one: Column, x: Decimal, wide: Decimal, up: Axis) -> str:
    ends = [percent(1 - up.at(end)) for end in accumulate(part.value for part in _shown(one.segments))]
    return "".join(line(percent(x), y, percent(x + wide), y, "seam") for y in ends[:-1])


def _shown(parts: Iterable[Segment]) -> list[Segment]:
    return [part for part in parts if part.value > 0]


def _height(parts: Iterable[Segment]) -> Decimal:
    return sum((part.value for part in _shown(parts)), Decimal(0))


def _hit(left: Decimal, slot: Decimal, floor: Decimal, top: Decimal) -> str:
    """The whole place of a month can be pointed at, not only what is drawn."""
    return rect(percent(left), percent(1 - top), percent(slot), percent(top - floor), "hitbox")


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
