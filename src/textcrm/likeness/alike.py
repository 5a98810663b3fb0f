"""Whether two names, already brought to words, are the name of one person or of one company."""

from __future__ import annotations

from collections import Counter
from unicodedata import name as letter_name

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from textcrm.likeness.normalise import GENERATIONS, Words

#: Below these lengths one letter makes another word (Sol, Sal; Serra, Terra; Marta, Maria), not a slip of the finger.
SLIP_IN_SURNAME, SLIP_IN_GIVEN_NAME = 5, 6
SLIP_IN_COMPANY, SLIP_IN_ONE_WORD_COMPANY = 6, 8
_ENDINGS = frozenset("aeo")
#: Family and given name are written without a space in between: three characters are both.
_FULL_NAME_IN_HAN = 3
_LOOSE = 0.8


def is_full(words: Words) -> bool:
    """Whether the words are more than a given name or a surname, enough to tell a person among colleagues."""
    core = [word for word in words if word not in GENERATIONS]
    return len(core) > 1 or (len(words) == 1 and len(words[0]) >= _FULL_NAME_IN_HAN and _is_han(words[0]))


def likeness(first: Words, second: Words) -> float:
    """How alike two names look, from 0 to 1, whatever the order of their words."""
    return fuzz.ratio(" ".join(sorted(first)), " ".join(sorted(second))) / 100


def same_person(first: Words, second: Words) -> bool:
    """Whether two names of people at one place are one person's, up to order, a middle name, an initial or one slip.

    Asks for full names on both sides (`is_full`). `Ana Souza` is not `Ana Lima`, `Marta` not `Maria`, `Paulo` not
    `Paula`, and `Carlos Nunes` not `Carlos Nunes Filho`.
    """
    if not (is_full(first) and is_full(second)) or _generations(first) != _generations(second):
        return False
    more, other = _difference(first, second)
    if not more or not other:
        return not (more or other) or _has_given_name_of(first, second)
    return len(more) == len(other) == 1 and _same_word(more[0], other[0], given={first[0], second[0]})


def could_be_same_person(first: Words, second: Words) -> bool:
    """Whether the names do not speak against one person: `Marta`, `M. Oliveira`, `Marta Oliveira`; a blank fits any."""
    more, other = _difference(first, second)
    if not more or not other or same_person(first, second):
        return True
    initial = len(more) == len(other) == 1 and len(first) > 1 and _is_initial(more[0], other[0])
    return initial or likeness(first, second) >= _LOOSE


def same_company(first: Words, second: Words) -> bool:
    """Whether two company names differ in spaces or in one slip in a long word only.

    `Padaria Estrela do Norte` is not `Padaria Estrela`.
    """
    if "".join(first) == "".join(second):
        return True
    least = SLIP_IN_COMPANY if len(first) > 1 else SLIP_IN_ONE_WORD_COMPANY
    different = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return len(first) == len(second) and len(different) == 1 and is_slip(*different[0], least)


def could_be_same_company(first: Words, second: Words) -> bool:
    """Whether one name is the other with more words, or much like it: enough only where something else is the same."""
    return set(first) <= set(second) or set(second) <= set(first) or likeness(first, second) >= _LOOSE


def is_slip(first: str, second: str, least: int) -> bool:
    """Whether two words of at least `least` letters differ by one slip: a letter more, less, other, or two swapped.

    Not in the first letter, which fingers rarely miss, not in numbers, and not where the end tells Paulo from Paula.
    """
    if min(len(first), len(second)) < least or first[0] != second[0] or _differ_in_ending(first, second):
        return False
    if any(letter.isdecimal() for letter in first + second):
        return False
    return OSA.distance(first, second, score_cutoff=1) == 1


def _difference(first: Words, second: Words) -> tuple[list[str], list[str]]:
    one, two = Counter(first), Counter(second)
    return list((one - two).elements()), list((two - one).elements())


def _has_given_name_of(first: Words, second: Words) -> bool:
    short, long = sorted((first, second), key=len)
    return short[0] == long[0]


def _same_word(first: str, second: str, given: set[str]) -> bool:
    is_given = first in given or second in given
    if not is_given and _is_initial(first, second):
        return True
    return is_slip(first, second, SLIP_IN_GIVEN_NAME if is_given else SLIP_IN_SURNAME)


def _is_initial(first: str, second: str) -> bool:
    return min(len(first), len(second)) == 1 and first[0] == second[0]


def _differ_in_ending(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    same_stem = short[:-1] == long[:-1] and short[-1] in _ENDINGS
    return (same_stem or short == long[:-1]) and long[-1] in _ENDINGS


def _generations(words: Words) -> frozenset[str]:
    return GENERATIONS.intersection(words)


def _is_han(word: str) -> bool:
    return all(letter_name(letter, "").startswith(("CJK", "HANGUL")) for letter in word)
