"""The Team: what each person was asked for, won, has open and has left undone, and what they did; never a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from textcrm.locale.words import Text, begun
from textcrm.metrics.agenda import When
from textcrm.metrics.leaderboard import Performance, is_present
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.quota import Quota, quota
from textcrm.metrics.totals import OpenTotal, Total, open_total
from textcrm.metrics.win_rates import win_rates
from textcrm.model.money import added
from textcrm.model.periods import EVER, Period, Unit, period_on
from textcrm.model.records import Member
from textcrm.reports import figures
from textcrm.reports.figures import share_cell as rounded_share
from textcrm.site.charts.bars import Segment, quarter_bar
from textcrm.site.charts.scale import Axis, axis, axis_row
from textcrm.site.deals import (
    INKS,
    at_least,
    attained_cell,
    category_label,
    in_no_sum,
    is_part_unknown,
    owner_label,
    weighted_cell,
    with_unknown,
    won_unknown,
)
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.grid import Cell, Column, Grid, Row, late_cell, money_cell, number_cell, text_cell
from textcrm.site.links import Href, Links, mail
from textcrm.site.order import name_order
from textcrm.site.page import Head, Page, head
from textcrm.site.periods import day_of, quarter_label, span
from textcrm.site.rates import all_overlap, rate_cells, rate_columns
from textcrm.site.record import in_words
from textcrm.site.section import Part, Section, section
from textcrm.site.tasks import todos
from textcrm.site.team_activities import activity_sections, activity_tables, further, listed, of_list
from textcrm.site.unread import headline_of_none, known_deals, none, nothing_said
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "team.html"
_TARGETS, _WORK, _RATES, _PEOPLE = "team-targets", "team-open-work", "team-win-rates", "team"
_UNITS: Final[tuple[Unit, ...]] = ("quarter", "month", "year")


@dataclass(frozen=True, slots=True)
class Team:
    """What the page shows: the sections in the order in which they are read."""

    head: Head
    sentence: Text
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class _Period:
    """The period that targets are for, with what each person and the whole team was asked for in it."""

    period: Period
    rows: tuple[Performance, ...]
    quotas: Mapping[str | None, Quota]
    team: Quota

    @property
    def has_targets(self) -> bool:
        """Whether anybody, or the team, has one."""
        return any(one.target is not None for one in (self.team, *self.quotas.values()))


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many activities take."""
    links, parts = facts.links(PATH), listed(facts, facts.links(PATH), PATH)
    when = _asked(facts)
    page = Page(
        PATH,
        "pages/team.html.jinja",
        facts.words.gettext("Team"),
        "team",
        Team(
            Head(facts.words.gettext("Team"), of=_period_text(facts, when.period)),
            _sentence(facts, when),
            (
                _targets_section(facts, links, when),
                _work_section(facts, links, when),
                _rates_section(facts, links, when),
                *activity_sections(facts, links, parts[0]),
                _people_section(facts, links),
            ),
        ),
        (
            _targets_table(facts, when),
            _work_table(facts, when),
            _rates_table(facts, when),
            *activity_tables(facts),
            _people_table(facts),
        ),
    )
    yield page
    yield from further(parts, page, links, of_list(facts))


def _asked(facts: Facts) -> _Period:
    """The fiscal quarter, else the month or the year, whichever has targets; without any the quarter."""
    start, targets = facts.settings.fiscal_year_start, facts.settings.targets
    periods = [period_on(facts.as_of, unit, start) for unit in _UNITS]
    period = next((one for one in periods if targets.get(one.name or "")), facts.period)
    if period == facts.period:
        return _Period(period, facts.leaderboard, facts.quotas, facts.guesses.quota)
    rows = facts.leaderboard_in(period)
    quotas = {one.member: quota(facts.book, facts.as_of, period, one.member) for one in rows}
    return _Period(period, rows, quotas, quota(facts.book, facts.as_of, period))


def _period_text(facts: Facts, period: Period) -> str:
    """`Fourth quarter 2026, day 54 of 92`, also of a month and a year."""
    if period == facts.period:
        return day_of(facts, period)
    day, days = facts.say.number(period.elapsed(facts.as_of)), facts.say.number(period.days)
    return facts.words.gettext("%(period)s, day %(day)s of %(days)s", period=_named(facts, period), day=day, days=days)


