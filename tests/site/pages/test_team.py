"""The Team page: everybody beside their own target, never a ranking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.metrics.records import deal, did, lost, on, won
from tests.site.sites import facts, facts_of, grids, sample, texts
from tests.small_book import CRM
from textcrm.model.records import Member, NextStep
from textcrm.reports import REPORTS, Asked
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid, Row
from textcrm.site.page import Page
from textcrm.site.pages.team import Team, pages

OF, NB = "\u00a0of\u00a0", "\u00a0"
TARGETS = {"2026-Q4": {"team": Decimal(1000), "joana": Decimal(400), "rui": Decimal(600)}}
OPENED = {"status": "open", "stage": "proposal"}


def page(known: Facts) -> Page:
    return next(pages(known))


def shown(known: Facts) -> Team:
    value = page(known).value
    assert isinstance(value, Team)
    return value


def table(known: Facts, id: str) -> Grid:
    return next(grid for grid in grids(shown(known)) if grid.id == id)


def test_an_empty_team_is_said() -> None:
    found = shown(facts(base={"crm.yaml": CRM}))
    assert found.sentence == "<b>Nobody is on the team yet.</b>"
    assert all(part.grid.empty for one in found.sections for part in one.parts)


def test_people_stand_in_the_order_of_their_targets() -> None:
    late = NextStep(what="Call", due=date(2026, 11, 18))
    known = facts_of(
        won("a", "2026-10-05", 300, owner="joana"),
        deal("b", on("2026-11-16", owner="rui", amount=50, expected_close="2026-12-01", **OPENED), next_step=late),
        deal("c", on("2026-11-16", owner="rui", **OPENED)),
        targets=TARGETS,
    )
    grid = table(known, "targets")
    assert texts(grid) == [
        ["Rui Tavares", "", "0", "0%", "600", "1"],
        ["Joana Prado", "", "300", "75%", "400", "–"],
    ]
    assert grid.total is not None
    assert [cell.text for cell in grid.total.cells if "svg" not in cell.text] == ["Team", "300", "30%", "1,000", "1"]
    assert grid.rows[1].cells[2].href == "outcomes.html?status=won&closed=2026-10-01..2026-12-31&owner=joana#deals"
    assert grid.rows[0].cells[5].href == "agenda.html?why=next-step&owner=rui#overdue"
    assert shown(known).sentence == (
        "<b>The team has won 30% of its target</b>, with 59% of the time gone. "
        "1 next step is late. 1 deal has no next step."
    )
    assert shown(known).sections[0].head.says == "0 of 2 have reached their target."


def test_without_targets_there_are_none_of_their_columns() -> None:
    known = facts_of(won("a", "2026-10-05", 300, owner="joana"), targets={})
    assert [column.key for column in table(known, "targets").columns] == ["person", "bar", "won", "late"]
    assert shown(known).sentence == f"<b>R${NB}300 was won</b> in the fourth quarter 2026."
    assert shown(known).sections[0].head.says.startswith("No targets are set")


def test_targets_of_a_year_are_held_against_the_year() -> None:
    known = facts_of(won("a", "2026-02-05", 300, owner="joana"))
    assert shown(known).head.of == "2026, day 327 of 365"
    assert texts(table(known, "targets"))[0] == ["Joana Prado", "", "300", "75%", "400", "–"]


def test_open_work_and_win_rates_stand_in_the_order_of_names() -> None:
    deals = [won(f"w{number}", "2026-02-05", 10, owner="rui") for number in range(5)]
    known = facts_of(*deals, lost("l", "2026-02-05", owner="joana"), deal("o", on("2026-11-16", amount=80, **OPENED)))
    assert texts(table(known, "open-work")) == [
        ["Joana Prado", "0", "0", "0", "–", "–", "–"],
        ["Rui Tavares", "0", "0", "0", "–", "–", "–"],
        ["nobody", "1", "80", "32", "–", "1", "–"],
    ]
    assert texts(table(known, "win-rates")) == [
        ["Joana Prado", f"0{OF}1", "fewer than 5: counts only", "–", "–"],
        ["Rui Tavares", f"5{OF}5", "", "100%", "75–100%"],
    ]
    assert not any(column.sort for column in table(known, "win-rates").columns)
    assert table(known, "open-work").rows[2].cells[5].href == ("pipeline.html?owner=&attention=no-next-step#deals")


def test_money_that_is_not_known_is_not_zero() -> None:
    deals = [won("w", "2026-10-05", owner="rui"), deal("o", on("2026-11-16", owner="joana", **OPENED))]
    known = facts_of(*deals, targets=TARGETS)
    assert texts(table(known, "open-work"))[0][:4] == ["Joana Prado", "1", "no amount", "no amount"]
    assert [cell.text for cell in (table(known, "open-work").total or Row(())).cells][1:4] == ["1", *["no amount"] * 2]
    assert [row[2:4] for row in texts(table(known, "targets"))] == [["no amount", "no amount"], ["0", "0%"]]
    assert shown(known).sentence.startswith("<b>1 deal was won</b> in the fourth quarter 2026, and it has no amount.")
    assert shown(known).sections[0].head.says == (
        "0 of 2 have reached their target. 1 may have, as some of their deals have no amount."
    )
    rows: Any = {one.name: one.rows for one in page(known).tables}
    assert [(row[0], row[2], row[4]) for row in rows["team-targets"]] == [("rui", None, None), ("joana", 0, 0)]
    assert [row[2:4] for row in rows["team-open-work"]] == [(None, None), (0, 0)]


def test_what_is_won_without_a_known_amount_makes_it_at_least_so_much() -> None:
    deals = [won("a", "2026-10-05", 0, owner="rui"), won("b", "2026-10-05", owner="rui")]
    asked = {"2026-Q4": {"team": Decimal(1000), "rui": Decimal(1000)}}
    page = shown(facts_of(*deals, targets=asked))
    assert page.sentence.startswith(
        "<b>The team has won at least 0% of its target</b>, with 59% of the time gone. 1 won deal has no known amount."
    )
    assert page.sections[0].head.says == (
        "Whether the target is reached is not known, as some of the deals won have no amount."
    )
    assert shown(facts_of(*deals, targets={})).sentence.startswith(
        f"<b>At least R${NB}0 was won</b> in the fourth quarter 2026. 1 won deal has no known amount."
    )


def test_nobody_is_called_better_and_that_only_of_ranges_that_overlap() -> None:
    def says(k: int, other: int) -> str:
        deals = [
            won(f"a{n}", "2026-02-05", owner="rui") if n < k else lost(f"a{n}", "2026-02-05", owner="rui")
            for n in range(9)
        ]
        deals += [
            won(f"b{n}", "2026-02-05", owner="joana") if n < other else lost(f"b{n}", "2026-02-05", owner="joana")
            for n in range(9)
        ]
        return str(shown(facts_of(*deals)).sections[2].head.says)

    assert says(4, 5) == "The ranges overlap: nobody is shown to be better."
    assert says(0, 9) == ""


def test_activities_by_week_and_type_lead_to_the_list() -> None:
    known = facts_of(
        *(did(f"2026-11-1{day}", member="rui", opportunity="a") for day in (6, 7, 8, 9)),
        did("2026-11-23 10:00", "note", note="Contract  signed", lead="ana"),
        did("2026-09-27"),
        did("2026-11-24"),
        did("2026-11-20", planned=True),
    )
    heat = table(known, "weeks")
    assert [column.title for column in heat.columns] == [
        *("Person", "W41", "W42", "W43", "W44", "W45", "W46", "W47", "W48 so far"),
    ]
    assert [row[-2:] for row in texts(heat)] == [["0", "1"], ["4", "0"]]
    assert [cell.look for cell in heat.rows[1].cells[-2:]] == ["q5", "none"]
    assert heat.rows[0].cells[-1].look == "q2"
    assert heat.rows[1].cells[-2].href == "team.html?member=rui&week=2026-W47#activities"
    assert texts(table(known, "types")) == [["Joana Prado", "–", "1", "1"], ["Rui Tavares", "4", "–", "4"]]
    first = table(known, "activities").rows[0]
    assert (first.cells[0].text, first.cells[0].note, first.cells[3].text) == (
        "ana",
        "Contract signed",
        f"23{NB}Nov",
    )


def test_no_activity_is_said() -> None:
    assert table(facts_of(), "weeks").empty == (
        "Nobody has noted an activity in the last 8 weeks. They are written into the folder activities."
    )


def test_who_has_left_stands_last_and_can_still_be_led_to() -> None:
    known = facts_of(
        Member(id="ana", name="Ana", left=date(2026, 1, 31)), won("a", "2026-01-20", owner="ana"), targets={}
    )
    people = table(known, "people")
    assert [(row.id, row.cells[1].text) for row in people.rows][1:] == [
        ("rui", "–"),
        ("ana", f"left on 31{NB}Jan{NB}2026"),
    ]
    assert [row[0] for row in texts(table(known, "targets"))] == ["Joana Prado", "Rui Tavares"]
    assert [row[0] for row in texts(table(known, "win-rates"))] == ["Ana"]
    assert people.rows[2].cells[5].href == "outcomes.html?owner=ana#deals"


def test_the_win_rates_of_all_add_up_to_the_team_s_with_those_who_left_and_nobody() -> None:
    known = facts_of(
        Member(id="ana", name="Ana", left=date(2026, 1, 31)),
        won("a", "2026-01-20", owner="ana"),
        *(lost(id, "2026-01-20", owner="ana") for id in "bc"),
        won("d", "2026-10-05", owner="rui"),
        lost("e", "2026-10-05", owner=None),
        targets=TARGETS,
    )
    grid = table(known, "win-rates")
    assert [(row.cells[0].text, row.cells[0].note, row.cells[1].text) for row in grid.rows] == [
        ("Ana", f"left on 31{NB}Jan", f"1{OF}3"),
        ("Rui Tavares", "", f"1{OF}1"),
        ("nobody", "", f"0{OF}1"),
    ]
    assert grid.total is not None
    assert grid.total.cells[1].text == f"2{OF}5"


def test_ten_people_have_ten_rows_and_one_scale() -> None:
    ten = [Member(id=f"m{number}", name=f"Member {number}") for number in range(10)]
    known = facts_of(*ten, *(won(f"w{n}", "2026-10-05", 10**n, owner=f"m{n}") for n in range(10)), targets={})
    assert len(table(known, "targets").rows) == len((*ten, "joana", "rui"))
    assert "800M" in (table(known, "targets").total or table(known, "targets").rows[0]).cells[1].text


def test_the_figures_are_those_of_the_report() -> None:
    known = sample()
    report: Any = REPORTS["team"](known.book, Asked(known.as_of)).data
    tables: Any = {one.name: one.rows for one in page(known).tables}
    members = {one["member"]: one for one in report["members"]}
    here = {id: one for id, one in members.items() if not one["has_left"]}
    assert {row[0]: (row[1], f"{row[2]:.2f}", f"{row[3]:.2f}") for row in tables["team-targets"]} == {
        id: (one["won_count"], one["won_amount"], one["target"]) for id, one in here.items()
    }
    assert {row[0]: (row[1], f"{row[2]:.2f}", f"{row[3]:.2f}", row[5]) for row in tables["team-open-work"]} == {
        id: (one["open_count"], one["open_amount"], one["open_weighted"], one["next_steps_overdue"])
        for id, one in here.items()
    }
    assert {row[0]: (row[1], row[2]) for row in tables["team-win-rates"]} == {
        id: (one["win_rate"]["won"], one["win_rate"]["closed"]) for id, one in members.items()
    }
