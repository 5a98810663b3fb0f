"""Leads: who waits, where they come from and what became of them, how fast they are answered, what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from textcrm.locale.words import Text
from textcrm.metrics.agenda import Task, When
from textcrm.metrics.conversion import cohort
from textcrm.metrics.leads import LeadState
from textcrm.metrics.proportions import Cohort
from textcrm.metrics.reasons import DisqualifiedFor, disqualification_reasons
from textcrm.metrics.response_times import Answer
from textcrm.model.periods import EVER
from textcrm.site.charts.bars import bar
from textcrm.site.charts.scale import axis
from textcrm.site.choices import by_campaign, by_day, by_owner, by_source, by_tag, choice, telling
from textcrm.site.deals import owner_cell, owner_label
from textcrm.site.facts import Facts
from textcrm.site.grid import (
    Cell,
    Column,
    Facet,
    Grid,
    Row,
    beside,
    day_cell,
    further_pages,
    number_cell,
    spread,
    unoffered,
)
from textcrm.site.lead_answers import answers_section, answers_table, known_section, known_table
from textcrm.site.lead_origins import (
    Origins,
    campaigns_section,
    campaigns_table,
    deals_section,
    deals_table,
    origins,
    sources_section,
    sources_table,
)
from textcrm.site.leads import (
    answer_cell,
    answer_label,
    lead_cell,
    lead_facets,
    lead_status,
    need_label,
    source_cell,
    status_cell,
    status_options,
    wait_cell,
)
from textcrm.site.links import Links
from textcrm.site.page import Head, Page, head
from textcrm.site.rates import interval_text, of_text
from textcrm.site.section import Section, section
from textcrm.site.unread import none
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "leads.html"
_WAITING, _GIVEN_UP, _LEADS = "leads-waiting", "leads-disqualified", "leads"
#: Among so many rows nobody needs a filter.
_FEW: Final = 5
#: How urgent a lead's task is that it stands among those who wait.
_PRESSING: Final = (When.OVERDUE, When.TODAY, When.NOW)


@dataclass(frozen=True, slots=True)
class Leads:
    """What the page shows: the sections in the order in which they are read."""

    head: Head
    sentence: Text
    sections: tuple[Section, ...]


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many leads take."""
    links, found = facts.links(PATH), origins(facts)
    came = facts.leads.created_in(EVER)
    listed = spread(_grid(facts, links, "leads", came.leads), facts.say, links, PATH)
    others = spread(_left_out(facts, links), facts.say, links, PATH)
    page = Page(
        PATH,
        "pages/leads.html.jinja",
        facts.words.gettext("Leads"),
        "leads",
        _page(facts, links, found, cohort(came.leads), listed[0], others[0]),
        tuple(_tables(facts, found)),
    )
    yield page
    yield from further_pages(listed, page, links, _many(facts, len(came.leads)))
    yield from further_pages(others, page, links, _many(facts, len(came.uncounted) + len(came.undated)))


def _page(facts: Facts, links: Links, found: Origins, whole: Cohort, listed: Grid, others: Grid) -> Leads:
    waiting = _waiting(facts)
    return Leads(
        Head(facts.words.gettext("Leads"), of=_since(facts)),
        _sentence(facts, found, whole, waiting),
        (
            _waiting_section(facts, links, waiting),
            sources_section(facts, links, found, whole),
            campaigns_section(facts, links, found),
            answers_section(facts, links),
            _given_up_section(facts, links),
            known_section(facts, links),
            deals_section(facts, links, found),
            _leads_section(facts, links, listed, whole.began),
            *_left_out_section(facts, others),
        ),
    )


def _many(facts: Facts, count: int) -> str:
    n_ = facts.words.ngettext
    return n_("%(num)s lead", "%(num)s leads", count, num=facts.say.number(count))


def _since(facts: Facts) -> str:
    """From when on leads are known."""
    days = [lead.created for lead in facts.leads.counted if lead.created]
    return facts.words.gettext("That came in since %(month)s", month=facts.say.month(min(days))) if days else ""


def _sentence(facts: Facts, found: Origins, whole: Cohort, waiting: Sequence[Task]) -> Text:
    """Who waits, then what became of all; nothing is said of what there is none of."""
    m_ = facts.words.marked
    if not facts.leads.counted:
        return m_("<b>There is no lead yet.</b>")
    said = [*_on_waiting(facts, waiting), *_on_all(facts, found, whole)]
    return m_(" ").join(said)


