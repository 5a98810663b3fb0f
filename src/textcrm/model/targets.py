"""What kind of value each field of a record and of a history wants, told by the types of the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Required, get_args, get_origin, get_type_hints

from textcrm.model.fields import field_names
from textcrm.model.records import Activity, Company, Contact, DealEntry, Lead, LeadEntry, Member, Opportunity
from textcrm.model.settings import SINGULAR, CustomField, CustomSettings, Settings
from textcrm.model.values import (
    BareOr,
    OneOf,
    Scalar,
    Whole,
    read_currency,
    read_day,
    read_days,
    read_flag,
    read_id,
    read_line,
    read_moment,
    read_money,
    read_note,
    read_percent,
)

_WANTS: dict[Any, str] = {
    read_line: "line",
    read_note: "note",
    read_id: "id",
    read_day: "day",
    read_moment: "moment",
    read_money: "money",
    read_percent: "percent",
    read_days: "whole",
    read_flag: "flag",
    read_currency: "currency",
}
#: Which kind of record an id leads to; the type of an id does not say.
_LINKS = {
    **dict.fromkeys(["owner", "manager", "by", "member"], "team"),
    **dict.fromkeys(["company", "parent", "partners", "competitor", "competitors"], "companies"),
    **dict.fromkeys(["contact", "contacts"], "contacts"),
    "lead": "leads",
    "opportunity": "opportunities",
}
#: Which list of the settings an id is of; `stages` are those of the pipeline, `reasons` those of the status.
_LISTS = {
    "source": "sources",
    "campaign": "campaigns",
    "pipeline": "pipelines",
    "stage": "stages",
    "reason": "reasons",
    "product": "products",
    "items": "products",
    "type": "opportunity_types",
}
_CUSTOM = {"text": "note", "number": "number", "date": "day", "boolean": "flag", "choice": "word"}
_MODELS: dict[str, Any] = {
    **{one.kind: one for one in (Member, Company, Contact, Lead, Opportunity)},
    "activities": Activity,
}
_ENTRIES: dict[str, Any] = {"opportunities": DealEntry, "leads": LeadEntry}
#: Fields whose parts are given one by one, or otherwise.
_NEVER = frozenset(["history", "custom"])


@dataclass(frozen=True, slots=True)
class Target:
    """A field, by its dotted name, and what it wants.

    `wants` is `line note link choice day moment money number percent whole flag currency word` or `id`; a `link` leads
    to records of the kind `of`, a `choice` is of the list `of` of the settings. `words` are those of a `word`; no word
    at all: any. A field that is `many` holds a list.
    """

    name: str
    wants: str
    of: str = ""
    many: bool = False
    words: tuple[str, ...] = ()
    low: int = 0
    high: int = 0


def target(kind: str, name: str, custom: CustomSettings | None = None) -> Target | None:
    """The field of that name of records of that kind; `None` where there is none.

    Without `custom`, which declares the company's own fields, any `custom.…` is taken for text.
    """
    first, _, rest = name.partition(".")
    if first == "custom" and rest and "custom" in field_names(_MODELS[kind]):
        return _custom(kind, rest, custom)
    return _target(kind, name)


@cache
def entry_target(kind: str, name: str) -> Target | None:
    """The key of that name of entries in the history of that kind."""
    hint = _hints(_ENTRIES[kind]).get(name)
    return None if hint is None or name == "date" else _made(kind, name, hint)


def target_names(kind: str, custom: CustomSettings | None = None) -> tuple[str, ...]:
    """The names of all fields of a kind that have names of their own, dotted ones too."""
    own = getattr(custom, SINGULAR[kind], {}) if custom else {}
    return (*_names(kind), *(f"custom.{name}" for name in own))


def entry_names(kind: str) -> tuple[str, ...]:
    """The keys that entries of the history of a kind may have."""
    return tuple(name for name in _hints(_ENTRIES[kind]) if name != "date")


@cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(_walk(kind, "", _model(kind)))


def _model(kind: str) -> Any:
    return _MODELS[kind]


def _walk(kind: str, prefix: str, model: Any) -> Iterator[str]:
    for name in _keys(kind, model):
        inner = _inner(_hints(model)[name])
        if is_dataclass(inner) and not _made(kind, name, _hints(model)[name]):
            yield from _walk(kind, f"{prefix}{name}.", inner)
        elif _target(kind, f"{prefix}{name}"):
            yield f"{prefix}{name}"


def _keys(kind: str, model: Any) -> tuple[str, ...]:
    if model is Activity:
        return ("member", *field_names(model))
    return tuple(name for name in field_names(model) if name not in _NEVER) if model is _model(kind) else _all(model)


def _all(model: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(model)) if is_dataclass(model) else ()


@cache
def _target(kind: str, name: str) -> Target | None:
    model: Any = _model(kind)
    *way, last = name.split(".")
    for part in way:
        hint = _hints(model).get(part) if part in _all(model) else None
        if hint is None:
            return None
        model = _inner(hint)
        if get_origin(model) is dict:
            return _of_mapping(kind, name, model) if part == way[-1] else None
    known = _keys(kind, model)
    return _made(kind, name, _hints(model)[last]) if last in known else None


def _of_mapping(kind: str, name: str, model: Any) -> Target | None:
    """A key that others name: `external_ids.salesforce`, `steps.quote-sent`."""
    return _made(kind, name, get_args(model)[1])


@cache
def _hints(model: Any) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _inner(hint: Any) -> Any:
    """The type inside `X | None`, `Annotated[X, …]`."""
    if getattr(hint, "__metadata__", None):
        return _inner(get_args(hint)[0])
    given = [one for one in get_args(hint) if one is not type(None)] if type(None) in get_args(hint) else []
    return _inner(given[0]) if given else hint


def _made(kind: str, name: str, hint: Any, *, many: bool = False) -> Target | None:
    """What a type wants; `None` for a type that holds more than a value."""
    if get_origin(hint) is Required:
        return _made(kind, name, get_args(hint)[0])
    metadata = getattr(hint, "__metadata__", ())
    for one in metadata:
        found = _by(one, kind, name, hint, many=many)
        if found:
            return found
    if metadata:
        return _made(kind, name, get_args(hint)[0], many=many)
    if get_origin(hint) is tuple:
        return _made(kind, name, get_args(hint)[0], many=True)
    given = [one for one in get_args(hint) if one is not type(None)] if type(None) in get_args(hint) else []
    return _made(kind, name, given[0], many=many) if given else _plain(name, hint, many=many)


def _plain(name: str, hint: Any, *, many: bool) -> Target | None:
    """The member of an activity, which is its file's folder, is a plain text to the model."""
    return Target(name, "link", _LINKS[name], many) if hint is str and name in _LINKS else None


