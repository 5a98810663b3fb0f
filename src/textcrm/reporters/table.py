"""Tables for people: as wide as the terminal at most, plain where there is none, and no number ever cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Final

from textcrm.gates.terminal import one_line
from textcrm.locale.formats import Formats, formats
from textcrm.reporters.cells import cells
from textcrm.reporters.reporter import Look
from textcrm.reporters.spans import Line, Span, painter, words, wrapped
from textcrm.tables import Cell, Column, Table

#: What is not known; zero is `0`, and what cannot be known is empty.
UNKNOWN: Final = "–"
_NONE: Final = "(none)"
_ROUNDED: Final = "Amounts are rounded: there is no room for cents at this width."
_WORDS: Final = frozenset(["text", "id", "prose"])
#: On a terminal no text needs more room than this, and none becomes narrower than that if it has to shrink.
_WIDEST, _NARROWEST = 60, 12
#: A sentence takes so many lines at most.
_TALLEST: Final = 12
#: Blanks between columns, and where these are too many.
_GAPS: Final = (2, 1)
#: The least width that anything is laid out for.
_LEAST: Final = 20


def tables(heading: str, shown: Iterable[Table], look: Look, locale: str) -> str:
    """The tables below a heading, numbers in the locale; without a width each row is one line with all its text.

    On a terminal long texts are cut with `…`. Where not even the numbers fit side by side, each row becomes a block
    with a line per column.
    """
    paint = painter(colour=look.colour)
    above = _prose(heading, look, "title") if heading else ()
    blocks = [list(_block(table, look, formats(locale))) for table in shown]
    spaced = chain.from_iterable([*([()] if heading or number else []), *block] for number, block in enumerate(blocks))
    return "".join(f"{paint(line)}\n" for line in chain(above, spaced))


def fits(table: Table, look: Look, locale: str) -> bool:
    """Whether each row has its columns side by side, with no id cut."""
    rows = _texts(table, formats(locale))
    layout = _layout(table.columns, rows, look.width)
    ids = [place for place, column in enumerate(table.columns) if column.kind == "id"]
    return layout is not None and all(cells(row[place]) <= layout.widths[place] for row in rows for place in ids)


def _block(table: Table, look: Look, forms: Formats) -> Iterator[Line]:
    if table.title:
        yield from _prose(table.title, look, "heading")
    if table.rows:
        yield from _body(table, look, forms)
    else:
        yield (Span(_NONE, "note"),)
    for note in table.notes:
        yield from _prose(note, look, "note")


def _prose(text: str, look: Look, role: str) -> Iterator[Line]:
    width = None if look.width is None else max(look.width, _LEAST)
    spans = [Span(word.text, role) for word in words(one_line(text))]
    return wrapped(spans, width, indent=2)


def _body(table: Table, look: Look, forms: Formats) -> Iterator[Line]:
    """Side by side with cents if some amount has any, else side by side without them, else in blocks."""
    safe = replace(table, columns=tuple(replace(one, title=one_line(one.title)) for one in table.columns))
    rows = _texts(table, forms)
    if layout := _layout(safe.columns, rows, look.width):
        return _lines(safe, rows, layout)
    rounded = _texts(table, forms, whole=True)
    if rounded != rows and (layout := _layout(safe.columns, rounded, look.width)):
        return chain(_lines(safe, rounded, layout), _prose(_ROUNDED, look, "note"))
    return _cards(safe, rows, max(look.width or 0, _LEAST))


def _texts(table: Table, forms: Formats, *, whole: bool = False) -> list[list[str]]:
    """Every row as people read it, the total last."""
    given = table.rows if table.total is None else (*table.rows, table.total)
    whole = whole or _is_whole(table, given)
    return [[_cell(*pair, table, forms, whole=whole) for pair in zip(table.columns, row, strict=True)] for row in given]


def _is_whole(table: Table, rows: Iterable[Sequence[Cell]]) -> bool:
    """Whether no amount has cents: where one has, all have, so that those of one table can be compared."""
    money = [place for place, column in enumerate(table.columns) if column.kind == "money"]
    amounts = (row[place] for row in rows for place in money)
    return all(one == int(one) for one in amounts if isinstance(one, Decimal | int))


def _cell(column: Column, value: Cell, table: Table, forms: Formats, *, whole: bool) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return one_line(value)
    return forms.day(value) if isinstance(value, date) else _number(column, value, table, forms, whole=whole)


def _number(column: Column, value: Decimal | int, table: Table, forms: Formats, *, whole: bool) -> str:
    match column.kind:
        case "money":
            return forms.money(Decimal(value), table.currency, whole=whole)
        case "share":
            return forms.share(Decimal(value))
        case "percent":
            return forms.share(Decimal(value) / 100, 0)
        case _:
            return forms.number(value, 0 if value == int(value) else 1)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide each column is, and how many blanks are between two."""

    widths: tuple[int, ...]
    gap: int

    @property
    def width(self) -> int:
        return sum(self.widths) + self.gap * (len(self.widths) - 1)


