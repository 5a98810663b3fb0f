"""Bars that stand in the cells of a table, one a row on a common axis, and the one bar that a page opens with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from markupsafe import Markup

from textcrm.site.charts.labels import FULL, PHONE, Anchor, Label, beside, meet, seen
from textcrm.site.charts.marks import Ink, length, percent, plot, rect, row, seam, target, words
from textcrm.site.charts.scale import Axis
from textcrm.site.charts.whiskers import Whisker, whisker
from textcrm.site.charts.widths import width

_HIGH = 28


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar; `name` and `text`, its amount, are written over it where a bar has words."""

    value: Decimal
    ink: Ink
    name: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A value to compare with, such as a target, with the words beside it, `short` where those find no room."""

    value: Decimal
    text: str
    short: str = ""


def bar(value: Decimal | None, along: Axis, ink: Ink = "commit") -> Markup:
    """One plain bar; nothing where the value is not known."""
    return Markup("") if value is None else row(_HIGH, *_filled((Segment(value, ink),), along, 9, 10))


def weighted_bar(amount: Decimal | None, weighted: Decimal | None, along: Axis) -> Markup:
    """An amount in outline with its weighted amount as the dark core."""
    if amount is None:
        return Markup("")
    core = _filled((Segment(weighted or Decimal(0), "commit"),), along, 12, 10)
    return row(34, *_filled((Segment(amount, "pipe"),), along, 7, 20), *core)


def stacked_bar(segments: Sequence[Segment], along: Axis) -> Markup:
    """Parts end to end, such as moved on, still there and lost."""
    return row(_HIGH, *_filled(segments, along, 7, 14)) if segments else Markup("")


def bullet(value: Decimal | None, goal: Decimal | None, along: Axis, ink: Ink = "won") -> Markup:
    """A bar against its target, which is a line across; the way to the target is a track."""
    if value is None and goal is None:
        return Markup("")
    track = [] if goal is None else [rect(0, 9, length(along.at(goal)), 10, "track")]
    return row(_HIGH, *track, *_filled((Segment(value or Decimal(0), ink),), along, 9, 10), *_goal(goal, along, 4, 24))


def quarter_bar(
    segments: Sequence[Segment], along: Axis, goal: Decimal | None = None, model: Whisker | None = None
) -> Markup:
    """What people claim as a bar that fades with certainty, the model's range under it, the target across both."""
    if not segments and goal is None and model is None:
        return Markup("")
    top = 8 if model is None else 4
    under = [] if model is None else [whisker(model, along, 22)]
    return row(
        _HIGH, *_filled(segments, along, top, 12), *under, *_goal(goal, along, top - 3, 26 if model else top + 15)
    )


def headline_bar(segments: Sequence[Segment], high: Decimal, label: str, goal: Level | None = None) -> Markup:
    """The quarter bar as a page opens with it: name and amount over each part, the target with its words below.

    `high` is the value at the right edge, at least as much as there is to show. Words that find no room on a phone or
    at all are left out: the table says them.
    """
    if not any(one.value > 0 for one in segments) and goal is None:
        return Markup("")
    along = Axis(high)
    below = [] if goal is None else [*_goal(goal.value, along, 31, 64), *_goal_words(goal, along)]
    drawn = [*_filled(segments, along, 34, 22), *_over(segments, along), *below]
    return plot("g-head", label, *drawn, high=60 if goal is None else 82)


def _goal(goal: Decimal | None, along: Axis, y1: int, y2: int) -> list[str]:
    if goal is None:
        return []
    at = percent(along.at(goal))
    return [target(at, y1, at, y2)]


def _goal_words(goal: Level, along: Axis) -> Iterator[str]:
    for label, look in beside(float(along.at(goal.value)), goal.text, (PHONE, FULL), strong=True):
        yield words(label, 78, f"val{look}")


def _filled(segments: Sequence[Segment], along: Axis, y: int, high: int) -> Iterator[str]:
    """The parts from zero on, a seam between neighbours; parts of nothing are left out."""
    shown = [one for one in segments if one.value > 0]
    ends = [along.at(end) for end in accumulate((one.value for one in shown), initial=Decimal(0))]
    for one, (begin, end) in zip(shown, pairwise(ends), strict=True):
        yield rect(percent(begin), y, length(end - begin), high, one.ink)
    yield from (seam(percent(at), y, high) for at in ends[1:-1])


def _over(segments: Sequence[Segment], along: Axis) -> Iterator[str]:
    """Name and amount over each part; where they do not fit side by side, the smaller parts go without."""
    placed = list(_labels([one for one in segments if one.value > 0], along))
    shown = [_fitting(placed, room) for room in (PHONE, FULL)]
    for i, (one, name, amount) in enumerate(placed):
        look = seen(i in kept for kept in shown)
        if look is not None and one.name:
            yield words(name, 14, f"name{look}") + words(amount, 28, f"val{look}")


def _labels(segments: Sequence[Segment], along: Axis) -> Iterator[tuple[Segment, Label, Label]]:
    """Words begin where their part begins; those of a short last part end where it ends."""
    ends = [float(along.at(end)) for end in accumulate((one.value for one in segments), initial=Decimal(0))]
    for i, (one, (begin, end)) in enumerate(zip(segments, pairwise(ends), strict=True)):
        short = 0 < i == len(segments) - 1 and (end - begin) * FULL < max(width(one.name), width(one.text, strong=True))
        at: float
        anchor: Anchor
        at, anchor = (end, "end") if short else (begin, "start")
        yield one, Label(at, one.name, anchor), Label(at, one.text, anchor, strong=True)


def _fitting(placed: Sequence[tuple[Segment, Label, Label]], room: int) -> frozenset[int]:
    """The largest parts first: which have room for their words, without touching those that are placed already."""
    kept: list[int] = []
    for i in sorted(range(len(placed)), key=lambda i: -placed[i][0].value):
        _, *mine = placed[i]
        clear = not any(meet(a, b, room) for k in kept for a in mine for b in placed[k][1:])
        if clear and all(label.fits(room) for label in mine):
            kept.append(i)
    return frozenset(kept)
