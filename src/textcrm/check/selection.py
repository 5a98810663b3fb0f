"""Which rules are asked: codes, beginnings of codes, names."""

from __future__ import annotations

from dataclasses import dataclass

from textcrm.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules are asked: codes, families or names; `ignore` takes away from `select`, which empty means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def has(self, rule: Rule) -> bool:
        """Whether the rule is asked; those about what could not be loaded always are, or it would be missing unseen."""
        if rule.fatal:
            return True
        chosen = not self.select or any(matches(rule, word) for word in self.select)
        return chosen and not any(matches(rule, word) for word in self.ignore)


def matches(rule: Rule, word: str) -> bool:
    """Whether a code, the beginning of one (`OPP`), or a name means this rule."""
    return rule.code.startswith(word.upper()) or rule.name == word.lower()
