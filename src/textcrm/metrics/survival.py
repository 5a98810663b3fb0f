"""Survival: how long until something happens, counting what has not happened yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple


class Wait(NamedTuple):
    """A wait of so many units of time: it `ended`, or was still going on when last seen (censored)."""

    time: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """At this time, `ended` of the `waiting` ended, after which the share `surviving` waits longer."""

    time: int
    waiting: int
    ended: int
    surviving: Fraction


@dataclass(frozen=True, slots=True)
class Curve:
    """The share still waiting, as it falls with time: all of it until the first step."""

    waits: tuple[Wait, ...]
    steps: tuple[Step, ...]

    def quantile(self, share: Fraction) -> int | None:
        """The first time by which at least this share has ended; `None` where so many have not ended yet."""
        return next((step.time for step in self.steps if step.surviving <= 1 - share), None)

    @property
    def median(self) -> int | None:
        """The time by which half has ended; `None` where it is longer than the `longest` observed."""
        return self.quantile(Fraction(1, 2))

    @property
    def longest(self) -> int | None:
        """The longest wait seen, ended or not."""
        return max((wait.time for wait in self.waits), default=None)


def kaplan_meier(waits: Iterable[Wait]) -> Curve:
    """The product-limit estimate of Kaplan and Meier (1958): S(t) = Π (1 - d/n) over the times at which a wait ended.

    Where one ends and another is last seen at the same time, the other was still waiting.
    """
    seen = tuple(sorted(waits))
    ended, censored = (Counter(wait.time for wait in seen if wait.ended is state) for state in (True, False))
    times = sorted({wait.time for wait in seen})
    gone = accumulate((ended[time] + censored[time] for time in times), initial=0)
    steps, surviving = [], Fraction(1)
    for time, before in zip(times, gone, strict=False):
        if ended[time]:
            waiting = len(seen) - before
            surviving *= 1 - Fraction(ended[time], waiting)
            steps.append(Step(time, waiting, ended[time], surviving))
    return Curve(seen, tuple(steps))
