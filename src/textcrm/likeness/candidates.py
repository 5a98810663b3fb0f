"""Pairs of entries that look like one person or one company, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from textcrm.likeness.clues import Clue, clues
from textcrm.likeness.entry import Entry, Profile, profile
from textcrm.likeness.forest import Forest

#: So many unlike entries among those who share a clue are remembered and compared with the next.
_LOOK_BACK = 5


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two keys and the reason in words: `same e-mail marta@…`, `names alike (0.93) at the same company`."""

    first: str
    second: str
    why: str


def pairs(entries: Sequence[Entry]) -> Iterator[Pair]:
    """Entries of one kind that look the same, in order of their keys, with `first` the smaller.

    n entries that all look the same make n - 1 pairs, not each with each. The order of `entries` does not matter.
    """
    profiles = [profile(entry) for entry in sorted(entries)]
    forest = Forest(len(profiles))
    found = (pair for clue in clues(profiles) for pair in _within(clue, profiles, forest))
    yield from sorted(_pair(profiles[min(tied)], profiles[max(tied)], why) for *tied, why in found)


def between(left: Sequence[Entry], right: Sequence[Entry]) -> Iterator[Pair]:
    """For each entry of `left` (leads, say) at most one of `right` (contacts) that looks the same, in order of keys."""
    ours = sorted(left)
    profiles = [profile(entry) for entry in (*ours, *sorted(right))]
    matched: set[int] = set()
    found = (pair for clue in clues(profiles) for pair in _across(clue, profiles, len(ours), matched))
    yield from sorted(_pair(profiles[one], profiles[other], why) for one, other, why in found)


def _pair(one: Profile, other: Profile, why: str) -> Pair:
    return Pair(one.entry.key, other.entry.key, why)


def _within(clue: Clue, profiles: Sequence[Profile], forest: Forest) -> Iterator[tuple[int, int, str]]:
    seen: list[int] = []
    for place in clue.members:
        if any(forest.root(place) == forest.root(other) for other in seen):
            continue
        match = _first_match(clue, profiles, place, seen)
        if match:
            forest.tie(place, match[1])
            yield match
        else:
            seen = [*seen[1 - _LOOK_BACK :], place]


def _across(clue: Clue, profiles: Sequence[Profile], border: int, matched: set[int]) -> Iterator[tuple[int, int, str]]:
    theirs = list(islice((place for place in clue.members if place >= border), _LOOK_BACK))
    for place in clue.members if theirs else ():
        match = _first_match(clue, profiles, place, theirs) if place < border and place not in matched else None
        if match:
            matched.add(place)
            yield match


def _first_match(
    clue: Clue, profiles: Sequence[Profile], place: int, others: Sequence[int]
) -> tuple[int, int, str] | None:
    for other in others:
        if why := clue.judge(profiles[place], profiles[other]):
            return place, other, why
    return None
