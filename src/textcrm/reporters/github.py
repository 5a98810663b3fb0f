"""Annotations on the lines of a pull request, through the workflow commands of GitHub's runner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from textcrm.files import Files
from textcrm.findings import Finding, Report, Severity
from textcrm.gates.annotation import command
from textcrm.gates.terminal import one_line
from textcrm.reporters.reporter import Look, RuleText
from textcrm.reporters.sentence import counted, remedy, summary

#: GitHub shows so many annotations of each type of a step, and says nothing of the others.
SHOWN = 10


def github(report: Report, _sources: Files, _look: Look, _rules: Sequence[RuleText] = ()) -> str:
    """One `::error` or `::warning` per finding, errors first; a last `::notice` counts what GitHub leaves out."""
    ranked = sorted(report.findings, key=lambda finding: finding.severity is Severity.WARNING)
    return "\n".join(chain(map(_annotation, ranked), _more(report), [summary(report)])) + "\n"


def _annotation(finding: Finding) -> str:
    properties = {
        "file": finding.path,
        "line": finding.line,
        "col": finding.column,
        "title": f"{finding.code} {finding.name}",
    }
    return command(str(finding.severity), properties, _body(finding))


def _body(finding: Finding) -> str:
    """The message on the first line, the remedy below it."""
    return "\n".join([one_line(finding.message), *remedy(finding)])


def _more(report: Report) -> Iterator[str]:
    hidden = ((report.errors - SHOWN, "error"), (report.warnings - SHOWN, "warning"))
    more = " and ".join(counted(number, f"more {noun}") for number, noun in hidden if number > 0)
    if more:
        told = f"{summary(report)}. GitHub shows {SHOWN} annotations of each type; {more} in the log of this step."
        yield command("notice", {"title": "textcrm"}, told)
