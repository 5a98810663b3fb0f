"""pydantic's refusals in the words of the field: what was found, what is allowed, how to mend it, where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, ScalarNode

from textcrm.findings import FieldPath, Problem, field_name
from textcrm.model.values import QUICK, THOROUGH, shown
from textcrm.source.document import compose, locate, positions

_MOST, _NAME = 100, 80
#: A strange key is compared with so many of the known ones, and so many of them are named.
_COMPARED, _LISTED = 200, 60
#: What other systems and other languages call our fields.
SYNONYMS = {
    "account": "company",
    "account_name": "company",
    "accountid": "company",
    "organization": "company",
    "organisation": "company",
    "empresa": "company",
    "cliente": "company",
    "close_date": "expected_close",
    "closing_date": "expected_close",
    "closedate": "expected_close",
    "expected_close_date": "expected_close",
    "fechamento": "expected_close",
    "value": "amount",
    "valor": "amount",
    "price": "amount",
    "revenue": "amount",
    "monto": "amount",
    "etapa": "stage",
    "fase": "stage",
    "stagename": "stage",
    "deal_stage": "stage",
    "title": "name",
    "nome": "name",
    "nombre": "name",
    "assigned_to": "owner",
    "owner_id": "owner",
    "responsavel": "owner",
    "vendedor": "owner",
    "lead_source": "source",
    "origem": "source",
    "probabilidade": "probability",
    "moeda": "currency",
    "forecast_category": "forecast",
    "created_at": "created",
    "created_date": "created",
    "createdate": "created",
    "mobile": "phone",
    "telefone": "phone",
    "celular": "phone",
    "mail": "email",
    "e_mail": "email",
    "note": "notes",
    "description": "notes",
    "next_action": "next_step",
    "proximo_passo": "next_step",
    "loss_reason": "reason",
    "lost_reason": "reason",
    "motivo": "reason",
    "products": "items",
    "line_items": "items",
}
_CONTAINERS = {
    "dataclass_type": "a mapping (`key: value`)",
    "dict_type": "a mapping (`key: value`)",
    "mapping_type": "a mapping (`key: value`)",
    "tuple_type": "a list",
    "list_type": "a list",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where refused data comes from: the text of the file, all its data, and the way to the refused part of it."""

    text: str
    data: Any
    prefix: FieldPath = ()


@lru_cache(maxsize=1)
def _composed(text: str) -> Node:
    """The nodes of a text: made once for all that is wrong with one file."""
    return compose(text)


def translate(error: ValidationError, model: Any, origin: Origin) -> list[Problem]:
    """One located problem for each thing wrong with what `model` was to be made of, the first hundred of them."""
    told = [one for one in error.errors(include_url=False) if one["loc"][-1:] != (QUICK,)][:_MOST]
    return [_problem(one, model, origin) for one in told]


def given_by_place(key: str, origin: Origin) -> Problem:
    """The problem of a key that says what the file's name and folder say."""
    field = (*origin.prefix, key)
    position = locate(_composed(origin.text), field, at_key=True)
    message = f"{shown(key)} is not a key here: the file's place says it"
    return Problem(message, field=field, rule="unknown-key", position=position, help="Take the line away.")


def _problem(error: ErrorDetails, model: Any, origin: Origin) -> Problem:
    root, prefix = _composed(origin.text), origin.prefix
    field = prefix + _real_path(error["loc"], origin.data, prefix)
    if error["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return _unknown(field, model, root, len(prefix))
    name = _cut(field_name(field))
    if error["type"] in ("missing", "missing_argument"):
        position = locate(root, field[:-1])
        return Problem(f"{name} is missing", field=field, rule="missing", position=position, help=_missing(field))
    at_key = "[key]" in error["loc"][-2:]
    position = locate(root, field, at_key=at_key)
    if error["type"] in _CONTAINERS:
        message = f"{name or 'the record'} should be {_CONTAINERS[error['type']]}, found {shown(error['input'])}"
        help = _shape(error, field, _hint(model, field[len(prefix) :]))
        return Problem(message, field=field, rule="wrong-type", position=position, help=help)
    context = error.get("ctx", {})
    rule = error["type"] if context.get("message") else "wrong-type"
    message = f"{name} {context.get('message') or 'is not of the right type: ' + shown(error['input'])}"
    return Problem(
        message, field=field, rule=rule, position=position, help=context.get("help") or f"See: textcrm explain {rule}"
    )


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def _missing(field: FieldPath) -> str:
    """The line to write where a value is missing; words where there is no key to write it after."""
    if isinstance(field[-1], int):
        return "Write the entry, or take it out of the list."
    return f"{field[-1]}: …" if field[-1] else "The key is empty: write one before the colon, or take the line away."


def _hint(model: Any, path: FieldPath) -> Any:
    """What the field at this path should be, with all that is annotated; `None` where the model does not tell."""
    for part in path[:-1]:
        model = _inner(get_type_hints(model).get(part)) if isinstance(part, str) else model
    if not path or not hasattr(model, "__annotations__"):
        return None
    return get_type_hints(model, include_extras=True).get(str(path[-1]))


def _takes(word: str, hint: Any) -> bool:
    """Whether an entry of the list may be a word, be it the right one or not; some are mappings only."""
    if hint is None:
        return True
    try:
        TypeAdapter(hint).validate_python([word])
    except ValidationError as refused:
        return not any(one["type"] in (*_CONTAINERS, "missing") for one in refused.errors(include_url=False))
    return True


def _shape(error: ErrorDetails, field: FieldPath, hint: Any) -> str:
    """How a list or a mapping is written, with the value that stands in its place where that is a word."""
    key, value = field[-1] if field else "", error["input"]
    if value is None:
        return "Write it, or take the line away."
    word = value if isinstance(value, str) and len(value) <= _NAME else "…"
    if "list" in _CONTAINERS[error["type"]]:
        if not _takes(word, hint):
            return f"Write a list of entries, each with keys and values:\n{key}:\n  - {{…: …}}"
        return f"{key}: [{word}]" if isinstance(key, str) and key else f"Write a list: [{word}]"
    return f"{key}:\n  …: …" if isinstance(key, str) and key else "Write keys with their values: {…: …}"


def _real_path(loc: tuple[int | str, ...], data: Any, prefix: FieldPath) -> FieldPath:
    """The path in the file: without the names pydantic adds (`[key]`, a field that only the model has)."""
    path: list[int | str] = []
    for part in prefix:
        data = data[part]
    loc = tuple(part for part in loc if part != THOROUGH)
    for place, part in enumerate(loc):
        known = (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int))
        if known:
            data = data[part] if not isinstance(part, int) or part < len(data) else None
            path.append(part)
        elif place == len(loc) - 1 and part != "[key]":
            path.append(part)
    return tuple(path)


