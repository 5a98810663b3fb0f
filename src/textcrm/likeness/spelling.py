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
