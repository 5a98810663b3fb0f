"""Mean and quantiles of whole numbers, exact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def mean(values: Sequence[int]) -> Fraction | None:
    """The arithmetic mean; `None` of nothing."""
    return Fraction(sum(values), len(values)) if values else None


def quantile(values: Sequence[int], share: Fraction) -> Fraction | None:
    """The value below which this share lies, from 0 to 1; `None` of nothing.

    Between two neighbours it is interpolated: type 7 of Hyndman and Fan (1996), as in spreadsheets. Of a half it is the
    median.
    """
    if not values:
        return None
    ordered, place = sorted(values), share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def median(values: Sequence[int]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; `None` of nothing."""
    return quantile(values, Fraction(1, 2))
