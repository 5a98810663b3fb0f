"""Leads: what each status demands, the paths between them, the history, and who looks like whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import dedent

import pytest

from tests.small_book import AS_OF, CRM, load, report
from textcrm.findings import Finding
from textcrm.model.process import LEAD_MOVES
from textcrm.rules import BY_CODE
from textcrm.rules.rule import Case

NAMED = "name: Ana Souza\nphone: +55 31 99876-1234\n"
GIVEN_UP = "status: disqualified\ndisqualified: {date: 2026-11-02, reason: duplicate}\n"


def history(*entries: str) -> str:
    """A history of these entries."""
    return "history:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def findings(code: str, text: str, crm: str = "", **others: str) -> list[Finding]:
    """What the rule says of `leads/ana.yaml` with this text, beside other files `kind__id`."""
    files = {f"{name.replace('__', '/')}.yaml": dedent(content) for name, content in others.items()}
    return list(report({"crm.yaml": CRM + crm, "leads/ana.yaml": NAMED + dedent(text), **files}, code).findings)


def fields(code: str, text: str, crm: str = "") -> list[str]:
    return [finding.field for finding in findings(code, text, crm)]


NEEDS = "leads: {qualified_needs: [need, budget], qualified_verified: %s}\n"


@pytest.mark.parametrize(
    ("text", "verified", "missing"),
    [
        ("status: qualified\n", "none", ["qualification.need", "qualification.budget"]),
        ("status: qualified\nqualification: {need: Ovens, interest: high}\n", "none", ["qualification.budget"]),
        ("status: qualified\nqualification: {need: Ovens, budget: 50k}\n", "none", []),
        ("status: qualifying\n", "both", []),
        ("status: nurturing\nrecontact_on: 2027-02-01\n", "both", []),
        ("status: qualified\nqualification: {need: O, budget: 5}\n", "any", ["verified"]),
        ("status: qualified\nqualification: {need: O, budget: 5}\nverified: [phone]\n", "any", []),
        ("status: qualified\nqualification: {need: O, budget: 5}\nverified: [phone]\n", "email", ["verified"]),
        ("status: qualified\nqualification: {need: O, budget: 5}\nverified: [email]\n", "email", []),
        ("status: qualified\nqualification: {need: O, budget: 5}\nverified: [email]\n", "phone", ["verified"]),
        ("status: qualified\nqualification: {need: O, budget: 5}\n", "both", ["verified", "verified"]),
        ("status: qualified\nqualification: {need: O, budget: 5}\nverified: [email, phone]\n", "both", []),
        (
            "status: converted\nconverted: {date: 2026-11-02}\nqualification: {need: O}\n",
            "none",
            ["qualification.budget"],
        ),
    ],
)
def test_a_qualified_lead_has_answers_and_is_verified(text: str, verified: str, missing: list[str]) -> None:
    assert sorted(fields("LEA001", text, NEEDS % verified)) == sorted(missing)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("status: new\n", []),
        ("status: nurturing\n", ["recontact_on"]),
        ("status: converted\n", ["converted"]),
        ("status: converted\nconverted: {company: padaria-estrela}\n", ["converted.date"]),
        ("status: disqualified\n", ["disqualified"]),
        ("status: disqualified\ndisqualified: {}\n", ["disqualified.date", "disqualified.reason"]),
        ("status: disqualified\ndisqualified: {date: 2026-11-02}\n", ["disqualified.reason"]),
        ("status: disqualified\ndisqualified: {date: 2026-11-02, reason: spam}\n", []),
        ("status: disqualified\ndisqualified: {date: 2026-11-02, reason: odd}\n", ["disqualified.note"]),
        ("status: disqualified\ndisqualified: {date: 2026-11-02, reason: strange}\n", ["disqualified.note"]),
        ("status: disqualified\ndisqualified: {date: 2026-11-02, reason: odd, note: A robot}\n", []),
        ("status: disqualified\ndisqualified: {date: 2026-11-02, reason: nonsense}\n", []),
    ],
)
def test_each_status_has_what_it_demands(text: str, missing: list[str]) -> None:
    crm = "reasons: {disqualified: [spam, {id: odd, aliases: [strange], needs: [note]}]}\n"
    assert sorted(fields("LEA001", text, crm)) == sorted(missing)


@pytest.mark.parametrize(
    ("text", "crm", "help"),
    [
        ("status: nurturing\n", "", "recontact_on: 2027-02-21"),
        (
            "status: disqualified\nhistory: [{date: 2026-11-05, status: disqualified}]\n",
            "",
            "disqualified: {date: 2026-11-05, reason: …}",
        ),
        ("status: qualified\nverified: [email]\n", "leads: {qualified_verified: both}\n", "verified: [email, phone]"),
        ("status: qualified\n", "leads: {qualified_verified: any}\n", "verified: [phone]"),
        ("status: qualified\n", "leads: {qualified_needs: [need]}\n", "need: …"),
        ("status: converted\n", "", "converted: {date: 2026-11-23, contact: …}"),
    ],
)
def test_the_remedy_can_be_pasted(text: str, crm: str, help: str) -> None:
    (finding,) = findings("LEA001", text, crm)
    assert finding.help.splitlines()[-1] == help


def test_a_conversion_names_a_contact_or_a_company() -> None:
    assert fields("LEA002", "status: converted\nconverted: {date: 2026-11-02}\n") == ["converted"]
    assert fields("LEA002", "status: converted\nconverted: {opportunity: some-deal}\n") == ["converted"]
    assert fields("LEA002", "status: converted\nconverted: {company: padaria-estrela}\n") == []
    assert fields("LEA002", "status: converted\nconverted: {contact: gone}\n") == []
    assert fields("LEA002", "status: converted\n") == []


@pytest.mark.parametrize("before", LEAD_MOVES)
@pytest.mark.parametrize("after", LEAD_MOVES)
def test_a_lead_moves_as_the_process_allows(before: str, after: str) -> None:
    entries = f"  - {{date: 2026-11-02, status: {before}}}\n  - {{date: 2026-11-03, status: {after}}}\n"
    legal = after == before or after in LEAD_MOVES[before]
    assert fields("LEA003", f"status: new\nhistory:\n{entries}") == ([] if legal else ["history[1].status"])


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        (["date: 2026-11-02, status: converted"], []),
        (["date: 2026-11-02, owner: joana", "date: 2026-11-03, status: converted"], []),
        (
            ["date: 2026-11-02, status: new", "date: 2026-11-03, rating: 2", "date: 2026-11-04, status: converted"],
            ["history[2].status"],
        ),
        (["date: 2026-11-02, status: new", "date: 2026-11-03, observed: true, status: converted"], []),
        # What was only seen still says where the next move starts.
        (
            [
                "date: 2026-11-02, status: new",
                "date: 2026-11-03, observed: true, status: disqualified",
                "date: 2026-11-04, status: qualified",
            ],
            ["history[2].status"],
        ),
        # By date, not by place.
        (
            [
                "date: 2026-11-04, status: converted",
                "date: 2026-11-02, status: new",
                "date: 2026-11-03, status: qualified",
            ],
            [],
        ),
    ],
)
def test_paths_are_judged_by_date_without_what_was_observed(entries: list[str], wrong: list[str]) -> None:
    assert fields("LEA003", "status: new\n" + history(*entries)) == wrong


def test_the_way_round_is_shown() -> None:
    past = history("date: 2026-11-02, status: disqualified", "date: 2026-11-03, status: qualified")
    (finding,) = findings("LEA003", "status: new\n" + past)
    assert finding.message == "a lead that is `disqualified` cannot become `qualified`"
    assert finding.help.splitlines() == [
        "It may become qualifying. Put the entry that is missing above:",
        "- {date: …, status: qualifying}",
    ]
    (finding,) = findings("LEA003", "status: new\n" + past.replace("disqualified", "converted"))
    assert finding.help == "A converted lead stays one. If the person asks again, open a deal that names the lead."


def test_history_is_sorted_by_date() -> None:
    days = ["2026-11-02", "2026-11-02", "2026-11-09", "2026-11-05", "2026-11-06"]
    assert fields("LEA004", "status: new\n" + history(*(f"date: {day}, rating: 3" for day in days))) == [
        "history[3].date"
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("status: qualified\n", []),
        ("status: qualified\nhistory: []\n", []),
        ("status: qualified\nrating: 3\nhistory: [{date: 2026-11-02, status: qualified}]\n", []),
        ("status: qualified\nhistory: [{date: 2026-11-02, status: new}]\n", ["status"]),
        ("status: new\nrating: 3\nhistory: [{date: 2026-11-02, status: new, rating: 4}]\n", ["rating"]),
        ("status: new\nhistory: [{date: 2026-11-02, owner: joana}]\n", ["owner"]),
        ("status: new\nhistory: [{date: 2026-11-02, owner: joana}, {date: 2026-11-03, owner: null}]\n", []),
        (
            "status: nurturing\nrecontact_on: 2027-01-01\nhistory: [{date: 2026-11-02, recontact_on: 2026-12-01}]\n",
            ["recontact_on"],
        ),
    ],
)
def test_fields_are_what_the_history_ends_with(text: str, wrong: list[str]) -> None:
    assert fields("LEA005", text) == wrong


@pytest.mark.parametrize(
    ("text", "entries", "wrong"),
    [
        ("status: converted\nconverted: {date: 2026-11-03}\n", [], []),
        ("status: converted\nconverted: {date: 2026-11-03}\n", ["2026-11-02, status: converted"], ["converted.date"]),
        (GIVEN_UP, ["2026-11-02, status: disqualified, reason: no-need"], ["disqualified.reason"]),
        (GIVEN_UP, ["2026-11-02, status: disqualified"], []),
        # The reason was corrected later.
        (GIVEN_UP, ["2026-11-02, status: disqualified, reason: no-need", "2026-11-04, reason: duplicate"], []),
        # It came back; the story of the first time stays.
        (
            GIVEN_UP.replace("status: disqualified", "status: qualifying"),
            ["2026-11-02, status: disqualified, reason: duplicate", "2026-11-04, status: qualifying"],
            [],
        ),
        # Seen disqualified by an import: it was that day at the latest.
        (GIVEN_UP, ["2026-11-22, observed: true, status: disqualified"], []),
        (GIVEN_UP, ["2026-11-01, observed: true, status: disqualified"], ["disqualified.date"]),
        # Given, and the history does not know of it: told once, of the status where that says it already.
        ("status: qualified\nconverted: {date: 2026-11-03}\n", ["2026-11-02, status: qualified"], ["converted"]),
        ("status: converted\nconverted: {date: 2026-11-03}\n", ["2026-11-02, status: qualified"], ["status"]),
    ],
)
def test_outcomes_repeat_the_last_such_entry(text: str, entries: list[str], wrong: list[str]) -> None:
    tail = history(*(f"date: {entry}" for entry in entries)) if entries else ""
    assert fields("LEA005", text + tail) == wrong


@pytest.mark.parametrize(
    ("text", "entry", "line"),
    [
        ("status: qualified\n", "status: new", "  - {date: 2026-11-23, status: qualified}"),
        ("status: new\n", "owner: joana", "  - {date: 2026-11-23, owner: null}"),
        ("status: new\nowner: joana\n", "owner: null", "  - {date: 2026-11-23, owner: joana}"),
        (
            "status: nurturing\nrecontact_on: 2027-01-01\n",
            "status: nurturing, recontact_on: 2026-12-01",
            "  - {date: 2026-11-23, recontact_on: 2027-01-01}",
        ),
        (
            "status: converted\nconverted: {date: 2026-11-03}\n",
            "status: qualified",
            "  - {date: 2026-11-03, status: converted}",
        ),
    ],
)
def test_the_line_to_append_mends_it(text: str, entry: str, line: str) -> None:
    before = text + history(f"date: 2026-11-02, {entry}")
    (finding,) = findings("LEA005", before)
    assert finding.help.splitlines() == ["Append to `history`:", line]
    assert fields("LEA005", f"{before}{line}\n") == []


def test_the_line_to_append_never_comes_before_what_is_there() -> None:
    text = "status: converted\nconverted: {date: 2026-11-01}\n" + history("date: 2026-11-02, status: qualified")
    (finding,) = findings("LEA005", text)
    assert finding.help.splitlines()[-1] == "  - {date: 2026-11-23, status: converted}"


def test_an_alias_is_no_other_reason() -> None:
    crm = "reasons: {disqualified: [{id: no-need, aliases: [needless]}]}\n"
    text = GIVEN_UP.replace("duplicate", "no-need") + history(
        "date: 2026-11-02, status: disqualified, reason: needless"
    )
    assert fields("LEA005", text, crm) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("status: new\n", ["email", "name"]),
        ("status: new\nname: Ana\n", ["email"]),
        ("status: new\ncompany_name: Brasa\nwebsite: https://brasa.example\n", []),
        ("status: new\nemail: ana@brasa.example\n", ["name"]),
        ("status: new\nname: Ana\nemail: []\nphone: []\n", ["email"]),
        ("status: new\nname: Ana\nphone: [+55 31 99876-1234]\n", []),
    ],
)
def test_a_lead_has_a_name_and_can_be_reached(text: str, wrong: list[str]) -> None:
    found = report({"leads/ana.yaml": text}, "LEA006").findings
    assert sorted(finding.field for finding in found) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("status: new\ncreated: 2026-11-23 23:59\nrecontact_on: 2027-06-01\n", []),
        ("status: new\ncreated: 2026-11-24\n", ["created"]),
        ("status: new\ncreated: 2026-11-24T01:00-03:00\n", ["created"]),
        # In São Paulo it is still the 23rd.
        ("status: new\ncreated: 2026-11-24T01:00Z\n", []),
        ("status: converted\nconverted: {date: 2026-11-24}\n", ["converted.date"]),
        ("status: disqualified\ndisqualified: {date: 2027-11-02}\n", ["disqualified.date"]),
        (
            "status: new\nhistory: [{date: 2026-11-23, status: new}, {date: 2026-12-01, status: qualifying}]\n",
            ["history[1].date"],
        ),
    ],
)
def test_nothing_past_lies_in_the_future(text: str, wrong: list[str]) -> None:
    assert fields("LEA007", text) == wrong


def lead(name: str, email: str = "", phone: str = "", company: str = "", rest: str = "status: qualified\n") -> str:
    """A lead's text with what is known of it."""
    known = {"name": name, "email": email, "phone": phone, "company_name": company}
    return "".join(f"{key}: {value}\n" for key, value in known.items() if value) + rest


