"""Ids made from names: what a record's file is called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
from unicodedata import normalize

from anyascii import anyascii

LONGEST = 60

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
_APOSTROPHES = re.compile("['`´’‘ʼ＇]")
#: `S.A.`: letters with dots between them are one word.
_DOTTED = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b")
_NOT_IN_IDS = re.compile("[^a-z0-9]+")


def id_from(name: str, taken: Container[str], fallback: str = "record") -> str:
    """An id for a record of this name: `Padaria Pão & Cia.` becomes `padaria-pao-cia`, `株式会社` `zhu-shi-hui-she`.

    Lower-case ASCII letters, digits and single hyphens, at most `LONGEST` characters, cut at a word, no device name of
    Windows. `-2`, `-3` … is added where the id is in `taken`. `fallback`, the kind of record say, serves when no letter
    or digit is left (`!!!`).
    """
    base = _slug(name) or _slug(fallback) or "record"
    plain = _cut(base, LONGEST)
    if plain not in taken and plain not in _DEVICES:
        return plain
    return _numbered(base, _free_number(base, taken))


def _slug(name: str) -> str:
    plain = _APOSTROPHES.sub("", normalize("NFC", name))
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    return _NOT_IN_IDS.sub("-", _ascii(plain).lower()).strip("-")


def _ascii(text: str) -> str:
    return text if text.isascii() else "".join(_syllable(letter) for letter in text)


def _syllable(letter: str) -> str:
    # Chinese and Korean come out as one capitalised syllable a character, which is where a word may be cut.
    plain = anyascii(letter)
    caseless = letter.isalpha() and letter.lower() == letter.upper()
    return f"-{plain}-" if caseless and plain[:1].isupper() else plain


def _cut(slug: str, limit: int) -> str:
    if len(slug) <= limit:
        return slug
    whole, hyphen, _ = slug[: limit + 1].rpartition("-")
    return whole if hyphen else slug[:limit]


def _numbered(base: str, number: int) -> str:
    suffix = f"-{number}"
    return _cut(base, LONGEST - len(suffix)) + suffix


def _free_number(base: str, taken: Container[str]) -> int:
    """A free number from 2, the least one unless some were left out; asks few times even among thousands."""
    high = 2
    while _numbered(base, high) in taken:
        high *= 2
    return bisect_left(range(high), 1, lo=max(2, high // 2), key=lambda number: _numbered(base, number) not in taken)
