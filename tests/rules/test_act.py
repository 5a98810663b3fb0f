"""Activities: about something, at a time that can be, by somebody of the team."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.small_book import report


def journal(*lines: str) -> str:
    """Entries of a journal, each with a type and these keys."""
    return "".join(f"- {{type: call, {line}}}\n" for line in lines)


def places(code: str, files: Mapping[str, str]) -> list[tuple[str | None, str]]:
    return [(finding.record, finding.field) for finding in report(files, code).findings]


def fields(code: str, *lines: str) -> list[str]:
    return [field for _, field in places(code, {"activities/joana/2026-11.yaml": journal(*lines)})]


@pytest.mark.parametrize(
    ("about", "wrong"),
    [
        ("opportunity: padaria-estrela-ovens", []),
        ("lead: gone", []),
        ("company: padaria-estrela", []),
        ("contacts: marta-oliveira", []),
        ("contacts: []", ["[1]"]),
        ("note: A good talk", ["[1]"]),
        ("opportunity: null", ["[1]"]),
    ],
)
def test_an_activity_is_about_something(about: str, wrong: list[str]) -> None:
    first = "date: 2026-11-20, company: padaria-estrela"
    assert fields("ACT001", first, f"date: 2026-11-20, {about}") == wrong


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("date: 2026-11-23", []),
        ("date: 2026-11-23 23:30", []),
        ("date: 2026-11-24", ["[0].date"]),
        ("date: 2026-11-24, planned: false", ["[0].date"]),
        ("date: 2026-11-24, planned: true", []),
        ("date: 2026-11-24T01:30Z", []),
    ],
)
def test_the_future_is_planned(line: str, wrong: list[str]) -> None:
    assert fields("ACT002", line) == wrong


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"activities/joana/a.yaml": journal("date: 2026-11-20")}, []),
        ({"activities/joanna/a.yaml": journal("date: 2026-11-20", "date: 2026-11-21")}, [("activities/joanna/a", "")]),
        ({"activities/joanna/a.yaml": "[]\n"}, []),
        (
            {
                "activities/joanna/a.yaml": journal("date: 2026-11-20"),
                "activities/joanna/x/b.yaml": journal("date: 2026-11-20"),
            },
            [("activities/joanna/a", ""), ("activities/joanna/x/b", "")],
        ),
        # Her file is there, though it could not be read.
        ({"activities/rui/a.yaml": journal("date: 2026-11-20"), "team/rui.yaml": "nome: Rui\n"}, []),
    ],
)
def test_a_journal_is_of_a_member(files: Mapping[str, str], found: list[tuple[str, str]]) -> None:
    assert places("ACT003", files) == found


@pytest.mark.parametrize(
    ("member", "help"),
    [
        ("joanna", "Rename the folder to activities/joana, or create team/joanna.yaml"),
        ("xyz", "Create team/xyz.yaml, or rename the folder after the member who wrote it."),
    ],
)
def test_the_member_who_was_meant_is_proposed(member: str, help: str) -> None:
    (finding,) = report({f"activities/{member}/a.yaml": journal("date: 2026-11-20")}, "ACT003").findings
    assert finding.help == help


LEAD = "name: Ana Souza\nphone: +55 31 99876-1234\nstatus: new\n"


@pytest.mark.parametrize(
    ("text", "day", "wrong"),
    [
        (LEAD + "created: 2026-11-10 14:00\n", "2026-11-10 09:00", []),
        (LEAD + "created: 2026-11-10\n", "2026-11-09", ["[0].date"]),
        (LEAD + "created: 2026-11-10\n", "2026-11-09, planned: true", ["[0].date"]),
        (LEAD, "2001-01-01", []),
        (LEAD + "history: [{date: 2026-11-10, status: new}]\n", "2026-11-09", ["[0].date"]),
        # An import saw it that day; it is older.
        (LEAD + "history: [{date: 2026-11-10, observed: true, status: new}]\n", "2026-11-09", []),
    ],
)
def test_an_activity_is_not_older_than_its_lead(text: str, day: str, wrong: list[str]) -> None:
    files = {"leads/ana.yaml": text, "activities/joana/a.yaml": journal(f"date: {day}, lead: ana")}
    assert [field for _, field in places("ACT004", files)] == wrong


def test_one_date_is_told_once_though_deal_and_lead_are_younger() -> None:
    line = "date: 2026-11-01, opportunity: padaria-estrela-ovens, lead: ana"
    files = {"leads/ana.yaml": LEAD + "created: 2026-11-10\n", "activities/joana/a.yaml": journal(line)}
    (finding,) = report(files, "ACT004").findings
    assert "`opportunities/padaria-estrela-ovens`, which began on 2026-11-16" in finding.message


def test_what_is_not_there_has_no_beginning() -> None:
    assert fields("ACT004", "date: 2001-01-01, opportunity: gone, lead: gone") == []
