"""Records as dots: one band for each stage, days along, and within a band the larger amount is higher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from textcrm.site.charts.labels import FULL, PHONE, STEP, STEPS, Anchor, Label, Rooms, beside, gutter, meet
from textcrm.site.charts.marks import Ink, dot, line, link, percent, pixels, plot, rect, words
from textcrm.site.charts.scale import Axis, bottom
from textcrm.site.charts.widths import cut
from textcrm.site.links import Href

#: The height of a band in pixels; its dots stand between the two others, below the room of its name on a phone.
_BAND, _TOP, _FLOOR = 86, 24, 74
_RADIUS = 5
#: A name longer than this is cut: all of it is in the dot's title and in the table beside the chart.
_NAME = 150
_LINE = 13
#: The widths to which the name of what is late is cut where there is no room for more of it.
_SHORTER = (110, 80, 60)
_SIDES: Final[tuple[tuple[Anchor, int], ...]] = (("start", 9), ("end", -9))


@dataclass(frozen=True, slots=True)
class Spot:
    """A record: `told` is all of it in words; with a `name` that is written beside the dot, if there is room."""

    at: Decimal
    value: Decimal
    ink: Ink
    told: str
    name: str = ""
    href: Href | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A stage: its spots, when half have left it as a rule, and from when on one stays too long.

    `more` is what tells it from another of the same name.
    """

    name: str
    spots: tuple[Spot, ...]
    half: Decimal | None = None
    late: Decimal | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    label: Label
    y: float
    look: str


def scatter(bands: Sequence[Band], along: Axis, label: str, half_text: str = "", late_text: str = "") -> Markup:
    """The bands from top to bottom, all on one scale of days and one of amounts; nothing without a band.

    `half_text` and `late_text` name the two lines, once, over the first of each. Names give way to dots and to larger
    deals' names, all of them to those of late ones; on a phone fewer are written.
    """
    if not bands:
        return Markup("")
    high = max((spot.value for band in bands for spot in band.spots), default=Decimal(0))
    names = [[cut(text, STEPS * STEP - 10) for text in (band.name, band.more)] for band in bands]
    left = gutter(text for both in names for text in both)
    rooms = (PHONE - 2 * STEP, FULL - (left + 2) * STEP)
    drawn = [_band(band, i, along, Axis(high), rooms) for i, band in enumerate(bands)]
    heads = [*_heads(bands, along, rooms, half_text, late_text)]
    parts = [*drawn, *_stages(bands, names), *heads, bottom(along, rooms, (0, 2))]
    links = any(spot.href is not None for band in bands for spot in band.spots)
    return plot(f"g-scatter l{left} r2", label, *parts, links=links, high=_BAND * len(bands))


def _band(band: Band, i: int, along: Axis, up: Axis, rooms: Rooms) -> str:
    top = i * _BAND
    ground = rect(0, top, "100%", _BAND, "bandfill") if i % 2 == 0 else ""
    lines = [
        line(percent(along.at(day)), top, percent(along.at(day)), top + _BAND, look)
        for day, look in ((band.half, "median"), (band.late, "rotline"))
        if day is not None
    ]
    spots = sorted(band.spots, key=lambda spot: (-spot.value, spot.at, spot.told))
    dots = [_spot(spot, top, along, up) for spot in spots]
    names = [words(one.label, pixels(top + one.y), one.look, 4) for one in _names(band, spots, along, up, rooms)]
    return "".join([ground, *lines, *names, *dots])


def _spot(spot: Spot, top: int, along: Axis, up: Axis) -> str:
    mark = dot(percent(along.at(spot.at)), pixels(top + _height(spot, up)), _RADIUS, f"pt {spot.ink}")
    return link(spot.href, spot.told, mark)


def _height(spot: Spot, up: Axis) -> float:
    return _FLOOR - (_FLOOR - _TOP) * float(up.at(spot.value))


