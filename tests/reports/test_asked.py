"""What a report may be asked: periods by name, by days and by word; owners and pipelines that exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.metrics.records import AS_OF, SETTINGS, book_of, deal, lead, on
from textcrm.errors import UsageError
from textcrm.model.periods import EVER
from textcrm.reports.asked import WORDS, read_period, read_scope
from textcrm.reports.figures import period_name
from textcrm.reports.report import Scope


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026-01-01..2026-03-31", "2026-01-01", "2026-03-31"),
        ("2026-02-28..2026-02-28", "2026-02-28", "2026-02-28"),
        ("2026-01-01..", "2026-01-01", "9999-12-31"),
        ("..2026-03-31", "0001-01-01", "2026-03-31"),
        ("all", "0001-01-01", "9999-12-31"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this-quarter", "2026-10-01", "2026-12-31"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("this-year", "2026-01-01", "2026-12-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_is_read(text: str, first: str, last: str) -> None:
    period = read_period(text, AS_OF, SETTINGS)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", [*WORDS, "2026", "2026-Q1", "2026-02", "2026-01-05..2026-02-03", "..2026-02-03", ".."])
def test_the_name_of_a_period_means_the_same_period(text: str) -> None:
    period = read_period(text, AS_OF, SETTINGS)
    assert read_period(period_name(period), AS_OF, SETTINGS) == period


def test_years_and_quarters_are_fiscal() -> None:
    april = replace(SETTINGS, fiscal_year_start=4)
    assert read_period("2027", AS_OF, april).first == date(2026, 4, 1)
    assert read_period("this-quarter", AS_OF, april).name == "2027-Q3"
    assert read_period("last-year", date(2026, 3, 31), april).name == "2025"


def test_a_period_whose_days_are_the_wrong_way_round_is_told() -> None:
    with pytest.raises(UsageError, match=r"first day is after its last; write 2026-02-01\.\.2026-03-01"):
        read_period("2026-03-01..2026-02-01", AS_OF, SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        "2026-Q5",
        "2026-13",
        "26",
        "2026-02-30..2026-03-01",
        "0000",
        "9999-Q9",
        "today",
        "",
        "x\n",
    ],
)
def test_what_is_no_period_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no period; .*2026-Q4.*all") as refused:
        read_period(text, AS_OF, SETTINGS)
    assert "\n" not in str(refused.value)


def test_the_nearest_word_is_offered() -> None:
    with pytest.raises(UsageError, match="did you mean this-quarter"):
        read_period("this quartr", AS_OF, SETTINGS)


@pytest.mark.parametrize("text", ["1899", "2201-01", "1899-12-31..", "..2201-01-01", "0001", "9999-12-31.."])
def test_periods_that_no_record_could_lie_in_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_period(text, AS_OF, SETTINGS)


BOOK = book_of(deal("a", on("2026-01-05", status="open", stage="proposal", owner="gone")), lead("l", owner="lost"))


def test_owners_are_the_team_and_whoever_owned_something() -> None:
    assert read_scope(BOOK, "joana", None) == Scope("joana")
    assert [read_scope(BOOK, one, None).owner for one in ("gone", "lost")] == ["gone", "lost"]


def test_a_pipeline_goes_by_its_id_of_today() -> None:
    assert read_scope(BOOK, None, "maintenance") == Scope(None, "service")


@pytest.mark.parametrize(
    ("owner", "pipeline", "said"),
    [
        ("joanna", None, "no owner joanna; did you mean joana? There are: gone, joana, lost, rui"),
        ("zzz", None, "no owner zzz. There are: gone, joana, lost, rui"),
        (None, "servise", "no pipeline servise; did you mean service? There are: sales, service"),
    ],
)
def test_unknown_owners_and_pipelines_are_refused_with_a_hint(owner: str, pipeline: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_scope(BOOK, owner, pipeline)
    assert str(refused.value).replace("`", "") == said


def test_every_day_has_a_name_of_its_own() -> None:
    assert period_name(EVER) == "all"
