"""What a reporter is: a pure function from the outcome of a check to text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from textcrm.files import Files
from textcrm.findings import Report, Severity


@dataclass(frozen=True, slots=True)
class Look:
    """How text for people is laid out: `width` in columns, `None` where no terminal wraps it; `colour` as SGR codes."""

    width: int | None = None
    colour: bool = False


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as a format that describes its rules wants it: `summary` is one sentence, `help` its whole page."""

    code: str
    name: str
    summary: str
    help: str
    severity: Severity


class Reporter(Protocol):
    """Words a report in one format.

    `sources` are the texts that paths of findings lead to, for those who quote lines; `rules` describe the rules, for
    those who publish them. The result ends with a newline and depends on nothing but the arguments.
    """

    def __call__(
        self, report: Report, sources: Files, look: Look, rules: Sequence[RuleText] = (), /
    ) -> str:  # pragma: no cover - a shape, never run
        """The report in words."""
        ...