def places(code: str, files: Mapping[str, str]) -> list[tuple[str | None, str]]:
    return [(finding.record, finding.message) for finding in report(files, code).findings]


DONE = "status: converted\nconverted: {date: 2026-11-02, contact: marta-oliveira}\n"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (lead("Ana", "ana@brasa.example"), lead("Ana Souza", "ANA@brasa.example"), "b"),
        (lead("Ana", "ana@brasa.example", rest=GIVEN_UP), lead("Ana", "ana@brasa.example"), None),
        (lead("Ana", "ana@brasa.example"), lead("Ana", "ana@brasa.example", rest=GIVEN_UP), None),
        # Of a converted and an open one, the open one is told.
        (lead("Ana", "ana@brasa.example", rest=DONE), lead("Ana", "ana@brasa.example"), "b"),
        (lead("Ana", "ana@brasa.example"), lead("Ana", "ana@brasa.example", rest=DONE), "a"),
        (lead("Ana", "ana@brasa.example", rest=DONE), lead("Ana", "ana@brasa.example", rest=DONE), None),
        (lead("Ana Souza", "a@brasa.example"), lead("João Ramos", "j@brasa.example"), None),
        (lead("", "info@brasa.example", company="Brasa"), lead("", "info@brasa.example", company="Brasa Ltda"), "b"),
    ],
)
def test_of_two_leads_alike_one_is_told(first: str, second: str, found: str | None) -> None:
    told = places("LEA008", {"leads/a.yaml": first, "leads/b.yaml": second})
    assert [record for record, _ in told] == ([f"leads/{found}"] if found else [])


