"""The report `agenda`: what is to be done, by whom, by when, and why; the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from textcrm.likeness.normalise import fold
from textcrm.metrics.agenda import Agenda, Task, When
from textcrm.metrics.agenda import agenda as measure
from textcrm.model.book import Book
from textcrm.model.settings import Settings
from textcrm.reports.asked import Asked, scoped
from textcrm.reports.figures import Data, common
from textcrm.reports.report import Report, Scope
from textcrm.reports.wording import counted, member_name, title
from textcrm.tables import Cell, Column, Table

#: How soon, in the words of a heading.
_WHEN: Final = {
    When.OVERDUE: "Overdue",
    When.TODAY: "Today",
    When.NOW: "Now",
    When.THIS_WEEK: "This week",
    When.LATER: "Later",
    When.UNDATED: "No day",
}


def agenda(book: Book, asked: Asked) -> Report:
    """The tasks of everybody or of one member, as they stand at the end of the day; they are of no period."""
    # What somebody has to do may be about another's deal, so the owner narrows the tasks and not the book.
    part = scoped(book, Asked(asked.as_of, scope=Scope(pipeline=asked.scope.pipeline)))
    found = measure(part, asked.as_of)
    found = found.of(asked.scope.owner) if asked.scope.owner else found
    tasks = [_task(task, part) for task in found.tasks]
    data = {
        **common(book, asked, None),
        "tasks": tasks,
        "counts": {when.name.lower(): len(found.at(when)) for when in When},
    }
    return Report(
        name="agenda",
        title=title("What to do", book, asked, has_money=False),
        as_of=asked.as_of,
        period=None,
        currency=book.settings.currency,
        scope=asked.scope,
        tables=tuple(_by_person(found, part)) or (Table("tasks", "Nothing to do", (), ()),),
        data=data,
        sheets={"tasks": tasks},
    )


def _task(task: Task, book: Book) -> Data:
    return {
        "when": task.when.name.lower(),
        "owner": task.owner,
        "why": task.why,
        "reason": _reason(task, book.settings),
        "record": task.record,
        "name": record_name(task.record, book),
        "due": task.due.isoformat() if task.due else None,
        "days": task.days,
        "what": task.what,
    }


def record_name(ref: str, book: Book) -> str:
    """What people call a record, by its ref; the ref where it has no name or is not there."""
    kind, _, id = ref.partition("/")
    records = book.all(kind) if kind in ("companies", "leads", "opportunities") else {}
    record = records.get(id)
    return str(getattr(record, "name", None) or getattr(record, "company_name", None) or ref)


def _reason(task: Task, settings: Settings) -> str:
    """What to do and why, as one would say it."""
    what = " ".join((task.what or "").split())
    days = counted(abs(task.days), "day", settings) if task.days else ""
    is_late = task.when is When.OVERDUE
    return {
        "next-step": what,
        "planned-activity": what,
        "no-next-step": "Nothing is planned: decide the next step",
        "expected-close": "Should have closed" if is_late else "Expected to close",
        "step-missed": f"Critical step missed: {what}",
        "step-to-do": f"Critical step: {what}",
        "rotting": f"Quiet for {days}",
        "slow": f"In its stage for {days}, too long",
        "unanswered": f"New lead, not answered{f' for {days}' if days else ''}",
        "recontact": "Get in touch again",
    }[task.why]


def _by_person(found: Agenda, book: Book) -> Iterator[Table]:
    """A table for everybody who has something to do: the team by name, those that nobody has last."""
    owners = {task.owner for task in found.tasks}
    for owner in sorted(owners, key=lambda one: (one is None, fold(member_name(one, book)), one or "")):
        theirs = found.of(owner)
        yield Table(
            owner or "nobody",
            f"{member_name(owner, book) if owner else 'Nobody owns these'}: {_summary(theirs)}",
            (
                Column("when", "When"),
                Column("name", "About"),
                Column("reason", "To do", "prose"),
                Column("due", "Due", "day"),
            ),
            tuple(_rows(theirs.tasks, book)),
        )


def _summary(theirs: Agenda) -> str:
    counts = [(len(theirs.at(when)), label.lower()) for when, label in _WHEN.items()]
    return ", ".join(f"{count} {label}" for count, label in counts if count)


def _rows(tasks: Sequence[Task], book: Book) -> Iterator[tuple[Cell, ...]]:
    """What has to be done about one thing by one day is one row; how soon is said once for all that are of it."""
    rows: dict[tuple[When, str, date | None], list[str]] = {}
    for task in tasks:
        said = rows.setdefault((task.when, record_name(task.record, book), task.due), [])
        reason = _reason(task, book.settings)
        if reason.casefold() not in map(str.casefold, said):
            said.append(reason)
    before: When | None = None
    for (when, name, due), said in rows.items():
        yield "" if when is before else _WHEN[when], name, _joined(said), due or ""
        before = when


def _joined(said: Sequence[str]) -> str:
    """Several things to do in one sentence; what they have in common is said once."""
    first, colon, _ = said[0].partition(": ")
    if colon and len(said) > 1 and all(one.startswith(f"{first}: ") for one in said):
        return f"{first}s: {'; '.join(one.removeprefix(f'{first}: ') for one in said)}"
    return "; ".join(said)
