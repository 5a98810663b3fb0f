"""The Won and lost page: rates with their denominators and ranges, and every closed deal."""

from __future__ import annotations

from typing import Any

from tests.metrics.records import SALES, deal, lost, on, won
from tests.site.sites import facts, facts_of, grids, sample, texts
from tests.small_book import CRM
from textcrm.model.records import Company
from textcrm.reports import REPORTS, Asked
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid
from textcrm.site.page import Page
from textcrm.site.pages.outcomes import WonAndLost, pages

OF, NB = "\u00a0of\u00a0", "\u00a0"


def page(known: Facts) -> Page:
    return next(pages(known))


def shown(known: Facts) -> WonAndLost:
    value = page(known).value
    assert isinstance(value, WonAndLost)
    return value


def table(known: Facts, id: str) -> Grid:
    return next(grid for grid in grids(shown(known)) if grid.id == id)


def several(won_ones: int, lost_ones: int, **fields: Any) -> list[Any]:
    deals = [won(f"w{number}", "2026-02-04", 100, **fields) for number in range(won_ones)]
    return deals + [lost(f"l{number}", "2026-02-04", 50, reason="price") for number in range(lost_ones)]


def test_no_deal_closed_is_said_and_every_section_keeps_its_heading() -> None:
    found = shown(facts(base={"crm.yaml": CRM}))
    assert found.sentence == "<b>No deal has closed yet.</b>"
    assert found.against == ()
    assert [one.head.title for one in found.sections] == [
        *("By quarter", "Win rate", "How they ended", "Why", "Competitors", "Sales cycle", "Closed deals"),
    ]
    assert all(part.grid.empty for one in found.sections for part in one.parts)


def test_the_sentence_has_the_rate_with_its_range_and_the_competitive_one_beside_it() -> None:
    to = lost("rival", "2026-02-04", 70, reason="competitor", competitor="fornotec")
    assert shown(facts_of(*several(6, 5), to)).sentence == (
        f"<b>6{OF}12 closed deals were won (50%, 33–67%).</b> Of those that anybody won, we won 6{OF}7 (86%, 62–96%)."
    )


def test_a_single_closed_deal_is_said_to_be_one() -> None:
    assert shown(facts_of(*several(1, 0))).sentence.startswith(f"<b>1{OF}1 closed deal was won.</b>")


def test_few_closed_deals_are_said_to_be_few() -> None:
    assert shown(facts_of(*several(2, 1))).sentence == (
        f"<b>2{OF}3 closed deals were won.</b> That is too few to tell how often deals are won."
    )


def test_quarters_have_sums_counts_and_rates_also_where_nothing_closed() -> None:
    known = facts_of(*several(4, 2), won("late", "2026-08-03", 1000))
    grid = table(known, "by-quarter")
    assert texts(grid) == [
        ["Q1 2026", "", "400", "100", f"4{OF}6", "", "67%", "41–85%"],
        ["Q2 2026", "", "–", "–", "–", "", "–", "–"],
        ["Q3 2026", "", "1,000", "–", f"1{OF}1", "fewer than 5: counts only", "–", "–"],
    ]
    assert [cell.href for cell in grid.rows[0].cells if cell.href] == [
        "outcomes.html?status=won&closed=2026-01-01..2026-03-31#deals",
        "outcomes.html?status=not-won&closed=2026-01-01..2026-03-31#deals",
        "outcomes.html?closed=2026-01-01..2026-03-31#deals",
    ]
    assert [(one.label, one.value) for one in shown(known).against] == [
        ("Won in the second quarter 2026", "R$\u00a00, –"),
        ("Won in the third quarter 2026", f"R$\u00a01k, 1{OF}1"),
        ("Won in a day, over the last 90", "R$\u00a00"),
    ]


def test_what_no_sum_knows_is_said_beneath_the_sums() -> None:
    known = facts_of(won("a", "2026-02-04", 100), won("b", "2026-02-05"), lost("c", "2026-08-03", reason="price"))
    says = "2 deals are counted and in no sum, as their amounts or their exchange rates are not known."
    assert [table(known, id).notes for id in ("by-quarter", "endings")] == [(says,), (says,)]
    assert [row[2:4] for row in texts(table(known, "by-quarter"))] == [["100", "–"], ["–", "–"], ["–", "no amount"]]
    assert table(facts_of(*several(2, 1)), "endings").notes == ()


def test_what_is_won_in_a_day_is_at_least_so_much_where_an_amount_is_not_known() -> None:
    said = shown(facts_of(won("a", "2026-11-04", 900), won("b", "2026-11-05"))).against
    assert (said[-1].label, said[-1].value) == ("Won in a day, over the last 90", "at least R$\u00a010")


def test_rates_of_few_are_not_told_in_any_table() -> None:
    known = facts_of(*several(3, 1))
    assert texts(table(known, "rates"))[0][-1] == "–"
    assert [row[3] for row in texts(table(known, "endings"))] == ["–"] * 4


def test_a_rate_leads_to_the_deals_that_it_is_of() -> None:
    to = lost("rival", "2026-02-04", 200, reason="competitor", competitor="fornotec")
    known = facts_of(*several(4, 4), to)
    links = [row.cells[1].href for row in table(known, "rates").rows]
    assert links == ["outcomes.html#deals", "outcomes.html?status=competed#deals"]
    assert sum("competed" in row.facets["status"] for row in table(known, "deals").rows) == 5


def test_both_rates_stand_side_by_side_with_their_value() -> None:
    to = lost("rival", "2026-02-04", 200, reason="competitor", competitor="fornotec")
    assert texts(table(facts_of(*several(4, 4), to), "rates")) == [
        ["Of all closed", f"4{OF}9", "", "44%", "26–65%", "50%"],
        ["Against competitors", f"4{OF}5", "", "80%", "51–94%", "67%"],
    ]