def _on_waiting(facts: Facts, waiting: Sequence[Task]) -> Iterator[Text]:
    nm_, m_, number = facts.words.nmarked, facts.words.marked, facts.say.number
    fresh = sum(task.why == "unanswered" for task in waiting)
    due = sum(task.why == "recontact" for task in waiting)
    if fresh:
        yield nm_(
            "<b>%(num)s lead waits for a first answer.</b>",
            "<b>%(num)s leads wait for a first answer.</b>",
            fresh,
            num=number(fresh),
        )
    if due:
        yield nm_(
            "<b>%(num)s is to be contacted again by now.</b>",
            "<b>%(num)s are to be contacted again by now.</b>",
            due,
            num=number(due),
        )
    if not waiting:
        yield m_("<b>No lead waits.</b>")


def _on_all(facts: Facts, found: Origins, whole: Cohort) -> Iterator[Text]:
    number, won = facts.say.number, found.won
    if not whole.began:
        return
    yield facts.words.nmarked(
        "%(counts)s lead was converted%(rate)s.",
        "%(counts)s leads were converted%(rate)s.",
        whole.so_far.n,
        counts=of_text(facts, whole.so_far),
        rate=_share(facts, whole),
    )
    if won.count:
        yield facts.words.nmarked(
            "%(num)s deal was won from a lead, %(amount)s.",
            "%(num)s deals were won from leads, %(amount)s in all.",
            won.count,
            num=number(won.count),
            amount=facts.say.short(won.amount),
        )


def _share(facts: Facts, whole: Cohort) -> str:
    """The rate with its interval in brackets, where they are enough for a rate."""
    of = whole.so_far
    if not of.tells_a_rate or of.rate is None:
        return ""
    share = facts.say.share(float(of.rate))
    return facts.words.gettext(" (%(share)s, %(interval)s)", share=share, interval=interval_text(facts, of))


# ── who waits ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _waiting(facts: Facts) -> tuple[Task, ...]:
    """What is to be done about leads by now: first answers, the longest wait first, then those to contact again."""
    tasks = [task for task in facts.agenda.at(*_PRESSING) if task.why in ("unanswered", "recontact")]

    def order(task: Task) -> tuple[object, ...]:
        response = facts.responses.get(task.record.partition("/")[2])
        minutes = (response.minutes or 0) if response else 0
        return task.why != "unanswered", task.days is None, -(task.days or 0), -minutes, task.record

    return tuple(sorted(tasks, key=order))


def _waiting_section(facts: Facts, links: Links, waiting: Sequence[Task]) -> Section:
    _, hours = facts.words.gettext, facts.settings.leads.response_hours
    promise = facts.words.ngettext(
        "A first answer is due within %(num)s hour.",
        "A first answer is due within %(num)s hours.",
        hours,
        num=facts.say.number(hours),
    )
    is_open = sum(lead.status in ("new", "qualifying", "qualified", "nurturing") for lead in facts.leads.counted)
    of = _("%(count)s of %(open)s open leads", count=facts.say.number(len(waiting)), open=facts.say.number(is_open))
    return section(
        head(_("Who waits"), links, _WAITING, promise if facts.leads.counted else "", of if is_open else ""),
        _waiting_grid(facts, links, waiting),
    )


def _waiting_grid(facts: Facts, links: Links, waiting: Sequence[Task]) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("lead", _("Lead"), "deal"),
        Column("why", _("Why"), "p2"),
        Column("source", _("Source"), "p2"),
        Column("owner", _("Owner")),
        Column("waiting", _("Waiting"), "num", "number"),
    )
    rows = tuple(_waiting_row(facts, links, task, facts.lead[task.record.partition("/")[2]]) for task in waiting)
    facets = telling(rows, by_owner(facts, rows), by_source(facts, rows), by_tag(facts, rows))
    facets = facets if len(rows) > _FEW else unoffered(facets)
    return Grid("unanswered", _("Leads that wait"), columns, rows, facets=facets, empty=_nobody(facts), look="two")


def _nobody(facts: Facts) -> str:
    """That nobody waits, and who is next."""
    _ = facts.words.gettext
    if not facts.leads.counted:
        return none(facts, "leads", _("There is no lead yet: leads are files in the folder leads."))
    good = _("Every new lead was answered, and none is to be contacted again by now.")
    later = next((task for task in facts.agenda.at(When.THIS_WEEK, When.LATER) if task.why == "recontact"), None)
    if later is None:
        return good
    name = facts.label("leads", later.record.partition("/")[2])
    return _("%(good)s Next: %(lead)s on %(day)s.", good=good, lead=name, day=facts.say.day(later.due))


