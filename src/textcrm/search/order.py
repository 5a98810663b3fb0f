"""Putting records in order: by any fields, what is not known last in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from textcrm.errors import UsageError
from textcrm.search.fields import Field, Record, find_field, near_fields
from textcrm.search.meaning import Meaning

#: How records of a kind stand when nobody asks for an order: what is still to be done first, the nearest first.
USUAL: Final[Mapping[str, str]] = {
    "team": "name",
    "companies": "name",
    "contacts": "name",
    "leads": "status,created",
    "opportunities": "status,-closed.date,expected_close",
    "activities": "-date",
    "forecasts": "-period,whose,-date",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A field to sort by, upward unless `descending`."""

    field: Field
    descending: bool = False


def keys(text: str, fields: Mapping[str, Field]) -> tuple[Key, ...]:
    """The keys of `stage,-amount`, the first counting most; raises `UsageError` for what is no field to sort by."""
    return tuple(_key(one.strip(), fields) for one in text.split(",") if one.strip())


def _key(text: str, fields: Mapping[str, Field]) -> Key:
    name = text.removeprefix("-")
    field = find_field(fields, name)
    if field is None:
        near = near_fields(fields, name)
        hint = f"did you mean {' or '.join(near)}?" if near else f"the fields are {', '.join(fields)}"
        raise UsageError(f"there is no field {name} to sort by; {hint}")
    if field.type == "part":
        inner = [one for one in fields if one.startswith(f"{field.name}.")]
        raise UsageError(f"{field.name} has fields of its own; sort by one of {', '.join(inner)}")
    return Key(field, text.startswith("-"))


def in_order(records: Iterable[Record], keys: Sequence[Key], meaning: Meaning) -> list[Record]:
    """The records sorted by the keys; equal ones stay as they were, those without a value come last."""
    found = list(records)
    for key in reversed(keys):
        found = _sorted(found, key, meaning)
    return found


def _sorted(records: Iterable[Record], key: Key, meaning: Meaning) -> list[Record]:
    """Of several values the first counts, going down the last."""
    known: list[tuple[Any, Record]] = []
    unknown: list[Record] = []
    for record in records:
        places = meaning.places(record, key.field)
        if places:
            known.append((max(places) if key.descending else min(places), record))
        else:
            unknown.append(record)
    known.sort(key=lambda pair: pair[0], reverse=key.descending)
    return [*(record for _, record in known), *unknown]
