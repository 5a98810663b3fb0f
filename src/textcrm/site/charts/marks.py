"""The marks of a chart as SVG text: numbers as they are, every text escaped, and nothing else comes from outside."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal

from markupsafe import Markup, escape

from textcrm.site.charts.labels import Label
from textcrm.site.links import Href, href

#: How sure the money is, which is how dark its mark is; `lost` is gone, `late` is overdue, `soft` went down.
Ink = Literal["won", "commit", "best", "pipe", "omit", "lost", "late", "soft"]

#: A place or a length: a share of the room in percent, or pixels.
Place = str | int | float
#: What is there is seen: a mark that would be thinner is this many pixels wide.
THIN: Final = 2


def percent(share: Decimal | float) -> str:
    """A share from 0 to 1 as SVG writes it, to a hundredth of a percent."""
    text = f"{share * 100:.2f}".rstrip("0").rstrip(".")
    return f"{text if text != '-0' else 0}%"


def pixels(value: Decimal | float) -> str:
    """So many pixels, to a tenth."""
    text = f"{value:.1f}".removesuffix(".0")
    return text if text != "-0" else "0"


def length(share: Decimal) -> Place:
    """How long a bar for this share of the room is: nothing for nothing, else at least a hair."""
    return THIN if 0 < share < Decimal("0.004") else percent(share)


def rect(x: Place, y: Place, wide: Place, high: Place, look: str) -> str:
    """A bar or a band."""
    return f'<rect class="{look}" x="{x}" y="{y}" width="{wide}" height="{high}"/>'


def line(x1: Place, y1: Place, x2: Place, y2: Place, look: str) -> str:
    """A straight line."""
    return f'<line class="{look}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def dot(x: Place, y: Place, radius: Place, look: str, told: str = "") -> str:
    """A round mark; `told` is what it says when it is pointed at."""
    opened = f'<circle class="{look}" cx="{x}" cy="{y}" r="{radius}"'
    return f"{opened}>{title(told)}</circle>" if told else f"{opened}/>"


def title(told: str) -> str:
    """What the element around it is called."""
    return f"<title>{escape(told)}</title>"


def target(x1: Place, y1: Place, x2: Place, y2: Place) -> str:
    """A target: a line of ink across, with paper on both sides so that it is seen over any fill."""
    return line(x1, y1, x2, y2, "targetgap") + line(x1, y1, x2, y2, "target")


def seam(x: Place, y: int, high: int) -> str:
    """The paper between two neighbouring fills."""
    return line(x, y, x, y + high, "seam")


def words(label: Label, y: Place, look: str, dy: int = 0) -> str:
    """A label at its place, its baseline at `y`."""
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    shift = (f' dx="{label.dx}"' if label.dx else "") + (f' dy="{dy}"' if dy else "")
    paint = ' paint-order="stroke"' if "halo" in look.split() else ""
    return f'<text class="{look}" x="{percent(label.at)}" y="{y}"{shift}{anchor}{paint}>{escape(label.text)}</text>'


def path(points: Iterable[tuple[Decimal | float, Decimal | float]], look: str) -> str:
    """A line through points; x and y are shares of the room from 0 to 1, y downwards. It belongs into a `layer`."""
    drawn = "L".join(f"{pixels(x * 1000)} {pixels(y * 1000)}" for x, y in points)
    return f'<path class="{look}" vector-effect="non-scaling-stroke" d="M{drawn}"/>'


def layer(*paths: str) -> str:
    """Paths stretched over the plot, their lines as thin as ever."""
    size = 'width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none"'
    return f'<svg class="layer" {size} aria-hidden="true">{"".join(paths)}</svg>'


def link(address: Href | None, told: str, *parts: str) -> str:
    """The marks as a link of that name, or as a group of that name where there is nowhere to go."""
    inner, there = title(told) + "".join(parts), href(address)
    return f'<a href="{escape(there)}">{inner}</a>' if there else f"<g>{inner}</g>"


def row(high: int, *parts: str) -> Markup:
    """A chart in a cell, hidden from screen readers: its row says the same."""
    size = f'width="100%" height="{high}"'
    return Markup(f'<svg class="rowsvg" {size} aria-hidden="true" focusable="false">{"".join(parts)}</svg>')  # noqa: S704 - the one gate


def plot(look: str, label: str, *parts: str, links: bool = False, high: int | None = None) -> Markup:
    """A chart of its own; `label` states the finding. With links inside it is a group, else an image."""
    role = "group" if links else "img"
    tall = "" if high is None else f' height="{high}"'
    opened = f'<svg class="plot {look}"{tall} role="{role}" aria-label="{escape(label)}">'
    return Markup(f"{opened}{''.join(parts)}</svg>")  # noqa: S704 - as above
