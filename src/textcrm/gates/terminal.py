"""The gate to terminals and build logs: nothing in a value moves the cursor, hides, or commands a build server."""

from __future__ import annotations

import re
from typing import Final

from textcrm.gates.length import MESSAGE, cut

#: What a reader cannot see or is misled by: controls (C0, DEL, C1), lone surrogates, the separators of lines and
#: paragraphs, bidirectional and zero-width characters and all else of category Cf, fillers and selectors that print as
#: nothing, non-characters. Selectors of emoji style (U+FE0E/F), which names do contain, stay.
_HIDDEN: Final = (
    r"\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029"
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\ufe00-\ufe0d\ufdd0-\ufdef\ufffe\uffff"
)
#: GitHub obeys `##[…]` anywhere in a line, Azure `##vso[…]`, TeamCity `##teamcity[…]`: the second `#` is escaped.
_LOG_COMMAND: Final = r"(?<=#)#(?=[A-Za-z]*\[)"
_RISKY: Final = re.compile(f"[{_HIDDEN}]|{_LOG_COMMAND}")
#: Build servers trim a line before they look for `::`.
_COMMAND_AT_START: Final = re.compile(r"^(\s*):(?=:)")
_HALF_ESCAPE: Final = re.compile(r"\\(?:x[0-9a-f]?|u[0-9a-f]{0,3}|U[0-9a-f]{0,7})?$")


def visible(text: str) -> str:
    r"""The text on one line, with everything hidden written as Python would: `\n`, `\x1b`, `\u202e`.

    A backslash stays itself, so that what is quoted can be pasted; the way back is therefore not unique.
    """
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return _RISKY.sub(lambda found: _escape(found[0]), text)


def visible_characters(text: str) -> list[str]:
    """Each character of the text as `visible` writes it, for those who must know where a character went."""
    shown = list(text)
    for found in _RISKY.finditer(text):
        shown[found.start()] = _escape(found[0])
    return shown


def guarded(line: str) -> str:
    r"""A line that is no command to a build server: `::` at its beginning, after blanks or not, becomes `\x3a:`."""
    return _COMMAND_AT_START.sub(r"\1\\x3a", line) if "::" in line else line


def one_line(text: str, limit: int = MESSAGE) -> str:
    """The text as it may stand anywhere in a line, of at most `limit` characters and with no escape cut in half."""
    shown = guarded(visible(text[: limit + 1]))
    return shown if len(shown) <= limit else _HALF_ESCAPE.sub("", cut(shown, limit)[:-1]) + "…"


def _escape(character: str) -> str:
    return r"\x23" if character == "#" else character.encode("unicode_escape").decode("ascii")
