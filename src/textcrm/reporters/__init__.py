"""Reporters: the outcome of a check in the words of people, editors, scripts and CI services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textcrm.reporters.concise import concise
from textcrm.reporters.github import github
from textcrm.reporters.gitlab import gitlab
from textcrm.reporters.json import json
from textcrm.reporters.junit import junit
from textcrm.reporters.reporter import Look, Reporter, RuleText
from textcrm.reporters.sarif import sarif
from textcrm.reporters.text import text

__all__ = ["FORMATS", "Look", "Reporter", "RuleText"]

#: Every format by the name it has on the command line.
FORMATS: Final[Mapping[str, Reporter]] = {
    "text": text,
    "concise": concise,
    "json": json,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
}
