"""A deal's way: its stages end to end, in days, with what happened on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from markupsafe import Markup

from textcrm.site.charts.labels import FULL, PHONE, Label, inward, lines, seen
from textcrm.site.charts.marks import Ink, dot, line, percent, plot, rect, seam, title, words
from textcrm.site.charts.scale import Axis, bottom
from textcrm.site.charts.widths import cut, width

_BAR, _HIGH, _DOTS, _FOOT = 20, 14, 48, 60
_LINE = 15


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a stage, from one day until another, both counted from the beginning of the axis."""

    begin: int
    end: int
    name: str
    ink: Ink
    told: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day: a change of the deal is filled, anything else is a ring."""

    day: int
    told: str
    change: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day that matters, named: today, or the one on which the deal should close, which may be late."""

    day: int
    text: str
    kind: Literal["today", "due", "late"] = "today"


def timeline(stays: Sequence[Stay], events: Sequence[Event], days: Sequence[Day], along: Axis, label: str) -> Markup:
    """The stays as one bar with their names over it, the events as dots beneath, the days as lines across both.

    `along` counts days from 0 to its `high`, its ticks as a rule the months. Nothing if nothing ever happened.
    """
    if not stays and not events:
        return Markup("")
    named = [inward(_at(one.day, along), cut(one.text, PHONE // 2), strong=True) for one in days]
    rows = lines(named, PHONE)
    foot = _FOOT + _LINE * (max(rows, default=-1) + 1)
    drawn = [*_bar(stays, along), *_names(stays, along), *_days(days, named, rows, along), *_events(events, along)]
    return plot("g-time", label, *drawn, bottom(along, (PHONE, FULL)), high=foot)


def _at(day: int, along: Axis) -> float:
    return float(along.at(Decimal(day)))


def _bar(stays: Sequence[Stay], along: Axis) -> Iterator[str]:
    for one in stays:
        begin, end = _at(one.begin, along), _at(one.end, along)
        wide = percent(end - begin) if end - begin > 1 / 200 else 2
        mark = rect(percent(begin), _BAR, wide, _HIGH, one.ink)
        yield f"<g>{title(one.told)}{mark}</g>"
    yield from (seam(percent(_at(one.begin, along)), _BAR, _HIGH) for one in stays[1:])


def _names(stays: Sequence[Stay], along: Axis) -> Iterator[str]:
    """A stage's name where it is as short as the stay."""
    for one in stays:
        share = _at(one.end, along) - _at(one.begin, along)
        look = seen(width(one.name) + 4 <= share * room for room in (PHONE, FULL))
        if look is not None:
            yield words(Label(_at(one.begin, along), one.name), 13, f"name{look}")


def _events(events: Sequence[Event], along: Axis) -> Iterator[str]:
    for one in events:
        yield dot(percent(_at(one.day, along)), _DOTS, 4, "wondot" if one.change else "rep", one.told)


def _days(days: Sequence[Day], named: Sequence[Label], rows: Sequence[int], along: Axis) -> Iterator[str]:
    looks = {"today": ("now", "tick strong"), "due": ("target", "val"), "late": ("rotline", "warn")}
    for one, label, row in zip(days, named, rows, strict=True):
        mark, look = looks[one.kind]
        x, y = percent(_at(one.day, along)), _FOOT + _LINE * row
        yield line(x, _BAR - 4, x, y, mark) + words(label, y + 11, look)
