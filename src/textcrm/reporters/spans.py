"""Lines made of spans with a role each: wrapped to a width first, coloured afterwards, so that colour moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from textcrm.gates.terminal import guarded
from textcrm.reporters.cells import cells

#: The look of each role, in rich's words; colours of the terminal's own theme, none that needs a dark ground.
ROLES: Final = {
    "place": "bold",
    "error": "bold red",
    "warning": "bold yellow",
    "code": "bold",
    "gutter": "dim",
    "help": "bold cyan",
    "clean": "bold green",
    "title": "bold",
    "heading": "bold",
    "total": "bold",
    "note": "dim",
    "label": "cyan",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line and its role, one of `ROLES`; without one it has no look of its own."""

    text: str
    role: str = ""


Line = tuple[Span, ...]
Paint = Callable[[Line], str]


def words(text: str) -> tuple[Span, ...]:
    """The text as spans between which a line may be broken."""
    return tuple(map(Span, text.split(" ")))


def wrapped(spans: Iterable[Span], width: int | None, indent: int) -> Iterator[Line]:
    """Lines of at most `width` cells with a blank between spans; the second and later ones start with `indent` blanks.

    A span that is wider than the line is not broken (the terminal does that): a path must stay whole to be a link.
    """
    line: list[Span] = []
    used = 0
    for span in spans:
        wide = cells(span.text)
        if line and width is not None and used + 1 + wide > width:
            yield tuple(line)
            line, used = [Span(" " * indent), span], indent + wide
        else:
            blank = [Span(" ")] if line else []
            line, used = [*line, *blank, span], used + len(blank) + wide
    yield tuple(line)


def plain(line: Line) -> str:
    """The line without colour; where it was broken, it may begin with `::` only now, hence the guard."""
    return guarded("".join(span.text for span in line).rstrip(" "))


def painter(*, colour: bool) -> Paint:
    """How lines become text."""
    return _coloured() if colour else plain


def _coloured() -> Paint:
    from rich.color import ColorSystem  # here, as its import takes longer than to check a small CRM
    from rich.style import Style

    styles = {role: Style.parse(look) for role, look in ROLES.items()}

    def paint(line: Line) -> str:
        return guarded("".join(map(paint_span, line)).rstrip(" "))

    def paint_span(span: Span) -> str:
        return styles[span.role].render(span.text, color_system=ColorSystem.STANDARD) if span.role else span.text

    return paint
