"""The report `stages`: what stands in each stage, for how long, and which critical steps are not done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textcrm.locale.formats import formats
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.pipeline import pipeline_by_stage
from textcrm.metrics.standing import Clock, Standing, standing, together
from textcrm.metrics.steps import UndoneStep, undone_steps
from textcrm.model.book import Book
from textcrm.model.periods import EVER
from textcrm.model.settings import Settings
from textcrm.reports import figures
from textcrm.reports.asked import Asked, expected_in, scoped
from textcrm.reports.figures import Data, amount_cell, common, number, number_cell, sum_cell
from textcrm.reports.pipeline import expected_words, left_out_of_period, words_left_out_of_period
from textcrm.reports.report import Report
from textcrm.reports.wording import counted, left_out, member_name, pipeline_name, stage_name, title
from textcrm.tables import Cell, Column, Table


def stages(book: Book, asked: Asked) -> Report:
    """The open deals by stage with their age; with a period, those expected to close in it."""
    settings, expected = book.settings, expected_in(scoped(book, asked), asked)
    steps = undone_steps(expected.book, asked.as_of)
    measured = [
        one for one in standing(expected.book, asked.as_of, steps) if asked.scope.pipeline in (None, one.total.pipeline)
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
    shown = (_table(measured, asked, expected.book, (*left_out(whole, settings), *words_left_out_of_period(expected))),)
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


def _stage(one: Standing, settings: Settings) -> Data:
    row = one.total
    known = settings.stage(row.pipeline, row.stage)
    return {
        "pipeline": row.pipeline,
        "stage": row.stage,
        "pipeline_name": pipeline_name(row.pipeline, settings),
        "stage_name": stage_name(row.pipeline, row.stage, settings),
        **figures.open_total(row.total, settings.currency),
        "days_in_stage": _days(one.in_stage),
        "age_days": _days(one.since_creation),
        "slow_after_days": known.slow_after if known else None,
        "rotten_after_days": known.rotten_days if known else None,
        **_counts([one]),
    }


def _days(clock: Clock) -> Data:
    """The median, of how many deals, and of how many it is not known."""
    return {
        "median": number(clock.median),
        "longest": clock.longest,
        "n": len(clock.days),
        "unknown": clock.unknown,
    }


def _counts(stages: Sequence[Standing]) -> Data:
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


def _table(measured: Sequence[Standing], asked: Asked, book: Book, notes: tuple[str, ...]) -> Table:
    several = len({one.total.pipeline for one in measured}) > 1
    lines = (Column("pipeline", "Pipeline"),) if several else ()
    rows = tuple(_row(one, book.settings, several=several) for one in measured)
    count = sum(one.total.total.count for one in measured)
    return Table(
        "stages",
        f"By stage: {counted(count, 'open deal', book.settings)}{expected_words(asked, book.settings)}",
        (
            *lines,
            Column("stage", "Stage"),
            Column("count", "Deals", "count"),
            Column("amount", "Amount", "money"),
            Column("days_in_stage", "Days in stage", "days"),
            Column("age", "Age in days", "days"),
            Column("slow", "Too long", "count"),
            Column("rotten", "Quiet", "count"),
            Column("steps_missed", "Steps missed", "count"),
        ),
        rows,
        _total(measured, several=several) if rows else None,
        book.settings.currency,
        (
            "Days: half of the deals have more. Too long: for more days than the stage allows.",
            "Quiet: without contact, step or move for more days than the stage allows.",
            *_unknown_days(measured, book.settings),
            *notes,
        ),
    )


def _row(one: Standing, settings: Settings, *, several: bool) -> tuple[Cell, ...]:
    row = one.total
    line: tuple[Cell, ...] = (pipeline_name(row.pipeline, settings),) if several else ()
    return (
        *line,
        stage_name(row.pipeline, row.stage, settings),
        row.total.count,
        amount_cell(row.total),
        *_clocks([one]),
    )


def _total(measured: Sequence[Standing], *, several: bool) -> tuple[Cell, ...]:
    amount = sum_cell(amount_cell(one.total.total) for one in measured)
    line: tuple[Cell, ...] = ("",) if several else ()
    return ("Total", *line, sum(one.total.total.count for one in measured), amount, *_clocks(measured))


def _clocks(stages: Sequence[Standing]) -> tuple[Cell, ...]:
    counts, clocks = _counts(stages), together(stages)
    return (
        *(number_cell(clock.median) for clock in clocks),
        *(int(str(counts[key])) for key in ("slow", "rotten", "steps_missed")),
    )


def _unknown_days(measured: Sequence[Standing], settings: Settings) -> Iterator[str]:
    ages = [age for one in measured for age in one.ages]
    stage, all = sum(age.days_in_stage is None for age in ages), sum(age.age is None for age in ages)
    seen = sum(age.days_in_stage is not None and not age.exact for age in ages)
    if seen == 1:
        yield "1 deal was only seen in its stage: its days there are at least so many."
    elif seen:
        deals = counted(seen, "deal", settings)
        yield f"{deals} were only seen in their stages: their days there are at least so many."
    if stage:
        yield f"{counted(stage, 'deal', settings)} entered the stage on no known day: not among the days."
    if all:
        yield f"{counted(all, 'deal', settings)} began on no known day: not in their age."


def _missed(steps: Sequence[UndoneStep], deals: Mapping[str, Deal], book: Book) -> Iterator[Table]:
    missed = [step for step in steps if step.is_missed]
    if not missed:
        return
    count = formats(book.settings.locale).number(len(missed))
    deals_of = counted(len({step.deal for step in missed}), "open deal", book.settings)
    yield Table(
        "steps",
        f"Critical steps missed: {count}, of {deals_of}",
        (Column("name", "Deal"), Column("owner", "Owner"), Column("step", "Step"), Column("stage", "Asked for in")),
        tuple(
            (deals[step.deal].record.name, member_name(deals[step.deal].owner, book), step.step.label, step.stage.label)
            for step in missed
        ),
    )
