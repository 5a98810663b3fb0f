"""The tricky cases of the rules on a well-kept pipeline; the plain ones are in the gallery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from tests.small_book import AS_OF, load, report
from textcrm.findings import Problem
from textcrm.model.book import Book
from textcrm.rules import BY_CODE
from textcrm.rules.rule import Case

DEAL = "opportunities/padaria-estrela-ovens.yaml"
JOURNAL = "activities/joana/2026-11.yaml"
CRM = "name: Fornos do Vale Ltda\ncurrency: BRL\n"
#: Three stages, so that only the last lies in the second half; one rots early.
PIPELINE = f"""{CRM}
pipelines:
  - id: equipment
    stages:
      - {{id: discovery, rotten_days: 14, typical_days: 10}}
      - {{id: proposal, rotten_days: 7, slow_days: 30}}
      - {{id: negotiation, rotten_days: 30, steps: [terms-agreed]}}
"""


def deal(**given: str | None) -> dict[str, str]:
    """An open deal with these fields as they stand in YAML; `None` takes one away."""
    plain: dict[str, str | None] = {
        "name": "Padaria Estrela – two deck ovens",
        "company": "padaria-estrela",
        "owner": "joana",
        "status": "open",
        "stage": "discovery",
        "next_step": "{what: Visit the bakery, due: 2026-11-30}",
        "history": "[{date: 2026-11-16, status: open, stage: discovery}]",
    }
    lines = (f"{key}: {value}\n" for key, value in {**plain, **given}.items() if value is not None)
    return {"crm.yaml": PIPELINE, DEAL: "".join(lines)}


def lead(**given: str | None) -> dict[str, str]:
    """A new lead with these fields; `None` takes one away."""
    plain: dict[str, str | None] = {
        "name": "Ana Souza",
        "phone": "+55 31 99876-1234",
        "status": "new",
        "owner": "joana",
    }
    lines = (f"{key}: {value}\n" for key, value in {**plain, **given}.items() if value is not None)
    return {"leads/ana-souza.yaml": "".join(lines)}


def journal(*entries: str) -> dict[str, str]:
    return {JOURNAL: "".join(f"- {{{entry}}}\n" for entry in entries)}


def judged(code: str, book: Book, day: date = AS_OF) -> list[Problem]:
    return list(BY_CODE[code].check(Case(book=book, day=day)))


def found(code: str, files: Mapping[str, str], day: date = AS_OF) -> list[Problem]:
    loaded = load(files)
    assert not loaded.problems
    return judged(code, loaded.book, day)


def messages(code: str, files: Mapping[str, str], day: date = AS_OF) -> list[str]:
    return [one.message for one in found(code, files, day)]


def pasted(code: str, files: Mapping[str, str]) -> list[str]:
    """The lines of the first remedy that are meant for pasting."""
    return found(code, files)[0].help.splitlines()[1:]


@pytest.mark.parametrize("code", [f"HYG{number:03}" for number in range(1, 15)])
def test_closed_deal_is_left_in_peace(code: str) -> None:
    closed = deal(
        status="lost",
        stage="negotiation",
        company=None,
        owner=None,
        next_step=None,
        expected_close="2026-03-01",
        closed="{date: 2026-02-01, reason: price}",
        history="[{date: 2026-01-01, status: open, stage: negotiation}, {date: 2026-02-01, status: lost}]",
    )
    assert not found(code, closed)


def test_deal_that_was_open_on_the_day_is_judged_though_it_is_closed_now() -> None:
    won = deal(
        status="won",
        next_step=None,
        amount="10.00",
        closed="{date: 2026-11-20, amount: 10.00}",
        history="[{date: 2026-11-02, status: open, stage: discovery}, {date: 2026-11-20, status: won, amount: 10.00}]",
    )
    assert found("HYG001", won, date(2026, 11, 19))
    assert not found("HYG001", won, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{what: Call, due: 2026-11-23}", []),
        ("{what: Call, due: 2026-11-22}", ["the next step `Call` was due 2026-11-22, 1 day ago"]),
        ("{what: Call}", []),
    ],
)
def test_next_step_may_be_done_on_its_day(step: str, told: list[str]) -> None:
    assert messages("HYG002", deal(next_step=step)) == told


def test_expected_close_is_that_of_the_day() -> None:
    pushed = deal(
        expected_close="2026-12-18",
        history="[{date: 2026-11-02, status: open, expected_close: 2026-11-18}, "
        "{date: 2026-11-22, expected_close: 2026-12-18}]",
    )
    assert messages("HYG003", pushed, date(2026, 11, 20)) == [
        "still open, though it was expected to close by 2026-11-18, 2 days ago"
    ]
    assert not found("HYG003", pushed, date(2026, 11, 18))
    assert not found("HYG003", pushed)


def test_remedy_has_a_history_entry_only_where_there_is_a_history() -> None:
    late = deal(expected_close="2026-11-13")
    assert pasted("HYG003", late)[1] == "  - {date: 2026-11-23, expected_close: 2026-12-21}"
    assert pasted("HYG003", deal(expected_close="2026-11-13", history=None)) == ["expected_close: 2026-12-21"]


OLD = "[{date: 2026-11-08, status: open, stage: discovery, expected_close: 2026-12-01}]"


@pytest.mark.parametrize(
    ("files", "quiet"),
    [
        (deal(history=OLD), 15),
        (deal(history=OLD.replace("11-08", "11-09")), None),
        (deal(history=OLD.replace("}]", "}, {date: 2026-11-20, expected_close: 2026-12-18}]")), 15),
        (deal(history=OLD) | journal("date: 2026-11-20, type: call, opportunity: padaria-estrela-ovens"), None),
        (
            deal(history=OLD)
            | journal("date: 2026-11-20, type: email, direction: inbound, opportunity: padaria-estrela-ovens"),
            None,
        ),
        (deal(history=OLD) | journal("date: 2026-11-20, type: note, opportunity: padaria-estrela-ovens"), 15),
        (
            deal(history=OLD)
            | journal("date: 2026-11-20, planned: true, type: call, opportunity: padaria-estrela-ovens"),
            15,
        ),
        (deal(history=OLD) | journal("date: 2026-11-24, type: call, opportunity: padaria-estrela-ovens"), 15),
        (deal(history=OLD, steps="{terms-agreed: 2026-11-20}"), None),
        (deal(history=None, created="2026-11-01"), 22),
        (deal(history=None), None),
        (deal(stage=None, history="[{date: 2026-01-08, status: open, stage: null}]"), None),
        (deal(stage="nowhere", history=None, created="2026-01-08"), None),
    ],
)
def test_rotting_counts_touches_only(files: dict[str, str], quiet: int | None) -> None:
    told = [f"no touch for {quiet} days; `discovery` rots after 14"] if quiet else []
    assert messages("HYG004", files) == told


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ("[{date: 2026-11-03, status: open, stage: discovery}]", []),
        (
            "[{date: 2026-11-02, status: open, stage: discovery}]",
            ["in `discovery` for 21 days; it is slow after 20"],
        ),
        (
            (
                "[{date: 2026-01-02, status: open, stage: discovery}, {date: 2026-02-02, stage: proposal}, "
                "{date: 2026-11-12, stage: discovery}]"
            ),
            [],
        ),
        (
            (
                "[{date: 2026-01-02, status: open, stage: discovery}, {date: 2026-02-02, status: lost},"
                " {date: 2026-11-12, status: open}]"
            ),
            [],
        ),
        ("[{date: 2026-11-22, observed: true, status: open, stage: discovery}]", []),
    ],
)
def test_slow_counts_from_the_last_entry_into_the_stage(history: str, told: list[str]) -> None:
    assert messages("HYG005", deal(history=history, created="2026-01-02")) == told


def test_a_former_id_or_a_pipeline_named_at_last_is_no_move() -> None:
    history = (
        "[{date: 2026-10-01, status: open, stage: need}, {date: 2026-11-12, stage: discovery},"
        " {date: 2026-11-20, pipeline: equipment}]"
    )
    renamed = {"crm.yaml": PIPELINE.replace("{id: discovery,", "{id: discovery, aliases: [need],")}
    files = deal(history=history, pipeline="equipment") | renamed
    assert messages("HYG005", files) == ["in `discovery` for 53 days; it is slow after 20"]
    assert messages("HYG004", files) == ["no touch for 53 days; `discovery` rots after 14"]


def test_slow_days_of_the_stage_come_before_twice_the_typical_ones() -> None:
    slow = deal(stage="proposal", history="[{date: 2026-10-23, status: open, stage: proposal}]")
    assert messages("HYG005", slow) == ["in `proposal` for 31 days; it is slow after 30"]
    assert "negotiation" in found("HYG005", slow)[0].help


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (lead(created="2026-11-20 09:00"), "nobody has answered since 2026-11-20 09:00, 3 days ago"),
        (lead(created="2026-11-20"), "nobody has answered since 2026-11-20, 3 days ago"),
        (lead(created="2026-11-21 09:00"), None),
        (lead(), None),
        (lead(history="[{date: 2026-11-01, status: new}]"), "nobody has answered since 2026-11-01, 22 days ago"),
        (lead(history="[{date: 2026-11-01, observed: true, status: new}]"), None),
        (lead(created="2026-11-01", status="qualified"), None),
        (lead(created="2026-11-01", status="nurturing", recontact_on="2027-01-01"), None),
    ],
)
def test_unanswered_lead(files: dict[str, str], told: str | None) -> None:
    limit = "; leads are to be answered within 4 hours"
    four = {"crm.yaml": f"{CRM}leads: {{response_hours: 4}}\n"}
    assert messages("HYG006", files | four) == ([told + limit] if told else [])


@pytest.mark.parametrize(
    ("created", "answer", "waited"),
    [
        ("2026-11-01 09:00", "date: 2026-11-01 13:00, type: call", None),
        ("2026-11-01 09:00", "date: 2026-11-01 13:01, type: call", "4 hours and 1 minute"),
        ("2026-11-01 09:00", "date: 2026-11-03 09:30, type: meeting", "2 days and 30 minutes"),
        ("2026-11-01 09:00", "date: 2026-11-03, type: call", None),
        ("2026-11-01", "date: 2026-11-03 09:00, type: call", None),
        ("2026-11-01 23:00 -03:00", "date: 2026-11-02 01:00 -03:00, type: call", None),
    ],
)
def test_late_answer_needs_both_times_of_day(created: str, answer: str, waited: str | None) -> None:
    files = lead(created=created) | journal(f"{answer}, direction: outbound, lead: ana-souza")
    four = {"crm.yaml": f"{CRM}leads: {{response_hours: 4}}\n"}
    told = messages("HYG006", files | four)
    assert [waited in one for one in told if waited] == ([True] if waited else [])
    assert len(told) == (1 if waited else 0)


@pytest.mark.parametrize(
    "entry",
    [
        "date: 2026-11-01 10:00, type: email, direction: inbound",
        "date: 2026-11-01 10:00, type: note",
        "date: 2026-11-24 10:00, type: call",
        "date: 2026-11-02 10:00, planned: true, type: call",
        "date: 2026-10-31 10:00, type: call",
        "date: 2026-11-01 08:59, type: call",
    ],
)
def test_what_is_no_answer(entry: str) -> None:
    assert (
        "nobody has answered"
        in messages("HYG006", lead(created="2026-11-01 09:00") | journal(f"{entry}, lead: ana-souza"))[0]
    )


def test_the_clock_change_is_counted() -> None:
    berlin = {"crm.yaml": "currency: EUR\ntimezone: Europe/Berlin\nleads: {response_hours: 4}\n"}
    files = lead(created="2026-10-25 01:00") | journal("date: 2026-10-25 04:30, type: call, lead: ana-souza")
    assert "4 hours and 30 minutes" in messages("HYG006", files | berlin)[0]


THREE = (
    "{date: 2026-08-01, status: open, stage: discovery, expected_close: 2026-09-01}",
    "{date: 2026-08-30, expected_close: 2026-10-01}",
    "{date: 2026-09-30, expected_close: 2026-11-01}",
    "{date: 2026-10-30, expected_close: 2026-12-01}",
)


@pytest.mark.parametrize(
    ("entries", "count"),
    [
        (THREE, "3 times"),
        (THREE[:3], None),
        ((*THREE[:3], "{date: 2026-10-30, expected_close: 2026-10-15}"), None),
        (
            (
                *THREE[:3],
                "{date: 2026-10-01, status: lost}",
                "{date: 2026-10-30, status: open, expected_close: 2026-12-01}",
            ),
            None,
        ),
        ((THREE[0].replace(", expected_close: 2026-09-01", ""), *THREE[1:]), None),
    ],
)
def test_only_later_days_of_an_open_deal_are_pushes(entries: Sequence[str], count: str | None) -> None:
    told = messages("HYG007", deal(expected_close="2026-12-01", history=f"[{', '.join(entries)}]"))
    assert [count in one for one in told if count] == ([True] if count else [])
    assert len(told) == (1 if count else 0)


def test_the_company_sets_the_limit_of_pushes() -> None:
    strict = {"crm.yaml": f"{PIPELINE}rules: {{limits: {{pushes: 1}}}}\n"}
    pushed = deal(expected_close="2026-10-01", history=f"[{', '.join(THREE[:2])}]")
    assert messages("HYG007", pushed | strict) == [
        "the expected close was pushed once, last to 2026-10-01; 1 is too often"
    ]


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"stage": "discovery"}, None),
        ({"stage": "proposal"}, None),
        ({"stage": "negotiation"}, "`negotiation`"),
        ({"stage": "negotiation", "amount": "0"}, None),
        ({"stage": "discovery", "forecast": "commit"}, "the forecast as `commit`"),
        ({"stage": "discovery", "forecast": "best_case"}, "the forecast as `best_case`"),
        ({"stage": None}, None),
        ({"stage": None, "forecast": "commit"}, "the forecast as `commit`"),
        ({"stage": "nowhere"}, None),
    ],
)
def test_amount_is_wanted_late(given: dict[str, str | None], where: str | None) -> None:
    told = [f"already in {where}, and still without an amount"] if where else []
    assert messages("HYG008", deal(history=None, **given)) == told


def test_retired_stages_do_not_make_a_stage_early() -> None:
    stages = "discovery, proposal, {id: demo, retired: true}, {id: trial, retired: true}"
    crm = {"crm.yaml": f"{CRM}pipelines:\n  - {{id: equipment, stages: [{stages}]}}\n"}
    assert found("HYG008", deal(stage="proposal", history=None) | crm)
    assert not found("HYG008", deal(stage="discovery", history=None) | crm)
    assert found("HYG008", deal(stage="trial", history=None) | crm)


@pytest.mark.parametrize(
    ("stage", "touched", "told"),
    [
        ("negotiation", "2026-11-09", None),
        ("negotiation", "2026-11-08", "no touch for 15 days; it needs one within 14 days"),
        ("proposal", "2026-11-15", "no touch for 8 days; it needs one within 7 days"),
    ],
)
def test_commit_needs_a_touch_within_two_weeks_or_less(stage: str, touched: str, told: str | None) -> None:
    files = deal(stage=stage, forecast="commit", history=f"[{{date: 2026-09-01, status: open, stage: {stage}}}]")
    files |= journal(f"date: {touched}, type: call, opportunity: padaria-estrela-ovens")
    assert messages("HYG009", files) == ([f"in the forecast as `commit`, yet {told}"] if told else [])


def test_commit_without_any_date_is_told_and_the_stage_may_be_what_commits() -> None:
    crm = {"crm.yaml": f"{CRM}pipelines:\n  - {{id: equipment, stages: [{{id: discovery, forecast: commit}}]}}\n"}
    (problem,) = found("HYG009", deal(history=None) | crm)
    assert "no touch is known" in problem.message
    assert problem.field == ("stage",)
    assert not found("HYG009", deal(history=None, forecast="best_case") | crm)


def gone(day: str, **more: str) -> dict[str, str]:
    rest = "".join(f"{key}: {value}\n" for key, value in more.items())
    return {"team/joana.yaml": f"name: Joana Prado\nleft: {day}\n{rest}", "team/rui.yaml": "name: Rui Tanaka\n"}


def test_owner_who_leaves_today_has_left() -> None:
    assert found("HYG010", deal() | gone("2026-11-23"))
    assert not found("HYG010", deal() | gone("2026-11-24"))


def test_owner_of_the_day_counts() -> None:
    handed_over = deal(
        owner="rui",
        history="[{date: 2026-11-02, status: open, owner: joana}, {date: 2026-11-20, owner: rui}]",
    )
    assert not found("HYG010", handed_over | gone("2026-11-10"))
    assert found("HYG010", handed_over | gone("2026-11-10"), date(2026, 11, 12))


def test_next_step_and_leads_are_handed_over_too() -> None:
    step = deal(owner="rui", next_step="{what: Call, due: 2026-11-30, owner: joana}")
    problems = found("HYG010", step | lead() | gone("2026-11-10"))
    assert [(one.record, one.field) for one in problems] == [
        ("opportunities/padaria-estrela-ovens", ("next_step", "owner")),
        ("leads/ana-souza", ("owner",)),
    ]
    assert not found("HYG010", deal(owner="rui") | lead(status="disqualified") | gone("2026-11-10"))


def test_heir_is_the_manager_who_is_still_there() -> None:
    assert pasted("HYG010", deal() | gone("2026-11-10", manager="rui"))[0] == "owner: rui"
    assert pasted("HYG010", deal() | gone("2026-11-10"))[0] == "owner: …"
    both = gone("2026-11-10", manager="rui") | {"team/rui.yaml": "name: Rui Tanaka\nleft: 2026-11-01\n"}
    assert pasted("HYG010", deal() | both)[0] == "owner: …"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (deal(owner=None), "an open deal that nobody owns"),
        (lead(owner=None, status="qualified"), "a qualified lead that nobody owns"),
        (lead(owner=None), None),
        (lead(owner=None, created="2026-11-21"), None),
        (lead(owner=None, created="2026-11-20 16:45"), "a lead that nobody has owned since 2026-11-20 16:45"),
        (lead(owner=None, status="converted"), None),
    ],
)
def test_new_lead_may_wait_for_its_owner(files: dict[str, str], told: str | None) -> None:
    assert messages("HYG012", files) == ([told] if told else [])


def test_remedy_names_a_small_team() -> None:
    assert "(joana)" in found("HYG012", deal(owner=None))[0].help
    assert "joana" not in found("HYG012", deal(owner=None) | gone("2026-11-10"))[0].help


CROWD = {
    f"contacts/{id}.yaml": f"name: {name}\ncompany: padaria-estrela\n"
    for id, name in (("carlos-nunes", "Carlos Nunes"), ("lucia-ferrari", "Lucía Ferrari"))
}


def talks(*contacts: str) -> dict[str, str]:
    about = "opportunity: padaria-estrela-ovens"
    return journal(
        *(f"date: 2026-11-{day + 10}, type: call, {about}, contacts: {one}" for day, one in enumerate(contacts))
    )


@pytest.mark.parametrize(
    ("stage", "contacts", "journals", "only"),
    [
        ("negotiation", "[carlos-nunes]", {}, "carlos-nunes"),
        ("proposal", "[carlos-nunes]", {}, None),
        (None, "[carlos-nunes]", {}, None),
        ("negotiation", "[]", {}, None),
        ("negotiation", "[carlos-nunes, {contact: carlos-nunes, role: user}]", {}, "carlos-nunes"),
        ("negotiation", "[carlos-nunes, lucia-ferrari]", {}, None),
        ("negotiation", "[carlos-nunes, lucia-ferrari]", talks(*["lucia-ferrari"] * 3), "lucia-ferrari"),
        ("negotiation", "[carlos-nunes, lucia-ferrari]", talks(*["lucia-ferrari"] * 2), None),
        ("negotiation", "[carlos-nunes, lucia-ferrari]", talks(*["lucia-ferrari"] * 3, "carlos-nunes"), None),
        ("negotiation", "[carlos-nunes]", talks("lucia-ferrari", "carlos-nunes"), None),
    ],
)
def test_single_threaded(stage: str | None, contacts: str, journals: dict[str, str], only: str | None) -> None:
    files = deal(stage=stage, contacts=contacts, history=None) | CROWD | journals
    told = [f"already in `negotiation`, and only `{only}` is in touch with us"] if only else []
    assert messages("HYG013", files) == told


def test_planned_activity_may_still_happen_today() -> None:
    plan = "planned: true, type: visit, opportunity: padaria-estrela-ovens"
    (problem,) = found("HYG014", journal(f"date: 2026-11-23, {plan}", f"date: 2026-11-22 15:00, {plan}"))
    assert problem.field == (1, "date")
    assert (
        problem.message == "the visit planned for 2026-11-22 15:00 about `padaria-estrela-ovens` is 1 day past its day"
    )


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("city: Campinas", "city: Campinas", 1),
        ("city: Campinas", "city: Santos", 0),
        ("parent: padaria-estrela-2", "industry: bakery", 0),
        ("parent: padaria-estrela", "parent: padaria-estrela", 0),
    ],
)
def test_companies_that_are_known_to_be_two(first: str, second: str, told: int) -> None:
    files = {
        "companies/padaria-estrela.yaml": "name: Forno Novo\n",
        "companies/padaria-estrela-1.yaml": f"name: Padaria Estrela\n{first}\n",
        "companies/padaria-estrela-2.yaml": f"name: Padaria Estrêla Ltda\n{second}\n",
    }
    problems = found("HYG015", files)
    assert [one.record for one in problems] == ["companies/padaria-estrela-2"] * told


def test_contacts_are_compared_at_their_company() -> None:
    files = {
        "companies/forno-novo.yaml": "name: Forno Novo\n",
        "contacts/marta-de-oliveira.yaml": "name: Marta de Oliveira\ncompany: forno-novo\n",
    }
    assert not found("HYG016", files)
    same = {"contacts/marta-de-oliveira.yaml": "name: Marta de Oliveira\ncompany: padaria-estrela\n"}
    (problem,) = found("HYG016", same)
    assert problem.message == (
        "looks like `contacts/marta-de-oliveira` (`Marta de Oliveira`): same name at the same company"
    )
    assert problem.record == "contacts/marta-oliveira"


@pytest.mark.parametrize(("day", "told"), [("2026-11-23", 0), ("2026-11-22", 1)])
def test_recontact_on_its_day_is_in_time(day: str, told: int) -> None:
    assert len(found("HYG017", lead(status="nurturing", recontact_on=day))) == told
    assert not found("HYG017", lead(status="qualifying", recontact_on=day))


# Put together here, so that no scanner takes this file for a leak.
SECRETS = {
    "AKIA" + "IOSFODNN7EXAMPLE": "an access key of Amazon Web Services",
    "ghp_" + "a1B2" * 9: "a GitHub token",
    "github_pat_" + "A1b2" * 8: "a GitHub token",
    "xoxb-" + "123456789012-abc": "a Slack token",
    "sk-" + "a1B2" * 12: "an API key",
    "sk-proj-" + "a1-_" * 12: "an API key",
    "sk_live_" + "a1B2" * 6: "a Stripe key",
    "AIza" + "Sy-_1" * 7: "a Google API key",
    "eyJ" + "hbGciOiJIUzI1NiJ9." + "eyJ" + "zdWIiOiIxMjMifQ.abc": "a signed token (JWT)",
    "-----BEGIN " + "RSA PRIVATE KEY-----": "a private key",
    "-----BEGIN " + "PRIVATE KEY-----": "a private key",
    "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----": "a private key",
}
KEY = next(iter(SECRETS))


@pytest.mark.parametrize(("secret", "what"), SECRETS.items())
def test_secret_is_named_with_its_line_and_never_shown(secret: str, what: str) -> None:
    files = {"companies/forno-novo.yaml": f"name: Forno Novo\nnotes: |\n  Price feed.\n  key={secret}, ação\n"}
    (finding,) = report(files, "HYG018").findings
    assert finding.message == f"this line holds what looks like {what}"
    assert (finding.record, finding.line, finding.column) == ("companies/forno-novo", 4, 7)
    assert secret[4:] not in repr(finding)


@pytest.mark.parametrize(
    "place", ["# {}\nname: Ana\n", "name: Ana  # {}\n", "tags: [{}]\n", "colour: {}\n", "{}\n", "name: [{}\n"]
)
def test_secret_is_found_anywhere_and_hidden_in_every_message(place: str) -> None:
    found = report({"contacts/ana.yaml": place.format(KEY)}).findings
    assert "HYG018" in {one.code for one in found}
    assert KEY[4:] not in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        "AKIA, and AKIA1234",
        "the risk-assessmentofthewholekitchen",
        "sk-hynix-memory-fab-expansion-2026",
        "xoxo, Marta",
        "snake_case_of_some_kind_of_thing",
        "eyJ and no more",
        "The private key to the shop; PRIVATE KEY in capitals too",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert not report({"companies/forno-novo.yaml": f"name: Forno Novo\nnotes: '{text}'\n"}, "HYG018").findings