def _unknown(field: FieldPath, model: Any, root: Node, depth: int) -> Problem:
    position, key = locate(root, field, at_key=True), str(field[-1])
    cut = _cut_by_comma(root, field)
    if cut:
        return Problem(cut[0], field=field, rule="cut-by-comma", position=position, help=cut[1])
    known = known_keys(model, field[depth:-1])
    within = field_name(field[:-1])
    message = f"{shown(key)} is not a key of {_cut(within)}" if within else f"{shown(key)} is not a key here"
    return Problem(message, field=field, rule="unknown-key", position=position, help=_meant(key, known))


def _meant(key: str, known: Sequence[str]) -> str:
    word = re.sub(r"[\s-]+", "_", key.strip().lower()[:_NAME])
    if word in known:
        return f"Did you mean {word}?"
    if SYNONYMS.get(word) in known:
        return f"Did you mean {SYNONYMS[word]}?"
    near = get_close_matches(word, known[:_COMPARED], 1, 0.6)
    declare = "Declare it in crm.yaml under custom_fields, or begin the key with x-."
    few = ", ".join(known[:_LISTED]) + (", …" if len(known) > _LISTED else "")
    allowed = f"The keys are {few}; keys of your own start with x-." if known else declare
    return f"Did you mean {near[0]}?" if near else allowed


def known_keys(model: Any, path: FieldPath) -> tuple[str, ...]:
    """The keys that a mapping at this path may have, in the order of the schema."""
    named = False  # whether the next part is a name that others chose: `custom_fields.opportunity.segment`
    for part in path:
        if named or isinstance(part, int):
            named = False
            continue
        hint = get_type_hints(model).get(part)
        named, model = get_origin(hint) is dict, _inner(hint)
    hidden = {"id", "ref", "index", "member", "period", "whose"} if not path and hasattr(model, "ref") else set()
    return tuple(name for name in _names(model) if name not in hidden)


def _names(model: Any) -> tuple[str, ...]:
    if is_dataclass(model):
        renamed = {"kind": "for"}
        return tuple(renamed.get(one.name, one.name) for one in fields(model))
    return tuple(getattr(model, "__annotations__", {}))


def _inner(hint: Any) -> Any:
    """The model inside `X | None`, `tuple[X, ...]`, `dict[str, X]`."""
    arguments = [one for one in get_args(hint) if one not in (type(None), Ellipsis, str)]
    return _inner(arguments[-1]) if arguments else hint


def _cut_by_comma(root: Node, field: FieldPath) -> tuple[str, str] | None:
    """Free text with a comma inside `{…}`: YAML took the rest of it for a key without a value."""
    chain = list(positions(root, field))
    parent = chain[-2][0]
    value = chain[-1][0]
    if not (isinstance(parent, MappingNode) and parent.flow_style and isinstance(value, ScalarNode)):
        return None
    if value.value or value.style or len(chain) != len(field) + 1:
        return None
    keys = [key.value for key, _ in parent.value]
    place = keys.index(str(field[-1]))
    if place == 0 or not isinstance(parent.value[place - 1][1], ScalarNode):
        return None
    return _cut_message(parent, place)


def _cut_message(parent: MappingNode, place: int) -> tuple[str, str]:
    first = place - 1
    while first > 0 and not parent.value[first][1].value and not parent.value[first][1].style:
        first -= 1
    rest = [key.value for key, value in parent.value[first + 1 : place + 1]]
    for key, value in parent.value[place + 1 :]:
        if value.value or value.style:
            break
        rest.append(key.value)
    key_node, value_node = parent.value[first]
    whole = ", ".join([value_node.value, *rest]).replace("\\", "\\\\").replace('"', '\\"')
    last = parent.value[place][0].value
    message = f"the comma before {shown(last)} ends the text of {key_node.value} inside {{…}}"
    return message, f'{key_node.value}: "{whole}"'