def _named(facts: Facts, period: Period) -> str:
    """The period as it stands in a sentence."""
    name = period.name or ""
    if "Q" in name:
        label = quarter_label(facts, period)
        return f"{label[:1].lower()}{label[1:]}"
    return name if "-" not in name else facts.say.month(period.first)


def _sentence(facts: Facts, when: _Period) -> Text:
    """What of the team's target is won; without one what is won; then what is late or unplanned."""
    if not when.rows and not facts.book.team:
        return headline_of_none(facts, "team", facts.words.marked("<b>Nobody is on the team yet.</b>"))
    if facts.is_unread("opportunities"):
        return nothing_said(facts)
    return facts.words.marked(" ").join([_on_target(facts, when), *_on_steps(facts)])


def _on_target(facts: Facts, when: _Period) -> Text:
    m_, say, asked = facts.words.marked, facts.say, when.team
    closed = asked.categories.closed
    if closed.count and not closed.summed:
        return facts.words.nmarked(
            "<b>%(num)s deal was won</b> in the %(period)s, and it has no amount.",
            "<b>%(num)s deals were won</b> in the %(period)s, and none has an amount.",
            closed.count,
            num=say.number(closed.count),
            period=_named(facts, when.period),
        )
    unknown = won_unknown(facts, closed)
    if asked.attainment is not None:
        said = _attained(facts, asked.attainment, asked, is_least=bool(unknown))
        return m_("%(said)s %(unknown)s", said=said, unknown=unknown) if unknown else said
    if closed.count:
        said = m_(
            "<b>%(amount)s was won</b> in the %(period)s.",
            amount=begun(at_least(facts, asked.closed, closed)),
            period=_named(facts, when.period),
        )
        return m_("%(said)s %(unknown)s", said=said, unknown=unknown) if unknown else said
    return m_("<b>Nothing was won yet</b> in the %(period)s.", period=_named(facts, when.period))


def _attained(facts: Facts, attainment: Fraction, asked: Quota, *, is_least: bool) -> Text:
    share, elapsed = (facts.say.share(rounded_share(one)) for one in (attainment, asked.elapsed))
    if is_least:
        return facts.words.marked(
            "<b>The team has won at least %(share)s of its target</b>, with %(elapsed)s of the time gone.",
            share=share,
            elapsed=elapsed,
        )
    return facts.words.marked(
        "<b>The team has won %(share)s of its target</b>, with %(elapsed)s of the time gone.",
        share=share,
        elapsed=elapsed,
    )


def _on_steps(facts: Facts) -> Iterator[Text]:
    nm_, number = facts.words.nmarked, facts.say.number
    late, none = sum(_late(facts).values()), sum(_unplanned(facts).values())
    if late:
        yield nm_("%(num)s next step is late.", "%(num)s next steps are late.", late, num=number(late))
    if none:
        yield nm_("%(num)s deal has no next step.", "%(num)s deals have no next step.", none, num=number(none))
    if not late and not none and facts.deals.open:
        yield facts.words.marked("No next step is late, and no deal is without one.")


def _late(facts: Facts) -> Counter[str | None]:
    """How many next steps of each person are overdue."""
    return Counter(task.owner for task in facts.agenda.at(When.OVERDUE) if task.why == "next-step")


def _unplanned(facts: Facts) -> Counter[str | None]:
    """How many open deals of each person have no next step."""
    return Counter(task.owner for task in facts.agenda.at(When.NOW) if task.why == "no-next-step")


# ── targets ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _targets_section(facts: Facts, links: Links, when: _Period) -> Section:
    _ = facts.words.gettext
    of = _("What is won, and open that is expected in the %(period)s", period=_named(facts, when.period))
    if when.has_targets:
        of = _("%(what)s; in the order of targets", what=of)
    grid = known_deals(facts, _targets(facts, links, when))
    return Section(
        head(_("Targets"), links, _TARGETS, _on_targets(facts, when) if grid.rows else "", of if grid.rows else ""),
        (Part(grid, key=_key(facts, when) if grid.rows else ()),),
    )


