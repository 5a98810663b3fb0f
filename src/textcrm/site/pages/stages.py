"""The Stages: what stands where, for how long, where deals go from there, and which critical steps are not done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal, largest_first
from textcrm.metrics.moves import Move, Moves, moves
from textcrm.metrics.standing import Standing, standing
from textcrm.metrics.steps import UndoneStep
from textcrm.model.periods import Period
from textcrm.model.records import CLOSED
from textcrm.reports import figures
from textcrm.reports.figures import number_cell as rounded_number
from textcrm.site.charts.bars import Segment, stacked_bar
from textcrm.site.charts.scale import Axis, axis, axis_row
from textcrm.site.choices import by_owner, by_pipeline, telling
from textcrm.site.deals import (
    deal_cell,
    line_label,
    longest_stay_cell,
    outcome_label,
    owner_cell,
    owner_label,
    place_cell,
    stage_option,
    stage_value,
)
from textcrm.site.facts import Facts
from textcrm.site.grid import (
    Cell,
    Column,
    Facet,
    Grid,
    Row,
    beside,
    day_cell,
    days_cell,
    further_pages,
    late_cell,
    number_cell,
    spread,
    unoffered,
)
from textcrm.site.links import Links
from textcrm.site.order import name_order
from textcrm.site.page import Head, Page, head
from textcrm.site.unread import none
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "stages.html"
#: Moves are looked at over so many days, the day itself included.
_HALF_YEAR: Final = 182
#: In the order of their columns, after the stages.
_OUTCOMES: Final = CLOSED


@dataclass(frozen=True, slots=True)
class Matrix:
    """The moves of one pipeline: a row for each stage deals left, a column for each place they went to."""

    name: str
    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """What the page shows."""

    head: Head
    sentence: Text
    standing_head: Head
    standing: Grid
    moves_head: Head
    matrices: tuple[Matrix, ...]
    no_moves: str
    steps_head: Head
    missed: Grid
    at_hand_title: str
    at_hand: Grid
    all_head: Head
    moves: Grid


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many moves take."""
    _, links = facts.words.gettext, facts.links(PATH)
    there, found = standing(facts.book, facts.as_of, facts.steps), moves(facts.book, facts.as_of, _half_year(facts))
    parts = spread(_moves(facts, links, found), facts.say, links, PATH)
    at_hand = spread(_step_grid(facts, links, is_missed=False), facts.say, links, PATH)
    value = Stages(
        head=Head(_("Stages"), of=_("All deals, open and closed")),
        sentence=_sentence(facts, there),
        standing_head=head(_("What stands where"), links, "stages-now", _late(facts, there), _of_open(facts)),
        standing=_standing(facts, links, there),
        moves_head=replace(
            head(_("Moves"), links, "stage-moves", _back(facts, found), _of_moves(facts, found)), id="moved"
        ),
        matrices=tuple(_matrices(facts, links, found)),
        no_moves=none(facts, "opportunities", _("No deal moved in the last half year.")),
        steps_head=replace(
            head(_("Critical steps undone"), links, "steps-undone", _missed_says(facts), _of_steps(facts)), id="steps"
        ),
        missed=_step_grid(facts, links, is_missed=True),
        at_hand_title=_("To be done before the deal goes on"),
        at_hand=at_hand[0],
        all_head=head(
            _("All moves"), links, "stage-moves", of=_("The last half year, the latest first") if found.all else ""
        ),
        moves=parts[0],
    )
    tables = (_now_table(facts, there), _moves_table(facts, found), _steps_table(facts))
    page = Page(PATH, "pages/stages.html.jinja", _("Stages"), "stages", value, tables)
    yield page
    yield from further_pages(at_hand, page, links, _of_steps(facts))
    yield from further_pages(parts, page, links, _of_moves(facts, found))


def _half_year(facts: Facts) -> Period:
    return Period(facts.as_of - timedelta(days=_HALF_YEAR - 1), facts.as_of)


