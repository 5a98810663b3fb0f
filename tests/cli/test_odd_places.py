"""Reports to odd places, streams that are closed or full, folders that are gone: one line and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_validate import validate
from tests.small_book import SMALL, report, write


def test_a_pipe_stays_a_pipe_and_gets_the_report(tmp_path: Path) -> None:
    folder = write(tmp_path)
    os.mkfifo(folder / "pipe")
    reader = subprocess.Popen(["cat", str(folder / "pipe")], stdout=subprocess.PIPE)
    assert validate(folder, "--output-format", "json=pipe").returncode == 0
    assert reader.communicate(timeout=20)[0].startswith(b"{")
    assert (folder / "pipe").is_fifo()


def test_a_link_is_refused_and_what_it_leads_to_is_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "real").write_text("mine")
    (folder / "link").symlink_to("real")
    assert validate(folder, "--output-format", "json=link").returncode == 3
    assert (folder / "real").read_text() == "mine"
    assert (folder / "link").is_symlink()


@pytest.mark.parametrize("outputs", [("json=crm_data/crm.yaml",), ("json=crm_data/new.json",), ("json=a", "sarif=a")])
def test_reports_do_not_overwrite_records_or_each_other(tmp_path: Path, outputs: tuple[str, ...]) -> None:
    folder = write(tmp_path)
    done = validate(folder, *(f"--output-format={one}" for one in outputs))
    assert done.returncode == 2
    assert (folder / "crm_data" / "crm.yaml").read_text() == SMALL["crm.yaml"]
    assert not (folder / "a").exists()


@pytest.mark.parametrize(
    "command", ["validate --as-of 2026-11-23", "explain", "schema", "--version", "validate --help"]
)
@pytest.mark.parametrize("stream", [">/dev/full", ">/dev/full 2>/dev/full"])
def test_a_full_device_is_exit_3_for_every_command(tmp_path: Path, command: str, stream: str) -> None:
    script = f"{sys.executable} -m textcrm -C {write(tmp_path)} {command} {stream}"
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["validate --as-of 2026-11-23", "explain", "schema"])
def test_a_closed_stdout_is_exit_3(tmp_path: Path, command: str) -> None:
    script = f"{sys.executable} -m textcrm -C {write(tmp_path)} {command} >&-"
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (3, "textcrm: cannot write to standard output: it is closed\n")


def test_a_folder_that_is_gone_is_a_usage_error(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"cd {gone} && rmdir {gone} && {sys.executable} -m textcrm validate"
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_name_of_a_folder_is_no_ambiguous_text() -> None:
    assert not report({"forecasts/2026/joana.yaml": "- {date: 2026-01-05, commit: 90000.00}\n"}).findings


def test_a_badly_named_member_does_not_make_references_dangle() -> None:
    base = {path: text for path, text in SMALL.items() if not path.startswith("team/")}
    found = report({"team/Joana.yaml": "name: Joana Prado\n"}, base=base).findings
    assert [one.code for one in found] == ["YML015"]


def test_a_folder_behind_a_link_does_not_make_references_dangle(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "crm_data" / "team").rename(folder / "elsewhere")
    (folder / "crm_data" / "team").symlink_to("../elsewhere")
    done = validate(folder, "--output-format", "concise")
    assert [line.split()[2] for line in done.stdout.decode().splitlines()] == ["YML013"]


def test_an_open_deal_whose_history_does_not_know_the_stage_is_no_finding() -> None:
    deal = SMALL["opportunities/padaria-estrela-ovens.yaml"]
    unknown = deal.replace("\nstage: qualification", "").replace("stage: qualification", "stage: null")
    assert not report({"opportunities/padaria-estrela-ovens.yaml": unknown}, "OPP").findings
    silent = deal.replace("\nstage: qualification", "").replace(", stage: qualification", "")
    found = report({"opportunities/padaria-estrela-ovens.yaml": silent}, "OPP").findings
    assert [one.code for one in found] == ["OPP013"]
