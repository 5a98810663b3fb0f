"""`textcrm report` and `textcrm agenda`: exit codes, streams, options, what cannot be written or read."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import AS_OF, process, textcrm
from tests.small_book import CRM, SMALL, write
from textcrm.reports import REPORTS

DEAL = "opportunities/padaria-estrela-ovens.yaml"
BROKEN = {"opportunities/broken.yaml": "name: Broken\nstatus: opne\n"}


def report(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return textcrm("-C", str(folder), "report", *arguments, *AS_OF, cwd=None, **environment)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_of_a_small_book(tmp_path: Path, name: str) -> None:
    for form in ("table", "csv", "json"):
        done = report(write(tmp_path), name, "--format", form)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"\x1b" not in done.stdout
        assert done.stdout.endswith(b"\n")


def test_what_loads_is_counted_and_what_does_not_is_told(tmp_path: Path) -> None:
    journal = "- {date: 2026-11-20, type: call}\n- {date: yesterday, type: call}\n"
    broken = {**BROKEN, "leads/x.yml": "name: X\n", "activities/joana/2026-11.yaml": journal}
    done = report(write(tmp_path, broken), "pipeline", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["total"]["count"] == 1
    assert done.stderr.decode() == (
        "textcrm: 3 records are missing here and from every number, as not loaded: activities/joana/2026-11[1],"
        " crm_data/leads/x.yml, opportunities/broken; see: textcrm validate\n"
    )


def test_one_missing_record_is_told_by_name(tmp_path: Path) -> None:
    done = textcrm("-C", str(write(tmp_path, BROKEN)), "agenda", *AS_OF)
    assert done.returncode == 1
    assert b"Visit the bakery" in done.stdout
    assert b"1 record is missing here and from every number, as not loaded: opportunities/broken;" in done.stderr


def test_warnings_and_unknown_settings_leave_no_record_out(tmp_path: Path) -> None:
    files = {"crm.yaml": CRM + "colour: red\n", "leads/a.yaml": "status: new\nname: no\nemail: a@b.example\n"}
    done = report(write(tmp_path, files), "leads")
    assert (done.returncode, done.stderr) == (0, b"")


def test_settings_alone_are_a_crm(tmp_path: Path) -> None:
    done = report(write(tmp_path, base={"crm.yaml": CRM}), "outcomes", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["won"]["count"]) == (0, 0)
    assert done.stderr == b"textcrm: there are no records yet, only crm.yaml\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pipelin",), "'pipelin' is no report. Did you mean pipeline? The reports are pipeline, stages"),
        (("pipeline", "--owner", "joanna"), "no owner `joanna`; did you mean joana? There are: joana"),
        (("pipeline", "--pipeline", "sale"), "no pipeline `sale`; did you mean sales? There are: sales"),
        (("outcomes", "--period", "2026-Q7"), "`2026-Q7` is no period; "),
        (("agenda", "--period", "2026"), "agenda is of no period"),
        (("team", "--by", "month"), "--by goes with forecast, not with team"),
        (("outcomes", "--sheet", "reasons"), "--sheet goes with --format csv"),
        (("outcomes", "--sheet", "reason", "--format", "csv"), "did you mean reasons? it has: outcomes, reasons"),
        (("pipeline", "--format", "yaml"), "'yaml' is not one of"),
        (("pipeline", "--as-of", "0001-01-01"), "is not in the years 1900 to 2200"),
        ((), "Missing argument"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = textcrm("-C", str(write(tmp_path)), "report", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_unusable_settings_are_told_with_the_reason(tmp_path: Path) -> None:
    done = report(write(tmp_path, {"crm.yaml": "currency: reais\n"}), "pipeline")
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert said.startswith("textcrm: crm_data/crm.yaml:1 cannot be used: currency `reais`")
    assert len(said.splitlines()) == 1


def test_options_are_variables_too(tmp_path: Path) -> None:
    folder = write(tmp_path)
    asked = {"TEXTCRM_FORMAT": "json", "TEXTCRM_OWNER": "joana", "TEXTCRM_PERIOD": "2026-Q4"}
    data = json.loads(report(folder, "outcomes", **asked).stdout)
    assert (data["scope"]["owner"], data["period"]) == ("joana", "2026-Q4")


def test_a_revision_is_read_with_its_settings(tmp_path: Path) -> None:
    folder = write(tmp_path)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=J", "-c", "user.email=j@fornosdovale.example", "commit", "--quiet", "-m", "first")
    write(tmp_path, {"crm.yaml": CRM.replace("BRL", "EUR"), DEAL: SMALL[DEAL] + "amount: 5\n"})
    was, now = (json.loads(report(folder, "pipeline", "--format", "json", *at).stdout) for at in (("--at", "HEAD"), ()))
    assert (was["currency"], was["total"]["without_amount"]) == ("BRL", 1)
    assert (now["currency"], now["total"]["amount"]) == ("EUR", "5.00")
    assert report(folder, "pipeline", "--at", "nowhere").returncode == 3


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def test_agenda_is_the_report_of_that_name(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for form in ("table", "csv", "json"):
        one = textcrm("-C", str(folder), "agenda", "--owner", "joana", "--format", form, *AS_OF)
        assert one.stdout == report(folder, "agenda", "--owner", "joana", "--format", form).stdout != b""


def test_the_run_of_a_hash_seed_changes_no_byte() -> None:
    root = str(Path(__file__).parents[2])
    for name in ("leads", "agenda"):
        runs = {
            process("-C", root, "report", name, "--format", "json", *AS_OF, PYTHONHASHSEED=seed).stdout for seed in "12"
        }
        assert len(runs) == 1


def test_a_reader_that_goes_away_is_no_drama(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m textcrm -C "{write(tmp_path)}" report team; echo $? >&2'
    done = subprocess.run(["sh", "-c", f"({command}) | true"], check=False, capture_output=True, timeout=60)
    assert done.stderr in (b"141\n", b"0\n")


def test_a_full_disk_is_told_and_exits_3(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "textcrm", "-C", str(write(tmp_path)), "report", "team"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 3
    assert done.stderr == b"textcrm: cannot write to standard output: No space left on device\n"


def test_a_pipe_of_ascii_only_gets_escapes_and_no_traceback(tmp_path: Path) -> None:
    done = process("-C", str(write(tmp_path)), "report", "pipeline", *AS_OF, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout.isascii()) == (0, True)


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(tmp_path: Path, no_colour: str, coloured: bool) -> None:  # noqa: FBT001
    assert (b"\x1b[" in at_terminal(write(tmp_path), NO_COLOR=no_colour)) is coloured


def at_terminal(folder: Path, **environment: str) -> bytes:
    """What `report pipeline` prints on a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "textcrm", "-C", str(folder), "report", "pipeline", *AS_OF]
    subprocess.run(command, check=True, stdout=theirs, timeout=60, env={**os.environ, "TERM": "xterm", **environment})
    os.close(theirs)
    said = b""
    while True:
        try:
            said += os.read(ours, 4096)
        except OSError:  # the terminal is gone and everything is read
            os.close(ours)
            return said


def test_other_commands_import_no_babel_and_no_rich() -> None:
    script = (
        "import sys; from textcrm.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print([name for name in sys.modules if name in ('babel', 'rich', 'textcrm.reports')])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, timeout=60)
    assert done.stdout.splitlines()[-1] == b"[]"


def test_help_says_what_every_report_answers() -> None:
    said = textcrm("report", "--help").stdout.decode()
    assert all(f"\n  {name} " in said for name in REPORTS)
