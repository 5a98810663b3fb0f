"""Order: by fields in both directions, what is not known last, equal records as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.example import AS_OF, company, ordered
from textcrm.errors import UsageError
from textcrm.search.fields import Record, fields_of, records_of
from textcrm.search.meaning import Meaning
from textcrm.search.order import USUAL, in_order, keys


@pytest.mark.parametrize(
    ("kind", "by", "first", "last"),
    [
        ("opportunities", "amount", "imported-won-gtx", "pizzaria-forno-novo-oven"),
        ("opportunities", "-amount", "hotel-serra-pizza-ovens", "pizzaria-forno-novo-oven"),
        ("opportunities", "expected_close", "panificadora-sol-maintenance", "imported-won-gtx"),
        ("opportunities", "stage,name", "pizzaria-forno-novo-oven", "imported-won-gtx"),
        ("opportunities", "-stage,name", "panificadora-sol-maintenance", "imported-won-gtx"),
        ("opportunities", "name", "imported-won-gtx", "imported-open-undated"),
        ("leads", "-created", "ana-souza", "pedro-lima"),
        ("leads", "status", "ana-souza", "joao-ramos"),
        ("activities", "date", "activities/rui/2026-11[0]", "activities/rui/2026-11[2]"),
    ],
)
def test_records_are_sorted(kind: str, by: str, first: str, last: str) -> None:
    found = ordered(kind, by)
    assert (found[0], found[-1]) == (first, last)


def test_open_deals_stand_first_by_the_day_they_should_close() -> None:
    assert ordered("opportunities", USUAL["opportunities"]) == [
        "hotel-serra-pizza-ovens",
        "padaria-estrela-proofer",
        "pizzaria-forno-novo-oven",
        "imported-open-undated",
        "padaria-estrela-ovens",
        "imported-won-gtx",
        "panificadora-sol-maintenance",
    ]


@pytest.mark.parametrize("kind", USUAL)
def test_the_usual_order_is_one(kind: str) -> None:
    assert keys(USUAL[kind], fields_of(kind, company().settings))


@pytest.mark.parametrize(
    ("by", "words"),
    [("stge", "did you mean stage"), ("closed", "sort by one of closed.date"), ("-due", "next_step.due")],
)
def test_what_is_no_key_is_refused(by: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        keys(by, fields_of("opportunities", company().settings))


@given(
    st.sampled_from(
        [name for name, one in fields_of("opportunities", company().settings).items() if one.type != "part"]
    ),
    st.booleans(),
    st.permutations(records_of(company(), "opportunities")),
)
def test_sorting_is_stable_and_the_unknown_come_last(name: str, down: bool, deals: list[Record]) -> None:  # noqa: FBT001
    meaning = Meaning(company(), AS_OF)
    field = fields_of("opportunities", company().settings)[name]
    found = in_order(deals, keys(f"-{name}" if down else name, {name: field}), meaning)
    places = [meaning.places(deal, field) for deal in found]
    known = [max(one) if down else min(one) for one in places if one]
    assert all(one for one in places[: len(known)])
    assert known == sorted(known, reverse=down)
    was = {deal.ref: place for place, deal in enumerate(deals)}
    pairs = zip(found, found[1:], places, places[1:], strict=False)
    assert all(was[one.ref] < was[other.ref] for one, other, here, there in pairs if here == there)
