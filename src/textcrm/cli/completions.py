"""What shells may complete: rules by code and by name."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names that begin with what was typed, with the summary of each."""
    from textcrm.rules import RULES

    typed = incomplete.lower()
    pairs = [(word, one.summary) for one in RULES for word in (one.code, one.name)]
    return [CompletionItem(word, help=summary) for word, summary in pairs if word.lower().startswith(typed)]
