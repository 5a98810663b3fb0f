"""CFG: the cases that the gallery does not show."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.small_book import CRM, report
from textcrm.findings import Finding

DEAL = "opportunities/padaria-estrela-ovens.yaml"


def found(crm: str, *select: str, **more: str) -> list[Finding]:
    return list(report({"crm.yaml": CRM + dedent(crm), **more}, *(select or ("CFG",))).findings)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in findings]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ("[{id: a, probability: 10}, {id: b, probability: 10}, {id: c}]", []),
        ("[{id: a, probability: 10}, {id: b, probability: 5}, {id: c, probability: 8}]", [1]),
        ("[{id: a, probability: 90}, {id: b}, {id: c}]", [1]),
        ("[{id: a, probability: 90}, {id: b, probability: 5, retired: true}, {id: c, probability: 95}]", []),
        ("[a, b, c, d]", []),
    ],
)
def test_probabilities_are_compared_with_the_living_stage_before(stages: str, expected: list[int]) -> None:
    findings = found(f"pipelines: [{{id: sales, stages: {stages}}}]\n", "CFG002")
    assert [one.field for one in findings] == [f"pipelines[0].stages[{place}].probability" for place in expected]


@pytest.mark.parametrize(
    ("crm", "expected"),
    [
        ("sources: [website, website]", ["sources[1].id"]),
        ("sources: [{id: website, aliases: [web, site]}, {id: other, aliases: [site, web]}]", 2),
        ("sources: [{id: website, aliases: [website]}]", ["sources[0].aliases[0]"]),
        ("pipelines: [{id: a, stages: [x]}, {id: a, stages: [x]}]", ["pipelines[1].id"]),
        ("pipelines: [{id: a, stages: [x, x]}]", ["pipelines[0].stages[1].id"]),
        (
            "pipelines: [{id: a, stages: [{id: x, steps: [s]}, {id: y, steps: [t, s]}]}]",
            ["pipelines[0].stages[1].steps[1].id"],
        ),
        ("reasons: {lost: [price, price], won: [price]}", ["reasons.lost[1].id"]),
        ("products: [oven, {id: stone, aliases: [oven]}]", ["products[1].aliases[0]"]),
        ("policies: [{id: p, for: lead, require: 'true'}, {id: p, for: lead, require: 'true'}]", ["policies[1].id"]),
        ("roles: [user]\nsources: [user]", []),
    ],
)
def test_an_id_is_used_once_in_a_list(crm: str, expected: list[str] | int) -> None:
    fields = [one.field for one in found(crm, "CFG006")]
    assert (len(fields) if isinstance(expected, int) else fields) == expected


def test_steps_of_stages_with_one_id_are_each_read() -> None:
    crm = "pipelines: [{id: a, stages: [{id: x, steps: [s]}, {id: x, steps: [t]}]}]"
    assert [one.field for one in found(crm, "CFG006")] == ["pipelines[0].stages[1].id"]


DANGLING = {
    "pipelines: []": ["pipelines"],
    "pipelines: [sales]": ["pipelines[0].stages"],
    "pipelines: [{id: a, stages: [{id: x, retired: true}]}]": ["pipelines[0].stages"],
    "pipelines: [{id: a, stages: [b]}, {id: c, retired: true}]": [],
    "pipelines: [{id: a, stages: [{id: x, aliases: [y], next: [x, y, won, lost]}]}]": [],
    "pipelines: [{id: a, stages: [{id: x, next: [open]}]}]": ["pipelines[0].stages[0].next[0]"],
    "pipelines: [{id: a, stages: [{id: x, requires: [amount, items, company]}]}]": [],
    "pipelines: [{id: a, stages: [{id: x, requires: [amuont]}]}]": ["pipelines[0].stages[0].requires[0].id"],
    "pipelines: [{id: a, stages: [{id: x, requires: [{id: custom.y}]}]}]": ["pipelines[0].stages[0].requires[0].id"],
    "pipelines: [{id: a, stages: [{id: x, requires: [custom.y]}]}]\n"
    "custom_fields: {opportunity: {y: {type: text}}}": [],
    "campaigns: [{id: fair, source: event}, {id: web}]": [],
    "campaigns: [{id: fair, source: no-such-source}]": ["campaigns[0].source"],
    "targets: {2026: {team: 1}, 2026-Q4: {joana: 1}, 2026-11: {joana: 1}}": [],
    "targets: {Q4-2026: {team: 1}, 2026-Q5: {team: 1}, 2026-13: {team: 1}}": 3,
    "targets: {2026: {joanna: 1}}": ["targets.2026.joanna"],
    "custom_fields: {lead: {size: {type: choice}}}": ["custom_fields.lead.size"],
    "custom_fields: {lead: {size: {type: text, choices: [a]}}}": ["custom_fields.lead.size.type"],
    "redact: {fields: [email, notes, qualification, activities.note, closed.note, leads.qualification.need]}": [],
    "redact: {fields: [custom.size, leads.custom.size]}\ncustom_fields: {lead: {size: {type: text}}}": [],
    "redact: {fields: [e-mail, activity.note, custom.size, closed.not]}": 4,
    "policies: [{id: p, for: opportunity-change, require: 'true'}, {id: q, for: company, require: 'true'}]": [],
    "policies: [{id: p, for: deal, require: 'true'}]": ["policies[0].for"],
}


@pytest.mark.parametrize(("crm", "expected"), DANGLING.items(), ids=DANGLING)
def test_settings_point_at_what_is_there(crm: str, expected: list[str] | int) -> None:
    findings = found(crm, "CFG007")
    assert (len(findings) if isinstance(expected, int) else [one.field for one in findings]) == expected
    assert all(one.help for one in findings)


def test_a_member_whose_file_is_broken_is_still_a_person() -> None:
    assert found("targets: {2026: {joana: 1}}", "CFG007", **{"team/joana.yaml": "nam: Joana\n"}) == []


def test_what_was_meant_is_proposed() -> None:
    (near,) = found("targets: {2026: {joanna: 1}}", "CFG007")
    assert near.help == "Did you mean joana?"
    (far,) = found("campaigns: [{id: fair, source: zzz}]\nsources: [website, referral]", "CFG007")
    assert far.help == "There are: referral, website."


def test_a_demand_for_a_field_that_does_not_exist_is_told_once_and_not_of_every_deal() -> None:
    crm = "pipelines: [{id: sales, stages: [{id: qualification, requires: [amuont]}]}]"
    assert told(list(report({"crm.yaml": CRM + crm}).findings)) == [("CFG007", "pipelines[0].stages[0].requires[0].id")]


def test_severities_name_rules_by_code_or_name() -> None:
    assert found("rules: {severity: {HYG001: error, no-amount: error, unknown-rule: warning}}", "CFG008") == []
    severity = "{hyg001: error, history-disagree: error, XYZ: error}"
    assert [
        (one.field.rpartition(".")[2], one.help) for one in found(f"rules: {{severity: {severity}}}", "CFG008")
    ] == [
        ("hyg001", "Did you mean HYG001?"),
        ("history-disagree", "Did you mean history-disagrees?"),
        ("XYZ", "`textcrm explain` lists all rules."),
    ]


def deal(*lines: str) -> str:
    return "\n".join(["name: Hotel Serra – four pizza ovens", *lines, ""])


RATES = "exchange_rates:\n  - {date: 2026-10-01, USD: 5.42}\n  - {date: 2026-09-01, USD: 5.40, EUR: 5.90}\n"
WON = ("status: won", "currency: USD", "amount: 5")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("status: open", "stage: proposal", "currency: USD", "amount: 5"), None),
        (("status: open", "stage: proposal", "currency: BRL", "amount: 5"), None),
        (("status: open", "stage: proposal", "currency: UYU"), None),
        (("status: lost", "currency: UYU", "amount: 5"), None),
        (("status: open", "stage: proposal", "currency: UYU", "amount: 5"), "on or before 2026-11-23"),
        ((*WON, "closed: {date: 2026-09-01, amount: 5}"), None),
        ((*WON, "closed: {date: 2026-08-31, amount: 5}"), "on or before 2026-08-31"),
        ((*WON, "history: [{date: 2026-08-30, status: won}]"), "on or before 2026-08-30"),
        (WON, None),
    ],
)
def test_a_rate_is_needed_today_or_on_the_day_of_closing(lines: tuple[str, ...], message: str | None) -> None:
    messages = [one.message for one in found(RATES, "CFG009", **{DEAL: deal(*lines)})]
    assert [one.partition("dated ")[2] for one in messages] == ([message] if message else [])


def test_one_finding_per_currency_says_how_many_deals_and_from_when() -> None:
    files = {
        "opportunities/one.yaml": deal(*WON, "closed: {date: 2025-03-01, amount: 5}"),
        "opportunities/two.yaml": deal(*WON, "closed: {date: 2024-03-01, amount: 5}"),
        "opportunities/three.yaml": deal("status: open", "stage: proposal", "currency: EUR", "amount: 5"),
    }
    euro, dollar = found("", "CFG009", **files)
    assert euro.message.startswith("1 deal in `EUR` cannot be counted in BRL")
    assert dollar.message.startswith("2 deals in `USD` cannot be counted in BRL")
    assert dollar.help.splitlines()[1:] == ["exchange_rates:", "  - {date: 2024-03-01, USD: …}"]


@pytest.mark.parametrize("name", ["open", "won", "lost", "abandoned", "cancelled"])
def test_no_stage_is_called_as_the_status_of_a_deal(name: str) -> None:
    crm = f"pipelines: [{{id: sales, stages: [qualification, {name}, {{id: x, aliases: [{name}]}}]}}]\n"
    fields = [one.field for one in found(crm, "CFG006")]
    assert "pipelines[0].stages[1].id" in fields
    assert "pipelines[0].stages[2].aliases[0]" in fields
