"""The tables of `docs/records.md`: every field of every kind of record and of the settings, with type and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, Required, get_args, get_origin
from zoneinfo import ZoneInfo

import yaml
from pydantic.fields import FieldInfo
from typing_extensions import get_type_hints, is_typeddict

from docs.generators.markdown import filled, table
from textcrm.model.records import Custom, ExternalIds
from textcrm.model.settings import Locale, Rates, Zone
from textcrm.model.values import (
    BareOr,
    Currency,
    Day,
    Days,
    Flag,
    Id,
    Line,
    Lines,
    Money,
    Note,
    OneOf,
    Percent,
    Scalar,
    When,
    Whole,
)
from textcrm.source.jsonschema import KINDS
from textcrm.source.load import MODELS, given_keys

_WORDS: Final[Mapping[Any, str]] = {
    Line: "text on one line",
    Lines: "text, or a list",
    Note: "text",
    Id: "id",
    Day: "date",
    When: "date or time",
    Money: "amount",
    Percent: "0 to 100",
    Days: "days",
    Flag: "`true` or `false`",
    Currency: "currency code",
    Zone: "time zone",
    Locale: "locale",
    ExternalIds: "ids by system",
    Custom: "values by name",
}
_BY_READER: Final = {note: words for hint, words in _WORDS.items() for note in getattr(hint, "__metadata__", ())}
_HEAD: Final = ("Field", "Type", "Meaning")


@dataclass(slots=True)
class Tables:
    """Tables in the making: what fields mean, which meanings were used, and where each class has its table."""

    meanings: Mapping[str, Mapping[str, str]]
    used: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[type, str] = field(default_factory=dict)

    def of(self, kind: str, model: type, title: str, path: str = "") -> Iterator[str]:
        """The table of a class, and below it those of the classes it is made of that have none yet."""
        rows, parts = [], []
        for one in _fields(model):
            if path or one.name not in given_keys(kind):
                here = f"{path}.{one.name}" if path else one.name
                part = _part(one.hint)
                if part is not None and part not in self.homes:
                    self.homes[part] = f"{title}: {here}"
                    parts.append((part, here))
                rows.append(self._row(model, one))
        yield table(_HEAD, rows)
        for part, here in parts:
            yield f"#### {self.homes[part]}\n"
            yield from self.of(kind, part, title, here)

    def _row(self, model: type, one: _Field) -> tuple[str, str, str]:
        words = _type(one.hint, self.homes)
        if one.required:
            words += ", **required**"
        elif one.default:
            words += f"; default `{one.default}`"
        return f"`{one.written}`", words, self._meaning(model, one.name)

    def _meaning(self, model: type, name: str) -> str:
        for base in model.__mro__ if is_dataclass(model) else (model,):
            if name in self.meanings.get(base.__name__, {}):
                self.used.add((base.__name__, name))
                return self.meanings[base.__name__][name]
        if name not in self.meanings["any"]:
            raise KeyError(f"docs/fields.yaml does not say what {name} of {model.__name__} means")
        self.used.add(("any", name))
        return self.meanings["any"][name]

    def idle(self) -> list[str]:
        """The meanings that no field asked for."""
        given = {(owner, name) for owner, names in self.meanings.items() for name in names}
        return [f"{owner}.{name}" for owner, name in sorted(given - self.used)]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a class: its name there and in files, its type, and its default in words."""

    name: str
    written: str
    hint: Any
    required: bool
    default: str


def page(root: Path) -> str:
    """The page with its tables; raises `KeyError` or `ValueError` where fields and meanings do not match."""
    tables = Tables(yaml.safe_load((root / "docs" / "fields.yaml").read_text("utf-8")))
    blocks = {}
    for singular, kind in KINDS.items():
        title = "crm.yaml" if kind == "crm" else singular
        blocks[singular] = "\n".join(tables.of(kind, MODELS[kind], title))
    if idle := tables.idle():
        raise ValueError(f"docs/fields.yaml explains fields that are not there: {', '.join(idle)}")
    return filled((root / "docs" / "records.md").read_text("utf-8"), blocks)


def _fields(model: type) -> Iterator[_Field]:
    hints = get_type_hints(model, include_extras=True)
    if is_typeddict(model):
        for name, hint in hints.items():
            bare = _bare(hint)
            yield _Field(name, name, bare, bare is not hint, "")
        return
    for one in fields(model):
        required = one.default is MISSING and one.default_factory is MISSING
        hint = hints[one.name]
        yield _Field(one.name, _written(model, one.name, hint), hint, required, _default(one.default))


def _default(value: object) -> str:
    """The default as a file would say it; empty where there is none, or none of one word."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | Decimal | ZoneInfo) else ""


def _bare(hint: Any) -> Any:
    """The type without `Required[…]`."""
    origin: Any = get_origin(hint)
    return get_args(hint)[0] if origin is Required else hint


def _written(model: type, name: str, hint: Any) -> str:
    """The key in files: a field may have another name there (`for`)."""
    if model is Rates:
        return {"day": "date", "rates": "USD"}[name]
    notes = getattr(hint, "__metadata__", ())
    return next((note.alias for note in notes if isinstance(note, FieldInfo) and note.alias), name)


def _part(hint: Any) -> type | None:
    """The class of ours that a type is made of, if any."""
    if isinstance(hint, type) and (is_dataclass(hint) or is_typeddict(hint)):
        return hint if hint.__module__.startswith("textcrm.model") else None
    found = (_part(one) for one in get_args(hint) if hint not in _WORDS)
    return next((one for one in found if one is not None), None)


def _type(hint: Any, homes: Mapping[type, str]) -> str:
    """A type in words."""
    if _known(hint):
        return _WORDS[hint]
    origin, arguments = get_origin(hint), [one for one in get_args(hint) if one not in (type(None), Ellipsis)]
    if isinstance(hint, type) and hint in homes:
        return f"[keys]({_anchor(homes[hint])})"
    if origin is Annotated:
        return _annotated(arguments[0], hint.__metadata__, homes)
    if origin is tuple:
        return "list of " + _type(arguments[0], homes).replace("[keys]", "[entries]")
    if origin is dict:
        return f"{_type(arguments[0], homes)} → {_type(arguments[1], homes)}"
    if len(arguments) == 1:
        return _type(arguments[0], homes)
    raise TypeError(f"no words for {hint}")


def _known(hint: Any) -> bool:
    try:
        return hint in _WORDS
    except TypeError:
        return False


def _annotated(inner: Any, notes: tuple[Any, ...], homes: Mapping[type, str]) -> str:
    for note in notes:
        if isinstance(note, Scalar) and note in _BY_READER:
            return _BY_READER[note]
        if isinstance(note, OneOf):
            return ", ".join(f"`{word}`" for word in note.words)
        if isinstance(note, Whole):
            return f"{note.low} to {note.high}"
        if isinstance(note, BareOr):
            return f"{_type(inner, homes)}, or just the `{note.key}`"
    return _type(inner, homes)


def _anchor(title: str) -> str:
    return "#" + "".join(one for one in title.lower().replace(" ", "-") if one.isalnum() or one in "-_")
