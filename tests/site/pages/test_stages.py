"""The Stages: what became of deals, what stands where, where they went, which steps are not done."""

from __future__ import annotations

from collections.abc import Mapping

from tests.site.quarter_book import CRM, deal, quarter
from tests.site.sites import facts, sample, texts
from tests.small_book import AS_OF, SMALL
from textcrm.reports import REPORTS, Asked
from textcrm.site.facts import Facts
from textcrm.site.pages.stages import Stages, pages

BACK = "date: 2026-09-01, status: open, stage: offer, owner: joana\ndate: 2026-10-01, stage: talk"


def of(known: Facts) -> Stages:
    value = next(pages(known)).value
    assert isinstance(value, Stages)
    return value


def shown(files: Mapping[str, str] | None = None) -> Stages:
    return of(quarter(files))


def test_the_sentence_says_what_became_of_all_deals_and_where_most_stand() -> None:
    assert shown().sentence == (
        "<b>Of 8 deals, 2 were won, 1 lost or given up, and 5 are open.</b> "
        "Most stand in Talk: 3, half of them for <b>13\u00a0d</b> or more."
    )


def test_one_deal_and_none() -> None:
    assert of(facts()).sentence == (
        "<b>Of 1 deal, 0 was won, 0 lost or given up, and 1 is open.</b> "
        "Most stand in Qualification: 1, for <b>7\u00a0d</b>."
    )
    empty = of(facts(base={"crm.yaml": SMALL["crm.yaml"]}))
    assert (empty.sentence, empty.matrices, empty.moves.rows) == ("<b>There is no deal yet.</b>", (), ())


def test_what_stands_where_and_what_is_late_there() -> None:
    page = shown()
    assert texts(page.standing) == [
        ["Talk", "3", "", "13\u00a0d", "34\u00a0d", "10\u00a0d", "1", "–", "–"],
        ["Offer", "1", "", "13\u00a0d", "13\u00a0d", "20\u00a0d", "–", "–", "1"],
        ["Signature", "1", "", "5\u00a0d", "5\u00a0d", "7\u00a0d", "–", "–", "–"],
    ]
    late = page.standing.rows[0].cells[6]
    assert (late.look, late.href) == ("late", "pipeline.html?stage=talk&attention=slow#deals")
    assert page.standing_head.says == "1 deal is too long in its stage."


def test_moves_are_counted_from_where_to_where() -> None:
    (matrix,) = shown().matrices
    assert matrix.heads == ("Talk", "Offer", "Signature", "Won", "Lost")
    assert [(name, [cell.text for cell in cells]) for name, cells in matrix.rows] == [
        ("Talk", ["", "0", "0", "1", "1"]),
        ("Offer", ["0", "", "1", "1", "0"]),
        ("Signature", ["0", "0", "", "0", "0"]),
    ]
    assert matrix.rows[1][1][2].href == "stages.html?from=offer&to=sign#moves"


def test_a_step_back_is_warm_and_told() -> None:
    page = shown({"opportunities/back.yaml": "name: Back\n" + deal(BACK, "talk")})
    assert page.matrices[0].rows[1][1][0].look == "qb"
    assert page.moves_head.says == "1 move went back a stage."
    assert shown().moves_head.says == "No deal went back a stage."
    twice = {f"opportunities/back{n}.yaml": f"name: Back {n}\n{deal(BACK, 'talk')}" for n in (1, 2)}
    assert shown(twice).moves_head.says == "2 moves went back a stage. Most often from Offer to Talk."


def test_every_move_is_a_row_the_latest_first() -> None:
    rows = shown().moves.rows
    assert [(row.cells[0].note, row.cells[1].text, row.cells[2].text) for row in rows] == [
        ("won", "Offer", "Won"),
        ("lost", "Talk", "Lost"),
        ("commit", "Offer", "Signature"),
        ("before", "Talk", "Won"),
    ]
    assert rows[1].facets == {"owner": ("rui",), "pipeline": ("sales",), "from": ("talk",), "to": ("lost",)}


def test_steps_left_out_and_steps_to_do() -> None:
    page = shown()
    assert [[row.cells[0].note, row.cells[1].text, row.cells[1].note] for row in page.missed.rows] == [
        ["best", "Need known", "asked for in Talk"]
    ]
    assert [row.cells[0].note for row in page.at_hand.rows] == ["slow", "dollars", "unknown"]
    assert page.steps_head.says == "1 deal went past a step it needed."


def test_without_steps_in_the_settings_the_section_says_so() -> None:
    page = shown({"crm.yaml": CRM.replace("        steps: [{id: need, name: Need known}]\n", "")})
    assert page.missed.empty.startswith("No stage asks for a critical step. <code>steps</code>")
    assert page.steps_head.says == ""


def test_the_sample_has_what_its_report_has() -> None:
    data = REPORTS["stages"](sample().book, Asked(AS_OF)).tables[0]
    exported = next(pages(sample())).tables[0]
    told = [(row[2], row[3], row[4], row[6], row[7], row[8]) for row in data.rows]
    assert [(row[2], row[3], row[4], row[8], row[9], row[10]) for row in exported.rows] == told
