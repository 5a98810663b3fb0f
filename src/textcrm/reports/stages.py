"""The report `stages`: what stands in each stage, for how long, and which critical steps are not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textcrm.metrics.ageing import Age, ageing
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.pipeline import Place, StageTotal, pipeline_by_stage
from textcrm.metrics.quantiles import median
from textcrm.metrics.rotting import rotting
from textcrm.metrics.steps import UndoneStep, undone_steps
from textcrm.model.book import Book
from textcrm.model.money import added
from textcrm.model.periods import EVER
from textcrm.model.settings import Settings
from textcrm.reports import figures
from textcrm.reports.asked import Asked, expected_in, scoped
from textcrm.reports.figures import Data, common, number, number_cell
from textcrm.reports.pipeline import expected_words, left_out_of_period, words_left_out_of_period
from textcrm.reports.report import Report
from textcrm.reports.wording import counted, left_out, member_name, pipeline_name, stage_name, title
from textcrm.tables import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage with the clocks of the deals in it, and their critical steps that are not done."""

    total: StageTotal
    ages: tuple[Age, ...]
    rotten: tuple[str, ...]
    missed: int
    at_hand: int

    @property
    def slow(self) -> tuple[str, ...]:
        return tuple(one.deal for one in self.ages if one.is_slow)

    @property
    def in_stage(self) -> list[int]:
        return [one.days_in_stage for one in self.ages if one.days_in_stage is not None]

    @property
    def since_creation(self) -> list[int]:
        return [one.age for one in self.ages if one.age is not None]


def stages(book: Book, asked: Asked) -> Report:
    """The open deals by stage with their age; with a period, those expected to close in it."""
    settings, expected = book.settings, expected_in(scoped(book, asked), asked)
    steps = undone_steps(expected.book, asked.as_of)
    measured = [
        one for one in _measured(expected.book, asked, steps) if asked.scope.pipeline in (None, one.total.pipeline)
    ]
    whole = pipeline_by_stage(expected.book, asked.as_of).total
    rows = [_stage(one, settings) for one in measured]
    deals = {deal.id: deal for deal in deals_on(expected.book, asked.as_of).open}
    undone = [_step(step, deals[step.deal]) for step in steps]
    data = {
        **common(book, asked, asked.period or EVER),
        "stages": rows,
        "total": {**figures.open_total(whole, settings.currency), **_counts(measured)},
        "steps": undone,
        "left_out": left_out_of_period(expected),
    }
    shown = (_table(measured, asked, expected.book, (*left_out(whole), *words_left_out_of_period(expected))),)
    return Report(
        name="stages",
        title=title("Open deals and how long they stand", book, asked),
        as_of=asked.as_of,
        period=asked.period,
        currency=settings.currency,
        scope=asked.scope,
        tables=(*shown, *_missed(steps, deals, book)),
        data=data,
        sheets={"stages": rows, "steps": undone},
    )


def _measured(book: Book, asked: Asked, steps: Sequence[UndoneStep]) -> Iterator[_Stage]:
    ages = ageing(book, asked.as_of)
    rotten = {one.deal for one in rotting(book, asked.as_of) if one.is_rotten}
    undone = Counter((step.deal, step.is_missed) for step in steps)
    for row in pipeline_by_stage(book, asked.as_of).stages:
        here = tuple(age for age in ages if _place(age) == (row.pipeline, row.stage))
        yield _Stage(
            row,
            here,
            tuple(age.deal for age in here if age.deal in rotten),
            sum(undone[age.deal, True] for age in here),
            sum(undone[age.deal, False] for age in here),
        )


def _place(age: Age) -> Place:
    return age.pipeline, age.stage


def _stage(one: _Stage, settings: Settings) -> Data:
    row = one.total
    known = settings.stage(row.pipeline, row.stage)
    return {
        "pipeline": row.pipeline,
        "stage": row.stage,
        "pipeline_name": pipeline_name(row.pipeline, settings),
        "stage_name": stage_name(row.pipeline, row.stage, settings),
        **figures.open_total(row.total, settings.currency),
        "days_in_stage": _days(one.in_stage, len(one.ages)),
        "age_days": _days(one.since_creation, len(one.ages)),
        "slow_after_days": known.slow_after if known else None,
        "rotten_after_days": known.rotten_days if known else None,
        **_counts([one]),
    }


