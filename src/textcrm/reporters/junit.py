"""JUnit's XML, which every CI system can show: an error fails, a warning or an ignored finding is skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from textcrm.files import Files
from textcrm.findings import Finding, Report, Severity
from textcrm.gates.terminal import one_line, visible
from textcrm.gates.xml import attributes, text
from textcrm.reporters.reporter import Look, RuleText
from textcrm.reporters.sentence import counted, line, remedy


def junit(report: Report, sources: Files, _look: Look, _rules: Sequence[RuleText] = ()) -> str:
    """One suite with a case per finding, per ignored finding and per file without either.

    Warnings do not fail, so that the suite is red when `validate` is; names of cases keep while lines move.
    """
    cases = list(_cases(report, sources))
    skipped = report.warnings + len(report.ignored)
    totals = attributes({"tests": len(cases), "failures": report.errors, "errors": 0, "skipped": skipped, "time": 0})
    suite = f'<testsuite name="textcrm validate"{totals}>'
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="textcrm"{totals}>', suite]
    return "\n".join([*head, *cases, "</testsuite>", "</testsuites>"]) + "\n"


def _cases(report: Report, sources: Files) -> Iterator[str]:
    named = _Names()
    for finding in report.findings:
        yield _case(finding, named(finding), _outcome(finding))
    for ignored in report.ignored:
        reason = one_line(f"ignored: {ignored.reason}")
        yield _case(ignored.finding, named(ignored.finding), _skipped(reason, ignored.finding))
    unclean = {case.path for case in report.findings} | {case.finding.path for case in report.ignored}
    clean = sorted(sources.keys() - unclean)
    yield from (f"<testcase{_attributes(path, 'no findings')}/>" for path in clean)
    if not clean and not unclean:  # a suite without a case is an error to some
        yield f"<testcase{_attributes('textcrm', counted(report.records, 'record'))}/>"


class _Names:
    """Names for cases, unique within their file: rule and field, and a number where that is not enough."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def __call__(self, finding: Finding) -> str:
        name = " ".join(filter(None, (finding.code, finding.name, visible(finding.field))))
        self._seen[finding.path, name] += 1
        number = self._seen[finding.path, name]
        return name if number == 1 else f"{name} ({number})"


def _case(finding: Finding, name: str, outcome: str) -> str:
    return f"<testcase{_attributes(finding.path, name, finding.line)}>{outcome}</testcase>"


def _attributes(path: str, name: str, number: int | None = None) -> str:
    where: dict[str, str | int] = {"classname": visible(path), "name": visible(name), "file": visible(path)}
    return attributes(where | ({} if number is None else {"line": number}) | {"time": 0})


def _outcome(finding: Finding) -> str:
    told = one_line(finding.message)
    if finding.severity is Severity.WARNING:
        return _skipped(one_line(f"warning: {told}"), finding)
    return f"<failure{attributes({'message': told, 'type': finding.code})}>{_body(finding)}</failure>"


def _skipped(told: str, finding: Finding) -> str:
    return f"<skipped{attributes({'message': told, 'type': finding.code})}>{_body(finding)}</skipped>"


def _body(finding: Finding) -> str:
    """The finding as a line, then its remedy."""
    return text("\n".join([line(finding), *remedy(finding)]))
