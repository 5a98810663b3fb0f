"""Text for people: lines are quoted exactly, carets stand under their column, secrets are not repeated."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from textcrm.findings import Finding, Ignored, Report, Severity
from textcrm.reporters import FORMATS, Look
from textcrm.reporters.cells import cells
from textcrm.reporters.excerpt import excerpt, source_line

FINDING = Finding("OPP003", "some-name", Severity.ERROR, "no good", "crm_data/a.yaml", 1, 1, None, "", "")


def text(*findings: Finding, source: str = "", look: Look | None = None) -> str:
    return FORMATS["text"](Report(findings, (), 1), {FINDING.path: source}, look or Look())


@pytest.mark.parametrize(
    ("line", "column", "shown", "offset"),
    [
        ("stage: won", 8, "stage: won", 7),
        ("nome: 株式会社: x", 11, "nome: 株式会社: x", 14),
        ("a: 🍕 b", 6, "a: 🍕 b", 6),
        ("a: e\u0301 b", 7, "a: e\u0301 b", 5),
        ("a:\tb", 4, "a:  b", 4),
        ("\ta: b", 2, "    a: b", 4),
        ("ab\tc\td", 4, "ab  c   d", 4),
        ("a: \x1b[2Jb", 8, r"a: \x1b[2Jb", 10),
        ("a: \u202eb", 5, r"a: \u202eb", 9),
        ("a: ##[error]x", 6, r"a: #\x23[error]x", 8),
        ("a:", 3, "a:", 2),
        ("a:", 99, "a:", 2),
        ("", 1, "", 0),
        ("a: b", None, "a: b", None),
    ],
)
def test_the_caret_stands_under_its_character(line: str, column: int | None, shown: str, offset: int | None) -> None:
    found = excerpt(line, column, 60)
    assert (found.text, found.offset) == (shown, offset)


@pytest.mark.parametrize("fill", ["a", "株", "\x1b", "e\u0301", "\t"])
@pytest.mark.parametrize("column", [1, 2, 10, 500, 9_999, 10_000, 10_001])
@pytest.mark.parametrize("room", [20, 33, 80])
def test_a_long_line_is_shown_around_the_column(fill: str, column: int, room: int) -> None:
    line = (fill * 10_000)[: column - 1] + "X" + (fill * 10_000)[column:10_000]
    found = excerpt(line, column, room)
    assert cells(found.text) <= room
    assert "…" in found.text
    assert found.offset is not None
    before, _, _ = found.text.partition("X")
    assert cells(before) == found.offset


def test_the_key_stays_in_sight_while_it_can() -> None:
    assert excerpt("notes: " + "a long story " * 20, 40, 60).text.startswith("notes: a long")


@pytest.mark.parametrize(
    ("source", "number", "line"),
    [
        ("a\nb\n", 2, "b"),
        ("a\r\nb\r\n", 1, "a"),
        ("a\rb\nc", 2, "c"),
        ("a\x85b\u2028c\nd", 2, "d"),
        ("\ufeffa\nb", 1, "a"),
        ("a\n", 2, ""),
        ("a\n", 3, None),
        ("", 2, None),
    ],
)
def test_lines_are_those_of_editors_and_git(source: str, number: int, line: str | None) -> None:
    assert source_line({"a": source}, "a", number) == line


def test_a_file_that_was_not_read_has_no_line() -> None:
    assert source_line({}, "a", 1) is None
    assert text(replace(FINDING, path="crm_data/gone.yaml", line=3)).startswith("crm_data/gone.yaml:3:1: error OPP003")


def test_a_secret_is_not_printed_again_for_another_finding_on_its_line() -> None:
    source = "name: x\nkey: " + "ghp_" + "a1B2" * 9 + "\nstage: won\n"
    shown = text(replace(FINDING, line=2), replace(FINDING, line=3), source=source)
    assert "ghp_" not in shown
    assert "stage: won" in shown


@pytest.mark.parametrize(
    ("remedy", "kept"),
    [
        ("git mv crm_data/leads/some-rather-long-name.yml crm_data/leads/some-rather-long-name.yaml", True),
        ("put this in its place, below all that is there already:\n- {date: 2026-11-23, stage: proposal}", True),
        ("Ask the person who owns the deal, and fill in what she says in her own words.", False),
    ],
)
def test_what_is_to_be_pasted_stays_on_one_line(remedy: str, kept: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert (remedy.splitlines()[-1] in text(replace(FINDING, help=remedy), look=Look(40))) is kept


def test_piped_text_keeps_the_first_line_whole() -> None:
    message = "word " * 90
    assert text(replace(FINDING, message=message)).splitlines()[0].endswith(message.strip())


def test_one_reason_is_told_once() -> None:
    ignored = tuple(Ignored(replace(FINDING, line=line), "Tender") for line in (3, 5, 9))
    shown = FORMATS["text"](Report((), ignored, 412), {}, Look())
    expected = '412 records, no findings, 3 ignored:\n  OPP003 crm_data/a.yaml:3:1 and 2 more "Tender"\n'
    assert shown == expected


@pytest.mark.parametrize(
    ("errors", "warnings", "records", "sentence"),
    [
        (0, 0, 0, "no records, no findings"),
        (0, 0, 1, "1 record, no findings"),
        (1, 0, 1, "1 error in 1 record"),
        (0, 2, 412, "2 warnings in 412 records"),
        (3, 2, 412, "3 errors and 2 warnings in 412 records"),
    ],
)
def test_the_sentence(errors: int, warnings: int, records: int, sentence: str) -> None:
    found = (FINDING,) * errors + (replace(FINDING, severity=Severity.WARNING),) * warnings
    assert FORMATS["text"](Report(found, (), records), {}, Look()).splitlines()[-1] == sentence


def test_rich_is_not_imported_where_no_colour_is_asked() -> None:
    program = (
        "import sys; from textcrm.reporters import *; from textcrm.findings import *;"
        "f = Finding('A', 'b', Severity.ERROR, 'c', 'd', 1, 1, None, '', '');"
        "[r(Report((f,), (), 1), {'d': 'e'}, Look(80)) for r in FORMATS.values()];"
        "sys.exit(any(name.startswith('rich') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
