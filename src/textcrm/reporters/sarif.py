"""SARIF 2.1.0, the format of code scanning services; ignored findings are there as suppressed, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from textcrm.files import Files
from textcrm.findings import Finding, Report
from textcrm.gates.json import dumps, lines
from textcrm.gates.terminal import one_line, visible
from textcrm.gates.url import relative
from textcrm.reporters.fingerprints import fingerprints
from textcrm.reporters.reporter import Look, RuleText
from textcrm.reporters.sentence import remedy

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_Json = dict[str, object]


def sarif(report: Report, _sources: Files, _look: Look, rules: Sequence[RuleText] = ()) -> str:
    """One run whose results are the findings, one a line, then the ignored ones."""
    known = _rules(report, rules)
    driver = f'{{"name": "textcrm", "rules": {lines(map(_rule, known.values()))}}}'
    results = lines(_results(report, known))
    run = f'{{"tool": {{"driver": {driver}}}, "columnKind": "unicodeCodePoints", "results": {results}}}'
    return f'{{"$schema": {dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{run}]}}\n'


def _rules(report: Report, rules: Sequence[RuleText]) -> dict[str, RuleText]:
    """All rules given, and those of findings that were not, by code: no result may name a rule that is not there."""
    known = {rule.code: rule for rule in rules}
    for finding in chain(report.findings, (ignored.finding for ignored in report.ignored)):
        if finding.code not in known:
            known[finding.code] = RuleText(finding.code, finding.name, finding.name, "", finding.severity)
    return dict(sorted(known.items()))


def _rule(rule: RuleText) -> _Json:
    page = rule.help or rule.summary
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _results(report: Report, rules: Mapping[str, RuleText]) -> Iterator[_Json]:
    index = {code: number for number, code in enumerate(rules)}
    reasons = [None] * len(report.findings) + [ignored.reason for ignored in report.ignored]
    findings = (*report.findings, *(ignored.finding for ignored in report.ignored))
    for finding, fingerprint, reason in zip(findings, fingerprints(findings), reasons, strict=True):
        result = _result(finding, fingerprint)
        yield result | {"ruleIndex": index[finding.code]} | ({} if reason is None else _suppressed(reason))


def _result(finding: Finding, fingerprint: str) -> _Json:
    text = "\n".join([one_line(finding.message), *remedy(finding)])
    return {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": {"text": text},
        "locations": [_location(finding)],
        "partialFingerprints": {"textcrm/v1": fingerprint},
    }


def _location(finding: Finding) -> _Json:
    physical: _Json = {"artifactLocation": {"uri": relative(finding.path), "uriBaseId": "%SRCROOT%"}}
    if finding.line is not None:
        column = {} if finding.column is None else {"startColumn": finding.column}
        physical["region"] = {"startLine": finding.line} | column
    if finding.record is None:
        return {"physicalLocation": physical}
    name = visible(f"{finding.record}.{finding.field}" if finding.field else finding.record)
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": name, "kind": "member"}]}


def _suppressed(reason: str) -> _Json:
    """Ignores are kept in the repository beside the records, which SARIF calls in source."""
    return {"suppressions": [{"kind": "inSource", "justification": one_line(reason)}]}
