"""What a rule is: a code, a name, a severity, a page of explanation and a generator of problems."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from textwrap import indent

from textcrm.findings import Problem, Severity
from textcrm.model.book import Book
from textcrm.model.history import DealState, changes_after, state_on
from textcrm.model.records import Opportunity

SECTIONS = ("What it checks", "Why", "Bad", "Good", "How to fix")


@dataclass(frozen=True, kw_only=True)
class Case:
    """What rules judge: a book, the day that counts as today, and the problems that loading met, by rule name."""

    book: Book
    day: date
    met: Mapping[str, Sequence[Problem]] = field(default_factory=dict)

    @cached_property
    def open_deals(self) -> tuple[tuple[Opportunity, DealState], ...]:
        """The deals open at the end of the day, each with its state then."""
        deals = (deal for deal in self.book.opportunities.values() if deal.is_open or changes_after(deal, self.day))
        states = ((deal, state_on(deal, self.day)) for deal in deals)
        return tuple((deal, state) for deal, state in states if state is not None and state.is_open)


Check = Callable[[Case], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it is called, how severe it is unless the settings say otherwise, and how it finds problems.

    `page` holds the sections of its explanation by heading; `summary` is the sentence above them. `met` rules pass on
    what loading met.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    summary: str
    page: Mapping[str, str]
    met: bool = False

    @property
    def text(self) -> str:
        """The whole page as plain text: the summary and the sections under their headings."""
        sections = (f"{heading}:\n{indent(self.page[heading], '    ')}" for heading in SECTIONS)
        return "\n\n".join([self.summary, *sections])

    @property
    def fatal(self) -> bool:
        """Whether its findings mean that a file could not be loaded: no setting can make less of that."""
        return self.met and self.severity is Severity.ERROR

    @property
    def family(self) -> str:
        """The letters of the code: `OPP`."""
        return self.code[:3]


def rule(code: str, name: str, severity: Severity = Severity.ERROR) -> Callable[[Check], Rule]:
    """Make a rule of a generator whose docstring has a summary line and the five sections."""

    def make(check: Check) -> Rule:
        summary, page = read_page(inspect.getdoc(check) or "")
        return Rule(code, name, severity, check, summary, page)

    return make


def met(code: str, name: str, severity: Severity, page: str) -> Rule:
    """A rule whose problems are met while files are loaded, or ignores applied: it passes them on."""

    def check(case: Case) -> Iterator[Problem]:
        yield from case.met.get(name, ())

    summary, sections = read_page(inspect.cleandoc(page))
    return Rule(code, name, severity, check, summary, sections, met=True)


def read_page(text: str) -> tuple[str, Mapping[str, str]]:
    """The summary and the sections of an explanation; raises `ValueError` where a section is missing."""
    summary, _, rest = text.partition("\n\n")
    page: dict[str, str] = {}
    heading = ""
    for line in rest.splitlines():
        start, _, tail = line.partition(":")
        if start in SECTIONS:
            heading, page[start] = start, tail.strip()
        else:
            page[heading] = f"{page.get(heading, '')}\n{line}"
    missing = [section for section in SECTIONS if section not in page]
    if missing:
        raise ValueError(f"the explanation {summary!r} has no section {', '.join(missing)}")
    return " ".join(summary.split()), {heading: inspect.cleandoc(body) for heading, body in page.items()}
