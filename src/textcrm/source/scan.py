"""What is wrong with a text before it is YAML: bytes, characters, conflict markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import name as unicode_name

from textcrm.findings import Position, Problem
from textcrm.model.secrets import find_secrets

#: Characters that a terminal, an editor or PyYAML takes for something else than what a reviewer sees.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]|(?<!^)\ufeff"
)
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\U000e0000-\U000e007f]")
_CONFLICT = re.compile(r"^[ \t]*(?:<{7}|>{7}|\|{7})(?: [^\n]*)?\r?$", re.MULTILINE)
LINE_BREAK = re.compile(r"\r\n?|\n")
_BIDI = range(0x202A, 0x202F), range(0x2066, 0x206A)


def position_at(text: str, index: int) -> Position:
    """The line and column, from 1, of a character; CR, LF and CRLF each end a line."""
    breaks = list(LINE_BREAK.finditer(text, 0, index))
    start = breaks[-1].end() if breaks else 0
    offset = 1 if start == 0 and text.startswith("\ufeff") and index > 0 else 0
    return Position(len(breaks) + 1, index - start + 1 - offset)


def scan(text: str) -> Iterator[Problem]:
    """Problems of the bytes and characters; where one is an error the text must not be parsed."""
    yield from _secrets(text)
    if text.replace("\n", "").isprintable():
        yield from _conflicts(text)
        return
    yield from _scan_characters(text)
    yield from _conflicts(text)
    yield from _lone_returns(text)


def _secrets(text: str) -> Iterator[Problem]:
    for secret, index in find_secrets(text):
        yield Problem(
            f"this line holds what looks like {secret.what}",
            rule="secret-in-text",
            position=position_at(text, index),
            help="Revoke it where it was made, since git keeps every version; then write where it is kept instead.",
        )


def _scan_characters(text: str) -> Iterator[Problem]:
    broken = re.search("[\udc80-\udcff]", text)
    found = FORBIDDEN.search(text)
    if broken:
        yield _not_utf8(text, broken)
    elif found:
        yield replace(forbidden(found[0]), position=position_at(text, found.start()))
    for hidden in _INVISIBLE.finditer(text):
        yield Problem(
            f"{_character(hidden[0])} cannot be seen",
            rule="invisible-character",
            position=position_at(text, hidden.start()),
            help="Delete the character, unless the script needs it.",
        )
        return


def _not_utf8(text: str, broken: re.Match[str]) -> Problem:
    position = position_at(text, broken.start())
    byte = ord(broken[0]) - 0xDC00
    help = "Save the file as UTF-8."
    if text.startswith(("\udcff\udcfe", "\udcfe\udcff")):
        return Problem("the file is UTF-16, not UTF-8", rule="not-utf-8", position=Position(1, 1), help=help)
    latin = bytes([byte]).decode("cp1252", "replace")
    meant = f"; in Windows-1252 it is `{latin}`" if latin.isprintable() and latin != "\ufffd" else ""
    return Problem(f"byte 0x{byte:02X} is not UTF-8{meant}", rule="not-utf-8", position=position, help=help)


def forbidden(char: str) -> Problem:
    """What is wrong with a character of `FORBIDDEN`; the place is the caller's to say."""
    point = ord(char)
    why = "reorders the text around it" if any(point in span for span in _BIDI) else "is not allowed in a text file"
    if point in (0x85, 0x2028, 0x2029):
        why = "is a line break to YAML and to nobody else"
    return Problem(f"{_character(char)} {why}", rule="forbidden-character", help="Delete the character.")


def _character(char: str) -> str:
    name = {"\x00": "NULL", "\x07": "BELL", "\x1b": "ESCAPE", "\x7f": "DELETE", "\x85": "NEXT LINE"}.get(char)
    name = name or unicode_name(char, "control character" if char < "\xa0" else "character")
    return f"{name} (U+{ord(char):04X})"


def _conflicts(text: str) -> Iterator[Problem]:
    if not ("<<<<<<<" in text or ">>>>>>>" in text or "|||||||" in text):
        return
    for marker in _CONFLICT.finditer(text):
        line = marker[0].strip()
        start = marker.start() + len(marker[0]) - len(marker[0].lstrip())
        yield Problem(
            f"a merge left the conflict marker `{line[:40]}`",
            rule="conflict-marker",
            position=position_at(text, start),
            help="Keep one of the two sides, or both, and delete the lines with the markers.",
        )
        return


def _lone_returns(text: str) -> Iterator[Problem]:
    """A carriage return alone in a file of other line ends: a line break to YAML, none to git and the reviewer."""
    lone = re.search(r"\r(?!\n)", text)
    if lone and "\n" in text:
        yield Problem(
            "a carriage return without a line feed starts a new line for YAML, but not for git",
            rule="lone-carriage-return",
            position=position_at(text, lone.start()),
            help="Save the file with one kind of line end.",
        )
