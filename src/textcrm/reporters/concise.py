"""One line per finding, for editors, `grep` and `wc`."""

from __future__ import annotations

from collections.abc import Sequence

from textcrm.files import Files
from textcrm.findings import Report
from textcrm.reporters.reporter import Look, RuleText
from textcrm.reporters.sentence import line, summary


def concise(report: Report, _sources: Files, _look: Look, _rules: Sequence[RuleText] = ()) -> str:
    """`path:line:column: error OPP003 message` for each finding; one sentence when there is none, never silence."""
    return "\n".join(map(line, report.findings) if report.findings else [summary(report)]) + "\n"
