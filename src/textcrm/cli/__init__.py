"""The door: the `textcrm` command, one module per noun or verb, imported only when it is asked for."""

from __future__ import annotations

import gc

# Commands are short and make no cycles worth collecting: the collector costs more than all rules together.
gc.disable()

from textcrm.cli.main import main  # noqa: E402  # what is imported from here on is spared it too

__all__ = ["main"]
