"""JSON Schemas (draft 7) of record files and of `crm.yaml`, for editors that complete and check while typing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from textcrm.model.settings import SINGULAR, Settings
from textcrm.source.custom import custom_type
from textcrm.source.load import MODELS, given_keys
from textcrm.source.places import LISTS

#: What `schema` knows: the singular of each kind, and the settings.
KINDS: Mapping[str, str] = {"crm": "crm", **{singular: kind for kind, singular in SINGULAR.items()}}
_OWN_KEYS: dict[str, dict[str, str]] = {"^x-": {}}


def schema(singular: str, settings: Settings | None = None) -> dict[str, Any]:
    """The schema of a file of a kind (`opportunity`, `crm`), with the company's own fields where settings are given."""
    kind = KINDS[singular]
    made = TypeAdapter(MODELS[kind]).json_schema(mode="validation", ref_template="#/definitions/{model}")
    definitions = made.pop("$defs", {})
    for name in given_keys(kind):
        made["properties"].pop(name, None)
        made["required"] = [one for one in made.get("required", ()) if one != name]
    if settings is not None and "custom" in made["properties"]:
        made["properties"]["custom"] = _custom(settings, singular)
    body = _tidy(made)
    if kind in LISTS:
        body = {"type": "array", "items": body}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"textcrm: {singular}",
        **body,
        **({"definitions": {name: _tidy(one) for name, one in sorted(definitions.items())}} if definitions else {}),
    }


def _custom(settings: Settings, singular: str) -> dict[str, Any]:
    return TypeAdapter(custom_type(settings.custom_fields, singular)).json_schema(mode="validation")


def _tidy(node: Any) -> Any:
    """Without titles and null defaults, which only fill hovers; objects also take keys of their own (`x-…`)."""
    if isinstance(node, list):
        return [_tidy(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _tidy(value) for key, value in node.items() if not _is_noise(key, value)}
    if "properties" in node and node.get("additionalProperties") is False:
        kept["patternProperties"] = kept.get("patternProperties", {}) | _OWN_KEYS
    if not kept.get("required", True):
        del kept["required"]
    return kept


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], {}))