def _layout(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int | None) -> _Layout | None:
    """A layout within the width: with room for all if there is, else with titles wrapped, texts cut, narrower gaps.

    `None` where there is none.
    """
    needed = [max(cells(row[place]) for row in rows) for place in range(len(columns))]
    roomy = [max(need, cells(column.title)) for column, need in zip(columns, needed, strict=True)]
    if width is None:
        return _Layout(tuple(roomy), _GAPS[0])
    roomy, tight = (
        [min(one, _WIDEST) if column.kind in _WORDS else one for column, one in zip(columns, widths, strict=True)]
        for widths in (roomy, [max(need, _longest_word(one)) for one, need in zip(columns, needed, strict=True)])
    )
    room = max(width, _LEAST)
    if sum(roomy) + _GAPS[0] * (len(columns) - 1) <= room:
        return _Layout(tuple(roomy), _GAPS[0])
    layouts = (_squeezed(columns, tight, room, gap) for gap in _GAPS)
    return next((layout for layout in layouts if layout), None)


def _longest_word(column: Column) -> int:
    return max((cells(word) for word in column.title.split()), default=1)


def _squeezed(columns: Sequence[Column], full: Sequence[int], width: int, gap: int) -> _Layout | None:
    """The layout with the widest texts made narrower until all fit; numbers stay as wide as they are."""
    widths, room = list(full), width - gap * (len(columns) - 1)
    while sum(widths) > room:
        able = [place for place, one in enumerate(columns) if one.kind in _WORDS and widths[place] > _NARROWEST]
        # What an id stands for can only be found by all of it.
        able = [place for place in able if columns[place].kind != "id"] or able
        if not able:
            return None
        widths[max(able, key=lambda place: widths[place])] -= 1
    return _Layout(tuple(widths), gap)


def _lines(table: Table, rows: Sequence[Sequence[str]], layout: _Layout) -> Iterator[Line]:
    rule = (Span("-" * layout.width, "note"),)
    heads = [_broken(column.title, width) for column, width in zip(table.columns, layout.widths, strict=True)]
    height = max(map(len, heads))
    yield from _side_by_side(table.columns, [[""] * (height - len(one)) + one for one in heads], layout, "heading")
    yield rule
    for row in rows[: len(table.rows)]:
        yield from _row(table.columns, row, layout, "")
    if table.total is not None:
        yield rule
        yield from _row(table.columns, rows[-1], layout, "total")


def _row(columns: Sequence[Column], row: Sequence[str], layout: _Layout, role: str) -> Iterator[Line]:
    stacks = [_stack(*pair) for pair in zip(columns, row, layout.widths, strict=True)]
    height = max(map(len, stacks))
    return _side_by_side(columns, [one + [""] * (height - len(one)) for one in stacks], layout, role)


def _stack(column: Column, text: str, width: int) -> list[str]:
    """The text as the lines of its cell."""
    if column.kind != "prose" or cells(text) <= width:
        return [_cut(text, width) if column.kind in _WORDS else text]
    lines = _broken(text, width)
    last = [_cut(" ".join(lines[_TALLEST - 1 :]), width)] if len(lines) >= _TALLEST else []
    return [*(_cut(line, width) for line in lines[: _TALLEST - 1]), *last]


def _broken(text: str, width: int) -> list[str]:
    """The text, broken between words."""
    lines = wrapped(words(text), width, indent=0)
    return ["".join(span.text for span in line).strip() for line in lines]


def _side_by_side(
    columns: Sequence[Column], stacks: Sequence[Sequence[str]], layout: _Layout, role: str
) -> Iterator[Line]:
    for level in zip(*stacks, strict=True):
        padded = [_padded(*trio) for trio in zip(columns, level, layout.widths, strict=True)]
        yield (Span((" " * layout.gap).join(padded).rstrip(" "), role),)


def _padded(column: Column, text: str, width: int) -> str:
    blanks = " " * max(width - cells(text), 0)
    return text + blanks if column.kind in _WORDS or column.kind == "day" else blanks + text


def _cut(text: str, width: int) -> str:
    """The text in at most so many cells, with `…` where something is left out."""
    if cells(text) <= width:
        return text
    short = text[:width]
    while cells(short) >= width:
        short = short[:-1]
    return f"{short}…"


def _cards(table: Table, rows: Sequence[Sequence[str]], width: int) -> Iterator[Line]:
    """Each row as a block: its first cell, then a line for every other column that has something to say."""
    for number, row in enumerate(rows):
        role = "total" if number == len(table.rows) else "heading"
        if row[0]:
            yield from _wrapped(_cut(row[0], 2 * width), width, role)
        for column, text in zip(table.columns[1:], row[1:], strict=True):
            yield from _card_line(column, text, width) if text else ()


def _card_line(column: Column, text: str, width: int) -> Iterator[Line]:
    """A number stands at the other end of the line; a text follows its title, as far as needed on lines of its own."""
    room = width - 2 - cells(column.title)
    if column.kind in _WORDS:
        shown = _cut(f"{column.title}: {text}", _TALLEST * (width - 4))
        yield from (
            (Span(f"{'  ' if number == 0 else '    '}{line}"),) for number, line in enumerate(_broken(shown, width - 4))
        )
    elif cells(text) < room:
        yield (Span(f"  {column.title}{' ' * (room - cells(text))}{text}"),)
    else:
        yield (Span(f"  {column.title}"),)
        yield (Span(f"    {text}"),)


def _wrapped(text: str, width: int, role: str) -> Iterator[Line]:
    return ((Span(line, role),) for line in _broken(text, width))