def _on_targets(facts: Facts, when: _Period) -> Text:
    """How many have reached their target; that there is none."""
    _ = facts.words.gettext
    asked = [one for one in when.quotas.values() if one.target]
    if not asked:
        return _("No targets are set: they are written in crm.yaml, under targets.") if when.rows else ""
    reached = sum(one.is_reached for one in asked)
    open_question = [one for one in asked if not one.is_reached and is_part_unknown(one.categories.closed)]
    if open_question and len(asked) == 1:
        return _("Whether the target is reached is not known, as some of the deals won have no amount.")
    says = facts.words.ngettext(
        "%(k)s of %(num)s has reached the target.",
        "%(k)s of %(num)s have reached their target.",
        len(asked),
        k=facts.say.number(reached),
        num=facts.say.number(len(asked)),
    )
    return with_unknown(facts, says, len(open_question))


def _key(facts: Facts, when: _Period) -> tuple[tuple[str, str], ...]:
    parts = ("closed", "commit", "best_case", "pipeline")
    target = (("target", facts.words.gettext("Target")),) if when.has_targets else ()
    return (*((INKS[one], category_label(facts, one)) for one in parts), *target)


def _by_target(facts: Facts, when: _Period) -> list[Performance]:
    """By target and then by name, those of nobody last: an order that says nothing of who is better."""

    def order(one: Performance) -> tuple[object, ...]:
        return one.member is None, one.target is None, -(one.target or 0), _name(facts, one.member)

    return sorted((one for one in when.rows if _is_busy(facts, one)), key=order)


def _is_busy(facts: Facts, one: Performance) -> bool:
    """Whether it is somebody on the team, or somebody else who has anything to do with the period or the day."""
    record = facts.book.team.get(one.member or "")
    here = record is not None and is_present(record, facts.as_of)
    late = any(task.owner == one.member for task in facts.agenda.at(When.OVERDUE))
    return here or late or one.target is not None or bool(one.won.count or one.open.count)


def _by_name(facts: Facts, when: _Period) -> list[Performance]:
    return sorted(when.rows, key=lambda one: (one.member is None, _name(facts, one.member)))


def _name(facts: Facts, member: str | None) -> tuple[str, ...]:
    return name_order(facts.label("team", member), member)


def _targets(facts: Facts, links: Links, when: _Period) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    values = [value for one in when.quotas.values() for value in (one.target, _claimed(one))]
    along = axis(values, facts.say.brief)
    asked = (
        Column("share", _("Of target"), "num p2", "number"),
        Column("target", _("Target, %(sign)s", sign=sign), "num", "number"),
    )
    columns = (
        Column("person", _("Person"), "words"),
        Column("bar", _("One scale for all, %(sign)s", sign=sign), "bar", ""),
        Column("won", _("Won, %(sign)s", sign=sign), "num", "number"),
        *(asked if when.has_targets else ()),
        Column("late", _("Steps late"), "num p2", "number"),
    )
    late = _late(facts)
    rows = tuple(_target_row(facts, links, when, one, along, late) for one in _by_target(facts, when))
    total = _target_total(facts, links, when, along, late) if rows else None
    return Grid(
        "targets",
        _("Targets"),
        columns,
        rows,
        total,
        look="bars",
        empty=none(facts, "team", _("Nobody is on the team yet: people are files in the folder team.")),
    )


def _claimed(one: Quota) -> Decimal:
    return added((one.closed, one.categories.open_pipeline))


def _segments(one: Quota) -> list[Segment]:
    found = one.categories
    parts = (("closed", found.closed), ("commit", found.commit), ("best_case", found.best_case))
    return [Segment(whole.amount, INKS[key]) for key, whole in (*parts, ("pipeline", found.pipeline))]


def _target_row(
    facts: Facts, links: Links, when: _Period, one: Performance, along: Axis, late: Mapping[str | None, int]
) -> Row:
    asked, owner = when.quotas[one.member], one.member or ""
    won = links.page("outcomes", "deals", status="won", closed=span(when.period), owner=owner)
    return Row(
        (
            _person(facts, links, one.member),
            Cell(quarter_bar(_segments(asked), along, asked.target)),
            _sum(facts, one.won, won),
            *_shares(facts, when, asked),
            _late_cell(facts, links, late.get(one.member, 0), owner),
        )
    )


def _shares(facts: Facts, when: _Period, asked: Quota) -> tuple[Cell, ...]:
    """The share of the target and the target, where anybody has one."""
    if not when.has_targets:
        return ()
    target = money_cell(facts.say, asked.target) if asked.target is not None else Cell(NOTHING, value="", look="none")
    return attained_cell(facts, asked), target


