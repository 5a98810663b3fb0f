"""The Agenda: what is overdue, due, unplanned, left alone or left out, by whom, with why and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from textcrm.locale.words import Text
from textcrm.metrics.agenda import When
from textcrm.metrics.deals import Deal
from textcrm.site.choices import by_owner, by_source, by_tag, choice, telling
from textcrm.site.deals import deal_facets, named, owner_label
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Facet, Grid, Row, further_pages, number_cell, spread, text_cell, unoffered
from textcrm.site.leads import lead_facets
from textcrm.site.links import Links
from textcrm.site.order import name_order
from textcrm.site.page import Head, Page, head
from textcrm.site.section import Section, section
from textcrm.site.tasks import WHYS, Todo, todos, why_label
from textcrm.site.unread import nothing_said
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "agenda.html"
_TABLE, _PEOPLE = "agenda", "agenda-by-person"
#: What is to be done, and its rows, by how soon.
Found = Mapping[When, tuple[Todo, ...]]
Rows = Mapping[When, tuple[Row, ...]]
#: The places on the page, by how soon.
_ANCHORS: Final = {
    When.OVERDUE: "overdue",
    When.TODAY: "today",
    When.NOW: "now",
    When.THIS_WEEK: "week",
    When.LATER: "later",
    When.UNDATED: "undated",
}


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the page shows: first a table of everybody, then one for each of how soon."""

    head: Head
    sentence: Text
    sections: tuple[Section, ...]


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many tasks take."""
    links, found = facts.links(PATH), {when: todos(facts, facts.agenda.at(when)) for when in When}
    rows = {when: tuple(_row(facts, links, one, when) for one in those) for when, those in found.items()}
    facets = _facets(facts, rows)
    spreads = {when: spread(_grid(facts, when, rows[when], facets), facts.say, links, PATH) for when in When}
    page = Page(
        PATH,
        "pages/agenda.html.jinja",
        facts.words.gettext("Agenda"),
        "agenda",
        Agenda(
            Head(facts.words.gettext("Agenda"), of=_of(facts), csv=links.data(_TABLE), how=links.page("data", _TABLE)),
            _sentence(facts, found),
            (
                *_people_section(facts, links, found, facets),
                *(
                    _section(facts, when, parts[0], len(found[when]))
                    for when, parts in spreads.items()
                    if _is_shown(facts, when)
                ),
            ),
        ),
        (_table(facts), _people_table(facts, found)),
    )
    yield page
    for when, parts in spreads.items():
        yield from further_pages(parts, page, links, _label(facts, when))


def _is_shown(facts: Facts, when: When) -> bool:
    """Nothing overdue is news, and so is nothing today; the others have to have something."""
    return when in (When.OVERDUE, When.TODAY) or bool(facts.agenda.at(when))


def _label(facts: Facts, when: When) -> str:
    _ = facts.words.gettext
    return {
        When.OVERDUE: _("Overdue"),
        When.TODAY: _("Today"),
        When.NOW: _("Should not wait"),
        When.THIS_WEEK: _("Next seven days"),
        When.LATER: _("Later"),
        When.UNDATED: _("No day"),
    }[when]


def _of(facts: Facts) -> str:
    """Of how much this is the agenda, where that is known."""
    n_, say = facts.words.ngettext, facts.say
    deals, leads = len(facts.deals.open), sum(lead.ending is None for lead in facts.leads.counted)
    if (not deals and facts.may_miss("opportunities")) or (not leads and facts.may_miss("leads")):
        return ""
    return facts.words.gettext(
        "%(deals)s and %(leads)s",
        deals=n_("%(num)s open deal", "%(num)s open deals", deals, num=say.number(deals)),
        leads=n_("%(num)s open lead", "%(num)s open leads", leads, num=say.number(leads)),
    )


def _sentence(facts: Facts, found: Found) -> Text:
    """What is overdue and what should not wait; then what the week brings."""
    m_, nm_, number = facts.words.marked, facts.words.nmarked, facts.say.number
    late, today, now, week = (len(found[when]) for when in (When.OVERDUE, When.TODAY, When.NOW, When.THIS_WEEK))
    if not facts.agenda.tasks:
        return nothing_said(facts) if facts.missing else m_("<b>There is nothing to do.</b>")
    said = [
        nm_("<b>%(num)s thing is overdue.</b>", "<b>%(num)s things are overdue.</b>", late, num=number(late))
        if late
        else m_("<b>%(says)s</b>", says=_nothing_late(facts))
    ]
    if today:
        said.append(nm_("%(num)s is due today.", "%(num)s are due today.", today, num=number(today)))
    if now:
        said.append(
            nm_(
                "%(num)s has no day and should not wait.",
                "%(num)s have no day and should not wait.",
                now,
                num=number(now),
            )
        )
    if week:
        said.append(
            nm_(
                "%(num)s is due in the next seven days.",
                "%(num)s are due in the next seven days.",
                week,
                num=number(week),
            )
        )
    return m_(" ").join(said)


def _counts(found: Found) -> Counter[tuple[str | None, When]]:
    return Counter((one.owner, when) for when, those in found.items() for one in those)


# ── everybody ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _owners(facts: Facts) -> list[str | None]:
    """Who has something to do, by name, those of nobody last."""
    owners = {task.owner for task in facts.agenda.tasks}
    return sorted(owners, key=lambda one: (one is None, name_order(facts.label("team", one), one)))


def _people_section(facts: Facts, links: Links, found: Found, facets: tuple[Facet, ...]) -> Iterator[Section]:
    _ = facts.words.gettext
    if facts.agenda.tasks:
        of = _("What is to be done about one thing by one day counts once")
        yield section(
            head(_("By person"), links, _PEOPLE, _busiest(facts, found), of), _people(facts, links, found, facets)
        )


def _busiest(facts: Facts, found: Found) -> Text:
    """Whose most of the overdue things are, if they are most of several."""
    counts, whole = Counter(one.owner for one in found[When.OVERDUE]), len(found[When.OVERDUE])
    owner = max(counts, key=lambda one: counts[one], default=None)
    if whole < 3 or counts[owner] * 2 <= whole:  # noqa: PLR2004  # two overdue things are seen at once
        return ""
    return facts.words.gettext(
        "%(count)s of the %(whole)s overdue things are with one person: %(name)s.",
        count=facts.say.number(counts[owner]),
        whole=facts.say.number(whole),
        name=owner_label(facts, owner),
    )


def _people(facts: Facts, links: Links, found: Found, facets: tuple[Facet, ...]) -> Grid:
    _ = facts.words.gettext
    whens, counts = [when for when in When if found[when]], _counts(found)
    columns = (
        Column("owner", _("Person")),
        *(Column(_ANCHORS[when], _label(facts, when), _look(when), "number") for when in whens),
    )
    made = tuple(
        _person(facts, links, owner, {when: counts[owner, when] for when in whens}) for owner in _owners(facts)
    )
    whole = (_count(facts, links, len(found[when]), when, None) for when in whens)
    total = Row((Cell(_("All"), links.page("agenda")), *whole)) if len(made) > 1 else None
    return Grid("people", _("What is to be done, by person"), columns, made, total, facets)


def _facets(facts: Facts, rows_by: Rows) -> tuple[Facet, ...]:
    """The ways to choose among all tables of the page, told once."""
    _ = facts.words.gettext
    rows = [row for those in rows_by.values() for row in those]
    return telling(
        rows,
        by_owner(facts, rows, label=_("Person")),
        choice(rows, "why", _("Why"), [(why, why_label(facts, why)) for why in WHYS]),
        by_source(facts, rows),
        by_tag(facts, rows),
    )


def _look(when: When) -> str:
    return "num p2" if when in (When.LATER, When.UNDATED) else "num"


def _person(facts: Facts, links: Links, owner: str | None, theirs: Mapping[When, int]) -> Row:
    asked = owner or ""
    counts = (_count(facts, links, count, when, asked) for when, count in theirs.items())
    return Row((Cell(owner_label(facts, owner), links.page("agenda", owner=asked)), *counts), {"owner": (asked,)})


def _count(facts: Facts, links: Links, count: int, when: When, owner: str | None) -> Cell:
    """How many there are, leading to them."""
    if not count:
        return Cell("–", value="0", look="none")
    asked = {} if owner is None else {"owner": owner}
    cell = number_cell(facts.say, count, links.page("agenda", _ANCHORS[when], **asked))
    return Cell(cell.text, cell.href, cell.value, look="late" if when is When.OVERDUE else "")


def _people_table(facts: Facts, found: Found) -> Table:
    _, counts = facts.words.gettext, _counts(found)
    fields = (
        Field("owner", _("Person"), "id"),
        *(Field(_ANCHORS[when], _label(facts, when), "count") for when in When),
    )
    rows = tuple((owner, *(counts[owner, when] for when in When)) for owner in _owners(facts))
    return Table(_PEOPLE, _("What is to be done, by person"), fields, rows)


# ── by how soon ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _section(facts: Facts, when: When, grid: Grid, count: int) -> Section:
    _, n_ = facts.words.gettext, facts.words.ngettext
    says = {
        When.NOW: _("They have no day, and should not be like this any longer."),
        When.UNDATED: _("To be done before the deal goes on, or whenever there is time."),
    }.get(when, "")
    of = n_("%(num)s thing to do", "%(num)s things to do", count, num=facts.say.number(count))
    return section(Head(_label(facts, when), says if count else "", of if count else ""), grid)


def _grid(facts: Facts, when: When, rows: tuple[Row, ...], facets: tuple[Facet, ...]) -> Grid:
    """The table of how soon; it is chosen from by what the first table of the page offers."""
    _ = facts.words.gettext
    columns = (
        Column("record", _("About"), "deal"),
        Column("todo", _("What to do"), "words"),
        Column("owner", _("Person"), "p2"),
        *(
            (Column("due", _("Due"), "num nw p2" if when is When.LATER else "num nw"),)
            if when not in (When.NOW, When.UNDATED)
            else ()
        ),
    )
    return Grid(
        _ANCHORS[when],
        _label(facts, when),
        columns,
        rows,
        facets=unoffered(facets),
        empty=_nothing(facts, when),
        look="two",
    )


def _nothing_late(facts: Facts) -> str:
    """That nothing is overdue, of all records or of those that could be read."""
    _ = facts.words.gettext
    return _("Nothing that could be read is overdue.") if facts.missing else _("Nothing is overdue.")


def _nothing(facts: Facts, when: When) -> str:
    """That nothing is overdue or due today, and what is next."""
    _, say = facts.words.gettext, facts.say
    good = _nothing_late(facts) if when is When.OVERDUE else _("Nothing is due today.")
    following = facts.agenda.at(When.TODAY, When.THIS_WEEK, When.LATER)
    if when is not When.OVERDUE or not following:
        return good
    return _("%(good)s The next day with something to do: %(day)s.", good=good, day=say.day(following[0].due))


def _row(facts: Facts, links: Links, one: Todo, when: When) -> Row:
    asked = owner_label(facts, one.owner)
    late = facts.words.gettext("%(days)s late", days=facts.say.days(one.tasks[0].days)) if when is When.OVERDUE else ""
    due = (
        (Cell(facts.say.day(one.due), value=one.due.isoformat() if one.due else "", note=late, look="late-note"),)
        if when not in (When.NOW, When.UNDATED)
        else ()
    )
    return Row(
        (
            replace(_about(facts, links, one.record), small=(facts.say.day(one.due),) if when is When.LATER else ()),
            Cell(one.todo, note=one.reason),
            text_cell(asked, links.record(f"team/{one.owner}")),
            *due,
        ),
        {"owner": (one.owner or "",), "why": tuple(task.why for task in one.tasks), **_origin(facts, one.record)},
    )


def _about(facts: Facts, links: Links, ref: str) -> Cell:
    """The record by its name, leading to its page; beneath a deal what it is about, its stage and its amount."""
    kind, _, id = ref.partition("/")
    if deal := _deal(facts, ref):
        name, about = named(facts, deal)
        amount = facts.say.full(deal.value) if deal.value is not None else facts.say.no_amount
        stage = facts.stage_label(deal.pipeline, deal.stage)
        return Cell(name, links.record(ref), note=" · ".join(part for part in (about, stage, amount) if part))
    if kind == "activities":
        return Cell(facts.words.gettext("no record"), look="none")
    company = facts.book.leads[id].company_name or "" if kind == "leads" and id in facts.book.leads else ""
    name = facts.label(kind, id)
    return Cell(name, links.record(ref), note="" if company == name else company)


def _deal(facts: Facts, ref: str) -> Deal | None:
    kind, _, id = ref.partition("/")
    return facts.open.get(id) if kind == "opportunities" else None


def _origin(facts: Facts, ref: str) -> dict[str, tuple[str, ...]]:
    """Source and tags of the deal or lead."""
    kind, _, id = ref.partition("/")
    if deal := _deal(facts, ref):
        found = deal_facets(facts, deal)
    elif kind == "leads" and (lead := facts.lead.get(id)):
        found = lead_facets(facts, lead)
    else:
        return {"source": ("",), "tag": ("",)}
    return {"source": found["source"], "tag": found["tag"]}


def _table(facts: Facts) -> Table:
    """All tasks, one by one, as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("when", _("When"), "id"),
        Field("owner", _("Person"), "id"),
        Field("record", _("About"), "id"),
        Field("why", _("Why"), "id"),
        Field("what", _("What")),
        Field("due", _("Due"), "day"),
        Field("days", _("Days"), "days"),
    )
    rows = tuple(
        (task.when.name.lower(), task.owner, task.record, task.why, task.what, task.due, task.days)
        for task in facts.agenda.tasks
    )
    return Table(_TABLE, _("Agenda"), fields, rows)
