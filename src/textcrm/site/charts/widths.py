"""How wide a text is, in pixels at the size of the charts, by the widest face that people are likely to have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final
from unicodedata import category, combining, east_asian_width, normalize

#: The size of all text in charts, in pixels; content.css says it too.
SIZE: Final = 12
_KNOWN: Final = "".join(map(chr, range(32, 127))) + "–—−·…×‘’“”•→€£\u00a0\u202f"
#: Hundredths of an em, rounded up, measured in DejaVu Sans: Segoe UI, Roboto, San Francisco and Noto Sans are narrower.
_BOOK: Final = (
    *(32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34),
    *(84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69),
    *(99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42),
    *(53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84, 50, 100, 84, 32, 100, 84, 32, 32, 52, 52, 59, 84, 64, 64, 32, 32),
)
#: DejaVu Sans Bold, which stands in where a face has no weight of 600.
_BOLD: Final = (
    *(35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40),
    *(84, 84, 84, 59, 100, 78, 77, 74, 84, 69, 69, 83, 84, 38, 38, 78, 64, 100, 84, 86, 74, 86, 78, 73, 69, 82, 78),
    *(111, 78, 73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72, 72, 35, 35, 67, 35, 105, 72, 69, 72, 72),
    *(
        50,
        60,
        48,
        72,
        66,
        93,
        65,
        66,
        59,
        72,
        37,
        72,
        84,
        50,
        100,
        84,
        38,
        100,
        84,
        38,
        38,
        66,
        66,
        64,
        84,
        70,
        70,
        35,
        35,
    ),
)
_WIDTHS: Final = {False: dict(zip(_KNOWN, _BOOK, strict=True)), True: dict(zip(_KNOWN, _BOLD, strict=True))}
#: Han, kana and Hangul fill one em; of what is not known here, only single signs are wider than the second.
_FULL, _UNKNOWN, _SIGN = 105, 140, 200
#: Signs that are words or lines of their own.
_BROAD: Final = {"⸺": 200, "⸻": 300, "𒐫": 500, "𒈙": 500, "꧅": 500} | dict.fromkeys(
    map(chr, range(0xFDF0, 0xFDFE)), 1300
)
_LOOSE_END: Final = re.compile(r"[\s\u200d\ufe0e\ufe0f]+$")


@lru_cache(maxsize=4096)
def width(text: str, *, strong: bool = False) -> int:
    """The width of the text in pixels, rounded up: an upper bound for the faces of the site's font stack."""
    return -(-sum(_widths(text, strong=strong)) * SIZE // 100)


def cut(text: str, room: int, *, strong: bool = False) -> str:
    """The text, or as much of its beginning as fits into so many pixels with `…` behind it."""
    if width(text, strong=strong) <= room:
        return text
    spare, used = room * 100 // SIZE - 100, 0
    kept = 0
    for one in _widths(text, strong=strong):
        used += one
        if used > spare:
            break
        kept += 1
    return _LOOSE_END.sub("", text[:kept]) + "…"


def _widths(text: str, *, strong: bool) -> Iterator[int]:
    return (_width(character, strong=strong) for character in text)


@cache
def _width(character: str, *, strong: bool) -> int:
    known = _WIDTHS[strong]
    if character in known:
        return known[character]
    if combining(character):
        return 0
    return known.get(normalize("NFD", character)[:1]) or _other(character)


def _other(character: str) -> int:
    if character in _BROAD:
        return _BROAD[character]
    if character >= "\U0001f000" and category(character) == "So":
        return _SIGN
    return _FULL if east_asian_width(character) in {"W", "F"} else _UNKNOWN
