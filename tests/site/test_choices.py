"""Choices: what a filter offers is there, named, in order."""

from __future__ import annotations

from itertools import chain

from tests.metrics.records import lead, on
from tests.site.sites import facts_of, grids, offered, sample
from textcrm.site.choices import by_campaign, by_day, by_owner, by_source, by_tag, choice, telling
from textcrm.site.grid import Row
from textcrm.site.makers import MAKERS

KNOWN = facts_of(lead("ana", on("2026-11-02", status="new")))


def row(**facets: str) -> Row:
    return Row((), {key: tuple(value.split(",")) for key, value in facets.items()})


def test_owners_are_named_and_nobody_is_last() -> None:
    rows = [row(owner="rui"), row(owner=""), row(owner="joana"), row(owner="gone")]
    assert by_owner(KNOWN, rows).options == (
        ("gone", "gone"),
        ("joana", "Joana Prado"),
        ("rui", "Rui Tavares"),
        ("", "nobody"),
    )


def test_sources_campaigns_and_tags_are_those_that_are_used() -> None:
    rows = [row(source="website", campaign="fair-2026", tag="b,a"), row(source="", campaign="", tag="")]
    assert by_source(KNOWN, rows).options == (("website", "Website"), ("", "not known"))
    assert by_campaign(KNOWN, rows).options == (("fair-2026", "Fair 2026"), ("", "none"))
    assert by_tag(KNOWN, rows).options == (("a", "a"), ("b", "b"), ("", "none"))


def test_only_periods_with_a_row_are_offered() -> None:
    rows = [row(created="2026-11-20"), row(created="2024-03-01"), row(created="")]
    assert by_day(KNOWN, rows, "created", "Came in").options == (
        ("2026-10-25..2026-11-23", "last 30 days"),
        ("2026-10-01..2026-12-31", "Q4 2026"),
        ("2026-01-01..2026-12-31", "2026"),
        ("..2024-12-31", "before 2025"),
        ("", "not known"),
    )


def test_fiscal_years_that_are_none_of_the_calendar_are_called_so() -> None:
    options = by_day(facts_of(fiscal_year_start=7), [row(closed="2026-08-01")], "closed", "Closed").options
    assert options == (("2026-07-01..2026-09-30", "Q1 2027"), ("2026-07-01..2027-06-30", "FY 2027"))


def test_a_way_that_tells_no_rows_apart_is_not_offered() -> None:
    rows = [row(owner="rui", tag="a"), row(owner="rui", tag="b")]
    assert offered(telling(rows, by_owner(KNOWN, rows), by_tag(KNOWN, rows))) == ["tag"]


def test_a_choice_keeps_its_order_and_offers_what_is_there() -> None:
    rows = [row(status="won"), row(status="lost")]
    assert choice(rows, "status", "Outcome", [("lost", "L"), ("open", "O"), ("won", "W")]).options == (
        ("lost", "L"),
        ("won", "W"),
    )


def test_whatever_an_address_may_ask_for_has_a_name_on_every_table() -> None:
    known, found = sample(), 0
    for page in chain.from_iterable(make(known) for make in MAKERS.values()):
        for grid in grids(page.value):
            found += bool(grid.facets)
            asked = {key for row in grid.rows for key in row.facets}
            assert asked <= {facet.key for facet in grid.facets}, (page.path, grid.id)
    assert found > 10
