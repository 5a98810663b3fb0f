"""Plain values written as YAML that reads back as the same values: text as text, money without a float on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

#: What fits in a line of this many characters is written in flow style, unless it holds something nested.
WIDTH = 120
#: Text is written without quotes only if it starts with a letter, so that it is no number, date or sign in any YAML,
#: and holds none of `, [ ] { } : # "`, so that it can stand inside braces as well …
_PLAIN = re.compile(r"[^\W\d_](?:[\w .+/()&'@;\u2013-]*[\w.)])?")
#: … and is not one of the words that some YAML takes for a boolean or a null.
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def document(content: object) -> str:
    """One YAML document for a mapping or a list of mappings.

    `str` is text, whatever it looks like; `int`, `bool`, `Decimal`, `date` and `None` are written bare.
    """
    return "".join(f"{line}\n" for line in _block(content, ""))


def _block(content: object, indent: str) -> Iterator[str]:
    if isinstance(content, Mapping):
        for key, value in content.items():
            head = f"{indent}{_text(key)}:"
            yield from [f"{head} {_flow(value)}"] if _fits(value, head) else [head, *_block(value, indent + "  ")]
    elif isinstance(content, list):
        for value in content:
            head = f"{indent}-"
            first, *rest = [_flow(value)] if _fits(value, head) else _block(value, indent + "  ")
            yield from [f"{head} {first.lstrip()}", *rest]
    else:
        raise TypeError(f"not a document: {content!r}")


def _fits(value: object, head: str) -> bool:
    if not isinstance(value, Mapping | list) or not value:
        return True
    inner = value.values() if isinstance(value, Mapping) else value
    nested = any(isinstance(part, Mapping | list) for part in inner)
    return not nested and len(head) + 1 + len(_flow(value)) <= WIDTH


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case int() | date():
            return str(value)
        case Decimal():
            return f"{value:f}"
    raise TypeError(f"cannot be written: {value!r}")


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if _UNPRINTABLE.search(text):
        # JSON text is YAML too, once what JSON allows bare and YAML does not is escaped as well.
        return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
    return "'" + text.replace("'", "''") + "'"
