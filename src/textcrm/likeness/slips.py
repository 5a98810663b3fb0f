"""Names one slip apart, found without comparing every name with every other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from textcrm.likeness.alike import SLIP_IN_COMPANY, SLIP_IN_ONE_WORD_COMPANY, SLIP_IN_SURNAME, same_company
from textcrm.likeness.forest import Forest
from textcrm.likeness.normalise import Words

#: Longer names are compared as a whole only.
_MOST_WORDS, _LONGEST_WORD = 5, 40


def firms(companies: Iterable[Words]) -> Mapping[Words, int]:
    """A number for each company name, the same for names that are alike (`same_company`)."""
    names = list(dict.fromkeys(companies))
    forest, latest = Forest(len(names)), dict[str, int]()
    for place, name in enumerate(names):
        for key in company_slips(name):
            other = latest.get(key)
            if other is not None and same_company(name, names[other]):
                forest.tie(place, other)
            latest[key] = place
    return {name: forest.root(place) for place, name in enumerate(names)}


@lru_cache(maxsize=65_536)
def company_slips(name: Words) -> tuple[str, ...]:
    """The name in one word, and with one letter less; two names one slip apart have one of these in common."""
    whole = "".join(name)
    least = SLIP_IN_COMPANY if len(name) > 1 else SLIP_IN_ONE_WORD_COMPANY
    return (whole, *(whole[:place] + whole[place + 1 :] for place in _letters(name, least)))


def person_slips(name: Words) -> set[Words]:
    """Words of which two names that `same_person` calls alike have some in common, up to order and a slip at once.

    All of them, also in order of the alphabet; all but one and the ends only, for middle names; an initial for a word;
    one letter less.
    """
    keys = {name, tuple(sorted(name))}
    if len(name) <= _MOST_WORDS:
        keys.update((*name[:at], word[:near] + word[near + 1 :], *name[at + 1 :]) for at, word, near in _inside(name))
        keys.update(_shorter(name))
    return keys


def _shorter(name: Words) -> Iterator[Words]:
    for at in range(1, len(name)):
        yield (*name[:at], name[at][0], *name[at + 1 :])
        if len(name) > 2:  # noqa: PLR2004 - a given name alone is nobody's
            yield name[:at] + name[at + 1 :]
            yield (name[0], name[-1])


def _inside(name: Words) -> Iterator[tuple[int, str, int]]:
    """Each word long enough for a slip with each of its letters but the first, where no slip is (`alike.is_slip`)."""
    for at, word in enumerate(name):
        if SLIP_IN_SURNAME <= len(word) <= _LONGEST_WORD:
            yield from ((at, word, near) for near in range(1, len(word)))


def _letters(name: Words, least: int) -> Iterator[int]:
    """As `_inside`, for letters counted over the words written as one."""
    start = 0
    for word in name[:_MOST_WORDS]:
        if least <= len(word) <= _LONGEST_WORD:
            yield from range(start + 1, start + len(word))
        start += len(word)
