"""Which pages look alike to a machine: what is true of one's markup is true of the others', but for its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|([^<>\s])")
_ATTRIBUTE: Final = re.compile(r'\s([a-zA-Z][a-zA-Z:-]*)(?:="([^"]*)")?')
_VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
#: Attributes whose value counts; of the others whether they have one.
_TELLING: Final = frozenset({"aria-current", "aria-hidden", "class", "hidden", "role", "scope", "tabindex", "type"})
_WORDS: Final = "#"

Attributes = tuple[tuple[str, str | bool], ...]


@lru_cache(maxsize=1 << 17)
def _attributes(written: str) -> Attributes:
    found = _ATTRIBUTE.findall(written)
    return tuple((name, value if name in _TELLING else bool(value)) for name, value in found)


def _steps(text: str) -> Iterator[tuple[str, str, Attributes]]:
    """What the body holds, in order: `open`, `close`, `void` with the element, or `words`."""
    for closing, tag, written, word in _TOKEN.findall(text, text.index("<body")):
        if word:
            yield "words", _WORDS, ()
        elif closing:
            yield "close", tag, ()
        else:
            is_void = tag in _VOID or written.endswith("/")
            yield "void" if is_void else "open", tag, _attributes(written.rstrip("/"))


def shape(text: str) -> int:
    """The hash of the tree of a page's elements, of which the same one beside itself counts once.

    So a page with three rows of a sort has the shape of one with four, and not of one where a cell has another class.
    """
    around: list[tuple[str, Attributes, dict[object, None]]] = [("", (), {})]
    for what, tag, attributes in _steps(text):
        if what == "open":
            around.append((tag, attributes, {}))
        elif what == "close":
            if len(around) > 1:
                own, its, inside = around.pop()
                around[-1][2][own, its, tuple(inside)] = None
        else:
            around[-1][2][tag, attributes] = None
    assert len(around) == 1, f"not closed: {around[-1][0]}"
    return hash(tuple(around[0][2]))


def places(text: str) -> frozenset[int]:
    """The hashes of all elements of a page, each with all that it stands in."""
    found, around = set(), [0]
    for what, tag, attributes in _steps(text):
        if what == "close":
            if len(around) > 1:
                around.pop()
            continue
        here = hash((around[-1], tag, attributes))
        found.add(here)
        if what == "open":
            around.append(here)
    return frozenset(found)


def of_each_shape(files: Mapping[str, str], paths: Iterable[str]) -> list[str]:
    """The longest of the pages of each shape."""
    longest: dict[int, str] = {}
    for path in sorted(paths, key=lambda path: (len(files[path]), path)):
        longest[shape(files[path])] = path
    return sorted(longest.values())


def covering(files: Mapping[str, str], paths: Iterable[str], seen: Iterable[str] = ()) -> list[str]:
    """Few pages that have everything that any has which is not on those seen: each element, in each of its places."""
    have = {path: places(files[path]) for path in sorted(paths)}
    left = frozenset().union(*have.values()).difference(*(places(files[path]) for path in seen))
    chosen = []
    while left:
        chosen.append(max(have, key=lambda path: len(have[path] & left)))
        left -= have[chosen[-1]]
    return sorted(chosen)
