"""Standing: what stands in each stage, for how long, and what is late there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from textcrm.metrics.ageing import Age, ageing
from textcrm.metrics.pipeline import StageTotal, pipeline_by_stage
from textcrm.metrics.quantiles import median
from textcrm.metrics.rotting import rotting
from textcrm.metrics.steps import UndoneStep, undone_steps
from textcrm.model.book import Book


@dataclass(frozen=True, slots=True)
class Clock:
    """Days of `count` deals: of how many they are known, half have more than the median, none more than `longest`."""

    days: tuple[int, ...]
    count: int

    @property
    def median(self) -> Fraction | None:
        """The middle value; `None` where none is known."""
        return median(self.days)

    @property
    def longest(self) -> int | None:
        """The most; `None` where none is known."""
        return max(self.days, default=None)

    @property
    def unknown(self) -> int:
        """Of how many deals it is not known."""
        return self.count - len(self.days)


@dataclass(frozen=True, slots=True)
class Standing:
    """A stage with the clocks of the deals in it, the quiet ones, and how many critical steps are not done.

    `missed` steps are of stages they have gone past, those `at_hand` of this one.
    """

    total: StageTotal
    ages: tuple[Age, ...]
    rotten: tuple[str, ...]
    missed: int
    at_hand: int

    @property
    def slow(self) -> tuple[str, ...]:
        """The deals, by id, that have been in the stage for too long."""
        return tuple(one.deal for one in self.ages if one.is_slow)

    @property
    def in_stage(self) -> Clock:
        """How long the deals have been in the stage."""
        return Clock(tuple(one.days_in_stage for one in self.ages if one.days_in_stage is not None), len(self.ages))

    @property
    def since_creation(self) -> Clock:
        """How long ago the deals were created."""
        return Clock(tuple(one.age for one in self.ages if one.age is not None), len(self.ages))


def standing(book: Book, as_of: date, steps: Sequence[UndoneStep] | None = None) -> tuple[Standing, ...]:
    """The stages as `pipeline_by_stage` has them, at the end of the day; `steps` are its undone steps, if known."""
    undone = Counter((step.deal, step.is_missed) for step in (undone_steps(book, as_of) if steps is None else steps))
    ages, rotten = ageing(book, as_of), {one.deal for one in rotting(book, as_of) if one.is_rotten}
    return tuple(_standing(row, ages, rotten, undone) for row in pipeline_by_stage(book, as_of).stages)


def _standing(row: StageTotal, ages: Sequence[Age], rotten: set[str], undone: Counter[tuple[str, bool]]) -> Standing:
    here = tuple(age for age in ages if (age.pipeline, age.stage) == (row.pipeline, row.stage))
    return Standing(
        row,
        here,
        tuple(age.deal for age in here if age.deal in rotten),
        sum(undone[age.deal, True] for age in here),
        sum(undone[age.deal, False] for age in here),
    )


def together(stages: Sequence[Standing]) -> tuple[Clock, Clock]:
    """The clocks of all the stages as one: days in the stage, days since creation."""
    ages = [age for one in stages for age in one.ages]
    in_stage = tuple(age.days_in_stage for age in ages if age.days_in_stage is not None)
    return Clock(in_stage, len(ages)), Clock(tuple(age.age for age in ages if age.age is not None), len(ages))