def _names(band: Band, spots: Sequence[Spot], along: Axis, up: Axis, rooms: Rooms) -> list[_Named]:
    """The names that find room beside their dots; what is late chooses first, then the larger deals."""
    dots = [_Named(Label(float(along.at(one.at)), "●", "middle"), _height(one, up), "") for one in spots]
    placed: list[_Named] = []
    for i in sorted(range(len(spots)), key=lambda i: spots[i].ink != "late"):
        if spots[i].name:
            others = [*placed, *dots[:i], *dots[i + 1 :], _phone_name(band)]
            placed.extend(_placed(spots[i], dots[i], others, rooms))
    return placed


def _placed(spot: Spot, own: _Named, others: Sequence[_Named], rooms: Rooms) -> Iterator[_Named]:
    """A name at its dot, or so on a desk only; it covers no other name and no other dot.

    What is late is named on a phone too, wherever there is room at its dot.
    """
    is_late = spot.ink == "late"
    places, ink = [*_places(spot, own)], "name halo" if is_late else "tick halo"
    both = next(
        (one for one in places if _is_free(one, others, rooms[0], 0) and _is_free(one, others, rooms[1], 1)), None
    )
    if both:
        yield replace(both, look=ink)
        return
    for place, look in enumerate(("narrow", "wide")):
        if is_late or look == "wide":
            found = next((one for one in places if _is_free(one, others, rooms[place], place)), None)
            if found:
                yield replace(found, look=f"{ink} {look}")


def _places(spot: Spot, own: _Named) -> Iterator[_Named]:
    """Where a name may stand: right of its dot or left of it; of what is late also above, below, and cut short."""
    is_late = spot.ink == "late"
    for most in (_NAME, *(_SHORTER if is_late else ())):
        text = cut(spot.name, most)
        for anchor, dx in _SIDES:
            yield replace(own, label=Label(own.label.at, text, anchor, dx=dx))
        for rise in (-_LINE - 1, _LINE + 1) if is_late else ():
            if 0 < own.y + rise < _BAND - 4:
                for label in (Label(own.label.at, text, "middle"), *(Label(own.label.at, text, a) for a, _ in _SIDES)):
                    yield _Named(label, own.y + rise, "")


def _is_free(one: _Named, others: Iterable[_Named], room: int, place: int) -> bool:
    """Whether it stays in the room and meets nothing that is seen there: on a phone (0) or on a desk (1)."""
    unseen = (" wide", " narrow")[place]
    near = (other.label for other in others if abs(other.y - one.y) < _LINE and not other.look.endswith(unseen))
    return one.label.fits(room) and not any(meet(one.label, label, room) for label in near)


def _phone_name(band: Band) -> _Named:
    return _Named(Label(0, _whole(band), dx=4), 14, "name halo narrow")


def _whole(band: Band) -> str:
    """The name of a band in one line."""
    return cut(f"{band.name}, {band.more}" if band.more else band.name, PHONE - 3 * STEP)


def _stages(bands: Sequence[Band], names: Sequence[Sequence[str]]) -> Iterator[str]:
    """A band's name in the gutter, in two lines; on a phone, where there is no gutter, at the top of the band."""
    for i, (band, (name, more)) in enumerate(zip(bands, names, strict=True)):
        yield words(Label(0, name, "end", -10), i * _BAND + _BAND // 2, "name wide", 4)
        if more:
            yield words(Label(0, more, "end", -10), i * _BAND + _BAND // 2 + 16, "tick wide", 4)
        phone = _phone_name(band)
        yield words(phone.label, i * _BAND + int(phone.y), phone.look)


def _heads(bands: Sequence[Band], along: Axis, rooms: Rooms, half_text: str, late_text: str) -> Iterator[str]:
    """What the two lines mean, each on a line of its own, over the first band that has it."""
    half = next(((i, band.half) for i, band in enumerate(bands) if band.half is not None), None)
    late = next(((i, band.late) for i, band in enumerate(bands) if band.late is not None), None)
    for found, text, look, rise in ((half, half_text, "tick", -20), (late, late_text, "tick warn", -6)):
        if found and text:
            i, day = found
            y = rise if i == 0 else i * _BAND + 12
            for label, also in beside(float(along.at(day)), text, rooms):
                yield words(label, y, f"{look} halo{also}")