def test_three_alike_make_two_findings() -> None:
    files = {f"leads/{id}.yaml": lead("Ana Souza", phone="+55 31 99876-1234") for id in "abc"}
    assert len(places("LEA008", files)) == 2


def test_the_finding_names_the_other_and_why() -> None:
    files = {"leads/a.yaml": lead("Ana Souza", "ana@brasa.example"), "leads/b.yaml": lead("Ana", "ana@brasa.example")}
    assert places("LEA008", files) == [("leads/b", "looks like `leads/a` (`Ana Souza`): same e-mail ana@…")]


@pytest.mark.parametrize(
    ("text", "contact", "found"),
    [
        (lead("Marta", "marta@e.example"), "email: Marta@E.example\n", ["leads/m"]),
        (lead("Marta Oliveira", company="Padaria Estrela Ltda", phone="+55 11 98765-4321"), "", ["leads/m"]),
        (lead("Marta", "marta@e.example", rest=DONE), "email: marta@e.example\n", []),
        (lead("Marta", "marta@e.example", rest=GIVEN_UP), "email: marta@e.example\n", []),
        (lead("Ana Souza", "ana@e.example"), "email: marta@e.example\n", []),
        # The contact was made from it.
        (lead("Marta", "marta@e.example"), "email: marta@e.example\nlead: m\n", []),
        (lead("Marta", "marta@e.example"), "email: marta@e.example\nlead: other\n", ["leads/m"]),
    ],
)
def test_a_lead_that_is_a_contact_already(text: str, contact: str, found: list[str]) -> None:
    files = {
        "leads/m.yaml": text,
        "contacts/marta-oliveira.yaml": "name: Marta Oliveira\ncompany: padaria-estrela\n" + contact,
    }
    assert [record for record, _ in places("LEA009", files)] == found


