"""The command group: common options, lazy commands, and errors as one line with their exit code."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from textcrm import __version__
from textcrm.cli.stop import Stopped, listening
from textcrm.errors import TextcrmError

#: The commands by name, with the line that `--help` shows. Each has a module of its name, a keyword with `_` after it.
COMMANDS = {
    "validate": "Check every record and setting; say what is wrong, where, and how to mend it.",
    "explain": "Print the page of a rule, by code (OPP003) or name.",
    "schema": "Print JSON Schemas of the records, for editors.",
    "import": "Turn CSV files of another system into records, by a map; a dry run unless told otherwise.",
    "report": "Print the figures of one question: pipeline, stages, forecast, leads, outcomes, team.",
    "agenda": "Show what is to be done: overdue, today, at once, this week, later; and why.",
    "list": "List records of a kind: those that fulfil conditions on their fields, in any order.",
    "show": "Show everything about a deal, lead, company, contact or member on one screen.",
    "search": "Find records by the words in them: names, numbers, notes; accents and case do not matter.",
    "build": "Build the site: pages and tables that work from a folder, without a server.",
    "serve": "Show the site in a browser on this machine, built anew whenever a file changes.",
    "completion": "Print the script that completes commands in a shell.",
}


class Door(click.Group):
    """A group that imports a command when it is called, not when it is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; while only listing, its name and its one line."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"textcrm.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or offer the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the program; Ctrl-C and SIGTERM end it with exit codes 130 and 143, with nothing half done."""
        try:
            with listening():
                return super().__call__(*args, **kwargs)
        except Stopped as stopped:
            from textcrm.cli.streams import complain

            complain(str(stopped))
            sys.exit(stopped.exit_code)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; what cannot be written to the terminal ends it with exit code 3."""
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            from textcrm.cli.streams import complain

            complain(f"cannot write to standard output: {error.strerror}")
            sys.stdout = None  # so that Python does not try again when it ends
            sys.exit(3)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal becomes one line on stderr and its exit code."""
        try:
            return super().invoke(ctx)
        except TextcrmError as error:
            from textcrm.cli.streams import complain

            complain(str(error))
            ctx.exit(error.exit_code)
        finally:
            # Python collects once more when it ends, which would only walk through everything that was loaded.
            gc.freeze()


@click.group(
    cls=Door,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TEXTCRM"},
    epilog="Exit codes: 0 clean, 1 findings or a refusal, 2 usage or no usable crm.yaml, 3 not readable or writable.",
)
@click.version_option(__version__, prog_name="textcrm")
@click.option(
    "-C",
    "directory",
    type=click.Path(exists=True, file_okay=False),
    default=".",
    envvar="TEXTCRM_DIRECTORY",
    show_default="here",
    help="Run as if started in this folder.",
)
@click.option(
    "--data",
    type=click.Path(),
    envvar="TEXTCRM_DATA",
    help="The crm_data folder itself; without it, the nearest one upward.",
)
@click.pass_context
def main(ctx: click.Context, directory: str, data: str | None) -> None:
    """A CRM of text files in git: leads and deals as YAML, and everything that is wrong in them, with its remedy."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    ctx.obj = (directory, data)