def _target_total(facts: Facts, links: Links, when: _Period, along: Axis, late: Mapping[str | None, int]) -> Row:
    won = links.page("outcomes", "deals", status="won", closed=span(when.period))
    asked = when.team
    return Row(
        (
            Cell(facts.words.gettext("Team")),
            Cell(axis_row(along) if along.high else ""),
            _sum(facts, asked.categories.closed, won),
            *_shares(facts, when, asked),
            _late_cell(facts, links, sum(late.values()), None),
        )
    )


def _person(facts: Facts, links: Links, member: str | None) -> Cell:
    """The person, leading to the place on the page; that somebody has left."""
    _, record = facts.words.gettext, facts.book.team.get(member or "")
    left = record is not None and record.left is not None and record.left <= facts.as_of
    note = _("left on %(day)s", day=facts.say.day(record.left)) if record and left else ""
    return Cell(owner_label(facts, member), links.record(f"team/{member}"), note=note)


def _sum(facts: Facts, won: Total, href: Href) -> Cell:
    """A sum that leads to its deals; zero where there is no deal."""
    return money_cell(facts.say, figures.amount_cell(won), href if won.count else None)


def _late_cell(facts: Facts, links: Links, count: int, owner: str | None) -> Cell:
    asked = {} if owner is None else {"owner": owner}
    return late_cell(facts.say, count, links.page("agenda", "overdue", why="next-step", **asked))


def _targets_table(facts: Facts, when: _Period) -> Table:
    _ = facts.words.gettext
    keys = ("commit", "best_case", "pipeline", "omitted")
    fields = (
        Field("person", _("Person"), "id"),
        Field("won_count", _("Won"), "count"),
        Field("won_amount", _("Amount won"), "money"),
        Field("target", _("Target"), "money"),
        Field("attainment", _("Won of target"), "share"),
        *(Field(key, category_label(facts, key), "money") for key in keys),
    )
    rows = tuple(
        (
            one.member,
            one.won.count,
            figures.amount_cell(one.won),
            one.target,
            rounded_share(one.attainment),
            *(figures.amount_cell(getattr(when.quotas[one.member].categories, key)) for key in keys),
        )
        for one in _by_target(facts, when)
    )
    title = _("Targets, %(period)s", period=_named(facts, when.period))
    return Table(_TARGETS, title, fields, rows, currency=facts.currency)


# ── open work ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _work_section(facts: Facts, links: Links, when: _Period) -> Section:
    _, n_, count = facts.words.gettext, facts.words.ngettext, len(facts.deals.open)
    of = n_(
        "%(num)s open deal, in the order of names",
        "%(num)s open deals, in the order of names",
        count,
        num=facts.say.number(count),
    )
    grid = known_deals(facts, _work(facts, links, when))
    is_known = grid.rows and (count or not facts.may_miss("opportunities"))
    return section(head(_("Open work"), links, _WORK, of=of if is_known else ""), grid)


#: Concerns with a column of their own.
_CONCERNS: Final = ("late-step", "no-next-step", "rotting")


def _concerned(facts: Facts) -> Mapping[str, Counter[str | None]]:
    """How many open deals of each owner have each concern."""
    found: dict[str, Counter[str | None]] = {key: Counter() for key in _CONCERNS}
    for id, concerns in facts.concerns.items():
        for key in {one.key for one in concerns} & found.keys():
            found[key][facts.open[id].owner] += 1
    return found


def _work(facts: Facts, links: Links, when: _Period) -> Grid:
    _, sign = facts.words.gettext, facts.say.currency
    columns = (
        Column("person", _("Person"), "words"),
        Column("open", _("Open deals"), "num", "number"),
        Column("amount", _("Amount, %(sign)s", sign=sign), "num", "number"),
        Column("weighted", _("Weighted"), "num p2", "number"),
        Column("late-step", _("Next step late"), "num p2", "number"),
        Column("no-next-step", _("No next step"), "num p2", "number"),
        Column("rotting", _("Quiet too long"), "num p2", "number"),
    )
    worries = _concerned(facts)
    rows = tuple(_work_row(facts, links, one, worries) for one in _by_name(facts, when) if _is_busy(facts, one))
    total = _work_total(facts, links, worries) if len(rows) > 1 else None
    notes = in_no_sum(facts, open_total(facts.deals.open, facts.settings))
    return Grid(
        "open-work",
        _("Open work"),
        columns,
        rows,
        total,
        empty=none(facts, "team", _("Nobody is on the team yet.")),
        notes=notes,
    )


