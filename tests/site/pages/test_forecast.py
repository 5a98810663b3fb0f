"""The Forecast: its sentence under each condition, and each deal in exactly one line of each table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.site.quarter_book import CRM, QUARTER, in_yen, quarter, without_amount, without_amounts
from tests.site.sites import facts, sample, texts
from tests.small_book import AS_OF, SMALL
from textcrm.reports import REPORTS, Asked
from textcrm.site.facts import Facts
from textcrm.site.pages.forecast import Forecast, pages


def of(known: Facts) -> Forecast:
    value = next(pages(known)).value
    assert isinstance(value, Forecast)
    return value


def shown(files: Mapping[str, str] | None = None) -> Forecast:
    return of(quarter(files))


BEST = "opportunities/best.yaml"
COMMIT = "opportunities/commit.yaml"


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (
            100_000,
            (
                "<b>R$ 90k is won or committed</b>, R$ 10k less than the target of R$ 100k. "
                "With best case it is R$ 110k, which is enough."
            ),
        ),
        (
            200_000,
            (
                "<b>R$ 90k is won or committed</b>, R$ 110k less than the target of R$ 200k. "
                "Even with best case it is R$ 110k."
            ),
        ),
        (80_000, "<b>R$ 90k is won or committed</b>, R$ 10k more than the target of R$ 80k."),
        (30_000, "<b>The target of R$ 30k is reached</b>: R$ 40k is won, R$ 90k with what is committed."),
    ],
)
def test_the_sentence_holds_what_is_claimed_against_the_target(target: int, sentence: str) -> None:
    page = shown({"crm.yaml": CRM.replace("team: 100000", f"team: {target}")})
    assert page.sentence.replace("\u00a0", " ") == sentence


def test_a_target_of_less_than_one_is_not_shown_as_nothing() -> None:
    page = shown({"crm.yaml": CRM.replace("team: 100000", "team: 0.05")})
    assert texts(page.quarters)[0][-1] == "0.05"


def test_an_omitted_deal_is_in_no_forecast_weighted_or_not() -> None:
    """What is won and the weighted column add up to what the ways to guess have."""
    text = (
        QUARTER[COMMIT]
        .replace("stage: sign}", "stage: sign, forecast: omitted}")
        .replace("stage: sign\n", "stage: sign\nforecast: omitted\n", 1)
    )
    for files in ({}, {COMMIT: text}):
        page = shown(files)
        this, guess = (texts(grid) for grid in (page.quarters, page.guesses))
        won, weighted = (Decimal(this[0][place].replace(",", "")) for place in (1, 6))
        told = next(row for row in guess if row[0] == "Won plus weighted")
        assert Decimal(told[1].replace(",", "")) == won + weighted


def test_the_sentence_without_a_target_without_best_case_and_without_a_deal() -> None:
    bare = CRM.partition("targets:")[0]
    assert shown({"crm.yaml": bare}).sentence.replace("\u00a0", " ") == (
        "<b>R$ 90k is won or committed</b> for this quarter, R$ 110k with best case. No target is set for it."
    )
    later = {BEST: QUARTER[BEST].replace("2026-11-20", "2027-02-20")}
    assert shown(later).sentence.endswith("There is no best case beside it.")
    empty = of(facts(base={"crm.yaml": SMALL["crm.yaml"]}))
    assert empty.sentence == "<b>There is no deal yet</b>, and so nothing to forecast."
    assert (empty.chart.columns, empty.facts, empty.owners.rows) == ((), (), ())


def test_what_is_committed_and_late_from_before_the_quarter_is_told() -> None:
    late = {COMMIT: QUARTER[COMMIT].replace("2026-12-01", "2026-09-20"), "opportunities/won.yaml": QUARTER[BEST]}
    assert shown(late).sentence.replace("\u00a0", " ") == (
        "<b>Nothing is won or committed for this quarter</b>, and the target is R$ 100k. "
        "Even with best case it is R$ 40k. <b>R$ 50k committed should have closed by 30 Sept.</b>"
    )


def test_what_is_won_or_committed_without_a_known_amount_makes_it_at_least_so_much() -> None:
    won = "opportunities/won.yaml"
    files = {
        "opportunities/unpriced.yaml": without_amount(QUARTER[won]),
        "opportunities/yen.yaml": in_yen(QUARTER[won]),
    }
    assert shown(files).sentence.replace("\u00a0", " ") == (
        "<b>At least R$ 90k is won or committed</b>, at most R$ 10k less than the target of R$ 100k. "
        "With best case it is at least R$ 110k, which is enough. 2 won or committed deals have no known amount."
    )
    bare = {**files, "crm.yaml": CRM.partition("targets:")[0]}
    assert (
        shown(bare)
        .sentence.replace("\u00a0", " ")
        .startswith("<b>At least R$ 90k is won or committed</b> for this quarter, at least R$ 110k with best case.")
    )
    reached = {**files, "crm.yaml": CRM.replace("team: 100000", "team: 30000")}
    assert (
        shown(reached)
        .sentence.replace("\u00a0", " ")
        .startswith(
            "<b>The target of R$ 30k is reached</b>: at least R$ 40k is won, at least R$ 90k with what is committed."
        )
    )


def test_of_one_person_it_is_said_that_it_is_not_known() -> None:
    one = {"crm.yaml": CRM.replace(", joana: 60000", ""), COMMIT: without_amount(QUARTER[COMMIT])}
    assert shown(one).owners_head.says == (
        "Whether what was asked for is won or committed is not known, as some of the deals have no amount."
    )


def test_what_is_overdue_undated_or_in_no_sum_is_led_to() -> None:
    assert [(fact.text.replace("\u00a0", " "), fact.href) for fact in shown().facts] == [
        ("1 deal, R$ 20k, should have closed by now", "pipeline.html?attention=overdue#deals"),
        ("2 deals have no close date", "pipeline.html?closes=#deals"),
        ("2 deals are in no sum", "pipeline.html?amount=#deals"),
    ]


def test_the_months_and_the_quarters_hold_each_deal_once() -> None:
    page = shown()
    assert [row for row in texts(page.months) if set(row[1:]) != {"–"}] == [
        ["Nov\u00a02026", "40,000", "–", "20,000", "–", "–", "10,000"],
        ["Dec\u00a02026", "–", "50,000", "–", "–", "–", "45,000"],
        ["Jan\u00a02027", "–", "–", "–", "8,000", "–", "800"],
        ["Not said", "–", "–", "–", "no amount", "–", "no amount"],
    ]
    assert texts(page.quarters) == [
        ["Q4 2026", "40,000", "50,000", "20,000", "–", "–", "55,000", "100,000"],
        ["Q1 2027", "–", "–", "–", "8,000", "–", "800", "–"],
        ["Not said", "–", "–", "–", "no amount", "–", "no amount", "–"],
    ]
    for grid in (page.months, page.quarters):
        assert grid.total is not None
        assert [cell.text for cell in grid.total.cells][1:7] == ["40,000", "50,000", "20,000", "8,000", "0", "55,800"]


def test_what_should_have_closed_before_the_quarter_and_after_the_last_month_has_a_line() -> None:
    old = {BEST: QUARTER[BEST].replace("2026-11-20", "2026-09-20")}
    late = {BEST: QUARTER[BEST].replace("2026-11-20", "2028-09-20")}
    assert texts(shown(old).months)[0] == ["Earlier", "–", "–", "20,000", "–", "–", "10,000"]
    assert shown(old).months.rows[0].cells[3].href == "pipeline.html?category=best_case&closes=..2026-09-30#deals"
    assert texts(shown(late).months)[-2] == ["Later", "–", "–", "20,000", "–", "–", "10,000"]
    assert texts(shown(late).quarters)[-2][0] == "Q3 2028"


def test_the_month_of_most_is_of_what_is_open() -> None:
    assert shown().months_head.says == "Most of what is still open should close in Dec\u00a02026: R$\u00a050k."


def test_a_target_of_zero_asks_for_nothing() -> None:
    page = shown({"crm.yaml": CRM.replace("team: 100000", "team: 0")})
    assert page.sentence.endswith("No target is set for it.")
    assert [column.key for column in page.guesses.columns] == ["way", "says", "what"]


def test_the_columns_are_the_months_with_their_targets() -> None:
    page = shown({"crm.yaml": f"{CRM}  2026-12: {{team: 45000}}\n"})
    december = page.chart.columns[2]
    assert (december.name, december.text, december.goal, december.total) == (
        "Dec",
        "50k",
        Decimal(45_000),
        Decimal(50_000),
    )
    assert [stack.told for stack in december.stacks] == ["Dec\u00a02026: Commit R$\u00a050k"]
    assert [stack.told for stack in page.chart.columns[0].stacks] == ["Oct\u00a02026: nothing"]
    assert [column.under for column in page.chart.columns] == ["2026", "", "", "2027", "", ""]


def test_a_month_leads_to_what_is_won_and_to_what_is_open() -> None:
    november = shown().chart.columns[1]
    assert [(stack.told.replace("\u00a0", " "), stack.href) for stack in november.stacks] == [
        ("Nov 2026: Won R$ 40k", "outcomes.html?status=won&closed=2026-11-01..2026-11-30#deals"),
        ("Nov 2026: Best case R$ 20k", "pipeline.html?closes=2026-11-01..2026-11-30#deals"),
    ]


def test_money_that_is_not_known_is_neither_zero_nor_left_out() -> None:
    page = of(without_amounts())
    assert page.sentence == (
        "<b>What is won or committed has no amount</b>, and the target is R$\u00a0100k. "
        "What is best case has no amount."
    )
    assert page.facts[0].text == "1 deal, no amount, should have closed by now"
    assert page.owners_head.says == (
        "0 of 2 have won or committed what was asked for. 2 may have, as some of their deals have no amount."
    )
    assert [row[2:] for row in texts(page.owners)] == [
        ["no amount", "–", "60,000", "no amount"],
        ["–", "no amount", "40,000", "0%"],
    ]
    assert [(row[3], row[5]) for row in texts(page.categories)][:3] == [("no amount", "no amount")] * 3
    assert {row[1] for row in texts(page.guesses)} == {"no amount"}
    assert page.quarters.total is not None
    assert [cell.text for cell in page.quarters.total.cells][1:4] == ["no amount"] * 3
    part = shown({COMMIT: without_amount(QUARTER[COMMIT])})
    assert [stack.told for stack in part.chart.columns[2].stacks] == ["Dec\u00a02026: Commit no amount"]


def test_owners_stand_in_the_order_of_their_targets() -> None:
    page = shown()
    assert texts(page.owners) == [
        ["Joana Prado", "", "40,000", "–", "60,000", "67%"],
        ["Rui Tanaka", "", "–", "50,000", "40,000", "0%"],
    ]
    assert page.owners_head.says == "1 of 2 has won or committed what was asked for."
    total = page.owners.total
    assert total is not None
    assert [total.cells[place].text for place in (0, 2, 3, 4, 5)] == ["Team", "40,000", "50,000", "100,000", "40%"]


def test_deals_of_nobody_are_a_line_of_their_own() -> None:
    nobody = {BEST: QUARTER[BEST].replace("owner: joana\n", "").replace(", owner: joana", "")}
    assert texts(shown(nobody).owners)[-1] == ["nobody", "", "–", "–", "–", "–"]


def test_each_category_is_added_to_the_surer_ones() -> None:
    assert texts(shown().categories) == [
        ["Won", "1", "", "40,000", "–", "40,000"],
        ["Commit", "1", "", "50,000", "45,000", "90,000"],
        ["Best case", "1", "", "20,000", "10,000", "110,000"],
        ["Pipeline", "0", "", "–", "–", "110,000"],
        ["Omitted", "0", "", "–", "–", "in no sum"],
    ]


def test_the_ways_to_guess_are_held_against_the_target() -> None:
    page = shown()
    assert [row[1:3] for row in texts(page.guesses)] == [
        ["90,000", "\u221210k"],
        ["110,000", "+10k"],
        ["95,000", "\u22125k"],
        ["56,889", "\u221243k"],
    ]
    assert page.guesses_head.says == "They say between R$\u00a057k and R$\u00a0110k."


def test_no_pace_where_nothing_was_won_lately() -> None:
    page = of(facts())
    assert texts(page.guesses)[3][1] == "–"
    assert page.guesses_head.says == ""


def test_the_sample_has_what_its_report_has() -> None:
    data = REPORTS["forecast"](sample().book, Asked(AS_OF)).tables[0]
    exported = next(page for page in pages(sample())).tables[1]
    assert [row[1:8] for row in exported.rows] == [row[1:8] for row in data.rows]
