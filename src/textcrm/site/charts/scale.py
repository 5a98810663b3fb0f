"""Scales from zero to round numbers, and the words along them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import count
from typing import Final

from markupsafe import Markup

from textcrm.site.charts.labels import GAP, STEP, STEPS, Label, Rooms, centred, gutter, seen, sparse
from textcrm.site.charts.marks import percent, rect, row, words
from textcrm.site.charts.widths import cut

#: The steps between two ticks, times a power of ten.
_ROUND: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
#: A cell with bars is at least so wide, in pixels: on a phone, on a desk.
CELLS: Final = (64, 240)
_AXIS_HIGH: Final = 20


@dataclass(frozen=True, slots=True)
class Tick:
    """A word along an axis; a strong one, such as today, stays when others have to go."""

    value: Decimal
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """From zero, at the left or at the bottom, to `high`."""

    high: Decimal
    ticks: tuple[Tick, ...] = ()

    def at(self, value: Decimal) -> Decimal:
        """Where the value stands, from 0 to 1; what lies outside stands at the nearer end."""
        if self.high <= 0 or value <= 0:
            return Decimal(0)
        return min(value / self.high, Decimal(1))


def ticks(high: Decimal, least: Decimal = Decimal("0.01"), most: int = 5) -> tuple[Decimal, ...]:
    """Zero and up to `most` round numbers, the last of them `high` or above; only zero of nothing.

    Steps are 1, 2, 2.5 or 5 times a power of ten and whole multiples of `least`: 1 for things that are counted.
    """
    if high <= 0:
        return (Decimal(0),)
    step = _step(high / most, least)
    last = int((high / step).to_integral_value(ROUND_CEILING))
    return tuple((step * i).normalize() + 0 for i in range(last + 1))


def _step(wanted: Decimal, least: Decimal) -> Decimal:
    for exponent in count(max(wanted, least).adjusted() - 1):
        for digit in _ROUND:
            step = digit.scaleb(exponent)
            if step >= wanted and (step >= 100 * least or step % least == 0):
                return step
    raise AssertionError


def axis(
    values: Iterable[Decimal | None],
    word: Callable[[Decimal], str],
    least: Decimal = Decimal("0.01"),
    most: int = 5,
) -> Axis:
    """The axis on which all the values fit, its ticks worded by `word`; unknown values want no room."""
    at = ticks(max((value for value in values if value is not None), default=Decimal(0)), least, most)
    return Axis(at[-1], tuple(Tick(value, word(value)) for value in at))


def axis_row(along: Axis) -> Markup:
    """The ticks of a column of bars, to stand in a cell under them."""
    return row(_AXIS_HIGH, *_along(along, CELLS, (0, 0), "14", 0))


def bottom(along: Axis, rooms: Rooms, gutters: tuple[int, int] = (0, 0)) -> str:
    """The ticks under a plot that has so much room, between gutters of so many steps."""
    left, right = gutters
    return "".join(_along(along, rooms, (left * STEP, (right + 1) * STEP), "100%", 18))


def _along(along: Axis, rooms: Rooms, spare: tuple[int, int], y: str, dy: int) -> Iterable[str]:
    at = [float(along.at(one.value)) for one in along.ticks]
    labels = [centred(x, one.text, rooms[0], spare, strong=one.strong) for x, one in zip(at, along.ticks, strict=True)]
    first = [i for i, one in enumerate(along.ticks) if one.strong]
    kept = [sparse(labels, room, first) for room in rooms]
    for i, label in enumerate(labels):
        look = seen(i in those for those in kept)
        if look is not None:
            yield words(label, y, f"tick{' strong' if label.strong else ''}{look}", dy)


def side(up: Axis) -> tuple[int, str]:
    """The steps that the gutter on the left takes, and in it the ticks; every second interval is a band."""
    most = STEPS * STEP - GAP - 4
    labels = [Label(0, cut(one.text, most), "end", -8) for one in up.ticks]
    at = [1 - up.at(one.value) for one in up.ticks]
    bands = [
        rect(0, percent(at[i + 1]), "100%", percent(at[i] - at[i + 1]), "bandfill") for i in range(0, len(at) - 1, 2)
    ]
    drawn = [words(label, percent(place), "tick", 4) for label, place in zip(labels, at, strict=True)]
    return gutter(label.text for label in labels), "".join(bands + drawn)
