"""When a deal was in which stage, and how it ended, before anything is known of its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from bench.process import AS_OF, EQUIPMENT, FIRST_DAY, SERVICE, Pipeline

STATUSES: Final = {"open": 22, "won": 34, "lost": 27, "abandoned": 10, "cancelled": 7}
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Course:
    """`entered` has the day of each stage reached, `end` the closing day or the day of the data.

    `reopened` is the day an open deal was lost for a while, and the day that ended.
    """

    pipeline: Pipeline
    status: str
    entered: tuple[date, ...]
    end: date
    reopened: tuple[date, date] | None = None


def draw_course(rng: Random) -> Course:
    """A legal way through a pipeline; an open deal is not slow in the stage it is in."""
    pipeline = EQUIPMENT if rng.random() < 0.8 else SERVICE
    status = rng.choices(tuple(STATUSES), weights=tuple(STATUSES.values()))[0]
    last = len(pipeline.stages) - 1
    depth = last if status == "won" else rng.randint(0, last)
    end = AS_OF if status == "open" else AS_OF - timedelta(rng.randint(1, (AS_OF - FIRST_DAY).days - 180))
    days = [end]
    for stage in pipeline.stages[depth::-1]:
        days.append(days[-1] - timedelta(rng.randint(3, stage.slow_days - 3)))
    reopened = None
    if status == "open" and depth == 1 and pipeline is EQUIPMENT and rng.random() < 0.1:
        reopened = (AS_OF - timedelta(60), AS_OF - timedelta(rng.randint(3, 20)))
        days = [day - timedelta(120) for day in days]
    return Course(pipeline, status, tuple(days[:0:-1]), end, reopened)


def weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(max(0, day.weekday() - 4))
