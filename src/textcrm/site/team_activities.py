"""What the team did: by week, by type, and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from textcrm.gates.length import cut
from textcrm.metrics.activities import Activities, activities, is_done, iso_week
from textcrm.metrics.leaderboard import is_present
from textcrm.model.periods import Period
from textcrm.model.records import Activity
from textcrm.site.choices import by_owner, choice, telling
from textcrm.site.deals import owner_cell
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Grid, Row, further_pages, number_cell, spread
from textcrm.site.links import Links
from textcrm.site.order import name_order
from textcrm.site.page import Head, head
from textcrm.site.section import Section, section
from textcrm.tables import Column as Field
from textcrm.tables import Table

WEEKS, TYPES, LIST = "team-activities-by-week", "team-activities-by-type", "team-activities"
#: So many ISO weeks are shown, the present one included.
_WEEKS: Final = 8
#: So many types, the most frequent ones, are shown on a phone.
_ON_PHONE: Final = 3
#: Steps of ink in a heat table.
_STEPS: Final = 5
#: More of a note is on the page of the record.
_LONGEST: Final = 140

further = further_pages


def window(as_of: date) -> Period:
    """The weeks that are looked at: from a Monday to the day."""
    return Period(as_of - timedelta(days=as_of.weekday(), weeks=_WEEKS - 1), as_of)


def weeks(as_of: date) -> tuple[str, ...]:
    """Their names."""
    first = window(as_of).first
    return tuple(iso_week(first + timedelta(weeks=number)) for number in range(_WEEKS))


def _done(facts: Facts) -> tuple[Activity, ...]:
    """The activities of the window, the latest first."""
    when = window(facts.as_of)
    found = [one for one in facts.book.activities if one.date.day in when and is_done(one, facts.as_of)]
    return tuple(sorted(found, key=lambda one: (one.date.day.toordinal(), str(one.date.clock or "")), reverse=True))


def _people(facts: Facts, done: Activities) -> list[str]:
    """Who is on the team, and who else did something, by name."""
    there = {one.id for one in facts.book.team.values() if is_present(one, facts.as_of)}
    ids = there | {row.member for row in done.counts}
    return sorted(ids, key=lambda one: name_order(facts.label("team", one), one))


def activity_sections(facts: Facts, links: Links, grid: Grid) -> Iterator[Section]:
    """The sections: counts by week and by type, and the activities themselves."""
    _, n_ = facts.words.gettext, facts.words.ngettext
    done = activities(facts.book, facts.as_of, window(facts.as_of))
    count = n_("%(num)s activity", "%(num)s activities", done.total, num=facts.say.number(done.total))
    of = _("%(activities)s in %(weeks)s weeks; volume is no outcome", activities=count, weeks=facts.say.number(_WEEKS))
    people = _people(facts, done)
    if not done.total or not people:
        empty = Grid("weeks", _("Activities"), (), (), empty=_empty(facts))
        yield section(Head(_("Activities")), empty)
        return
    yield section(head(_("Activities by week"), links, WEEKS, of=of), _heat(facts, links, done, people))
    yield section(head(_("Activities by type"), links, TYPES, of=of), _types(facts, links, done, people))
    yield section(head(_("What was done"), links, LIST, of=of_list(facts)), grid)


def _empty(facts: Facts) -> str:
    _ = facts.words.gettext
    return _(
        "Nobody has noted an activity in the last %(weeks)s weeks. They are written into the folder activities.",
        weeks=facts.say.number(_WEEKS),
    )


def of_list(facts: Facts) -> str:
    """From when on the activities are listed."""
    return facts.words.gettext("Since %(day)s, the latest first", day=facts.say.day(window(facts.as_of).first))


def _week_label(facts: Facts, week: str) -> str:
    """`W48`; the present one is not over."""
    _, number = facts.words.gettext, week.partition("-W")[2]
    if week == iso_week(facts.as_of) and facts.as_of.weekday() < 6:  # noqa: PLR2004  # Sunday ends it
        return _("W%(number)s so far", number=number)
    return _("W%(number)s", number=number)


def _heat(facts: Facts, links: Links, done: Activities, people: Sequence[str]) -> Grid:
    _, names = facts.words.gettext, weeks(facts.as_of)
    counts = {(member, week): count for (member, week), count in done.by("member", "week")}
    high = max(counts.values(), default=0)
    columns = (
        Column("person", _("Person"), "nw", ""),
        *(Column(one, _week_label(facts, one), "", "") for one in names),
    )

    def cell(member: str, week: str) -> Cell:
        count = counts.get((member, week), 0)
        href = links.page("team", "activities", member=member, week=week)
        shown = number_cell(facts.say, count, href if count else None)
        return Cell(shown.text, shown.href, shown.value, look=_step(count, high))

    rows = tuple(Row((_person(facts, links, one), *(cell(one, week) for week in names))) for one in people)
    return Grid("weeks", _("Activities by person and week"), columns, rows, look="heat")


def _person(facts: Facts, links: Links, member: str) -> Cell:
    return Cell(facts.label("team", member), links.record(f"team/{member}"))


def _step(count: int, high: int) -> str:
    """How dark: the largest count is the darkest, none has no ink."""
    return f"q{-(-count * _STEPS // high)}" if count else "none"


def _types(facts: Facts, links: Links, done: Activities, people: Sequence[str]) -> Grid:
    _ = facts.words.gettext
    counts = {(member, kind): count for (member, kind), count in done.by("member", "type")}
    whole = {kind: count for (kind,), count in done.by("type")}
    all_of = {member: count for (member,), count in done.by("member")}
    kinds = sorted(whole, key=lambda one: (-whole[one], one))
    columns = (
        Column("person", _("Person"), "words"),
        *(
            Column(one, facts.entry_label("activity_types", one), "num" if place < _ON_PHONE else "num p2", "number")
            for place, one in enumerate(kinds)
        ),
        Column("all", _("All"), "num", "number"),
    )

    def cell(count: int, **asked: str) -> Cell:
        if not count:
            return Cell("–", value="0", look="none")
        return number_cell(facts.say, count, links.page("team", "activities", **asked))

    rows = tuple(
        Row(
            (
                _person(facts, links, one),
                *(cell(counts.get((one, kind), 0), member=one, type=kind) for kind in kinds),
                cell(all_of.get(one, 0), member=one),
            ),
        )
        for one in people
    )
    total = Row((Cell(_("Team")), *(cell(whole[kind], type=kind) for kind in kinds), cell(done.total)))
    return Grid("types", _("Activities by person and type"), columns, rows, total if len(rows) > 1 else None)


def listed(facts: Facts, links: Links, path: str) -> tuple[Grid, ...]:
    """The activities themselves, in parts where they are many."""
    _ = facts.words.gettext
    columns = (
        Column("about", _("About"), "deal"),
        Column("type", _("Type"), "words"),
        Column("person", _("Person"), "p2"),
        Column("day", _("Day"), "num nw"),
    )
    rows = tuple(_row(facts, links, one) for one in _done(facts))
    kinds = [(one.id, one.label) for one in facts.settings.activity_types]
    names = [(one, _week_label(facts, one)) for one in reversed(weeks(facts.as_of))]
    facets = telling(
        rows,
        by_owner(facts, rows, "member", _("Person")),
        choice(rows, "week", _("Week"), names),
        choice(rows, "type", _("Type"), kinds),
    )
    grid = Grid("activities", _("What was done"), columns, rows, facets=facets, empty=_empty(facts), look="two")
    return spread(grid, facts.say, links, path)


def _row(facts: Facts, links: Links, one: Activity) -> Row:
    ref = _about(one)
    kind, _, id = ref.partition("/")
    note = cut(" ".join((one.note or "").split()), _LONGEST)
    known = facts.settings.legal["activity_types"].get(one.type)
    name = facts.label(kind, id) if ref else facts.words.gettext("no record")
    return Row(
        (
            Cell(name, links.record(ref), note=note, look="" if ref else "none"),
            Cell(facts.entry_label("activity_types", one.type)),
            owner_cell(facts, links, one.member),
            _day(facts, one),
        ),
        {"member": (one.member,), "week": (iso_week(one.date.day),), "type": (known.id if known else one.type,)},
    )


def _day(facts: Facts, one: Activity) -> Cell:
    """The day, beneath it the time of day."""
    clock = one.date.clock
    value = f"{one.date.day.isoformat()} {clock or ''}".rstrip()
    return Cell(facts.say.day(one.date.day), value=value, note=f"{clock:%H:%M}" if clock else "")


def _about(one: Activity) -> str:
    """The record that the activity is about, by its ref; a deal before a lead before a company before a contact."""
    refs: Mapping[str, str | None] = {
        "opportunities": one.opportunity,
        "leads": one.lead,
        "companies": one.company,
        "contacts": one.contacts[0] if one.contacts else None,
    }
    return next((f"{kind}/{id}" for kind, id in refs.items() if id), "")


def activity_tables(facts: Facts) -> tuple[Table, ...]:
    """The counts and the activities as they are exported."""
    _ = facts.words.gettext
    done = activities(facts.book, facts.as_of, window(facts.as_of))
    person, count = Field("person", _("Person"), "id"), Field("count", _("Activities"), "count")
    by_week = tuple((member, week, count) for (member, week), count in done.by("member", "week"))
    by_type = tuple((member, kind, count) for (member, kind), count in done.by("member", "type"))
    fields = (
        Field("day", _("Day"), "day"),
        person,
        Field("type", _("Type"), "id"),
        Field("about", _("About"), "id"),
        Field("direction", _("Direction")),
        Field("note", _("Note")),
    )
    rows = tuple(
        (one.date.day, one.member, one.type, _about(one) or None, one.direction, one.note) for one in _done(facts)
    )
    return (
        Table(WEEKS, _("Activities by person and week"), (person, Field("week", _("Week"), "id"), count), by_week),
        Table(TYPES, _("Activities by person and type"), (person, Field("type", _("Type"), "id"), count), by_type),
        Table(LIST, _("What was done"), fields, rows),
    )
