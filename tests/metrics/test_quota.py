"""Quota, scope and leaderboard: whose a deal is, and what it is held against."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.metrics.records import AS_OF, YEAR, book_of, deal, did, lead, lost, on, won
from textcrm.metrics.deals import deals_on
from textcrm.metrics.leaderboard import leaderboard
from textcrm.metrics.quota import quota
from textcrm.metrics.scope import narrowed
from textcrm.model.periods import Period
from textcrm.model.records import Member

SOLD_THEN_HANDED_OVER = deal(
    "a",
    on("2026-01-05", status="open", stage="proposal", amount=300, owner="rui"),
    on("2026-02-02", owner="joana"),
    on("2026-03-02", status="won"),
    on("2026-03-02", owner="rui"),
)


def test_won_deals_count_for_their_owner_at_the_closing() -> None:
    book = book_of(SOLD_THEN_HANDED_OVER)
    assert quota(book, AS_OF, YEAR, "joana").attainment == Fraction(300, 400)
    assert quota(book, AS_OF, YEAR, "rui").closed == 0
    assert {row.member: row.won.count for row in leaderboard(book, AS_OF, YEAR)} == {"joana": 1, "rui": 0}


def test_an_owner_that_the_history_never_mentions_is_the_present_one() -> None:
    assert quota(book_of(won("a", "2026-05-04", 30, owner="joana")), AS_OF, YEAR, "joana").closed == 30


def test_only_what_is_closed_attains_and_commit_is_a_second_number() -> None:
    commit = on("2026-03-01", status="open", stage="contract", amount=500, expected_close="2026-12-01")
    measured = quota(book_of(won("a", "2026-05-04", 100), deal("b", commit)), AS_OF, YEAR)
    assert (measured.attainment, measured.attainment_with_commit) == (Fraction(1, 10), Fraction(6, 10))
    assert measured.coverage == Fraction(500, 900)


def test_a_reached_target_has_no_gap_and_needs_no_cover() -> None:
    measured = quota(book_of(won("a", "2026-05-04", 1200)), AS_OF, YEAR)
    assert (measured.gap, measured.is_reached, measured.coverage) == (Decimal(0), True, None)
    assert measured.attainment == Fraction(12, 10)


def test_who_joined_within_the_period_has_the_target_that_is_written() -> None:
    late = Member(id="joana", name="Joana Prado", joined=date(2026, 7, 1))
    measured = quota(book_of(late, won("a", "2026-08-03", 100, owner="joana")), AS_OF, YEAR, "joana")
    assert (measured.target, measured.attainment) == (Decimal(400), Fraction(1, 4))
    assert measured.elapsed_days == quota(book_of(), AS_OF, YEAR).elapsed_days


def test_without_a_target_nothing_is_divided() -> None:
    measured = quota(book_of(won("a", "2026-05-04", 10)), AS_OF, Period(YEAR.first, YEAR.last))
    assert (measured.target, measured.attainment, measured.gap, measured.coverage) == (None, None, None, None)
    assert (measured.pace, measured.is_reached, measured.closed) == (None, False, Decimal(10))


def test_what_was_won_without_an_amount_attains_nobody_knows_how_much() -> None:
    unpriced, priced = won("a", "2026-05-04", owner="joana"), won("b", "2026-05-04", 100, owner="joana")
    assert quota(book_of(unpriced), AS_OF, YEAR).attainment is None
    assert quota(book_of(unpriced, priced), AS_OF, YEAR).attainment == Fraction(1, 10)
    assert [row.attainment for row in leaderboard(book_of(unpriced), AS_OF, YEAR) if row.member == "joana"] == [None]


def test_a_target_of_zero_is_reached_and_has_no_attainment() -> None:
    measured = quota(book_of(targets={"2026": {"team": Decimal(0)}}), AS_OF, YEAR)
    assert (measured.attainment, measured.gap, measured.is_reached) == (None, Decimal(0), True)


def test_a_target_of_zero_asks_for_nothing() -> None:
    found = quota(book_of(targets={"2026": {"team": Decimal(0)}}), AS_OF, YEAR)
    assert (found.target, found.goal) == (Decimal(0), None)


def test_the_day_itself_has_gone_by() -> None:
    assert quota(book_of(), YEAR.first, YEAR).elapsed == Fraction(1, 365)
    assert quota(book_of(), date(2025, 12, 31), YEAR).elapsed == 0
    assert quota(book_of(), date(2027, 1, 1), YEAR).elapsed == 1


def test_the_leaderboard_is_sorted_by_amount_and_shows_who_has_nothing() -> None:
    book = book_of(
        won("a", "2026-05-04", 10, owner="rui"),
        won("b", "2026-05-04", 5),
        lost("c", "2026-05-04", 500, owner="joana"),
    )
    rows = leaderboard(book, AS_OF, YEAR)
    assert [(row.member, row.won.amount) for row in rows] == [
        ("rui", Decimal(10)),
        ("joana", Decimal(0)),
        (None, Decimal(5)),
    ]
    assert [row.attainment for row in rows] == [None, 0, None]


def test_the_leaderboard_forgets_who_left_unless_something_is_theirs() -> None:
    left = Member(id="otavio", name="Otávio", left=date(2026, 6, 30))
    later = Member(id="bruno", name="Bruno", joined=date(2026, 11, 24))
    book = book_of(left, later)
    assert {row.member for row in leaderboard(book, AS_OF, YEAR)} == {"joana", "rui"}
    assert "otavio" in {row.member for row in leaderboard(book, date(2026, 6, 29), YEAR)}
    assert "otavio" not in {row.member for row in leaderboard(book, date(2026, 6, 30), YEAR)}
    with_deal = book_of(left, won("a", "2026-05-04", 10, owner="otavio"))
    assert leaderboard(with_deal, AS_OF, YEAR)[0].member == "otavio"


def test_a_win_rate_of_fewer_than_ten_deals_is_no_rank() -> None:
    nine = [won(f"d{n}", "2026-05-04", 1, owner="joana") for n in range(9)]
    ten = [*nine, lost("x", "2026-05-04", 1, owner="joana")]
    rankable = [leaderboard(book_of(*deals), AS_OF, YEAR)[0].may_be_ranked_by_win_rate for deals in (nine, ten)]
    assert rankable == [False, True]


def test_a_narrowed_book_has_one_owners_deals_leads_and_activities() -> None:
    book = book_of(
        SOLD_THEN_HANDED_OVER,
        deal("b", on("2026-03-01", status="open", stage="proposal", owner="rui")),
        lead("x", on("2026-03-01", owner="rui")),
        lead("y", on("2026-03-01", owner="joana")),
        did("2026-03-01", member="rui"),
        did("2026-03-01"),
    )
    theirs = narrowed(book, AS_OF, owner="joana")
    assert (set(theirs.opportunities), set(theirs.leads), len(theirs.activities)) == ({"a"}, {"y"}, 1)
    assert set(narrowed(book, date(2026, 1, 31), owner="rui").opportunities) == {"a"}


def test_a_narrowed_book_has_the_deals_of_one_pipeline() -> None:
    book = book_of(
        deal("a", on("2026-03-01", stage="proposal")),
        deal("b", on("2026-03-01", stage="proposal", pipeline="maintenance")),
        lead("x", on("2026-03-01")),
    )
    assert set(narrowed(book, AS_OF, pipeline="sales").opportunities) == {"a"}
    both = narrowed(book, AS_OF, pipeline="service"), narrowed(book, AS_OF, pipeline="maintenance")
    assert [set(one.opportunities) for one in both] == [{"b"}, {"b"}]
    assert set(both[0].leads) == {"x"}


def test_a_book_is_measured_once_a_day_and_each_book_by_itself() -> None:
    book, other = book_of(won("a", "2026-05-04")), book_of()
    assert deals_on(book, AS_OF) is deals_on(book, AS_OF)
    assert len(deals_on(book, AS_OF).all) == 1
    assert len(deals_on(other, AS_OF).all) == 0
    kept = deals_on(book, AS_OF)
    for day in range(1, 20):
        deals_on(book, date(2026, 1, day))
    assert deals_on(book, AS_OF) == kept