def _by(mark: object, kind: str, name: str, hint: Any, *, many: bool) -> Target | None:
    if isinstance(mark, OneOf):
        return Target(name, "word", many=many, words=mark.words)
    if isinstance(mark, Whole):
        return Target(name, "whole", many=many, low=mark.low, high=mark.high)
    if isinstance(mark, BareOr):
        return _made(kind, name, _hints(get_args(hint)[0])[mark.key], many=many)
    wants = _WANTS.get(mark.reader) if isinstance(mark, Scalar) else None
    return _id(kind, name, many=many) if wants == "id" else Target(name, wants, many=many) if wants else None


def _id(kind: str, name: str, *, many: bool) -> Target:
    last = name.rpartition(".")[2]
    if last == "type" and kind == "activities":
        return Target(name, "choice", "activity_types", many)
    if last in _LINKS:
        return Target(name, "link", _LINKS[last], many)
    return Target(name, "choice", _LISTS[last], many) if last in _LISTS else Target(name, "id", many=many)


def _custom(kind: str, name: str, custom: CustomSettings | None) -> Target | None:
    whole = f"custom.{name}"
    if custom is None:
        return Target(whole, "note")
    declared: CustomField | None = getattr(custom, SINGULAR[kind], {}).get(name)
    if declared is None:
        return None
    if declared.type in _CUSTOM:
        return Target(whole, _CUSTOM[declared.type], words=declared.choices if declared.type == "choice" else ())
    return Target(whole, "link", {"member": "team", "company": "companies", "contact": "contacts"}[declared.type])


def settings_target(way: tuple[str | int, ...], name: str) -> Target | None:
    """The key of that name of entries in the list of the settings to which `way` leads (`products`, then `price`)."""
    model: Any = Settings
    for part in way:
        if isinstance(part, str):
            hint = _hints(model).get(part) if _all(model) else get_args(model)[1]
            if hint is None:
                return None
            model = _entry(hint)
    return _made("", name, _hints(model)[name]) if name in _all(model) else None


def _entry(hint: Any) -> Any:
    """The type of the entries of a list, or the type itself."""
    inner = _inner(hint)
    return _inner(get_args(inner)[0]) if get_origin(inner) is tuple else inner
