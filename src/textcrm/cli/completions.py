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


def complete_kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The kinds of record that begin with what was typed."""
    from textcrm.search.fields import kind_words

    return [CompletionItem(word) for word in kind_words() if word.startswith(incomplete.lower())]


def complete_records(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids that begin with what was typed, and the refs where a kind was; nothing where no CRM can be read."""
    from textcrm.cli.crm import find_crm, read_crm
    from textcrm.errors import TextcrmError
    from textcrm.source.places import LISTS, survey

    root = ctx.find_root()
    root.obj = root.obj or (root.params.get("directory") or ".", root.params.get("data"))
    try:
        places, _ = survey(read_crm(find_crm(ctx)))
    except TextcrmError:
        return []
    known = [place for place in places if place.kind not in (*LISTS, "crm")]
    words = [place.ref if "/" in incomplete else place.name for place in known]
    return [CompletionItem(word) for word in sorted(set(words)) if word.startswith(incomplete)]