def _sentence(facts: Facts, there: Sequence[Standing]) -> Text:
    """What became of all deals, and where most of the open ones stand."""
    m_, number = facts.words.marked, facts.say.number
    closed = Counter(deal.state.status for deal in facts.deals.closed)
    if not facts.deals.counted:
        return m_("<b>There is no deal yet.</b>")
    became = facts.words.nmarked(
        "<b>Of %(num)s deal, %(won)s was won, %(lost)s lost or given up, and %(open)s is open.</b>",
        "<b>Of %(num)s deals, %(won)s were won, %(lost)s lost or given up, and %(open)s are open.</b>",
        len(facts.deals.counted),
        num=number(len(facts.deals.counted)),
        won=number(closed["won"]),
        lost=number(len(facts.deals.closed) - closed["won"]),
        open=number(len(facts.deals.open)),
    )
    most = _fullest(facts, there)
    return m_("%(became)s %(most)s", became=became, most=most) if most else became


def _fullest(facts: Facts, there: Sequence[Standing]) -> Text:
    """The stage with the most deals, if one has more than all others, and for how long half of them have been there."""
    ordered = sorted(there, key=lambda one: -one.total.total.count)
    if len(ordered) < 2 or ordered[0].total.total.count in (0, ordered[1].total.total.count):  # noqa: PLR2004  # a pair
        return ""
    first = ordered[0]
    days = rounded_number(first.in_stage.median)
    if days is None:
        return ""
    return facts.words.nmarked(
        "Most stand in %(stage)s: %(num)s, for <b>%(days)s</b>.",
        "Most stand in %(stage)s: %(num)s, half of them for <b>%(days)s</b> or more.",
        first.total.total.count,
        stage=_stage(facts, first.total.pipeline, first.total.stage),
        num=facts.say.number(first.total.total.count),
        days=facts.say.days(days.to_integral_value()),
    )


def _stage(facts: Facts, pipeline: str | None, stage: str | None) -> str:
    return facts.stage_label(pipeline, stage) or facts.words.gettext("Not known")


# ── what stands where ───────────────────────────────────────────────────────────────────────────────────────────────


def _of_open(facts: Facts) -> str:
    n_, count = facts.words.ngettext, len(facts.deals.open)
    told = n_("%(num)s open deal", "%(num)s open deals", count, num=facts.say.number(count))
    return facts.words.gettext("%(deals)s; red: for longer than the stage allows", deals=told) if count else ""


def _late(facts: Facts, there: Sequence[Standing]) -> Text:
    """How many are too long in their stage, and how many nobody has talked to for too long."""
    n_, _, number = facts.words.ngettext, facts.words.gettext, facts.say.number
    slow, quiet = sum(len(one.slow) for one in there), sum(len(one.rotten) for one in there)
    told = (
        (
            slow,
            n_(
                "%(num)s deal is too long in its stage.",
                "%(num)s deals are too long in their stages.",
                slow,
                num=number(slow),
            ),
        ),
        (
            quiet,
            n_(
                "%(num)s has been quiet for too long.",
                "%(num)s have been quiet for too long.",
                quiet,
                num=number(quiet),
            ),
        ),
    )
    said = " ".join(text for count, text in told if count)
    return said or (_("No deal stands too long, and none is quiet.") if facts.deals.open else "")


