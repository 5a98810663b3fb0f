"""A few values beside a word, from zero up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from textcrm.site.charts.marks import dot, layer, path, percent, plot

Point = tuple[Decimal, Decimal]


def sparkline(values: Sequence[Decimal | None], label: str) -> Markup:
    """The values in their order, evenly spaced, the last one marked; what is not known is a gap. Nothing of nothing."""
    known = [value for value in values if value is not None]
    if not known:
        return Markup("")
    points = _points(values, max(known))
    lines = [path(run, "step") for run in _runs(points) if len(run) > 1]
    lonely = [dot(percent(run[0][0]), percent(run[0][1]), 2, "won") for run in _runs(points) if len(run) == 1]
    x, y = next(one for one in reversed(points) if one)
    return plot("g-spark", label, layer(*lines), *lonely, dot(percent(x), percent(y), "2.5", "won"))


def _points(values: Sequence[Decimal | None], high: Decimal) -> list[Point | None]:
    last = Decimal(max(len(values) - 1, 1))
    return [None if value is None else (i / last, _down(value, high)) for i, value in enumerate(values)]


def _down(value: Decimal, high: Decimal) -> Decimal:
    return 1 - max(value, Decimal(0)) / high if high > 0 else Decimal(1)


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The stretches without a gap."""
    run: list[Point] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []
