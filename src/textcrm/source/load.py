"""Files to a book: every file is read, every problem reported, and what is broken is remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from textcrm.files import Around, Tree, unwatched
from textcrm.findings import FieldPath, Problem, field_name
from textcrm.model.book import Book
from textcrm.model.records import Activity, Company, Contact, Forecast, Lead, Member, Opportunity
from textcrm.model.settings import SINGULAR, CustomSettings, Settings
from textcrm.model.values import Reading
from textcrm.source.comments import Comment, ignore_comments
from textcrm.source.custom import custom_type
from textcrm.source.document import Refused, compose, locate, parse
from textcrm.source.places import LISTS, Place, survey
from textcrm.source.refusals import Origin, given_by_place, translate
from textcrm.source.scan import scan

MODELS: Mapping[str, Any] = {
    "crm": Settings,
    "team": Member,
    "companies": Company,
    "contacts": Contact,
    "leads": Lead,
    "opportunities": Opportunity,
    "activities": Activity,
    "forecasts": Forecast,
}
#: How many problems of one file are told.
_MOST_PROBLEMS = 100
#: No list and no mapping of the settings is longer: records are judged by them, so that they cost with every record.
_MOST_SETTINGS = 5_000
#: Problems a record is loaded with all the same.
HARMLESS = frozenset(["ambiguous-scalar", "invisible-character", "leftover-file", "secret-in-text"])


@dataclass(frozen=True, slots=True)
class Loaded:
    """A book, the problems met on the way, the path of each ref (`crm` is the settings'), and ignores in comments.

    `usable` says whether the settings could be read; if not, the book has the default ones.
    """

    book: Book
    problems: tuple[Problem, ...]
    paths: Mapping[str, str]
    comments: Mapping[str, tuple[Comment, ...]]
    usable: bool = True


@dataclass(slots=True)
class _Shelf:
    """What loading gathers: values by kind, problems, and the refs that are broken."""

    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    comments: dict[str, tuple[Comment, ...]] = field(default_factory=dict)

    def put(self, place: Place, text: str, values: list[Any] | None, problems: list[Problem]) -> None:
        """Keep what a file held, or remember that it is broken."""
        self.problems += [replace(one, path=place.path, record=one.record or place.ref) for one in problems]
        if values is None:
            self.broken.add(place.ref)
        else:
            self.values[place.kind] += values
            if "textcrm:" in text:
                self.comments[place.ref] = ignore_comments(text)


def load_book(tree: Tree, around: Around = unwatched) -> Loaded:
    """The book of all files of a tree, with every problem of every file; never raises for what a file holds."""
    places, problems = survey(tree)
    shelf = _Shelf(problems=list(problems), broken=_broken_names(places, problems, tree))
    settings = _load_settings(tree, places, shelf)
    reader = _Reader(settings or Settings(), strict_custom=settings is not None)
    for place in around("Loading", places, len(places)):
        if place.kind != "crm":
            text = tree.files[place.path]
            shelf.put(place, text, *reader.read(place, text))
    book = _book(settings or Settings(), shelf)
    paths = {place.ref: place.path for place in places}
    return Loaded(book, tuple(shelf.problems), paths, shelf.comments, usable=settings is not None)


def _broken_names(places: tuple[Place, ...], problems: tuple[Problem, ...], tree: Tree) -> set[str]:
    """Refs of files that lie in the right folder but could not be taken: a reference to them is not dangling."""
    broken = set()
    for problem in problems:
        parts = (problem.path or "").removeprefix(f"{tree.data}/").split("/")
        if parts[0] in SINGULAR:
            name = parts[-1].partition(".")[0] if len(parts) > 1 else "*"
            broken |= {f"{parts[0]}/{name}", f"{parts[0]}/{name.lower()}"}
    return broken - {place.ref for place in places}


def _load_settings(tree: Tree, places: tuple[Place, ...], shelf: _Shelf) -> Settings | None:
    place = next((place for place in places if place.kind == "crm"), None)
    if place is None:
        return None
    text = tree.files[place.path]
    data, problems = read_text(text, dict)
    settings: Settings | None = None
    if data is not None:
        found = _too_long(data, text)
        if not found:
            settings, found = _read_settings(data, text)
        problems += found
    shelf.put(place, text, None if settings is None else [], problems)
    return settings


def _too_long(data: Any, text: str) -> list[Problem]:
    """The problem of the first list or mapping found that is longer than any company's settings are."""
    waiting: list[tuple[Any, FieldPath]] = [(data, ())]
    for value, path in waiting:
        if len(value) > _MOST_SETTINGS:
            message = (
                f"{field_name(path) or 'the file'} has {len(value):,} entries; at most {_MOST_SETTINGS:,} are read"
            )
            position = locate(compose(text), path, at_key=True)
            help = "Keep what is in use, and take the rest away."
            return [Problem(message, "crm", path, help, "too-large", position=position)]
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        waiting += [(part, (*path, key)) for key, part in parts if isinstance(part, dict | list)]
    return []


def _read_settings(data: dict[str, Any], text: str) -> tuple[Settings | None, list[Problem]]:
    """Settings without their unknown keys, which are reported and left out; `None` if anything else is wrong."""
    value, problems = _validate("crm", data, Reading(), Origin(text, data))
    unknown = [one for one in problems if one.rule in ("unknown-key", "cut-by-comma")]
    if value is None and len(unknown) == len(problems):
        for problem in unknown:
            _remove(data, problem)
        value, _ = _validate("crm", data, Reading(), Origin(text, data))
    problems = [replace(one, rule="unknown-setting") if one.rule == "unknown-key" else one for one in problems]
    return value, problems


def _remove(data: Any, problem: Problem) -> None:
    for part in problem.field[:-1]:
        data = data[part]
    data.pop(problem.field[-1], None)


@cache
def _validator(kind: str) -> Callable[..., Any]:
    return TypeAdapter(MODELS[kind]).validator.validate_python


def read_text(text: str, wanted: type) -> tuple[Any, list[Problem]]:
    """The plain data of a text whose top must be a `dict` or a `list`, `None` if it is unusable, and its problems."""
    problems = list(scan(text))
    if any(one.rule not in HARMLESS for one in problems):
        return None, problems
    try:
        data, found = parse(text)
    except Refused as refused:
        return None, [*problems, refused.problem]
    if not found and type(data) is not wanted:
        found = [_wrong_top(data, wanted)]
    return (None if found else data), problems + found


def _wrong_top(data: Any, wanted: type) -> Problem:
    found = {dict: "a mapping", list: "a list", type(None): "nothing"}.get(type(data), "a single value")
    want = "keys and values" if wanted is dict else "a list of entries"
    if data is None:
        help = "Write what belongs there, or delete the file."
    elif wanted is list:
        help = "Begin each entry with `- `:\n- date: …"
    else:
        help = "Write one key and its value a line, without `- ` before it:\nname: …"
    return Problem(f"the file should hold {want}, found {found}", rule="wrong-top-level", help=help)


class _Reader:
    """Reads record files by the settings: their time zone and their custom fields."""

    def __init__(self, settings: Settings, *, strict_custom: bool) -> None:
        self.reading = Reading(zone=settings.timezone)
        self.custom = {kind: self._custom(settings.custom_fields, kind) if strict_custom else None for kind in SINGULAR}

    @staticmethod
    def _custom(fields: CustomSettings, kind: str) -> TypeAdapter[Any] | None:
        declared = hasattr(fields, SINGULAR[kind])
        return TypeAdapter(custom_type(fields, SINGULAR[kind])) if declared else None

    def read(self, place: Place, text: str) -> tuple[list[Any] | None, list[Problem]]:
        """The values of a file (one record, or the entries of a list), `None` if it is broken, and its problems."""
        if place.kind in LISTS:
            return self._read_list(place, text)
        data, problems = read_text(text, dict)
        if data is None:
            return None, problems
        given = {"id": place.name}
        value, found = self._row(place.kind, data, given, Origin(text, data))
        return (None if value is None else [value]), problems + found

    def _read_list(self, place: Place, text: str) -> tuple[list[Any] | None, list[Problem]]:
        rows, problems = read_text(text, list)
        if rows is None:
            return None, problems
        values = []
        for index, row in enumerate(rows):
            given = _given(place, index)
            value, found = self._row(place.kind, row, given, Origin(text, rows, (index,)))
            problems += found
            if value is not None:
                values.append(value)
            if len(problems) > _MOST_PROBLEMS:
                return values, [*problems[:_MOST_PROBLEMS], _and_more(problems[-1])]
        return values, problems

    def _row(self, kind: str, row: Any, given: dict[str, Any], origin: Origin) -> tuple[Any, list[Problem]]:
        problems: list[Problem] = []
        if type(row) is dict:
            if not row.keys().isdisjoint(given):
                problems = [given_by_place(key, origin) for key in given if key in row]
            row.update(given)
            if "custom" in row and self.custom[kind] is not None:
                problems += self._type_custom(kind, row, origin)
        value, found = _validate(kind, row, self.reading, origin)
        return (None if problems else value), problems + found

    def _type_custom(self, kind: str, row: dict[str, Any], origin: Origin) -> list[Problem]:
        """Type the company's own fields in place; what is wrong with them is returned."""
        adapter, custom = self.custom[kind], row["custom"]
        if adapter is None or not isinstance(custom, dict):
            return []
        try:
            row["custom"] = adapter.validate_python(custom, context=self.reading)
        except ValidationError as error:
            inside = replace(origin, prefix=(*origin.prefix, "custom"))
            return translate(error, adapter._type, inside)  # noqa: SLF001  # pydantic tells the type nowhere else
        return []


def _and_more(last: Problem) -> Problem:
    message = f"there is more that is wrong in this file; the first {_MOST_PROBLEMS} problems are listed"
    return replace(last, message=message, rule="wrong-type", help="Mend these, and check again.")


def given_keys(kind: str) -> tuple[str, ...]:
    """The keys of a kind that its file's place gives, not its text."""
    lists = {"activities": ("ref", "index", "member"), "forecasts": ("ref", "index", "period", "whose"), "crm": ()}
    return lists.get(kind, ("id",))


def _given(place: Place, index: int) -> dict[str, Any]:
    """What a list's place gives its entries."""
    if place.kind == "activities":
        return {"ref": place.ref, "index": index, "member": place.owner}
    return {"ref": place.ref, "index": index, "period": place.owner, "whose": place.name}


def _validate(kind: str, data: Any, reading: Reading, origin: Origin) -> tuple[Any, list[Problem]]:
    """The value of a record's data, or `None`, and the problems; ambiguous text is one of a value that is there."""
    read = _validator(kind)
    reading.ambiguous = False
    try:
        value = read(data, context=reading)
    except ValidationError as error:
        return None, translate(error, MODELS[kind], origin)
    if not reading.ambiguous:
        return value, []
    try:
        read(data, context=replace(reading, lint=_MOST_PROBLEMS))
    except ValidationError as error:
        return value, translate(error, MODELS[kind], origin)
    return value, []


def _book(settings: Settings, shelf: _Shelf) -> Book:
    def by_id(kind: str) -> dict[str, Any]:
        return {record.id: record for record in shelf.values[kind]}

    return Book(
        settings=settings,
        team=by_id("team"),
        companies=by_id("companies"),
        contacts=by_id("contacts"),
        leads=by_id("leads"),
        opportunities=by_id("opportunities"),
        activities=tuple(shelf.values["activities"]),
        forecasts=tuple(shelf.values["forecasts"]),
        broken=frozenset(shelf.broken),
    )
