"""Books that have little, or something odd: nothing is divided by, nothing is left out in silence."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.metrics.records import AS_OF, book_of, deal, did, lead, lost, on, won
from textcrm.errors import UsageError
from textcrm.model.book import Book
from textcrm.model.periods import EVER, Period
from textcrm.model.records import Member, NextStep, Opportunity
from textcrm.reporters.reporter import Look
from textcrm.reporters.sheet import json as as_json
from textcrm.reporters.sheet import records_csv
from textcrm.reporters.table import tables
from textcrm.reports import REPORTS, Asked, Report, Scope

EMPTY = book_of(targets={})
HOSTILE = "=HYPERLINK(1) \x1b[31m\u202e::error::x ##[error]y"
PERIODS = (
    None,
    EVER,
    Period(date(2026, 1, 1), date(2026, 3, 31)),
    Period(date(2026, 11, 1), date(2026, 11, 30), "2026-11"),
)


def report(name: str, book: Book, **asked: Any) -> Report:
    return REPORTS[name](book, Asked(AS_OF, **asked))


def data(name: str, *records: Any, **asked: Any) -> Any:
    return as_data(report(name, book_of(*records), **asked))


def as_data(made: Report) -> Any:
    return json.loads(as_json(made.data))


def words(made: Report, width: int | None = None) -> str:
    return tables(made.title, made.tables, Look(width), "en")


def open_deal(id: str, **fields: Any) -> Opportunity:
    return deal(id, on("2026-11-02", status="open", stage="proposal", owner="joana", **fields))


ODD = (
    open_deal("unpriced", expected_close="2026-12-01"),
    open_deal("in-yen", amount=500, currency="JPY"),
    open_deal("in-dollars", amount=100, currency="USD", expected_close="2026-11-02"),
    deal("nowhere", on("2026-11-02", status="open", stage="lost-stage", amount=7)),
    deal("bare", amount=Decimal(3)),
    won("euros", "2026-05-04", 10, currency="EUR"),
    won("dollars", "2026-05-04", 10, currency="USD"),
    won("undated-win", "2026-05-04"),
    deal("someday", status="won", amount=Decimal(9)),
    lost("double", "2026-05-04", 4),
    lead("l", on("2026-11-02", status="new")),
)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("period", PERIODS, ids=str)
@pytest.mark.parametrize("scope", [Scope(), Scope("joana"), Scope("rui", "service")], ids=str)
@pytest.mark.parametrize("records", [(), ODD[:1], ODD], ids=["empty", "one", "odd"])
def test_every_report_of_every_book_can_be_printed(
    name: str, period: Period | None, scope: Scope, records: tuple[Any, ...]
) -> None:
    made = report(name, book_of(*records), period=period, scope=scope)
    assert json.loads(as_json(made.data))["scope"] == {"owner": scope.owner, "pipeline": scope.pipeline}
    for width in (None, 40, 80):
        assert words(made, width)
    for sheet in made.sheets.values():
        assert records_csv(sheet, {"currency": "BRL"})


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_book_gives_the_same_report(name: str) -> None:
    one, other = (report(name, book_of(*records)) for records in (ODD, reversed(ODD)))
    assert (one.data, one.tables) == (other.data, other.tables)


def test_an_empty_book_has_zeros_and_no_rates() -> None:
    outcomes = data("outcomes")
    assert outcomes["won"] == {"count": 0, "amount": "0.00", "without_amount": 0, "without_rate": 0}
    assert outcomes["win_rate"] == {
        "won": 0,
        "closed": 0,
        "rate": None,
        "low": None,
        "high": None,
        "rate_by_value": None,
    }
    assert outcomes["sales_cycle_days"]["median"] is None
    assert outcomes["reasons"] == []


def test_amounts_that_cannot_be_summed_are_counted() -> None:
    total = data("pipeline", *ODD)["total"]
    assert total == {
        "count": 5,
        "amount": "510.00",
        "weighted": "200.00",
        "without_amount": 1,
        "without_rate": 1,
        "without_probability": 2,
    }
    said = words(report("pipeline", book_of(*ODD)))
    assert "1 deal without an amount: counted, but in no sum (unpriced)." in said
    assert "1 deal in a currency without an exchange rate: counted, but in no sum (in-yen)." in said
    assert "2 deals in no known stage and without a chance: not weighted (bare, nowhere)." in said


def test_won_deals_are_at_the_rate_of_the_day_they_closed() -> None:
    assert data("outcomes", *ODD)["won"] == {"count": 3, "amount": "55.00", "without_amount": 1, "without_rate": 1}


def test_deals_closed_on_no_known_day_are_counted_apart() -> None:
    made = report("outcomes", book_of(*ODD))
    assert made.data["undated"] == 1
    assert "Left out: 1 deal closed on no known day (someday)." in words(made)


def test_what_does_not_count_is_told() -> None:
    spam = lead("spam", on("2026-11-02", status="disqualified", reason="spam"))
    double = deal(
        "d", on("2026-11-02", status="open"), on("2026-11-03", status="cancelled", reason="duplicate"), owner="joana"
    )
    assert data("outcomes", double)["uncounted"] == 1
    leads = data("leads", spam)
    assert (leads["uncounted"], leads["total"]["leads"]) == (1, 0)
    assert leads["reasons"] == [{"reason": "spam", "reason_name": "Spam", "count": 1}]


def test_what_was_lost_for_nothing_says_nothing_of_value() -> None:
    for amount, told in ((0, False), (5, True)):
        made = report("outcomes", book_of(won("a", "2026-05-04", 5), lost("b", "2026-05-04", amount)))
        assert ("By value" in words(made)) is told


def test_days_of_deals_that_were_only_seen_are_told_to_be_the_least() -> None:
    seen = deal("a", on("2026-11-13", status="open", stage="proposal", observed=True))
    said = words(report("stages", book_of(seen)))
    assert "1 deal was only seen in its stage: its days there are at least so many." in said
    assert "1 deal began on no known day: not in their age." in said


def test_overdue_and_undated_deals_have_lines_of_their_own() -> None:
    made = report("forecast", book_of(*ODD, open_deal("late", amount=50, expected_close="2026-08-03")))
    forecast = as_data(made)
    assert (forecast["earlier"]["count"], forecast["overdue"]["count"]) == (1, 2)
    assert forecast["without_expected_close"]["count"] == 3
    (table,) = made.tables
    assert [row[0] for row in table.rows] == ["Before 2026-Q4", "2026-Q4", "Not said"]
    assert "2 open deals of 550 (in-dollars, late)" in words(made)


def test_a_far_future_close_makes_no_endless_forecast() -> None:
    forecast = data("forecast", open_deal("far", amount=5, expected_close="2150-01-01"))
    assert len(forecast["periods"]) == 36
    assert forecast["later"]["amount"] == "5.00"
    assert data("forecast", open_deal("far", expected_close="9999-12-31"), by="year")["later"]["count"] == 1


def test_nobody_wants_a_forecast_of_a_thousand_months() -> None:
    long = Period(date(1950, 1, 1), date(2150, 12, 31))
    with pytest.raises(UsageError, match="at most 120 periods"):
        data("forecast", period=long, by="month")
    assert data("forecast", period=long)["periods"][0]["period"] == "1950-01-01..2150-12-31"


def test_targets_are_for_all_pipelines() -> None:
    asked = {"period": Period(date(2026, 1, 1), date(2026, 12, 31), "2026")}
    assert data("team", **asked)["team"]["target"] == "1000.00"
    assert data("team", scope=Scope("joana"), **asked)["team"]["target"] == "400.00"
    made = report("team", book_of(), scope=Scope(None, "sales"), **asked)
    assert as_data(made)["team"]["target"] is None
    assert "No targets: they are for all pipelines together." in words(made)


def test_a_rate_of_few_is_a_count_in_tables_and_exact_in_json() -> None:
    made = report("team", book_of(won("a", "2026-05-04", 1, owner="joana"), lost("b", "2026-05-04", owner="joana")))
    assert as_data(made)["members"][0]["win_rate"]["rate"] == 0.5
    row = next(row for row in made.tables[0].rows if row[0] == "Joana Prado")
    assert row[-2:] == (None, "1 of 2")
    assert "A rate of fewer than 5 closed deals is not shown" in words(made)


def test_who_has_left_is_there_with_what_they_won() -> None:
    gone = Member(id="otavio", name="Otávio Lins", left=date(2026, 6, 30))
    made = report("team", book_of(gone, won("a", "2026-05-04", 5, owner="otavio")), period=EVER)
    first = as_data(made)["members"][0]
    assert (first["member"], first["has_left"]) == ("otavio", True)
    assert made.tables[0].rows[0][0] == "Otávio Lins (left)"


def test_hostile_names_stay_in_their_cells() -> None:
    made = report("agenda", book_of(hostile("a"), hostile("b")))
    said = words(made, 80)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "##[" not in said
    assert "\n'=HYPERLINK" not in (sheet := records_csv(made.sheets["tasks"], {}))
    assert ",'=HYPERLINK" in sheet


def hostile(id: str) -> Opportunity:
    return Opportunity(id=id, name=HOSTILE, status="open", stage="proposal", owner="joana")


def test_one_thing_to_do_by_one_day_is_one_row_for_people_and_each_is_there_for_programs() -> None:
    one = Opportunity(
        id="a",
        name="Two ovens",
        status="open",
        stage="proposal",
        owner="joana",
        next_step=NextStep(what="Send the quote", due=date(2026, 11, 25)),
    )
    made = report("agenda", book_of(one, did("2026-11-25", opportunity="a", planned=True, note="send the quote")))
    assert [row[:3] for row in made.tables[0].rows] == [("This week", "Two ovens", "Send the quote")]
    assert len(as_data(made)["tasks"]) == 2


def test_the_rows_of_the_team_add_up_with_who_left_and_with_nobody() -> None:
    gone = Member(id="otavio", name="Otávio Lins", left=date(2026, 6, 30))
    deals = (lost("a", "2026-05-04", owner="otavio"), lost("b", "2026-05-04"), won("c", "2026-05-04", 5, owner="rui"))
    made = report("team", book_of(gone, *deals, did("2026-05-04", member="otavio")), period=EVER)
    found = as_data(made)
    assert {row["member"]: row["left"] for row in found["members"]} == {
        "rui": None, "joana": None, "otavio": "2026-06-30", None: None,
    }  # fmt: skip  # one list
    for key in ("won", "closed"):
        assert sum(row["win_rate"][key] for row in found["members"]) == found["team"]["win_rate"][key]
    assert sum(row["activities"] for row in found["members"]) == found["team"]["activities"] == 1
    assert made.tables[0].title == "Won: 1 deal of 2 people and 1 who left"


def test_a_sum_of_nothing_known_is_not_zero() -> None:
    made = report("pipeline", book_of(*(open_deal(id) for id in ("a", "b"))))
    assert next(row for row in made.tables[0].rows if row[-3] == 2)[-2:] == (None, None)
    assert made.tables[0].total is not None
    assert made.tables[0].total[-2:] == (None, None)
    assert as_data(made)["total"]["amount"] == "0.00"
    assert report("outcomes", book_of(won("a", "2026-05-04"))).tables[0].rows[0][-1] is None


def test_counts_of_thousands_are_grouped() -> None:
    made = report("pipeline", book_of(*(open_deal(f"d{n}", amount=1) for n in range(1_001))))
    assert made.tables[0].title == "By stage: 1,001 open deals"
