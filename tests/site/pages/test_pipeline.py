"""The Pipeline: sums by stage, what is stuck, the board, and the table that others lead to."""

from __future__ import annotations

from collections.abc import Mapping

from tests.site.quarter_book import CRM, QUARTER, deal, quarter
from tests.site.sites import facts, offered, sample, texts
from tests.small_book import AS_OF, SMALL
from textcrm.reports import REPORTS, Asked
from textcrm.site.facts import Facts
from textcrm.site.pages.pipeline import Pipeline, pages


def of(known: Facts) -> Pipeline:
    value = next(pages(known)).value
    assert isinstance(value, Pipeline)
    return value


def shown(files: Mapping[str, str] | None = None) -> Pipeline:
    return of(quarter(files))


def test_the_sentence_leaves_out_what_has_no_amount_and_says_so() -> None:
    page = shown()
    assert page.sentence == "<b>R$\u00a078k open</b> in 3 deals, worth R$\u00a056k when weighted by their chances."
    assert [(fact.text, fact.href) for fact in page.facts] == [
        ("1 more deal has no amount", "pipeline.html?amount=#deals"),
        ("1 deal has no exchange rate", "pipeline.html?amount=#deals"),
        ("2 deals need attention", "pipeline.html?attention=any#deals"),
    ]


def test_a_single_deal_without_an_amount_is_not_worth_zero() -> None:
    page = of(facts())
    assert page.sentence == "<b>1 deal is open</b>, and it has no amount."
    assert (page.facts, page.stuck.bands) == ((), ())
    assert texts(page.stages)[0] == ["Qualification", "1", "", "no amount", "no amount", "7\u00a0d"]


def test_no_open_deal() -> None:
    page = of(facts(base={"crm.yaml": SMALL["crm.yaml"]}))
    assert (page.sentence, page.boards, page.deals.rows) == ("<b>No deal is open.</b>", (), ())
    assert page.deals.empty == page.no_board == "No deal is open."


def many(*amounts: int) -> Pipeline:
    def at(amount: int) -> str:
        return deal(
            f"date: 2026-11-10, status: open, stage: offer, owner: rui, amount: {amount}", "offer", f"amount: {amount}"
        )

    return shown({f"opportunities/n{n}.yaml": f"name: N{n}\n{at(amount)}" for n, amount in enumerate(amounts)})


def test_how_much_hangs_on_few_deals() -> None:
    assert many(10_000, 10_000, 10_000).sentence.endswith(
        "<b>The three largest are 74% of it</b>; it behaves like 3.6 equal deals."
    )
    assert many(5_000_000, 10_000, 10_000).sentence.endswith("<b>The largest deal alone is 98% of it.</b>")
    assert many(500_000_000, 10_000, 10_000).sentence.endswith("<b>The largest deal alone is nearly all of it.</b>")


def test_each_stage_leads_to_its_deals() -> None:
    page = shown()
    assert texts(page.stages) == [
        ["Talk", "3", "", "8,000", "800", "34\u00a0d"],
        ["Offer", "1", "", "20,000", "10,000", "13\u00a0d"],
        ["Signature", "1", "", "50,000", "45,000", "5\u00a0d"],
    ]
    assert [row.cells[1].href for row in page.stages.rows] == [
        f"pipeline.html?stage={stage}#deals" for stage in ("talk", "offer", "sign")
    ]
    assert page.stages.rows[0].cells[5].look == "late"
    assert page.stages_head.says == "Most of the money is in Signature: R$\u00a050k."


def test_a_stage_of_one_of_several_pipelines_leads_to_that_pipeline() -> None:
    lines = CRM.replace("leads:", "  - {id: service, stages: [{id: talk, name: Talk}]}\nleads:")
    page = shown({"crm.yaml": lines})
    assert page.stages.rows[0].cells[2].href == "pipeline.html?pipeline=sales&stage=sales%2Ftalk#deals"
    assert [board.name for board in page.boards] == [""]


def test_what_is_stuck_is_warm_and_named() -> None:
    bands = shown().stuck.bands
    assert [(band.name, int(band.half or 0), int(band.late or 0)) for band in bands] == [
        ("Talk", 10, 20),
        ("Offer", 20, 40),
        ("Signature", 7, 14),
    ]
    (spot,) = bands[0].spots
    assert (int(spot.at), int(spot.value), spot.ink, spot.href) == (34, 8_000, "late", "opportunities/slow.html")
    assert spot.told.replace("\u00a0", " ") == "Padaria Estrela – slow: R$ 8,000, 34 d in Talk"


def test_the_board_says_what_is_the_matter() -> None:
    (board,) = shown().boards
    assert [place.name for place in board.places] == ["Talk", "Offer", "Signature"]
    assert [(card.about, card.amount, card.flag) for card in board.places[0].cards] == [
        ("slow", "8k", "no next step"),
        ("dollars", "$900", ""),
        ("unknown", "no amount", ""),
    ]


def test_the_rows_have_what_filters_look_at() -> None:
    grid = shown().deals
    assert [row.cells[0].note for row in grid.rows] == ["commit", "best", "slow", "dollars", "unknown"]
    assert {key: values for key, values in grid.rows[0].facets.items() if values != ("",)} == {
        "owner": ("rui",),
        "pipeline": ("sales",),
        "stage": ("sign",),
        "tag": ("kiosk",),
        "category": ("commit",),
        "forecast": ("likely",),
        "closes": ("2026-12-01",),
        "amount": ("known",),
        "decides": ("yes",),
    }
    assert grid.rows[1].facets["attention"] == ("any", "overdue", "step-missed")
    assert offered(grid.facets) == [
        *("owner", "stage", "source", "tag", "category", "closes", "attention"),
    ]


def test_one_owner_needs_no_filter_by_owner() -> None:
    only = {"opportunities/commit.yaml": QUARTER["opportunities/commit.yaml"].replace("rui", "joana")}
    assert "owner" not in offered(shown(only).deals.facets)


def test_long_lists_go_on_on_further_pages() -> None:
    more = {
        f"opportunities/m{n}.yaml": f"name: M{n}\n"
        + deal("date: 2026-11-20, status: open, stage: talk, owner: joana", "talk")
        for n in range(2_000)
    }
    made = list(pages(quarter(more)))
    assert [page.path for page in made] == ["pipeline.html", "pipeline-deals-2.html"]
    assert [len(place.cards) for place in of(quarter(more)).boards[0].places] == [25, 1, 1]


def test_the_sample_has_what_its_report_has() -> None:
    data = REPORTS["pipeline"](sample().book, Asked(AS_OF)).tables[0]
    exported = next(pages(sample())).tables[0]
    told = [(row[-3], row[-2], row[-1]) for row in data.rows]
    assert [(row[2], row[3], row[4]) for row in exported.rows] == told


def test_a_stage_that_several_pipelines_have_is_offered_once_for_each() -> None:
    grid = of(sample()).deals
    stages = dict(next(facet.options for facet in grid.facets if facet.key == "stage"))
    assert stages["equipment/proposal"] == "Proposal, Equipment sales"
    assert stages["service/proposal"] == "Proposal, Maintenance contracts"
    assert stages["discovery"] == "Discovery"
    assert "proposal" not in stages
    found = [row.facets["stage"] for row in grid.rows]
    assert ("proposal", "equipment/proposal") in found