def _work_row(facts: Facts, links: Links, one: Performance, worries: Mapping[str, Counter[str | None]]) -> Row:
    say, owner = facts.say, one.member or ""
    counts = (
        late_cell(facts.say, worries[key][one.member], links.page("pipeline", "deals", owner=owner, attention=key))
        for key in _CONCERNS
    )
    there = links.page("pipeline", "deals", owner=owner) if one.open.count else None
    return Row(
        (
            _person(facts, links, one.member),
            number_cell(say, one.open.count, there),
            *_sums(facts, one.open, there),
            *counts,
        )
    )


def _sums(facts: Facts, opened: OpenTotal, href: Href | None) -> tuple[Cell, Cell]:
    """What the deals come to, and weighted, which is no money that anybody has and is shown without cents."""
    if not opened.count:
        return money_cell(facts.say, opened.amount), money_cell(facts.say, opened.weighted)
    return money_cell(facts.say, figures.amount_cell(opened), href), weighted_cell(facts, opened, href)


def _work_total(facts: Facts, links: Links, worries: Mapping[str, Counter[str | None]]) -> Row:
    whole, say = open_total(facts.deals.open, facts.settings), facts.say
    there = links.page("pipeline", "deals") if whole.count else None
    counts = (
        late_cell(facts.say, sum(worries[key].values()), links.page("pipeline", "deals", attention=key))
        for key in _CONCERNS
    )
    return Row(
        (
            Cell(facts.words.gettext("Team")),
            number_cell(say, whole.count, there),
            *_sums(facts, whole, there),
            *counts,
        )
    )


def _work_table(facts: Facts, when: _Period) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("person", _("Person"), "id"),
        Field("open_count", _("Open deals"), "count"),
        Field("open_amount", _("Amount"), "money"),
        Field("open_weighted", _("Weighted"), "money"),
        Field("without_amount", _("Without amount"), "count"),
        Field("next_steps_overdue", _("Next steps late"), "count"),
        Field("no_next_step", _("No next step"), "count"),
        Field("rotting", _("Quiet too long"), "count"),
    )
    late, worries = _late(facts), _concerned(facts)
    rows = tuple(
        (
            one.member,
            one.open.count,
            figures.amount_cell(one.open),
            figures.weighted_cell(one.open),
            one.open.count - one.open.summed,
            late[one.member],
            worries["no-next-step"][one.member],
            worries["rotting"][one.member],
        )
        for one in _by_name(facts, when)
        if _is_busy(facts, one)
    )
    return Table(_WORK, _("Open work"), fields, rows, currency=facts.currency)


# ── win rates ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _rates_section(facts: Facts, links: Links, when: _Period) -> Section:
    _ = facts.words.gettext
    rows = [one for one in _by_name(facts, when) if one.win_rate.n]
    overlap = all_overlap(one.win_rate for one in rows)
    says = _("The ranges overlap: nobody is shown to be better.") if overlap else ""
    of = _("Of all closed deals, whenever that was, in the order of names; the range holds 4 times out of 5")
    return section(head(_("Win rate"), links, _RATES, says, of if rows else ""), _rates(facts, links, rows))


def _rates(facts: Facts, links: Links, rows: Sequence[Performance]) -> Grid:
    _ = facts.words.gettext
    columns = (Column("person", _("Person"), "words", ""), *rate_columns(facts, _("Won of closed"), is_sortable=False))
    made = tuple(
        Row((_person(facts, links, one.member), *rate_cells(facts, one.win_rate, _closed(links, one.member))))
        for one in rows
    )
    whole = win_rates(facts.book, facts.as_of, EVER).win_rate
    href = links.page("outcomes", "deals")
    total = Row((Cell(_("Team")), *rate_cells(facts, whole, href))) if len(made) > 1 else None
    return Grid(
        "win-rates",
        _("Win rates"),
        columns,
        made,
        total,
        empty=none(facts, "opportunities", _("No deal has closed yet.")),
        look="bars",
    )


def _closed(links: Links, member: str | None) -> Href:
    return links.page("outcomes", "deals", owner=member or "")


def _rates_table(facts: Facts, when: _Period) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("person", _("Person"), "id"),
        Field("won", _("Won"), "count"),
        Field("closed", _("Closed"), "count"),
        Field("rate", _("Rate"), "share"),
        Field("low", _("Rate, low"), "share"),
        Field("high", _("Rate, high"), "share"),
    )

    def row(member: str | None, of: Proportion) -> tuple[str | int | Decimal | None, ...]:
        return member, of.k, of.n, *map(rounded_share, (of.rate, of.low, of.high))

    return Table(_RATES, _("Win rates"), fields, tuple(row(one.member, one.win_rate) for one in _by_name(facts, when)))


