"""Plain values as YAML text, written as a person would: bare where that is certain, quoted where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any

from textcrm.model.values import Moment, is_ambiguous
from textcrm.source.scan import FORBIDDEN, forbidden

#: A flat mapping or list stands behind its key, in braces or brackets, up to this width of the line; an entry of a list
#: (one change of a history, say) up to the wider one. What is longer stands below, a line for each value.
_WIDTH, _ENTRY_WIDTH = 100, 160
#: YAML takes nothing longer for a key.
_KEY_LIMIT = 1024

#: Text of these signs needs no quotes anywhere, unless a YAML reader takes it for something else than text.
_PLAIN = re.compile(r"(?:[^\W_]|[+(](?=\w))(?:[\w .+/()&'@;%\u2013-]*[\w.)%+])?")
#: What ends or cuts a text that stands without quotes behind its key.
_SIGNS = re.compile(r":(?: |$)| #")
_NULLS = frozenset(["null", "~"])
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\ufeff": r"\uFEFF"}
_ESCAPED = re.compile(r'[\\"\n\r\t\ufeff]')
_ONLY_ESCAPED = re.compile(r"[\n\r\t\ufeff]")
#: What a merge leaves at the beginning of a line: the loader refuses it there, even in a block of text.
_CONFLICT = re.compile(r"<{7}|>{7}|\|{7}")
#: Texts up to this length are remembered as they were written: statuses, dates and owners come again and again.
_SHORT = 80


def dump(document: Mapping[str, Any] | Sequence[Any]) -> str:
    """The YAML text of one document: a mapping, or a list of entries.

    Values are mappings, lists, `str`, which is text whatever it looks like, and `int`, `bool`, `Decimal`, `date`,
    `Moment` and `None`, which are written bare; of a `Moment`, fractions of a second are left out.
    `source.document.parse` gives the same values back, bare ones as their text. It leaves out keys that begin with
    `x-`.

    Raises `ValueError` for text that no file may hold (`unwritable`, which a caller asks before), for a key of more
    than about a thousand characters, and for a number that is not finite; `TypeError` for any other kind of value, a
    `float` above all, since it is never exact.
    """
    lines: list[str] = []
    if isinstance(document, Mapping):
        _mapping(lines, document, "", "")
    elif isinstance(document, list | tuple):
        _entries(lines, document, "", "", 0)
    else:
        raise TypeError(f"not a document: {document!r}")
    return "\n".join([*(lines or [_flow(document)]), ""])


def unwritable(text: str) -> str | None:
    """Why no file may hold the text, naming its first character that may stand nowhere; `None` if it can be written."""
    found = FORBIDDEN.search(text)
    return forbidden(found[0]).message if found else None


def _mapping(lines: list[str], mapping: Mapping[str, Any], lead: str, indent: str) -> None:
    """Append the lines of a mapping; the first begins with `lead`, the others with `indent`."""
    for key, value in mapping.items():
        _value(lines, value, f"{lead}{_key(key)}:", indent, _WIDTH)
        lead = indent


def _entries(lines: list[str], entries: Sequence[Any], lead: str, indent: str, width: int) -> None:
    """Append the lines of a list, whose entries stand on one line each where that is at most `width` wide."""
    for value in entries:
        head = f"{lead}-"
        lead = indent
        if not isinstance(value, Mapping | list | tuple):
            _value(lines, value, head, indent, width)
        elif flow := _fitting(value, width - len(head) - 1):
            lines.append(f"{head} {flow}")
        elif isinstance(value, Mapping):
            _mapping(lines, value, f"{head} ", f"{indent}  ")
        else:
            _entries(lines, value, f"{head} ", f"{indent}  ", width)


def _value(lines: list[str], value: Any, head: str, indent: str, width: int) -> None:
    """Append what follows `head`, a key or the dash of an entry: on its line, or indented below it."""
    if isinstance(value, str):
        if "\n" in value and _can_be_block(value):
            _block(lines, value, head, indent)
        else:
            lines.append(f"{head} {_in_line(value)}")
    elif not isinstance(value, Mapping | list | tuple):
        lines.append(f"{head} {_bare(value)}")
    elif flow := _fitting(value, width - len(head) - 1):
        lines.append(f"{head} {flow}")
    else:
        lines.append(head)
        deeper = f"{indent}  "
        if isinstance(value, Mapping):
            _mapping(lines, value, deeper, deeper)
        else:
            _entries(lines, value, deeper, deeper, _ENTRY_WIDTH)


def _fitting(value: Any, room: int) -> str | None:
    """A flat mapping or list in braces or brackets, if it has no more than so many characters or is empty."""
    inner = value.values() if isinstance(value, Mapping) else value
    if not value:
        return _flow(value)
    if room < len(value) or any(_needs_lines(part) for part in inner):
        return None
    flow = _flow(value)
    return flow if len(flow) <= room else None


def _needs_lines(value: Any) -> bool:
    if isinstance(value, str):
        return "\n" in value
    return bool(value) and isinstance(value, Mapping | list | tuple)


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return _in_braces(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join([f"{_key(key)}: {_flow(part)}" for key, part in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _bare(value)


def _bare(value: Any) -> str:
    """A value that is no text, mapping or list."""
    write = _WRITERS.get(value.__class__)
    if write is None:
        raise TypeError(f"cannot be written: {value!r}")
    return write(value)


def _decimal(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"not a finite number: {number}")
    return f"{number:f}"


def _moment(moment: Moment) -> str:
    return f"{moment.day} {moment.clock:%H:%M:%S}".removesuffix(":00") if moment.clock else str(moment.day)


_WRITERS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    date: str,
    Decimal: _decimal,
    Moment: _moment,
}


@lru_cache(maxsize=4096)
def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key is text: {key!r}")
    written = _braced(str(key))
    if len(written) > _KEY_LIMIT:
        raise ValueError(f"a key of {len(key)} characters is too long")
    return written


def _in_braces(text: str) -> str:
    """Text as it stands inside braces and brackets, and anywhere else."""
    return _short_braced(text) if len(text) <= _SHORT else _braced(text)


def _in_line(text: str) -> str:
    """Text as it stands on a line of its own behind a key or a dash, where more can do without quotes."""
    return _short_lined(text) if len(text) <= _SHORT else _lined(text)


def _braced(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and not _misread(text) else _quoted(text)


def _lined(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and not _misread(text) else _open_or_quoted(text)


_short_braced = lru_cache(maxsize=65_536)(_braced)
_short_lined = lru_cache(maxsize=65_536)(_lined)


def _misread(text: str) -> bool:
    return is_ambiguous(text) or text.lower() in _NULLS


def _open_or_quoted(text: str) -> str:
    """Text with signs that mean something inside braces only (`SVP, Procurement`), else in quotes."""
    first = text[:1]
    can_begin = first.isalnum() or (first in "(+" and text[1:2].isalnum())
    open_ = can_begin and text.isprintable() and text[-1] != " " and not _SIGNS.search(text)
    return text if open_ and not FORBIDDEN.search(text) and not _misread(text) else _quoted(text)


def _quoted(text: str) -> str:
    if FORBIDDEN.search(text):
        raise ValueError(f"cannot be written: {unwritable(text)}")
    if ('"' in text or "\\" in text) and not _ONLY_ESCAPED.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text) + '"'


def _can_be_block(text: str) -> bool:
    """Whether a text of several lines can stand below a `|` as it is, with nothing that an editor would not show."""
    first, last = text[0], text.removesuffix("\n").rpartition("\n")[2]
    if first in " \t\n\ufeff" or "\r" in text or not last.strip():
        return False
    return not FORBIDDEN.search(text) and not _CONFLICT.search(text)


def _block(lines: list[str], text: str, head: str, indent: str) -> None:
    """Append a text below its key; `|-` says that no line break ends it."""
    lines.append(f"{head} |" if text[-1] == "\n" else f"{head} |-")
    lines += [f"{indent}  {line}" if line else "" for line in text.removesuffix("\n").split("\n")]
