"""The gate to JSON: ASCII only, no NaN, and safe to print into a build's log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

#: Everything beyond ASCII is escaped, lone surrogates too: no stream's encoding can spoil the output.
_ENCODE: Final = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode
#: As in the terminal's gate. In JSON `##` stands in strings only, where `\u0023` is the same character.
_LOG_COMMAND: Final = re.compile(r"(?<=#)#(?=[A-Za-z]*\[)")


def dumps(value: object) -> str:
    """The value as JSON on one line, keys in the order given; raises ValueError for NaN and infinity."""
    text = _ENCODE(value)
    return _LOG_COMMAND.sub(r"\\u0023", text) if "##" in text else text


def lines(values: Iterable[object]) -> str:
    """A JSON array with one element a line, so that it can be read, searched and compared by line."""
    inner = ",\n".join(map(dumps, values))
    return f"[\n{inner}\n]" if inner else "[]"
