"""Where labels go, and which give way: for the narrowest phone, and for the narrowest half of a desk.

Marks stand in percent, so two places come apart as a chart grows while texts stay as wide as they are: labels that do
not meet in the narrower room never meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from textcrm.site.charts.widths import cut, width

Anchor = Literal["start", "middle", "end"]

#: The least that a chart is wide, gutters included, in pixels: on a phone of 320 pixels, in half a section on a desk,
#: and in a whole section where it is no phone.
PHONE: Final = 288
DESK: Final = 430
FULL: Final = 600
#: The room of something on a phone and on a desk.
Rooms = tuple[int, int]
#: Between two labels, and between a mark and its label.
GAP: Final = 6
#: How far a gutter can be set, in pixels: content.css has one class per step.
STEP: Final = 8
STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place: `at` from 0 to 1 of the room and `dx` pixels from there; `strong` ones are wider."""

    at: float
    text: str
    anchor: Anchor = "start"
    dx: int = 0
    strong: bool = False

    def extent(self, room: int) -> tuple[float, float]:
        """Where it begins and ends, in pixels, in a room so wide."""
        wide = width(self.text, strong=self.strong)
        begin = self.at * room + self.dx - {"start": 0, "middle": wide / 2, "end": wide}[self.anchor]
        return begin, begin + wide

    def fits(self, room: int, left: int = 0, right: int = 0) -> bool:
        """Whether it stays in the room, with so many pixels to spare on either side."""
        begin, end = self.extent(room)
        return begin >= -left and end <= room + right


def meet(one: Label, other: Label, room: int) -> bool:
    """Whether two labels in one line touch, or nearly."""
    (begin, end), (start, stop) = one.extent(room), other.extent(room)
    return begin < stop + GAP and start < end + GAP


def inward(at: float, text: str, dx: int = 0, *, strong: bool = False) -> Label:
    """A label beside a place: right of it in the left half, left of it in the right half."""
    return Label(at, text, "start", dx, strong) if at <= 1 / 2 else Label(at, text, "end", -dx, strong)


def beside(at: float, text: str, rooms: Rooms, dx: int = 0, *, strong: bool = False) -> list[tuple[Label, str]]:
    """A label beside a place, turned inward, with its class; another one for phones where there is too little room.

    On a phone it may move to the edge, above or below what it names, before it is cut.
    """
    phone, desk = rooms
    label = inward(at, text, dx, strong=strong)
    if label.fits(phone):
        return [(label, "")]
    most = int(max(at, 1 - at) * desk) - dx
    edge = Label(round(at), cut(text, phone, strong=strong), label.anchor, strong=strong)
    return [(replace(label, text=cut(text, most, strong=strong)), " wide"), (edge, " narrow")]


def centred(at: float, text: str, room: int, spare: tuple[int, int] = (0, 0), *, strong: bool = False) -> Label:
    """A label under a place, turned inward where half of it would leave the room and what is to spare beside it."""
    middle = Label(at, text, "middle", strong=strong)
    if middle.fits(room, *spare):
        return middle
    return Label(at, text, "start" if at <= 1 / 2 else "end", strong=strong)


def sparse(labels: Sequence[Label], room: int, first: Sequence[int] = ()) -> frozenset[int]:
    """Which labels of one line can stay: those to be placed first, and as many of the others as fit evenly."""
    kept: list[int] = []
    for i in first:
        kept += _clear([i], kept, labels, room)
    others = _clear([i for i in range(len(labels)) if i not in first], kept, labels, room)
    for stride in _strides(len(others)):
        chosen = others[::stride]
        if not any(meet(labels[a], labels[b], room) for a, b in pairwise(chosen)):
            return frozenset({*kept, *chosen})
    return frozenset(kept)


def _strides(count: int) -> Iterator[int]:
    """Ways to keep the first and leave out evenly; one just short of a way that keeps the last as well is skipped."""
    last = max(count - 1, 1)
    return (stride for stride in range(1, count + 1) if last % stride == 0 or last % (stride + 1))


def _clear(ones: Iterable[int], kept: Sequence[int], labels: Sequence[Label], room: int) -> list[int]:
    return [i for i in ones if not any(meet(labels[i], labels[k], room) for k in kept)]


def lines(labels: Iterable[Label], room: int) -> list[int]:
    """The line, counted from 0, on which each label stands: the first where it meets none of those before it."""
    filled: list[list[Label]] = []
    chosen = []
    for label in labels:
        free = (i for i, line in enumerate(filled) if not any(meet(label, one, room) for one in line))
        at = next(free, len(filled))
        if at == len(filled):
            filled.append([])
        filled[at].append(label)
        chosen.append(at)
    return chosen


def seen(fits: Iterable[bool]) -> str | None:
    """The class, to stand behind others, of a label that fits on a phone and on a desk; `None` if on neither."""
    phone, desk = fits
    if phone:
        return "" if desk else " narrow"
    return " wide" if desk else None


def dodge(wanted: Sequence[float], gap: float, high: float = 100) -> list[float]:
    """The places nearest to those wanted, `gap` apart, in the same order, from 0 to `high`.

    Closer than `gap` only where they are too many to fit. Nearest is by least squares: neighbours move together.
    """
    if len(wanted) > 1:
        gap = min(gap, high / (len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    pools: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        mean, size = wanted[i] - rank * gap, 1
        while pools and pools[-1][0] >= mean:
            above, count = pools.pop()
            mean, size = (mean * size + above * count) / (size + count), size + count
        pools.append((mean, size))
    free = [min(max(mean, 0.0), high - (len(wanted) - 1) * gap) for mean, size in pools for _ in range(size)]
    placed = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        placed[i] = round(free[rank] + rank * gap, 2)
    return placed


def gutter(texts: Iterable[str]) -> int:
    """How many steps of a gutter the widest of the texts takes, with the gap to the plot."""
    widest = max((width(text) for text in texts), default=0)
    return min(-(-(widest + GAP + 4) // STEP), STEPS) if widest else 0
