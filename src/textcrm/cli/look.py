"""How output is laid out: for a person at a terminal, or plain for everything else."""

from __future__ import annotations

import sys

from textcrm.reporters.reporter import Look
from textcrm.store.environment import environment, terminal_width


def terminal_look() -> Look:
    """As wide as the terminal on stdout, coloured unless `NO_COLOR` is set; plain where stdout is none."""
    if sys.stdout is None or not sys.stdout.isatty():
        return Look()
    said = environment()
    return Look(width=terminal_width(), colour=not said.get("NO_COLOR") and said.get("TERM") != "dumb")
