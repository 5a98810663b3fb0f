"""The names by which settings point at fields of records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from textcrm.model.records import (
    Activity,
    Closing,
    Company,
    Contact,
    Conversion,
    Disqualification,
    Forecast,
    Lead,
    Member,
    NextStep,
    Opportunity,
    Qualification,
    Recurring,
)
from textcrm.model.settings import CustomSettings

KINDS: tuple[tuple[str, str, Any], ...] = (
    ("team", "member", Member),
    ("companies", "company", Company),
    ("contacts", "contact", Contact),
    ("leads", "lead", Lead),
    ("opportunities", "opportunity", Opportunity),
    ("activities", "activity", Activity),
    ("forecasts", "forecast", Forecast),
)
#: Fields that hold fields of their own.
INNER: dict[str, Any] = {
    "closed": Closing,
    "converted": Conversion,
    "disqualified": Disqualification,
    "next_step": NextStep,
    "qualification": Qualification,
    "recurring": Recurring,
}
#: What a file's place says; nobody writes it.
_PLACED = frozenset(["id", "ref", "index", "member", "period", "whose"])


def field_names(model: Any) -> tuple[str, ...]:
    """The keys that a record's file may have."""
    return tuple(field.name for field in fields(model) if field.name not in _PLACED)


@cache
def _deal_fields() -> frozenset[str]:
    return frozenset(field_names(Opportunity))


def demandable(name: str, custom: CustomSettings) -> bool:
    """Whether a stage can demand this field of a deal: `amount`, `custom.approved_by`."""
    first, _, rest = name.partition(".")
    return (rest in custom.opportunity) if first == "custom" and rest else name in _deal_fields()


def redactable(custom: CustomSettings) -> frozenset[str]:
    """The names of fields that a public site can leave out.

    `email` is that field of every kind of record, `closed.note` a field inside another, `custom.segment` one of the
    company's own; any of them may be of one kind only: `activities.note`, `opportunities.closed.note`.
    """
    return frozenset(name for kind, singular, model in KINDS for name in _names(kind, singular, model, custom))


def _names(kind: str, singular: str, model: Any, custom: CustomSettings) -> Iterator[str]:
    own = [f"custom.{name}" for name in getattr(custom, singular, ())]
    names = field_names(model)
    inner = [f"{name}.{field.name}" for name in names if name in INNER for field in fields(INNER[name])]
    for name in (*names, *inner, *own):
        yield name
        yield f"{kind}.{name}"
