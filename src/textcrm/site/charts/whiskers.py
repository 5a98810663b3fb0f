"""A range as a line with a dot for what is likely: rates with their interval, and the model under a bar."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from textcrm.site.charts.marks import dot, line, percent, rect, row
from textcrm.site.charts.scale import Axis


@dataclass(frozen=True, slots=True)
class Whisker:
    """A range that holds the truth four times out of five, with what is likeliest."""

    low: Decimal
    likely: Decimal
    high: Decimal


def rate(share: Fraction | float | None, low: float | None, high: float | None) -> Markup:
    """A rate with its interval on a track from 0 to 1; nothing where there are too few to speak of a rate."""
    if share is None or low is None or high is None:
        return Markup("")
    track = rect(0, 9, "100%", 10, "track")
    interval = line(percent(_held(low)), 14, percent(_held(high)), 14, "whisk thick")
    return row(28, track, interval, dot(percent(_held(share)), 14, 4, "model"))


def _held(share: Fraction | float) -> float:
    return min(max(float(share), 0.0), 1.0)


def whisker(model: Whisker, along: Axis, y: int) -> str:
    """The range at a height, with its ends and a dot."""
    low, likely, high = (percent(along.at(value)) for value in (model.low, model.likely, model.high))
    ends = "".join(line(at, y - 3, at, y + 3, "whisk") for at in (low, high))
    return line(low, y, high, y, "whisk") + ends + dot(likely, y, "3.5", "model")