def _standing(facts: Facts, links: Links, there: Sequence[Standing]) -> Grid:
    _, several = facts.words.gettext, len({one.total.pipeline for one in there}) > 1
    along = axis((Decimal(one.total.total.count) for one in there), facts.say.number, Decimal(1))
    columns = (
        Column("stage", _("Stage"), "words"),
        *((Column("pipeline", _("Pipeline"), "words p2"),) if several else ()),
        Column("deals", _("Deals"), "num", "number"),
        Column("bar", _("In time, and too long"), "bar half", ""),
        Column("half", _("Half longer than"), "num p3", "number"),
        Column("longest", _("Longest"), "num p4", "number"),
        Column("usual", _("Usual"), "num p2", "number"),
        Column("slow", _("Too long"), "num", "number"),
        Column("quiet", _("Quiet"), "num p2", "number"),
        Column("missed", _("Steps left out"), "num p3", "number"),
    )
    rows = tuple(_standing_row(facts, links, one, along, several=several) for one in there)

    def counted(many: int, **facets: str) -> Cell:
        return number_cell(facts.say, many, links.page("pipeline", "deals", **facets) if many else None)

    scale = Row(
        (
            Cell(_("All")),
            *((Cell(""),) if several else ()),
            counted(sum(one.total.total.count for one in there)),
            Cell(axis_row(along)),
            *(Cell(""),) * 3,
            counted(sum(len(one.slow) for one in there), attention="slow"),
            counted(sum(len(one.rotten) for one in there), attention="rotting"),
            counted(sum(one.missed for one in there), attention="step-missed"),
        )
    )
    return Grid("standing", _("What stands where"), columns, rows, scale if along.high else None, look="bars")


def _standing_row(facts: Facts, links: Links, one: Standing, along: Axis, *, several: bool) -> Row:
    say, place, count = facts.say, one.total, one.total.total.count
    known = facts.settings.stage(place.pipeline, place.stage)
    line = {"pipeline": place.pipeline or ""} if len(facts.settings.pipelines) > 1 else {}
    here = {**line, "stage": stage_value(facts, place.pipeline, place.stage)}
    late = len(one.slow)
    segments = [Segment(Decimal(count - late), "commit"), Segment(Decimal(late), "late")]
    half = rounded_number(one.in_stage.median)

    def counted(many: int, attention: str) -> Cell:
        return late_cell(say, many, links.page("pipeline", "deals", **here, attention=attention))

    return Row(
        (
            place_cell(facts, place.pipeline, place.stage, facts.words.gettext("Not known")),
            *((Cell(line_label(facts, place.pipeline)),) if several else ()),
            number_cell(say, count, links.page("pipeline", "deals", **here) if count else None),
            Cell(stacked_bar(segments, along)),
            days_cell(say, None if half is None else half.to_integral_value()),
            longest_stay_cell(facts, links, place.total.deals),
            days_cell(say, known.typical_days if known else None),
            counted(late, "slow"),
            counted(len(one.rotten), "rotting"),
            counted(one.missed, "step-missed"),
        )
    )


def _now_table(facts: Facts, there: Sequence[Standing]) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("pipeline", _("Pipeline")),
        Field("stage", _("Stage")),
        Field("deals", _("Deals"), "count"),
        Field("amount", _("Amount"), "money"),
        Field("half_longer_than", _("Half longer than"), "days"),
        Field("longest", _("Longest"), "days"),
        Field("usual", _("Usual"), "days"),
        Field("too_long_after", _("Too long after"), "days"),
        Field("too_long", _("Too long"), "count"),
        Field("no_contact", _("Quiet"), "count"),
        Field("steps_left_out", _("Steps left out"), "count"),
        Field("steps_to_do", _("Steps to do"), "count"),
    )
    rows = tuple(_now_row(facts, one) for one in there)
    notes = (
        _("Days are those since the deal entered the stage; deals of which they are not known are not among them."),
    )
    return Table("stages-now", _("What stands where"), fields, rows, currency=facts.currency, notes=notes)


def _now_row(facts: Facts, one: Standing) -> tuple[str | int | Decimal | None, ...]:
    known = facts.settings.stage(one.total.pipeline, one.total.stage)
    return (
        one.total.pipeline,
        one.total.stage,
        one.total.total.count,
        figures.amount_cell(one.total.total),
        rounded_number(one.in_stage.median),
        one.in_stage.longest,
        known.typical_days if known else None,
        known.slow_after if known else None,
        len(one.slow),
        len(one.rotten),
        one.missed,
        one.at_hand,
    )


