"""Conditions: what each way of writing them chooses, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.records import SETTINGS
from tests.search.example import AS_OF, chosen, company
from textcrm.errors import UsageError
from textcrm.model.book import Book
from textcrm.model.records import Opportunity
from textcrm.search.fields import fields_of, records_of
from textcrm.search.filters import condition
from textcrm.search.meaning import Meaning

OPEN = {
    "hotel-serra-pizza-ovens",
    "imported-open-undated",
    "padaria-estrela-proofer",
    "pizzaria-forno-novo-oven",
}
WON = {"imported-won-gtx", "padaria-estrela-ovens"}
LOST = {"panificadora-sol-maintenance"}


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (("status=open",), OPEN),
        (("status=Open",), OPEN),
        (("status=won,lost",), WON | LOST),
        (("status=!open",), WON | LOST),
        (("status=open", "owner=joana"), {"padaria-estrela-proofer"}),
        (("owner=Joana Prado", "status=won"), {"padaria-estrela-ovens"}),
        (("company=~serra",), {"hotel-serra-pizza-ovens"}),
        (("company=none",), {"imported-open-undated", "pizzaria-forno-novo-oven"}),
        (("next_step=none", "status=open"), {"imported-open-undated"}),
        (("closed=any",), WON | LOST),
        (("closed.reason=competitor",), LOST),
        (("closed.date=2026-Q4",), {"padaria-estrela-ovens", *LOST}),
        (("closed.date=<2020-01-01",), {"imported-won-gtx"}),
        (("closed.date=..2026-10-22",), {"imported-won-gtx", *LOST}),
        (("closed.date=2026-10-23..",), {"padaria-estrela-ovens"}),
        (("expected_close=>2026",), {"padaria-estrela-proofer", "pizzaria-forno-novo-oven"}),
        (("expected_close=>=2026-12", "status=open"), OPEN - {"imported-open-undated"}),
        (("next_step.due=today..today+2",), {"hotel-serra-pizza-ovens", "padaria-estrela-proofer"}),
        (("next_step.due=today+1",), {"padaria-estrela-proofer"}),
        (("amount=none",), {"imported-open-undated", "pizzaria-forno-novo-oven"}),
        (("amount=none,12900",), {"imported-open-undated", "pizzaria-forno-novo-oven", "padaria-estrela-proofer"}),
        (("amount=12900.00..18000",), {"padaria-estrela-proofer", *LOST}),
        (("probability=>=80",), {"hotel-serra-pizza-ovens"}),
        (("competitors=fornotec",), {"hotel-serra-pizza-ovens"}),
        (("items.quantity=2",), {"padaria-estrela-ovens"}),
        (("name=padaria estrela – TWO deck ovens for the new shop",), {"padaria-estrela-ovens"}),
        (("name=~forno,proofer",), {"padaria-estrela-proofer", "pizzaria-forno-novo-oven"}),
        (("history.status=lost", "status=open"), {"padaria-estrela-proofer"}),
        (("steps.quote-sent=any", "status=open"), {"hotel-serra-pizza-ovens", "padaria-estrela-proofer"}),
        (("steps.quote-sent.date=2026-07",), {"padaria-estrela-proofer"}),
        (("currency=brl", "status=open"), OPEN - {"hotel-serra-pizza-ovens"}),
        (("external_ids.maven=~8tn",), {"imported-open-undated"}),
        (("id=imported-won-gtx",), {"imported-won-gtx"}),
        (("history.observed=yes",), {"imported-open-undated"}),
        ((), OPEN | WON | LOST),
    ],
)
def test_a_condition_chooses(conditions: tuple[str, ...], found: set[str]) -> None:
    assert chosen("opportunities", *conditions) == found


def test_amounts_compare_in_the_company_currency() -> None:
    # 14,200.00 USD are 76,396.00 BRL on the day, more than the 46,000.00 BRL of the next one
    assert chosen("opportunities", "amount=>50000") == {"hotel-serra-pizza-ovens"}
    assert chosen("opportunities", "amount=76396") == {"hotel-serra-pizza-ovens"}


@pytest.mark.parametrize(
    ("kind", "conditions", "found"),
    [
        ("leads", ("owner=none",), {"ana-souza"}),
        ("leads", ("created=2026-11",), {"ana-souza", "joao-ramos"}),
        ("leads", ("verified=email",), {"marta-oliveira"}),
        ("leads", ("name=joao ramos",), {"joao-ramos"}),
        ("contacts", ("phone=~91234",), {"carlos-nunes"}),
        ("companies", ("types=!customer",), {"fornotec", "hotel-serra", "montevideo-hornos"}),
        ("companies", ("type=customer",), {"padaria-estrela"}),
        ("activities", ("planned=true",), {"activities/rui/2026-11[2]"}),
        ("activities", ("type=call", "member=rui"), {"activities/rui/2026-11[1]"}),
        ("team", ("manager=rui",), {"joana"}),
    ],
)
def test_every_kind_can_be_asked(kind: str, conditions: tuple[str, ...], found: set[str]) -> None:
    assert chosen(kind, *conditions) == found


def test_a_former_id_is_as_good_as_todays() -> None:
    deals = {"a": Opportunity(id="a", name="A", status="open", pipeline="sales", stage="agreement")}
    deals["b"] = Opportunity(id="b", name="B", status="open", stage="contract", source="web")
    book = Book(settings=SETTINGS, opportunities=deals)
    for word in ("agreement", "contract", "Contract"):
        assert chosen("opportunities", f"stage={word}", book=book) == {"a", "b"}
    assert chosen("opportunities", "source=website", book=book) == {"b"}
    assert chosen("opportunities", "pipeline=sales", book=book) == {"a", "b"}


def test_an_amount_without_a_rate_is_not_known() -> None:
    deal = Opportunity(id="a", name="A", status="open", currency="JPY", amount=SETTINGS.campaigns[0].cost)
    book = Book(settings=SETTINGS, opportunities={"a": deal})
    field = fields_of("opportunities", SETTINGS)["amount"]
    assert Meaning(book, AS_OF).without_rate(deal, field)
    assert chosen("opportunities", "amount=none", book=book) == {"a"}
    assert chosen("opportunities", "amount=>1", book=book) == set()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("stage=propsal", "did you mean proposal?"),
        ("owner=joanna", "did you mean joana?"),
        ("company=padaria-estrella", "did you mean padaria-estrela?"),
        ("status=opne", "It is one of open, won, lost, abandoned, cancelled"),
        ("custom.segment=bakry", "did you mean bakery?"),
        ("amount=10,000", "write 10000"),
        ("amount=many", "not a plain number"),
        ("expected_close=2026-02-30", "is no day"),
        ("expected_close=soon", "is no day"),
        ("expected_close=today+9999..2026", "ends before it begins"),
        ("next_step=visit", "fields of its own"),
        ("name=>b", "only numbers, amounts and days are compared"),
        ("history.observed=maybe", "true or false"),
        ("closed=~x", "no text in it"),
        ("name=~", "wants a text"),
        ("stage=", "wants a value"),
        ("stage=!", "wants a value"),
    ],
)
def test_what_cannot_be_asked_is_refused(wanted: str, words: str) -> None:
    with pytest.raises(UsageError, match=r".") as refused:
        chosen("opportunities", wanted)
    assert words in str(refused.value)
    assert str(refused.value).startswith(wanted.partition("=")[0])


def test_a_strange_id_that_a_record_holds_can_be_asked() -> None:
    deal = Opportunity(id="a", name="A", status="open", owner="gone")
    assert chosen("opportunities", "owner=gone", book=Book(opportunities={"a": deal})) == {"a"}


FIELDS = sorted(fields_of("opportunities", company().settings, records_of(company(), "opportunities")))


@given(name=st.sampled_from(FIELDS), data=st.data())
def test_a_condition_and_its_negation_share_the_records_out(name: str, data: st.DataObject) -> None:
    deals = records_of(company(), "opportunities")
    field = fields_of("opportunities", company().settings, deals)[name]
    some = {
        "day": ["2026-11", "<today", "..2026-06-30", ">=2026-Q3"],
        "money": [">10000", "5000..20000", "<=7000"],
        "number": [">1", "..80"],
        "choice": [*field.choices, ",".join(field.choices)],
        "flag": ["true", "no"],
        "text": ["~a", "=none"],
        "note": ["~the"],
        "id": ["~a"],
    }
    wanted = data.draw(st.sampled_from(["none", "any", *some.get(field.type, [])]))
    meaning = Meaning(company(), AS_OF)
    yes, no = condition(field, wanted, meaning, deals), condition(field, f"!{wanted}", meaning, deals)
    assert all(yes(deal) != no(deal) for deal in deals)


@given(st.sampled_from(FIELDS), st.text(max_size=20))
def test_any_text_is_a_condition_or_refused(name: str, wanted: str) -> None:
    deals = records_of(company(), "opportunities")
    field = fields_of("opportunities", company().settings, deals)[name]
    try:
        wants = condition(field, wanted, Meaning(company(), AS_OF), deals)
    except UsageError:
        return
    assert {wants(deal) for deal in deals} <= {True, False}
