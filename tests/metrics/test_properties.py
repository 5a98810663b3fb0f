"""What holds of every book: parts make up the whole, and nobody is lost between the rows."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.records import AS_OF, book_of, deal, did, lead, on
from textcrm.metrics.activities import activities
from textcrm.metrics.ageing import ageing
from textcrm.metrics.competitors import competitors
from textcrm.metrics.concentration import concentration
from textcrm.metrics.conversion import conversion
from textcrm.metrics.deals import deals_on
from textcrm.metrics.forecast_categories import forecast_categories
from textcrm.metrics.lead_sources import lead_sources
from textcrm.metrics.leaderboard import leaderboard
from textcrm.metrics.leads import leads_on
from textcrm.metrics.outcomes import outcomes
from textcrm.metrics.pipeline import pipeline_by_stage, weighted_pipeline
from textcrm.metrics.proportions import wilson
from textcrm.metrics.quantiles import median, quantile
from textcrm.metrics.reasons import reasons
from textcrm.metrics.response_times import response_times
from textcrm.metrics.rotting import rotting
from textcrm.metrics.sales_cycle import sales_cycle
from textcrm.metrics.scope import narrowed
from textcrm.metrics.survival import Wait, kaplan_meier
from textcrm.metrics.win_rates import win_cohorts, win_rates
from textcrm.model.book import Book
from textcrm.model.money import added
from textcrm.model.periods import EVER, Period
from textcrm.model.records import CLOSED, Activity, Lead, Opportunity

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))
STAGES = st.sampled_from(["proposal", "contract", "agreement", "trial", "nowhere", None])
OWNERS = st.sampled_from(["joana", "rui", "otavio", None])
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "status": st.sampled_from(["open", "open", *CLOSED]),
    "stage": STAGES,
    "pipeline": st.sampled_from(["sales", "service", "maintenance"]),
    "amount": st.sampled_from([None, 0, 1, "99.99", 12_345]),
    "currency": st.sampled_from(["BRL", "USD", "EUR", "JPY"]),
    "probability": st.sampled_from([None, 0, 33, 100]),
    "forecast": st.sampled_from([None, "omitted", "pipeline", "best_case", "commit"]),
    "expected_close": st.none() | DAYS.map(str),
    "owner": OWNERS,
    "reason": st.sampled_from([None, "price", "too-dear", "duplicate", "competitor", "odd"]),
    "competitor": st.sampled_from([None, "fornotec"]),
    "observed": st.just(True),  # noqa: FBT003  # a value
}


@st.composite
def deals(draw: st.DrawFn, id: str) -> Opportunity:
    """A deal with any history, lawful or not."""
    days = sorted(draw(st.lists(DAYS, max_size=5)))
    history = [on(str(day), **draw(st.fixed_dictionaries({}, optional=CHANGES))) for day in days]
    rivals = draw(st.sets(st.sampled_from(["fornotec", "ital-forni"])))
    return deal(id, *history, competitors=tuple(sorted(rivals)))


@st.composite
def leads(draw: st.DrawFn, id: str) -> Lead:
    """A lead with any history, come from anywhere."""
    days = sorted(draw(st.lists(DAYS, max_size=3)))
    statuses = st.sampled_from(["new", "qualifying", "qualified", "converted", "disqualified"])
    history = [
        on(str(day), status=draw(statuses), reason=draw(st.sampled_from([None, "no-need", "spam"]))) for day in days
    ]
    created = draw(st.sampled_from([None, "2026-02-02", "2026-02-02 10:00", "2026-11-23 08:00"]))
    return lead(id, *history, created=created, source=draw(st.sampled_from([None, "web", "website", "moon"])))


@st.composite
def calls(draw: st.DrawFn) -> Activity:
    """Something done about a lead."""
    day = draw(st.sampled_from(["2026-02-02", "2026-02-02 10:05", "2026-03-03 09:00", "2026-11-23", "2026-12-24"]))
    return did(day, draw(st.sampled_from(["call", "phone", "note"])), lead=draw(st.sampled_from(["l0", "l1"])))


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A book of a few deals and leads."""
    opportunities = [draw(deals(f"d{n}")) for n in range(draw(st.integers(0, 5)))]
    inquiries = [draw(leads(f"l{n}")) for n in range(draw(st.integers(0, 3)))]
    return book_of(*opportunities, *inquiries, *draw(st.lists(calls(), max_size=4)))


