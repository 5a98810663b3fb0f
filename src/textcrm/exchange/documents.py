"""Drafts as the documents that are written: fields in the order in which people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from textcrm.exchange.drafts import Draft
from textcrm.exchange.outcomes import Nothing
from textcrm.model.fields import INNER, field_names
from textcrm.model.records import Activity, Company, Contact, Lead, Member, Opportunity

_MODELS: dict[str, Any] = {
    **{one.kind: one for one in (Member, Company, Contact, Lead, Opportunity)},
    "activities": Activity,
}
#: Where the status stands: before these, as in the examples.
_STATUS_BEFORE = {"opportunities": "stage", "leads": "rating"}
#: Fields that may be written as one value as well as as a list.
_BARE = frozenset(["email", "phone"])


@cache
def order(kind: str) -> tuple[str, ...]:
    """The fields of a kind in the order in which they are written: the key after the name, then as the model has them.

    The status stands where the story of the record begins.
    """
    names = [name for name in field_names(_MODELS[kind]) if name not in ("name", "external_ids", "status")]
    if kind in _STATUS_BEFORE:
        names.insert(names.index(_STATUS_BEFORE[kind]), "status")
    first = ["name"] if "name" in field_names(_MODELS[kind]) else []
    if kind == "activities":
        names.insert(names.index("note"), "external_ids")
        return tuple(names)
    return (*first, "external_ids", *names)


def document(draft: Draft, system: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The document of a draft; entries of its history as they are written."""
    made: dict[str, Any] = {"external_ids": {system: draft.key}}
    for name, value in draft.values.items():
        if value.__class__ is not Nothing:
            _put(made, name, value)
    if entries:
        made["history"] = entries
    return {name: made[name] for name in order(draft.kind) if name in made}


def _put(made: dict[str, Any], name: str, value: Any) -> None:
    first, _, rest = name.partition(".")
    if rest:
        made.setdefault(first, {})[rest] = value
    elif first in _BARE and value.__class__ is list and len(value) == 1:
        made[first] = value[0]
    else:
        made[first] = value


@cache
def _needed(group: str) -> tuple[str, ...]:
    model = INNER.get(group)
    return tuple(one.name for one in fields(model) if one.default is MISSING) if model else ()


def lacking(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Groups of fields that lack one that they cannot be without: the group and the field (`next_step`, `what`)."""
    groups = {
        name.partition(".")[0] for name, value in values.items() if "." in name and value.__class__ is not Nothing
    }
    wanting = ((group, name) for group in sorted(groups) for name in _needed(group))
    return [(group, name) for group, name in wanting if values.get(f"{group}.{name}", None).__class__ in _NOTHING]


_NOTHING = (Nothing, type(None))
