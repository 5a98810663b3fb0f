"""The Agenda page: what to do and why, by how soon and by whom."""

from __future__ import annotations

from typing import Any

from tests.metrics.records import deal, did, lead, on
from tests.site.sites import facts, facts_of, grids, offered, sample, texts
from tests.small_book import CRM
from textcrm.model.records import NextStep
from textcrm.reports import REPORTS, Asked
from textcrm.site.facts import Facts
from textcrm.site.grid import Grid
from textcrm.site.page import Page
from textcrm.site.pages.agenda import Agenda, pages

NB = "\u00a0"


def page(known: Facts) -> Page:
    return next(pages(known))


def shown(known: Facts) -> Agenda:
    value = page(known).value
    assert isinstance(value, Agenda)
    return value


def table(known: Facts, id: str) -> Grid:
    return next(grid for grid in grids(shown(known)) if grid.id == id)


def still(id: str, step: NextStep | None = None, **fields: Any) -> Any:
    opened = on("2026-11-16", status="open", stage="proposal", owner=fields.pop("owner", "joana"), amount=900)
    return deal(id, opened, next_step=step, **fields)


def test_nothing_to_do_is_said() -> None:
    found = shown(facts(base={"crm.yaml": CRM}))
    assert found.sentence == "<b>There is nothing to do.</b>"
    assert [one.head.title for one in found.sections] == ["Overdue", "Today"]
    assert found.sections[0].parts[0].grid.empty == "Nothing is overdue."


def test_what_is_overdue_says_by_how_much_what_to_do_and_why() -> None:
    known = facts_of(still("a", NextStep(what="Call them", due=on("2026-11-18")["date"])))
    (row,) = table(known, "overdue").rows
    assert [(cell.text, cell.note) for cell in row.cells] == [
        ("Deal a", f"Proposal · R${NB}900"),
        ("Call them", "Next step"),
        ("Joana Prado", ""),
        (f"18{NB}Nov", f"5{NB}d late"),
    ]
    assert row.cells[0].href == "opportunities/a.html"
    assert shown(known).sentence == "<b>1 thing is overdue.</b>"


def test_the_unplanned_the_left_alone_and_the_unanswered_should_not_wait() -> None:
    alone = deal("b", on("2026-10-01", status="open", stage="proposal", owner="rui"), next_step=NextStep(what="Wait"))
    known = facts_of(still("a"), alone, lead("ana", on("2026-11-20", status="new"), created="2026-11-20 09:00"))
    assert [[cell.text for cell in row.cells[:2]] + [row.cells[1].note] for row in table(known, "now").rows] == [
        ["Lead ana", "Answer", "New lead, nobody has answered yet"],
        ["Deal a", "Plan a next step", "Nothing is planned"],
        [
            "Deal b",
            "Get in touch, or close it; Ask what is missing, or close it",
            f"Quiet for 53{NB}d; 53{NB}d in Proposal, usually 21",
        ],
    ]
    assert shown(known).sentence == "<b>Nothing is overdue.</b> 3 have no day and should not wait."


def test_a_planned_activity_that_is_past_is_to_be_confirmed() -> None:
    known = facts_of(still("a", NextStep(what="Later", due=on("2026-12-18")["date"])),
                     did("2026-11-20", "phone", opportunity="a", planned=True))  # fmt: skip
    (row,) = table(known, "overdue").rows
    assert (row.cells[1].text, row.cells[1].note) == ("Call – write down what came of it", "Planned, not confirmed")


def test_nothing_overdue_tells_the_next_day_with_something_to_do() -> None:
    known = facts_of(still("a", NextStep(what="Call", due=on("2026-11-27")["date"])))
    assert table(known, "overdue").empty == f"Nothing is overdue. The next day with something to do: 27{NB}Nov."
    assert table(known, "today").empty == "Nothing is due today."
    assert texts(table(known, "week")) == [["Deal a", "Call", "Joana Prado", f"27{NB}Nov"]]


def test_everybody_has_a_row_that_leads_to_their_tasks_and_nobody_is_last() -> None:
    late = NextStep(what="Call", due=on("2026-11-18")["date"])
    known = facts_of(still("a", late, owner="rui"), still("b", late), still("c", owner=None))
    grid = table(known, "people")
    assert [column.title for column in grid.columns] == ["Person", "Overdue", "Should not wait"]
    assert texts(grid) == [["Joana Prado", "1", "–"], ["Rui Tavares", "1", "–"], ["nobody", "–", "1"]]
    assert grid.total is not None
    assert [cell.text for cell in grid.total.cells] == ["All", "2", "1"]
    assert grid.rows[0].cells[1].href == "agenda.html?owner=joana#overdue"
    assert grid.rows[2].cells[2].href == "agenda.html?owner=#now"


def test_one_person_with_most_of_what_is_overdue_is_named_only_then() -> None:
    late = NextStep(what="Call", due=on("2026-11-18")["date"])
    three = [still(id, late) for id in "ab"] + [still("c", late, owner="rui")]
    assert shown(facts_of(*three)).sections[0].head.says == (
        "2 of the 3 overdue things are with one person: Joana Prado."
    )
    assert shown(facts_of(*three, still("d", late, owner="rui"))).sections[0].head.says == ""


def test_one_chooser_is_for_all_tables() -> None:
    known = facts_of(still("a", tags=("big",)), still("b", owner="rui", source="website"))
    assert offered(table(known, "people").facets) == ["owner", "source", "tag"]
    assert [row.facets for row in table(known, "now").rows] == [
        {"owner": ("joana",), "why": ("no-next-step",), "source": ("",), "tag": ("big",)},
        {"owner": ("rui",), "why": ("no-next-step",), "source": ("website",), "tag": ("",)},
    ]


def test_the_tasks_are_those_of_the_report() -> None:
    known = sample()
    report: Any = REPORTS["agenda"](known.book, Asked(known.as_of))
    rows = page(known).tables[0].rows
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        (one["when"], one["owner"], one["record"], one["why"]) for one in report.data["tasks"]
    ]
    listed = sum(len(grid.rows) for grid in grids(shown(known)) if grid.id != "people")
    assert listed == sum(len(one.rows) for one in report.tables)
