"""The pipeline: open deals by stage, and what of them is expected in a period, weighted by probability."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.totals import OpenTotal, open_total
from textcrm.model.book import Book
from textcrm.model.periods import Period
from textcrm.model.settings import Settings

#: A pipeline and one of its stages, by id; `None` where it is not known.
Place = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class StageTotal:
    """The open deals in one stage."""

    pipeline: str | None
    stage: str | None
    total: OpenTotal


@dataclass(frozen=True, slots=True)
class PipelineByStage:
    """The open deals by stage, and all of them."""

    stages: tuple[StageTotal, ...]
    total: OpenTotal


def pipeline_by_stage(book: Book, as_of: date) -> PipelineByStage:
    """The deals open at the end of the day by their stage then: Σ amount, Σ amount x probability, how many.

    Every stage on offer has its row, in the order of the settings. Retired ones follow in their place if deals are in
    them; stages that the settings do not know, and deals whose stage is not known, come last.
    """
    settings, deals = book.settings, deals_on(book, as_of).open
    within: dict[Place, list[Deal]] = defaultdict(list)
    for deal in deals:
        within[deal.pipeline, deal.stage].append(deal)
    return PipelineByStage(
        tuple(StageTotal(*place, open_total(within[place], settings)) for place in _places(settings, list(within))),
        open_total(deals, settings),
    )


def _places(settings: Settings, used: Sequence[Place]) -> Iterator[Place]:
    known = [(line.id, stage) for line in settings.pipelines for stage in line.stages]
    yield from ((line, stage.id) for line, stage in known if not stage.retired or (line, stage.id) in used)
    unknown = set(used) - {(line, stage.id) for line, stage in known}
    yield from sorted(unknown, key=lambda place: (place[0] or "", place[1] is None, place[1] or ""))


@dataclass(frozen=True, slots=True)
class WeightedPipeline:
    """The open deals by when they are expected to close: before, in or after a period, or at no known day.

    These four make up `all`. Of those in the period, `overdue` are the deals whose day has passed, and `likely` those
    whose forecast category is not omitted.
    """

    period: Period
    all: OpenTotal
    before: OpenTotal
    within: OpenTotal
    after: OpenTotal
    undated: OpenTotal
    overdue: OpenTotal
    likely: OpenTotal


def weighted_pipeline(book: Book, as_of: date, period: Period) -> WeightedPipeline:
    """The deals open at the end of the day, weighted: Σ amount x probability, each product rounded.

    A deal belongs to the period if its `expected_close` lies in it, bounds included. The day itself is not overdue.
    """
    settings, deals = book.settings, deals_on(book, as_of).open
    dated = [(deal, deal.state.expected_close) for deal in deals if deal.state.expected_close]
    within = expected_in(deals, period)
    return WeightedPipeline(
        period=period,
        all=open_total(deals, settings),
        before=open_total((deal for deal, due in dated if due < period.first), settings),
        within=open_total(within, settings),
        after=open_total((deal for deal, due in dated if due > period.last), settings),
        undated=open_total((deal for deal in deals if deal.state.expected_close is None), settings),
        overdue=open_total((deal for deal, due in dated if due in period and due < as_of), settings),
        likely=open_total((deal for deal in within if deal.category != "omitted"), settings),
    )


def expected_in(deals: Sequence[Deal], period: Period) -> tuple[Deal, ...]:
    """Those of the deals whose expected close lies in the period."""
    return tuple(deal for deal in deals if deal.state.expected_close in period)
