"""Ignores that stand in a file as YAML comments: `# textcrm: ignore[HYG001] reason`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from yaml.nodes import Node

from textcrm.findings import Position
from textcrm.source.document import compose, scalars
from textcrm.source.scan import LINE_BREAK

_COMMENT = re.compile(r"(?:(?<=[\r\n \t])|\A)#[ \t]*textcrm:[ \t]*(?P<body>[^\r\n]*)")
_IGNORE = re.compile(r"ignore\[(?P<rules>[A-Za-z0-9 ,_-]*)\][ \t]*(?P<reason>.*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """An ignore comment: the rules it names and its reason; without rules it could not be understood.

    It speaks of `line` (from 1): its own, or the next one if it stands alone; `None` is the whole file, for a comment
    above the first key. `position` is the comment's own.
    """

    position: Position
    rules: tuple[str, ...]
    reason: str
    line: int | None


def ignore_comments(text: str) -> tuple[Comment, ...]:
    """The ignore comments of a text that has been parsed; none in quotes or text blocks count."""
    if "textcrm:" not in text:
        return ()
    body = text.removeprefix("\ufeff")
    root = cast("Node | None", compose(body))
    first = 0 if root is None else root.start_mark.line + 1
    lines = [0, *(one.end() for one in LINE_BREAK.finditer(body))]
    return tuple(_comment(body, one, first, lines) for one in _outside(_COMMENT.finditer(body), root))


def _outside(found: Iterator[re.Match[str]], root: Node | None) -> Iterator[re.Match[str]]:
    """Those that stand outside all scalars: what looks like a comment inside one is text."""
    spans = sorted((node.start_mark.index, node.end_mark.index) for node in scalars(root))
    for one in found:
        before = bisect_right(spans, (one.start(), len(one.string)))
        if not before or spans[before - 1][1] <= one.start():
            yield one


def _comment(text: str, found: re.Match[str], first: int, lines: list[int]) -> Comment:
    number = bisect_right(lines, found.start())
    start = lines[number - 1]
    position = Position(number, found.start() - start + 1)
    alone = not text[start : found.start()].strip()
    line = position.line + 1 if alone else position.line
    body = _IGNORE.fullmatch(found["body"].strip())
    rules = tuple(re.findall(r"[A-Za-z0-9_-]+", body["rules"])) if body else ()
    reason = body["reason"].strip() if body else found["body"].strip()
    return Comment(position, rules, reason, None if alone and position.line < first else line)
