"""The longest a message may be, and the cut with `…` that keeps it so."""

from __future__ import annotations

from typing import Final

#: Characters of one message, everywhere.
MESSAGE: Final = 500


def cut(text: str, limit: int = MESSAGE) -> str:
    """The text, of at most `limit` characters (at least 1); what was cut off is replaced by `…`, which counts."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
