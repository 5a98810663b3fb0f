"""Every format is parsed back and every finding found again, whatever its texts hold."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reporters.nasty import reports, sources
from textcrm.files import Files
from textcrm.findings import Finding, Report, Severity
from textcrm.gates.terminal import visible
from textcrm.reporters import FORMATS, Look

#: Severity, code, path, line and column of a finding, as a format gives them back.
Found = tuple[str, str, str, int | None, int | None]
LOOK = Look()

# Reports are large to draw: fewer of them say as much as many small ones.
brief = settings(max_examples=40)


def ascii_start(text: str) -> str:
    return ascii(text[:2])


def place(finding: Finding) -> str:
    numbers = "".join(f":{number}" for number in (finding.line, finding.column) if number is not None)
    return f"{visible(finding.path)}{numbers}"


def expected(report: Report, path: Callable[[str], str]) -> list[Found]:
    return [(str(f.severity), f.code, path(f.path), f.line, f.column) for f in report.findings]


def with_sources(report: Report, others: Files) -> Files:
    """Sources that have a text for every path, so that lines are quoted."""
    return {finding.path: f"{finding.message}\n{finding.help}\n" * 9 for finding in report.findings} | dict(others)


@brief
@given(reports)
def test_json(report: Report) -> None:
    data = json.loads(FORMATS["json"](report, {}, LOOK))
    assert data["version"] == 1
    assert data["summary"] == {"errors": report.errors, "warnings": report.warnings, "records": report.records}
    keys = ["code", "name", "severity", "message", "path", "line", "column", "record", "field", "help"]
    assert all(list(found) == keys for found in data["findings"])
    found = [(f["severity"], f["code"], f["path"], f["line"], f["column"]) for f in data["findings"]]
    assert found == expected(report, str)
    assert [f["help"] for f in data["findings"]] == [f.help for f in report.findings]
    assert [f["message"][:499] for f in data["findings"]] == [f.message[:499] for f in report.findings]
    ignored = [(f["code"], f["path"], f["reason"]) for f in data["ignored"]]
    assert ignored == [(i.finding.code, i.finding.path, i.reason) for i in report.ignored]


@brief
@given(reports)
def test_concise(report: Report) -> None:
    lines = FORMATS["concise"](report, {}, LOOK).removesuffix("\n").split("\n")
    if not report.findings:
        assert lines[0].startswith(f"{report.records or 'no'} record")
        assert "no findings" in lines[0]
        return
    for line, finding in zip(lines, report.findings, strict=True):
        assert line.startswith(f"{place(finding)}: {finding.severity} {finding.code} ")


@brief
@given(reports, sources)
def test_text_of_any_width_starts_a_block_for_each_finding(report: Report, others: Files) -> None:
    for width in (None, 20, 40, 80, 200):
        text = FORMATS["text"](report, with_sources(report, others), Look(width))
        # Only a block starts at the margin, and the last line is the sentence or an ignored finding below it.
        heads = [line for line in text.split("\n") if line.startswith("crm_data/")]
        for head, finding in zip(heads, report.findings, strict=True):
            start = f"{place(finding)}: {finding.severity} {finding.code} "
            assert f"{head} ".startswith(start if width is None else place(finding))


@brief
@given(reports, st.integers(20, 200))
def test_wrapping_loses_nothing_but_blanks(report: Report, width: int) -> None:
    def squeezed(text: str) -> str:
        return re.sub(r"\s", "", text).replace(r"\x3a:", "::")

    wide = FORMATS["text"](report, {}, Look(None))
    assert squeezed(FORMATS["text"](report, {}, Look(width))) == squeezed(wide)


@brief
@given(reports, sources, st.sampled_from([None, 20, 80]))
def test_colour_moves_nothing(report: Report, others: Files, width: int | None) -> None:
    seen = with_sources(report, others)
    coloured = FORMATS["text"](report, seen, Look(width, colour=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == FORMATS["text"](report, seen, Look(width))


@brief
@given(reports)
def test_github(report: Report) -> None:
    *lines, summary = FORMATS["github"](report, {}, LOOK).removesuffix("\n").split("\n")
    found = [annotation(line) for line in lines]
    ranked = sorted(expected(report, with_breaks), key=lambda each: each[0])
    assert found == ranked
    assert re.fullmatch(r"[^:]*(record|records)(, no findings)?(, \d+ ignored)?", summary)


def with_breaks(path: str) -> str:
    """What GitHub's escapes keep of a path: line breaks; the rest of what is hidden is shown."""
    return "".join(part if part in "\r\n" else visible(part) for part in re.split("([\r\n])", path))


def annotation(line: str) -> Found:
    """A workflow command as the runner reads it."""
    match = re.fullmatch(r"::(error|warning) (.*?)::(.*)", line)
    assert match, line
    values = dict(part.split("=", 1) for part in match[2].split(","))
    line_, column = (int(values[key]) if key in values else None for key in ("line", "col"))
    return match[1], unescaped(values["title"]).split(" ")[0], unescaped(values["file"]), line_, column


