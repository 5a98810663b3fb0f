"""The text of a suggested map: plain data as YAML with braces where they fit, and comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any, Final

from textcrm.gates.terminal import one_line
from textcrm.model.values import LINE
from textcrm.source.dump import dump, unwritable

_WIDTH: Final = 100
#: No comment is longer: thousands of columns are nobody's reading.
_LONGEST: Final = 10_000


def mapping(document: Mapping[str, Any], remark: str = "") -> list[str]:
    """The lines of a mapping, with a remark behind it where it has one line, and above where it has more."""
    lines = [line for key, value in document.items() for line in _entry(f"{scalar(key)}:", value)]
    if remark and len(lines) == 1 and len(lines[0]) + len(remark) < _WIDTH:
        return [f"{lines[0]} # {one_line(remark)}"]
    return [*comment(remark), *lines] if remark else lines


def _entry(head: str, value: Any) -> list[str]:
    """What follows a key or the dash of an entry: on its line if it fits there, else below."""
    flow = f"{head} {_flow(value)}"
    nested = isinstance(value, Mapping | list) and value
    if not nested or (len(flow) <= _WIDTH and not _is_long(value)):
        return [flow]
    if isinstance(value, list):
        return [head, *indented((line for one in value for line in _item(one)), 1)]
    return [head, *indented(mapping(value), 1)]


def _item(value: Any) -> list[str]:
    lines = _entry("-", value)
    if len(lines) > 1 and isinstance(value, Mapping):
        first, *rest = mapping(value)
        return [f"- {first}", *indented(rest, 1)]
    return lines


def _is_long(value: Any) -> bool:
    """Whether a list of mappings has a line for each, however short they are."""
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A value as it may stand anywhere, in quotes if it has to; a text on one line, as keys are."""
    inside = {value: 0} if isinstance(value, str) else {"": value}
    written = dump({"": inside})
    start, end = ('"": {', ": 0}\n") if isinstance(value, str) else ('"": {"": ', "}\n")
    return written.removeprefix(start).removesuffix(end)


def can_be_named(text: str) -> bool:
    """Whether a map can hold the text as the name of a column, or as a cell: printable, and not too long."""
    return len(text) <= LINE and text.isprintable() and not unwritable(text)


def comment(text: str) -> Iterator[str]:
    """A text as the lines of a comment, whatever signs it holds."""
    told = one_line(text, _LONGEST)
    yield from wrap(told, _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_long_words=False)


def indented(lines: Iterable[str], depth: int) -> list[str]:
    """The lines so many levels deeper."""
    return [f"{'  ' * depth}{line}" for line in lines]
