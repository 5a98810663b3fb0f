"""The bar: on a terminal, for long work, and gone with it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.small_book import write

#: Runs the command with other times, in seconds, until a bar is shown and between its moves.
HURRIED = """
import sys
from textcrm.cli import progress
progress._PATIENCE, progress._PACE = float(sys.argv.pop(1)), 0.0
from textcrm.cli import main
try:
    main(prog_name="textcrm")
finally:
    sys.stdout.write(f"rich: {'rich' in sys.modules}\\n")
"""


def run(folder: Path, patience: float, *, terminal: bool, term: str = "xterm") -> tuple[str, str]:
    """What `validate` says on stdout, which is no terminal, and on stderr, which may be one."""
    master, slave = pty.openpty()
    reading, writing = (master, slave) if terminal else os.pipe()
    command = [sys.executable, "-c", HURRIED, str(patience), "-C", str(folder), "validate", "--as-of", "2026-11-23"]
    env = {**os.environ, "TERM": term, "COLUMNS": "60"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=writing, text=True, env=env) as process:
        os.close(writing)
        assert process.stdout is not None
        seen = _all(reading)  # first: a terminal that nobody reads is soon full
        said = process.stdout.read()
    return said, seen


def _all(handle: int) -> str:
    content = b""
    try:
        while part := os.read(handle, 1 << 16):
            content += part
    except OSError:  # how a terminal says that nobody is there any more
        pass
    return content.decode()


def test_a_bar_on_a_terminal_comes_and_goes(tmp_path: Path) -> None:
    said, seen = run(write(tmp_path), 0, terminal=True)
    assert "Reading" in seen
    assert "Loading" in seen
    assert "Checking" in seen
    assert "\x1b[?25h" in seen  # the cursor is back
    assert seen.rstrip("\r").endswith("\x1b[2K")  # and the line is empty
    assert "Loading" not in said
    assert "rich: True" in said


@pytest.mark.parametrize(
    ("patience", "terminal", "term"), [(0, False, "xterm"), (60, True, "xterm"), (0, True, "dumb")]
)
def test_no_bar_in_a_pipe_for_short_work_or_on_a_dumb_terminal(
    tmp_path: Path, patience: float, *, terminal: bool, term: str
) -> None:
    said, seen = run(write(tmp_path), patience, terminal=terminal, term=term)
    assert seen == ""
    assert "rich: False" in said


def test_where_work_breaks_off_the_bar_is_gone_before_anything_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from textcrm.cli import progress

    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")

    def work(items: Iterable[int]) -> None:
        for item in progress.shown("Writing", items, 3):
            if item == 2:
                raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        work([1, 2, 3])
    sys.stderr.write("cannot write\n")
    said = capsys.readouterr().err
    assert "Writing" in said
    assert said.index("\x1b[?25h") < said.index("cannot write")
