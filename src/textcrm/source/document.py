"""One YAML document, strictly: composed into nodes, turned into plain data, and asked where things stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

from textcrm.findings import FieldPath, Position, Problem
from textcrm.model.values import Cut, Quoted, shown
from textcrm.source.scan import FORBIDDEN, forbidden, position_at
from textcrm.source.syntax import (
    DIRECTIVE,
    DIRECTIVE_HELP,
    ESCAPE,
    ESCAPE_HELP,
    HEADER,
    HEADER_HELP,
    TAB,
    TAB_HELP,
    explain,
    line_at,
    quoting,
)

#: Deeper, larger or longer documents are refused before they can cost anything.
DEPTH, NODES, SIZE = 50, 60_000, 1_048_576
SPLIT = "Split the file, or take it out of crm_data."
#: How many duplicate keys and odd keys of one file are told.
_TOLD = 20
#: Texts up to this length are read again by PyYAML's Python where libyaml refuses them.
_SHORT = 65_536

#: Mappings whose keys are ids and names, of which one may begin with `x-` (a step `x-ray`).
_NAMED_BY_OTHERS = frozenset(["steps", "external_ids", "custom", "custom_fields", "targets", "severity"])
_GLUED_COMMENT = re.compile(r" +#[^\s#]")
_HEADER_COMMENT = re.compile(r"[|>][-+0-9]{0,2}#")
_INDENTED = re.compile(r"[|>][-+]?[1-9]")
_TAB_IN_INDENT = re.compile(r"(?: *[\r\n])* *\t")
_LINE_END = re.compile(r"[\r\n]")
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*%")
_COMMENT_OR_TAB = re.compile(r"(?<![^ \r\n])#[^\r\n]*|\t")
_SURROGATE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}")
_OWN_KEY = re.compile(r"(?<![\w-])x-")
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])


class _NoResolver:
    """The schema types the scalars, so nothing is resolved, at the cost of no Python frame."""

    resolve = descend_resolver = ascend_resolver = "".format


class PyParser(_NoResolver, Reader, Scanner, Parser, Composer):
    """Events and nodes by PyYAML's own Python."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)

    def scan_plain(self) -> ScalarToken:
        """A plain scalar as libyaml reads it: inside brackets `?` is text, and a colon glued to a bracket an error."""
        chunks: list[str] = []
        start = end = self.get_mark()
        spaces: list[str] | None = []
        while self.peek() != "#":
            length = self._plain_length(start)
            if length == 0:
                break
            self.allow_simple_key = False
            chunks += [*(spaces or ()), self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(self.indent + 1, start)
            if not spaces or (not self.flow_level and self.column < self.indent + 1):
                break
        return ScalarToken("".join(chunks), plain=True, start_mark=start, end_mark=end)

    def _plain_length(self, start: yaml.Mark) -> int:
        length, ends = 0, "\0 \t\r\n,[]{}" if self.flow_level else "\0 \t\r\n"
        while (char := self.peek(length)) not in ends:
            after = self.peek(length + 1)
            if char == ":" and after in "\0 \t\r\n":
                break
            if char == ":" and self.flow_level and after in ",?[]{}":
                self.forward(length)
                raise ScannerError("while scanning a plain scalar", start, "found unexpected ':'", self.get_mark())
            length += 1
        return length


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class LibYamlParser(_NoResolver, CParser):
        """Events and nodes by libyaml."""

    PARSER: Any = LibYamlParser
else:
    PARSER = PyParser


class Refused(Exception):  # noqa: N818  # a verdict on a text, not a fault of the program
    """The text is not one strict document; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse(text: str) -> tuple[Any, list[Problem]]:
    """The plain data of the only document, and what is wrong with its keys.

    Mappings are dicts, lists lists, scalars their text: `str` if plain, `Quoted` if in quotes or a block, `Cut` if a
    comment is glued to it, `None` if empty or null. Keys starting with `x-` are left out. Raises `Refused` for syntax,
    anchors, aliases, tags, merge keys, directives, several documents, and for what is too deep or too large. The text
    has passed `scan.scan`.
    """
    body = text[1:] if text[:1] == "\ufeff" else text
    if len(body) > SIZE:
        raise _refuse("too-large", f"the file holds {len(body):,} characters; at most {SIZE:,} are read", None, SPLIT)
    if "%" in body and (found := _DIRECTIVE.match(body)):
        position = position_at(body, found.end() - 1)
        raise Refused(Problem(DIRECTIVE, rule="several-documents", position=position, help=DIRECTIVE_HELP))
    data, problems = _read_with(PARSER, body)
    if "\t" in body or ("#" in body and _HEADER_COMMENT.search(body)):
        _refuse_loose(body)
    if problems:
        twice = islice(_duplicates(compose(body)), _TOLD) if _TWICE in problems else ()
        problems = [*twice, *(one for one in problems[:_TOLD] if one is not _TWICE)]
    return (_without_own_keys(data) if "x-" in body and _OWN_KEY.search(body) else data), problems


def _read_with(kind: Any, text: str) -> tuple[Any, list[Problem]]:
    """The data by one of PyYAML's parsers. What libyaml refuses, its Python refuses too and then has the word."""
    parser = kind(text)
    try:
        return _read(parser.get_event, text)
    except (Refused, yaml.MarkedYAMLError) as error:
        opened = parser.marks[-1:] if isinstance(parser, PyParser) else []
        refused = error if isinstance(error, Refused) else Refused(explain(error, text, *opened))
    except (ValueError, OverflowError):  # PyYAML's Python, for an escape past the end of Unicode
        refused = _refuse("syntax", ESCAPE, parser.get_mark(), ESCAPE_HELP)
    if kind is not PyParser and len(text) <= _SHORT:
        _, odd = _read_with(PyParser, text)
        refused = next((Refused(one) for one in odd if one is not _TWICE), refused)
    raise refused


def _read(get: Callable[[], Any], text: str) -> tuple[Any, list[Problem]]:
    """Build the data from the events, with a stack of our own so that no nesting can exhaust the interpreter's."""
    get()
    event = get()
    if event.__class__ is StreamEndEvent:
        return None, []
    data, problems = _read_value(get, text)
    last = get()
    if last.__class__ is not StreamEndEvent:
        raise _refuse(
            "several-documents", "a second document starts here", last.start_mark, "Keep one record in a file."
        )
    return data, problems


def _read_value(  # noqa: C901, PLR0912, PLR0915  # one loop, as its docstring says
    get: Callable[[], Any], text: str
) -> tuple[Any, list[Problem]]:
    """The value of the document whose start has been read, up to and including its end.

    One long loop instead of a function per event: this is the hottest path there is, and calls would double its cost.
    """
    scalar, nulls, problems = ScalarEvent, _NULLS, list[Problem]()
    glued, escapes = " #" in text and _GLUED_COMMENT.search(text) is not None, "\\" in text
    sigils = "&" in text or "*" in text or "!" in text
    stack: list[tuple[Any, str | None]] = []
    here: Any = []  # the list or dict being filled; first a list for the document's one value
    in_mapping, key, left, room = False, None, NODES, NODES
    while True:
        event = get()
        kind = event.__class__
        if kind is scalar:
            if sigils and (event.anchor is not None or event.tag is not None):
                raise _forbidden(event, text)
            value = event.value
            if in_mapping:
                if key is None:
                    key = value
                    if key in here:
                        problems.append(_TWICE)
                    elif key in nulls and not event.style:
                        problems.append(_bad_key(event, "empty"))
                    elif key == "<<" and not event.style:
                        raise _refuse(
                            "anchor-or-alias",
                            "`<<` is a merge key; merge keys are not used here",
                            event.start_mark,
                            "Write the keys out.",
                        )
                    if escapes and event.style:
                        _refuse_escaped(event, text)
                    continue
                if event.style:
                    value = Quoted(value)
                    if escapes:
                        _refuse_escaped(event, text)
                elif glued and _GLUED_COMMENT.match(text, event.end_mark.index):
                    value = Cut(value, _rest(text, event))
                elif value in nulls:
                    value = None
                here[key] = value
                key = None
            elif event.style:
                here.append(Quoted(value))
                if escapes:
                    _refuse_escaped(event, text)
            elif glued and _GLUED_COMMENT.match(text, event.end_mark.index):
                here.append(Cut(value, _rest(text, event)))
            else:
                here.append(None if value in nulls else value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            left -= 1
            if event.anchor is not None or event.tag is not None or left < 0 or len(stack) >= DEPTH:
                raise _too_much(stack, left, event) or _forbidden(event, text)
            if in_mapping and key is None:
                raise Refused(_bad_key(event, "a mapping" if kind is MappingStartEvent else "a list"))
            stack.append((here, key))
            in_mapping = kind is MappingStartEvent
            here, key = ({} if in_mapping else []), None
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value = here
            room -= len(value)
            if room < 0:
                raise _refuse("too-large", f"there are more than {NODES:,} values", None, SPLIT)
            here, key = stack.pop()
            in_mapping = here.__class__ is dict
            if in_mapping:
                here[key] = value
                key = None
            else:
                here.append(value)
        elif kind is AliasEvent:
            raise _forbidden(event, text)
        else:
            return here[0], problems


def _rest(text: str, event: Any) -> str:
    start = event.end_mark.index
    return re.compile(r"[^\r\n]*").match(text, start, start + 500)[0]  # type: ignore[index]  # matches anywhere


def _without_own_keys(data: Any) -> Any:
    if isinstance(data, dict):
        kept = ((key, value) for key, value in data.items() if not key.startswith("x-"))
        return {key: value if key in _NAMED_BY_OTHERS else _without_own_keys(value) for key, value in kept}
    return [_without_own_keys(value) for value in data] if isinstance(data, list) else data


def _refuse(rule: str, message: str, mark: yaml.Mark | None, help: str = "") -> Refused:
    return Refused(Problem(message, rule=rule, position=_position(mark) if mark else None, help=help))


def _position(mark: yaml.Mark) -> Position:
    return Position(mark.line + 1, mark.column + 1)


def _too_much(stack: list[Any], left: int, event: Any) -> Refused | None:
    if len(stack) >= DEPTH:
        message = f"values are nested more than {DEPTH} deep"
        return _refuse("too-large", message, event.start_mark, "Write the value without so many brackets.")
    if left < 0:
        return _refuse("too-large", f"there are more than {NODES:,} lists and mappings", event.start_mark, SPLIT)
    return None


def _forbidden(event: Any, text: str) -> Refused:
    """The refusal of an anchor, an alias or a tag."""
    mark = event.start_mark
    help = f"If it is text, {quoting(text, mark.line)}; if a value was to be repeated, write it out."
    found = shown(line_at(text, mark.line)[mark.column :].partition(" ")[0], 40)
    if event.anchor is None:
        return _refuse("tag", f"{found} is a YAML tag; tags are not used here", mark, help)
    what = "an alias; aliases" if isinstance(event, AliasEvent) else "an anchor; anchors"
    return _refuse("anchor-or-alias", f"{found} is {what} are not used here", mark, help)


def _bad_key(event: Any, what: str) -> Problem:
    message = f"a key is {what}; keys are words"
    help = "Write a word before the colon; quote text that has braces or brackets of its own."
    return Problem(message, rule="key-not-text", position=_position(event.start_mark), help=help)


#: Stands for a key that its mapping already had; where both stand is looked up at the end, in the composed nodes.
_TWICE = Problem("a key stands twice", rule="duplicate-key")


def _duplicates(node: Node) -> Iterator[Problem]:
    first: dict[str, yaml.Mark] = {}
    if isinstance(node, MappingNode):
        for key, _ in node.value:
            if isinstance(key, ScalarNode) and first.setdefault(key.value, key.start_mark) is not key.start_mark:
                message = f"the key {shown(key.value, 40)} stands here and on line {first[key.value].line + 1}"
                help = "Keep one of the two lines."
                yield Problem(message, rule="duplicate-key", position=_position(key.start_mark), help=help)
    for child in children(node):
        yield from _duplicates(child)


def children(node: Node | None) -> list[Node]:
    """The keys and values of a mapping, the entries of a list, in the order of the text."""
    if isinstance(node, MappingNode):
        return [one for pair in node.value for one in pair]
    return node.value if isinstance(node, SequenceNode) else []


def scalars(node: Node | None) -> Iterator[ScalarNode]:
    """All scalars of a tree, keys too, in the order of the text."""
    if isinstance(node, ScalarNode):
        yield node
    for child in children(node):
        yield from scalars(child)


def _refuse_escaped(event: Any, text: str) -> None:
    """Refuse what an escape in double quotes brings in that may not stand in the file as it is."""
    found = FORBIDDEN.search(event.value)
    if found is None:
        return
    surrogate = _SURROGATE.search(text, event.start_mark.index, event.end_mark.index)
    if surrogate and "\ud800" <= found[0] <= "\udfff":
        raise Refused(Problem(ESCAPE, rule="syntax", position=position_at(text, surrogate.start()), help=ESCAPE_HELP))
    raise Refused(replace(forbidden(found[0]), position=_position(event.start_mark)))


def _refuse_loose(text: str) -> None:
    """Refuse what PyYAML's C lets pass and its Python does not.

    That is a tab outside quotes, text blocks and comments, and a comment glued to the `|` of a text block. A tab in
    the indentation of a text block is the other way round.
    """
    place = 0
    for start, end in [*_styled(text), (len(text), len(text))]:
        for found in _COMMENT_OR_TAB.finditer(text, place, start):
            if found[0] == "\t":
                raise Refused(Problem(TAB, rule="syntax", position=position_at(text, found.start()), help=TAB_HELP))
        place = end


def _styled(text: str) -> Iterator[tuple[int, int]]:
    """Where the quoted texts stand, and the lines of text blocks without the line of their `|`."""
    for node in scalars(compose(text)):
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):
            if _HEADER_COMMENT.match(text, start):
                position = position_at(text, text.index("#", start))
                raise Refused(Problem(HEADER, rule="syntax", position=position, help=HEADER_HELP))
            line_end = _LINE_END.search(text, start)
            body = line_end.end() if line_end else end
            if (tab := _TAB_IN_INDENT.match(text, body, end)) and not _INDENTED.match(text, start):
                raise Refused(Problem(TAB, rule="syntax", position=position_at(text, tab.end() - 1), help=TAB_HELP))
            yield body, end
        elif node.style:
            yield start, end


def compose(text: str) -> Node:
    """The node tree of a text that `parse` has read: it says where each key and value stands."""
    node: Node = PARSER(text.removeprefix("\ufeff")).get_single_node()
    return node


def positions(node: Node, path: FieldPath) -> Iterator[tuple[Node, Node | None]]:
    """The nodes along a path, each with the key it stands under, from the root down to the last one that is there."""
    key: Node | None = None
    yield node, key
    for part in path:
        child = _child(node, part)
        if child is None:
            return
        node, key = child
        yield node, key


def _child(node: Node, part: str | int) -> tuple[Node, Node | None] | None:
    if isinstance(node, MappingNode):
        return next(((value, key) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], None
    return None


def locate(node: Node, path: FieldPath, *, at_key: bool = False) -> Position:
    """Where a value stands, counted from 1: a scalar itself, a list or mapping at its key, else the nearest parent.

    With `at_key` it is where the key stands, of a scalar too.
    """
    node, key = list(positions(node, path))[-1]
    whole = isinstance(node, ScalarNode) and node.start_mark.index != node.end_mark.index
    mark = node.start_mark if key is None or (whole and not at_key) else key.start_mark
    return Position(mark.line + 1, mark.column + 1)
