"""The door: the `textcrm` command, one module per noun or verb, imported only when it is asked for."""

from __future__ import annotations

import gc
import sys

# Commands are short and make no cycles worth collecting: the collector costs more than all rules together.
gc.disable()

try:
    from textcrm.cli.main import main  # what is imported from here on is spared it too
except KeyboardInterrupt:  # before anything was begun
    sys.exit(130)

__all__ = ["main"]
