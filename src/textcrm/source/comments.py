"""Ignores that stand in a file as YAML comments: `# textcrm: ignore[HYG001] reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from textcrm.findings import Position
from textcrm.source.document import compose
from textcrm.source.scan import position_at

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
    root = compose(body)
    spans = list(_spans(root))
    first = root.start_mark.line + 1 if root else 0
    found = (one for one in _COMMENT.finditer(body) if not any(start <= one.start() < end for start, end in spans))
    return tuple(_comment(body, one, first) for one in found)


def _spans(node: Node | None) -> Iterator[tuple[int, int]]:
    """Where the scalars stand; a comment that looks as if it were inside one is text."""
    if isinstance(node, ScalarNode):
        yield node.start_mark.index, node.end_mark.index
    elif isinstance(node, SequenceNode):
        for child in node.value:
            yield from _spans(child)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _spans(key)
            yield from _spans(value)


def _comment(text: str, found: re.Match[str], first: int) -> Comment:
    position = position_at(text, found.start())
    alone = not re.split(r"[\r\n]", text[: found.start()])[-1].strip()
    line = position.line + 1 if alone else position.line
    body = _IGNORE.fullmatch(found["body"].strip())
    rules = tuple(re.findall(r"[A-Za-z0-9_-]+", body["rules"])) if body else ()
    reason = body["reason"].strip() if body else found["body"].strip()
    return Comment(position, rules, reason, None if alone and position.line < first else line)
