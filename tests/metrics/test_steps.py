"""Critical steps that are not done: missed where the deal has gone on, at hand where it is; on the agenda by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.metrics.records import AS_OF, SERVICE, book_of, deal, lost, on
from textcrm.metrics.agenda import When, agenda
from textcrm.metrics.steps import undone_steps
from textcrm.model.book import Book
from textcrm.model.records import NextStep, Opportunity, StepDone
from textcrm.model.settings import Entry, Pipeline, Stage

LINE = Pipeline(
    id="sales",
    stages=(
        Stage(id="proposal", probability=40, steps=(Entry(id="visited", aliases=("seen",)), Entry(id="quoted"))),
        Stage(id="contract", probability=90, steps=(Entry(id="signed", name="Contract signed by both"),)),
    ),
)


def book(*deals: Opportunity, line: Pipeline = LINE) -> Book:
    return book_of(*deals, pipelines=(line, SERVICE))


def undone(*deals: Opportunity, line: Pipeline = LINE, day: date = AS_OF) -> list[tuple[str, str, bool]]:
    return [(one.deal, one.step.id, one.is_missed) for one in undone_steps(book(*deals, line=line), day)]


def at_contract(**steps: StepDone) -> Opportunity:
    entries = (on("2026-11-02", status="open", stage="proposal"), on("2026-11-16", stage="contract"))
    return deal("a", *entries, steps=steps, owner="joana")


def test_steps_of_earlier_stages_are_missed_and_those_of_the_present_one_at_hand() -> None:
    assert undone(at_contract(quoted=StepDone(date=date(2026, 11, 9)))) == [
        ("a", "visited", True),
        ("a", "signed", False),
    ]


def test_a_step_skipped_for_a_reason_or_done_under_a_former_id_is_not_undone() -> None:
    done = {"seen": StepDone(date=date(2026, 11, 9)), "quoted": StepDone(skipped="By phone")}
    assert undone(at_contract(**done)) == [("a", "signed", False)]


def test_a_deal_is_judged_by_its_stage_and_steps_of_the_day() -> None:
    later = at_contract(quoted=StepDone(date=date(2026, 11, 18)), visited=StepDone(date=date(2026, 11, 4)))
    assert undone(later, day=date(2026, 11, 10)) == [("a", "quoted", False)]
    assert undone(later, day=date(2026, 11, 17)) == [("a", "quoted", True), ("a", "signed", False)]
    assert undone(later) == [("a", "signed", False)]


def test_closed_deals_and_unknown_stages_are_asked_nothing() -> None:
    assert undone(lost("a", "2026-11-20"), deal("b", stage="nowhere"), deal("c")) == []


def test_a_deal_that_has_closed_since_had_its_steps_undone_while_it_was_open() -> None:
    assert undone(lost("a", "2026-11-20"), day=date(2026, 11, 10)) == [("a", "visited", False), ("a", "quoted", False)]


def test_a_step_is_asked_from_its_day_on_of_deals_that_were_not_past_it() -> None:
    new = replace(LINE.stages[0], steps=(Entry(id="visited", since=date(2026, 11, 20)),))
    line = replace(LINE, stages=(new, LINE.stages[1]))
    fresh = deal("b", on("2026-11-02", status="open", stage="proposal"))
    assert undone(at_contract(), fresh, line=line) == [("a", "signed", False), ("b", "visited", False)]
    assert undone(fresh, line=line, day=date(2026, 11, 19)) == []


def test_a_retired_step_is_offered_to_nobody() -> None:
    line = replace(LINE, stages=(LINE.stages[0], Stage(id="contract", steps=(Entry(id="signed", retired=True),))))
    assert ("a", "signed", False) not in undone(at_contract(), line=line)


def test_no_critical_step_is_forgotten_by_the_agenda() -> None:
    one = replace(at_contract(quoted=StepDone(date=date(2026, 11, 9))), next_step=NextStep(what="Call"))
    tasks = [task for task in agenda(book(one), AS_OF).of("joana").tasks if task.why.startswith("step")]
    assert [(task.why, task.when, task.record, task.what) for task in tasks] == [
        ("step-missed", When.NOW, "opportunities/a", "Visited"),
        ("step-to-do", When.UNDATED, "opportunities/a", "Contract signed by both"),
    ]
