"""The fields of each kind: all that the models have, under the names of the files."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.search.example import example
from textcrm.model.fields import KINDS
from textcrm.model.settings import Settings
from textcrm.search.fields import fields_of, find_field, kind_of, kind_words, near_fields, records_of, values


@pytest.mark.parametrize(("kind", "model"), [(kind, model) for kind, _, model in KINDS])
def test_every_field_of_every_model_is_there(kind: str, model: type) -> None:
    names = fields_of(kind, Settings())
    assert {one.name for one in fields(model)} - {"index"} <= set(names)
    assert all(name == field.name for name, field in names.items())


@pytest.mark.parametrize(
    ("name", "held", "many", "link"),
    [
        ("amount", "money", False, ""),
        ("items.quantity", "number", True, ""),
        ("created", "day", False, ""),
        ("closed.reason", "id", False, "reasons"),
        ("closed", "part", False, ""),
        ("contacts", "id", True, "contacts"),
        ("contacts.role", "id", True, "roles"),
        ("history.stage", "id", True, "stages"),
        ("type", "id", False, "opportunity_types"),
        ("forecast", "choice", False, ""),
        ("history.observed", "flag", True, ""),
        ("notes", "note", False, ""),
        ("custom.approved_by", "id", False, "team"),
        ("custom.segment", "choice", False, ""),
        ("custom.delivery_city", "text", False, ""),
        ("steps.quote-sent", "part", False, ""),
        ("steps.quote-sent.date", "day", False, ""),
        ("external_ids.maven", "text", False, ""),
    ],
)
def test_a_field_knows_what_it_holds(name: str, held: str, many: bool, link: str) -> None:  # noqa: FBT001  # a table
    field = fields_of("opportunities", example().settings, records_of(example(), "opportunities"))[name]
    assert (field.type, field.many, field.link) == (held, many, link)


@pytest.mark.parametrize(
    ("record", "name", "held"),
    [
        ("hotel-serra-pizza-ovens", "items.product", ("pizza-oven-6",)),
        ("hotel-serra-pizza-ovens", "partners", ("montevideo-hornos",)),
        ("hotel-serra-pizza-ovens", "history.stage", ("discovery", "proposal", "negotiation")),
        ("hotel-serra-pizza-ovens", "steps.budget-known.skipped", ("Public tender, the budget is published",)),
        ("padaria-estrela-ovens", "closed.competitor", ()),
        ("pizzaria-forno-novo-oven", "closed", ()),
        ("imported-won-gtx", "external_ids", ("1C1I7A6R",)),
    ],
)
def test_values_are_those_of_the_record(record: str, name: str, held: tuple[str, ...]) -> None:
    deals = records_of(example(), "opportunities")
    field = fields_of("opportunities", example().settings, deals)[name]
    assert values(example().opportunities[record], field) == held


def test_names_may_be_typed_as_people_do() -> None:
    fields = fields_of("opportunities", example().settings)
    assert find_field(fields, "expected-close") is fields["expected_close"]
    assert find_field(fields, "tag") is fields["tags"]
    assert find_field(fields, "steps.quote-sent") is fields["steps.quote-sent"]
    assert find_field(fields, "stge") is None
    assert near_fields(fields, "stge")[0] == "stage"
    assert "closed.reason" in near_fields(fields, "reason")


@pytest.mark.parametrize("word", kind_words())
def test_every_word_for_a_kind_means_one(word: str) -> None:
    assert kind_of(word.upper()) in {kind for kind, _, _ in KINDS}
    assert kind_of(f"{word}x") is None
