"""Maven end to end, by the real command line: imported, validated, reported on, and imported again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.realdata.books import data_folder, files_of, map_of

pytestmark = pytest.mark.slow
NAME, AS_OF = "maven_crm", "2026-11-23"


def _textcrm(folder: Path, *arguments: str | Path, code: int) -> str:
    command = [sys.executable, "-m", "textcrm", "-C", folder, *arguments]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == code, run.stderr
    return run.stdout


def _import(folder: Path, *options: str, code: int) -> dict[str, Any]:
    given: tuple[str | Path, ...] = (*files_of(NAME), "--map", map_of(NAME), "--as-of", AS_OF, "--format", "json")
    found: dict[str, Any] = json.loads(_textcrm(folder, "import", *given, *options, code=code))
    return found


def _report(folder: Path, *arguments: str) -> dict[str, Any]:
    text = _textcrm(folder, "report", *arguments, "--as-of", AS_OF, "--format", "json", code=0)
    found: dict[str, Any] = json.loads(text)
    return found


def _stamps(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*.yaml")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder after a dry run and an import."""
    if not (data_folder() / NAME).is_dir():
        pytest.skip(f"no real data: {data_folder() / NAME} is not there; TEXTCRM_REAL_DATA names the folder of it")
    folder = tmp_path_factory.mktemp(NAME)
    _import(folder, code=1)
    assert not list(folder.iterdir())
    _import(folder, "--apply", code=1)  # lost deals without a reason are errors, and are imported all the same
    return folder


def test_it_is_validated_and_only_lacks_reasons(folder: Path) -> None:
    report = json.loads(_textcrm(folder, "validate", "--as-of", AS_OF, "--output-format", "json", code=1))
    errors = {one["code"] for one in report["findings"] if one["severity"] == "error"}
    assert report["summary"]["records"] == 41 + 85 + 8800
    assert errors == {"OPP001"}


def test_its_reports_tell_what_was_published(folder: Path) -> None:
    outcomes, pipeline = _report(folder, "outcomes"), _report(folder, "pipeline")
    assert outcomes["won"] | {"count": 4238, "amount": "10005534.00"} == outcomes["won"]
    assert outcomes["lost"]["count"] == 2473
    assert outcomes["win_rate"]["rate"] == pytest.approx(0.6315, abs=5e-5)
    assert [row["count"] for row in pipeline["stages"]] == [500, 1589]
    assert pipeline["total"]["count"] == 2089


def test_a_second_import_writes_nothing(folder: Path) -> None:
    before = _stamps(folder)
    _import(folder, "--apply", code=0)
    assert _stamps(folder) == before
    assert len(before) == 1 + 41 + 85 + 8800
