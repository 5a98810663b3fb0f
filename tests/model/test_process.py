"""The sales process: what may follow, what is asked, what counts as touch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

from textcrm.model.history import DealState, state_on
from textcrm.model.process import (
    Move,
    began,
    category,
    closing_gaps,
    disagreements,
    illegal_moves,
    is_done,
    is_filled,
    last_touch,
    legal_moves,
    probability,
    stages_between,
    undone_steps,
    unmet_demands,
)
from textcrm.model.records import Activity, Closing, DealEntry, Opportunity, StepDone
from textcrm.model.settings import (
    CustomField,
    CustomSettings,
    Entry,
    Pipeline,
    Reason,
    ReasonSettings,
    Requirement,
    Settings,
    Stage,
)
from textcrm.model.values import Moment

SINCE = date(2026, 9, 1)
EQUIPMENT = Pipeline(
    id="equipment",
    stages=(
        Stage(
            id="discovery",
            probability=10,
            steps=(Entry(id="need", aliases=("need-confirmed",)), Entry(id="budget", since=SINCE)),
        ),
        Stage(id="proposal", probability=40, requires=(Requirement(id="amount"), Requirement(id="custom.city"))),
        Stage(id="trial", retired=True, requires=(Requirement(id="lead"),), steps=(Entry(id="tried"),)),
        Stage(
            id="negotiation",
            probability=70,
            forecast="best_case",
            steps=(Entry(id="terms"), Entry(id="old", retired=True)),
        ),
        Stage(
            id="contract",
            aliases=("agreement",),
            forecast="commit",
            next=("won",),
            requires=(
                Requirement(id="items", since=SINCE),
                Requirement(id="nonsense"),
                Requirement(id="custom.unknown"),
            ),
        ),
    ),
)
SERVICE = Pipeline(
    id="service",
    aliases=("maintenance",),
    stages=(Stage(id="contact", next=("proposal", "lost")), Stage(id="proposal"), Stage(id="end")),
)
SETTINGS = Settings(
    pipelines=(EQUIPMENT, SERVICE),
    reasons=ReasonSettings(
        lost=(Reason(id="price"), Reason(id="rival", aliases=("competitor",), needs=("competitor", "note"))),
        won=(Reason(id="speed"),),
        abandoned=(),
    ),
    custom_fields=CustomSettings(opportunity={"city": CustomField(type="text")}),
)


def on(day: int, month: int = 10) -> date:
    return date(2026, month, day)


def deal(*history: dict[str, Any], **fields: Any) -> Opportunity:
    entries = tuple(cast("DealEntry", {"date": on(place + 1), **entry}) for place, entry in enumerate(history))
    return Opportunity(**{"id": "ovens", "name": "Two ovens", "status": "open", "history": entries, **fields})


def state(**fields: Any) -> DealState:
    found = state_on(deal(**fields), on(1))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"stage": "negotiation"}, ("best_case", 70)),
        ({"stage": "negotiation", "forecast": "commit", "probability": 0}, ("commit", 0)),
        ({"stage": "agreement"}, ("commit", 80)),
        ({"stage": "proposal", "pipeline": "maintenance"}, ("pipeline", 50)),
        ({"stage": "proposal", "pipeline": "unknown"}, ("pipeline", 0)),
        ({}, ("pipeline", 0)),
        ({"status": "won", "stage": "negotiation", "probability": 30}, ("closed", 100)),
        ({"status": "lost", "stage": "negotiation", "forecast": "commit"}, ("omitted", 0)),
    ],
)
def test_category_and_probability_are_the_deals_own_or_its_stages(
    fields: dict[str, Any], expected: tuple[str, int]
) -> None:
    assert (category(state(**fields), SETTINGS), probability(state(**fields), SETTINGS)) == expected


def test_legal_moves_are_the_stages_own_or_the_next_living_stage_and_won() -> None:
    moves = {stage.id: legal_moves(EQUIPMENT, stage) for stage in EQUIPMENT.stages}
    assert moves == {
        "discovery": ("proposal", "won"),
        "proposal": ("negotiation", "won"),
        "trial": ("negotiation", "won"),
        "negotiation": ("contract", "won"),
        "contract": ("won",),
    }
    assert legal_moves(SERVICE, SERVICE.stages[2]) == ("won",)


LEGAL: dict[str, list[dict[str, Any]]] = {
    "forward": [{"stage": "discovery"}, {"stage": "proposal"}, {"stage": "negotiation"}, {"stage": "agreement"}],
    "back": [{"stage": "contract"}, {"stage": "discovery"}],
    "win from anywhere": [{"stage": "discovery"}, {"status": "won"}],
    "lose from anywhere": [{"stage": "contract"}, {"status": "lost"}],
    "the first entry": [{"status": "won", "stage": "contract"}],
    "from unknown": [{"stage": None}, {"stage": "contract"}],
    "another pipeline": [{"stage": "discovery", "pipeline": "equipment"}, {"stage": "end", "pipeline": "service"}],
    "reopened to any stage": [{"stage": "discovery"}, {"status": "lost"}, {"status": "open", "stage": "contract"}],
    "only observed": [{"stage": "discovery"}, {"stage": "contract", "observed": True}],
    "to a retired stage": [{"stage": "discovery"}, {"stage": "trial"}, {"stage": "negotiation"}],
    "former and present id": [{"stage": "agreement"}, {"stage": "contract"}],
    "unknown to the settings": [{"stage": "discovery"}, {"stage": "no-such-stage"}, {"stage": "contract"}],
    "closed again alike": [{"stage": "proposal"}, {"status": "lost"}, {"status": "lost", "reason": "price"}],
}


@pytest.mark.parametrize("history", LEGAL.values(), ids=LEGAL)
def test_legal(history: list[dict[str, Any]]) -> None:
    assert list(illegal_moves(deal(*history, pipeline="equipment"), SETTINGS)) == []


ILLEGAL: dict[str, tuple[list[dict[str, Any]], Move]] = {
    "skips": (
        [{"stage": "discovery"}, {"stage": "negotiation"}],
        Move(1, "stage", "discovery", "negotiation", ("proposal", "won"), ("proposal",)),
    ),
    "wins past next": (
        [{"stage": "contact", "pipeline": "service"}, {"status": "won"}],
        Move(1, "status", "contact", "won", ("proposal", "lost"), ("proposal",)),
    ),
    "skips and loses": (
        [{"stage": "discovery"}, {"stage": "negotiation", "status": "lost"}],
        Move(1, "stage", "discovery", "negotiation", ("proposal", "won"), ("proposal",)),
    ),
    "closed otherwise": (
        [{"stage": "discovery"}, {"status": "lost"}, {"status": "won"}],
        Move(2, "status", "lost", "won", ("open",)),
    ),
    "moves while closed": (
        [{"stage": "discovery"}, {"status": "won"}, {"stage": "proposal"}],
        Move(2, "stage", "won", "proposal", ("open",)),
    ),
    "skips after having been seen": (
        [{"stage": None}, {"stage": "discovery", "observed": True}, {"stage": "agreement"}],
        Move(2, "stage", "discovery", "contract", ("proposal", "won"), ("proposal", "negotiation")),
    ),
}


@pytest.mark.parametrize(("history", "move"), ILLEGAL.values(), ids=ILLEGAL)
def test_illegal(history: list[dict[str, Any]], move: Move) -> None:
    assert list(illegal_moves(deal(*history), SETTINGS)) == [move]


def test_the_way_between_is_the_shortest_legal_one_and_ends_where_there_is_none() -> None:
    assert stages_between(EQUIPMENT, "discovery", "contract") == ("proposal", "negotiation")
    assert stages_between(EQUIPMENT, "discovery", "won") == ()
    dead = Pipeline(id="x", stages=(Stage(id="a", next=()), Stage(id="b", next=("c", "b")), Stage(id="c", next=("b",))))
    assert stages_between(dead, "a", "c") == ()
    assert stages_between(dead, "b", "won") == ()


def test_moves_are_judged_in_the_pipeline_that_no_entry_mentions() -> None:
    skipped = [{"stage": "contact"}, {"stage": "end"}]
    assert [move.after for move in illegal_moves(deal(*skipped, pipeline="service"), SETTINGS)] == ["end"]
    assert list(illegal_moves(deal(*skipped, pipeline="gone"), SETTINGS)) == []


def test_moves_are_judged_by_date_and_placed_by_file() -> None:
    late: dict[str, Any] = {"date": on(9), "stage": "negotiation"}
    record = deal(late, {"date": on(1), "stage": "discovery"}, {"date": on(5), "stage": "proposal"})
    assert list(illegal_moves(record, SETTINGS)) == []
    assert [move.place for move in illegal_moves(deal(late, {"stage": "discovery", "date": on(1)}), SETTINGS)] == [0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"stage": "discovery"}, []),
        ({"stage": "proposal"}, ["amount", "custom.city"]),
        ({"stage": "proposal", "amount": Decimal(0), "custom": {"city": "Campinas"}}, []),
        ({"stage": "negotiation"}, ["amount", "custom.city"]),
        ({"stage": "agreement"}, ["amount", "custom.city", "items"]),
        ({"stage": "contract", "status": "lost"}, []),
        ({"stage": "discovery", "status": "won"}, ["amount", "custom.city", "items"]),
        ({"status": "won"}, []),
        ({}, []),
        ({"stage": "contract", "pipeline": "unknown"}, []),
        ({"stage": "proposal", "pipeline": "service"}, []),
    ],
)
def test_demands_hold_for_their_stage_for_later_ones_and_to_win(fields: dict[str, Any], expected: list[str]) -> None:
    record = deal(**{"created": Moment(on(1)), **fields})
    assert [demand.what.id for demand in unmet_demands(record, SETTINGS)] == expected


def test_a_demand_of_two_stages_is_told_once() -> None:
    stages = tuple(Stage(id=name, requires=(Requirement(id="amount"),)) for name in ("one", "two"))
    settings = Settings(pipelines=(Pipeline(id="sales", stages=stages),))
    assert [demand.stage.id for demand in unmet_demands(deal(stage="two"), settings)] == ["one"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"stage": "discovery"}, []),
        ({"stage": "proposal"}, ["need", "budget"]),
        ({"stage": "proposal", "steps": {"need": StepDone(date=on(1)), "budget": StepDone(skipped="a tender")}}, []),
        (
            {"stage": "proposal", "steps": {"need-confirmed": StepDone(date=on(1)), "budget": StepDone(by="rui")}},
            ["budget"],
        ),
        ({"stage": "contract"}, ["need", "budget", "terms"]),
        ({"stage": "proposal", "status": "won"}, ["need", "budget", "terms"]),
        ({"stage": "contract", "status": "abandoned"}, []),
        ({"status": "won"}, []),
    ],
)
def test_steps_of_the_stages_before_and_all_to_win(fields: dict[str, Any], expected: list[str]) -> None:
    record = deal(**{"created": Moment(on(1)), **fields})
    assert [demand.what.id for demand in undone_steps(record, SETTINGS)] == expected


EARLIER = date(2026, 8, 31)
SINCES: dict[str, tuple[list[dict[str, Any]], dict[str, Any], bool]] = {
    "past before": ([{"date": EARLIER, "stage": "proposal"}], {}, False),
    "past on the day": ([{"date": on(1, 3), "stage": "discovery"}, {"date": SINCE, "stage": "proposal"}], {}, True),
    "past before, back, and past again": (
        [{"date": on(1, 3), "stage": "proposal"}, {"stage": "discovery"}, {"stage": "proposal"}],
        {},
        False,
    ),
    "in another pipeline then": (
        [
            {"date": on(1, 3), "pipeline": "service", "stage": "proposal"},
            {"pipeline": "equipment", "stage": "proposal"},
        ],
        {"pipeline": "equipment"},
        True,
    ),
    "won before": (
        [{"date": on(1, 3), "stage": "discovery"}, {"date": EARLIER, "status": "won"}],
        {"status": "won"},
        False,
    ),
    "won since": (
        [{"date": on(1, 3), "stage": "discovery"}, {"date": SINCE, "status": "won"}],
        {"status": "won"},
        True,
    ),
    "stage not known then": ([{"date": on(1, 3), "stage": None}, {"stage": "proposal"}], {}, True),
    "undated, begun before": ([], {"created": Moment(EARLIER)}, False),
    "undated, begun since": ([], {"created": Moment(SINCE)}, True),
    "undated at all": ([], {}, False),
}


@pytest.mark.parametrize(("history", "fields", "asked"), SINCES.values(), ids=SINCES)
def test_since_asks_only_of_deals_that_were_not_past_the_stage(
    history: list[dict[str, Any]], fields: dict[str, Any], *, asked: bool
) -> None:
    record = deal(*history, **{"stage": "proposal", **fields})
    assert ("budget" in [demand.what.id for demand in undone_steps(record, SETTINGS)]) == asked


def test_filled_and_done() -> None:
    record = deal(company="padaria-estrela", custom={"city": "Campinas"}, steps={"need": StepDone()})
    assert [is_filled(record, name) for name in ("company", "custom.city")] == [True, True]
    assert [is_filled(record, name) for name in ("contacts", "amount", "steps_", "custom.x", "external_ids")] == [
        False
    ] * 5
    assert not is_done(record, Entry(id="need"))


@pytest.mark.parametrize(
    ("status", "closed", "gaps"),
    [
        ("open", None, []),
        ("won", None, ["date", "amount"]),
        ("won", Closing(date=on(1), amount=Decimal(1)), []),
        ("lost", None, ["date", "reason"]),
        ("lost", Closing(date=on(1), reason="price"), []),
        ("lost", Closing(date=on(1), reason="competitor"), ["competitor", "note"]),
        ("lost", Closing(date=on(1), reason="unknown"), []),
        ("abandoned", Closing(), ["date"]),
    ],
)
def test_closing_gaps(status: str, closed: Closing | None, gaps: list[str]) -> None:
    assert list(closing_gaps(deal(status=status, closed=closed), SETTINGS)) == gaps


def test_disagreements_know_former_ids_and_defaults() -> None:
    settled = deal({"stage": "agreement", "pipeline": "equipment", "currency": "USD"}, stage="contract")
    assert list(disagreements(settled, SETTINGS)) == []
    other = deal({"stage": "proposal", "pipeline": "service", "currency": "BRL"}, stage="contract")
    assert [name for name, _, _ in disagreements(other, SETTINGS)] == ["pipeline", "stage", "currency"]


def activity(day: int, **fields: Any) -> Activity:
    return Activity(
        ref="activities/rui/2026-10", index=0, member="rui", date=Moment(on(day)), **{"type": "call", **fields}
    )


def test_a_touch_is_an_activity_a_step_or_a_stage_and_else_the_beginning() -> None:
    moved = deal({"stage": "discovery"}, {"stage": "proposal"}, {"amount": Decimal(1)}, {"expected_close": on(30)})
    assert last_touch(moved, [], SETTINGS, on(20)) == on(2)
    assert last_touch(moved, [], SETTINGS, on(1)) == on(1)
    done = deal(
        {"stage": "discovery"}, stage="discovery", steps={"need": StepDone(date=on(7)), "x": StepDone(date=on(25))}
    )
    assert last_touch(done, [], SETTINGS, on(20)) == on(7)
    journal = [activity(9), activity(12, type="note"), activity(15, planned=True), activity(25)]
    assert last_touch(done, journal, SETTINGS, on(20)) == on(9)
    assert last_touch(deal(created=Moment(on(3))), [], SETTINGS, on(20)) == on(3)
    assert last_touch(deal(), [], SETTINGS, on(20)) is None


def test_a_record_begins_when_it_was_created_else_with_its_first_entry() -> None:
    assert began(deal({"stage": "discovery"}, created=Moment(on(1, 3)))) == on(1, 3)
    assert began(deal({"date": on(9)}, {"date": on(5)})) == on(5)
    assert began(deal()) is None
