"""The tables of `docs/records.md`: every field of every kind of record and of the settings, with type and meaning.

`Tables` makes those of other classes of the model too.
"""

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

#: How types are called.
WORDS: Final[Mapping[Any, str]] = {
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
_BY_READER: Final = {note: words for hint, words in WORDS.items() for note in getattr(hint, "__metadata__", ())}
_HEAD: Final = ("Field", "Type", "Meaning")


@dataclass(slots=True)
class Tables:
    """Tables in the making: what fields mean, which meanings were used, and where each class has its table."""

    meanings: Mapping[str, Mapping[str, str]]
    used: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[type, str] = field(default_factory=dict)
    words: Mapping[Any, str] = field(default_factory=lambda: WORDS)

    def of(self, kind: str, model: type, title: str, path: str = "") -> Iterator[str]:
        """The table of a class, and below it those of the classes it is made of that have none yet."""
        rows, parts = [], []
        for one in _fields(model):
            if path or one.name not in given_keys(kind):
                here = f"{path}.{one.name}" if path else one.name
                part = _part(one.hint, self.words)
                if part is not None and part not in self.homes:
                    self.homes[part] = f"{title}: {here}"
                    parts.append((part, here))
                rows.append(self._row(model, one))
        yield table(_HEAD, rows)
        for part, here in parts:
            yield f"#### {self.homes[part]}\n"
            yield from self.of(kind, part, title, here)

    def _row(self, model: type, one: _Field) -> tuple[str, str, str]:
        words = self._type(one.hint)
        if one.required:
            words += ", **required**"
        elif one.default:
            words += f"; default `{one.default}`"
        return f"`{one.written}`", words, self._meaning(model, one.name)

    def _type(self, hint: Any) -> str:
        """A type in words."""
        if _known(hint, self.words):
            return self.words[hint]
        origin, arguments = get_origin(hint), [one for one in get_args(hint) if one not in (type(None), Ellipsis)]
        if isinstance(hint, type) and hint in self.homes:
            return f"[keys]({_anchor(self.homes[hint])})"
        if origin is Annotated:
            return self._annotated(arguments[0], hint.__metadata__)
        if origin is tuple:
            return "list of " + self._type(arguments[0]).replace("[keys]", "[entries]")
        if origin is dict:
            return f"{self._type(arguments[0])} → {self._type(arguments[1])}"
        if len(arguments) == 1:
            return self._type(arguments[0])
        raise TypeError(f"no words for {hint}")

    def _annotated(self, inner: Any, notes: tuple[Any, ...]) -> str:
        for note in notes:
            if isinstance(note, Scalar) and note in _BY_READER:
                return _BY_READER[note]
            if isinstance(note, OneOf):
                return ", ".join(f"`{word}`" for word in note.words)
            if isinstance(note, Whole):
                return f"{note.low} to {note.high}"
            if isinstance(note, BareOr):
                return f"{self._type(inner)}, or just the `{note.key}`"
        return self._type(inner)

    def _meaning(self, model: type, name: str) -> str:
        for base in model.__mro__ if is_dataclass(model) else (model,):
            if name in self.meanings.get(base.__name__, {}):
                self.used.add((base.__name__, name))
                return self.meanings[base.__name__][name]
        if name not in self.meanings["any"]:
            raise KeyError(f"docs/fields.yaml does not say what {name} of {model.__name__} means")
        self.used.add(("any", name))
        return self.meanings["any"][name]

    def refuse_idle(self) -> None:
        """Raise `ValueError` for meanings that no field asked for."""
        given = {(owner, name) for owner, names in self.meanings.items() for name in names}
        if idle := [f"{owner}.{name}" for owner, name in sorted(given - self.used)]:
            raise ValueError(f"docs/fields.yaml explains fields that are not there: {', '.join(idle)}")


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a class: its name there and in files, its type, and its default in words."""

    name: str
    written: str
    hint: Any
    required: bool
    default: str


def meanings(root: Path) -> tuple[Mapping[str, Mapping[str, str]], ...]:
    """What fields mean: those of records and settings, and those of import maps."""
    return tuple(yaml.safe_load_all((root / "docs" / "fields.yaml").read_text("utf-8")))


def page(root: Path) -> str:
    """The page with its tables; raises `KeyError` or `ValueError` where fields and meanings do not match."""
    tables = Tables(meanings(root)[0])
    blocks = {}
    for singular, kind in KINDS.items():
        title = "crm.yaml" if kind == "crm" else singular
        blocks[singular] = "\n".join(tables.of(kind, MODELS[kind], title))
    tables.refuse_idle()
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


def _part(hint: Any, words: Mapping[Any, str]) -> type | None:
    """The class of ours that a type is made of, if any."""
    if isinstance(hint, type) and (is_dataclass(hint) or is_typeddict(hint)):
        return hint if hint.__module__.startswith("textcrm.model") else None
    found = (_part(one, words) for one in get_args(hint) if not _known(hint, words))
    return next((one for one in found if one is not None), None)


def _known(hint: Any, words: Mapping[Any, str]) -> bool:
    try:
        return hint in words
    except TypeError:
        return False


def _anchor(title: str) -> str:
    return "#" + "".join(one for one in title.lower().replace(" ", "-") if one.isalnum() or one in "-_")
