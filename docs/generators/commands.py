"""`docs/commands.md`: every command with its options and variables, taken from Click."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from docs.generators.markdown import NOTICE, fence, table
from textcrm.cli import main
from textcrm.reporters import FORMATS

_INTRODUCTION = """\
# Commands

`textcrm [OPTIONS] COMMAND [OPTIONS]`: the common options stand before the command. `textcrm COMMAND --help` says the
same as this page.

The CRM is the nearest folder `crm_data` with a `crm.yaml`, here or above, never above the top of the git repository.
Data goes to standard output, talk to standard error. Reading commands change nothing on disk: only `import --apply`
and `build` write, and `validate` the reports that `--output-format FORMAT=FILE` asks for.
"""
#: Whatever the terminal that generates the page: no line is broken.
_WIDE: Final = 200
_ONE: Final = (
    "At least one error (with `--strict`, any finding); a record that is missing from what was printed, as it does not "
    "load; cells that an import could not read; or a request that was refused."
)
_EXIT_CODES: Final = (
    ("0", "Clean. Warnings are allowed, unless `--strict` is given. A CRM without records is clean too."),
    ("1", _ONE),
    ("2", "Wrong usage, no `crm_data`, or no usable `crm.yaml`."),
    ("3", "Something could not be read or written, or there is no such git revision."),
    ("129, 130, 143", "Stopped by SIGHUP, Ctrl-C (`serve`: 0) or SIGTERM. What was not finished has changed nothing."),
)
#: What each argument is, by command and name; those of few choices say them too.
ARGUMENTS: Final[Mapping[tuple[str, str], str]] = {
    ("explain", "rule"): "The rule, by code or name; without one, all rules are listed.",
    ("schema", "kind"): "The kind of record; without one, all kinds.",
    ("import", "files"): "The CSV files, one or several; the map knows them by their names without folders.",
    ("report", "name"): "The report.",
    ("list", "kind"): "The kind of record.",
    ("show", "id"): "The record, by its id, or by kind and id: `leads/marta-oliveira`.",
    ("search", "text"): "The words to look for, or how they begin.",
    ("completion", "shell"): "The shell.",
}
_VARIABLES: Final = (
    (
        "`TEXTCRM_…`",
        "Every option, as named in the tables. Where several values may be given, put spaces between them.",
    ),
    ("`SOURCE_DATE_EPOCH`", "Seconds since 1970: the moment that counts as now, where `--as-of` is not given."),
    ("`NO_COLOR`", "Set to anything: no colour. There is none either where the output is not a terminal."),
)


def page(_root: Path) -> str:
    """The whole page; raises `KeyError` where an argument is without words."""
    top = _context(main, "textcrm")
    parts = [NOTICE, _INTRODUCTION, "## Common options\n", _options(main, top)]
    parts += [_command(command, context) for command, context in commands()]
    parts += ["## Output formats\n", "For `--output-format`, as `FORMAT` or `FORMAT=FILE`.\n", _formats()]
    parts += ["## Exit codes\n", table(("Code", "Meaning"), _EXIT_CODES)]
    parts += ["## Environment variables\n", table(("Variable", "Meaning"), _VARIABLES)]
    return "\n".join(parts)


def commands() -> Iterator[tuple[click.Command, click.Context]]:
    """Every command, in the order of the help."""
    top = _context(main, "textcrm")
    for name in main.list_commands(top):
        command = main.get_command(top, name)
        assert command is not None, "the group lists what it has"
        yield command, _context(command, name, top)


def parameters(command: click.Command, context: click.Context) -> list[click.Parameter]:
    """What may be said to a command, but for `--help`."""
    return [one for one in command.get_params(context) if "--help" not in one.opts]


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(command, info_name=name, parent=parent, terminal_width=_WIDE, max_content_width=_WIDE)


def _command(command: click.Command, context: click.Context) -> str:
    usage = command.get_usage(context).removeprefix("Usage: ")
    words = inspect.cleandoc(command.help or "")
    return "\n".join([f"## {context.info_name}\n", fence("text", usage), f"{words}\n", _options(command, context)])


def _options(command: click.Command, context: click.Context) -> str:
    rows = [
        _option(one, context) if isinstance(one, click.Option) else _argument(one, context)
        for one in parameters(command, context)
    ]
    return table(("Option or argument", "Variable", "Meaning"), rows) if rows else ""


def _argument(argument: click.Parameter, context: click.Context) -> tuple[str, str, str]:
    words = ARGUMENTS[context.info_name or "", argument.name or ""]
    choices = getattr(argument.type, "choices", ())
    listed = f" One of {', '.join(f'`{one}`' for one in choices)}." if choices else ""
    name = "NAME" if "|" in (argument.metavar or "") and choices else argument.metavar or argument.human_readable_name
    return f"`{name.strip('[]')}`", "", words + listed


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    names = ", ".join(f"`{one}`" for one in option.opts)
    value = "" if option.is_flag else f" `{option.make_metavar(context)}`"
    variable = f"`{option.envvar}`" if option.envvar else ""
    help = re.sub(r"\s*\[default: (.*)\]", r" Default: \1.", option.help or "")
    return names + value, variable, help + _default(option)


def _default(option: click.Option) -> str:
    if isinstance(option.show_default, str):
        return f" Default: {option.show_default}."
    return f" Default: `{option.default}`." if option.show_default and option.default is not None else ""


def _formats() -> str:
    rows = []
    for name, reporter in FORMATS.items():
        rows.append((f"`{name}`", (inspect.getdoc(reporter) or "").split("\n\n")[0].replace("\n", " ")))
    return table(("Format", "What it writes"), rows)