def test_the_sample_lead_and_its_contact_are_one() -> None:
    contact = "name: Ana Souza\nphone: +55 31 99876-1234\nlead: ana\n"
    assert not findings("LEA009", "status: converted\nconverted: {contact: ana}\n", contacts__ana=contact)


def test_help_for_a_duplicate_goes_with_the_history() -> None:
    past = history("date: 2026-11-02, status: qualified")
    files = {"leads/a.yaml": lead("Ana", "a@b.example"), "leads/b.yaml": lead("Ana", "a@b.example") + past}
    (finding,) = report(files, "LEA008").findings
    assert finding.help.splitlines() == [
        "If it is the same person, disqualify this lead, with the entry at the end of `history`:",
        "status: disqualified",
        "disqualified: {date: 2026-11-23, reason: duplicate}",
        "  - {date: 2026-11-23, status: disqualified, reason: duplicate}",
        "If they are two people, say so:",
        "name: …  # textcrm: ignore[LEA008] …",
    ]


def test_the_last_day_of_the_calendar_has_a_proposal_too() -> None:
    case = Case(book=load({"leads/a.yaml": NAMED + "status: nurturing\n"}).book, day=date.max)
    (problem,) = BY_CODE["LEA001"].check(case)
    assert problem.help.endswith(f"recontact_on: {date.max}")
    assert date.max > AS_OF


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status: qualifying\nconverted: {date: 2026-11-02, company: padaria-estrela}\n", ["converted"]),
        ("status: qualifying\ndisqualified: {date: 2026-11-02, reason: duplicate}\n", ["disqualified"]),
        (
            "status: qualifying\ndisqualified: {date: 2026-11-02, reason: duplicate}\n"
            + history(
                "date: 2026-11-02, status: disqualified, reason: duplicate", "date: 2026-11-03, status: qualifying"
            ),
            [],
        ),
        (GIVEN_UP, []),
        (GIVEN_UP + history("date: 2026-11-02, status: qualifying"), ["status"]),
    ],
)
def test_an_outcome_stands_only_in_a_lead_of_that_status(text: str, expected: list[str]) -> None:
    assert fields("LEA005", text) == expected


def test_no_entry_is_dated_before_the_lead_was_created() -> None:
    entries = history("date: 2026-11-01, status: new", "date: 2026-11-03, status: qualifying")
    assert fields("LEA004", "status: qualifying\ncreated: 2026-11-02 09:00\n" + entries) == ["history[0].date"]
    assert fields("LEA004", "status: qualifying\ncreated: 2026-11-01 23:00\n" + entries) == []
