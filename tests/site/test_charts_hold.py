"""What holds of every chart, whatever the numbers and the names."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tests.site import chart_gallery
from textcrm.site.charts.bars import Level, Segment, bar, bullet, headline_bar, quarter_bar, stacked_bar, weighted_bar
from textcrm.site.charts.columns import Column, Stack, columns
from textcrm.site.charts.labels import DESK, PHONE, Anchor, Label, beside, dodge, lines, meet, sparse
from textcrm.site.charts.lines import Step, Sum, step_chart
from textcrm.site.charts.marks import Ink
from textcrm.site.charts.scale import Axis, axis, axis_row, ticks
from textcrm.site.charts.scatter import Band, Spot, scatter
from textcrm.site.charts.sparkline import sparkline
from textcrm.site.charts.timeline import Day, Event, Stay, timeline
from textcrm.site.charts.whiskers import Whisker, rate
from textcrm.site.charts.widths import cut, width
from textcrm.site.links import Href

INKS: tuple[Ink, ...] = ("won", "commit", "best", "pipe", "omit", "lost", "late", "soft")
#: Attributes that say where a mark stands or how long it is.
PLACES = {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height"}
#: All that may stand in a chart, so that nothing else ever does.
ELEMENTS = {"svg", "g", "a", "rect", "line", "circle", "text", "path", "title"}
ATTRIBUTES = {
    *(PLACES | {"r", "d", "dx", "dy", "class", "href", "role", "text-anchor", "viewBox"}),
    *("aria-label", "aria-hidden", "focusable", "vector-effect", "preserveAspectRatio", "paint-order"),
}

money = st.one_of(
    st.sampled_from([Decimal(0), Decimal("0.03"), Decimal(1), Decimal(10**9), Decimal(10**9) + Decimal("0.01")]),
    st.decimals(min_value=0, max_value=10**15, places=2),
)
days = st.integers(0, 4000)
names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60) | st.sampled_from(
    [chart_gallery.HOSTILE, chart_gallery.SIXTY, "x", "日本" * 30]
)
segments = st.lists(st.builds(Segment, money, st.sampled_from(INKS), names, names), max_size=5)
anchors: st.SearchStrategy[Anchor] = st.sampled_from(["start", "middle", "end"])
shares = st.floats(0, 1)
labels = st.builds(Label, shares, names, anchors, strong=st.booleans())
levels = st.none() | st.builds(Level, money, names)


def words(value: Decimal) -> str:
    return f"{value:,f}"


@st.composite
def row_charts(draw: st.DrawFn) -> list[Markup]:
    """Every chart of a cell with the same numbers."""
    parts, value, goal = draw(segments), draw(st.none() | money), draw(st.none() | money)
    along = draw(st.sampled_from([axis([one.value for one in parts] + [value], words), Axis(draw(money))]))
    low, likely, high = sorted([draw(shares), draw(shares), draw(shares)])
    model = Whisker(*(Decimal(one) * along.high for one in (low, likely, high)))
    return [
        *(bar(value, along), weighted_bar(value, goal, along), bullet(value, goal, along), stacked_bar(parts, along)),
        *(quarter_bar(parts, along, goal, model), rate(likely, low, high), axis_row(along)),
        sparkline([value, goal, *(one.value for one in parts)], draw(names)),
    ]


@st.composite
def planes(draw: st.DrawFn) -> list[Markup]:
    """Every chart of its own."""
    parts, label, goal = draw(segments), draw(names), draw(levels)
    stacks = st.lists(st.builds(Stack, segments.map(tuple), names), max_size=2).map(tuple)
    months = draw(st.lists(st.builds(Column, names, stacks, names, names, money), max_size=14))
    spots = st.builds(
        Spot,
        days.map(Decimal),
        money,
        st.sampled_from(INKS),
        names,
        names,
        st.none() | names.map(lambda name: Href(f"#{name}")),
    )
    bands = draw(st.lists(st.builds(Band, names, st.lists(spots, max_size=6).map(tuple), money, money), max_size=4))
    steps = st.builds(Step, days.map(Decimal), money)
    sums = draw(
        st.lists(st.builds(Sum, st.lists(steps, max_size=4).map(tuple), money, names, st.booleans()), max_size=3)
    )
    stays = draw(st.lists(st.builds(Stay, days, days, names, st.sampled_from(INKS), names), max_size=5))
    events, marked = (
        draw(st.lists(st.builds(Event, days, names), max_size=5)),
        draw(st.lists(st.builds(Day, days, names))),
    )
    along, up = axis([draw(days.map(Decimal))], words, Decimal(1)), axis([draw(money)], words)
    return [
        *(headline_bar(parts, draw(money), label, goal), columns(months, up, label, draw(names))),
        *(step_chart(sums, along, up, label, goal), scatter(bands, along, label, draw(names), draw(names))),
        timeline(stays, events, marked, along, label),
    ]


def elements(chart: Markup) -> list[ET.Element]:
    return list(ET.fromstring(chart).iter()) if chart else []  # noqa: S314 - what is parsed is our own


def shares_of(element: ET.Element) -> Iterator[float]:
    for name in PLACES & element.attrib.keys():
        if element.attrib[name].endswith("%"):
            yield float(element.attrib[name].removesuffix("%"))


@given(row_charts() | planes())
def test_marks_stay_inside_and_only_known_markup_is_written(charts: list[Markup]) -> None:
    for element in (one for chart in charts for one in elements(chart)):
        assert element.tag in ELEMENTS
        assert element.attrib.keys() <= ATTRIBUTES
        assert all(0 <= share <= 100 for share in shares_of(element)), element.attrib
        for name in PLACES & element.attrib.keys():
            assert re.fullmatch(r"-?\d+(\.\d+)?%?", element.attrib[name])


@given(row_charts())
def test_bars_end_inside(charts: list[Markup]) -> None:
    for element in (one for chart in charts for one in elements(chart) if one.tag == "rect"):
        x, wide = element.attrib["x"], element.attrib["width"]
        if wide.endswith("%"):
            assert float(x.removesuffix("%")) + float(wide.removesuffix("%")) <= 100.02


@given(st.data())
def test_same_input_same_bytes(data: st.DataObject) -> None:
    parts, label, goal = data.draw(segments), data.draw(names), data.draw(levels)
    assert headline_bar(parts, Decimal(9), label, goal) == headline_bar(tuple(parts), Decimal(9), label, goal)


@given(names)
def test_every_text_is_escaped(name: str) -> None:
    """What is read back is what was put in, and no name adds an element."""
    parts = (Segment(Decimal(1), "won"),)
    parsed = elements(columns([Column(name, (Stack(parts, name, Href(f"#{name}")),))], Axis(Decimal(1)), name))
    harmless = elements(columns([Column("x", (Stack(parts, "x", Href("x")),))], Axis(Decimal(1)), "x"))
    assert [one.tag for one in parsed if one.tag != "text"] == [one.tag for one in harmless if one.tag != "text"]
    assert parsed[0].attrib["aria-label"] == name
    assert [one.attrib["href"] for one in parsed if one.tag == "a"] == [f"#{name}"]
    assert [one.text or "" for one in parsed if one.tag == "title"] == [name]


@given(planes())
def test_a_chart_of_its_own_is_named(charts: list[Markup]) -> None:
    for root in (elements(chart)[0] for chart in charts if chart):
        links = root.find(".//a") is not None
        assert root.attrib["role"] == ("group" if links else "img")
        assert "aria-label" in root.attrib
        assert all(link.find("title") is not None for link in root.iter("a"))


@given(st.lists(st.floats(0, 100), max_size=12), st.floats(0, 20))
def test_dodged_labels_are_apart_in_order_and_inside(wanted: list[float], gap: float) -> None:
    placed = dodge(wanted, gap)
    apart = min(gap, 100 / max(len(wanted) - 1, 1))
    assert all(-0.01 <= one <= 100.01 for one in placed)
    assert all(after - before >= apart - 0.011 for before, after in pairwise(sorted(placed)))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    assert [placed[i] for i in order] == sorted(placed)


@given(st.lists(st.floats(0, 100), max_size=12), st.floats(0, 20))
def test_what_is_apart_already_stays(wanted: list[float], gap: float) -> None:
    if all(after - before >= gap for before, after in pairwise(sorted(wanted))):
        assert dodge(wanted, gap) == pytest.approx(wanted, abs=0.01)


@given(st.lists(labels, max_size=10), st.integers(60, 1400))
def test_labels_that_are_kept_never_meet(row: list[Label], room: int) -> None:
    kept = sorted(sparse(row, room))
    assert kept or not row
    assert not any(meet(row[a], row[b], room) for a, b in pairwise(kept)) or len(kept) < 2
    on = lines(row, room)
    same = [(a, b) for a in range(len(row)) for b in range(a) if on[a] == on[b]]
    assert not any(meet(row[a], row[b], room) for a, b in same)


@given(labels, labels, st.integers(60, 1400), st.integers(0, 1000))
def test_labels_apart_in_a_narrow_room_are_apart_in_a_wider_one(one: Label, other: Label, room: int, more: int) -> None:
    inside = one.fits(room) and other.fits(room)
    if inside and not meet(one, other, room):
        assert not meet(one, other, room + more)
        assert one.fits(room + more)


@given(shares, names, st.integers(0, 12))
def test_a_label_beside_its_mark_fits_a_phone_and_a_desk(at: float, text: str, dx: int) -> None:
    for label, look in beside(at, text, (PHONE, DESK), dx):
        assert look == " wide" or label.fits(PHONE) or label.text == "…"
        assert look == " narrow" or label.fits(DESK) or label.text == "…"


@given(names, st.integers(0, 400), st.booleans())
def test_what_is_cut_fits_and_begins_alike(text: str, room: int, strong: bool) -> None:  # noqa: FBT001 - drawn
    short = cut(text, room, strong=strong)
    assert short == "…" or width(short, strong=strong) <= room
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(
    st.decimals(min_value=Decimal("0.000001"), max_value=10**30),
    st.sampled_from(["1", "0.01", "0.001"]),
    st.integers(2, 10),
)
def test_ticks(high: Decimal, least: str, most: int) -> None:
    at = ticks(high, Decimal(least), most)
    step = at[1]
    assert at[0] == 0
    assert at[-1] >= high > at[-2]
    assert len(at) <= most + 1
    assert step.normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}
    assert step >= Decimal(least)


def test_the_gallery_is_the_same_every_time() -> None:
    assert chart_gallery.page() == chart_gallery.page()
    assert "<script" not in chart_gallery.page()
    assert "style=" not in chart_gallery.page()
