"""The report for programs; its shape is promised (`version` 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textcrm.files import Files
from textcrm.findings import Finding, Ignored, Report
from textcrm.gates.json import dumps, lines
from textcrm.gates.length import cut
from textcrm.reporters.reporter import Look, RuleText


def json(report: Report, _sources: Files, _look: Look, _rules: Sequence[RuleText] = ()) -> str:
    """One JSON object with one finding a line: line and column from 1, `null` for a whole file."""
    return "{" + ",\n".join(_members(report)) + "}\n"


def _members(report: Report) -> Iterator[str]:
    summary = {"errors": report.errors, "warnings": report.warnings, "records": report.records}
    yield '"version": 1'
    yield f'"summary": {dumps(summary)}'
    yield f'"findings": {lines(map(finding, report.findings))}'
    yield f'"ignored": {lines(map(_ignored, report.ignored))}'


def finding(finding: Finding) -> dict[str, object]:
    """The keys of a finding, as they are promised."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": cut(finding.message),
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "record": finding.record,
        "field": finding.field,
        "help": finding.help,
    }


def _ignored(ignored: Ignored) -> dict[str, object]:
    finding = ignored.finding
    return {
        "code": finding.code,
        "path": finding.path,
        "reason": ignored.reason,
        "line": finding.line,
        "column": finding.column,
        "record": finding.record,
        "field": finding.field,
    }
