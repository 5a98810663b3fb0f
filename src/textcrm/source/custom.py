"""The company's own fields: the type of `custom`, made from the settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import ConfigDict, PlainValidator, WithJsonSchema
from typing_extensions import TypedDict

from textcrm.model.settings import CustomField, CustomSettings
from textcrm.model.values import Day, Flag, Id, Note, OneOf, read_number

Number = Annotated[Decimal, PlainValidator(read_number), WithJsonSchema({"type": ["number", "string"]})]
_TYPES: dict[str, Any] = {
    "text": Note,
    "number": Number,
    "date": Day,
    "boolean": Flag,
    "member": Id,
    "company": Id,
    "contact": Id,
}


def custom_type(settings: CustomSettings, singular: str) -> Any:
    """The mapping type of `custom` in records of a kind (`opportunity`); every field may be absent or empty."""
    fields: dict[str, CustomField] = getattr(settings, singular, {})
    annotations = {name: _annotation(one) | None for name, one in fields.items()}
    make: Any = TypedDict  # mypy wants every TypedDict written out; this one is built from settings
    declared = make("Custom", annotations, total=False)
    declared.__pydantic_config__ = ConfigDict(extra="forbid")
    return declared


def _annotation(declared: CustomField) -> Any:
    if declared.type == "choice" and declared.choices:
        return Annotated[str, OneOf(*declared.choices)]
    return _TYPES.get(declared.type, Note)  # a choice without choices is a finding, and any text
