"""What is shown of one record: a name, the sentence that matters, facts, people, steps, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

#: How a line is meant: `good` is done, `bad` is missing or late, `dim` is beside the point.
Tone = Literal["", "good", "bad", "dim"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block: what it is about, and what there is to say; several `more` lines belong below it."""

    label: str
    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a title; what is `long` may be cut at its end to fit a screen."""

    title: str
    rows: tuple[Row, ...]
    long: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One record: its name and ref, where it stands in a few words, and blocks, the most urgent first."""

    title: str
    ref: str
    standing: str
    blocks: tuple[Block, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record, or is planned."""

    day: date
    clock: time | None
    what: str
    planned: bool = False


def rows(pairs: Iterable[tuple[str, str | None]]) -> tuple[Row, ...]:
    """A row for each pair that has something to say."""
    return tuple(Row(label, text) for label, text in pairs if text)


def block(title: str, rows: Iterable[Row]) -> Iterator[Block]:
    """A block of the rows, none where there are none."""
    listed = tuple(rows)
    if listed:
        yield Block(title, listed)
