"""References wherever they may stand, and what is no dangling reference."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import dedent

import pytest

from tests.small_book import CRM, load, report
from textcrm.model.book import Book
from textcrm.model.records import Company
from textcrm.rules import BY_CODE
from textcrm.rules.rule import Case

DEAL = "name: Padaria Estrela – three mixers\nstatus: open\nstage: proposal\n"
LEAD = "name: Ana Souza\nphone: +55 31 99876-1234\nstatus: new\n"
CUSTOM = dedent(
    """\
    custom_fields:
      opportunity:
        approved_by: {type: member}
        installer: {type: company}
        cook: {type: contact}
      company:
        watched_by: {type: member}
    """
)
TWO_LINES = dedent(
    """\
    pipelines:
      - id: equipment
        stages:
          - {id: discovery, steps: [need-confirmed]}
          - {id: contract, aliases: [agreement], steps: [{id: contract-signed, aliases: [signed]}]}
      - id: service
        aliases: [maintenance]
        stages:
          - contact-made
          - {id: demo, retired: true, steps: [demo-given]}
    """
)


def places(code: str, files: Mapping[str, str]) -> list[tuple[str | None, str]]:
    """Where the rule finds something in the small book with these files."""
    return [(finding.record, finding.field) for finding in report(files, code).findings]


def helps(code: str, files: Mapping[str, str]) -> list[str]:
    return [finding.help for finding in report(files, code).findings]


def messages(code: str, files: Mapping[str, str]) -> list[str]:
    return [finding.message for finding in report(files, code).findings]


@pytest.mark.parametrize(
    ("code", "path", "text", "field"),
    [
        ("REF001", "companies/a.yaml", "name: A\nowner: nobody\n", "owner"),
        ("REF001", "contacts/a.yaml", "name: A\nowner: nobody\n", "owner"),
        ("REF001", "leads/a.yaml", LEAD + "owner: nobody\n", "owner"),
        ("REF001", "team/a.yaml", "name: A\nmanager: nobody\n", "manager"),
        ("REF001", "opportunities/a.yaml", DEAL + "owner: nobody\n", "owner"),
        ("REF001", "opportunities/a.yaml", DEAL + "next_step: {what: Call, owner: nobody}\n", "next_step.owner"),
        (
            "REF001",
            "opportunities/a.yaml",
            DEAL + "steps:\n  quote-sent: {date: 2026-11-02, by: nobody}\n",
            "steps.quote-sent.by",
        ),
        (
            "REF001",
            "opportunities/a.yaml",
            DEAL + "history:\n  - {date: 2026-11-02, by: nobody, status: open}\n",
            "history[0].by",
        ),
        (
            "REF001",
            "opportunities/a.yaml",
            DEAL + "history:\n  - {date: 2026-11-02, status: open, owner: nobody}\n",
            "history[0].owner",
        ),
        (
            "REF001",
            "leads/a.yaml",
            LEAD + "history:\n  - {date: 2026-11-02, by: nobody, status: new}\n",
            "history[0].by",
        ),
        ("REF001", "leads/a.yaml", LEAD + "history:\n  - {date: 2026-11-02, owner: nobody}\n", "history[0].owner"),
        ("REF001", "opportunities/a.yaml", DEAL + "custom: {approved_by: nobody}\n", "custom.approved_by"),
        ("REF001", "companies/a.yaml", "name: A\ncustom: {watched_by: nobody}\n", "custom.watched_by"),
        ("REF002", "companies/a.yaml", "name: A\nparent: nothing\n", "parent"),
        ("REF002", "contacts/a.yaml", "name: A\ncompany: nothing\n", "company"),
        ("REF002", "opportunities/a.yaml", DEAL + "company: nothing\n", "company"),
        ("REF002", "opportunities/a.yaml", DEAL + "partners: [nothing]\n", "partners[0].company"),
        ("REF002", "opportunities/a.yaml", DEAL + "partners: [{company: nothing}]\n", "partners[0].company"),
        ("REF002", "opportunities/a.yaml", DEAL + "competitors: [padaria-estrela, nothing]\n", "competitors[1]"),
        ("REF002", "opportunities/a.yaml", DEAL + "closed: {competitor: nothing}\n", "closed.competitor"),
        (
            "REF002",
            "opportunities/a.yaml",
            DEAL + "history:\n  - {date: 2026-11-02, status: lost, competitor: nothing}\n",
            "history[0].competitor",
        ),
        ("REF002", "leads/a.yaml", LEAD + "converted: {company: nothing}\n", "converted.company"),
        ("REF002", "opportunities/a.yaml", DEAL + "custom: {installer: nothing}\n", "custom.installer"),
        ("REF003", "opportunities/a.yaml", DEAL + "contacts: [nobody]\n", "contacts[0].contact"),
        ("REF003", "opportunities/a.yaml", DEAL + "contacts: [{contact: nobody}]\n", "contacts[0].contact"),
        ("REF003", "leads/a.yaml", LEAD + "converted: {contact: nobody}\n", "converted.contact"),
        ("REF003", "opportunities/a.yaml", DEAL + "custom: {cook: nobody}\n", "custom.cook"),
        ("REF004", "contacts/a.yaml", "name: A\nlead: nobody\n", "lead"),
        ("REF004", "opportunities/a.yaml", DEAL + "lead: nobody\n", "lead"),
        ("REF005", "leads/a.yaml", LEAD + "converted: {opportunity: nothing}\n", "converted.opportunity"),
        ("REF006", "opportunities/a.yaml", DEAL + "items: [oven]\n", "items[0].product"),
        ("REF006", "opportunities/a.yaml", DEAL + "items: [{product: oven}]\n", "items[0].product"),
        ("REF009", "contacts/a.yaml", "name: A\nsource: nowhere\n", "source"),
        ("REF009", "leads/a.yaml", LEAD + "source: nowhere\n", "source"),
        ("REF009", "leads/a.yaml", LEAD + "campaign: nowhere\n", "campaign"),
        ("REF009", "opportunities/a.yaml", DEAL + "source: nowhere\n", "source"),
        ("REF009", "opportunities/a.yaml", DEAL + "campaign: nowhere\n", "campaign"),
        ("REF010", "opportunities/a.yaml", DEAL + "type: weird\n", "type"),
        (
            "REF010",
            "opportunities/a.yaml",
            DEAL + "contacts: [{contact: marta-oliveira, role: king}]\n",
            "contacts[0].role",
        ),
    ],
)
def test_every_field_that_refers_is_checked(code: str, path: str, text: str, field: str) -> None:
    files = {"crm.yaml": CRM + CUSTOM, path: text}
    assert places(code, files) == [(path.removesuffix(".yaml"), field)]


@pytest.mark.parametrize(
    ("code", "line", "field"),
    [
        ("REF002", "company: nothing", "[1].company"),
        ("REF003", "contacts: nobody", "[1].contacts[0]"),
        ("REF003", "contacts: [marta-oliveira, nobody]", "[1].contacts[1]"),
        ("REF004", "lead: nobody", "[1].lead"),
        ("REF005", "opportunity: nothing", "[1].opportunity"),
        ("REF010", "type: fax", "[1].type"),
    ],
)
def test_journals_are_checked_entry_by_entry(code: str, line: str, field: str) -> None:
    first = "- {date: 2026-11-20, type: call, company: padaria-estrela}\n"
    type = "" if line.startswith("type") else "  type: call\n"
    journal = f"{first}- date: 2026-11-21\n{type}  {line}\n"
    (finding,) = report({"activities/joana/2026-11.yaml": journal}, code).findings
    assert (finding.record, finding.field) == ("activities/joana/2026-11", field)
    assert finding.line == len(first.splitlines()) + 2 + bool(type)


def test_forecasts_are_of_somebody_and_by_somebody() -> None:
    entry = "- {date: 2026-10-01, by: nobody, commit: 1000.00}\n"
    files = {"forecasts/2026-Q4/rui.yaml": entry * 2, "forecasts/2026-Q4/team.yaml": "- {date: 2026-10-01}\n"}
    ref = "forecasts/2026-Q4/rui"
    assert places("REF001", files) == [(ref, ""), (ref, "[0].by"), (ref, "[1].by")]


@pytest.mark.parametrize(
    ("code", "path", "text", "user", "reference"),
    [
        ("REF001", "team/rui.yaml", "nome: Rui\n", "companies/a.yaml", "name: A\nowner: rui\n"),
        ("REF002", "companies/b.yaml", "name: [\n", "contacts/a.yaml", "name: A\ncompany: b\n"),
        ("REF004", "leads/b.yml", LEAD, "contacts/a.yaml", "name: A\nlead: b\n"),
        ("REF004", "leads/b.yaml", "status: brand new\n", "contacts/a.yaml", "name: A\nlead: b\n"),
        ("REF012", "leads/b.yaml", "status: brand new\n", "contacts/a.yaml", "name: A\nlead: b\n"),
    ],
)
def test_a_broken_file_makes_no_dangling_references(code: str, path: str, text: str, user: str, reference: str) -> None:
    if not path.endswith(".yml"):
        assert report({path: text, user: reference}).errors
        assert not places(code, {path: text, user: reference})


def test_empty_fields_refer_to_nothing() -> None:
    history = "history:\n  - {date: 2026-11-02, by: null, status: open, stage: null, owner: null, competitor: ~}\n"
    empty = "owner:\ncompany: ~\ncontacts: []\nlead: null\nsource:\ncustom: {approved_by: null}\n"
    files = {"crm.yaml": CRM + CUSTOM, "opportunities/a.yaml": DEAL + empty + history}
    assert not report(files, "REF").findings


def test_the_nearest_id_is_proposed_else_the_few_there_are() -> None:
    owner = "companies/a.yaml"
    assert helps("REF001", {owner: "name: A\nowner: joanna\n"}) == [
        "Did you mean joana? Otherwise create team/joanna.yaml"
    ]
    assert helps("REF001", {owner: "name: A\nowner: xyz\n"}) == ["Choose one of joana, or create team/xyz.yaml"]
    many = {f"team/member-{n}.yaml": f"name: Member {n}\n" for n in range(20)}
    assert helps("REF001", {owner: "name: A\nowner: xyz\n", **many}) == ["Create team/xyz.yaml, or take the line away."]


def test_retired_entries_are_legal_and_not_proposed() -> None:
    crm = CRM + "sources: [fair, {id: fairs, retired: true}, {id: web, aliases: [website]}]\n"
    legal = {f"contacts/{name}.yaml": f"name: A\nsource: {name}\n" for name in ("fair", "fairs", "web", "website")}
    assert not places("REF009", {"crm.yaml": crm, **legal})
    wrong = {"crm.yaml": crm, "contacts/a.yaml": "name: A\nsource: fairz\n"}
    assert helps("REF009", wrong) == ["Did you mean fair? Otherwise add fairz to sources in crm.yaml"]


def test_a_book_full_of_dangling_ids_is_judged_at_once() -> None:
    companies = {f"c{n}": Company(id=f"c{n}", name="C", parent=f"missing-{n}") for n in range(5_000)}
    problems = list(BY_CODE["REF002"].check(Case(book=Book(companies=companies), day=date(2026, 11, 23))))
    assert len(problems) == 5_000


def deal(tail: str, history: str = "") -> dict[str, str]:
    """A deal of the two pipelines with these lines and this history."""
    text = f"name: Padaria Estrela – three mixers\nstatus: open\n{dedent(tail)}"
    entries = "history:\n" + "".join(f"  - {{{entry}}}\n" for entry in history.splitlines()) if history else ""
    return {"crm.yaml": CRM + TWO_LINES, "opportunities/padaria-estrela-ovens.yaml": text + entries}


@pytest.mark.parametrize(
    ("tail", "history", "fields"),
    [
        ("stage: discovery\n", "", []),
        ("stage: agreement\n", "", []),
        ("pipeline: maintenance\nstage: demo\n", "", []),
        ("stage: demo\n", "", ["stage"]),
        ("pipeline: servise\nstage: demo\n", "", ["pipeline"]),
        ("pipeline: service\nstage: discovery\n", "", ["stage"]),
        # The history never names the pipeline: the present one always was.
        (
            "pipeline: service\nstage: demo\n",
            "date: 2026-11-02, stage: contact-made\ndate: 2026-11-03, stage: demo",
            [],
        ),
        ("pipeline: service\nstage: demo\n", "date: 2026-11-02, stage: discovery", ["history[0].stage"]),
        # It changed: each stage is one of the pipeline of its day, whatever the order in the file.
        (
            "pipeline: service\nstage: demo\n",
            "date: 2026-11-02, pipeline: equipment, stage: discovery\ndate: 2026-11-03, pipeline: service, stage: demo",
            [],
        ),
        (
            "pipeline: service\nstage: demo\n",
            "date: 2026-11-05, pipeline: service, stage: demo\ndate: 2026-11-02, pipeline: equipment, stage: discovery",
            [],
        ),
        (
            "pipeline: service\nstage: demo\n",
            "date: 2026-11-02, stage: discovery\ndate: 2026-11-03, pipeline: service, stage: contract",
            ["history[1].stage"],
        ),
        (
            "stage: discovery\n",
            "date: 2026-11-02, pipeline: nowhere, stage: anything\ndate: 2026-11-03, stage: other",
            ["history[0].pipeline"],
        ),
        ("stage: contract\nsteps: {need-confirmed: 2026-11-02, signed: 2026-11-03}\n", "", []),
        ("stage: contract\nsteps: {demo-given: 2026-11-02}\n", "", ["steps.demo-given"]),
        # A step of a pipeline it went through before.
        (
            "pipeline: service\nstage: demo\nsteps: {need-confirmed: 2026-11-02}\n",
            "date: 2026-11-02, pipeline: equipment, stage: discovery\ndate: 2026-11-03, pipeline: service, stage: demo",
            [],
        ),
        ("pipeline: nowhere\nstage: demo\nsteps: {need-confirmed: 2026-11-02}\n", "", ["pipeline"]),
    ],
)
def test_stages_are_those_of_the_pipeline_of_the_day(tail: str, history: str, fields: list[str]) -> None:
    assert [field for _, field in places("REF007", deal(tail, history))] == fields


def test_a_stage_of_another_pipeline_is_recognised() -> None:
    wrong = deal("stage: demo\n")
    assert messages("REF007", wrong) == ["`demo` is not a stage of pipeline `equipment`"]
    assert helps("REF007", wrong) == [
        "It is a stage of pipeline service: write `pipeline: service` beside it, or another stage."
    ]


@pytest.mark.parametrize(
    ("status", "closed", "history", "fields"),
    [
        ("lost", "price", "", []),
        ("lost", "no-answer", "", ["closed.reason"]),
        ("abandoned", "no-answer", "", []),
        ("won", "service", "", []),
        # What is said of an open deal may be any reason; that it is said is another rule's.
        ("open", "no-answer", "", []),
        ("open", "boredom", "", ["closed.reason"]),
        ("lost", "price", "date: 2026-11-02, status: abandoned, reason: no-answer\ndate: 2026-11-05, status: open", []),
        ("lost", "price", "date: 2026-11-02, status: won, reason: timing", ["history[0].reason"]),
        # Corrected afterwards: the status is that of the day, in whatever order the entries stand.
        ("lost", "price", "date: 2026-11-05, reason: timing\ndate: 2026-11-02, status: lost, reason: price", []),
        ("lost", "price", "date: 2026-11-02, status: lost\ndate: 2026-11-05, reason: no-answer", ["history[1].reason"]),
        ("lost", "price", "date: 2026-11-02, stage: proposal, reason: timing", []),
        ("lost", "price", "date: 2026-11-02, status: lost, reason: null", []),
    ],
)
def test_a_reason_goes_with_its_status(status: str, closed: str, history: str, fields: list[str]) -> None:
    entries = "".join(f"\n  - {{{entry}}}" for entry in history.splitlines())
    text = f"name: Three mixers, lost\nstatus: {status}\nclosed: {{reason: {closed}}}\n"
    files = {"opportunities/a.yaml": text + (f"history:{entries}\n" if entries else "")}
    assert [field for _, field in places("REF008", files)] == fields


def test_a_reason_for_another_outcome_is_recognised() -> None:
    files = {"opportunities/a.yaml": "name: Three mixers\nstatus: lost\nclosed: {reason: no-answer}\n"}
    assert messages("REF008", files) == ["`no-answer` is not a reason for a deal to be lost"]
    assert helps("REF008", files) == [
        "It is a reason for abandoned. Choose another, or add no-answer to reasons.lost in crm.yaml"
    ]


def test_reasons_of_leads_are_those_for_disqualifying() -> None:
    history = "history:\n  - {date: 2026-11-02, status: nurturing, reason: no-ned}\n"
    files = {"leads/a.yaml": LEAD + "disqualified: {reason: price}\n" + history}
    assert places("REF008", files) == [("leads/a", "disqualified.reason"), ("leads/a", "history[0].reason")]


@pytest.mark.parametrize(
    ("files", "fields"),
    [
        ({"contacts/b.yaml": "name: B\nexternal_ids: {zoho: '12'}\n"}, []),
        ({"companies/b.yaml": "name: B\nexternal_ids: {zoho: aBc, hubspot: '12'}\n"}, []),
        ({"companies/b.yaml": "name: B\nexternal_ids: {hubspot: '7', zoho: ABC}\n"}, ["external_ids.zoho"]),
        ({"companies/0.yaml": "name: B\nexternal_ids: {zoho: ABC}\n"}, ["external_ids.zoho"]),
    ],
)
def test_external_ids_are_of_one_record_of_a_kind(files: Mapping[str, str], fields: list[str]) -> None:
    first = {"companies/a.yaml": "name: A\nexternal_ids: {zoho: ABC, odoo: '12'}\n"}
    found = report({**first, **files}, "REF011").findings
    assert [finding.field for finding in found] == fields
    assert all(finding.record == max("companies/a", *(path[:-5] for path in files)) for finding in found)


def test_external_ids_of_activities_are_named_by_their_place() -> None:
    entry = "- {date: 2026-11-20, type: call, company: padaria-estrela, external_ids: {zoho: '1'}}\n"
    files = {"activities/joana/2026-11.yaml": entry * 2}
    assert places("REF011", files) == [("activities/joana/2026-11", "[1].external_ids.zoho")]
    assert messages("REF011", files) == ["the `zoho` id `1` is that of activities/joana/2026-11[0] already"]


def converted(**into: str) -> str:
    ids = ", ".join(f"{key}: {id}" for key, id in into.items())
    return f"name: Ana Souza\nphone: +55 31 99876-1234\nstatus: converted\nconverted: {{date: 2026-11-02, {ids}}}\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"leads/l.yaml": converted(contact="c"), "contacts/c.yaml": "name: C\nlead: l\n"}, []),
        (
            {"leads/l.yaml": converted(contact="c"), "contacts/c.yaml": "name: C\n"},
            [("leads/l", "converted.contact")],
        ),
        ({"leads/l.yaml": converted(contact="gone")}, []),
        # Two leads became one contact, or one deal: it names either of them.
        (
            {
                "leads/l.yaml": converted(contact="c", opportunity="d"),
                "leads/m.yaml": converted(contact="c", opportunity="d"),
                "contacts/c.yaml": "name: C\nlead: l\n",
                "opportunities/d.yaml": DEAL + "lead: m\n",
            },
            [],
        ),
        (
            {"leads/l.yaml": converted(opportunity="d"), "opportunities/d.yaml": DEAL},
            [("leads/l", "converted.opportunity")],
        ),
        (
            {
                "leads/l.yaml": converted(opportunity="d"),
                "leads/m.yaml": converted(company="padaria-estrela"),
                "opportunities/d.yaml": DEAL + "lead: m\n",
            },
            [("leads/l", "converted.opportunity")],
        ),
        # A later deal names the lead, too.
        (
            {
                "leads/l.yaml": converted(opportunity="d"),
                "opportunities/d.yaml": DEAL + "lead: l\n",
                "opportunities/e.yaml": DEAL + "lead: l\n",
            },
            [],
        ),
        # The contact names a lead that did not become it.
        ({"leads/l.yaml": LEAD, "contacts/c.yaml": "name: C\nlead: l\n"}, [("contacts/c", "lead")]),
        (
            {"leads/l.yaml": converted(company="padaria-estrela"), "contacts/c.yaml": "name: C\nlead: l\n"},
            [("contacts/c", "lead")],
        ),
        (
            {
                "leads/l.yaml": converted(contact="b"),
                "contacts/b.yaml": "name: B\nlead: l\n",
                "contacts/c.yaml": "name: C\nlead: l\n",
            },
            [("contacts/c", "lead")],
        ),
        # Said once, of the contact, though neither of its leads is right.
        (
            {
                "leads/l.yaml": converted(contact="c"),
                "leads/m.yaml": LEAD,
                "contacts/c.yaml": "name: C\nlead: m\n",
            },
            [("contacts/c", "lead")],
        ),
        ({"leads/l.yaml": LEAD, "opportunities/d.yaml": DEAL + "lead: l\n"}, [("opportunities/d", "lead")]),
        (
            {"leads/l.yaml": LEAD.replace("new", "disqualified"), "opportunities/d.yaml": DEAL + "lead: l\n"},
            [],
        ),
    ],
)
def test_conversions_point_both_ways(files: Mapping[str, str], found: list[tuple[str, str]]) -> None:
    assert places("REF012", files) == found


def parents(*pairs: str) -> dict[str, str]:
    """Companies from `child>parent`."""
    links = dict(pair.split(">") for pair in pairs)
    return {
        f"companies/{id}.yaml": f"name: {id}\n" + (f"parent: {links[id]}\n" if id in links else "")
        for id in {*links, *links.values()}
    }


@pytest.mark.parametrize(
    ("pairs", "circles"),
    [
        (["a>b", "b>c"], []),
        (["a>a"], ["`a → a`"]),
        (["a>b", "b>a"], ["`a → b → a`"]),
        (["x>c", "c>b", "b>a", "a>c", "y>x"], ["`a → c → b → a`"]),
        (["a>b", "b>a", "c>d", "d>c", "e>a"], ["`a → b → a`", "`c → d → c`"]),
    ],
)
def test_each_circle_is_told_once(pairs: list[str], circles: list[str]) -> None:
    assert messages("REF013", parents(*pairs)) == [f"parent goes round in a circle: {circle}" for circle in circles]


def test_managers_go_round_too() -> None:
    files = {"team/joana.yaml": "name: Joana\nmanager: rui\n", "team/rui.yaml": "name: Rui\nmanager: joana\n"}
    assert places("REF013", files) == [("team/joana", "manager")]


def test_a_very_long_row_and_a_very_long_circle() -> None:
    row = {f"c{n}": Company(id=f"c{n}", name="C", parent=f"c{n + 1}") for n in range(10_000)}
    book = Book(companies=row)
    assert not list(BY_CODE["REF013"].check(Case(book=book, day=date(2026, 11, 23))))
    circle = {**row, "c9999": Company(id="c9999", name="C", parent="c0")}
    (problem,) = BY_CODE["REF013"].check(Case(book=Book(companies=circle), day=date(2026, 11, 23)))
    assert problem.message == "parent goes round in a circle: `c0 → c1 → … → c9999 → c0`, 10,000 in all"


def test_nothing_is_said_by_settings_that_could_not_be_read() -> None:
    loaded = load({"crm.yaml": "currency: [\n", "contacts/a.yaml": "name: A\nsource: somewhere\n"})
    case = Case(book=loaded.book, day=date(2026, 11, 23))
    assert not [
        problem for code in ("REF006", "REF007", "REF008", "REF009", "REF010") for problem in BY_CODE[code].check(case)
    ]