def _waiting_row(facts: Facts, links: Links, task: Task, lead: LeadState) -> Row:
    _, say = facts.words.gettext, facts.say
    if task.why == "unanswered":
        why, cell = _("No first answer"), wait_cell(facts, facts.responses.get(lead.id))
    else:
        why, late = _("To be contacted again on %(day)s", day=say.day(task.due)), task.days or 0
        cell = Cell(say.days(late) if late else _("today"), value=str(late * 1440), look="late" if late else "")
    note = lead_status(facts, lead.status)
    facets = {key: value for key, value in lead_facets(facts, lead).items() if key in ("owner", "source", "tag")}
    owner = owner_cell(facts, links, lead.owner) if lead.owner else Cell(_("nobody"), value="", look="late")
    return Row((lead_cell(facts, links, lead), Cell(why, note=note), source_cell(facts, lead), owner, cell), facets)


def _waiting_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("lead", _("Lead"), "id"),
        Field("why", _("Why")),
        Field("owner", _("Owner")),
        Field("due", _("Due"), "day"),
        Field("days", _("Days"), "days"),
    )
    rows = tuple((task.record, task.why, task.owner, task.due, task.days) for task in _waiting(facts))
    return Table(_WAITING, _("Leads that wait"), fields, rows)


# ── why they were given up ──────────────────────────────────────────────────────────────────────────────────────────


def _given_up_section(facts: Facts, links: Links) -> Section:
    _, n_ = facts.words.gettext, facts.words.ngettext
    found = disqualification_reasons(facts.book, facts.as_of, EVER)
    count = sum(len(row.leads) for row in found)
    of = n_(
        "%(num)s lead, also of reasons that no rate counts",
        "%(num)s leads, also of reasons that no rate counts",
        count,
        num=facts.say.number(count),
    )
    return section(
        head(_("Why disqualified"), links, _GIVEN_UP, of=of if count else ""), _given_up(facts, links, found)
    )


def _given_up(facts: Facts, links: Links, found: Sequence[DisqualifiedFor]) -> Grid:
    _ = facts.words.gettext
    along = axis((Decimal(len(row.leads)) for row in found), facts.say.number, Decimal(1))
    columns = (
        Column("reason", _("Reason"), sort=""),
        Column("bar", _("Leads"), "bar", ""),
        Column("leads", _("Number"), "num", ""),
    )
    counted = frozenset(lead.id for lead in facts.leads.counted)

    def row(one: DisqualifiedFor) -> Row:
        where = "leads" if counted.issuperset(one.leads) else "left-out"
        href = links.page("leads", where, status=f"disqualified:{one.reason or ''}")
        name = facts.reason_label("disqualified", one.reason) or _("not given")
        note = "" if where == "leads" else _("in no rate")
        count = len(one.leads)
        return Row((Cell(name, note=note), Cell(bar(Decimal(count), along)), number_cell(facts.say, count, href)))

    empty = none(facts, "leads", _("No lead was disqualified."))
    return Grid(
        "disqualified", _("Why leads were disqualified"), columns, tuple(map(row, found)), empty=empty, look="bars"
    )


def _given_up_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (Field("reason", _("Reason"), "id"), Field("name", _("Name")), Field("leads", _("Leads"), "count"))
    rows = tuple(
        (row.reason, facts.reason_label("disqualified", row.reason) or None, len(row.leads))
        for row in disqualification_reasons(facts.book, facts.as_of, EVER)
    )
    return Table(_GIVEN_UP, _("Why leads were disqualified"), fields, rows)


# ── all of them ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _leads_section(facts: Facts, links: Links, listed: Grid, count: int) -> Section:
    of = _many(facts, count) if count else ""
    return section(head(facts.words.gettext("All leads"), links, _LEADS, of=of), listed)


def _grid(facts: Facts, links: Links, id: str, leads: Sequence[LeadState]) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("lead", _("Lead"), "deal"),
        Column("status", _("Status")),
        Column("source", _("Source"), "p2"),
        Column("owner", _("Owner"), "p2"),
        Column("created", _("Came in"), "num nw"),
        Column("answer", _("First answer"), "num p2", "number"),
    )
    rows = tuple(_row(facts, links, lead) for lead in sorted(leads, key=_latest_first))
    empty = none(facts, "leads", _("There is no lead yet."))
    return Grid(id, _("Leads"), columns, rows, facets=_facets(facts, leads, rows), empty=empty, look="two")


