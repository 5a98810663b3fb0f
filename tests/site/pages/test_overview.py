"""The Overview: its sentence under each condition, and every list in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.site.quarter_book import CRM, NEED, QUARTER, deal, in_yen, quarter, without_amount, without_amounts
from tests.site.sites import facts, grids, sample, texts
from tests.small_book import SMALL
from textcrm.site.facts import Facts
from textcrm.site.frame import status
from textcrm.site.pages import pipeline
from textcrm.site.pages.overview import Overview, pages

NO_TARGET = CRM.replace("targets:\n  2026-Q4: {team: 100000, joana: 60000, rui: 40000}\n", "")
COMMIT = "opportunities/commit.yaml"


def of(known: Facts) -> Overview:
    value = next(pages(known)).value
    assert isinstance(value, Overview)
    return value


def shown(files: Mapping[str, str] | None = None) -> Overview:
    return of(quarter(files))


def test_the_sentence_says_what_is_won_what_is_missing_and_what_is_committed() -> None:
    assert shown().sentence == (
        "<b>R$\u00a040k won</b> of R$\u00a0100k, with 59% of the quarter gone. R$\u00a060k to go in 38 days. "
        "<b>R$\u00a050k more is committed.</b>"
    )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            CRM.replace("team: 100000", "team: 40000"),
            (
                "<b>R$\u00a040k won: the target of R$\u00a040k is reached</b>, with 59% of the quarter gone. "
                "<b>R$\u00a050k more is committed.</b>"
            ),
        ),
        (
            NO_TARGET,
            (
                "<b>R$\u00a040k won</b>, with 59% of the quarter gone. <b>R$\u00a050k more is committed.</b> "
                "There is no target for this quarter."
            ),
        ),
    ],
)
def test_the_sentence_of_a_reached_target_and_without_one(settings: str, sentence: str) -> None:
    assert shown({"crm.yaml": settings}).sentence == sentence


def test_a_commit_without_an_amount_is_no_zero() -> None:
    unsure = QUARTER[COMMIT].replace("amount: 50000\n", "").replace(", amount: 50000", "")
    page = shown({COMMIT: unsure})
    assert page.sentence.endswith("<b>What is committed has no amount yet.</b>")
    assert [said.label for said in page.against] == [
        "Won plus commit",
        "With best case",
        "Won plus weighted",
        "At the pace of the last 90 days",
    ]


def test_money_that_is_not_known_is_not_zero() -> None:
    page = of(without_amounts())
    assert page.sentence.startswith("<b>1 deal won without an amount</b>")
    assert page.attention_head.says == "2 deals, no amount."
    assert page.quarter_head.says == "What is committed has no amount, and at most R$\u00a0100k is missing."
    assert page.bar.label.replace("\u00a0", " ") == (
        "Won no amount, Commit no amount, Best case no amount, Pipeline R$ 0, target R$ 100k"
    )
    assert [row[2] for row in texts(page.bar.twin)] == [*["no amount"] * 3, "0", "0"]
    assert page.line.label.startswith("no amount won by today")


def test_an_amount_of_zero_that_is_committed_is_known() -> None:
    free = QUARTER[COMMIT].replace("amount: 50000", "amount: 0")
    assert shown({COMMIT: free}).sentence.endswith("<b>R$\u00a00 more is committed.</b>")


def test_nothing_won_and_nothing_committed() -> None:
    page = of(facts())
    assert page.sentence == (
        "<b>Nothing won</b>, with 59% of the quarter gone. <b>Nothing more is committed.</b> "
        "There is no target for this quarter."
    )
    assert (page.against, page.bar.high, page.line.sums) == ((), Decimal(0), ())


def test_an_empty_book_promises_nothing() -> None:
    page = of(facts(base={"crm.yaml": SMALL["crm.yaml"]}))
    assert page.sentence == "<b>There is no deal yet.</b> Once there is one, this page says where the quarter stands."
    assert (page.decide.rows, page.attention.rows, page.leads.rows, page.week.rows) == ((), (), (), ())
    assert page.attention.empty == "There is no open deal."


def test_four_numbers_to_argue_with() -> None:
    assert [(said.label, said.value.replace("\u00a0", " ")) for said in shown().against] == [
        ("Won plus commit", "R$ 90k"),
        ("With best case", "R$ 110k"),
        ("Won plus weighted", "R$ 95k"),
        ("At the pace of the last 90 days", "R$ 57k"),
    ]


def test_the_bar_and_its_table_are_of_the_quarter() -> None:
    bar = shown().bar
    assert [(one.ink, int(one.value)) for one in bar.segments] == [
        ("won", 40_000),
        ("commit", 50_000),
        ("best", 20_000),
        ("pipe", 0),
    ]
    assert (bar.high, bar.goal and bar.goal.value) == (Decimal(110_000), Decimal(100_000))
    assert texts(bar.twin)[0] == ["Won", "1", "40,000"]
    assert bar.twin.rows[0].cells[1].href == "outcomes.html?status=won&closed=2026-10-01..2026-12-31#deals"
    assert bar.twin.rows[1].cells[1].href == "pipeline.html?category=commit&closes=2026-10-01..2026-12-31#deals"


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (100_000, "What is committed covers R$\u00a050k of the R$\u00a060k that is missing."),
        (90_000, "What is committed would cover what is missing."),
        (40_000, "The target is reached."),
    ],
)
def test_the_margin_says_whether_what_is_committed_is_enough(target: int, says: str) -> None:
    assert shown({"crm.yaml": CRM.replace("team: 100000", f"team: {target}")}).quarter_head.says == says


def test_what_is_won_is_a_step_beside_the_quarter_before() -> None:
    line = shown().line
    assert [
        (one.text, int(one.until), [(int(step.at), int(step.total)) for step in one.steps]) for one in line.sums
    ] == [
        ("Won 40k", 54, [(50, 40_000)]),
        ("Q3\u00a02026 30k".replace("\u00a0", " "), 92, [(40, 30_000)]),
    ]
    assert [tick.text for tick in line.along.ticks] == [
        "1\u00a0Oct",
        "1\u00a0Nov",
        "1\u00a0Dec",
        "today",
        "31\u00a0Dec",
    ]


def test_the_last_seven_days_tell_outcomes_first_and_each_deal_once() -> None:
    page = shown()
    assert [row[1] for row in texts(page.week)] == ["won", "lost", "on to Signature", "new, in Talk"]
    assert page.week_of == "1 won, 1 lost or given up, 1 moved on, 1 new"
    assert [row.cells[1].look for row in page.week.rows] == ["", "late", "", ""]


def test_commit_and_best_case_decide_the_surest_first() -> None:
    page = shown()
    assert [row.cells[0].note for row in page.decide.rows] == ["commit", "best", "slow"]
    assert page.decide_head.of == (
        "Commit and best case closing this quarter, and the largest after it; "
        "2 open deals do not say when they should close"
    )
    assert page.decide_more is None


def test_what_is_late_says_why_and_what_to_do() -> None:
    page = shown()
    assert [(row.cells[1].text.replace("\u00a0", " "), row.cells[4].text) for row in page.attention.rows] == [
        ("close date passed 3 d ago; left out: Need known", "Agree on a new day, or close it"),
        ("no next step; 34 d in Talk, usually 10", "Plan a next step"),
    ]
    assert page.attention_head.says == "2 deals, R$\u00a028k."


def test_many_late_deals_are_cut_and_led_to() -> None:
    late = {
        f"opportunities/more-{number}.yaml": f"name: More {number}\n"
        + deal("date: 2026-11-20, status: open, stage: talk, owner: joana", "talk", step=False)
        for number in range(20)
    }
    page = shown(late)
    assert len(page.attention.rows) == 12
    assert page.attention_more is not None
    assert (page.attention_more.text, page.attention_more.href) == (
        "All 22 deals",
        "pipeline.html?attention=any#deals",
    )


def test_a_lead_that_waits_is_late_after_the_promised_hours() -> None:
    page = shown()
    assert texts(page.leads) == [["Eva Lemos", "Website", "Rui Tanaka", "2\u00a0d 14\u00a0h"]]
    assert page.leads.rows[0].cells[3].look == "late"
    assert (page.leads_head.says, page.leads_head.of) == ("1 lead waits.", "To be answered within 4 hours")


def test_a_lead_of_a_bare_day_waits_for_days() -> None:
    lead = QUARTER["leads/eva.yaml"].replace("T10:00", "")
    assert texts(shown({"leads/eva.yaml": lead}).leads)[0][3] == "2\u00a0d"


def test_three_deals_that_hold_most_of_the_money_are_told_of_six() -> None:
    def due(amount: int) -> str:
        entry = f"date: 2026-11-10, status: open, stage: sign, owner: rui, amount: {amount}, expected_close: 2026-12-10"
        return deal(entry, "sign", f"amount: {amount}", "expected_close: 2026-12-10", NEED, owner="rui")

    more = {f"opportunities/six-{n}.yaml": f"name: Six {n}\n{due(10_000 * n)}" for n in range(1, 5)}
    assert shown(more).decide_head.says == "Three of the 7 hold 67% of the money."
    assert shown().decide_head.says == ""


def test_what_is_committed_and_late_from_before_the_quarter_is_told() -> None:
    late = {COMMIT: QUARTER[COMMIT].replace("2026-12-01", "2026-09-20")}
    page = shown(late)
    assert page.sentence.replace("\u00a0", " ").endswith(
        "<b>Nothing more is committed for this quarter.</b> <b>R$ 50k committed should have closed by 30 Sept.</b>"
    )
    assert page.quarter_head.says.replace("\u00a0", " ") == (
        "Nothing committed for this quarter covers the R$ 60k that is missing. "
        "R$ 50k committed should have closed by 30 Sept."
    )
    assert [(one.value.replace("\u00a0", " "), one.href) for one in page.against if one.label.startswith("Comm")] == [
        ("R$ 50k", "pipeline.html?category=commit&closes=..2026-09-30#deals")
    ]
    assert page.decide_head.of.startswith("Commit and best case closing this quarter, or overdue, and the largest")
    assert page.bar.of.replace("\u00a0", " ") == (
        "Won in this quarter, and open deals that should close in it; "
        "without 1 open deal, R$ 50k, that should have closed before"
    )
    unsure = shown({COMMIT: without_amount(late[COMMIT])})
    assert unsure.sentence.endswith("<b>1 committed deal without an amount should have closed by 30\u00a0Sept.</b>")


def test_what_is_won_without_a_known_amount_makes_it_at_least_so_much() -> None:
    won = "opportunities/won.yaml"
    known = quarter(
        {
            "opportunities/unpriced.yaml": without_amount(QUARTER[won]),
            "opportunities/yen.yaml": in_yen(QUARTER[won]),
            won: QUARTER[won].replace("amount: 40000", "amount: 0"),
            COMMIT: QUARTER[COMMIT].replace("amount: 50000", "amount: 90"),
        }
    )
    page = of(known)
    assert page.sentence.replace("\u00a0", " ") == (
        "<b>At least R$ 0 won</b> of R$ 100k, with 59% of the quarter gone. At most R$ 100k to go in 38 days. "
        "<b>R$ 90 more is committed.</b> 2 won deals have no known amount."
    )
    assert page.quarter_head.says.replace("\u00a0", " ") == (
        "What is committed covers R$ 90 of the at most R$ 100k that is missing."
    )
    assert [said.value.replace("\u00a0", " ").partition(" R$")[0] for said in page.against] == ["at least"] * 4
    assert page.line.label.startswith("at least R$\u00a00 won by today")
    assert status(known).learned == "Learned from 5 closed deals, 2 won without a known amount"


def test_a_target_of_zero_is_not_reached_as_it_asks_for_nothing() -> None:
    page = shown({"crm.yaml": CRM.replace("team: 100000", "team: 0")})
    assert page.sentence.endswith("There is no target for this quarter.")
    assert (page.quarter_head.says, page.bar.goal, page.line.goal) == ("", None, None)
    assert "target" not in page.bar.label + page.line.label


def test_more_than_is_shown_of_the_last_days_is_led_to() -> None:
    entry = "date: 2026-11-20, status: open, stage: talk, owner: joana"
    new = {f"opportunities/new-{n}.yaml": f"name: New {n}\n{deal(entry, 'talk')}" for n in range(20)}
    page = shown(new)
    assert len(page.week.rows) == 12
    assert page.week_more is not None
    assert (page.week_more.text, page.week_more.href) == ("All 24 deals, as CSV", "data/last-days.csv")
    assert (shown().week_more, page.week.notes) == (None, ())


def test_three_of_many_equal_deals_are_not_worth_telling() -> None:
    many = [signing(f"n-{n}", "2026-12-10", amount=100_000) for n in range(40)]
    assert shown({path: text for one in many for path, text in one.items()}).decide_head.says == ""


def signing(id: str, due: str, stage: str = "sign", amount: int = 1000) -> dict[str, str]:
    entry = f"date: 2026-09-01, status: open, stage: {stage}, owner: rui, amount: {amount}"
    if due:
        entry += f", expected_close: {due}"
    more = [f"expected_close: {due}"] if due else []
    return {f"opportunities/{id}.yaml": f"name: {id}\n{deal(entry, stage, f'amount: {amount}', *more, NEED)}"}


def test_all_deals_that_decide_are_those_that_were_counted() -> None:
    late = [signing(f"late-{n}", f"2026-09-{n + 10}") for n in range(14)]
    soon = [signing(f"soon-{n}", f"2026-12-{n + 10}") for n in range(10)]
    talk = [signing("talk", "2026-12-10", "talk"), signing("far", "2027-03-01", "talk", 90_000)]
    known = quarter({path: text for one in (*late, *soon, *talk) for path, text in one.items()})
    page = of(known)
    assert len(page.decide.rows) == 15
    assert page.decide_more is not None
    assert (page.decide_more.text, page.decide_more.href) == ("All 28 deals", "pipeline.html?decides=yes#deals")
    list_ = next(grid for grid in grids(next(pipeline.pages(known)).value) if grid.id == "deals")
    chosen = {row.cells[0].href for row in list_.rows if "yes" in row.facets["decides"]}
    assert len(chosen) == 28
    assert {row.cells[0].href for row in page.decide.rows} < chosen
    assert "opportunities/talk.html" not in chosen
    assert {"opportunities/far.html", "opportunities/slow.html", "opportunities/late-0.html"} < chosen
    asked = next(one for one in list_.facets if one.key == "decides")
    assert (asked.is_offered, asked.label, asked.options[0]) == (False, "Decides the quarter", ("yes", "yes"))
    assert page.decide_head.of == (
        "Commit and best case closing this quarter, or overdue, and the 2 largest after it; "
        "2 open deals do not say when they should close"
    )


def test_deals_that_do_not_say_when_are_told() -> None:
    page = of(facts(signing("one", ""), base={"crm.yaml": CRM}))
    assert page.decide_head.of == (
        "Nothing should close this quarter: the largest of those that do not say when; "
        "1 open deal does not say when it should close"
    )
    nothing = of(facts(signing("one", "", amount=0), base={"crm.yaml": CRM}))
    assert nothing.decide.empty == (
        "No open deal is said to close this quarter; 1 open deal does not say when it should close."
    )


def test_the_sample_has_what_its_reports_have() -> None:
    page = of(sample())
    assert [row[2] for row in texts(page.bar.twin)] == ["143.500", "330.296", "189.192", "97.468", "0"]
    assert len(page.attention.rows) == 5
    assert page.attention_head.of == "Largest amount first; 2 more are accepted with a reason"
