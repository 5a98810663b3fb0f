"""The rules, one module per family, listed here in the order of their codes."""

from __future__ import annotations

from importlib import import_module

from textcrm.rules.rule import Rule

FAMILIES = ("yml", "sch", "ref", "lea", "opp", "act", "hyg", "cfg")


def _of(family: str) -> list[Rule]:
    module = import_module(f"textcrm.rules.{family}")
    return sorted((one for one in vars(module).values() if isinstance(one, Rule)), key=lambda one: one.code)


RULES: tuple[Rule, ...] = tuple(one for family in FAMILIES for one in _of(family))
BY_CODE = {one.code: one for one in RULES}
BY_NAME = {one.name: one for one in RULES}


def find_rule(word: str) -> Rule | None:
    """The rule of that code or name, in any case."""
    return BY_CODE.get(word.upper()) or BY_NAME.get(word.lower())
