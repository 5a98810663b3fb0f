"""Every figure of the worked example, exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.metrics.worked_example import AS_OF, CLOSED_SO_FAR, Q2, worked_example
from textcrm.metrics.ageing import ageing
from textcrm.metrics.concentration import concentration
from textcrm.metrics.conversion import conversion
from textcrm.metrics.deals import deals_on
from textcrm.metrics.forecast_categories import forecast_categories
from textcrm.metrics.lead_sources import lead_sources
from textcrm.metrics.leaderboard import leaderboard
from textcrm.metrics.outcomes import outcomes
from textcrm.metrics.pipeline import pipeline_by_stage, weighted_pipeline
from textcrm.metrics.proportions import Cohort, Proportion
from textcrm.metrics.quota import quota
from textcrm.metrics.reasons import reasons
from textcrm.metrics.response_times import response_times
from textcrm.metrics.sales_cycle import sales_cycle
from textcrm.metrics.survival import Step, Wait, kaplan_meier
from textcrm.metrics.velocity import velocity
from textcrm.metrics.win_rates import win_cohorts, win_rates
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period


@pytest.fixture(scope="module")
def book() -> Book:
    made = worked_example()
    assert not made.broken
    assert (len(made.opportunities), len(made.leads), len(made.activities)) == (12, 6, 4)
    return made


def test_counts(book: Book) -> None:
    closed = outcomes(book, AS_OF, CLOSED_SO_FAR)
    assert (len(deals_on(book, AS_OF).open), closed.won.count, closed.lost.count) == (7, 3, 2)
    everything = weighted_pipeline(book, AS_OF, Q2)
    assert everything.all.without_amount == ("d11",)
    assert everything.undated.deals == ("d11",)


def test_pipeline_by_stage(book: Book) -> None:
    measured = pipeline_by_stage(book, AS_OF)
    assert [(row.stage, row.total.count, row.total.amount, row.total.weighted) for row in measured.stages] == [
        ("qualify", 3, Decimal(65_000), Decimal(6_500)),
        ("proposal", 3, Decimal(68_000), Decimal(27_200)),
        ("negotiate", 1, Decimal(18_000), Decimal(12_600)),
    ]
    assert (measured.total.count, measured.total.amount) == (7, Decimal(151_000))


def test_weighted_pipeline(book: Book) -> None:
    measured = weighted_pipeline(book, AS_OF, Q2)
    assert measured.all.weighted == 46_300
    assert measured.within.weighted == 42_300
    assert measured.overdue.weighted == 8_000
    assert measured.likely.weighted == 34_300


def test_forecast_categories(book: Book) -> None:
    measured = forecast_categories(book, AS_OF, Q2)
    single = (measured.closed, measured.commit, measured.best_case, measured.pipeline, measured.omitted)
    assert [one.amount for one in single] == [29_000, 18_000, 36_000, 37_000, 20_000]
    assert measured.commit_forecast == 47_000
    assert measured.best_case_forecast == 83_000
    assert measured.open_pipeline == 91_000


def test_quota(book: Book) -> None:
    measured = quota(book, AS_OF, Q2)
    assert measured.target == 100_000
    assert measured.closed == 29_000
    assert measured.gap == 71_000
    assert measured.attainment == Fraction(29, 100)
    assert measured.attainment_with_commit == Fraction(47, 100)
    assert measured.coverage == Fraction(91, 71)
    assert (measured.elapsed_days, measured.elapsed) == (13, Fraction(1, 7))
    assert measured.pace == Fraction(100_000, 7)
    assert not measured.is_reached


def test_win_rate(book: Book) -> None:
    measured = win_rates(book, AS_OF, CLOSED_SO_FAR)
    assert measured.win_rate == Proportion(3, 5)
    assert bounds(measured.win_rate) == (0.3304211244, 0.8201274502)
    assert measured.win_rate_by_value == Fraction(38, 61)
    assert measured.required_coverage == Fraction(61, 38)


def test_win_cohorts(book: Book) -> None:
    measured = win_cohorts(book, AS_OF, Period(date(2026, 1, 1), Q2.last))
    assert {row.month.name: (row.cohort, row.cohort.low, row.cohort.high) for row in measured.months} == {
        "2026-01": (Cohort(3, 2, 1), Fraction(2, 3), Fraction(2, 3)),
        "2026-02": (Cohort(3, 0, 1), 0, Fraction(2, 3)),
        "2026-03": (Cohort(3, 0, 0), 0, 1),
        "2026-04": (Cohort(2, 1, 0), Fraction(1, 2), 1),
    }
    assert [row.cohort.is_settled for row in measured.months] == [True, False, False, False]
    assert win_cohorts(book, AS_OF, Period(date(2025, 1, 1), AS_OF)).all.so_far.rate == Fraction(1, 4)


def test_sales_cycle(book: Book) -> None:
    measured = sales_cycle(book, AS_OF, CLOSED_SO_FAR)
    assert measured.days == (3, 56, 86)
    assert (measured.median, measured.mean) == (Fraction(56), Fraction(145, 3))
    assert (measured.p25, measured.p75) == (Fraction(59, 2), Fraction(71))
    assert measured.longest_possible == 154


def test_velocity(book: Book) -> None:
    measured = velocity(book, AS_OF, CLOSED_SO_FAR)
    assert measured.classic == Fraction(31_920, 29)
    assert measured.realised == Fraction(3_800, 9)


def test_ageing(book: Book) -> None:
    measured = ageing(book, AS_OF)
    assert [(one.deal, one.stage, one.days_in_stage, one.age, one.is_slow, one.overdue_days) for one in measured] == [
        ("d05", "proposal", 21, 63, False, 0),
        ("d06", "proposal", 28, 49, False, 0),
        ("d07", "qualify", 42, 42, True, 0),
        ("d08", "negotiate", 3, 35, False, 0),
        ("d09", "qualify", 10, 10, False, 0),
        ("d11", "qualify", 28, 28, True, None),
        ("d12", "proposal", 119, 154, True, 8),
    ]


def test_concentration(book: Book) -> None:
    measured = concentration(book, AS_OF)
    assert measured.total == 151_000
    assert (measured.top(1), measured.top(3)) == (Fraction(40, 151), Fraction(101, 151))
    assert measured.herfindahl == Fraction(4_389, 22_801)
    assert measured.effective_deals == Fraction(22_801, 4_389)
    assert measured.without_value == ("d11",)


def test_lost_reasons(book: Book) -> None:
    lost = reasons(book, AS_OF, CLOSED_SO_FAR).of("lost")
    assert [(row.reason, row.total.count, row.total.amount) for row in lost] == [
        ("no-decision", 1, Decimal(15_000)),
        ("price", 1, Decimal(8_000)),
    ]
    assert lost[1].share_by_value == Fraction(8, 23)


def test_leaderboard(book: Book) -> None:
    rows = leaderboard(book, AS_OF, Q2)
    assert [(row.member, row.won.count, row.won.amount, row.open.amount, row.win_rate) for row in rows] == [
        ("ben", 1, Decimal(24_000), Decimal(12_000), Proportion(1, 2)),
        ("ana", 1, Decimal(5_000), Decimal(36_000), Proportion(2, 3)),
        ("cem", 0, Decimal(0), Decimal(103_000), Proportion(0, 0)),
    ]
    assert [bounds(row.win_rate) for row in rows] == [
        (0.16425172, 0.83574828),
        (0.3211826478, 0.8942243639),
        (None, None),
    ]
    assert not any(row.may_be_ranked_by_win_rate for row in rows)


def test_response_times(book: Book) -> None:
    measured = response_times(book, AS_OF, Q2)
    worked = (
        Wait(12, ended=True),
        Wait(45, ended=True),
        Wait(180, ended=True),
        Wait(600, ended=False),
        Wait(1_440, ended=True),
        Wait(14_520, ended=False),
    )
    # The two who wait were worked out for six in the evening. What counts as today is a day, which ends at midnight,
    # six hours later; the curve, which falls where an answer is given, is the same.
    assert measured.curve.waits == tuple(wait if wait.ended else Wait(wait.time + 360, ended=False) for wait in worked)
    assert measured.curve.steps == kaplan_meier(worked).steps
    assert measured.median_of_answered == Fraction(225, 2)
    assert measured.curve.median == 180
    assert measured.curve.steps == (
        Step(12, 6, 1, Fraction(5, 6)),
        Step(45, 5, 1, Fraction(2, 3)),
        Step(180, 4, 1, Fraction(1, 2)),
        Step(1_440, 2, 1, Fraction(1, 4)),
    )
    assert measured.answered_within(60) == Proportion(2, 6)
    assert measured.never_answered == measured.waiting == ("l3", "l6")


def test_conversion_by_source(book: Book) -> None:
    rows = {row.source: row.cohort.so_far for row in lead_sources(book, AS_OF, Q2).sources}
    assert rows == {"web": Proportion(1, 4), "outbound": Proportion(1, 1), "referral": Proportion(0, 1)}
    assert {source: bounds(proportion) for source, proportion in rows.items()} == {
        "outbound": (0.3784475032, 1.0),
        "referral": (0.0, 0.6215524968),
        "web": (0.0780807477, 0.5674585496),
    }
    assert not any(proportion.tells_a_rate for proportion in rows.values())


def test_conversion(book: Book) -> None:
    measured = conversion(book, AS_OF, Q2)
    assert measured.all == Cohort(6, 2, 0)
    assert [row.month.name for row in measured.months] == ["2026-04"]


def test_what_sources_won(book: Book) -> None:
    rows = {row.source: (row.deals, row.won.amount) for row in lead_sources(book, AS_OF, EVER).sources}
    assert rows["web"] == (("d10",), Decimal(5_000))
    assert rows["outbound"] == (("d09",), Decimal(0))


def bounds(proportion: Proportion) -> tuple[float | None, float | None]:
    """The bounds with ten decimals, as the figures were written down."""
    low, high = proportion.low, proportion.high
    return (None, None) if low is None or high is None else (round(low, 10), round(high, 10))
