"""The agenda: what is to be done, by whom, by when, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from textcrm.metrics.ageing import ageing
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.leads import leads_on
from textcrm.metrics.response_times import first_answer
from textcrm.metrics.rotting import rotting
from textcrm.metrics.steps import undone_steps
from textcrm.model.book import Book

#: "This week" is the day and the seven that follow, so that on a Friday it shows what Monday brings.
_WEEK = timedelta(days=7)
#: Statuses in which a lead still waits for somebody to get to know it.
_FRESH = ("new", "qualifying")


class When(IntEnum):
    """How soon: in the order in which it should be looked at."""

    OVERDUE = 0
    TODAY = 1
    #: It has no day, and should not be like this any longer.
    NOW = 2
    THIS_WEEK = 3
    LATER = 4
    UNDATED = 5


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do about a record, by its ref, for its owner; `what` in somebody's words, if there are any.

    `why` is one of `next-step`, `no-next-step`, `planned-activity`, `expected-close`, `step-missed`, `step-to-do`,
    `rotting`, `slow`, `unanswered`, `recontact`; of the steps, `what` is the name. `days` are those past the due day,
    negative ahead of it; else the days it has been like this.
    """

    when: When
    owner: str | None
    why: str
    record: str
    due: date | None = None
    days: int | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """All tasks, the most urgent first."""

    tasks: tuple[Task, ...]

    def of(self, owner: str | None) -> Agenda:
        """The tasks of one member; of `None`, those that nobody has."""
        return Agenda(tuple(task for task in self.tasks if task.owner == owner))

    def at(self, *when: When) -> tuple[Task, ...]:
        """The tasks that are so urgent."""
        return tuple(task for task in self.tasks if task.when in when)


def agenda(book: Book, as_of: date) -> Agenda:
    """What is to be done at the end of the day about open deals and open leads, and what is planned.

    Next steps are those written now, since they have no history; a task of a next step is its own owner's, else the
    deal's.
    """
    sources: tuple[Callable[[Book, date], Iterator[Task]], ...] = (
        _deal_tasks,
        _step_tasks,
        _still_tasks,
        _planned,
        _lead_tasks,
    )
    tasks = [task for source in sources for task in source(book, as_of)]
    return Agenda(tuple(sorted(tasks, key=_urgency)))


def _urgency(task: Task) -> tuple[object, ...]:
    return task.when, task.due or date.max, task.owner or "", task.record, task.why, task.what or ""


def _dated(as_of: date, due: date, why: str, record: str, owner: str | None, what: str | None = None) -> Task:
    return Task(_when(as_of, due), owner, why, record, due, (as_of - due).days, what)


def _when(as_of: date, due: date) -> When:
    if due <= as_of:
        return When.TODAY if due == as_of else When.OVERDUE
    return When.THIS_WEEK if due <= as_of + _WEEK else When.LATER


def _deal_tasks(book: Book, as_of: date) -> Iterator[Task]:
    """The next steps of open deals, or that there is none, and the days on which they should close."""
    for deal in deals_on(book, as_of).open:
        yield _next_step(deal, as_of)
        due = deal.state.expected_close
        if due is not None and due <= as_of + _WEEK:
            yield _dated(as_of, due, "expected-close", deal.record.ref, deal.owner)


def _next_step(deal: Deal, as_of: date) -> Task:
    step, ref = deal.record.next_step, deal.record.ref
    if step is None:
        return Task(When.NOW, deal.owner, "no-next-step", ref)
    owner = step.owner or deal.owner
    if step.due is None:
        return Task(When.UNDATED, owner, "next-step", ref, what=step.what)
    return _dated(as_of, step.due, "next-step", ref, owner, step.what)


def _step_tasks(book: Book, as_of: date) -> Iterator[Task]:
    """The critical steps that were passed over, and those of the stages that deals are in, which have no day."""
    deals = {deal.id: deal for deal in deals_on(book, as_of).open}
    for step in undone_steps(book, as_of):
        when, why = (When.NOW, "step-missed") if step.is_missed else (When.UNDATED, "step-to-do")
        yield Task(when, deals[step.deal].owner, why, deals[step.deal].record.ref, what=step.step.label)


def _still_tasks(book: Book, as_of: date) -> Iterator[Task]:
    """The open deals that rot, and those that have been in their stage for too long."""
    deals = {deal.id: deal for deal in deals_on(book, as_of).open}
    still = [(one.deal, "rotting", one.days) for one in rotting(book, as_of) if one.is_rotten]
    still += [(one.deal, "slow", one.days_in_stage) for one in ageing(book, as_of) if one.is_slow]
    for id, why, days in still:
        yield Task(When.NOW, deals[id].owner, why, deals[id].record.ref, days=days)


def _planned(book: Book, as_of: date) -> Iterator[Task]:
    """The activities still planned, about what was there on the day."""
    for one in book.activities:
        if one.planned:
            refs = (("opportunities", one.opportunity), ("leads", one.lead), ("companies", one.company))
            about = next((f"{kind}/{id}" for kind, id in refs if id), one.ref)
            yield _dated(as_of, one.date.day, "planned-activity", about, one.member, one.note or one.type)


def _lead_tasks(book: Book, as_of: date) -> Iterator[Task]:
    """The fresh leads that nobody has answered, and those to be contacted again."""
    for lead in leads_on(book, as_of).counted:
        if lead.status in _FRESH and first_answer(book, lead, as_of) is None:
            days = (as_of - lead.created).days if lead.created else None
            yield Task(When.NOW, lead.owner, "unanswered", lead.record.ref, days=days)
        if lead.status == "nurturing" and lead.recontact_on:
            yield _dated(as_of, lead.recontact_on, "recontact", lead.record.ref, lead.owner)