# ── the people ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _people_section(facts: Facts, links: Links) -> Section:
    _, n_, team = facts.words.gettext, facts.words.ngettext, facts.book.team
    of = n_("%(num)s person", "%(num)s people", len(team), num=facts.say.number(len(team)))
    if not all(is_present(one, facts.as_of) for one in team.values()):
        of = _("%(people)s, with those who are not on the team now", people=of)
    return section(head(_("People"), links, _PEOPLE, of=of if team else ""), _people(facts, links))


def _people(facts: Facts, links: Links) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("person", _("Person"), "deal"),
        Column("since", _("On the team"), "p4"),
        Column("mail", _("E-mail"), "words p3"),
        Column("agenda", _("To do"), "num", "number"),
        Column("open", _("Open deals"), "num", "number"),
        Column("closed", _("Closed deals"), "num", "number"),
        Column("leads", _("Open leads"), "num p2", "number"),
    )
    members = sorted(facts.book.team.values(), key=lambda one: (not is_present(one, facts.as_of), _name(facts, one.id)))
    counts = _counts(facts)
    rows = tuple(_member(facts, links, one, counts) for one in members)
    return Grid(
        "people", _("People"), columns, rows, look="two", empty=none(facts, "team", _("Nobody is on the team yet."))
    )


def _counts(facts: Facts) -> Mapping[str, Counter[str | None]]:
    return {
        "agenda": Counter(one.owner for one in todos(facts, facts.agenda.tasks)),
        "open": Counter(deal.owner for deal in facts.deals.open),
        "closed": Counter(deal.owner for deal in facts.deals.closed if deal.closed_on),
        "leads": Counter(lead.owner for lead in facts.leads.counted if lead.ending is None and lead.created),
    }


def _member(facts: Facts, links: Links, one: Member, counts: Mapping[str, Counter[str | None]]) -> Row:
    say = facts.say
    ways = {
        "agenda": links.page("agenda", owner=one.id),
        "open": links.page("pipeline", "deals", owner=one.id),
        "closed": links.page("outcomes", "deals", owner=one.id),
        "leads": links.page("leads", "leads", owner=one.id, status="open"),
    }
    numbers = (number_cell(say, counts[key][one.id], ways[key] if counts[key][one.id] else None) for key in ways)
    return Row(
        (
            Cell(one.name, note=_part(facts, one)),
            _since(facts, one),
            text_cell(one.email, mail(one.email or "")),
            *numbers,
        ),
        id=one.id,
    )


def _part(facts: Facts, one: Member) -> str:
    """Title, or else what the person is, and manager."""
    manager = facts.label("team", one.manager)
    reports = facts.words.gettext("with %(manager)s", manager=manager) if manager else ""
    return ", ".join(part for part in (one.title or in_words(one.role or ""), reports) if part)


def _since(facts: Facts, one: Member) -> Cell:
    _, say = facts.words.gettext, facts.say
    note = _("left on %(day)s", day=say.full_day(one.left)) if one.left else ""
    if one.joined is None:
        return Cell(note or NOTHING, value="", look="" if note else "none")
    return Cell(_("since %(month)s", month=say.month(one.joined)), value=one.joined.isoformat(), note=note)


def _people_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("person", _("Person"), "id"),
        Field("name", _("Name")),
        Field("title", _("Title")),
        Field("role", _("Role")),
        Field("manager", _("Manager")),
        Field("joined", _("Joined"), "day"),
        Field("left", _("Left"), "day"),
        Field("email", _("E-mail")),
        Field("agenda", _("To do"), "count"),
        Field("open", _("Open deals"), "count"),
        Field("closed", _("Closed deals"), "count"),
        Field("leads", _("Open leads"), "count"),
    )
    counts = _counts(facts)
    rows = tuple(
        (
            *(one.id, one.name, one.title, one.role, one.manager, one.joined, one.left, one.email),
            *(counts[key][one.id] for key in ("agenda", "open", "closed", "leads")),
        )
        for one in facts.book.team.values()
    )
    return Table(_PEOPLE, _("Team"), fields, rows)
