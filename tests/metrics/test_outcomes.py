"""What was closed: rates, cycle, velocity, reasons, competitors, and what does not count."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.metrics.records import AS_OF, YEAR, at, book_of, deal, lost, on, won
from textcrm.metrics.competitors import competitors
from textcrm.metrics.deals import deals_on
from textcrm.metrics.outcomes import outcomes
from textcrm.metrics.proportions import Cohort, Proportion, wilson
from textcrm.metrics.reasons import reasons
from textcrm.metrics.sales_cycle import sales_cycle
from textcrm.metrics.velocity import velocity
from textcrm.metrics.win_rates import win_cohorts, win_rates
from textcrm.model.records import Closing, Opportunity

OPENED = on("2026-01-05", status="open", stage="proposal", amount=100)


def closed(id: str, day: str, status: str, **changes: object) -> Opportunity:
    return deal(id, OPENED, on(day, status=status, **changes))


def test_the_win_rate_counts_every_way_of_not_winning() -> None:
    book = book_of(
        won("a", "2026-05-04", 300),
        lost("b", "2026-05-04", 100, reason="price"),
        closed("c", "2026-05-04", "abandoned"),
        closed("d", "2026-05-04", "cancelled"),
    )
    measured = win_rates(book, AS_OF, YEAR)
    assert measured.win_rate == Proportion(1, 4)
    assert measured.win_rate_by_value == Fraction(3, 6)
    assert measured.competitive_win_rate == Proportion(1, 1)
    assert measured.competitive_win_rate_by_value == 1


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"competitor": "fornotec"}, True),
        ({"reason": "competitor"}, True),
        ({"reason": "price", "competitor": "fornotec"}, True),
        ({"reason": "price"}, False),
        ({}, False),
    ],
)
def test_lost_to_a_competitor_is_one_named_or_asked_for(said: dict[str, str], counts: bool) -> None:  # noqa: FBT001  # a case
    rate = win_rates(book_of(lost("a", "2026-05-04", 1, **said)), AS_OF, YEAR).competitive_win_rate
    assert rate == Proportion(0, int(counts))


def test_abandoned_with_a_competitor_was_not_lost_to_it() -> None:
    book = book_of(closed("a", "2026-05-04", "abandoned", competitor="fornotec"))
    assert win_rates(book, AS_OF, YEAR).competitive_win_rate.n == 0


def test_nothing_closed_gives_no_rate_and_nothing_is_divided() -> None:
    measured = win_rates(book_of(), AS_OF, YEAR)
    assert (measured.win_rate.rate, measured.win_rate.low, measured.win_rate.high) == (None, None, None)
    assert (measured.win_rate_by_value, measured.required_coverage) == (None, None)
    assert win_rates(book_of(lost("a", "2026-05-04", 5)), AS_OF, YEAR).required_coverage is None


def test_dead_deals_that_nobody_closes_flatter_the_win_rate_and_widen_the_cohort() -> None:
    dead = [deal(f"d{n}", OPENED) for n in range(6)]
    book = book_of(won("a", "2026-05-04", 1), lost("b", "2026-05-04", 1), *dead)
    assert win_rates(book, AS_OF, YEAR).win_rate == Proportion(1, 2)
    cohort = win_cohorts(book, AS_OF, YEAR).all
    assert (cohort.low, cohort.high, cohort.is_settled) == (Fraction(1, 8), Fraction(7, 8), False)


def test_three_times_the_gap_is_enough_only_where_a_third_of_the_money_is_won() -> None:
    by_value = book_of(won("a", "2026-05-04", 100), lost("b", "2026-05-04", 200))
    assert win_rates(by_value, AS_OF, YEAR).required_coverage == 3
    large_ones_lost = book_of(*(won(f"w{n}", "2026-05-04", 10) for n in range(9)), lost("b", "2026-05-04", 810))
    measured = win_rates(large_ones_lost, AS_OF, YEAR)
    assert (measured.win_rate.rate, measured.required_coverage) == (Fraction(9, 10), Fraction(10))


def test_a_stage_unknown_at_the_closing_is_no_reason_to_leave_a_deal_out() -> None:
    history = (on("2026-02-02", status="open", stage=None), on("2026-05-04", status="won", amount=10))
    book = book_of(deal("a", *history, created=at("2026-02-02")), lost("b", "2026-05-04", 5))
    assert win_rates(book, AS_OF, YEAR).win_rate == Proportion(1, 2)
    born = deal("a", on("2026-02-02", status="open", stage="proposal"), on("2026-03-02", stage=None), history[1])
    assert sales_cycle(book_of(born), AS_OF, YEAR).days == (91,)


@pytest.mark.parametrize(
    ("n", "tells", "needs"), [(0, False, True), (4, False, True), (5, True, True), (29, True, True), (30, True, False)]
)
def test_few_are_counts_and_not_many_need_their_interval(n: int, tells: bool, needs: bool) -> None:  # noqa: FBT001  # a case
    assert (Proportion(0, n).tells_a_rate, Proportion(0, n).needs_interval) == (tells, needs)


def test_the_interval_stays_between_nothing_and_all() -> None:
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0


def test_lost_is_at_the_last_amount_while_open_and_won_at_the_final_one() -> None:
    book = book_of(closed("a", "2026-05-04", "lost", amount=0), closed("b", "2026-05-04", "won", amount=90))
    measured = outcomes(book, AS_OF, YEAR)
    assert (measured.lost.amount, measured.won.amount) == (Decimal(100), Decimal(90))


def test_a_deal_first_heard_of_when_lost_has_the_amount_of_its_closing() -> None:
    book = book_of(deal("a", on("2026-05-04", status="lost", amount=70)))
    assert outcomes(book, AS_OF, YEAR).lost.amount == 70


def test_a_corrected_final_amount_is_the_final_one() -> None:
    book = book_of(deal("a", OPENED, on("2026-05-04", status="won", amount=90), on("2026-06-01", amount=95)))
    assert outcomes(book, AS_OF, YEAR).won.amount == 95
    assert outcomes(book, date(2026, 5, 31), YEAR).won.amount == 90


def test_closed_deals_are_at_the_rate_of_their_closing() -> None:
    history = (
        on("2026-01-05", status="open", stage="proposal", amount=100, currency="USD"),
        on("2026-02-02", status="won"),
    )
    euros = (
        on("2026-01-05", status="open", stage="proposal", amount=100, currency="EUR"),
        on("2026-02-02", status="lost"),
    )
    measured = outcomes(book_of(deal("a", *history), deal("b", *euros)), AS_OF, YEAR)
    assert measured.won.amount == 550  # at 5.50 of January, though it is 5.00 today
    assert (measured.lost.amount, measured.lost.without_rate, measured.lost.count) == (Decimal(0), ("b",), 1)


def test_an_unknown_amount_is_in_the_count_and_in_no_mean() -> None:
    book = book_of(won("a", "2026-05-04", 100), won("b", "2026-05-04"))
    assert outcomes(book, AS_OF, YEAR).won.without_amount == ("b",)
    assert velocity(book, AS_OF, YEAR).mean_won == 100


REOPENED = deal(
    "a",
    OPENED,
    on("2026-02-02", status="lost", reason="price", competitor="fornotec"),
    on("2026-03-02", status="open"),
    on("2026-05-04", status="won", reason="service"),
)


def test_a_reopened_deal_counts_once_by_its_last_closing() -> None:
    book = book_of(REOPENED)
    at_loss, between, at_win = (outcomes(book, date(2026, month, 15), YEAR) for month in (2, 3, 5))
    assert (at_loss.lost.count, at_loss.won.count) == (1, 0)
    assert between.count == 0
    assert (at_win.lost.count, at_win.won.count) == (0, 1)
    assert reasons(book, AS_OF, YEAR).rows[0].reason == "service"
    assert deals_on(book, AS_OF).closed[0].ending == deals_on(book, date(2026, 5, 4)).closed[0].ending


def test_the_cycle_of_a_reopened_deal_goes_to_its_last_closing() -> None:
    assert sales_cycle(book_of(REOPENED), AS_OF, YEAR).days == (119,)


def test_a_deal_created_and_won_the_same_day_took_no_days() -> None:
    book = book_of(deal("a", on("2026-05-04", status="open", stage="proposal"), on("2026-05-04", status="won")))
    assert sales_cycle(book, AS_OF, YEAR).days == (0,)
    assert win_rates(book, AS_OF, YEAR).win_rate == Proportion(1, 1)


def test_a_deal_only_seen_has_no_known_creation_unless_it_says_one() -> None:
    seen = on("2026-02-02", status="open", stage="proposal", observed=True)
    unknown = on("2026-02-02", status="open", stage=None)
    book = book_of(
        deal("a", seen, on("2026-05-04", status="won")),
        deal("b", unknown, on("2026-05-04", status="won")),
        deal("c", seen, on("2026-05-04", status="won"), created=at("2026-01-04")),
        deal("d", seen, on("2026-05-04", status="won"), created=at("2026-06-01")),
    )
    measured = sales_cycle(book, AS_OF, YEAR)
    assert (measured.days, measured.unknown) == ((120,), ("a", "b", "d"))
    assert win_rates(book, AS_OF, YEAR).win_rate == Proportion(4, 4)
    assert win_cohorts(book, AS_OF, YEAR).undated == ("a", "b", "d")


def test_the_cycle_can_be_no_longer_than_the_books_own_age() -> None:
    book = book_of(deal("a", on("2026-11-13", status="open", stage="proposal")))
    measured = sales_cycle(book, AS_OF, YEAR)
    assert (measured.longest_possible, measured.median, measured.mean) == (10, None, None)


def test_a_reason_that_does_not_count_leaves_the_deal_out_everywhere_and_it_is_listed() -> None:
    double = closed("a", "2026-05-04", "cancelled", reason="duplicate")
    book = book_of(double, won("b", "2026-05-04", 10))
    assert (outcomes(book, AS_OF, YEAR).count, outcomes(book, AS_OF, YEAR).uncounted) == (1, ("a",))
    assert win_rates(book, AS_OF, YEAR).win_rate == Proportion(1, 1)
    assert win_rates(book, AS_OF, YEAR).uncounted == ("a",)
    assert [row.reason for row in reasons(book, AS_OF, YEAR).rows] == [None]
    assert win_cohorts(book, AS_OF, YEAR).all == Cohort(1, 1, 0)
    assert win_cohorts(book, AS_OF, YEAR).uncounted == ("a",)
    assert [deal.id for deal in deals_on(book, date(2026, 5, 3)).open] == ["a", "b"]


def test_a_closing_without_a_day_is_in_no_period_and_is_listed() -> None:
    book = book_of(
        deal("a", status="won", amount=5),
        deal("b", status="won", amount=7, closed=Closing(date=date(2026, 5, 4), reason="service")),
        deal("c", status="lost", closed=Closing(date=date(2026, 12, 24))),
    )
    measured = outcomes(book, AS_OF, YEAR)
    assert (measured.won.deals, measured.undated) == (("b",), ("a", "c"))
    assert reasons(book, AS_OF, YEAR).rows[0].reason == "service"


def test_reasons_are_shares_of_their_outcome_and_the_unspecified_is_shown() -> None:
    book = book_of(
        won("w", "2026-05-04", 1000),
        lost("a", "2026-05-04", 30, reason="price"),
        lost("b", "2026-05-04", 10, reason="too-dear"),
        lost("c", "2026-05-04", 60),
    )
    rows = reasons(book, AS_OF, YEAR).of("lost")
    assert [(row.reason, row.total.count, row.share, row.share_by_value) for row in rows] == [
        ("price", 2, Fraction(2, 3), Fraction(4, 10)),
        (None, 1, Fraction(1, 3), Fraction(6, 10)),
    ]


def test_abandoned_and_cancelled_have_rows_of_their_own_at_the_last_open_amount() -> None:
    book = book_of(
        closed("a", "2026-05-04", "abandoned", reason="no-answer", amount=0),
        closed("b", "2026-05-04", "cancelled"),
        closed("c", "2026-05-04", "lost", reason="price"),
    )
    rows = reasons(book, AS_OF, YEAR).rows
    assert [(row.status, row.reason, row.total.amount, row.share) for row in rows] == [
        ("lost", "price", Decimal(100), Fraction(1)),
        ("abandoned", "no-answer", Decimal(100), Fraction(1)),
        ("cancelled", None, Decimal(100), Fraction(1)),
    ]


def test_the_reason_of_an_earlier_closing_is_not_that_of_the_last_one() -> None:
    again = deal(
        "a",
        OPENED,
        on("2026-02-02", status="lost", reason="price", competitor="fornotec"),
        on("2026-03-02", status="open", amount=80),
        on("2026-05-04", status="lost"),
    )
    (row,) = reasons(book_of(again), AS_OF, YEAR).rows
    assert (row.reason, row.total.amount) == (None, Decimal(80))
    assert win_rates(book_of(again), AS_OF, YEAR).competitive_win_rate.n == 0
    assert competitors(book_of(again), AS_OF, YEAR) == ()


def test_reason_and_competitor_may_be_corrected_after_the_closing() -> None:
    book = book_of(
        deal("a", OPENED, on("2026-05-04", status="lost", reason="price"), on("2026-06-01", reason="competitor"))
    )
    assert [row.reason for row in reasons(book, date(2026, 5, 5), YEAR).rows] == ["price"]
    assert [row.reason for row in reasons(book, AS_OF, YEAR).rows] == ["competitor"]


def test_competitors_are_whom_deals_were_lost_to_and_won_in_spite_of() -> None:
    book = book_of(
        won("a", "2026-05-04", 10, competitors=("fornotec", "ital-forni")),
        lost("b", "2026-05-04", 20, competitor="fornotec", competitors=("fornotec", "ital-forni")),
        lost("c", "2026-05-04", 30, reason="competitor"),
        lost("d", "2026-05-04", 30, reason="price", competitors=("termobaker",)),
        deal("e", on("2026-01-05", status="open", stage="proposal"), competitors=("ital-forni",)),
    )
    rows = competitors(book, AS_OF, YEAR)
    assert [(row.competitor, row.win_rate, row.lost.amount, row.open.count) for row in rows] == [
        ("fornotec", Proportion(1, 2), Decimal(20), 0),
        ("ital-forni", Proportion(1, 1), Decimal(0), 1),
        (None, Proportion(0, 1), Decimal(30), 0),
    ]


def test_young_cohorts_are_intervals_and_empty_months_are_shown() -> None:
    book = book_of(deal("a", on("2026-10-05", status="open", stage="proposal")))
    measured = win_cohorts(book, AS_OF, YEAR)
    assert len(measured.months) == 11
    assert (measured.months[9].cohort.low, measured.months[9].cohort.high) == (Fraction(0), Fraction(1))
    assert (measured.months[8].cohort.low, measured.months[8].cohort.high) == (None, None)


def test_a_cohort_belongs_to_the_pipeline_of_its_first_entry() -> None:
    moved = deal("a", on("2026-02-02", pipeline="maintenance", stage="proposal"), on("2026-03-02", pipeline="sales"))
    book = book_of(
        moved, deal("b", on("2026-02-02", stage="proposal")), deal("c", pipeline="service", created=at("2026-02-02"))
    )
    counts = [win_cohorts(book, AS_OF, YEAR, line).all.began for line in ("sales", "service", "maintenance", None)]
    assert counts == [1, 2, 2, 3]


def test_velocity_is_what_was_won_in_ninety_days_the_day_itself_included() -> None:
    book = book_of(won("a", "2026-08-26", 90), won("b", "2026-08-25", 9000), won("c", "2026-11-23", 90))
    assert velocity(book, AS_OF, YEAR).realised == 2


def test_the_classic_velocity_needs_all_its_parts() -> None:
    same_day = deal("a", on("2026-05-04", status="open", amount=5), on("2026-05-04", status="won"))
    assert velocity(book_of(), AS_OF, YEAR).classic is None
    assert velocity(book_of(same_day), AS_OF, YEAR).classic is None