# ── moves ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_moves(facts: Facts, found: Moves) -> str:
    n_, count = facts.words.ngettext, len(found.all)
    if not count:
        return ""
    return n_(
        "%(num)s move in the last half year; darker is more often, red is back",
        "%(num)s moves in the last half year; darker is more often, red is back",
        count,
        num=facts.say.number(count),
    )


def _back(facts: Facts, found: Moves) -> Text:
    """How many went back a stage, and from where to where most of them did."""
    n_, count = facts.words.ngettext, len(found.back)
    if not found.all:
        return ""
    if not count:
        return facts.words.gettext("No deal went back a stage.")
    told = n_("%(num)s move went back a stage.", "%(num)s moves went back a stage.", count, num=facts.say.number(count))
    (place, times), *others = Counter((one.pipeline, one.before, one.after) for one in found.back).most_common(2)
    if times < 2 or any(times == other for _, other in others):  # noqa: PLR2004  # once is no habit
        return told
    return facts.words.gettext(
        "%(told)s Most often from %(before)s to %(after)s.",
        told=told,
        before=_stage(facts, place[0], place[1]),
        after=_stage(facts, place[0], place[2]),
    )


def _matrices(facts: Facts, links: Links, found: Moves) -> Iterator[Matrix]:
    """One for each pipeline in which something moved."""
    counts = found.counts
    lines = list(dict.fromkeys(line for line, _, _ in counts))
    order = {line.id: place for place, line in enumerate(facts.settings.pipelines)}
    for line in sorted(lines, key=lambda one: (order.get(one or "", len(order)), one or "")):
        within = {(before, after): n for (one, before, after), n in counts.items() if one == line}
        yield _matrix(facts, links, line, within, is_one_of_several=len(lines) > 1)


def _matrix(
    facts: Facts, links: Links, line: str | None, counts: Mapping[tuple[str, str], int], *, is_one_of_several: bool
) -> Matrix:
    _, known = facts.words.gettext, facts.settings.pipeline(line)
    ids = [stage.id for stage in known.stages] if known else []
    used = {id for pair in counts for id in pair if id not in _OUTCOMES}
    stages = [id for id in ids if id in used or not known or not known.by_id[id].retired] + sorted(used - set(ids))
    ends = [status for status in _OUTCOMES if any(after == status for _, after in counts)]
    most = max(counts.values())
    named = {id: _stage(facts, line, id) for id in stages} | {status: outcome_label(facts, status) for status in ends}

    def cell(before: str, after: str) -> Cell:
        count = counts.get((before, after), 0)
        if before == after:
            return Cell("")
        is_back = after in stages and stages.index(after) < stages.index(before)
        look = ("qb" if is_back else f"q{_shade(count, most)}") if count else "none"
        there = {"from": stage_value(facts, line, before), "to": _end_value(facts, line, after)} | (
            {"pipeline": line or ""} if is_one_of_several else {}
        )
        return Cell(facts.say.number(count), links.page("stages", "moves", **there) if count else None, look=look)

    rows = tuple((named[before], tuple(cell(before, after) for after in (*stages, *ends))) for before in stages)
    name = line_label(facts, line) if is_one_of_several else ""
    label = _("Moves between stages, %(pipeline)s", pipeline=name) if name else _("Moves between stages")
    return Matrix(name, label, tuple(named[id] for id in (*stages, *ends)), rows)


def _shade(count: int, most: int) -> int:
    """One of five steps: of nothing the first, of the most the last."""
    return 1 + (5 * count - 1) // most


