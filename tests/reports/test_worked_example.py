"""Every figure of the worked example, as the command line gives it in JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.metrics.worked_example import worked_files
from tests.small_book import write
from textcrm.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("worked"), worked_files(), base={})


def run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["-C", str(folder), "report", *arguments, "--as-of", "2026-04-13"])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def figures(folder: Path, *arguments: str) -> Any:
    return json.loads(run(folder, *arguments, "--format", "json"))


def some(row: dict[str, Any], *keys: str) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


def test_pipeline(folder: Path) -> None:
    data = figures(folder, "pipeline")
    assert some(data, "as_of", "currency") == ("2026-04-13", "USD")
    keys = ("pipeline", "stage", "count", "amount", "weighted", "without_amount")
    assert [some(row, *keys) for row in data["stages"]] == [
        ("sales", "qualify", 3, "65000.00", "6500.00", 1),
        ("sales", "proposal", 3, "68000.00", "27200.00", 0),
        ("sales", "negotiate", 1, "18000.00", "12600.00", 0),
    ]
    assert some(data["total"], *keys[2:]) == (7, "151000.00", "46300.00", 1)
    assert some(data["concentration"], "top_1", "top_3", "effective_deals") == (0.264901, 0.668874, 5.195033)


def test_pipeline_of_a_period_says_what_it_leaves_out(folder: Path) -> None:
    data = figures(folder, "pipeline", "--period", "2026-Q2")
    assert some(data["total"], "count", "amount", "weighted") == (5, "111000.00", "42300.00")
    assert data["left_out"] == {"expected_outside_period": 1, "without_expected_close": 1}


def test_stages(folder: Path) -> None:
    data = figures(folder, "stages")
    rows = {row["stage"]: row for row in data["stages"]}
    assert {stage: row["days_in_stage"]["median"] for stage, row in rows.items()} == {
        "qualify": 28,
        "proposal": 28,
        "negotiate": 3,
    }
    assert {stage: some(row, "slow", "slow_after_days") for stage, row in rows.items()} == {
        "qualify": (2, 21),
        "proposal": (1, 30),
        "negotiate": (0, 21),
    }
    assert rows["proposal"]["age_days"] == {"median": 63, "longest": 154, "n": 3, "unknown": 0}


def test_forecast(folder: Path) -> None:
    data = figures(folder, "forecast")
    second, third = data["periods"]
    keys = ("period", "closed", "commit", "best_case", "pipeline", "omitted", "weighted", "target")
    assert some(second, *keys) == (
        *("2026-Q2", "29000.00", "18000.00", "36000.00", "37000.00", "20000.00", "42300.00", "100000.00"),
    )
    assert some(third, *keys) == ("2026-Q3", "0.00", "0.00", "0.00", "40000.00", "0.00", "4000.00", None)
    assert some(second, "commit_forecast", "best_case_forecast", "open_pipeline") == (
        "47000.00",
        "83000.00",
        "91000.00",
    )
    assert some(second, "attainment", "attainment_with_commit", "gap", "coverage", "elapsed") == (
        *(0.29, 0.47, "71000.00", 1.28169, 0.142857),
    )
    assert second["weighted_without_omitted"] == "34300.00"
    assert second["overdue"]["weighted"] == data["overdue"]["weighted"] == "8000.00"
    assert data["without_expected_close"] | {"weighted": None} == {
        "count": 1,
        "amount": "0.00",
        "weighted": None,
        "without_amount": 1,
        "without_rate": 0,
        "without_probability": 0,
    }
    assert data["required_coverage"] == 1.605263


def test_no_open_deal_is_in_two_lines_of_the_forecast_or_in_none(folder: Path) -> None:
    for more in ((), ("--by", "month"), ("--period", "2026-05"), ("--period", "2025", "--by", "month")):
        data = figures(folder, "forecast", *more)
        rest = (data["earlier"], data["later"], data["without_expected_close"])
        assert sum(row["open_count"] for row in data["periods"]) + sum(row["count"] for row in rest) == 7


def test_forecast_by_month(folder: Path) -> None:
    rows = figures(folder, "forecast", "--by", "month")["periods"]
    assert [some(row, "period", "closed", "weighted") for row in rows] == [
        ("2026-04", "29000.00", "8000.00"),
        ("2026-05", "0.00", "4800.00"),
        ("2026-06", "0.00", "29500.00"),
        ("2026-07", "0.00", "4000.00"),
    ]


@pytest.mark.parametrize(
    ("more", "periods"),
    [
        (("--period", "2026"), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        (("--period", "2026-05"), ["2026-05"]),
        (("--period", "2026-Q2", "--by", "month"), ["2026-04", "2026-05", "2026-06"]),
        (("--period", "2026-04-10..2026-05-31", "--by", "month"), ["2026-04-10..2026-04-30", "2026-05"]),
        (("--period", "2026-04-10..2026-05-31"), ["2026-04-10..2026-05-31"]),
        (("--period", "2026-06-01.."), ["2026-06-01.."]),
        (("--period", "2026-06-01..", "--by", "month"), ["2026-06", "2026-07"]),
        (("--period", "all"), ["2026-Q2", "2026-Q3"]),
    ],
)
def test_the_periods_of_a_forecast(folder: Path, more: tuple[str, ...], periods: list[str]) -> None:
    assert [row["period"] for row in figures(folder, "forecast", *more)["periods"]] == periods


def test_outcomes(folder: Path) -> None:
    data = figures(folder, "outcomes")
    assert data["period"] == "all"
    assert [some(data[status], "count", "amount") for status in ("won", "lost", "abandoned", "cancelled")] == [
        (3, "38000.00"),
        (2, "23000.00"),
        (0, "0.00"),
        (0, "0.00"),
    ]
    assert some(data["win_rate"], "won", "closed", "rate", "low", "high") == (3, 5, 0.6, 0.330421, 0.820127)
    assert data["win_rate"]["rate_by_value"] == 0.622951
    assert some(data["competitive_win_rate"], "won", "closed", "rate") == (3, 3, 1.0)
    assert some(data["sales_cycle_days"], "median", "p25", "p75", "n") == (56, 29.5, 71, 3)
    assert [some(row, "status", "reason", "count", "amount") for row in data["reasons"]] == [
        ("won", None, 3, "38000.00"),
        ("lost", "no-decision", 1, "15000.00"),
        ("lost", "price", 1, "8000.00"),
    ]
    assert data["won_per_day"] == {"last_90_days": "422.22", "classic": "1100.69"}
    quarters = [some(row, "period", "won_count", "won_amount", "not_won_count") for row in data["periods"]]
    assert quarters == [("2026-Q1", 1, "9000.00", 1), ("2026-Q2", 2, "29000.00", 1)]


def test_team_is_of_the_quarter_that_has_targets(folder: Path) -> None:
    data = figures(folder, "team")
    assert data["period"] == "2026-Q2"
    keys = ("member", "won_count", "won_amount", "target", "open_count", "open_amount")
    assert [some(row, *keys) for row in data["members"]] == [
        ("ben", 1, "24000.00", None, 2, "12000.00"),
        ("ana", 1, "5000.00", None, 1, "36000.00"),
        ("cem", 0, "0.00", None, 4, "103000.00"),
    ]
    assert [some(row["win_rate"], "won", "closed", "rate") for row in data["members"]] == [
        (1, 2, 0.5),
        (2, 3, 0.666667),
        (0, 0, None),
    ]
    assert some(data["team"], "won_amount", "target", "attainment") == ("29000.00", "100000.00", 0.29)


def test_without_targets_team_is_of_all_time(folder: Path) -> None:
    crm = worked_files()["crm.yaml"].partition("targets:")[0]
    bare = write(folder.parent / "bare", {**worked_files(), "crm.yaml": crm}, base={})
    data = figures(bare, "team")
    assert data["period"] == "all"
    assert {row["member"]: row["won_amount"] for row in data["members"]} == {
        "ben": "24000.00",
        "ana": "14000.00",
        "cem": "0.00",
    }


def test_leads(folder: Path) -> None:
    data = figures(folder, "leads", "--period", "2026-Q2")
    assert [some(row, "source", "leads", "converted", "won_amount") for row in data["sources"]] == [
        ("web", 4, 1, "5000.00"),
        ("outbound", 1, 1, "0.00"),
        ("referral", 1, 0, "0.00"),
    ]
    assert some(data["sources"][0]["conversion"], "rate", "low", "high") == (0.25, 0.078081, 0.567459)
    response = data["response"]
    assert some(response["within_60_minutes"], "answered", "leads") == (2, 6)
    assert some(response, "median_minutes", "median_minutes_of_answered", "waiting") == (180, 112.5, 2)


def test_a_single_owner(folder: Path) -> None:
    assert figures(folder, "pipeline", "--owner", "ana")["total"]["amount"] == "36000.00"
    assert [row["member"] for row in figures(folder, "team", "--owner", "ana")["members"]] == ["ana"]
    assert figures(folder, "outcomes", "--owner", "ana")["won"]["amount"] == "14000.00"
    assert figures(folder, "forecast", "--owner", "ana")["periods"][0]["target"] is None


def test_agenda(folder: Path) -> None:
    tasks = figures(folder, "agenda", "--owner", "cem")["tasks"]
    assert [some(task, "when", "why", "record", "days") for task in tasks if task["record"].endswith("d12")] == [
        ("overdue", "expected-close", "opportunities/d12", 8),
        ("now", "no-next-step", "opportunities/d12", None),
        ("now", "rotting", "opportunities/d12", 119),
        ("now", "slow", "opportunities/d12", 119),
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *(("pipeline", "stages"), ("stages", "stages"), ("forecast", "periods"), ("leads", "sources")),
        *(("outcomes", "outcomes"), ("team", "members"), ("agenda", "tasks")),
    ],
)
def test_csv_holds_what_json_holds(folder: Path, name: str, key: str) -> None:
    data = figures(folder, name)
    rows = list(csv.DictReader(io.StringIO(run(folder, name, "--format", "csv"))))
    wanted = data.get(key) or [{"status": one, **data[one]} for one in ("won", "lost", "abandoned", "cancelled")]
    assert len(rows) == len(wanted)
    for row, object in zip(rows, wanted, strict=True):
        assert some(row, "as_of", "currency") == ("2026-04-13", "USD")
        plain = {key: value for key, value in object.items() if not isinstance(value, dict)}
        assert {key: row[key] for key in plain} == {key: as_text(value) for key, value in plain.items()}


def as_text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_other_lists_are_sheets_too(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, "outcomes", "--format", "csv", "--sheet", "reasons"))))
    assert [some(row, "status", "reason", "amount") for row in rows][1:] == [
        ("lost", "no-decision", "15000.00"),
        ("lost", "price", "8000.00"),
    ]
