"""Texts of cells to the values that fields want: one reader for each field, the same text read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from textcrm.exchange.cells import flag
from textcrm.exchange.choices import Context, Lists, words
from textcrm.exchange.days import Clock, DateFormat, date_format, date_order, day, moment
from textcrm.exchange.links import Links
from textcrm.exchange.numbers import NumberStyle, money, number, number_style, percent, whole
from textcrm.exchange.outcomes import Failure
from textcrm.exchange.unreadable import Unreadable
from textcrm.model.currencies import DECIMALS
from textcrm.model.import_map import ImportMap, Value
from textcrm.model.settings import Settings
from textcrm.model.targets import Target
from textcrm.model.values import LINE, NOTE, shown, why_bad_id
from textcrm.source.dump import unwritable

#: What a text is to a field: a value, `Nothing`, or a `Failure`. Some depend on the rest of the record.
Read = Callable[[str], Any]
ReadWithin = Callable[[Context, str], Any]


@dataclass(frozen=True, slots=True)
class Forms:
    """How the cells of a field are written: words for nothing, dates, numbers, times."""

    nulls: frozenset[str]
    dates: tuple[DateFormat, ...]
    style: NumberStyle
    fraction: bool
    clock: Clock


@dataclass(frozen=True, slots=True)
class Company:
    """What the readers know of the company: its settings, the lists in them, and where links lead."""

    settings: Settings
    lists: Lists
    links: Links


def forms(map: ImportMap, value: Value, settings: Settings) -> Forms:
    """The forms of a field: its own, else the map's; raises `ValueError` for a form of dates that cannot be."""
    written = value.timezone or map.timezone or settings.timezone
    times = map.times if value.times is None else value.times
    return Forms(
        frozenset(map.nulls if value.nulls is None else value.nulls),
        tuple(date_format(form) for form in value.dates or map.dates),
        number_style(value.numbers or map.numbers),
        value.fraction,
        Clock(written, settings.timezone, times),
    )


def reader(wanted: Target, value: Value, form: Forms, company: Company, texts: Callable[[], Iterable[str]]) -> Read:
    """What reads the texts of a field that wants this, `texts` being all that its column holds.

    Raises `Unreadable` where they do not say in which order they have day and month.
    """
    if wanted.wants == "link":
        return company.links.reader(wanted.of, value.by or "key")
    if wanted.wants == "choice":
        return company.lists.of(wanted.of).read
    if wanted.wants in ("day", "moment"):
        order = date_order(texts(), form.dates)
        made: Read = partial(day if wanted.wants == "day" else moment, form=order, clock=form.clock)
        return guarded(made)
    simple: Mapping[str, Read] = {
        "line": _line,
        "note": _note,
        "id": _id,
        "flag": flag,
        "currency": _currency,
        "number": partial(number, style=form.style),
        "percent": partial(percent, style=form.style, fraction=form.fraction),
        "whole": partial(_whole, style=form.style, low=wanted.low, high=wanted.high),
    }
    if wanted.wants == "word":
        return words(wanted.name, wanted.words).read if wanted.words else guarded(_line)
    return guarded(simple[wanted.wants])


def reader_within(wanted: Target, form: Forms, company: Company) -> ReadWithin | None:
    """What reads the texts of a field that depends on the rest of the record; `None` for all others."""
    if wanted.of == "stages":
        return lambda context, text: company.lists.stages(context).read(text)
    if wanted.of == "reasons":
        return lambda context, text: company.lists.reasons(context).read(text)
    return _amounts(form.style, company.settings.currency) if wanted.wants == "money" else None


def contexts(wanted: Target, settings: Settings) -> list[Context]:
    """Records of every sort on which the meaning of a text may depend; one of none where it depends on nothing."""
    if wanted.of == "stages":
        return [{"pipeline": one.id} for one in settings.pipelines]
    return [{"currency": code} for code in DECIMALS] if wanted.wants == "money" else [{}]


def _amounts(style: NumberStyle, usual: str) -> ReadWithin:
    readers: dict[str, Read] = {}

    def read(context: Context, text: str) -> Any:
        currency = context.get("currency")
        code = currency if isinstance(currency, str) else usual
        if code not in readers:
            readers[code] = guarded(partial(money, style=style, currency=code))
        return readers[code](text)

    return read


def guarded(read: Read) -> Read:
    """The reader with its refusals as values."""

    def guard(text: str) -> Any:
        try:
            return read(text)
        except Unreadable as error:
            return Failure(text, error.reason, error.help)

    return guard


def _line(text: str) -> str:
    if len(text) > LINE:
        raise Unreadable(f"the text has {len(text):,} characters; at most {LINE} are allowed", "Map it to `notes`.")
    if text.isprintable():
        return text
    if "\n" in text or "\r" in text:
        raise Unreadable(f"{shown(text)} should be one line", "Take the line break out, or map the column to `notes`.")
    return _writable(text)


def _note(text: str) -> str:
    if len(text) > NOTE:
        raise Unreadable(f"the text has {len(text):,} characters; at most {NOTE:,} are allowed", "Keep it elsewhere.")
    return text if text.isprintable() else _writable(text.replace("\r\n", "\n").replace("\r", "\n"))


def _writable(text: str) -> str:
    if why := unwritable(text):
        raise Unreadable(why, "Take the character out of the cell.")
    return text


def _id(text: str) -> str:
    if why := why_bad_id(text):
        raise Unreadable(f"{shown(text)} {why}")
    return text


def _currency(text: str) -> str:
    if text.upper() not in DECIMALS:
        raise Unreadable(f"{shown(text)} is not the code of a currency", "Map its values: {$: USD}")
    return text.upper()


def _whole(text: str, style: NumberStyle, low: int, high: int) -> int:
    value = whole(text, style)
    if not low <= value <= high:
        raise Unreadable(f"{shown(text)} is not from {low} to {high}")
    return value