def _moves(facts: Facts, links: Links, found: Moves) -> Grid:
    _ = facts.words.gettext
    deals = {deal.id: deal for deal in facts.deals.counted}
    columns = (
        Column("deal", _("Deal"), "deal"),
        Column("from", _("From"), "words"),
        Column("to", _("To"), "words"),
        Column("owner", _("Owner"), "words p2"),
        Column("day", _("Day"), "num nw p2"),
    )
    rows = tuple(_move_row(facts, links, move, deals[move.deal]) for move in reversed(found.all))
    facets = (
        Facet("owner", _("Owner"), _options(facts, {(deals[move.deal].owner or "") for move in found.all})),
        Facet("from", _("From"), tuple(_places(facts, found, "before"))),
        Facet("to", _("To"), tuple(_places(facts, found, "after"))),
    )
    offered = tuple(replace(facet, is_offered=len(facet.options) > 1) for facet in facets)
    empty = none(facts, "opportunities", _("No deal moved in the last half year."))
    return Grid(
        "moves",
        _("Moves of the last half year"),
        columns,
        rows,
        facets=(*offered, *unoffered([by_pipeline(facts, rows)])),
        empty=empty,
    )


def _options(facts: Facts, owners: set[str]) -> tuple[tuple[str, str], ...]:
    named = sorted(((id, facts.label("team", id)) for id in owners if id), key=lambda one: name_order(one[1], one[0]))
    return (*named, *((("", facts.words.gettext("nobody")),) if "" in owners else ()))


def _places(facts: Facts, found: Moves, side: str) -> Iterator[tuple[str, str]]:
    """The stages and outcomes on one side of the moves, by name."""
    labels: dict[str, str] = {}
    for move in found.all:
        id = move.before if side == "before" else move.after
        value, label = (id, outcome_label(facts, id)) if id in _OUTCOMES else stage_option(facts, move.pipeline, id)
        labels.setdefault(value, label)
    yield from sorted(labels.items(), key=lambda one: name_order(one[1], one[0]))


def _end_value(facts: Facts, pipeline: str | None, id: str) -> str:
    """What a filter calls the end of a move."""
    return id if id in _OUTCOMES else stage_value(facts, pipeline, id)


def _end(facts: Facts, move: Move, id: str) -> str:
    return outcome_label(facts, id) if id in _OUTCOMES else _stage(facts, move.pipeline, id)


def _move_cell(facts: Facts, move: Move, id: str) -> Cell:
    """One end of a move, sorted by its place in the settings, the outcomes after all stages."""
    return Cell(_end(facts, move, id), value=facts.stage_rank(move.pipeline, id))


def _move_row(facts: Facts, links: Links, move: Move, deal: Deal) -> Row:
    look = "late" if move.is_back or (move.after in _OUTCOMES and move.after != "won") else ""
    return Row(
        (
            deal_cell(facts, links, deal, beside(facts.say.day(move.day), owner_label(facts, deal.owner))),
            _move_cell(facts, move, move.before),
            replace(_move_cell(facts, move, move.after), look=look),
            owner_cell(facts, links, deal.owner),
            day_cell(facts.say, move.day),
        ),
        {
            "owner": (deal.owner or "",),
            "pipeline": (move.pipeline or "",),
            "from": (stage_value(facts, move.pipeline, move.before),),
            "to": (_end_value(facts, move.pipeline, move.after),),
        },
    )


def _moves_table(facts: Facts, found: Moves) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("deal", _("Deal"), "id"),
        Field("day", _("Day"), "day"),
        Field("pipeline", _("Pipeline")),
        Field("from", _("From")),
        Field("to", _("To")),
    )
    rows = tuple((f"opportunities/{one.deal}", one.day, one.pipeline, one.before, one.after) for one in found.all)
    notes = (
        _("No moves: the first entry of a history, a reopening, a change of pipeline, and what was only observed."),
    )
    return Table("stage-moves", _("Moves of the last half year"), fields, rows, notes=notes)


# ── critical steps ──────────────────────────────────────────────────────────────────────────────────────────────────


