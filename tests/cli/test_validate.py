"""`textcrm validate`: exit codes, streams, formats, options, environment."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.run import AS_OF, process, textcrm
from tests.small_book import CRM, SMALL, write

DEAL = "opportunities/padaria-estrela-ovens.yaml"
BROKEN = {DEAL: SMALL[DEAL].replace("status: open", "status: opne", 1)}
WARNED = {DEAL: SMALL[DEAL].replace("2026-11-30", "2026-11-20")}


def validate(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return textcrm(*asked(folder, *arguments), cwd=None, **environment)


def asked(folder: Path, *arguments: str) -> list[str]:
    return ["-C", str(folder), "validate", *AS_OF, *arguments]


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        ({}, (), 0),
        (WARNED, (), 0),
        (WARNED, ("--strict",), 1),
        (BROKEN, (), 1),
        (BROKEN, ("--select", "HYG"), 1),
        (BROKEN, ("--ignore", "SCH"), 1),
        ({"crm.yaml": "name: [\n"}, (), 2),
        ({"crm.yaml": "currency: reais\n"}, (), 2),
        ({"crm.yaml": CRM + "colour: red\n"}, (), 1),
    ],
)
def test_the_exit_code_tells(tmp_path: Path, files: Mapping[str, str], arguments: tuple[str, ...], code: int) -> None:
    done = validate(write(tmp_path, files), *arguments)
    assert done.returncode == code, done.stdout.decode() + done.stderr.decode()


def test_findings_are_data_and_the_rest_is_talk(tmp_path: Path) -> None:
    done = validate(write(tmp_path, BROKEN))
    assert b"crm_data/opportunities/padaria-estrela-ovens.yaml:6:9: error SCH004" in done.stdout
    assert done.stderr.decode() == "textcrm: could not load 1 of the files; see the errors above\n"


def test_settings_alone_are_a_crm_with_a_word_on_stderr(tmp_path: Path) -> None:
    done = validate(write(tmp_path, base={"crm.yaml": CRM}))
    assert (done.returncode, done.stderr) == (0, b"textcrm: there are no records yet, only crm.yaml\n")


@pytest.mark.parametrize("arguments", [(), ("--data", "elsewhere"), ("--data", ".")])
def test_without_a_crm_it_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = textcrm("-C", str(tmp_path), *arguments, "validate")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("--as-of", "2026-02-30"), ("--as-of", "today"), ("--select", "XYZ"), ("--output-format", "yaml"), ("extra",)],
)
def test_what_cannot_be_understood_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = validate(write(tmp_path), *arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_the_crm_is_found_upward_but_never_above_the_git_root(tmp_path: Path) -> None:
    write(tmp_path)
    below = tmp_path / "reports" / "2026"
    below.mkdir(parents=True)
    assert textcrm("validate", *AS_OF, cwd=below).returncode == 0
    subprocess.run(["git", "init", "-q", str(below)], check=True)
    assert textcrm("validate", *AS_OF, cwd=below).returncode == 2


def test_paths_are_relative_to_the_git_root(tmp_path: Path) -> None:
    folder = write(tmp_path / "sales" / "brazil", BROKEN)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    found = json.loads(validate(folder, "--output-format", "json").stdout)["findings"]
    assert found[0]["path"] == "sales/brazil/crm_data/opportunities/padaria-estrela-ovens.yaml"


def test_json_has_the_promised_shape(tmp_path: Path) -> None:
    done = validate(write(tmp_path, {**BROKEN, "leads/ana.yaml": "name: Ana\nstatus: new\n"}), "--output-format=json")
    said = json.loads(done.stdout)
    assert said["version"] == 1
    assert said["summary"] == {"errors": 2, "warnings": 0, "records": 4}
    assert [one["code"] for one in said["findings"]] == ["LEA006", "SCH004"]
    keys = {"code", "name", "severity", "message", "path", "line", "column", "record", "field", "help"}
    assert all(set(one) >= keys for one in said["findings"])


def test_several_formats_go_to_several_places(tmp_path: Path) -> None:
    folder = write(tmp_path, BROKEN)
    done = validate(folder, *(f"--output-format={one}" for one in ("concise", "json=out.json", "junit=out.xml")))
    assert done.stdout.startswith(b"crm_data/opportunities/")
    assert json.loads((folder / "out.json").read_text())["summary"]["errors"] == 1
    assert (folder / "out.xml").read_text().startswith("<?xml")
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_a_report_that_cannot_be_written_is_exit_3(tmp_path: Path) -> None:
    done = validate(write(tmp_path), "--output-format", "json=no/such/folder.json")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1


def test_options_come_from_the_environment_too(tmp_path: Path) -> None:
    folder = write(tmp_path, WARNED)
    assert validate(folder, TEXTCRM_STRICT="1").returncode == 1
    assert validate(folder, TEXTCRM_STRICT="1", TEXTCRM_IGNORE="HYG002").returncode == 0
    assert json.loads(validate(folder, TEXTCRM_OUTPUT_FORMAT="json").stdout)["summary"]["warnings"] == 1
    assert textcrm("validate", TEXTCRM_DATA=str(folder / "crm_data"), TEXTCRM_AS_OF="2026-11-19").returncode in (0, 1)


@pytest.mark.parametrize(("epoch", "warnings"), [("1795435200", 1), ("1792800000", 0)])
def test_the_day_comes_from_the_source_date_epoch(tmp_path: Path, epoch: str, warnings: int) -> None:
    folder = write(tmp_path, WARNED)
    done = textcrm("-C", str(folder), "validate", "--select=HYG002", "--output-format=json", SOURCE_DATE_EPOCH=epoch)
    assert json.loads(done.stdout)["summary"]["warnings"] == warnings


def test_a_bad_source_date_epoch_is_a_usage_error(tmp_path: Path) -> None:
    assert textcrm("-C", str(write(tmp_path)), "validate", SOURCE_DATE_EPOCH="soon").returncode == 2


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_output_does_not_depend_on_the_machine(tmp_path: Path, zone: str) -> None:
    folder = write(tmp_path, {**WARNED, **{f"leads/lead-{n}.yaml": f"name: L{n}\nstatus: new\n" for n in range(9)}})
    command = asked(folder, "--output-format=json")
    runs = {process(*command, TZ=zone, PYTHONHASHSEED=seed, LC_ALL="C").stdout for seed in "123"}
    assert len(runs) == 1


def test_ascii_streams_escape_what_they_cannot_say(tmp_path: Path) -> None:
    folder = write(tmp_path, {"leads/ana.yaml": "name: Ana\nstatus: novo é\n"})
    done = process(*asked(folder), PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert b"novo \\xe9" in done.stdout


def test_a_reader_that_goes_away_is_no_drama(tmp_path: Path) -> None:
    files = {f"leads/lead-{n}.yaml": "status: nope\n" for n in range(2_000)}
    command = f"{sys.executable} -m textcrm -C {write(tmp_path, files)} validate --output-format=concise"
    script = f"{command} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] in ("141", "0")
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_full_disk_behind_stdout_is_exit_3(tmp_path: Path) -> None:
    script = f"{sys.executable} -m textcrm -C {write(tmp_path, BROKEN)} validate > /dev/full"
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3
    assert done.stderr.splitlines() == ["textcrm: cannot write to standard output: No space left on device"]


def test_piped_output_is_plain_and_no_color_is_honoured(tmp_path: Path) -> None:
    assert b"\x1b" not in process(*asked(write(tmp_path, BROKEN))).stdout


def test_nothing_on_disk_changes(tmp_path: Path) -> None:
    folder = write(tmp_path, BROKEN)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    validate(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
