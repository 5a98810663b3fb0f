"""What has come in so far, as steps against time, beside an earlier period and a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from textcrm.site.charts.bars import Level
from textcrm.site.charts.labels import DESK, PHONE, STEP, Label, Rooms, beside, dodge, gutter
from textcrm.site.charts.marks import dot, layer, line, path, percent, plot, target, words
from textcrm.site.charts.scale import Axis, bottom, side
from textcrm.site.charts.widths import cut, width

#: Labels at the right edge take no more than this, in steps of the gutter, so that a phone has room for the lines.
_RIGHT = 16
#: Between two of them, in percent of the height: the lowest that the chart is drawn is on paper.
_APART = 7
#: Words over a dot reach so far above it, as a share of the height, where the chart is lowest.
_CLOSE = Decimal("0.13")


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on, the sum is `total`; `at` in the unit of the axis, as a rule days since its beginning."""

    at: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that grows by steps, in their order, from zero until `until`; `text` says what it came to.

    `short` says it where that finds no room. An earlier one is what the current one is compared with: thin, behind it.
    """

    steps: tuple[Step, ...]
    until: Decimal
    text: str
    earlier: bool = False
    short: str = ""

    @property
    def total(self) -> Decimal:
        """What it came to in the end."""
        return self.steps[-1].total if self.steps else Decimal(0)


def step_chart(sums: Sequence[Sum], along: Axis, up: Axis, label: str, goal: Level | None = None) -> Markup:
    """The sums as steps: money comes in lumps, never as a slope. Nothing without any sum.

    A sum that ends before the right edge has its words at its end, the others and the target at the edge, pushed apart.
    """
    if not sums:
        return Markup("")
    behind_first = sorted(sums, key=lambda one: not one.earlier)
    left, ticks = side(up)
    edge = [Level(one.total, one.text, one.short) for one in sums if one.until >= along.high] + ([goal] if goal else [])
    edge = [Level(one.value, _fitting(one)) for one in edge]
    right = gutter(one.text for one in edge) or 1
    drawn = layer(*(path(_corners(one, along, up), "prev" if one.earlier else "wonline") for one in behind_first))
    rooms = (PHONE - (left + right) * STEP, DESK - (left + right) * STEP)
    parts = [ticks, drawn, _across(goal, up), *_ends(behind_first, along, up, rooms, goal), *_edge(edge, up, goal)]
    return plot(f"g-line l{left} r{right}", label, *parts, bottom(along, rooms, (left, right)))


def _fitting(one: Level) -> str:
    room = _RIGHT * STEP - 10
    return cut(one.text if width(one.text) <= room else one.short or one.text, room)


def _corners(one: Sum, along: Axis, up: Axis) -> Iterator[tuple[Decimal, Decimal]]:
    y = Decimal(1)
    yield Decimal(0), y
    for step in one.steps:
        yield along.at(step.at), y
        y = 1 - up.at(step.total)
        yield along.at(step.at), y
    yield along.at(one.until), y


def _across(goal: Level | None, up: Axis) -> str:
    if goal is None:
        return ""
    y = percent(1 - up.at(goal.value))
    return target(0, y, "100%", y)


def _ends(sums: Sequence[Sum], along: Axis, up: Axis, rooms: Rooms, goal: Level | None) -> Iterator[str]:
    """The current sum's end: a dot, and where time is left a line down to today and its words.

    They stand over the dot, but where the target runs there under it.
    """
    for one in sums:
        if one.earlier:
            continue
        x, y = along.at(one.until), 1 - up.at(one.total)
        if one.until < along.high:
            yield line(percent(x), percent(y), percent(x), "100%", "now")
            for label, look in beside(float(x), one.text, rooms, 8, strong=True):
                yield words(label, percent(y), f"val halo{look}", 18 if _is_close_over(goal, y, up) else -9)
        yield dot(percent(x), percent(y), "4.5", "wondot")


def _is_close_over(goal: Level | None, y: Decimal, up: Axis) -> bool:
    """Whether the target is so little above that height that words over it would stand on the line."""
    return goal is not None and 0 < y - (1 - up.at(goal.value)) < _CLOSE


def _edge(edge: Sequence[Level], up: Axis, goal: Level | None) -> Iterator[str]:
    places = dodge([float(1 - up.at(one.value)) * 100 for one in edge], _APART)
    for i, (one, y) in enumerate(zip(edge, places, strict=True)):
        last = goal is not None and i == len(edge) - 1
        yield words(Label(1, one.text, dx=10), f"{y:g}%", "name" if last else "tick", 4)
