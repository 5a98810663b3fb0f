"""The outcome of a check as one sentence, and a finding as one line."""

from __future__ import annotations

from textcrm.findings import Finding, Report
from textcrm.gates.length import MESSAGE
from textcrm.gates.terminal import guarded, one_line, visible

#: Whatever the length of its path, a finding has this much room for its message.
_ROOM = 200


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `no errors`."""
    return f"{number or 'no'} {noun}" + ("" if number == 1 else "s")


def summary(report: Report) -> str:
    """`3 errors and 2 warnings in 412 records, 1 ignored`, or `412 records, no findings`."""
    numbers = ((report.errors, "error"), (report.warnings, "warning"))
    kinds = [counted(number, noun) for number, noun in numbers if number]
    records = counted(report.records, "record")
    ignored = f", {len(report.ignored)} ignored" if report.ignored else ""
    return (f"{' and '.join(kinds)} in {records}" if kinds else f"{records}, no findings") + ignored


def place(finding: Finding) -> str:
    """`path:line:column`, as far as they are known; editors and terminals make it a link."""
    numbers = [str(number) for number in (finding.line, finding.column) if number is not None]
    return ":".join([visible(finding.path), *numbers])


def message(finding: Finding) -> str:
    """The message on one line, so cut that the finding's whole line keeps within the limit where its path lets it."""
    taken = len(place(finding)) + len(finding.severity) + len(finding.code) + 4
    return one_line(finding.message, max(_ROOM, MESSAGE - taken))


def remedy(finding: Finding) -> list[str]:
    """The lines of the help, each made safe and kept within the limit; none where there is no help."""
    return [one_line(each) for each in finding.help.splitlines()]


def line(finding: Finding) -> str:
    """`path:line:column: error OPP003 message`, one line whatever the values hold."""
    return guarded(f"{place(finding)}: {finding.severity} {finding.code} {message(finding)}")
