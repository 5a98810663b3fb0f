"""Bytes to text: in the encoding that is said, and refused at the first place where they are something else."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NoReturn

from textcrm.errors import TextcrmError, UsageError
from textcrm.model.values import shown

_SAVE: Final = "open it and save the sheet as CSV UTF-8"
_UNPACK: Final = "unpack it first"
#: How files begin that are no text: what they are, and what to do.
_FORMATS: Final = (
    (b"PK\x03\x04", "a workbook (xlsx, ods) or another zip archive", _SAVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (xls)", _SAVE),
    (b"%PDF-", "a PDF", "export the table as CSV UTF-8"),
    (b"SQLite format 3\x00", "a database (SQLite)", "export the table as CSV UTF-8"),
    (b"PAR1", "a Parquet file", "export the table as CSV UTF-8"),
    (b"\x1f\x8b", "compressed (gzip)", _UNPACK),
    (b"BZh", "compressed (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", "compressed (xz)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "compressed (7z)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", _UNPACK),
    (b"Rar!\x1a", "compressed (rar)", _UNPACK),
)
#: What ends no line and separates no cell, and which no record may hold.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_BREAK: Final = re.compile(r"\r\n?|\n")
#: Codecs that Python calls text encodings and that no file is saved in.
_NO_ENCODINGS: Final = frozenset(["idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"])


def _say(encoding: str) -> str:
    return f"say so with --encoding {encoding}, or with encoding: {encoding} in the map"


def place(text: str, index: int) -> tuple[int, int]:
    """The line and column of a character, both from 1; LF, CR and CRLF each end a line."""
    line, start = 1, 0
    for found in _LINE_BREAK.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return line, index - start + 1


def line_start(text: str, line: int) -> int:
    """The index at which a line begins, counted from 1 as in `place`."""
    ends = (found.end() for found in _LINE_BREAK.finditer(text))
    return next(islice(ends, line - 2, None)) if line > 1 else 0


def each_line(text: str) -> Iterator[str]:
    """The lines with their ends, each made when it is asked for: of a large text mostly the first ones are."""
    start = 0
    for found in _LINE_BREAK.finditer(text):
        yield text[start : found.end()]
        start = found.end()
    yield text[start:]


def refuse_other_formats(name: str, content: bytes) -> None:
    """Refuse, by its first bytes, a file that is not text but one of the usual other things; nothing is unpacked."""
    for magic, what, remedy in _FORMATS:
        if content.startswith(magic):
            raise TextcrmError(f"{name}:1: the file is {what}, not CSV; {remedy}")


def decoded(name: str, content: bytes, encoding: str) -> str:
    """The text, without its byte order mark; raises `TextcrmError` with the place of the first wrong byte.

    Raises `UsageError` for an encoding that is not known.
    """
    codec = _codec(encoding)
    if codec == "utf-8":
        _refuse_wide(name, content)
    try:
        return content.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        _refuse_byte(name, content, error, codec)


def _codec(encoding: str) -> str:
    try:
        codec = codecs.lookup(encoding).name
        if codec not in _NO_ENCODINGS:
            b" ".decode(codec, "replace")  # refuses codecs that give no text
            return "utf-8" if codec == "utf-8-sig" else codec
    except LookupError:
        pass
    usual = "utf-8, cp1252, latin-1, utf-16, cp850 and mac-roman are usual"
    raise UsageError(f"the encoding {shown(encoding)} is not known; {usual}")


def _refuse_wide(name: str, content: bytes) -> None:
    """Refuse UTF-16, with its mark or without: then every other byte of ordinary text is zero."""
    start = content[:200]
    zeros = [start[0::2].count(0) * 4 > len(start), start[1::2].count(0) * 4 > len(start)]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise TextcrmError(f"{name}:1:1: the file is UTF-16, not UTF-8; {_say('utf-16')}")
    if any(zeros):
        meant = "utf-16-be" if zeros[0] else "utf-16-le"
        raise TextcrmError(f"{name}:1:1: the file is UTF-16, not UTF-8; {_say(meant)}")


def _refuse_byte(name: str, content: bytes, error: UnicodeDecodeError, codec: str) -> NoReturn:
    before = content[: error.start].decode(codec, "replace").removeprefix("\ufeff")
    line, column = place(before, len(before))
    byte = content[error.start]
    found = f"{name}:{line}:{column}: byte 0x{byte:02X} is not {'UTF-8' if codec == 'utf-8' else codec}"
    letter = bytes([byte]).decode("cp1252", "replace")
    if codec == "utf-8" and letter.isprintable() and letter != "\ufffd":
        raise TextcrmError(f"{found}; if `{letter}` is meant, {_say('cp1252')}")
    raise TextcrmError(f"{found}; if it is in another encoding, {_say('NAME')}")


def refuse_controls(name: str, text: str, encoding: str) -> None:
    """Refuse a text with control characters, naming the place of the first."""
    found = _CONTROL.search(text)
    if not found:
        return
    line, column = place(text, found.start())
    point = ord(found[0])
    help = "delete it in the file"
    if point >= 0x80 and "utf" not in encoding.lower():  # noqa: PLR2004  # where Latin-1 has controls, Windows letters
        help = f"if letters are meant, {_say('cp1252')}"
    what = "a NUL character" if point == 0 else f"the control character U+{point:04X}"
    raise TextcrmError(f"{name}:{line}:{column}: {what} is not allowed in a text file; {help}")
