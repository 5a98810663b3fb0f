"""The index: every record with its texts as folded words, each with how much it says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from textcrm.likeness.normalise import fold
from textcrm.model.book import AnyRecord, Book
from textcrm.model.records import Activity, Opportunity
from textcrm.model.settings import Settings
from textcrm.model.values import Moment
from textcrm.search.fields import Field, Record, fields_of, values

#: Kinds in the order in which equally good finds are shown.
KINDS: Final = ("companies", "contacts", "opportunities", "leads", "team", "activities")
_WORD: Final = re.compile(r"[^\W_]+")
#: Fields that hold numbers written in groups, which people also type as one.
_GROUPED: Final = frozenset(["phone", "tax_id"])
#: Records whose name says more about a record than their id: their names are looked into as well.
_NAMED: Final = frozenset(["companies", "contacts"])
_NAMES: Final = frozenset(["id", "name"])
#: What is looked for beside texts and notes.
_SEARCHED: Final = frozenset(["text", "note"])


class Weight(IntEnum):
    """How much it says of a record that a word is in a text; less is more."""

    NAME = 0
    FIELD = 1
    NOTE = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a record: the field, what is written there, and its folded words, each with a blank before it."""

    field: str
    weight: Weight
    written: str
    folded: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with its texts, the weightiest first; `everything` is all their folded words."""

    record: Record
    kind: str
    ref: str
    name: str
    state: str
    texts: tuple[Text, ...]
    everything: str


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without case and accents; of one that has no letter and no digit, what stands there."""
    folded = fold(text)
    return tuple(_WORD.findall(folded)) or tuple(folded.split())


def index(book: Book) -> tuple[Entry, ...]:
    """An entry for every record; activities stand with the deal, lead, company or contacts that they are about."""
    about, rest = _journals(book)
    entries = [
        _entry(record, kind, fields, book, about.get(record.ref, ()))
        for kind in KINDS[:-1]
        for fields in (_searched(kind, book.settings),)
        for record in book.all(kind).values()
    ]
    return (*entries, *(_activity_entry(one) for one in rest))


def _searched(kind: str, settings: Settings) -> tuple[Field, ...]:
    """The fields that are looked into: all texts, and the links to companies and contacts."""
    return tuple(
        field
        for field in fields_of(kind, settings).values()
        if field.name == "id" or field.type in _SEARCHED or (field.link in _NAMED and field.path[0] != "history")
    )


def _entry(record: AnyRecord, kind: str, fields: Iterable[Field], book: Book, activities: Iterable[Activity]) -> Entry:
    # Most fields of most records are empty: not to look into those halves the time.
    texts = [text for field in fields if getattr(record, field.path[0]) for text in _texts(record, field, book)]
    texts += (_note(one) for one in activities if one.note)
    texts.sort(key=lambda text: (text.weight, text.field == "id"))
    return Entry(
        record,
        kind,
        record.ref,
        record.name or getattr(record, "company_name", None) or record.id,
        _state(record, book.settings),
        tuple(texts),
        "".join(text.folded for text in texts),
    )


def _state(record: AnyRecord, settings: Settings) -> str:
    """Where a deal stands, by the name of its stage, or how it ended; the status of a lead."""
    if not isinstance(record, Opportunity):
        return getattr(record, "status", None) or ""
    stage = settings.stage(record.pipeline, record.stage)
    name = stage.label if stage else record.stage
    return name if name and record.is_open else record.status.capitalize()


def _texts(record: Record, field: Field, book: Book) -> Iterator[Text]:
    """The texts of a field; of a link the name it leads to, unless the dotted field beside it says the same."""
    weight = Weight.NAME if field.name in _NAMES else Weight.NOTE if field.type == "note" else Weight.FIELD
    for value in dict.fromkeys(values(record, field)):
        written = _written(value, field, book)
        folded = folded_words(written)
        if field.name in _GROUPED:
            folded += tuple("".join(folded[place:]) for place in range(len(folded) - 1))
        yield Text(field.name, weight, written, "".join(f" {word}" for word in folded))


def _written(value: Any, field: Field, book: Book) -> str:
    named = book.all(field.link).get(value) if field.link else None
    return (named.name or value) if named else str(value)


def _note(activity: Activity) -> Text:
    folded = "".join(f" {word}" for word in folded_words(activity.note or ""))
    return Text(f"{activity.type} of {_day(activity.date)}", Weight.NOTE, activity.note or "", folded)


def _day(when: Moment) -> str:
    return str(when.day)


def _journals(book: Book) -> tuple[Mapping[str, list[Activity]], list[Activity]]:
    """The activities by the refs of the records they are about, and those about none that is there."""
    about: dict[str, list[Activity]] = defaultdict(list)
    rest = []
    for one in book.activities:
        ref = next(_subjects(one, book), None)
        if ref is None:
            rest.append(one)
        else:
            about[ref].append(one)
    return about, rest


def _subjects(activity: Activity, book: Book) -> Iterator[str]:
    links = (("opportunities", activity.opportunity), ("leads", activity.lead), ("companies", activity.company))
    for kind, id in (*links, *(("contacts", id) for id in activity.contacts)):
        if id and id in book.all(kind):
            yield f"{kind}/{id}"


def _activity_entry(activity: Activity) -> Entry:
    text = _note(activity)
    ref = f"{activity.ref}[{activity.index}]"
    return Entry(activity, "activities", ref, text.field, "planned" if activity.planned else "", (text,), text.folded)
