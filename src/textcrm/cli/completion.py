"""`textcrm completion`: the script that completes commands in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from textcrm.cli.streams import emit


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands in a shell.

    For bash, put this line into ~/.bashrc:  eval "$(textcrm completion bash)"
    """
    made = get_completion_class(shell)
    assert made is not None, "Click completes these shells"  # noqa: S101  # the choice above is Click's own
    emit(made(ctx.find_root().command, {}, "textcrm", "_TEXTCRM_COMPLETE").source() + "\n")
