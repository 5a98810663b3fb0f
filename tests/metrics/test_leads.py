"""Leads: where they come from, what became of them, how long they waited; and activities by week."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from tests.metrics.records import AS_OF, YEAR, book_of, deal, did, lead, on
from textcrm.metrics.activities import activities, iso_week
from textcrm.metrics.conversion import conversion
from textcrm.metrics.lead_sources import campaigns, lead_sources
from textcrm.metrics.proportions import Cohort, Proportion
from textcrm.metrics.reasons import disqualification_reasons
from textcrm.metrics.response_times import Answer, Response, response_times
from textcrm.model.records import Activity, Conversion, Disqualification, Lead
from textcrm.model.values import Moment

CAME = "2026-11-16 09:00"
SINCE = Moment(date(2026, 11, 16), time(9))
FRESH = lead("x", on("2026-11-16", status="new"), created=CAME)


def response(*activities: Activity, to: Lead = FRESH, zone: str = "UTC", day: date = AS_OF) -> Response:
    return response_times(book_of(to, *activities, timezone=ZoneInfo(zone)), day, YEAR).responses[0]


def test_the_first_touch_that_goes_out_is_the_answer() -> None:
    answered = response(
        did("2026-11-16 08:59", lead="x"),
        did("2026-11-16 09:10", lead="x", direction="inbound"),
        did("2026-11-16 09:20", "note", lead="x"),
        did("2026-11-16 09:30", lead="x", planned=True),
        did("2026-11-16 09:40", "phone", lead="x"),
        did("2026-11-16 09:50", lead="x", direction="outbound"),
    )
    assert answered == Response("x", SINCE, Answer.GIVEN, 0, 40)


def test_an_answer_at_the_very_moment_or_after_the_day() -> None:
    assert response(did(CAME, lead="x")).minutes == 0
    assert response(did("2026-11-24", lead="x")).answer is Answer.WAITING


def test_who_was_never_answered_waits_until_the_end_of_the_day() -> None:
    assert response() == Response("x", SINCE, Answer.WAITING, 7, 8 * 1440 - 9 * 60)


@pytest.mark.parametrize(("came", "answer"), [("2026-11-16", "2026-11-17 10:00"), (CAME, "2026-11-17")])
def test_a_bare_day_on_either_side_gives_days_and_no_minutes(came: str, answer: str) -> None:
    book = book_of(lead("x", on("2026-11-16", status="new"), created=came), did(answer, lead="x"))
    measured = response_times(book, AS_OF, YEAR)
    assert measured.responses == (Response("x", SINCE if came == CAME else Moment(SINCE.day), Answer.GIVEN, 1, None),)
    assert (measured.without_minutes, measured.by_days) == (("x",), ((1, 1),))
    assert measured.answered_within() == Proportion(0, 0)
    assert (measured.curve.steps, measured.curve_in_days.median) == ((), 1)


def test_a_bare_day_may_answer_on_the_day_the_lead_came_in() -> None:
    assert response(did("2026-11-16", lead="x")) == Response("x", SINCE, Answer.GIVEN, 0, None)


def test_a_new_owner_is_no_answer_and_an_end_before_any_touch_ends_the_wait() -> None:
    opened = on("2026-11-16", status="new", owner="rui")
    handed_over = lead("x", opened, on("2026-11-17", owner="joana"), created=CAME)
    ended = lead("x", opened, on("2026-11-18", status="disqualified", reason="no-need"), created=CAME)
    late = did("2026-11-19 10:00", lead="x")
    assert response(to=handed_over).answer is Answer.WAITING
    assert response(late, to=ended) == Response("x", SINCE, Answer.ENDED, 2, None)
    assert response(did("2026-11-18 10:00", lead="x"), to=ended).answer is Answer.GIVEN
    assert response(to=ended, day=date(2026, 11, 17)).answer is Answer.WAITING


def test_a_lead_that_came_back_ended_its_wait_the_first_time() -> None:
    back = lead(
        "x",
        on("2026-11-16", status="new"),
        on("2026-11-18", status="disqualified", reason="no-need"),
        on("2026-11-20", status="qualifying"),
        created=CAME,
    )
    assert response(to=back).answer is Answer.ENDED


def test_conversion_without_history_ends_the_wait_too() -> None:
    converted = lead("x", status="converted", created=CAME, converted=Conversion(date=date(2026, 11, 17)))
    assert response(to=converted) == Response("x", SINCE, Answer.ENDED, 1, None)
    assert response(to=lead("x", status="converted", created=CAME)) == Response("x", SINCE, Answer.ENDED, 0, None)


def test_minutes_count_the_changes_of_the_clock() -> None:
    came = lead("x", on("2026-03-28", status="new"), created="2026-03-28 20:00")
    assert response(did("2026-03-29 20:00", lead="x"), to=came, zone="Europe/Lisbon").minutes == 23 * 60


def test_the_median_of_the_answered_hides_who_was_not() -> None:
    came = [lead(f"l{n}", on("2026-11-16", status="new"), created=CAME) for n in range(4)]
    measured = response_times(book_of(*came, did("2026-11-16 09:10", lead="l0")), AS_OF, YEAR)
    assert measured.median_of_answered == 10
    assert (measured.curve.median, measured.curve.longest) == (None, 8 * 1440 - 9 * 60)
    assert measured.answered_within() == Proportion(1, 4)
    assert measured.never_answered == ("l1", "l2", "l3")


def test_leads_that_do_not_count_and_leads_without_a_day_are_listed() -> None:
    book = book_of(
        lead("a", on("2026-11-16", status="disqualified", reason="spam"), created=CAME),
        lead("b", on("2026-11-16", status="new", observed=True)),
        lead("c", on("2026-11-16", status="new")),
        lead("d", status="disqualified", created=CAME, disqualified=Disqualification(reason="spam")),
        lead("e", on("2026-11-24", status="new"), created=CAME),
    )
    for measured in (response_times(book, AS_OF, YEAR), conversion(book, AS_OF, YEAR), lead_sources(book, AS_OF, YEAR)):
        assert (measured.uncounted, measured.undated) == (("a", "d"), ("b",))
    assert conversion(book, AS_OF, YEAR).all == Cohort(1, 0, 0)
    assert [(row.reason, row.leads) for row in disqualification_reasons(book, AS_OF, YEAR)] == [("spam", ("a", "d"))]


def test_conversion_is_as_known_on_the_day() -> None:
    history = (on("2026-10-05", status="new"), on("2026-11-20", status="converted"))
    book = book_of(lead("a", *history, converted=Conversion(date=date(2026, 11, 20))))
    assert conversion(book, date(2026, 11, 19), YEAR).all == Cohort(1, 0, 0)
    assert conversion(book, AS_OF, YEAR).all == Cohort(1, 1, 0)
    assert conversion(book, AS_OF, YEAR).months[9].cohort.is_settled


def from_source(id: str, **fields: object) -> Lead:
    return lead(id, on("2026-06-05", status="converted"), **fields)  # type: ignore[arg-type]  # source, campaign, converted


def test_leads_count_under_todays_source_or_that_of_their_campaign() -> None:
    book = book_of(
        from_source("a", source="web"),
        from_source("b", source="website"),
        from_source("c", campaign="fair"),
        from_source("d"),
        from_source("e", source="moon"),
    )
    rows = lead_sources(book, AS_OF, YEAR).sources
    assert [(row.source, row.leads) for row in rows] == [
        ("website", ("a", "b")),
        ("moon", ("e",)),
        ("trade-fair", ("c",)),
        (None, ("d",)),
    ]


def test_young_leads_make_a_sources_rate_an_interval_and_few_make_it_counts() -> None:
    book = book_of(from_source("a", source="web"), lead("b", on("2026-11-16", status="new"), source="web"))
    (row,) = lead_sources(book, AS_OF, YEAR).sources
    assert (row.cohort.low, row.cohort.high, row.cohort.is_settled) == (Fraction(1, 2), Fraction(1), False)
    assert not row.cohort.so_far.tells_a_rate


def test_a_deal_that_several_leads_led_to_is_counted_once() -> None:
    history = (on("2026-07-01", status="open", amount=500), on("2026-08-03", status="won"))
    book = book_of(
        from_source("a", source="web"),
        from_source("b", source="web", converted=Conversion(opportunity="big")),
        from_source("c", source="web", converted=Conversion(opportunity="gone")),
        deal("big", *history, lead="a"),
    )
    (row,) = lead_sources(book, AS_OF, YEAR).sources
    assert (row.deals, row.won.count, row.won.amount, row.cohort) == (("big",), 1, Decimal(500), Cohort(3, 3, 0))


def test_a_campaign_is_measured_over_its_whole_life_with_what_it_cost() -> None:
    history = (on("2026-07-01", status="open", amount=500), on("2026-08-03", status="won"))
    book = book_of(
        *(from_source(id, campaign="fair") for id in ("a", "b", "c")),
        deal("x", *history, lead="a"),
        deal("y", *history, campaign="fair-2026"),
        deal("z", on("2026-07-01", status="open"), campaign="fair"),
    )
    fair, letter = campaigns(book, AS_OF)
    assert (fair.campaign, fair.is_running, fair.deals) == ("fair-2026", True, ("x", "y", "z"))
    assert (fair.cost_per_lead, fair.cost_per_won) == (Fraction(300), Fraction(450))
    assert (letter.campaign, letter.is_running, letter.cost_per_lead, letter.cost_per_won) == (
        "letter-2026",
        False,
        None,
        None,
    )
    assert [one.campaign for one in campaigns(book, date(2026, 3, 1))] == ["letter-2026"]


def test_a_cost_without_leads_or_wins_is_divided_by_nothing() -> None:
    fair = campaigns(book_of(), AS_OF)[0]
    assert (fair.cost, fair.cost_per_lead, fair.cost_per_won) == (Decimal(900), None, None)


def test_activities_count_by_person_type_and_iso_week() -> None:
    book = book_of(
        did("2026-01-01"),
        did("2026-01-05", "phone"),
        did("2026-01-05", "call"),
        did("2026-01-05", "note", member="rui"),
        did("2026-01-06", planned=True),
        did("2026-11-24"),
        did("2025-12-31"),
    )
    measured = activities(book, AS_OF, YEAR)
    assert [(row.member, row.week, row.type, row.count) for row in measured.counts] == [
        ("joana", "2026-W01", "call", 1),
        ("joana", "2026-W02", "call", 2),
        ("rui", "2026-W02", "note", 1),
    ]
    assert (measured.total, measured.planned) == (4, 1)
    assert measured.by("type") == ((("call",), 3), (("note",), 1))
    assert measured.by("member", "type") == ((("joana", "call"), 3), (("rui", "note"), 1))


@pytest.mark.parametrize(
    ("day", "week"),
    [("2025-12-29", "2026-W01"), ("2026-12-31", "2026-W53"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01")],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day: str, week: str) -> None:
    assert iso_week(date.fromisoformat(day)) == week
