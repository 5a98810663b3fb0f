"""How wide text is in a terminal, where an ideograph takes two cells and a combining accent none."""

from __future__ import annotations


def cells(text: str) -> int:
    """Cells the text takes; it must hold no control character."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # here, as most text is ASCII and never needs its tables

    return cell_len(text)
