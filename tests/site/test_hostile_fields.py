"""The hostile book leaves nothing out: every field of every record and setting that takes a text has the payload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, ClassVar, Final, get_args, get_origin, get_type_hints

import pytest
from typing_extensions import is_typeddict

from tests.site.payloads import PAYLOADS
from tests.site.sites import built, facts
from tests.site.test_hostile import HARMLESS, Skeleton, book, hostile, quiet
from textcrm.model.records import RECORDS, Activity, Forecast
from textcrm.model.settings import Settings
from textcrm.model.values import Line, Note

PAYLOAD: Final = PAYLOADS[0]
#: Fields whose values are dicts with keys of their own, and the class of those.
ENTRIES: Final = {("Lead", "history"): "LeadEntry", ("Opportunity", "history"): "DealEntry"}
#: Values of the company's own fields, of which no class speaks.
CUSTOM: Final = {(kind.__name__, "custom") for kind in RECORDS}

Field = tuple[str, str]


def asked(kind: type, seen: set[type]) -> Iterator[Field]:
    """The fields of a class, and of the classes in it, that take a text."""
    if kind in seen:
        return
    seen.add(kind)
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if get_origin(hint) is not ClassVar and not name.startswith("__"):
            for part in _parts(hint):
                if part in (Line, Note):
                    yield kind.__name__, name
                else:
                    yield from asked(part, seen)


def _parts(hint: Any) -> Iterator[Any]:
    """The texts and the classes that a type is made of."""
    if hint in (Line, Note) or is_typeddict(hint) or (isinstance(hint, type) and is_dataclass(hint)):
        yield hint
        return
    for part in get_args(hint):
        yield from _parts(part)


def told(value: object, owner: str = "", name: str = "") -> Iterator[Field]:
    """The fields that hold the payload, as a value or as a key."""
    if isinstance(value, str):
        if value == PAYLOAD:
            yield owner, name
    elif isinstance(value, Mapping):
        entry = ENTRIES.get((owner, name))
        for key, inner in value.items():
            yield from told(key, owner, name)
            yield from told(inner, *((entry, key) if entry else (owner, name)))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from told(inner, owner, name)
    elif is_dataclass(value):
        for one in fields(value):
            yield from told(getattr(value, one.name), type(value).__name__, one.name)


def test_every_field_that_takes_a_text_has_it() -> None:
    seen: set[type] = set()
    wanted = {one for kind in (*RECORDS, Activity, Forecast, Settings) for one in asked(kind, seen)}
    assert len(wanted) > 80
    found = set(told(facts(book(PAYLOAD, PAYLOAD), base={}).book))
    assert wanted - found == set()
    assert found - wanted == CUSTOM


def test_a_field_left_out_is_found() -> None:
    files = {**book(PAYLOAD, PAYLOAD), "companies/forno.yaml": "name: Forno\n"}
    found = set(told(facts(files, base={}).book))
    assert ("Company", "tax_id") not in found
    assert ("Member", "title") in found


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) > 100


def outside_of_notes(text: str) -> list[tuple[str, ...]]:
    """The skeleton of a page but for what stands in its notes, which is Markdown."""
    kept: list[tuple[str, ...]] = []
    depth = 0
    for bone in Skeleton(text).bones:
        if depth:
            depth += {"div": 1, "/div": -1}.get(bone[0], 0)
        else:
            kept.append(bone)
            depth = int(bone[:2] == ("div", "class=md"))
    return kept


@pytest.mark.parametrize("payload", PAYLOADS[::6])
@pytest.mark.many(3)
def test_hostile_notes_stay_in_their_place(payload: str) -> None:
    pages = built(quiet(facts(book(HARMLESS, payload), base={})))
    harmless = built(quiet(hostile(HARMLESS)))
    assert pages.keys() == harmless.keys()
    noted = [path for path in pages if path.endswith(".html") and 'class="md"' in pages[path]]
    assert len(noted) >= 4
    for path in noted:
        assert outside_of_notes(pages[path]) == outside_of_notes(harmless[path]), path
