"""Ctrl-C and signals, met at known moments by processes of their own: an exit code, one line, and nothing half."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.small_book import SMALL, write

#: Runs the command, but stands still where a function (`module:name`) is called first, says so, and goes on when its
#: standard input ends.
HELD = """
import os, sys
from importlib import import_module

where = sys.argv.pop(1)
module, _, name = where.partition(":")
real = getattr(import_module(module), name)
times = []

def held(*arguments, **named):
    times.append(1)
    if len(times) == 1:
        print("here", file=sys.stderr, flush=True)
        os.read(0, 1)
    return real(*arguments, **named)

setattr(import_module(module), name, held)
from textcrm.cli import main
main(prog_name="textcrm")
"""
STOPS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
READING = ["textcrm.store.read:_read", "textcrm.source.load:_book", "textcrm.cli.validate:check"]


@pytest.fixture(autouse=True)
def _nothing_ignored() -> Iterator[None]:
    """Who starts the tests may ignore signals, as `nohup` does; what is started here shall not inherit that."""
    ignored = [number for number, _ in STOPS if signal.getsignal(number) == signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def held(where: str, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command, once it is there; it goes on when one communicates with it."""
    with _once_here([sys.executable, "-c", HELD, where, "-C", str(folder), *arguments]) as process:
        yield process


@contextmanager
def _once_here(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "here\n"
        yield process


def paths(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("number", "code"), STOPS)
@pytest.mark.parametrize("where", READING)
def test_asked_to_stop_while_it_reads(tmp_path: Path, where: str, number: int, code: int) -> None:
    folder = write(tmp_path, {f"contacts/c-{n}.yaml": f"name: Ana {n}\n" for n in range(300)})
    before = paths(folder)
    with held(where, folder, "validate", "--output-format", "text", "--output-format", "json=report.json") as process:
        process.send_signal(number)
        said = process.communicate(timeout=60)
    assert (process.returncode, *said) == (code, "", f"textcrm: stopped by {signal.Signals(number).name}\n")
    assert paths(folder) == before


@pytest.mark.parametrize("where", ["os:fsync", "os:replace", "tempfile:mkstemp"])
def test_a_report_on_its_way_to_a_file_gets_there_whole(tmp_path: Path, where: str) -> None:
    folder = write(tmp_path)
    before = paths(folder)
    with held(where, folder, "validate", "--as-of", "2026-11-23", "--output-format", "json=report.json") as process:
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode in (130, 143)
    assert (folder / "report.json").read_text().endswith("}\n")
    assert paths(folder) == before | {"report.json"}


def test_what_the_starter_ignores_is_ignored(tmp_path: Path) -> None:
    folder = write(tmp_path)
    script = f'trap \'\' HUP; exec {sys.executable} -c "$0" "$@"'
    command = ["bash", "-c", script, HELD, READING[0], "-C", str(folder), "validate", "--as-of", "2026-11-23"]
    with _once_here(command) as process:
        process.send_signal(signal.SIGHUP)
        assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 0


def test_impatience_does_not_disturb_the_way_out_but_insisting_does() -> None:
    script = (
        "import signal\nfrom textcrm.cli.stop import Stopped, listening\n"
        "with listening():\n    try:\n        signal.raise_signal(signal.SIGINT)\n"
        "    except Stopped:\n        signal.raise_signal(signal.SIGINT)\n        print('calm', flush=True)\n"
        "        signal.raise_signal(signal.SIGINT)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"calm\n", b"")


def test_ctrl_c_before_the_command_is_there() -> None:
    script = (
        "import sys\nclass Finder:\n    def find_spec(self, name, *rest):\n"
        "        if name == 'textcrm.cli.main':\n            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\nfrom textcrm.cli import main\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (130, b"")


def test_one_that_waits_for_the_lock_can_be_stopped(tmp_path: Path) -> None:
    folder = write(tmp_path)
    waiting = (
        "import sys\nfrom pathlib import Path\nfrom textcrm.cli.crm import Place, writing\n"
        "from textcrm.cli.main import Door\nimport click\n"
        "@click.group(cls=Door)\ndef main(): pass\n"
        "from textcrm.store.write import editing\nroot = Path(sys.argv[1])\n"
        "def run():\n    print('here', flush=True)\n    with writing(Place(root, 'crm_data')): pass\n"
        "main.invoke = lambda ctx: run()\nmain(['x'], prog_name='textcrm')\n"
    )
    from textcrm.store.write import editing

    with editing(folder):
        command = [sys.executable, "-c", waiting, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "here\n"
            process.send_signal(signal.SIGTERM)
            assert process.communicate(timeout=60)[1] == "textcrm: stopped by SIGTERM\n"
        assert process.returncode == 143
    assert paths(folder) == {f"crm_data/{path}" for path in SMALL}
