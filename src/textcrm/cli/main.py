"""The command group: common options, lazy commands, and errors as one line with their exit code."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Any

import click

from textcrm import __version__
from textcrm.errors import TextcrmError

#: The commands by name, with the module that holds each and the line that `--help` shows.
COMMANDS = {
    "validate": "Check every record and setting; say what is wrong, where, and how to mend it.",
    "explain": "Print the page of a rule, by code (OPP003) or name.",
    "schema": "Print JSON Schemas of the records, for editors.",
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
        command: click.Command = import_module(f"textcrm.cli.{cmd_name}").command
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

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program; what cannot be written to the terminal ends it with exit code 3."""
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
