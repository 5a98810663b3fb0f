"""`docs/commands.md`: every command with its options and variables, taken from Click."""

from __future__ import annotations

import inspect
import re
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
Data goes to standard output, talk to standard error. Reading commands change nothing on disk.
"""
#: Whatever the terminal that generates the page: no line is broken.
_WIDE: Final = 200
_EXIT_CODES: Final = (
    ("0", "Clean. Warnings are allowed, unless `--strict` is given. A CRM without records is clean too."),
    ("1", "At least one error (with `--strict`, any finding), or a request that was refused."),
    ("2", "Wrong usage, no `crm_data`, or no usable `crm.yaml`."),
    ("3", "Something could not be read or written, or there is no such git revision."),
)
_VARIABLES: Final = (
    (
        "`TEXTCRM_…`",
        "Every option, as named in the tables. Where several values may be given, put spaces between them.",
    ),
    ("`SOURCE_DATE_EPOCH`", "Seconds since 1970: the moment that counts as now, where `--as-of` is not given."),
    ("`NO_COLOR`", "Set to anything: no colour. There is none either where the output is not a terminal."),
)


def page(_root: Path) -> str:
    """The whole page."""
    group = main
    top = click.Context(group, info_name="textcrm", terminal_width=_WIDE, max_content_width=_WIDE)
    parts = [NOTICE, _INTRODUCTION, "## Common options\n", _options(group, top)]
    for name in group.list_commands(top):
        command = group.get_command(top, name)
        assert command is not None, "the group lists what it has"
        parts.append(_command(name, command, top))
    parts += ["## Output formats\n", "For `--output-format`, as `FORMAT` or `FORMAT=FILE`.\n", _formats()]
    parts += ["## Exit codes\n", table(("Code", "Meaning"), _EXIT_CODES)]
    parts += ["## Environment variables\n", table(("Variable", "Meaning"), _VARIABLES)]
    return "\n".join(parts)


def _command(name: str, command: click.Command, top: click.Context) -> str:
    context = click.Context(command, info_name=name, parent=top, terminal_width=_WIDE, max_content_width=_WIDE)
    usage = command.get_usage(context).removeprefix("Usage: ")
    words = inspect.cleandoc(command.help or "")
    return "\n".join([f"## {name}\n", fence("text", usage), f"{words}\n", _options(command, context)])


def _options(command: click.Command, context: click.Context) -> str:
    rows = [_row(one, context) for one in command.get_params(context) if "--help" not in one.opts]
    return table(("Option or argument", "Variable", "Meaning"), rows) if rows else ""


def _row(parameter: click.Parameter, context: click.Context) -> tuple[str, str, str]:
    if not isinstance(parameter, click.Option):
        choices = getattr(parameter.type, "choices", ())
        meaning = f"One of {', '.join(f'`{one}`' for one in choices)}." if choices else "A code or a name."
        needed = "Required." if parameter.required else "May be left out."
        name = parameter.metavar or parameter.human_readable_name
        return f"`{name.strip('[]')}`", "", f"{meaning} {needed}"
    names = ", ".join(f"`{one}`" for one in parameter.opts)
    value = "" if parameter.is_flag else f" `{parameter.make_metavar(context)}`"
    variable = f"`{parameter.envvar}`" if parameter.envvar else ""
    help = re.sub(r"\s*\[default: (.*)\]", r" Default: \1.", parameter.help or "")
    default = f" Default: {parameter.show_default}." if isinstance(parameter.show_default, str) else ""
    return names + value, variable, help + default


def _formats() -> str:
    rows = []
    for name, reporter in FORMATS.items():
        rows.append((f"`{name}`", (inspect.getdoc(reporter) or "").split("\n\n")[0].replace("\n", " ")))
    return table(("Format", "What it writes"), rows)
