"""Ageing, rotting, concentration and agenda: where open deals stand still, and what to do about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.metrics.records import AS_OF, at, book_of, deal, did, lead, lost, on
from textcrm.metrics.activities import neglected
from textcrm.metrics.ageing import Age, ageing
from textcrm.metrics.agenda import When, agenda
from textcrm.metrics.concentration import concentration, weighted_concentration
from textcrm.metrics.rotting import Quiet, rotting
from textcrm.model.records import NextStep, Opportunity, StepDone


def age(*history: dict[str, object], **fields: object) -> Age:
    return ageing(book_of(deal("a", *history, **fields)), AS_OF)[0]


def test_a_deal_is_slow_when_longer_in_its_stage_than_the_stage_allows() -> None:
    days = [age(on(day, stage="proposal")) for day in ("2026-10-24", "2026-10-23")]
    assert [(one.days_in_stage, one.is_slow) for one in days] == [(30, False), (31, True)]


def test_a_reentry_starts_the_clock_of_the_stage_anew() -> None:
    history = (
        on("2026-01-05", stage="proposal"),
        on("2026-02-02", stage="contract"),
        on("2026-11-13", stage="proposal"),
    )
    assert (age(*history).days_in_stage, age(*history).age) == (10, 322)


def test_a_reopened_deal_is_in_the_stage_it_closed_from_as_a_new_visit() -> None:
    history = (
        on("2026-01-05", status="open", stage="proposal"),
        on("2026-02-02", status="lost"),
        on("2026-11-20", status="open"),
    )
    assert (age(*history).stage, age(*history).days_in_stage) == ("proposal", 3)


def test_a_change_of_pipeline_is_a_new_visit_though_the_stage_has_the_same_id() -> None:
    history = (on("2026-01-05", stage="proposal", pipeline="sales"), on("2026-11-18", pipeline="service"))
    assert age(*history).days_in_stage == 5


def test_a_former_id_of_the_same_stage_or_pipeline_is_no_new_visit() -> None:
    history = (on("2026-11-03", stage="agreement"), on("2026-11-18", stage="contract", pipeline="sales"))
    assert (age(*history).stage, age(*history).days_in_stage) == ("contract", 20)


def test_a_stage_only_seen_is_at_least_so_old() -> None:
    seen, known = age(on("2026-11-13", stage="proposal", observed=True)), age(on("2026-11-13", stage="proposal"))
    assert (seen.days_in_stage, seen.exact, seen.age) == (10, False, None)
    assert (known.days_in_stage, known.exact, known.age) == (10, True, 10)
    after_unknown = age(on("2026-11-03", stage=None), on("2026-11-13", stage="proposal"))
    assert (after_unknown.days_in_stage, after_unknown.exact) == (10, False)


def test_what_is_not_known_has_no_age() -> None:
    unknown, undated = age(on("2026-11-03", stage=None)), age(stage="proposal")
    assert (unknown.days_in_stage, unknown.slow_after, unknown.is_slow) == (None, None, False)
    assert (undated.days_in_stage, undated.age, undated.is_slow) == (None, None, False)


def test_overdue_counts_from_the_day_after() -> None:
    days = [
        age(on("2026-11-01", stage="proposal", expected_close=day))
        for day in ("2026-11-24", "2026-11-23", "2026-11-22")
    ]
    assert [one.overdue_days for one in days] == [0, 0, 1]


OPENED = on("2026-11-01", status="open", stage="proposal")


def quiet(*records: object, **fields: object) -> Quiet:
    edited = on("2026-11-20", amount=5, expected_close="2026-12-24", probability=60)
    book = book_of(deal("a", OPENED, edited, **fields), *records)  # type: ignore[arg-type]  # activities
    return rotting(book, AS_OF)[0]


def test_edits_and_pushes_are_no_touch() -> None:
    assert (quiet().last_touch, quiet().days, quiet().is_rotten) == (date(2026, 11, 1), 22, True)


def test_an_activity_in_either_direction_a_move_or_a_step_is_a_touch() -> None:
    assert quiet(did("2026-11-13", opportunity="a", direction="inbound")).days == 10
    assert not quiet(did("2026-11-13", opportunity="a")).is_rotten
    assert quiet(did("2026-11-12", "phone", opportunity="a")).is_rotten
    assert quiet(steps={"measured": StepDone(date=date(2026, 11, 15))}).days == 8


def test_what_is_planned_or_yet_to_come_or_no_touch_does_not_reset_the_clock() -> None:
    not_touching = (
        did("2026-11-22", opportunity="a", planned=True),
        did("2026-12-01", opportunity="a"),
        did("2026-11-22", "note", opportunity="a"),
    )
    assert quiet(*not_touching).days == 22


def test_slow_and_rotten_are_two_clocks() -> None:
    long_ago = deal("a", on("2026-08-03", status="open", stage="proposal"))
    talked = book_of(long_ago, did("2026-11-20", opportunity="a"))
    assert (ageing(talked, AS_OF)[0].is_slow, rotting(talked, AS_OF)[0].is_rotten) == (True, False)
    fresh = book_of(deal("a", on("2026-11-05", status="open", stage="proposal")))
    assert (ageing(fresh, AS_OF)[0].is_slow, rotting(fresh, AS_OF)[0].is_rotten) == (False, True)


def test_a_former_id_of_the_stage_is_no_touch() -> None:
    renamed = deal("a", on("2026-11-01", status="open", stage="agreement"), on("2026-11-20", stage="contract"))
    assert rotting(book_of(renamed), AS_OF)[0].days == 22


def test_without_any_beginning_there_is_no_clock() -> None:
    measured = rotting(book_of(deal("a", stage="nowhere")), AS_OF)[0]
    assert (measured.days, measured.rotten_after, measured.is_rotten) == (None, None, False)


def test_concentration_of_nothing_and_of_one() -> None:
    nothing = concentration(book_of(lost("x", "2026-05-04", 50)), AS_OF)
    assert (nothing.top(1), nothing.herfindahl, nothing.effective_deals) == (None, None, None)
    one = concentration(book_of(deal("a", on("2026-11-01", stage="proposal", amount=7))), AS_OF)
    assert one.top(3) == one.herfindahl == one.effective_deals == 1


def test_concentration_of_weighted_amounts_may_have_another_top() -> None:
    book = book_of(
        deal("a", on("2026-11-01", stage="proposal", amount=100)),
        deal("b", on("2026-11-01", stage="contract", amount=60)),
        deal("c", on("2026-11-01", stage=None, amount=5)),
    )
    plain, weighted = concentration(book, AS_OF), weighted_concentration(book, AS_OF)
    assert ([part.deal for part in plain.parts], plain.without_value) == (["a", "b", "c"], ())
    assert ([part.deal for part in weighted.parts], weighted.without_value) == (["b", "a"], ("c",))
    assert weighted.top(1) == Fraction(54, 94)
    assert plain.total == Decimal(165)


def step(id: str, due: str | None, owner: str | None = None) -> Opportunity:
    next_step = NextStep(what="Call", due=date.fromisoformat(due) if due else None, owner=owner)
    return deal(id, on("2026-11-20", status="open", stage="proposal", owner="joana"), next_step=next_step)


def test_the_agenda_says_how_soon_and_whose() -> None:
    book = book_of(
        step("a", "2026-11-22"),
        step("b", "2026-11-23", "rui"),
        step("c", "2026-11-30"),
        step("d", "2026-12-01"),
        step("e", None),
        deal("f", on("2026-11-20", status="open", stage="proposal", owner="rui")),
    )
    tasks = agenda(book, AS_OF).tasks
    assert [(task.record[-1], task.when, task.owner, task.days) for task in tasks] == [
        ("a", When.OVERDUE, "joana", 1),
        ("b", When.TODAY, "rui", 0),
        ("f", When.NOW, "rui", None),
        ("c", When.THIS_WEEK, "joana", -7),
        ("d", When.LATER, "joana", -8),
        ("e", When.UNDATED, "joana", None),
    ]
    assert [task.record[-1] for task in agenda(book, AS_OF).of("rui").tasks] == ["b", "f"]
    assert [task.why for task in agenda(book, AS_OF).at(When.NOW)] == ["no-next-step"]


def test_the_agenda_names_what_stands_still_and_what_waits() -> None:
    book = book_of(
        deal(
            "a",
            on("2026-09-01", status="open", stage="proposal", expected_close="2026-11-20"),
            next_step=NextStep(what="x"),
        ),
        lead("x", on("2026-11-20", status="new", owner="rui"), created="2026-11-20 10:00"),
        lead("y", on("2026-03-02", status="nurturing", recontact_on="2026-11-25", owner="rui")),
        lead("z", on("2026-11-20", status="disqualified", reason="spam"), created="2026-11-20"),
        did("2026-11-23", opportunity="a", planned=True, note="Bring the drawings"),
        did("2026-11-24", planned=True, company="padaria-estrela"),
    )
    found = [(task.why, task.record, task.when, task.what, task.days) for task in agenda(book, AS_OF).tasks]
    assert found == [
        ("expected-close", "opportunities/a", When.OVERDUE, None, 3),
        ("planned-activity", "opportunities/a", When.TODAY, "Bring the drawings", 0),
        ("rotting", "opportunities/a", When.NOW, None, 83),
        ("slow", "opportunities/a", When.NOW, None, 83),
        ("unanswered", "leads/x", When.NOW, None, 3),
        ("planned-activity", "companies/padaria-estrela", When.THIS_WEEK, "call", -1),
        ("recontact", "leads/y", When.THIS_WEEK, None, -2),
        ("next-step", "opportunities/a", When.UNDATED, "x", None),
    ]


def test_an_answered_lead_is_not_on_the_agenda() -> None:
    fresh = lead("x", on("2026-11-20", status="new"), created="2026-11-20")
    assert not [
        task for task in agenda(book_of(fresh, did("2026-11-20", lead="x")), AS_OF).tasks if task.why == "unanswered"
    ]


def test_neglected_deals_have_no_activity_for_a_fortnight_or_no_next_step() -> None:
    names = ("a", "b", "c", "d")
    deals = [deal(id, OPENED, next_step=NextStep(what="x") if id == "a" else None) for id in names]
    book = book_of(
        *deals,
        did("2026-11-10", "note", opportunity="a"),
        did("2026-11-09", opportunity="b"),
        did("2026-11-22", opportunity="c", planned=True),
        did("2026-11-24", opportunity="d"),
    )
    assert neglected(book, AS_OF).without_activity == ("b", "c", "d")
    assert neglected(book, AS_OF).without_next_step == ("b", "c", "d")


def test_what_is_not_there_yet_is_on_no_agenda() -> None:
    assert agenda(book_of(deal("a", created=at("2026-12-01"))), AS_OF).tasks == ()