PERIODS = st.tuples(DAYS, st.integers(0, 200)).map(lambda drawn: Period(drawn[0], drawn[0] + timedelta(days=drawn[1])))


@given(books(), DAYS)
def test_the_stages_make_up_the_pipeline(book: Book, day: date) -> None:
    measured = pipeline_by_stage(book, day)
    rows = [row.total for row in measured.stages]
    assert added(row.amount for row in rows) == measured.total.amount
    assert added(row.weighted for row in rows) == measured.total.weighted
    assert sorted(id for row in rows for id in row.deals) == list(measured.total.deals)
    assert measured.total.weighted <= measured.total.amount
    assert 0 <= measured.total.summed <= measured.total.count


@given(books(), DAYS, PERIODS)
def test_when_they_close_makes_up_the_pipeline(book: Book, day: date, period: Period) -> None:
    measured = weighted_pipeline(book, day, period)
    parts = (measured.before, measured.within, measured.after, measured.undated)
    assert added(part.amount for part in parts) == measured.all.amount
    assert added(part.weighted for part in parts) == measured.all.weighted
    assert sorted(id for part in parts for id in part.deals) == list(measured.all.deals)
    assert set(measured.overdue.deals) <= set(measured.within.deals) >= set(measured.likely.deals)


@given(books(), DAYS, PERIODS)
def test_the_categories_make_up_what_is_won_and_what_is_expected(book: Book, day: date, period: Period) -> None:
    measured = forecast_categories(book, day, period)
    within, won = weighted_pipeline(book, day, period).within, outcomes(book, day, period).won
    open_ones = (measured.commit, measured.best_case, measured.pipeline, measured.omitted)
    assert added(one.amount for one in open_ones) == within.amount
    assert sorted(id for one in open_ones for id in one.deals) == list(within.deals)
    assert measured.closed == won
    assert won.amount <= measured.commit_forecast <= measured.best_case_forecast


@given(books(), DAYS)
def test_every_deal_is_open_closed_or_does_not_count(book: Book, day: date) -> None:
    measured = deals_on(book, day)
    assert len(measured.all) == len(measured.open) + len(measured.closed) + len(measured.uncounted)
    closed = outcomes(book, day, EVER)
    assert closed.count + len(closed.undated) == len(measured.closed)
    assert len(closed.uncounted) == len(measured.uncounted)
    assert len(ageing(book, day)) == len(rotting(book, day)) == len(measured.open)
    assert all(one.days is None or one.days >= 0 for one in rotting(book, day))
    assert all(one.days_in_stage is None or one.days_in_stage >= 0 for one in ageing(book, day))


@given(books(), DAYS, PERIODS)
def test_the_reasons_make_up_the_outcomes(book: Book, day: date, period: Period) -> None:
    closed, why = outcomes(book, day, period), reasons(book, day, period)
    for status in CLOSED:
        rows, whole = why.of(status), getattr(closed, status)
        assert sum(row.total.count for row in rows) == whole.count
        assert added(row.total.amount for row in rows) == whole.amount
        assert sum(row.share for row in rows) == (1 if whole.count else 0)
    assert (why.uncounted, why.undated) == (closed.uncounted, closed.undated)


@given(books(), DAYS, PERIODS)
def test_rates_are_of_all_closed_and_competitors_of_all_lost_to_one(book: Book, day: date, period: Period) -> None:
    measured, closed = win_rates(book, day, period), outcomes(book, day, period)
    assert measured.win_rate.n == closed.count
    assert 0 <= (measured.win_rate_by_value or 0) <= 1 <= (measured.required_coverage or 1)
    assert set(measured.to_competitor.deals) <= set(measured.not_won.deals)
    assert sum(row.lost.count for row in competitors(book, day, period)) == measured.to_competitor.count
    cycle = sales_cycle(book, day, period)
    assert len(cycle.days) + len(cycle.unknown) == measured.won.count