def test_without_a_rival_there_is_no_competitive_rate_and_without_lost_money_none_by_value() -> None:
    lost_ones = [lost(f"l{number}", "2026-02-04", 0, reason="price") for number in range(3)]
    known = facts_of(*several(6, 0), *lost_ones)
    assert texts(table(known, "rates")) == [["Of all closed", f"6{OF}9", "", "67%", "45–83%", "–"]]
    assert shown(known).sections[1].head.says == ""


def test_reasons_are_counted_within_their_outcome() -> None:
    known = facts_of(
        *several(2, 3), lost("x", "2026-03-01", 9, reason="too-dear"), won("y", "2026-03-01", reason="service")
    )
    assert texts(table(known, "why-lost")) == [["Price", "", "4", "159"]]
    assert texts(table(known, "why-won")) == [["Service", "", "1", "no amount"], ["no reason given", "", "2", "200"]]
    assert table(known, "why-lost").rows[0].cells[2].href == "outcomes.html?status=lost%3Aprice#deals"
    assert shown(known).sections[3].head.says == "Lost most often for: Price, 4 of 4."


def test_no_reason_is_named_where_two_are_as_frequent() -> None:
    both = [lost("a", "2026-03-01", reason="price"), lost("b", "2026-03-01", reason="competitor", competitor="c")]
    assert shown(facts_of(*both)).sections[3].head.says == ""


def test_competitors_are_followed_to_the_deals() -> None:
    known = facts_of(
        Company(id="fornotec", name="Fornotec"),
        lost("a", "2026-03-01", 500, reason="competitor", competitor="fornotec"),
        lost("b", "2026-03-01", 70, reason="competitor"),
        won("c", "2026-03-01", 300, competitors=("fornotec",)),
        deal("d", on("2026-03-01", status="open", stage="proposal"), competitors=("fornotec",)),
    )
    rows = table(known, "competitors").rows
    few = "fewer than 5: counts only"
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Fornotec", "1", "500", "300", f"1{OF}2", few, "–", "–", "1"],
        ["nobody named", "1", "70", "–", f"0{OF}1", few, "–", "–", "0"],
    ]
    assert rows[0].cells[0].href == "companies/fornotec.html"
    assert rows[1].cells[1].href == "outcomes.html?status=lost&competitor=%3F#deals"
    assert shown(known).sections[4].head.says == "Fornotec took most: R$\u00a0500."


def test_the_sales_cycle_is_drawn_of_five_won_deals_and_told_before() -> None:
    before, drawn = (shown(facts_of(*several(count, 1))).sections[5] for count in (4, 5))
    assert before.parts[0].drawing == ""
    assert before.parts[0].grid.empty == "Needs 5 won deals whose creation is known; 4 so far."
    assert "half won within 30\u00a0d" in drawn.parts[0].drawing
    assert texts(drawn.parts[0].grid)[1] == ["half", f"30{NB}d"]
    assert drawn.head.says == f"Half of the won deals took 30 to 30{NB}d."


def test_deals_that_do_not_count_are_listed_apart() -> None:
    twin = deal("twin", on("2026-01-05", status="open", stage="proposal"),
                on("2026-02-01", status="cancelled", reason="duplicate"))  # fmt: skip
    known = facts_of(won("a", "2026-03-01", 500), twin)
    assert [row.cells[0].text for row in table(known, "deals").rows] == ["Deal a"]
    assert [row.cells[0].text for row in table(known, "left-out").rows] == ["Deal twin"]
    assert shown(known).sections[-1].head.of == "1 closed deal for a reason that does not count"


def test_a_deal_has_its_outcome_its_days_and_what_filters_ask() -> None:
    known = facts_of(won("a", "2026-03-01", 500, owner="rui", source="web", tags=("big",)), pipelines=(SALES,))
    (row,) = table(known, "deals").rows
    assert [cell.text for cell in row.cells] == ["Deal a", "Won", "Rui Tavares", "1\u00a0Mar", f"55{NB}d", "500"]
    assert row.facets == {
        "status": ("won", "won:", "competed"),
        "closed": ("2026-03-01",),
        "owner": ("rui",),
        "source": ("website",),
        "campaign": ("",),
        "pipeline": ("sales",),
        "tag": ("big",),
        "competitor": (),
    }


def test_the_figures_are_those_of_the_report() -> None:
    known = sample()
    report: Any = REPORTS["outcomes"](known.book, Asked(known.as_of)).data
    tables: Any = {one.name: one.rows for one in page(known).tables}
    assert [(row[0], row[1], f"{row[2]:.2f}", row[3], f"{row[4]:.2f}") for row in tables["outcomes-by-quarter"]] == [
        (one["period"], one["won_count"], one["won_amount"], one["not_won_count"], one["not_won_amount"])
        for one in report["periods"]
    ]
    assert [(row[0], row[1], row[3], f"{row[5]:.2f}") for row in tables["outcomes-reasons"]] == [
        (one["status"], one["reason"], one["count"], one["amount"]) for one in report["reasons"]
    ]
    assert [(row[0], row[2], row[4], row[6]) for row in tables["outcomes-competitors"]] == [
        (one["competitor"], one["lost_count"], one["won_count"], one["open_count"]) for one in report["competitors"]
    ]
    rate, narrow = report["win_rate"], report["competitive_win_rate"]
    assert [(row[1], row[2]) for row in tables["outcomes-rates"]] == [
        (rate["won"], rate["closed"]),
        (narrow["won"], narrow["closed"]),
    ]
    days = {row[0]: row[2] for row in tables["outcomes-cycle"]}
    assert (days["median"], days["n"]) == (report["sales_cycle_days"]["median"], report["sales_cycle_days"]["n"])
