"""The commands in this process; processes of their own are for what the process has from its surroundings."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner, Result

from textcrm.cli.main import main

EXAMPLE = Path(__file__).parents[1] / "books" / "example"
AS_OF = ("--as-of", "2026-11-23")


def run(command: str, *arguments: str, folder: Path = EXAMPLE, at_end: tuple[str, ...] = AS_OF) -> Result:
    """The command as of the day of the examples, with output and talk apart."""
    quiet = {"TEXTCRM_AS_OF": None, "SOURCE_DATE_EPOCH": None, "NO_COLOR": None, "TEXTCRM_DATA": None}
    return CliRunner().invoke(main, ["-C", str(folder), command, *arguments, *at_end], env=quiet)


def textcrm(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in this process, told of as a process; what it would end with as a traceback is raised."""
    with chdir(cwd or Path.cwd()):
        done = CliRunner(catch_exceptions=False).invoke(
            main, arguments, env={**dict.fromkeys(_ours()), **environment}, prog_name="textcrm"
        )
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout_bytes, done.stderr_bytes)


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The same in a process of its own, for what depends on its Python, its streams or its machine."""
    clean = {key: value for key, value in os.environ.items() if key not in _ours()}
    command = [sys.executable, "-m", "textcrm", *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=60, env={**clean, **environment})


def _ours() -> list[str]:
    """The variables of this process that would matter."""
    return [key for key in os.environ if key.startswith(("TEXTCRM_", "SOURCE_DATE", "NO_COLOR"))]


def said(command: str, *arguments: str, folder: Path = EXAMPLE) -> str:
    """What the command prints, which must be all that it has to say."""
    done = run(command, *arguments, folder=folder)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    return done.stdout
