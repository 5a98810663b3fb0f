"""History: what folding means, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.model.history import (
    DEAL_FIELDS,
    LEAD_FIELDS,
    differences,
    fold,
    last_closing,
    lead_state_on,
    mentioned,
    pushes,
    state_on,
)
from textcrm.model.records import CLOSED, LEAD_STATUSES, DealEntry, Lead, LeadEntry, Opportunity

FIRST = date(2026, 1, 1)


def on(day: int) -> date:
    """The day of January 2026."""
    return FIRST + timedelta(day - 1)


def deal(*history: dict[str, Any], **fields: Any) -> Opportunity:
    entries = tuple(cast("DealEntry", entry) for entry in history)
    return Opportunity(**{"id": "ovens", "name": "Two ovens", "status": "open", "history": entries, **fields})


def lead(*history: dict[str, Any], **fields: Any) -> Lead:
    entries = tuple(cast("LeadEntry", entry) for entry in history)
    return Lead(**{"id": "ana", "status": "new", "history": entries, **fields})


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


names = st.sampled_from(["a", "b", "c"])
days = st.integers(1, 20).map(on)
amounts = st.decimals(0, 10_000, places=2)
deal_entries = st.fixed_dictionaries(
    {"date": days},
    optional={
        "by": names,
        "note": st.text(),
        "observed": st.booleans(),
        "status": st.sampled_from(["open", *CLOSED]),
        "pipeline": maybe(names),
        "stage": maybe(names),
        "amount": maybe(amounts),
        "currency": maybe(st.sampled_from(["BRL", "USD"])),
        "probability": maybe(st.integers(0, 100)),
        "forecast": maybe(st.sampled_from(["pipeline", "commit"])),
        "expected_close": maybe(days),
        "owner": maybe(names),
        "reason": maybe(names),
        "competitor": maybe(names),
    },
)
lead_entries = st.fixed_dictionaries(
    {"date": days},
    optional={
        "status": st.sampled_from(LEAD_STATUSES),
        "owner": maybe(names),
        "rating": maybe(st.integers(1, 5)),
        "recontact_on": maybe(days),
        "reason": maybe(names),
    },
)
histories = st.lists(deal_entries, max_size=6)
sorted_histories = histories.map(lambda entries: sorted(entries, key=lambda entry: entry["date"]))
present = st.fixed_dictionaries(
    {"status": st.sampled_from(["open", *CLOSED])},
    optional={"pipeline": names, "stage": names, "amount": amounts, "owner": names, "expected_close": days},
)


def consistent(history: list[dict[str, Any]], fields: dict[str, Any]) -> Opportunity:
    """A deal whose fields are what its history adds up to, with values of their own where it is silent."""
    folded = fold([cast("DealEntry", entry) for entry in history])
    return deal(*history, **fields | {key: folded[key] for key in DEAL_FIELDS if key in folded})


def values(record: Opportunity) -> dict[str, Any]:
    return {name: getattr(record, name) for name in DEAL_FIELDS}


def state(record: Opportunity, day: date) -> dict[str, Any] | None:
    found = state_on(record, day)
    return None if found is None else {name: getattr(found, name) for name in DEAL_FIELDS}


@given(sorted_histories, st.integers(0, 6))
def test_folding_in_pieces_is_folding_at_once(history: list[DealEntry], cut: int) -> None:
    assert fold(history[cut:], start=fold(history[:cut])) == fold(history)


@given(histories, days, days)
def test_folding_to_a_day_and_on_from_there_is_folding_to_the_later_day(
    history: list[DealEntry], one: date, other: date
) -> None:
    early, late = min(one, other), max(one, other)
    between = [entry for entry in history if early < entry["date"] <= late]
    assert fold(between, start=fold(history, early)) == fold(history, late)


@given(histories)
def test_the_fold_holds_exactly_the_keys_that_are_mentioned(history: list[DealEntry]) -> None:
    assert fold(history).keys() == mentioned(history)


@given(sorted_histories, st.randoms())
def test_only_the_order_within_a_day_matters(history: list[dict[str, Any]], random: Any) -> None:
    by_day: dict[date, list[dict[str, Any]]] = {}
    for entry in history:
        by_day.setdefault(entry["date"], []).append(entry)
    dates = list(by_day)
    random.shuffle(dates)
    shuffled = [entry for day in dates for entry in by_day[day]]
    one, other = deal(*history), deal(*shuffled)
    assert fold(one.history) == fold(other.history)
    assert last_closing(one) == last_closing(other)
    assert [state_on(one, on(day)) for day in range(22)] == [state_on(other, on(day)) for day in range(22)]


@given(sorted_histories, present)
def test_on_the_last_day_a_consistent_record_is_in_the_state_of_its_fields(
    history: list[dict[str, Any]], fields: dict[str, Any]
) -> None:
    record = consistent(history, fields)
    assert list(differences(record)) == []
    assert state(record, on(20)) == values(record)
    assert state(record, date(2100, 1, 1)) == values(record)


@given(sorted_histories, present, days)
def test_the_state_on_a_day_is_that_of_the_record_as_it_was_then(
    history: list[dict[str, Any]], fields: dict[str, Any], day: date
) -> None:
    record = consistent(history, fields)
    past = [entry for entry in history if entry["date"] <= day]
    if history and not past:
        assert state_on(record, day) is None
        return
    silent: dict[str, Any] = {key: None for key in mentioned(record.history) if key in DEAL_FIELDS}
    if "status" in silent:
        silent["status"] = "open"
    assert state(record, day) == values(consistent(past, values(record) | silent))


@given(present, days)
def test_a_record_without_history_has_its_present_values_on_every_day(fields: dict[str, Any], day: date) -> None:
    record = deal(**fields)
    assert state(record, day) == values(record)
    assert list(differences(record)) == []


@given(st.lists(lead_entries, max_size=5), days)
def test_a_lead_folds_like_a_deal(history: list[dict[str, Any]], day: date) -> None:
    folded = fold([cast("LeadEntry", entry) for entry in history])
    record = lead(*history, **{key: value for key, value in folded.items() if key in LEAD_FIELDS})
    then = lead_state_on(record, on(20))
    assert then == {name: getattr(record, name) for name in LEAD_FIELDS}
    assert list(differences(record)) == []
    earliest = min((entry["date"] for entry in history), default=day)
    assert (lead_state_on(record, day) is None) == (earliest > day)


def test_null_clears_and_silence_keeps() -> None:
    record = deal(
        {"date": on(1), "status": "open", "stage": "proposal", "probability": 80},
        {"date": on(5), "probability": None},
        {"date": on(9), "stage": None},
        owner="rui",
    )
    assert [state_on(record, on(day)) for day in (1, 5)] == [
        state_on(deal(stage="proposal", probability=80, owner="rui"), on(1)),
        state_on(deal(stage="proposal", owner="rui"), on(1)),
    ]
    assert list(differences(record)) == []


def test_a_deal_is_open_until_an_entry_says_otherwise() -> None:
    record = deal(
        {"date": on(1), "stage": "proposal"}, {"date": on(5), "status": "won"}, status="won", stage="proposal"
    )
    early, late = state_on(record, on(4)), state_on(record, on(5))
    assert early is not None
    assert late is not None
    assert (early.is_open, late.is_open) == (True, False)


def test_a_lead_is_new_until_an_entry_says_otherwise() -> None:
    record = lead({"date": on(1), "owner": "rui"}, {"date": on(5), "status": "qualifying"}, status="qualifying")
    assert lead_state_on(record, on(4)) == {"status": "new", "owner": "rui", "rating": None, "recontact_on": None}


def test_reopening_clears_reason_and_competitor_of_a_deal_and_the_reason_of_a_lead() -> None:
    lost: dict[str, Any] = {"date": on(1), "status": "lost", "reason": "price", "competitor": "fornotec"}
    back: dict[str, Any] = {"date": on(2), "status": "open"}
    assert fold(cast("list[DealEntry]", [lost, back])) == {"status": "open", "reason": None, "competitor": None}
    assert fold(cast("list[DealEntry]", [back | {"date": on(1)}, lost | {"date": on(2)}]))["reason"] == "price"
    gone: dict[str, Any] = {"date": on(1), "status": "disqualified", "reason": "no-need"}
    again: dict[str, Any] = {"date": on(2), "status": "qualifying"}
    assert fold(cast("list[LeadEntry]", [gone, again])) == {"status": "qualifying", "reason": None}


def test_differences_name_the_field_its_value_and_the_folded_one() -> None:
    record = deal(
        {"date": on(1), "stage": "discovery", "amount": Decimal("10.00")}, stage="proposal", amount=Decimal(10)
    )
    assert list(differences(record)) == [("stage", "proposal", "discovery")]


def test_the_last_closing_has_what_later_entries_correct_up_to_a_reopening() -> None:
    closing: dict[str, Any] = {"date": on(3), "status": "lost", "reason": "price"}
    correction: dict[str, Any] = {"date": on(4), "reason": "competitor", "competitor": "fornotec", "owner": "rui"}
    back: dict[str, Any] = {"date": on(5), "status": "open", "amount": Decimal(5)}
    corrected = {**closing, "reason": "competitor", "competitor": "fornotec"}
    assert last_closing(deal(closing)) == closing
    assert last_closing(deal(closing, correction)) == corrected
    assert last_closing(deal(closing, correction, back, {"date": on(6), "amount": Decimal(7)})) == corrected
    assert last_closing(deal(closing, back, {"date": on(7), "status": "won"})) == {"date": on(7), "status": "won"}
    assert last_closing(deal()) is None
    assert last_closing(lead({"date": on(2), "status": "converted"})) == {"date": on(2), "status": "converted"}


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([{"expected_close": on(20)}], 0),
        ([{"expected_close": on(20)}, {"expected_close": on(25)}], 1),
        ([{"expected_close": on(20)}, {"expected_close": on(15)}, {"expected_close": on(20)}], 1),
        ([{"expected_close": None}, {"expected_close": on(25)}], 0),
        ([{"expected_close": on(20)}, {"expected_close": None}, {"expected_close": on(25)}], 0),
        ([{"expected_close": on(20)}, {"status": "lost"}, {"status": "open", "expected_close": on(25)}], 0),
        ([{"expected_close": on(20)}, {"status": "lost", "expected_close": on(25)}], 0),
        ([{"expected_close": on(20)}, {"status": "lost"}, {"status": "open"}, {"expected_close": on(25)}], 1),
    ],
)
def test_a_push_moves_a_known_close_to_a_later_day_while_open(history: list[dict[str, Any]], expected: int) -> None:
    record = deal(*({"date": on(place + 1), **entry} for place, entry in enumerate(history)))
    assert pushes(record, on(30)) == expected
    assert pushes(record, on(1)) == 0