def _missed(facts: Facts) -> list[UndoneStep]:
    return [step for step in facts.steps if step.is_missed]


def _missed_says(facts: Facts) -> Text:
    n_, deals = facts.words.ngettext, len({step.deal for step in _missed(facts)})
    if deals:
        return n_(
            "%(num)s deal went past a step it needed.",
            "%(num)s deals went past a step they needed.",
            deals,
            num=facts.say.number(deals),
        )
    return facts.words.gettext("No deal went past a step it needed.") if _has_steps(facts) and facts.deals.open else ""


def _has_steps(facts: Facts) -> bool:
    return any(stage.steps for line in facts.settings.pipelines for stage in line.stages)


def _of_steps(facts: Facts) -> str:
    n_, count = facts.words.ngettext, len(facts.deals.open)
    return n_("%(num)s open deal", "%(num)s open deals", count, num=facts.say.number(count)) if count else ""


def _by_deal(facts: Facts, *, is_missed: bool) -> Iterator[tuple[Deal, list[UndoneStep]]]:
    """The deals with such steps, the largest first, each with its steps."""
    found: dict[str, list[UndoneStep]] = defaultdict(list)
    for step in facts.steps:
        if step.is_missed is is_missed:
            found[step.deal].append(step)
    yield from ((deal, found[deal.id]) for deal in largest_first(facts.open[id] for id in found))


def _step_grid(facts: Facts, links: Links, *, is_missed: bool) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("deal", _("Deal"), "deal"),
        Column("step", _("Steps"), "why" if is_missed else ""),
        Column("now", _("Now in"), "words p2"),
        Column("owner", _("Owner"), "words p2"),
    )
    rows = tuple(_step_row(facts, links, *one) for one in _by_deal(facts, is_missed=is_missed))
    id = "steps-left-out" if is_missed else "steps-to-do"
    label = _("Critical steps left out") if is_missed else _("Critical steps to be done")
    facets = telling(rows, by_owner(facts, rows)) if rows else ()
    return Grid(id, label, columns, rows, facets=facets, empty=_no_steps(facts, is_missed=is_missed))


def _no_steps(facts: Facts, *, is_missed: bool) -> Text:
    _ = facts.words.gettext
    if not _has_steps(facts):
        return facts.words.marked(
            "No stage asks for a critical step. <code>steps</code> of a stage in <code>crm.yaml</code> are for that."
        )
    if is_missed:
        return _("Every open deal has done what the stages behind it asked for.")
    return _("Nothing is left to do in the stages that deals are in.")


def _step_row(facts: Facts, links: Links, deal: Deal, steps: Sequence[UndoneStep]) -> Row:
    said = "; ".join(step.step.label for step in steps)
    asking = dict.fromkeys(step.stage.label for step in steps if step.is_missed)
    note = facts.words.gettext("asked for in %(stages)s", stages=", ".join(asking)) if asking else ""
    stage = _stage(facts, deal.pipeline, deal.stage)
    cells = (
        deal_cell(facts, links, deal, beside(stage, owner_label(facts, deal.owner))),
        Cell(said, note=note),
        place_cell(facts, deal.pipeline, deal.stage, facts.words.gettext("Not known")),
        owner_cell(facts, links, deal.owner),
    )
    return Row(cells, {"owner": (deal.owner or "",)})


def _steps_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("deal", _("Deal"), "id"),
        Field("owner", _("Owner")),
        Field("stage", _("Stage")),
        Field("step", _("Step")),
        Field("name", _("Name")),
        Field("left_out", _("Left out")),
    )
    rows = tuple(
        (
            f"opportunities/{step.deal}",
            facts.open[step.deal].owner,
            step.stage.id,
            step.step.id,
            step.step.label,
            "yes" if step.is_missed else "no",
        )
        for step in facts.steps
    )
    return Table("steps-undone", _("Critical steps undone"), fields, rows)
