"""`textcrm explain`: a rule's page, or the list of all rules."""

from __future__ import annotations

import click

from textcrm.cli.completions import complete_rules
from textcrm.cli.streams import emit
from textcrm.errors import TextcrmError
from textcrm.likeness.spelling import closest
from textcrm.rules import BY_CODE, BY_NAME, RULES, find_rule


@click.command("explain")
@click.argument("rule", required=False, shell_complete=complete_rules, metavar="[CODE|NAME]")
def command(rule: str | None) -> None:
    """Print the page of a rule, by code (OPP003) or name; without one, list all rules."""
    if rule is None:
        emit("".join(f"{one.code}  {one.severity:<7}  {one.name:<24}  {one.summary}\n" for one in RULES))
        return
    found = find_rule(rule)
    if found is None:
        near = closest(rule, [*BY_CODE, *BY_NAME])
        hint = f"; did you mean {' or '.join(near)}?" if near else "; `textcrm explain` lists them all"
        raise TextcrmError(f"there is no rule {rule}{hint}", exit_code=1)
    emit(f"{found.code} {found.name} ({found.severity})\n\n{found.text}\n")
