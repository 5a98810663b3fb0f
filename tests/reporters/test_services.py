"""What GitHub, GitLab, code scanning and JUnit readers ask for beyond being parseable."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from tests.reporters.nasty import reports
from tests.reporters.sample import REPORT, RULES
from textcrm.findings import Finding, Report, Severity
from textcrm.reporters import FORMATS, Look
from textcrm.reporters.fingerprints import fingerprints

ERROR = Finding("OPP003", "some-name", Severity.ERROR, "bad", "crm_data/a.yaml", 3, 1, "leads/a", "stage", "")
WARNING = replace(ERROR, code="HYG001", severity=Severity.WARNING)


def _object(required: str, optional: str = "", **properties: Any) -> dict[str, Any]:
    """An object of exactly these keys; those without a schema of their own are texts."""
    keys = {
        key: properties.get(key, {"type": "string", "minLength": 1}) for key in (*required.split(), *optional.split())
    }
    return {"type": "object", "properties": keys, "required": required.split(), "additionalProperties": False}


def _list(items: dict[str, Any], **bounds: int) -> dict[str, Any]:
    return {"type": "array", "items": items, **bounds}


_TEXT = _object("text", "markdown")
_FROM_ONE = {"type": "integer", "minimum": 1}
_LEVEL = {"enum": ["error", "warning"]}
#: The part of SARIF 2.1.0 that is written, closed against anything else; names and bounds are those of its schema.
SARIF = _object(
    "$schema version runs",
    version={"const": "2.1.0"},
    runs=_list(
        _object(
            "tool columnKind results",
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            tool=_object(
                "driver",
                driver=_object(
                    "name rules",
                    rules=_list(
                        _object(
                            "id name shortDescription fullDescription help defaultConfiguration",
                            shortDescription=_TEXT,
                            fullDescription=_TEXT,
                            help=_TEXT,
                            defaultConfiguration=_object("level", level=_LEVEL),
                        )
                    ),
                ),
            ),
            results=_list(
                _object(
                    "ruleId ruleIndex level message locations partialFingerprints",
                    "suppressions",
                    ruleIndex={"type": "integer", "minimum": 0},
                    level=_LEVEL,
                    message=_object("text", text={"type": "string"}),
                    partialFingerprints=_object("textcrm/v1"),
                    suppressions=_list(
                        _object("kind justification", kind={"enum": ["inSource"]}, justification={"type": "string"}),
                        minItems=1,
                    ),
                    locations=_list(
                        _object(
                            "physicalLocation",
                            "logicalLocations",
                            physicalLocation=_object(
                                "artifactLocation",
                                "region",
                                artifactLocation=_object(
                                    "uri uriBaseId",
                                    # relative: neither a scheme nor a root, and nothing that is not percent-encoded
                                    uri={"type": "string", "pattern": r"^(?!/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$"},
                                ),
                                region=_object("startLine", "startColumn", startLine=_FROM_ONE, startColumn=_FROM_ONE),
                            ),
                            logicalLocations=_list(
                                _object("fullyQualifiedName kind", fullyQualifiedName={"type": "string"}), minItems=1
                            ),
                        ),
                        minItems=1,
                        maxItems=1,
                    ),
                )
            ),
        ),
        minItems=1,
        maxItems=1,
    ),
)
GITLAB = _list(
    _object(
        "description check_name fingerprint severity location",
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=_object("path lines", lines=_object("begin", begin=_FROM_ONE)),
    )
)


def written(name: str, report: Report) -> str:
    return FORMATS[name](report, {}, Look(), RULES)


@pytest.mark.parametrize(("name", "schema"), [("sarif", SARIF), ("gitlab", GITLAB)])
def test_the_sample_is_of_the_format(name: str, schema: dict[str, Any]) -> None:
    jsonschema.validate(json.loads(written(name, REPORT)), schema)


@settings(max_examples=40)
@given(reports)
def test_any_report_is_of_the_format(report: Report) -> None:
    for name, schema in (("sarif", SARIF), ("gitlab", GITLAB)):
        jsonschema.validate(json.loads(written(name, report)), schema)


def test_sarif_describes_the_rules_it_was_given_and_those_it_names() -> None:
    (run,) = json.loads(written("sarif", REPORT))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["OPP003"]["help"]["text"] == RULES[0].help
    assert rules["OPP003"]["shortDescription"]["text"] == RULES[0].summary
    assert rules["REF001"]["defaultConfiguration"]["level"] == "error"
    assert list(rules) == sorted(rules)


def test_sarif_suppresses_what_was_ignored_with_the_reason() -> None:
    (run,) = json.loads(written("sarif", REPORT))["runs"]
    reasons = [result["suppressions"][0]["justification"] for result in run["results"] if "suppressions" in result]
    assert reasons == [ignored.reason for ignored in REPORT.ignored]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("crm_data/a b.yaml", "crm_data/a%20b.yaml"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//evil.example/x", "%2F%2Fevil.example/x"),
        ("a?b#c%20", "a%3Fb%23c%2520"),
        ("caf\udce9.yaml", "caf%E9.yaml"),
    ],
)
def test_sarif_paths_are_relative_references(path: str, uri: str) -> None:
    (run,) = json.loads(written("sarif", Report((replace(ERROR, path=path),), (), 1)))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_fingerprints_outlive_moved_lines_new_days_and_moved_files() -> None:
    (first,) = fingerprints([replace(ERROR, message="rotting for 30 days")])
    (later,) = fingerprints([replace(ERROR, message="rotting for 31 days", line=80, path="crm_data/leads/2026/a.yaml")])
    assert first == later
    others = [replace(ERROR, code="OPP004"), replace(ERROR, field="x"), replace(ERROR, record="leads/b"), ERROR, ERROR]
    assert len({*fingerprints(others)}) == len(others)


def test_github_shows_errors_first_and_counts_what_it_hides() -> None:
    lines = written("github", Report((WARNING, ERROR) * 12, (), 9)).splitlines()
    assert [line.split(" ")[0] for line in lines[:24]] == ["::error"] * 12 + ["::warning"] * 12
    assert lines[24].startswith("::notice title=textcrm::12 errors and 12 warnings in 9 records. ")
    assert "2 more errors and 2 more warnings" in lines[24]
    assert lines[25:] == ["12 errors and 12 warnings in 9 records"]


def test_github_says_nothing_of_hidden_annotations_when_all_are_shown() -> None:
    assert "::notice" not in written("github", Report((WARNING, ERROR) * 10, (), 9))


def test_junit_is_red_only_for_errors() -> None:
    suite = ET.fromstring(written("junit", Report((WARNING,), (), 9)))  # noqa: S314 - our own output
    assert suite.attrib["failures"] == suite.attrib["errors"] == "0"
    outcome = suite.find("./testsuite/testcase/skipped")
    assert outcome is not None
    assert outcome.attrib["message"] == "warning: bad"


def test_junit_has_a_case_for_each_file_without_findings() -> None:
    sources = {ERROR.path: "", "crm_data/b.yaml": "", "crm_data/crm.yaml": ""}
    suite = ET.fromstring(FORMATS["junit"](Report((ERROR,), (), 2), sources, Look()))  # noqa: S314 - our own output
    passed = [case.attrib["classname"] for case in suite.iter("testcase") if not len(case)]
    assert passed == ["crm_data/b.yaml", "crm_data/crm.yaml"]
