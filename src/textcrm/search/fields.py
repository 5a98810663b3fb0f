"""The fields that records can be chosen and sorted by: those of the models, with what each holds."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, Literal, NotRequired, Required, Union, get_args, get_origin

from typing_extensions import get_type_hints, is_typeddict

from textcrm.likeness.spelling import closest
from textcrm.model.book import AnyRecord, Book
from textcrm.model.fields import KINDS
from textcrm.model.records import Activity, Forecast, Opportunity, StepDone
from textcrm.model.settings import SINGULAR, Settings
from textcrm.model.values import BareOr, Moment, OneOf, Scalar, read_id, read_note

#: Any record that a list can hold.
Record = AnyRecord | Activity | Forecast
#: What a field holds. `note` is text of many lines, `part` fields of its own, of which only the names are given here.
Type = Literal["text", "note", "id", "choice", "number", "money", "day", "flag", "part"]

#: Other words for kinds, beside the folder's name and its singular.
_ALSO: Final = {"deal": "opportunities", "deals": "opportunities", "members": "team"}
#: What an id of this name leads to: a kind of record, or a list of the settings.
_LINKS: Final = {
    **dict.fromkeys(("owner", "manager", "by", "member"), "team"),
    **dict.fromkeys(("company", "parent", "competitor", "competitors"), "companies"),
    **dict.fromkeys(("contact", "contacts"), "contacts"),
    "lead": "leads",
    "opportunity": "opportunities",
    "source": "sources",
    "campaign": "campaigns",
    "product": "products",
    "role": "roles",
    "pipeline": "pipelines",
    "stage": "stages",
    "reason": "reasons",
}
_TYPE_LISTS: Final = {Opportunity: "opportunity_types", Activity: "activity_types"}
_CUSTOM_TYPES: Final[Mapping[str, Type]] = {
    "number": "number", "date": "day", "boolean": "flag", "choice": "choice", "member": "id", "company": "id",
    "contact": "id",
}  # fmt: skip  # one list
_CUSTOM_LINKS: Final = {"member": "team", "company": "companies", "contact": "contacts"}
_BASES: Final[tuple[tuple[type, Type], ...]] = (
    (bool, "flag"), (int, "number"), (Decimal, "money"), (date, "day"), (Moment, "day"),
)  # fmt: skip  # one list
#: Decimals that are no amount of money.
_COUNTED: Final = frozenset(["quantity"])
#: Steps of a path into a mapping: to all its keys, to all its values.
_KEYS, _VALUES = "{keys}", "{values}"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of record by its name, dotted where it lies inside another: `closed.reason`.

    With `many` a record may have several values. `choices` are all that is possible, `link` where an id leads.
    """

    name: str
    type: Type
    path: tuple[str, ...]
    many: bool = False
    choices: tuple[str, ...] = ()
    link: str = ""


def kind_of(word: str) -> str | None:
    """The kind (`opportunities`) that a word means: its folder's name, the singular, or `deal`."""
    plain = word.strip().lower()
    singular = {one: kind for kind, one in SINGULAR.items()}
    return plain if plain in SINGULAR else singular.get(plain) or _ALSO.get(plain)


def plural_of(kind: str) -> str:
    """What people call several records of a kind."""
    return "members" if kind == "team" else kind


def kind_words() -> tuple[str, ...]:
    """Every word that means a kind, singular ones first."""
    return (*SINGULAR.values(), *SINGULAR, *_ALSO)


def records_of(book: Book, kind: str) -> tuple[Record, ...]:
    """The records of a kind in the order of their files."""
    if kind in ("activities", "forecasts"):
        entries: tuple[Record, ...] = getattr(book, kind)
        return entries
    return tuple(book.all(kind).values())


def fields_of(kind: str, settings: Settings, records: Iterable[Record] = ()) -> Mapping[str, Field]:
    """The fields of a kind by name; the company's own, its critical steps, and the systems the records are known by."""
    found = dict(_model_fields(kind))
    for name, one in getattr(settings.custom_fields, SINGULAR[kind], {}).items():
        custom = _CUSTOM_TYPES.get(one.type, "text")
        choices = one.choices if custom == "choice" else ()
        link = _CUSTOM_LINKS.get(one.type, "")
        found[f"custom.{name}"] = Field(f"custom.{name}", custom, ("custom", name), choices=choices, link=link)
    if "steps" in found:
        found |= {one.name: one for one in _step_fields(settings)}
    for system in sorted({system for one in records for system in getattr(one, "external_ids", ())}):
        found[f"external_ids.{system}"] = Field(f"external_ids.{system}", "text", ("external_ids", system))
    return found


def find_field(fields: Mapping[str, Field], name: str) -> Field | None:
    """The field of that name: hyphens are as good as underscores, and the singular of a list serves: `tag`."""
    plain = name.replace("-", "_")
    return next((fields[one] for one in (name, plain, f"{plain}s") if one in fields), None)