def _latest_first(lead: LeadState) -> tuple[object, ...]:
    return lead.created is None, -lead.created.toordinal() if lead.created else 0, lead.id


def _row(facts: Facts, links: Links, lead: LeadState) -> Row:
    return Row(
        (
            lead_cell(facts, links, lead, beside(source_cell(facts, lead).text, owner_label(facts, lead.owner))),
            status_cell(facts, lead),
            source_cell(facts, lead),
            owner_cell(facts, links, lead.owner),
            day_cell(facts.say, lead.created),
            answer_cell(facts, facts.responses.get(lead.id)),
        ),
        lead_facets(facts, lead),
    )


def _facets(facts: Facts, leads: Sequence[LeadState], rows: Sequence[Row]) -> tuple[Facet, ...]:
    _ = facts.words.gettext
    reasons = frozenset(lead.reason or "" for lead in leads if lead.is_disqualified)
    keys = ("waiting", "never", "prompt", "promised", "days-0", "days-1", "days-2", "days-8", "timed", "unknown")
    needs = [(need, need_label(facts, need)) for need in (*facts.settings.leads.qualified_needs, "verified")]
    offered = telling(
        rows,
        by_owner(facts, rows),
        by_source(facts, rows),
        by_campaign(facts, rows),
        by_tag(facts, rows),
        choice(rows, "status", _("Status"), [*status_options(facts, reasons)]),
        by_day(facts, rows, "created", _("Came in")),
        choice(rows, "answer", _("First answer"), [(key, answer_label(facts, key)) for key in keys]),
        choice(rows, "lacks", _("Lacks"), needs),
    )
    return (*offered, *unoffered([choice(rows, "has", _("Known"), needs)]))


def _left_out(facts: Facts, links: Links) -> Grid:
    """The leads that are in no figure: given up for a reason that does not count, or come in on no known day."""
    others = [lead for lead in facts.leads.all if not lead.counts or lead.created is None]
    return replace(_grid(facts, links, "left-out", others), label=facts.words.gettext("Leads left out"))


def _left_out_section(facts: Facts, grid: Grid) -> Iterator[Section]:
    _, came = facts.words.gettext, facts.leads.created_in(EVER)
    if not grid.rows:
        return
    told = []
    if came.uncounted:
        told.append(_("%(leads)s for a reason that does not count", leads=_many(facts, len(came.uncounted))))
    if came.undated:
        told.append(_("%(leads)s that came in on no known day", leads=_many(facts, len(came.undated))))
    yield section(Head(_("Left out"), _("They are in no rate above."), "; ".join(told)), grid)


def _leads_table(facts: Facts) -> Table:
    _ = facts.words.gettext
    fields = (
        Field("lead", _("Lead"), "id"),
        Field("name", _("Name")),
        Field("company", _("Company")),
        Field("status", _("Status")),
        Field("reason", _("Reason")),
        Field("source", _("Source")),
        Field("campaign", _("Campaign")),
        Field("owner", _("Owner")),
        Field("created", _("Came in"), "day"),
        Field("answer", _("First answer")),
        Field("answer_days", _("Days"), "days"),
        Field("answer_minutes", _("Minutes"), "count"),
        Field("counts", _("In the rates")),
        Field("tags", _("Tags")),
    )
    return Table(_LEADS, _("Leads"), fields, tuple(_exported(facts, lead) for lead in facts.leads.all))


def _exported(facts: Facts, lead: LeadState) -> tuple[str | int | date | None, ...]:
    _, record, response = facts.words.gettext, lead.record, facts.responses.get(lead.id)
    return (
        record.ref,
        record.name,
        record.company_name,
        lead.status,
        lead.reason,
        lead.source,
        lead.campaign,
        lead.owner,
        lead.created,
        response.answer.value if response else None,
        response.days if response and response.answer is Answer.GIVEN else None,
        response.minutes if response and response.answer is Answer.GIVEN else None,
        _("yes") if lead.counts and lead.created else _("no"),
        ", ".join(record.tags),
    )


def _tables(facts: Facts, found: Origins) -> Iterator[Table]:
    yield _waiting_table(facts)
    yield sources_table(facts, found.sources.sources)
    yield campaigns_table(facts, found.campaigns)
    yield answers_table(facts)
    yield _given_up_table(facts)
    yield known_table(facts)
    yield deals_table(facts, found)
    yield _leads_table(facts)
