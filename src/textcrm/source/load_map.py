"""An import map from its text: read strictly, every problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from yaml.nodes import SequenceNode

from textcrm.findings import FieldPath, Position, Problem, field_name
from textcrm.model.import_map import (
    HISTORY_KINDS,
    NEEDED,
    EntriesMap,
    EntryMap,
    HistoryMap,
    ImportMap,
    RecordMap,
    RowMap,
    Value,
)
from textcrm.model.settings import Settings
from textcrm.model.targets import entry_names, entry_target, settings_target, target, target_names
from textcrm.model.values import Quoted, Reading, shown
from textcrm.source.document import compose, locate, positions
from textcrm.source.load import HARMLESS, read_text
from textcrm.source.refusals import Origin, translate

#: What stands for the entries that a file will give, while the settings are checked.
_SOME_ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class MapText:
    """The text of a map and the name it was read under: it says where things stand."""

    name: str
    text: str

    def place(self, field: FieldPath, *, at_key: bool = False) -> str:
        """`map.yaml:12:3` of a value, or of the nearest that is there."""
        return self._words(_locate(self.text, field, at_key=at_key))

    def words(self, problem: Problem) -> str:
        """A problem in one line: its place, what is wrong, how to mend it."""
        help = problem.help.replace("\n", " ")
        help = f"Write {help}" if help[:1].islower() else help  # the line itself
        said = f"{problem.message}. {help}".removesuffix(". ")
        return f"{self._words(problem.position)}: {said}"

    def _words(self, position: Position | None) -> str:
        return f"{self.name}:{position.line}:{position.column}" if position else self.name


def load_map(text: str) -> tuple[ImportMap | None, tuple[Problem, ...]]:
    """The map, `None` if anything is wrong with it, and all problems by their place."""
    data, problems = read_text(text, dict)
    if data is None:
        return None, _sorted(problems)
    origin = Origin(text, data)
    made, found = _read(ImportMap, data, origin)
    settings, wrong = _read_settings(data.get("settings"), text)
    found += wrong
    files: dict[str, tuple[RowMap, ...]] = {}
    for name, value in _rows(data.get("files")):
        rows, wrong = _read_rows(name, value, origin)
        files[name], found = rows, found + wrong
    found += _check_status(files, text)
    problems = [one for one in problems if one.rule not in HARMLESS] + found
    return (None if problems or made is None else replace(made, settings=settings, files=files)), _sorted(problems)


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: one.position or Position(0, 0)))


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _read(model: Any, data: Any, origin: Origin) -> tuple[Any, list[Problem]]:
    try:
        return _adapter(model).validate_python(data, context=Reading()), []
    except ValidationError as error:
        return None, translate(error, model, origin)


def _rows(files: Any) -> Iterator[tuple[str, Any]]:
    yield from files.items() if isinstance(files, dict) else ()


def _read_rows(name: str, value: Any, origin: Origin) -> tuple[tuple[RowMap, ...], list[Problem]]:
    """What the rows of one file become; one map may stand without a list around it."""
    listed = isinstance(value, list)
    rows: list[RowMap] = []
    problems: list[Problem] = []
    for number, row in enumerate(value if listed else [value]):
        prefix: FieldPath = ("files", name, *((number,) if listed else ()))
        model = HistoryMap if isinstance(row, dict) and "history" in row and "kind" not in row else RecordMap
        made, found = _read(model, row, replace(origin, prefix=prefix))
        found = found or list(_check_row(made, prefix, origin.text))
        problems += found
        rows += [made] if made is not None else []
    return tuple(rows), problems


def _check_row(row: RowMap, at: FieldPath, text: str) -> Iterator[Problem]:
    """What the types cannot tell: whether the fields are of the kind, and each is given one way."""
    if isinstance(row, HistoryMap):
        yield from _check_values(row.history, row.set, (*at, "set"), text, entry=True)
        yield from _check_ways(row.of, (*at, "of"), text, row.history)
        for name in ("date", "until"):
            yield from _check_ways(getattr(row, name), (*at, name), text)
        return
    yield from _check_values(row.kind, row.fields, (*at, "fields"), text)
    yield from _check_template(row.id, (*at, "id"), text)
    for name in NEEDED["activities"] if row.kind == "activities" else ():
        if name not in row.fields:
            help = f"{name}: …, with the column that has it, or {{value: …}}"
            yield _problem(f"activities need a {name}", (*at, "fields"), text, help)
    for number, entry in enumerate(row.history):
        yield from _check_entry(row.kind, entry, (*at, "history", number), text)
    for name in row.match:
        if not target(row.kind, name):
            yield _no_field(row.kind, name, target_names(row.kind), (*at, "match"), text)
        elif name == "name":
            yield _problem("records are never matched by name alone", (*at, "match"), text, "Name a field as email.")


def _check_status(files: Mapping[str, tuple[RowMap, ...]], text: str) -> Iterator[Problem]:
    """Whether leads and opportunities are given a status, by their rows or by their histories."""
    told = {
        row.history for rows in files.values() for row in rows if isinstance(row, HistoryMap) and "status" in row.set
    }
    for name, rows in files.items():
        for number, row in enumerate(rows):
            if not isinstance(row, RecordMap) or row.kind not in HISTORY_KINDS or row.kind in told:
                continue
            if not any("status" in given for given in (row.fields, *(entry.set for entry in row.history))):
                help = "status: …, with the column that has it, or {value: …}"
                yield _problem(f"{row.kind} need a status", ("files", name, number, "fields"), text, help)


def _check_entry(kind: str, entry: EntryMap, at: FieldPath, text: str) -> Iterator[Problem]:
    if kind not in ("leads", "opportunities"):
        yield _problem(f"{kind} have no history", at[:-1], text, "Take it away.")
        return
    if bool(entry.date) is entry.observed:
        help = "Write `date:` with a column, or `observed: true` for what is seen on the day of the import."
        yield _problem("an entry has a date or is observed", at, text, help)
    yield from _check_ways(entry.date, (*at, "date"), text)
    yield from _check_values(kind, entry.set, (*at, "set"), text, entry=True)


def _check_values(
    kind: str, values: dict[str, tuple[Value, ...]], at: FieldPath, text: str, *, entry: bool = False
) -> Iterator[Problem]:
    known = entry_names(kind) if entry else target_names(kind)
    for name, ways in values.items():
        wanted = entry_target(kind, name) if entry else target(kind, name)
        if not wanted:
            yield _no_field(kind, name, known, (*at, name), text)
        else:
            yield from _check_ways(ways, (*at, name), text, wanted.of if wanted.wants == "link" else "")


def _check_ways(ways: tuple[Value, ...], at: FieldPath, text: str, linked: str = "") -> Iterator[Problem]:
    for value in ways:
        yield from _check_value(value, at, text)
        if value.by not in (None, "id", "key") and linked and not target(linked, value.by):
            yield _no_field(linked, value.by, ("id", "key", *target_names(linked)), at, text)


def _check_value(value: Value, at: FieldPath, text: str) -> Iterator[Problem]:
    given = [value.column is not None, bool(value.columns), value.template is not None, value.value is not None]
    if sum(given) != 1:
        message = f"{shown(at[-1])} is to be given by one of column, columns, template, value"
        yield _problem(message, at, text, f"{at[-1]}: {{column: …}}")
    yield from _check_template(value.template, at, text)
    if value.others and not value.values:
        yield _problem("`others` goes with `values`", (*at, "others"), text, "Write `values`, or take it away.")


def _check_template(template: str | None, at: FieldPath, text: str) -> Iterator[Problem]:
    if template is not None and re.search("[{}]", re.sub(r"\{[^{}]+\}", "", template)):
        help = "Write each column between two of them: {Column}, or {Column|Other column}."
        yield _problem(f"the braces of {shown(template)} are not in pairs", at, text, help)


def _no_field(kind: str, name: str, known: tuple[str, ...], at: FieldPath, text: str) -> Problem:
    near = get_close_matches(name, known, 1, 0.6)
    help = f"Did you mean {near[0]}?" if near else f"The fields are {', '.join(known)}."
    return _problem(f"{shown(name)} is not a field of {kind}", at, text, help)


def _locate(text: str, field: FieldPath, *, at_key: bool = False) -> Position:
    """Where a value stands; the number of an only entry counts only where there is a list around it."""
    root = compose(text)
    way: list[str | int] = []
    for part in field:
        node, _ = list(positions(root, tuple(way)))[-1]
        if isinstance(part, str) or isinstance(node, SequenceNode):
            way.append(part)
    return locate(root, tuple(way), at_key=at_key)


def _problem(message: str, field: FieldPath, text: str, help: str) -> Problem:
    position = _locate(text, field, at_key=True)
    return Problem(message, field=field, rule="map", position=position, help=help)


def _read_settings(data: Any, text: str) -> tuple[Any, list[Problem]]:
    """The settings as plain data, entries of files as `EntriesMap`, and what is wrong with them."""
    if not isinstance(data, dict):
        return data, []
    origin = Origin(text, {"settings": data})
    made, problems = _with_entries(data, ("settings",), origin)
    checked = {"settings": _without_entries(made)}
    return typed(made), problems + _read(Settings, checked["settings"], Origin(text, checked, ("settings",)))[1]


def _with_entries(data: Any, at: FieldPath, origin: Origin) -> tuple[Any, list[Problem]]:
    if isinstance(data, dict) and "from" in data and isinstance(at[-1], int):
        return _entries(data, at, origin)
    if not isinstance(data, dict | list):
        return data, []
    keyed = data.items() if isinstance(data, dict) else enumerate(data)
    parts = {key: _with_entries(value, (*at, key), origin) for key, value in keyed}
    problems = [one for _, found in parts.values() for one in found]
    made = {key: value for key, (value, _) in parts.items()}
    return (made if isinstance(data, dict) else list(made.values())), problems


def _entries(data: dict[str, Any], at: FieldPath, origin: Origin) -> tuple[Any, list[Problem]]:
    """The entries that a file gives: `{from: products.csv, name: product, price: sales_price}`."""
    file, fields = data["from"], {key: value for key, value in data.items() if key != "from"}
    made, problems = _read(EntriesMap, {"file": file, "fields": fields}, replace(origin, prefix=at))
    if problems:
        return _SOME_ENTRY, problems
    return made, list(_check_entries(made, at, origin.text))


def _check_entries(made: EntriesMap, at: FieldPath, text: str) -> Iterator[Problem]:
    named = at[-2] == "choices"
    for name, ways in made.fields.items():
        if not (name in ("id", "name") if named else settings_target(at[1:-1], name)):
            help = "Give them a name, or an id." if named else "See: textcrm schema crm"
            yield _problem(f"{shown(name)} is not a key of {field_name(at[1:-1])}", (*at, name), text, help)
        yield from _check_ways(ways, (*at, name), text)
    if not {"id", "name"} & made.fields.keys():
        yield _problem("the entries have neither a name nor an id", at, text, "name: …, with the column that has it.")


def _without_entries(data: Any) -> Any:
    """The plain data with some entry in the place of those that a file will give."""
    if isinstance(data, dict):
        return {key: _without_entries(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_entries(one) for one in data]
    return _SOME_ENTRY if isinstance(data, EntriesMap) else data


def typed(data: Any) -> Any:
    """Plain data of a map with numbers and flags as such, so that they are written again as they stood."""
    if isinstance(data, dict):
        return {key: typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [typed(value) for value in data]
    if isinstance(data, Quoted):
        return str(data)
    return _typed(data) if isinstance(data, str) else data


def _typed(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    try:
        if len(text) == len("2026-11-23"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if f"{number:f}" == text and number.is_finite() else text
