"""Waiting: the fresh leads that nobody has answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textcrm.locale.words import Text
from textcrm.metrics.agenda import When
from textcrm.metrics.response_times import Response, response_times
from textcrm.model.periods import EVER
from textcrm.site.deals import owner_cell
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Grid, Row, text_cell
from textcrm.site.leads import wait_cell
from textcrm.site.links import Links
from textcrm.site.unread import none
from textcrm.tables import Column as Field
from textcrm.tables import Table


def waiting_leads(facts: Facts) -> list[Response]:
    """The fresh leads that nobody has answered, those that wait longest first."""
    fresh = {task.record for task in facts.agenda.at(When.NOW) if task.why == "unanswered"}
    waits = response_times(facts.book, facts.as_of, EVER).responses
    found = [one for one in waits if f"leads/{one.lead}" in fresh]
    return sorted(found, key=lambda one: (-one.days, -(one.minutes or 0), one.lead))


def waits(facts: Facts, waiting: Sequence[Response]) -> Text:
    """How many wait; nothing of none."""
    n_ = facts.words.ngettext
    if not waiting:
        return ""
    return n_("%(num)s lead waits.", "%(num)s leads wait.", len(waiting), num=facts.say.number(len(waiting)))


def promise(facts: Facts) -> str:
    """How soon a lead is to be answered, as the settings say."""
    hours = facts.settings.leads.response_hours
    return facts.words.ngettext(
        "To be answered within %(num)s hour", "To be answered within %(num)s hours", hours, num=facts.say.number(hours)
    )


def waiting_grid(facts: Facts, links: Links, waiting: Iterable[Response]) -> Grid:
    """The leads with how long each has waited."""
    _ = facts.words.gettext
    columns = (
        Column("lead", _("Lead"), "deal", ""),
        Column("source", _("Source"), "p2", ""),
        Column("owner", _("Owner"), "", ""),
        Column("waiting", _("Waiting"), "num", ""),
    )
    rows = tuple(_lead_row(facts, links, one) for one in waiting)
    fresh = (
        _("Every new lead was answered.") if facts.leads.counted else none(facts, "leads", _("There is no lead yet."))
    )
    return Grid("unanswered", _("Leads unanswered"), columns, rows, empty=fresh, look="two")


def _lead_row(facts: Facts, links: Links, one: Response) -> Row:
    lead = next(lead for lead in facts.leads.counted if lead.id == one.lead)
    company = lead.record.company_name or ""
    name = facts.label("leads", lead.id)
    return Row(
        (
            Cell(name, links.record(lead.record.ref), note="" if company == name else company),
            text_cell(facts.entry_label("sources", lead.source)),
            owner_cell(facts, links, lead.owner),
            wait_cell(facts, one),
        )
    )


def waiting_table(facts: Facts, waiting: Iterable[Response]) -> Table:
    """The leads as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("lead", _("Lead"), "id"),
        Field("days", _("Days"), "days"),
        Field("minutes", _("Minutes"), "count"),
    )
    rows = tuple((f"leads/{one.lead}", one.days, one.minutes) for one in waiting)
    return Table("leads-unanswered", _("Leads unanswered"), fields, rows)
