"""What each field wants is what the model's types say."""

from __future__ import annotations

import pytest

from textcrm.model.settings import CustomField, CustomSettings
from textcrm.model.targets import Target, entry_names, entry_target, settings_target, target, target_names

CUSTOM = CustomSettings(
    opportunity={
        "by": CustomField(type="member"),
        "line": CustomField(type="choice", choices=("a", "b")),
        "when": CustomField(type="date"),
    }
)


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        ("team", "manager", Target("manager", "link", "team")),
        ("companies", "phone", Target("phone", "line", many=True)),
        ("contacts", "notes", Target("notes", "note")),
        ("leads", "rating", Target("rating", "whole", low=1, high=5)),
        ("leads", "verified", Target("verified", "word", many=True, words=("email", "phone"))),
        ("leads", "converted.opportunity", Target("converted.opportunity", "link", "opportunities")),
        ("opportunities", "created", Target("created", "moment")),
        ("opportunities", "contacts", Target("contacts", "link", "contacts", many=True)),
        ("opportunities", "closed.amount", Target("closed.amount", "money")),
        ("opportunities", "steps.quote-sent", Target("steps.quote-sent", "day")),
        ("opportunities", "items", Target("items", "choice", "products", many=True)),
        ("opportunities", "type", Target("type", "choice", "opportunity_types")),
        ("activities", "type", Target("type", "choice", "activity_types")),
        ("activities", "member", Target("member", "link", "team")),
        ("opportunities", "custom.by", Target("custom.by", "link", "team")),
        ("opportunities", "custom.line", Target("custom.line", "word", words=("a", "b"))),
        ("opportunities", "custom.when", Target("custom.when", "day")),
        ("opportunities", "custom.other", None),
        ("opportunities", "id", None),
        ("opportunities", "history", None),
        ("opportunities", "closed", None),
        ("opportunities", "closed.when", None),
        ("team", "external_ids.erp", Target("external_ids.erp", "line")),
        ("activities", "custom.x", None),
    ],
)
def test_what_a_field_wants(kind: str, name: str, wanted: Target | None) -> None:
    assert target(kind, name, CUSTOM) == wanted


@pytest.mark.parametrize("kind", ["team", "companies", "contacts", "leads", "opportunities", "activities"])
def test_every_field_that_has_a_name_wants_something(kind: str) -> None:
    assert [name for name in target_names(kind, CUSTOM) if target(kind, name, CUSTOM) is None] == []


@pytest.mark.parametrize("kind", ["leads", "opportunities"])
def test_every_key_of_an_entry_wants_something(kind: str) -> None:
    assert [name for name in entry_names(kind) if entry_target(kind, name) is None] == []
    assert entry_target(kind, "date") is None


@pytest.mark.parametrize(
    ("way", "name", "wanted"),
    [
        (("products",), "price", "money"),
        (("campaigns",), "start", "day"),
        (("reasons", "lost"), "counts", "flag"),
        (("pipelines", 0, "stages"), "probability", "percent"),
        (("products",), "prize", None),
    ],
)
def test_what_an_entry_of_the_settings_wants(way: tuple[str | int, ...], name: str, wanted: str | None) -> None:
    found = settings_target(way, name)
    assert (found and found.wants) == wanted
