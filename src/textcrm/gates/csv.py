"""The gate to CSV: no cell is a formula to a spreadsheet, and nothing in one commands a build server."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Final

Value = str | int | Decimal | date | None

#: What makes a spreadsheet take a cell for a formula, also as the full-width forms that some turn into plain ones.
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")
#: As in the terminal's gate: build servers obey `##[…]` anywhere in a line.
_LOG_COMMAND: Final = re.compile(r"(?<=#)#(?=[A-Za-z]*\[)")
_COMMAND_AT_START: Final = re.compile(r"((?:^|[\r\n])\s*):(?=:)")
_END: Final = "\r\n"


def rows(lines: Iterable[Sequence[Value]]) -> str:
    r"""The lines as CSV (RFC 4180) with commas, ending in `\n`: days as ISO dates, plain decimals, unknown as nothing.

    A text that could be a formula gets an apostrophe in front, which `unguarded` takes away again. Numbers stay
    numbers. `##[` and a `::` that begins a line are written as in a terminal: `#\x23[`, `\x3a:`.
    """
    written: list[str] = []
    # Any other line end would leave a lone carriage return in a cell without quotes.
    writer = csv.writer(SimpleNamespace(write=written.append), lineterminator=_END)
    writer.writerows([_text(value) for value in line] for line in lines)
    made = "".join(f"{line.removesuffix(_END)}\n" for line in written)
    return _COMMAND_AT_START.sub(r"\1\\x3a", _LOG_COMMAND.sub(r"\\x23", made))


def guard(text: str) -> str:
    """The text as no spreadsheet takes it for a formula; a number with a minus stays as it is."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that `guard` was given; any other text as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _text(value: Value) -> str:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