def near_fields(fields: Mapping[str, Field], name: str) -> tuple[str, ...]:
    """The fields that the name may have meant, the likeliest first: also `reason` for `closed.reason`."""
    inner = [one for one in fields if one.rpartition(".")[2] == name.replace("-", "_")]
    return tuple(dict.fromkeys((*closest(name, fields), *inner)))[:3]


def values(record: Record, field: Field) -> tuple[Any, ...]:
    """What the record holds in the field: nothing where it is not known, several for a list."""
    found: Iterable[Any] = (record,)
    for part in field.path:
        found = [inner for outer in found for inner in _inside(outer, part)]
    return tuple(one for one in found if field.type != "part" or _holds_something(one))


def _inside(outer: Any, part: str) -> Iterable[Any]:
    if part in (_KEYS, _VALUES):
        return tuple(outer.keys() if part == _KEYS else outer.values())
    value = outer.get(part) if isinstance(outer, dict) else getattr(outer, part, None)
    if isinstance(value, tuple | list):
        return value
    return () if value is None else (value,)


def _holds_something(part: Any) -> bool:
    if not is_dataclass(part):
        return bool(part)
    return any(getattr(part, one.name) not in (None, (), {}) for one in fields(part))


@cache
def _model_fields(kind: str) -> Mapping[str, Field]:
    model = next(model for folder, _, model in KINDS if folder == kind)
    ref = Field("ref", "id", ("ref",))
    return {one.name: one for one in (ref, *_fields(model, ())) if one.name != "index"}


def _fields(model: Any, path: tuple[str, ...], *, many: bool = False) -> Iterator[Field]:
    hints = get_type_hints(model, include_extras=True)
    names = [one.name for one in fields(model)] if is_dataclass(model) else list(hints)
    for name in names:
        yield from _field(model, hints[name], (*path, name), many=many)


def _field(model: Any, hint: Any, path: tuple[str, ...], *, many: bool) -> Iterator[Field]:
    inner, marks = _bare(hint)
    if get_origin(inner) is tuple:
        yield from _field(model, get_args(inner)[0], path, many=True)
    elif get_origin(inner) is dict:
        yield _mapping(_bare(get_args(inner)[1])[0], path)
    elif (is_dataclass(inner) and inner is not Moment) or is_typeddict(inner):
        yield _outer(marks, path, many=many)
        yield from _fields(inner, path, many=many)
    else:
        yield _scalar(model, inner, marks, path, many=many)


def _bare(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type itself, without `None` and what surrounds it, and its annotations."""
    marks: tuple[Any, ...] = ()
    while True:
        origin, inner = get_origin(hint), get_args(hint)
        if origin is Annotated:
            hint, marks = inner[0], (*marks, *inner[1:])
        elif origin in (Required, NotRequired):
            hint = inner[0]
        elif origin in (Union, types.UnionType):
            hint = next(one for one in inner if one is not types.NoneType)
        else:
            return hint, marks


def _mapping(inner: Any, path: tuple[str, ...]) -> Field:
    if inner is StepDone:
        return Field(path[-1], "id", (*path, _KEYS), many=True, link="steps")
    return Field(path[-1], "part", path) if inner is Any else Field(path[-1], "text", (*path, _VALUES), many=True)


def _outer(marks: tuple[Any, ...], path: tuple[str, ...], *, many: bool) -> Field:
    """A field that has fields: what is asked of it is asked of the one that may be written alone, if there is one."""
    key = next((mark.key for mark in marks if isinstance(mark, BareOr)), None)
    name = ".".join(path)
    return Field(name, "id", (*path, key), many, (), _LINKS[key]) if key else Field(name, "part", path, many)


def _scalar(model: Any, inner: Any, marks: tuple[Any, ...], path: tuple[str, ...], *, many: bool) -> Field:
    choices = next((mark.words for mark in marks if isinstance(mark, OneOf)), ())
    reader = next((mark.reader for mark in marks if isinstance(mark, Scalar)), read_id)
    held = "choice" if choices else "number" if path[-1] in _COUNTED else _held(inner, reader)
    links = _TYPE_LISTS.get(model, "") if path[-1] == "type" else _LINKS.get(path[-1], "")
    return Field(".".join(path), held, path, many, tuple(choices), links if held == "id" else "")


def _held(inner: type, reader: object) -> Type:
    if inner is str:
        return "id" if reader is read_id else "note" if reader is read_note else "text"
    return next(word for base, word in _BASES if issubclass(inner, base))


def _step_fields(settings: Settings) -> Iterator[Field]:
    """What is known of each critical step: `steps.quote-sent`, and what lies inside."""
    steps = {step.id for line in settings.pipelines for stage in line.stages for step in stage.steps}
    for id in sorted(steps):
        yield Field(f"steps.{id}", "part", ("steps", id))
        yield from _fields(StepDone, ("steps", id))
