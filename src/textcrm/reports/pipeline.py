"""The report `pipeline`: the open deals by stage, what they are worth, and how much hangs on few of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textcrm.locale.formats import formats
from textcrm.metrics.concentration import Concentration, concentration
from textcrm.metrics.deals import deals_on
from textcrm.metrics.pipeline import StageTotal, pipeline_by_stage
from textcrm.metrics.proportions import ratio
from textcrm.metrics.totals import OpenTotal
from textcrm.model.book import Book
from textcrm.model.periods import EVER
from textcrm.model.settings import Settings
from textcrm.reports.asked import Asked, Expected, expected_in, scoped
from textcrm.reports.figures import (
    Data,
    amount_cell,
    common,
    money,
    number_cell,
    open_total,
    rate,
    share_cell,
    weighted_cell,
)
from textcrm.reports.report import Report
from textcrm.reports.wording import counted, left_out, member_name, period_words, pipeline_name, stage_name, title
from textcrm.tables import Cell, Column, Table

#: So many of the largest deals are shown.
_LARGEST = 5
#: Of fewer deals nobody needs to be told which are the largest.
_LEAST_TO_SPREAD = 4


def pipeline(book: Book, asked: Asked) -> Report:
    """The deals open at the end of the day, by stage; with a period, those expected to close in it."""
    settings, expected = book.settings, expected_in(scoped(book, asked), asked)
    measured = pipeline_by_stage(expected.book, asked.as_of)
    rows = [row for row in measured.stages if asked.scope.pipeline in (None, row.pipeline)]
    spread = concentration(expected.book, asked.as_of)
    stages = [_stage(row, settings) for row in rows]
    data = {
        **common(book, asked, asked.period or EVER),
        "stages": stages,
        "total": open_total(measured.total, settings.currency),
        "concentration": _concentration(spread, settings),
        "left_out": left_out_of_period(expected),
    }
    return Report(
        name="pipeline",
        title=title("Open deals", book, asked),
        as_of=asked.as_of,
        period=asked.period,
        currency=settings.currency,
        scope=asked.scope,
        tables=(_by_stage(rows, measured.total, expected, asked), *_largest(spread, expected.book, asked)),
        data=data,
        sheets={"stages": stages},
    )


def _stage(row: StageTotal, settings: Settings) -> Data:
    return {
        "pipeline": row.pipeline,
        "stage": row.stage,
        "pipeline_name": pipeline_name(row.pipeline, settings),
        "stage_name": stage_name(row.pipeline, row.stage, settings),
        "probability": stage_probability(row.pipeline, row.stage, settings),
        **open_total(row.total, settings.currency),
    }


def stage_probability(pipeline: str | None, stage: str | None, settings: Settings) -> int | None:
    """The stage's own chance in percent, which a deal may override."""
    line, known = settings.pipeline(pipeline), settings.stage(pipeline, stage)
    return line.probability(known) if line and known else None


def _concentration(spread: Concentration, settings: Settings) -> Data:
    return {
        "top_1": rate(spread.top(1)),
        "top_3": rate(spread.top(3)),
        "effective_deals": rate(spread.effective_deals),
        "largest": [
            {
                "opportunity": part.deal,
                "amount": money(part.amount, settings.currency),
                "share": rate(ratio(part.amount, spread.total)),
            }
            for part in spread.parts[:_LARGEST]
        ],
        "without_value": len(spread.without_value),
    }


def left_out_of_period(expected: Expected) -> Data:
    """How many open deals are not shown, as they are expected at another time or at no known one."""
    return {"expected_outside_period": expected.outside, "without_expected_close": expected.undated}


def _by_stage(rows: Sequence[StageTotal], whole: OpenTotal, expected: Expected, asked: Asked) -> Table:
    settings = expected.book.settings
    several = len({row.pipeline for row in rows}) > 1
    lines = (Column("pipeline", "Pipeline"),) if several else ()
    return Table(
        "stages",
        f"By stage: {counted(whole.count, 'open deal', settings)}{expected_words(asked, settings)}",
        (
            *lines,
            Column("stage", "Stage"),
            Column("probability", "Usual chance", "percent"),
            Column("count", "Deals", "count"),
            Column("amount", "Amount", "money"),
            Column("weighted", "Weighted", "money"),
        ),
        tuple(_row(row, settings, several=several) for row in rows),
        ("Total", *(("",) if several else ()), "", *_money(whole)) if rows else None,
        settings.currency,
        (
            "Weighted: the amount of each deal times its chance of being won.",
            *left_out(whole, settings),
            *words_left_out_of_period(expected),
        ),
    )


def _row(row: StageTotal, settings: Settings, *, several: bool) -> tuple[Cell, ...]:
    line: tuple[Cell, ...] = (pipeline_name(row.pipeline, settings),) if several else ()
    chance = stage_probability(row.pipeline, row.stage, settings)
    stage = stage_name(row.pipeline, row.stage, settings)
    return (*line, stage, chance, *_money(row.total))


def _money(total: OpenTotal) -> tuple[Cell, ...]:
    return total.count, amount_cell(total), weighted_cell(total)


def expected_words(asked: Asked, settings: Settings) -> str:
    """That only deals expected in a period are shown, where that is so."""
    if asked.period is None or asked.period == EVER:
        return ""
    return f" expected to close in {period_words(asked.period, settings)}"


def words_left_out_of_period(expected: Expected) -> tuple[str, ...]:
    """Sentences on the open deals that are not shown."""
    settings = expected.book.settings
    notes = [
        (expected.outside, "expected to close at another time"),
        (expected.undated, "without a day on which it should close"),
    ]
    return tuple(f"Not shown: {counted(count, 'open deal', settings)} {why}." for count, why in notes if count)


def _largest(spread: Concentration, book: Book, asked: Asked) -> Iterator[Table]:
    deals = {deal.id: deal for deal in deals_on(book, asked.as_of).open}
    largest = spread.parts[:_LARGEST]
    if len(spread.parts) < _LEAST_TO_SPREAD or not spread.total:
        return
    shares = [share_cell(ratio(part.amount, spread.total)) for part in largest]
    equal = number_cell(spread.effective_deals)
    yield Table(
        "largest",
        f"The largest: {len(largest)} of {counted(len(spread.parts), 'open deal', book.settings)} with an amount",
        (
            Column("name", "Deal"),
            Column("owner", "Owner"),
            Column("amount", "Amount", "money"),
            Column("share", "Share", "share"),
        ),
        tuple(
            (deals[part.deal].record.name, member_name(deals[part.deal].owner, book), part.amount, share)
            for part, share in zip(largest, shares, strict=True)
        ),
        None,
        book.settings.currency,
        (f"The money is spread as if there were {formats(book.settings.locale).number(equal, 1)} equal deals.",)
        if equal is not None
        else (),
    )
