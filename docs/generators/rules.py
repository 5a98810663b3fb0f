"""`docs/rules.md`: the page of every rule, with the finding that its bad example gives."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docs.generators.markdown import NOTICE, fence, table
from textcrm.rules import RULES
from textcrm.rules.rule import Rule

FAMILIES: Final = {
    "YML": "The text of a file: encoding, YAML, file names",
    "SCH": "Keys and values: missing, unknown, of the wrong type, out of range",
    "REF": "References between records and to the settings",
    "LEA": "Leads: the path of a lead and what each status asks for",
    "OPP": "Opportunities: stages, critical steps, closing, history",
    "ACT": "Activities",
    "HYG": "Hygiene: what a sales manager would ask about on Monday",
    "CFG": "The settings, `crm.yaml`, and ignores",
}
_INTRODUCTION = """\
# Rules

What `textcrm validate` checks. A rule has a code and a name; both are stable. `textcrm explain OPP003` prints its page.

An **error** says that a file is unusable, points nowhere or contradicts itself. A **warning** is a judgement. Settings
may turn one into the other, or ignore a finding with a reason: see [findings](findings.md).

Each page ends with what `textcrm validate` says of a small CRM that breaks this one rule. These CRMs, and their mended
twins, are in `tests/gallery`.
"""


def page(root: Path) -> str:
    """The whole page; raises `FileNotFoundError` where a rule has no example."""
    parts = [NOTICE, _INTRODUCTION]
    for code, about in FAMILIES.items():
        family = [rule for rule in RULES if rule.family == code]
        parts += [f"## {code}\n", f"{about}.\n", _overview(family)]
        parts += [_rule(rule, root) for rule in family]
    return "\n".join(parts)


def _overview(family: list[Rule]) -> str:
    rows = ((f"[{one.code}](#{one.code.lower()}-{one.name})", str(one.severity), one.summary) for one in family)
    return table(("Rule", "Severity", "In one sentence"), rows)


def _rule(rule: Rule, root: Path) -> str:
    page = rule.page
    said = (root / "tests" / "gallery" / rule.code / "expected.txt").read_text("utf-8")
    return "\n".join([
        f"### {rule.code} {rule.name}\n",
        f"{rule.summary} ({str(rule.severity).capitalize()})\n",
        f"**What it checks.** {page['What it checks']}\n",
        f"**Why.** {page['Why']}\n",
        "**Bad:**\n",
        fence("yaml", page["Bad"]),
        "**Good:**\n",
        fence("yaml", page["Good"]),
        f"**How to fix.** {page['How to fix']}\n",
        "**What validate says:**\n",
        fence("text", said),
    ])  # fmt: skip  # the page, line by line
