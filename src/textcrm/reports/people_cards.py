"""All that matters of a company, a contact or a member of the team, for one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from textcrm.findings import Finding
from textcrm.metrics.agenda import Task, When, agenda
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.leads import leads_on
from textcrm.metrics.totals import Total, total
from textcrm.model.book import Book
from textcrm.model.records import Company, Contact, Member
from textcrm.reports.card import Block, Card, Row, block, rows
from textcrm.reports.saying import Saying, found, happened

#: So many tasks of a member are named.
_TASKS = 8


def company_card(record: Company, book: Book, as_of: date, path: str, findings: Iterable[Finding]) -> Card:
    """The card of a company: its people, its deals, what was done."""
    saying = Saying(book, as_of)
    deals = [one for one in deals_on(book, as_of).all if record.id in _companies(one)]
    ids = {one.id for one in deals}
    done = [one for one in book.activities if one.company == record.id or one.opportunity in ids]
    blocks = (
        *block("", _company_facts(record, saying)),
        *block("Contacts", _contacts(record, saying)),
        *_deals(deals, saying),
        *found(findings),
        *happened(done, saying),
        *block("Notes", rows((("", (record.notes or "").strip()),))),
    )
    owner = saying.name("team", record.owner)
    standing = ", ".join(one for one in (*record.types, owner) if one)
    return Card(record.name, record.ref, standing, blocks, path)


def _companies(deal: Deal) -> Iterator[str | None]:
    yield deal.record.company
    yield from (one.company for one in deal.record.partners)


def _company_facts(record: Company, saying: Saying) -> Iterator[Row]:
    place = ", ".join(one for one in (record.city, record.state, record.country) if one)
    return iter(
        rows(
            (
                ("Reach", saying.reach(record)),
                ("Website", record.website),
                ("Industry", record.industry),
                ("Size", record.size),
                ("Place", place),
                ("Address", record.address),
                ("Tax number", record.tax_id),
                ("Belongs to", saying.name("companies", record.parent)),
                ("Since", saying.due(record.created.day) if record.created else None),
                ("Tags", ", ".join(record.tags)),
            )
        )
    )


def _contacts(record: Company, saying: Saying) -> Iterator[Row]:
    for one in saying.book.contacts.values():
        if one.company == record.id:
            said = " · ".join(part for part in (one.title, saying.reach(one)) if part)
            yield Row(one.name, said or "no way to reach known")


def contact_card(record: Contact, book: Book, as_of: date, path: str, findings: Iterable[Finding]) -> Card:
    """The card of a contact: how to reach them, and the deals they have a part in."""
    saying = Saying(book, as_of)
    deals = [one for one in deals_on(book, as_of).all if any(part.contact == record.id for part in one.record.contacts)]
    done = [one for one in book.activities if record.id in one.contacts]
    facts = rows(
        (
            ("Company", saying.name("companies", record.company)),
            ("Reach", saying.reach(record) or "not known"),
            ("Came from", saying.entry("sources", record.source)),
            ("Was the lead", f"leads/{record.lead}" if record.lead else None),
            ("Looked after by", saying.name("team", record.owner)),
            ("Tags", ", ".join(record.tags)),
        )
    )
    blocks = (
        *block("", facts),
        *_deals(deals, saying),
        *found(findings),
        *happened(done, saying),
        *block("Notes", rows((("", (record.notes or "").strip()),))),
    )
    return Card(record.name, record.ref, record.title or "contact", blocks, path)


def member_card(record: Member, book: Book, as_of: date, path: str, findings: Iterable[Finding]) -> Card:
    """The card of a member of the team: what is open, what was won, what is to be done now."""
    saying = Saying(book, as_of)
    deals = [one for one in deals_on(book, as_of).counted if one.owner == record.id]
    leads = [one for one in leads_on(book, as_of).counted if one.owner == record.id]
    waiting = sum(not one.is_converted and not one.is_disqualified for one in leads)
    facts = rows(
        (
            ("E-mail", record.email),
            ("Manager", saying.name("team", record.manager)),
            ("Joined", saying.due(record.joined) if record.joined else None),
            ("Left", saying.due(record.left) if record.left else None),
            ("Open leads", saying.forms.number(waiting)),
        )
    )
    done = [one for one in book.activities if one.member == record.id]
    blocks = (
        *block("", facts),
        *_tasks(record, saying),
        *_deals(deals, saying),
        *found(findings),
        *happened(done, saying),
        *block("Notes", rows((("", (record.notes or "").strip()),))),
    )
    standing = ", ".join(one for one in (record.title, record.role) if one) or "member of the team"
    return Card(record.name, record.ref, standing, blocks, path)


def _tasks(record: Member, saying: Saying) -> Iterator[Block]:
    """What is overdue, due today, or should not be like this any longer."""
    tasks = agenda(saying.book, saying.as_of).of(record.id).at(When.OVERDUE, When.TODAY, When.NOW)
    listed = [Row(one.record.partition("/")[2], _said(one, saying)) for one in tasks[:_TASKS]]
    if len(tasks) > _TASKS:
        listed.append(
            Row("", f"and {saying.forms.number(len(tasks) - _TASKS)} more: textcrm agenda --owner {record.id}", "dim")
        )
    yield from block("To do now", listed)


def _said(task: Task, saying: Saying) -> str:
    words = task.what or task.why.replace("-", " ")
    if task.due:
        return f"{words}, {saying.due(task.due)}"
    return words if task.days is None else f"{words}, for {saying.days(task.days)}"


def _deals(deals: Iterable[Deal], saying: Saying) -> Iterator[Block]:
    """The open deals by expected close, then the closed ones, the latest first; each with what they come to."""
    listed = list(deals)
    opened = [one for one in listed if one.is_open]
    opened.sort(key=lambda one: one.state.expected_close or date.max)
    closed = [one for one in listed if not one.is_open]
    closed.sort(key=lambda one: one.closed_on or date.min, reverse=True)
    won = total(one for one in closed if one.state.status == "won")
    if opened:
        title = f"Open deals: {_sum(total(opened), saying)}"
        yield Block(title, tuple(Row(one.id, _open(one, saying)) for one in opened))
    if closed:
        number = saying.forms.number
        title = f"Closed deals: {number(won.count)} won of {number(len(closed))}, {_sum(won, saying)}"
        yield Block(title, tuple(Row(one.id, _closed(one, saying)) for one in closed), long=True)


def _sum(amounts: Total, saying: Saying) -> str:
    missing = len(amounts.without_amount) + len(amounts.without_rate)
    return saying.money(amounts.amount) + (f", {saying.forms.number(missing)} without an amount" if missing else "")


def _open(deal: Deal, saying: Saying) -> str:
    stage = saying.settings.stage(deal.pipeline, deal.stage)
    amount = saying.money(deal.amount, deal.state.currency) if deal.amount is not None else "no amount"
    close = f"close {saying.due(deal.state.expected_close)}" if deal.state.expected_close else "no close"
    return f"{stage.label if stage else 'stage not known'}, {amount}, {close}"


def _closed(deal: Deal, saying: Saying) -> str:
    amount = saying.money(deal.amount, deal.ending.currency) if deal.amount is not None and deal.ending else "no amount"
    day = f" {saying.day(deal.closed_on)}" if deal.closed_on else ""
    why = saying.reason(deal.state.status, deal.reason)
    return f"{deal.state.status}{day}, {amount}{f', {why}' if why else ''}"
