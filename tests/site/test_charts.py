"""The marks and words of small charts, exactly."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from markupsafe import Markup

from textcrm.site.charts.bars import Level, Segment, bar, bullet, headline_bar, quarter_bar, stacked_bar, weighted_bar
from textcrm.site.charts.columns import Column, Stack, columns
from textcrm.site.charts.labels import Label, beside, dodge, gutter, lines, sparse
from textcrm.site.charts.lines import Step, Sum, step_chart
from textcrm.site.charts.scale import Axis, Tick, axis, axis_row, ticks
from textcrm.site.charts.scatter import Band, Spot, scatter
from textcrm.site.charts.sparkline import sparkline
from textcrm.site.charts.timeline import Day, Event, Stay, timeline
from textcrm.site.charts.whiskers import Whisker, rate
from textcrm.site.charts.widths import cut, width
from textcrm.site.links import Href

D = Decimal
TO_100 = Axis(D(100), (Tick(D(0), "0"), Tick(D(50), "50"), Tick(D(100), "100")))
ROW = '<svg class="rowsvg" width="100%" height="{}" aria-hidden="true" focusable="false">{}</svg>'


@pytest.mark.parametrize(
    ("high", "least", "expected"),
    [
        ("0", "0.01", "0"),
        ("-5", "0.01", "0"),
        ("0.03", "0.01", "0 0.01 0.02 0.03"),
        ("0.004", "0.01", "0 0.01"),
        ("0.11", "0.01", "0 0.05 0.1 0.15"),
        ("1", "1", "0 1"),
        ("7", "1", "0 2 4 6 8"),
        ("12", "1", "0 5 10 15"),
        ("12", "0.01", "0 2.5 5 7.5 10 12.5"),
        ("694500", "0.01", "0 200000 400000 600000 800000"),
        ("1000000000", "0.01", "0 200000000 400000000 600000000 800000000 1000000000"),
        ("3E+40", "0.01", " ".join(["0", *(f"{i}{'0' * 40}" for i in (1, 2, 3))])),
    ],
)
def test_ticks_are_round_and_reach_the_highest(high: str, least: str, expected: str) -> None:
    assert " ".join(f"{one:f}" for one in ticks(D(high), D(least))) == expected


def test_axis_words_its_ticks_and_unknown_values_want_no_room() -> None:
    assert axis([D(3), None, D("5.2")], "{:f} d".format, D(1)) == Axis(
        D(6), (Tick(D(0), "0 d"), Tick(D(2), "2 d"), Tick(D(4), "4 d"), Tick(D(6), "6 d"))
    )
    assert axis([None], str) == Axis(D(0), (Tick(D(0), "0"),))


def test_axis_row_turns_its_ends_inward() -> None:
    assert axis_row(TO_100) == ROW.format(
        20,
        '<text class="tick" x="0%" y="14">0</text>'
        '<text class="tick wide" x="50%" y="14" text-anchor="middle">50</text>'
        '<text class="tick" x="100%" y="14" text-anchor="end">100</text>',
    )


def test_bar() -> None:
    assert bar(D(25), TO_100) == ROW.format(28, '<rect class="commit" x="0%" y="9" width="25%" height="10"/>')


def test_what_is_there_is_seen_and_zero_and_unknown_are_not() -> None:
    assert bar(D("0.03"), TO_100) == ROW.format(28, '<rect class="commit" x="0%" y="9" width="2" height="10"/>')
    assert bar(D(0), TO_100) == ROW.format(28, "")
    assert bar(None, TO_100) == ""


def test_weighted_bar_has_its_core_inside() -> None:
    assert weighted_bar(D(80), D(20), TO_100) == ROW.format(
        34,
        '<rect class="pipe" x="0%" y="7" width="80%" height="20"/>'
        '<rect class="commit" x="0%" y="12" width="20%" height="10"/>',
    )
    assert weighted_bar(None, None, TO_100) == ""


def test_stacked_bar_has_seams_and_leaves_out_nothing_but_nothing() -> None:
    parts = (Segment(D(50), "won"), Segment(D(0), "pipe"), Segment(D("12.5"), "lost"))
    assert stacked_bar(parts, TO_100) == ROW.format(
        28,
        '<rect class="won" x="0%" y="7" width="50%" height="14"/>'
        '<rect class="lost" x="50%" y="7" width="12.5%" height="14"/>'
        '<line class="seam" x1="50%" y1="7" x2="50%" y2="21"/>',
    )


def test_bullet_shows_a_target_without_anything_won() -> None:
    assert bullet(None, D(40), TO_100) == ROW.format(
        28,
        '<rect class="track" x="0" y="9" width="40%" height="10"/>'
        '<line class="targetgap" x1="40%" y1="4" x2="40%" y2="24"/>'
        '<line class="target" x1="40%" y1="4" x2="40%" y2="24"/>',
    )
    assert bullet(None, None, TO_100) == ""


def test_quarter_bar_makes_room_for_the_model() -> None:
    parts = (Segment(D(40), "won"),)
    assert 'y="8"' in quarter_bar(parts, TO_100)
    with_model = quarter_bar(parts, TO_100, D(70), Whisker(D(50), D(60), D(90)))
    assert '<rect class="won" x="0%" y="4" width="40%" height="12"/>' in with_model
    assert '<line class="whisk" x1="50%" y1="22" x2="90%" y2="22"/>' in with_model
    assert '<line class="target" x1="70%" y1="1" x2="70%" y2="26"/>' in with_model


def test_headline_bar_says_the_larger_parts_and_the_short_last_one_at_its_end() -> None:
    parts = (
        Segment(D(60), "won", "Won", "60k"),
        Segment(D(2), "commit", "Commit", "2k"),
        Segment(D(30), "best", "Best case", "30k"),
        Segment(D(8), "pipe", "Pipeline", "8k"),
    )
    drawn = headline_bar(parts, D(100), "60k won", Level(D(90), "target 90k"))
    assert drawn.startswith('<svg class="plot g-head" height="82" role="img" aria-label="60k won">')
    assert '<text class="name" x="0%" y="14">Won</text><text class="val" x="0%" y="28">60k</text>' in drawn
    assert ">Commit<" not in drawn
    assert '<text class="name wide" x="100%" y="14" text-anchor="end">Pipeline</text>' in drawn
    assert '<text class="val" x="90%" y="78" text-anchor="end">target 90k</text>' in drawn


def test_rate_on_its_track() -> None:
    assert rate(0.5, 0.25, 0.75) == ROW.format(
        28,
        '<rect class="track" x="0" y="9" width="100%" height="10"/>'
        '<line class="whisk thick" x1="25%" y1="14" x2="75%" y2="14"/>'
        '<circle class="model" cx="50%" cy="14" r="4"/>',
    )
    assert rate(None, None, None) == ""


def test_columns_are_links_where_there_is_somewhere_to_go() -> None:
    stack = Stack((Segment(D(50), "won"),), "October: 50", Href("pipeline.html?a=1&b=2"))
    one = Column("Oct", (stack,), "2026", "50", D(80))
    drawn = columns([one], TO_100, "By month", "target")
    assert drawn.startswith('<svg class="plot g-col l5 r1" role="group" aria-label="By month">')
    assert '<a href="pipeline.html?a=1&amp;b=2"><title>October: 50</title>' in drawn
    assert '<rect class="won" x="3.33%" y="50%" width="10%" height="50%"/></a>' in drawn
    assert '<line class="target" x1="1.67%" y1="20%" x2="15%" y2="20%"/>' in drawn
    assert ">50</text>" in drawn
    assert 'role="img"' in columns([Column("Oct", (Stack((), "nothing"),))], TO_100, "By month")


def test_each_stack_of_a_month_leads_to_its_own_records_and_can_be_hit_however_small() -> None:
    won, opened = (Stack((Segment(D(n), "won"),), f"{n}", Href(f"#{n}")) for n in (2, 48))
    drawn = columns([Column("Oct", (won, opened))], TO_100, "By month")
    hit = '<rect class="hitbox" x="0%" y="{}%" width="16.67%" height="{}%"/>'
    assert f'<a href="#2"><title>2</title>{hit.format(80, 20)}<rect class="won" x="3.33%" y="98%"' in drawn
    assert f'<a href="#48"><title>48</title>{hit.format(0, 80)}<rect class="won" x="3.33%" y="50%"' in drawn


def test_an_address_goes_through_the_gate() -> None:
    """A type checker refuses it, and so does the chart."""
    bad = Stack((Segment(D(50), "won"),), "October", "javascript:alert(1)")  # type: ignore[arg-type]
    assert "javascript" not in columns([Column("Oct", (bad,))], TO_100, "By month")


def test_step_chart_goes_in_steps_and_says_its_end() -> None:
    days = Axis(D(90), (Tick(D(0), "1 Oct"), Tick(D(45), "today", strong=True), Tick(D(90), "31 Dec")))
    won = Sum((Step(D(9), D(20)), Step(D(18), D(50))), D(45), "Won 50")
    drawn = step_chart([won], days, TO_100, "50 won", Level(D(100), "target 100"))
    path = "M0 1000L100 1000L100 800L200 800L200 500L500 500"
    assert f'<path class="wonline" vector-effect="non-scaling-stroke" d="{path}"/>' in drawn
    assert '<text class="val halo" x="50%" y="50%" dx="8" dy="-9" paint-order="stroke">Won 50</text>' in drawn
    assert '<circle class="wondot" cx="50%" cy="50%" r="4.5"/>' in drawn
    assert '<text class="name" x="100%" y="0%" dx="10" dy="4">target 100</text>' in drawn


@pytest.mark.parametrize(("target", "dy"), [("50", -9), ("51", 18), ("60", 18), ("65", -9), ("45", -9)])
def test_step_chart_says_its_end_off_the_line_of_the_target(target: str, dy: int) -> None:
    won = Sum((Step(D(9), D(50)),), D(45), "Won 50")
    drawn = step_chart([won], TO_100, TO_100, "50 won", Level(D(target), "target"))
    assert f'dx="8" dy="{dy}" paint-order="stroke">Won 50</text>' in drawn


def test_step_chart_cuts_no_number_at_its_edge_where_it_stands_without_its_word() -> None:
    before = Sum((Step(D(5), D(90)),), D(100), "Q3 2026 100.000.000.000bn", earlier=True, short="100.000.000bn")
    drawn = step_chart([before], TO_100, TO_100, "", Level(D(100), "Target 1.000.000.000bn", "1.000.000bn"))
    assert ">100.000.000bn</text>" in drawn
    assert ">1.000.000bn</text>" in drawn


def test_step_chart_draws_what_is_over_behind() -> None:
    now, before = Sum((), D(10), "Won 0"), Sum((Step(D(5), D(90)),), D(100), "Q3 90", earlier=True)
    drawn = step_chart([now, before], TO_100, TO_100, "Nothing yet")
    assert drawn.index('"prev"') < drawn.index('"wonline"')
    assert ">Q3 90</text>" in drawn


def test_scatter_puts_the_larger_amount_higher_and_names_it() -> None:
    spots = (
        Spot(D(10), D(100), "commit", "Large, 100", "Large", Href("opportunities/large.html")),
        Spot(D(80), D(0), "late", "Small, 0", "Small"),
    )
    drawn = scatter([Band("Proposal", spots, half=D(20), late=D(60))], TO_100, "One rots", "half by", "rotting")
    assert '<a href="opportunities/large.html"><title>Large, 100</title>' in drawn
    assert '<circle class="pt commit" cx="10%" cy="24" r="5"/></a>' in drawn
    assert '<g><title>Small, 0</title><circle class="pt late" cx="80%" cy="74" r="5"/></g>' in drawn
    assert '<text class="tick halo wide" x="10%" y="24" dx="9" dy="4" paint-order="stroke">Large</text>' in drawn
    assert '<line class="rotline" x1="60%" y1="0" x2="60%" y2="86"/>' in drawn
    assert '<text class="tick warn halo" x="60%" y="-6" text-anchor="end" paint-order="stroke">rotting</text>' in drawn
    assert 'role="group"' in drawn


def test_names_of_a_scatter_give_way_to_dots() -> None:
    spots = tuple(Spot(D(at), D(50), "pipe", f"{at}", "A name" if at == 50 else "") for at in range(0, 101, 5))
    assert "A name" not in scatter([Band("Bid", spots)], TO_100, "Crowded")


def test_what_is_late_is_named_in_a_scatter_before_what_is_larger_and_on_a_phone_too() -> None:
    spots = (
        Spot(D(75), D(50), "late", "Late, 50", "A late deal of a long name"),
        Spot(D(50), D(52), "pipe", "Large, 52", "A larger deal"),
        Spot(D(95), D(51), "pipe", "Other, 51"),
    )
    drawn = scatter([Band("Bid", spots)], TO_100, "One is late")
    assert re.findall(r'<text class="([a-z ]+)"[^>]*>A late deal', drawn) == ["name halo"]


def test_sparkline_breaks_at_what_is_not_known() -> None:
    drawn = sparkline([D(0), D(10), None, D(5)], "Rising")
    assert drawn.count("<path") == 1
    assert 'd="M0 1000L333.3 0"' in drawn
    assert drawn.endswith('<circle class="won" cx="100%" cy="50%" r="2.5"/></svg>')


def test_timeline() -> None:
    stays = [Stay(0, 60, "Discovery", "won", "Discovery, 60 days"), Stay(60, 80, "Bid", "commit", "Bid, 20 days")]
    drawn = timeline(
        stays, [Event(5, "Call")], [Day(80, "today"), Day(90, "close 1 Dec", "late")], TO_100, "In Bid for 20 days"
    )
    assert '<g><title>Bid, 20 days</title><rect class="commit" x="60%" y="20" width="20%" height="14"/></g>' in drawn
    assert '<text class="name" x="60%" y="13">Bid</text>' in drawn
    assert '<circle class="rep" cx="5%" cy="48" r="4"><title>Call</title></circle>' in drawn
    # The two days are too close for one line.
    assert '<text class="tick strong" x="80%" y="71" text-anchor="end">today</text>' in drawn
    assert '<text class="warn" x="90%" y="86" text-anchor="end">close 1 Dec</text>' in drawn
    assert 'height="90"' in drawn


def test_nothing_to_show_is_nothing_drawn() -> None:
    empty = [
        *(stacked_bar((), TO_100), quarter_bar((), TO_100), headline_bar((), D(0), "")),
        *(columns([], TO_100, ""), step_chart([], TO_100, TO_100, ""), scatter([], TO_100, "")),
        *(sparkline([], ""), sparkline([None], ""), timeline([], [], [Day(1, "today")], TO_100, "")),
    ]
    assert empty == [Markup("")] * 9


def test_a_scale_of_nothing_breaks_no_chart() -> None:
    nothing = axis([D(0)], str)
    assert bar(D(0), nothing) == ROW.format(28, "")
    assert "nan" not in columns([Column("Oct", (Stack((Segment(D(0), "won"),), "none"),))], nothing, "").lower()
    assert ">Won 0<" in step_chart([Sum((), D(1), "Won 0")], TO_100, nothing, "")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], []),
        ([50], [50]),
        ([10, 90], [10, 90]),
        ([50, 50], [45, 55]),
        ([0, 0, 100], [0, 10, 100]),
        ([98, 95], [100, 90]),
        ([50, 52, 80], [46, 56, 80]),
    ],
)
def test_dodge_moves_as_little_as_it_can(wanted: list[float], expected: list[float]) -> None:
    assert dodge(wanted, 10) == expected


def test_dodge_shares_what_room_there_is() -> None:
    assert dodge([50] * 5, 40) == [0, 25, 50, 75, 100]


def test_sparse_keeps_first_things_and_then_every_so_many() -> None:
    row = [Label(i / 6, "1000", "middle") for i in range(7)]
    assert sparse(row, 600) == frozenset(range(7))
    assert sparse(row, 200) == {0, 2, 4, 6}
    assert sparse(row, 200, first=[3]) == {0, 3, 6}


def test_labels_that_meet_take_another_line() -> None:
    assert lines([Label(0.5, "here"), Label(0.51, "there"), Label(0.9, "far"), Label(0.52, "also")], 400) == [
        0,
        1,
        0,
        2,
    ]


def test_a_label_beside_its_mark_moves_to_the_edge_of_a_phone_before_it_is_cut() -> None:
    assert beside(0.4, "short", (100, 300)) == [(Label(0.4, "short"), "")]
    (desk, _), (phone, look) = beside(0.6, "words of length", (100, 300))
    assert (desk.at, desk.text, desk.anchor) == (0.6, "words of length", "end")
    assert (phone.at, phone.text, look) == (1, "words of length", " narrow")


def test_gutter_grows_with_the_text_and_ends() -> None:
    assert [gutter(texts) for texts in ([], [""], ["0"], ["0", "1,000"], ["x" * 99])] == [0, 0, 3, 6, 20]


@pytest.mark.parametrize(
    ("text", "pixels"),
    [("", 0), ("0", 8), ("1,000", 35), ("1\u00a0000", 35), ("São", 23), ("日本", 26), ("e\u0301", 8), ("🏭", 24)],
)
def test_width(text: str, pixels: int) -> None:
    assert width(text) == pixels


def test_cut_keeps_what_fits() -> None:
    assert cut("Proposal", 60) == "Proposal"
    assert cut("Proposal and more", 60) == "Propos…"
    assert cut("Two words", 45) == "Two…"
    assert cut("anything", 0) == "…"