@given(books(), DAYS)
def test_the_cohorts_and_the_undated_make_up_all_deals(book: Book, day: date) -> None:
    measured = win_cohorts(book, day, Period(date(2026, 1, 1), date(2027, 12, 31)))
    assert measured.all.began + len(measured.undated) == len(deals_on(book, day).counted)
    assert sum(row.cohort.began for row in measured.months) == measured.all.began
    assert measured.all.open + measured.all.succeeded + measured.all.failed == measured.all.began
    assert measured.all.open >= 0


@given(books(), DAYS, PERIODS)
def test_everybodys_deals_are_on_the_leaderboard(book: Book, day: date, period: Period) -> None:
    rows = leaderboard(book, day, period)
    assert added(row.won.amount for row in rows) == outcomes(book, day, period).won.amount
    assert sum(row.open.count for row in rows) == len(deals_on(book, day).open)
    theirs = {owner: narrowed(book, day, owner=owner) for owner in ("joana", "rui")}
    assert all(row.open.count == len(deals_on(theirs[row.member], day).open) for row in rows if row.member in theirs)


@given(books(), DAYS)
def test_narrowing_to_every_pipeline_loses_no_deal_of_a_known_one(book: Book, day: date) -> None:
    parts = [deals_on(narrowed(book, day, pipeline=line), day).all for line in ("sales", "service")]
    assert sorted(one.id for part in parts for one in part) == [one.id for one in deals_on(book, day).all]


@given(books(), DAYS, PERIODS)
def test_the_sources_make_up_the_leads_of_a_period(book: Book, day: date, period: Period) -> None:
    came, rows = conversion(book, day, period), lead_sources(book, day, period).sources
    assert sum(row.cohort.began for row in rows) == came.all.began == sum(row.cohort.began for row in came.months)
    assert sum(row.cohort.succeeded for row in rows) == came.all.succeeded
    waits = response_times(book, day, period)
    assert len(waits.responses) == came.all.began
    assert len(waits.curve.waits) + len(waits.without_minutes) == came.all.began
    assert sum(count for _, count in waits.by_days) + len(waits.never_answered) == came.all.began
    assert all(one.days >= 0 and (one.minutes or 0) >= 0 for one in waits.responses)


@given(books(), DAYS)
def test_every_lead_is_dated_undated_or_does_not_count(book: Book, day: date) -> None:
    came = leads_on(book, day).created_in(EVER)
    assert len(came.leads) + len(came.uncounted) + len(came.undated) == len(leads_on(book, day).all)


@given(books())
def test_what_is_done_and_planned_is_what_the_journals_hold(book: Book) -> None:
    measured = activities(book, AS_OF, EVER)
    to_come = sum(one.date.day > AS_OF and not one.planned for one in book.activities)
    assert measured.total + measured.planned + to_come == len(book.activities)


@given(books(), DAYS)
def test_concentration_lies_between_all_alike_and_one_alone(book: Book, day: date) -> None:
    measured = concentration(book, day)
    if measured.herfindahl is not None:
        assert Fraction(1, len(measured.parts)) <= measured.herfindahl <= 1
        assert (measured.top(1) or 0) <= (measured.top(3) or 0) <= 1


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate(drawn: tuple[int, int]) -> None:
    k, n = drawn
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    mirrored = wilson(n - k, n)
    assert abs(low - (1 - mirrored[1])) < 1e-12


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=30))
def test_a_curve_falls_and_without_censoring_it_is_the_share_left(drawn: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier(Wait(*one) for one in drawn)
    shares = [Fraction(1), *(step.surviving for step in curve.steps)]
    assert all(later < earlier for earlier, later in pairwise(shares))
    assert sum(step.ended for step in curve.steps) == sum(ended for _, ended in drawn)
    complete = kaplan_meier(Wait(time, ended=True) for time, _ in drawn)
    left = list(accumulate((step.ended for step in complete.steps), lambda rest, gone: rest - gone, initial=len(drawn)))
    assert [step.surviving * len(drawn) for step in complete.steps] == left[1:]


@given(st.lists(st.integers(0, 100), min_size=1), st.fractions(0, 1))
def test_quantiles_lie_in_between_and_the_median_in_the_middle(values: list[int], share: Fraction) -> None:
    found, middle = quantile(values, share), median(values)
    assert found is not None
    assert middle is not None
    assert min(values) <= found <= max(values)
    assert sum(value < middle for value in values) <= len(values) / 2 >= sum(value > middle for value in values)
