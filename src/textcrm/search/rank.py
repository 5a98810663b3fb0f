"""Ranking: which records hold all the words, and in what order a person wants to see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from textcrm.likeness.spelling import slips
from textcrm.model.records import CLOSED
from textcrm.search.fields import kind_of
from textcrm.search.index import KINDS, Entry, Text, Weight, folded_words

#: A word of the query and what may stand for it.
_Wanted = Sequence[str]

_ENDED: Final = frozenset([*CLOSED, "disqualified", "converted"])
#: Words shown before the one that was found.
_BEFORE: Final = 3
#: Characters of an excerpt.
_EXCERPT: Final = 80


class Rank(IntEnum):
    """How well a record fits what was asked; less is better."""

    EXACT = 0
    NAME_BEGINS = 1
    NAME_WORDS = 2
    FIELDS = 3
    NOTES = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, how well it fits, and where: the field and the words around the match."""

    entry: Entry
    rank: Rank
    field: str
    excerpt: str


def search(entries: Iterable[Entry], query: str) -> tuple[Hit, ...]:
    """The records that hold a word beginning with each word of the query, the best first.

    Only where there is none, words that nothing begins with may be a slip of the finger away. A query that begins with
    a kind, as refs do, is about that kind: `leads/marta`.
    """
    first, slash, rest = query.partition("/")
    kind = kind_of(first) if slash else None
    listed = tuple(entry for entry in entries if kind in (None, entry.kind))
    typed = folded_words(rest if kind else query)
    if not typed:
        return ()
    hits = [hit for entry in listed if (hit := _hit(entry, [(word,) for word in typed], typed))]
    if not hits:
        wanted = _forgiving(listed, typed)
        hits = [hit for entry in listed if (hit := _hit(entry, wanted, typed))] if all(wanted) else []
    return tuple(sorted(hits, key=_order))


def _order(hit: Hit) -> tuple[int, bool, int, str, str]:
    entry = hit.entry
    return hit.rank, entry.state in _ENDED, KINDS.index(entry.kind), " ".join(folded_words(entry.name)), entry.ref


def _forgiving(entries: Sequence[Entry], typed: Sequence[str]) -> list[_Wanted]:
    everything = "".join(entry.everything for entry in entries)
    vocabulary = set(everything.split())
    return [(word,) if f" {word}" in everything else slips(word, vocabulary) for word in typed]


def _hit(entry: Entry, wanted: Sequence[_Wanted], typed: Sequence[str]) -> Hit | None:
    if not all(_holds(entry.everything, words) for words in wanted):
        return None
    text = max(entry.texts, key=lambda one: (sum(_holds(one.folded, words) for words in wanted), -one.weight))
    return Hit(entry, _rank(entry, wanted, typed), text.field, _excerpt(text, wanted))


def _holds(folded: str, words: _Wanted) -> bool:
    return any(f" {word}" in folded for word in words)


def _rank(entry: Entry, wanted: Sequence[_Wanted], typed: Sequence[str]) -> Rank:
    asked = "".join(f" {word}" for word in typed)
    names = [text.folded for text in entry.texts if text.weight == Weight.NAME]
    if asked in names:
        return Rank.EXACT
    if any(name.startswith(asked) for name in names):
        return Rank.NAME_BEGINS
    if any(all(_holds(name, words) for words in wanted) for name in names):
        return Rank.NAME_WORDS
    said = "".join(text.folded for text in entry.texts if text.weight != Weight.NOTE)
    return Rank.FIELDS if all(_holds(said, words) for words in wanted) else Rank.NOTES


def _excerpt(text: Text, wanted: Sequence[_Wanted]) -> str:
    """The text from a few words before the first that was found, on one line."""
    written = text.written.split()
    place = next(_found(written, wanted), 0)
    start = place - _BEFORE if place > _BEFORE else 0
    shown = " ".join(written[start:])
    cut = shown if len(shown) <= _EXCERPT else f"{shown[: _EXCERPT - 1]}…"
    return f"…{cut}" if start else cut


def _found(written: Sequence[str], wanted: Sequence[_Wanted]) -> Iterator[int]:
    for place, word in enumerate(written):
        folded = "".join(f" {part}" for part in folded_words(word))
        if any(_holds(folded, words) for words in wanted):
            yield place