def _days(days: list[int], count: int) -> Data:
    """The median, of how many deals, and of how many it is not known."""
    return {
        "median": number(median(days)),
        "longest": max(days, default=None),
        "n": len(days),
        "unknown": count - len(days),
    }


def _counts(stages: Sequence[_Stage]) -> Data:
    return {
        "slow": sum(len(one.slow) for one in stages),
        "rotten": sum(len(one.rotten) for one in stages),
        "steps_missed": sum(one.missed for one in stages),
        "steps_to_do": sum(one.at_hand for one in stages),
    }


def _step(step: UndoneStep, deal: Deal) -> Data:
    return {
        "opportunity": step.deal,
        "owner": deal.owner,
        "pipeline": deal.pipeline,
        "stage": step.stage.id,
        "step": step.step.id,
        "step_name": step.step.label,
        "missed": step.is_missed,
    }


def _table(measured: Sequence[_Stage], asked: Asked, book: Book, notes: tuple[str, ...]) -> Table:
    several = len({one.total.pipeline for one in measured}) > 1
    lines = (Column("pipeline", "Pipeline"),) if several else ()
    rows = tuple(_row(one, book.settings, several=several) for one in measured)
    count = sum(one.total.total.count for one in measured)
    return Table(
        "stages",
        f"By stage: {counted(count, 'open deal')}{expected_words(asked, book.settings)}",
        (
            *lines,
            Column("stage", "Stage"),
            Column("count", "Deals", "count"),
            Column("amount", "Amount", "money"),
            Column("days_in_stage", "Days in stage", "days"),
            Column("age", "Age in days", "days"),
            Column("slow", "Too long", "count"),
            Column("rotten", "No contact", "count"),
            Column("steps_missed", "Steps missed", "count"),
        ),
        rows,
        _total(measured, several=several) if rows else None,
        book.settings.currency,
        (
            "Days: half of the deals have more. Too long, no contact: for more days than the stage allows.",
            *_unknown_days(measured),
            *notes,
        ),
    )


def _row(one: _Stage, settings: Settings, *, several: bool) -> tuple[Cell, ...]:
    row = one.total
    line: tuple[Cell, ...] = (pipeline_name(row.pipeline, settings),) if several else ()
    return (*line, stage_name(row.pipeline, row.stage, settings), row.total.count, row.total.amount, *_clocks([one]))


def _total(measured: Sequence[_Stage], *, several: bool) -> tuple[Cell, ...]:
    amount = added(one.total.total.amount for one in measured)
    line: tuple[Cell, ...] = ("",) if several else ()
    return ("Total", *line, sum(one.total.total.count for one in measured), amount, *_clocks(measured))


def _clocks(stages: Sequence[_Stage]) -> tuple[Cell, ...]:
    counts = _counts(stages)
    return (
        number_cell(median([days for one in stages for days in one.in_stage])),
        number_cell(median([days for one in stages for days in one.since_creation])),
        *(int(str(counts[key])) for key in ("slow", "rotten", "steps_missed")),
    )


def _unknown_days(measured: Sequence[_Stage]) -> Iterator[str]:
    ages = [age for one in measured for age in one.ages]
    stage, all = sum(age.days_in_stage is None for age in ages), sum(age.age is None for age in ages)
    seen = sum(age.days_in_stage is not None and not age.exact for age in ages)
    if seen == 1:
        yield "1 deal was only seen in its stage: its days there are at least so many."
    elif seen:
        yield f"{seen} deals were only seen in their stages: their days there are at least so many."
    if stage:
        yield f"{counted(stage, 'deal')} entered the stage on no known day: not among the days."
    if all:
        yield f"{counted(all, 'deal')} began on no known day: not in their age."


def _missed(steps: Sequence[UndoneStep], deals: Mapping[str, Deal], book: Book) -> Iterator[Table]:
    missed = [step for step in steps if step.is_missed]
    if not missed:
        return
    yield Table(
        "steps",
        f"Critical steps missed: {len(missed)}, of {counted(len({step.deal for step in missed}), 'open deal')}",
        (Column("name", "Deal"), Column("owner", "Owner"), Column("step", "Step"), Column("stage", "Asked for in")),
        tuple(
            (deals[step.deal].record.name, member_name(deals[step.deal].owner, book), step.step.label, step.stage.label)
            for step in missed
        ),
    )
