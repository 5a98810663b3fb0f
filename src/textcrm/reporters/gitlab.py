"""GitLab's Code Quality report: what a merge request introduces and fixes."""

from __future__ import annotations

from collections.abc import Sequence

from textcrm.files import Files
from textcrm.findings import Finding, Report, Severity
from textcrm.gates.json import lines
from textcrm.gates.terminal import one_line
from textcrm.reporters.fingerprints import fingerprints
from textcrm.reporters.reporter import Look, RuleText

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def gitlab(report: Report, _sources: Files, _look: Look, _rules: Sequence[RuleText] = ()) -> str:
    """A JSON array with one finding a line; one of a whole file stands at line 1, as GitLab wants a line."""
    return lines(map(_issue, report.findings, fingerprints(report.findings))) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": one_line(f"{finding.code} {finding.message}"),
        "check_name": finding.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[finding.severity],
        "location": {"path": finding.path, "lines": {"begin": finding.line or 1}},
    }
