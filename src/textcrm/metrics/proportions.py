"""Proportions: k of n with Wilson's interval, and cohorts whose outcome is still open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

#: The 90th percentile of the normal distribution: one chance in ten on either side, an interval of 80 %.
Z80 = 1.2815515655446004
#: A rate of fewer is no rate: show the counts. One of fewer than the second needs its interval beside it.
TOO_FEW, FEW = 5, 30


def wilson(k: int, n: int) -> tuple[float, float]:
    """Wilson's score interval (1927) at 80 % for k of n, n at least 1: its bounds, from 0 to 1.

    With p = k/n, the centre is (p + z²/2n) / (1 + z²/n), the half-width z·√(p(1-p)/n + z²/4n²) / (1 + z²/n). Brown, Cai
    and DasGupta (2001) recommend it for small n.
    """
    p, spread = k / n, Z80 * Z80 / n
    half = Z80 * sqrt(p * (1 - p) / n + spread / (4 * n))
    low, high = (p + spread / 2 - half) / (1 + spread), (p + spread / 2 + half) / (1 + spread)
    # At the ends the formula is exact and its floating-point value need not be.
    return (0.0 if k == 0 else low, 1.0 if k == n else high)


@dataclass(frozen=True, slots=True)
class Proportion:
    """k of n: the rate as an exact fraction, with its interval; `None` of nothing."""

    k: int
    n: int

    @property
    def rate(self) -> Fraction | None:
        """k/n, from 0 to 1; `None` of nothing."""
        return Fraction(self.k, self.n) if self.n else None

    @property
    def low(self) -> float | None:
        """The lower bound of Wilson's interval at 80 %."""
        return wilson(self.k, self.n)[0] if self.n else None

    @property
    def high(self) -> float | None:
        """The upper bound of Wilson's interval at 80 %."""
        return wilson(self.k, self.n)[1] if self.n else None

    @property
    def tells_a_rate(self) -> bool:
        """Whether there are enough to speak of a rate at all, and not of counts only."""
        return self.n >= TOO_FEW

    @property
    def needs_interval(self) -> bool:
        """Whether they are so few that the rate says little without its interval."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Cohort:
    """What became of all that began together: so many succeeded, so many failed, the others are open.

    Until all are settled the rate is an interval: from `low`, if none of the open ones succeed, to `high`, if all do.
    """

    began: int
    succeeded: int
    failed: int

    @property
    def open(self) -> int:
        """How many are not settled yet."""
        return self.began - self.succeeded - self.failed

    @property
    def low(self) -> Fraction | None:
        """The rate if no open one succeeds, from 0 to 1; `None` of nothing."""
        return ratio(self.succeeded, self.began)

    @property
    def high(self) -> Fraction | None:
        """The rate if every open one succeeds, from 0 to 1; `None` of nothing."""
        return ratio(self.began - self.failed, self.began)

    @property
    def is_settled(self) -> bool:
        """Whether none is open, so that the rate is a number."""
        return self.open == 0

    @property
    def so_far(self) -> Proportion:
        """Those that succeeded, of all."""
        return Proportion(self.succeeded, self.began)


def ratio(part: Decimal | Fraction | int, whole: Decimal | Fraction | int) -> Fraction | None:
    """The exact quotient; `None` where nothing can be divided by the whole."""
    return Fraction(part) / Fraction(whole) if whole else None
