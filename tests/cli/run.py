"""The commands in this process, on a folder; processes of their own are for exit codes and pipes."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from textcrm.cli.main import main

EXAMPLE = Path(__file__).parents[1] / "books" / "example"
AS_OF = ("--as-of", "2026-11-23")


def run(command: str, *arguments: str, folder: Path = EXAMPLE, at_end: tuple[str, ...] = AS_OF) -> Result:
    """The command as of the day of the examples, with output and talk apart."""
    quiet = {"TEXTCRM_AS_OF": None, "SOURCE_DATE_EPOCH": None, "NO_COLOR": None, "TEXTCRM_DATA": None}
    return CliRunner().invoke(main, ["-C", str(folder), command, *arguments, *at_end], env=quiet)


def said(command: str, *arguments: str, folder: Path = EXAMPLE) -> str:
    """What the command prints, which must be all that it has to say."""
    done = run(command, *arguments, folder=folder)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    return done.stdout
