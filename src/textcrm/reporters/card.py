"""A card as text: as wide as the terminal, in two columns where there is room, plain where there is no terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from textcrm.gates.terminal import visible
from textcrm.reporters.cells import cells
from textcrm.reporters.reporter import Look
from textcrm.reporters.spans import Line, Span, painter, words, wrapped
from textcrm.reports.card import Block, Card, Row, Tone

_ROLES: Final = {"": "label", "good": "clean", "bad": "warning", "dim": "note"}
#: From so many columns on what is long stands beside the rest; of those columns the rest takes so many hundredths.
_ROOMY, _SHARE = 120, 52
_GAP: Final = 3
#: The widest that labels are, and the least that stays for the text beside them.
_LABEL, _TEXT = 34, 26
#: The least width that anything is laid out for.
_LEAST: Final = 20
#: So many rows of what is long stay, however low the screen; lines that are always there: above the foot, the prompt.
_FEWEST, _AROUND = 4, 2


def card(shown: Card, look: Look, height: int | None = None) -> str:
    """The card in words, ending with a newline; what is long is cut, with a count, to fit `height` lines."""
    paint = painter(colour=look.colour)
    return "".join(f"{paint(line)}\n" for line in _lines(shown, look.width, height))


def _lines(shown: Card, width: int | None, height: int | None) -> Iterator[Line]:
    room = None if width is None else max(width, _LEAST)
    head = [*_prose(shown.title, room, "title"), *_prose(f"{shown.ref} · {shown.standing}", room, "note")]
    foot = f"File {visible(shown.path)}"
    spare = None
    if height is not None and room is not None:
        spare = height - len(head) - _AROUND - -(-cells(foot) // room)
    yield from head
    if room is not None and room >= _ROOMY:
        yield from _beside(shown.blocks, room, spare)
    else:
        yield from _below(shown.blocks, room, spare)
    yield ()
    yield (Span(foot, "note"),)


def _below(blocks: Sequence[Block], width: int | None, spare: int | None) -> Iterator[Line]:
    """One block below the other; what is long shares what the others leave of the lines to `spare`."""
    if spare is not None:
        spare -= sum(len(_block(one, width)) for one in blocks if not one.long)
    for one in blocks:
        if one.long:
            lines = _cut(one, width, spare)
            spare = None if spare is None else spare - len(lines)
            yield from lines
        else:
            yield from _block(one, width)


def _beside(blocks: Sequence[Block], width: int, spare: int | None) -> Iterator[Line]:
    """What is never cut on the left, what is long on the right."""
    left_width = (width - _GAP) * _SHARE // 100
    left = [line for one in blocks if not one.long for line in _block(one, left_width)]
    tall = None if spare is None else max(len(left), spare)
    right: list[Line] = []
    for one in blocks:
        if one.long:
            right += _cut(one, width - _GAP - left_width, None if tall is None else tall - len(right))
    for first, second in zip_longest(left, right, fillvalue=()):
        blank = left_width + _GAP - sum(cells(span.text) for span in first)
        yield (*first, Span(" " * blank), *second) if second else first


def _cut(block: Block, width: int | None, spare: int | None) -> list[Line]:
    """The block in `spare` lines, or in what its first few rows take; the last line counts what is left out."""
    whole = _block(block, width)
    if spare is None or len(whole) <= spare:
        return whole
    for count in range(len(block.rows) - 1, _FEWEST - 1, -1):
        more = Row("", f"and {len(block.rows) - count} more; --all shows them", "dim")
        made = _block(replace(block, rows=(*block.rows[:count], more)), width)
        if len(made) <= spare or count == _FEWEST:
            return made
    return whole


def _block(block: Block, width: int | None) -> list[Line]:
    """An empty line, the title if there is one, and the rows."""
    label = max((cells(visible(row.label)) for row in block.rows), default=0)
    if width is not None:
        label = min(label, _LABEL, max(width - _TEXT, width // 3))
    head = list(_prose(block.title, width, "heading")) if block.title else []
    return [(), *head, *(line for row in block.rows for line in _row(row, label, width))]


def _row(row: Row, label: int, width: int | None) -> Iterator[Line]:
    """The label, and beside it the text; below it where the label takes more room than it should."""
    name, role = visible(row.label), _ROLES[row.tone]
    before = 2 + label + (2 if label else 0)
    if cells(name) > label:
        yield from ((Span("  "), *line) for line in wrapped([Span(one.text, role) for one in words(name)], width, 2))
        name, before = "", 4
    for number, line in enumerate(_text(row.text, row.tone, None if width is None else width - before)):
        shown = f"  {name}" if number == 0 else ""
        yield (Span(f"{shown}{' ' * (before - cells(shown))}", role), *line)


def _text(text: str, tone: Tone, width: int | None) -> Iterator[Line]:
    role = "note" if tone == "dim" else ""
    for line in text.splitlines():
        yield from wrapped([Span(one.text, role) for one in words(visible(line))], width, indent=0)


def _prose(text: str, width: int | None, role: str) -> Iterator[Line]:
    return wrapped([Span(one.text, role) for one in words(visible(text))], width, indent=2)
