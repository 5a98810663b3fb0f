"""What a search found, for people: a line or a few for each record, with the words that matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textcrm.gates.terminal import visible
from textcrm.locale.formats import formats
from textcrm.reporters.cells import cells
from textcrm.reporters.reporter import Look
from textcrm.reporters.spans import Line, Span, painter, words, wrapped
from textcrm.search.rank import Hit

#: Fields whose match is the name or the id, which stand there anyway.
_SEEN: Final = frozenset(["name", "id"])
_LEAST: Final = 20


def hits(found: Sequence[Hit], of: int, look: Look, locale: str) -> str:
    """A block for each record: its name, then its ref and where it stands, then what matched; and how many there are.

    Where no terminal says how wide it is, a record is one line.
    """
    paint = painter(colour=look.colour)
    lines = list(_blocks(found, look.width) if look.width else _aligned(found))
    if len(found) < of:
        number = formats(locale).number
        lines.append((Span(f"The first {number(len(found))} of {number(of)}; --limit says how many.", "note"),))
    return "".join(f"{paint(line)}\n" for line in lines)


def _aligned(found: Sequence[Hit]) -> Iterator[Line]:
    rows = [[visible(one) for one in (hit.entry.ref, hit.entry.name, hit.entry.state, _match(hit))] for hit in found]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True))
        yield (Span("  ".join(padded)),)


def _blocks(found: Sequence[Hit], width: int) -> Iterator[Line]:
    for hit in found:
        state = f" · {hit.entry.state}" if hit.entry.state else ""
        yield from _prose(hit.entry.name, width, "title", 0)
        yield from _prose(f"{hit.entry.ref}{state}", width, "note", 2)
        if match := _match(hit):
            yield from _prose(match, width, "", 2)


def _match(hit: Hit) -> str:
    return "" if hit.field in _SEEN else f"{hit.field.replace('_', ' ').replace('.', ' ')}: {hit.excerpt}"


def _prose(text: str, width: int, role: str, indent: int) -> Iterator[Line]:
    room = max(width, _LEAST) - indent
    for line in wrapped([Span(one.text, role) for one in words(visible(text))], room, indent=2):
        yield (Span(" " * indent), *line)
