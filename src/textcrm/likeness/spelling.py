"""The word that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from textcrm.likeness.normalise import fold

_BETWEEN_WORDS = re.compile(r"[\s_\-]+")
_CUTOFF = 70.0
#: Beginnings (`prob` for `probability`) come after every likely slip of the finger.
_BEGINNING = 60.0
#: In shorter words one letter is too much of the word, and every letter begins something.
_SHORTEST = 3
#: Nobody means a known word by a longer one.
_LONGEST = 100
#: From so many letters on one slip is forgiven, and another.
_SLIPS = (4, 8)
#: From so many letters on a word with a slip may be the beginning of a longer one.
_BEGINS = 6


def closest(word: str, choices: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """At most `limit` choices that `word` may have meant, the likeliest first, alphabetical where equal.

    Case, accents, `_`, `-` and the order of words do not count: `Expected-Close` and `close_expected` find
    `expected_close`. Empty when nothing is near.
    """
    wanted = _plain(word)
    if not wanted or len(wanted) > _LONGEST:
        return ()
    scored = ((_score(wanted, _plain(choice)), choice) for choice in set(choices))
    best = sorted((-score, choice) for score, choice in scored if score)
    return tuple(choice for _, choice in best[:limit])


def slips(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that are one slip of the finger from `word`, two from eight letters on; all are to be folded.

    Words of fewer than four letters are never taken for others, those of six are also taken for beginnings.
    """
    allowed = sum(len(word) >= length for length in _SLIPS)
    if not allowed or len(word) > _LONGEST:
        return ()
    beginning = len(word) if len(word) >= _BEGINS else None

    def is_near(other: str) -> bool:
        return OSA.distance(word, other, score_cutoff=allowed) <= allowed

    return tuple(sorted(other for other in set(words) if is_near(other) or is_near(other[:beginning])))


def _plain(word: str) -> str:
    return _BETWEEN_WORDS.sub(" ", fold(word)).strip()


def _score(wanted: str, choice: str) -> float:
    glued, other = wanted.replace(" ", ""), choice.replace(" ", "")
    score = max(fuzz.ratio(glued, other), 0.99 * fuzz.token_sort_ratio(wanted, choice))
    if score >= _CUTOFF:
        return score
    if len(glued) < _SHORTEST:
        return 0.0
    if OSA.distance(glued, other, score_cutoff=1) == 1:
        return _CUTOFF
    return _BEGINNING + score / 10 if other.startswith(glued) else 0.0