def unescaped(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


@brief
@given(reports)
def test_gitlab(report: Report) -> None:
    issues = json.loads(FORMATS["gitlab"](report, {}, LOOK))
    found = [
        (i["severity"], i["description"].split(" ")[0], i["location"]["path"], i["location"]["lines"]["begin"])
        for i in issues
    ]
    severities = {Severity.ERROR: "major", Severity.WARNING: "minor"}
    assert found == [(severities[f.severity], f.code, f.path, f.line or 1) for f in report.findings]
    assert len({issue["fingerprint"] for issue in issues}) == len(report.findings)


@brief
@given(reports)
def test_sarif(report: Report) -> None:
    (run,) = json.loads(FORMATS["sarif"](report, {}, LOOK))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    found = [sarif_result(result) for result in run["results"] if "suppressions" not in result]
    assert found == expected(report, str)
    suppressed = [result["suppressions"][0]["justification"] for result in run["results"] if "suppressions" in result]
    assert len(suppressed) == len(report.ignored)


def sarif_result(result: dict[str, object]) -> Found:
    (location,) = result["locations"]  # type: ignore[misc]
    physical = location["physicalLocation"]  # type: ignore[has-type]
    region = physical.get("region", {})
    path = unquote_to_bytes(physical["artifactLocation"]["uri"])
    return (
        str(result["level"]),
        str(result["ruleId"]),
        decoded(path),
        region.get("startLine"),
        region.get("startColumn"),
    )


def decoded(path: bytes) -> str:
    try:
        return path.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return path.decode("utf-8", "surrogateescape")


@brief
@given(reports, sources)
def test_junit(report: Report, others: Files) -> None:
    root = ET.fromstring(FORMATS["junit"](report, others, LOOK))  # noqa: S314 - our own output
    cases = root.findall("./testsuite/testcase")
    told = [(case, case[0]) for case in cases if len(case)]
    found = [junit_case(case, outcome) for case, outcome in told if "ignored: " not in outcome.attrib["message"][:9]]
    assert found == [(s, c, path, line) for s, c, path, line, _ in expected(report, visible)]
    for (_, outcome), finding in zip(told, report.findings, strict=False):
        assert (outcome.text or "").startswith(f"{place(finding)}: {finding.severity} {finding.code} ")
    numbers = Counter(case[0].tag if len(case) else "passed" for case in cases)
    assert int(root.attrib["failures"]) == numbers["failure"] == report.errors
    assert int(root.attrib["skipped"]) == numbers["skipped"]
    assert int(root.attrib["tests"]) == len(cases) >= 1
    names = [(case.attrib["classname"], case.attrib["name"]) for case in cases]
    assert len(set(names)) == len(names)


def junit_case(case: ET.Element, outcome: ET.Element) -> tuple[str, str, str, int | None]:
    severity = "error" if outcome.tag == "failure" else "warning"
    line = case.attrib.get("line")
    return severity, outcome.attrib["type"], case.attrib["file"], None if line is None else int(line)


@pytest.mark.parametrize("name", FORMATS)
@brief
@given(report=reports, others=sources, width=st.sampled_from([None, 20, 80]))
def test_no_output_moves_a_cursor_or_commands_a_build_server(
    name: str, report: Report, others: Files, width: int | None
) -> None:
    text = FORMATS[name](report, with_sources(report, others), Look(width))
    assert text.endswith("\n")
    assert all(line == visible(line) for line in text.split("\n"))
    assert not re.search(r"##\w*\[", text)
    commands = [line for line in text.split("\n") if line.lstrip().startswith("::")]
    assert len(commands) == (len(report.findings) if name == "github" else 0)


@pytest.mark.parametrize("message", ["x" * 20_000, "\x1b" * 20_000, "株" * 20_000, "word " * 4_000], ids=ascii_start)
@pytest.mark.parametrize("name", FORMATS)
def test_no_message_is_longer_than_500_characters(name: str, message: str) -> None:
    finding = Finding("OPP003", "n", Severity.ERROR, message, "crm_data/a.yaml", 1, 1, None, "", "")
    told = messages(name, FORMATS[name](Report((finding,), (), 1), {finding.path: message}, LOOK))
    assert all(len(each) <= 500 for each in told)
    assert any(each.endswith("…") for each in told)


def messages(name: str, text: str) -> list[str]:
    if name in {"text", "concise"}:
        return text.split("\n")
    if name == "github":
        return [unescaped(line.rpartition("::")[2]) for line in text.split("\n")]
    if name == "junit":
        return [case.attrib["message"] for case in ET.fromstring(text).iter("failure")]  # noqa: S314 - our own output
    data = json.loads(text)
    if name == "json":
        return [found["message"] for found in data["findings"]]
    if name == "gitlab":
        return [issue["description"] for issue in data]
    return [result["message"]["text"] for result in data["runs"][0]["results"]]
