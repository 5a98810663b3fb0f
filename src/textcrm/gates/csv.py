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
#: Text that looks like an escape already gets one backslash more, so that there is one way back.
_LOG_COMMAND: Final = re.compile(r"((?<=#))(#|\\+x23)(?=[A-Za-z]*\[)")
_COMMAND_AT_START: Final = re.compile(r"((?:^|[\r\n])\s*)(:|\\+x3a)(?=:)")
_ESCAPES: Final = {"#": r"\x23", ":": r"\x3a"}
_PLAIN: Final = {escape: sign for sign, escape in _ESCAPES.items()}
_END: Final = "\r\n"


def rows(lines: Iterable[Sequence[Value]]) -> str:
    r"""The lines as CSV (RFC 4180) with commas, ending in `\n`: days as ISO dates, plain decimals, unknown as nothing.

    Texts are guarded, numbers stay numbers.
    """
    written: list[str] = []
    # Any other line end would leave a lone carriage return in a cell without quotes.
    writer = csv.writer(SimpleNamespace(write=written.append), lineterminator=_END)
    writer.writerows([_text(value) for value in line] for line in lines)
    return "".join(f"{line.removesuffix(_END)}\n" for line in written)


def guard(text: str) -> str:
    r"""The text as no spreadsheet takes it for a formula and no build server for a command.

    What could be a formula gets an apostrophe in front; a number with a minus stays as it is. `##[` and a `::` that
    begins a line are written as in a terminal: `#\x23[`, `\x3a:`. `unguarded` takes all of that away again.
    """
    text = f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
    if "#" not in text and ":" not in text:
        return text
    return _COMMAND_AT_START.sub(_escape, _LOG_COMMAND.sub(_escape, text))


def _escape(found: re.Match[str]) -> str:
    return found[1] + _ESCAPES.get(found[2], "\\" + found[2])


def _unescape(found: re.Match[str]) -> str:
    return found[1] + (_PLAIN.get(found[2]) or found[2].removeprefix("\\"))


def unguarded(text: str) -> str:
    """The text that `guard` was given; any other text as it is."""
    if "\\x" in text:
        text = _COMMAND_AT_START.sub(_unescape, _LOG_COMMAND.sub(_unescape, text))
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _text(value: Value) -> str:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
