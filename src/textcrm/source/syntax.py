"""What PyYAML's syntax errors mean, in words that say how to mend them; the same for its C and its Python parser."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from textcrm.findings import Position, Problem


class _Reading(NamedTuple):
    """One way YAML breaks: what PyYAML says (context, problem), what we say, the remedy, and which mark to show."""

    context: str
    problem: str
    message: str
    help: str
    opening: bool = False


ESCAPE = "a backslash starts no such escape in double quotes"
ESCAPE_HELP = "Write the character itself; write two backslashes for one."
TAB, TAB_HELP = "a tab stands where spaces belong", "Put a space in its place; if it belongs to the text, quote the value."
DIRECTIVE, DIRECTIVE_HELP = "directives (`%…`) are not used here", "Delete the line; if it is text, quote the value."
HEADER, HEADER_HELP = "the text below `|` or `>` starts on the next line", "Put the text on lines of its own, indented."
_QUOTE = 'Put the whole value in quotes: "…"'
_READINGS = tuple(
    _Reading(*row)
    for row in (
        ("quoted scalar", "end of stream|document indicator|document separator", "the quote opened here is never closed", "Close the quote at the end of the value.", True),
        ("quoted scalar|escape|double-quoted", "escape|hexadecimal", ESCAPE, ESCAPE_HELP),
        ("flow sequence", "", "the bracket `[` opened here is not closed, or a comma is missing", "Close it with `]`, and put a comma between the entries.", True),
        ("flow mapping", "", "the brace `{` opened here is not closed, or a comma is missing", "Close it with `}`, and put a comma between the entries.", True),
        ("", "mapping values are not allowed", "a colon stands inside a plain value, or the indentation is off", _QUOTE),
        ("simple key", "could not find expected ':'", "this line is no `key: value`", "Write a colon and a space after the key, and indent text that goes on.", True),
        ("", "sequence entries are not allowed|block sequence entries", "a list entry `- ` cannot stand here", "Put the list on lines of its own, below its key."),
        ("", "expected a single document|another document|document start", "the file holds more than one document", "Keep one record in the file; take `---` and `...` away."),
        ("block mapping|block collection|block sequence", "", "this line does not fit the lines above", "Check its indentation, and that a colon and a space follow the key."),
        ("", "alias|anchor", "anchors and aliases are not used here", "If it is text, quote the value."),
        ("directive|%TAG|%YAML", "", DIRECTIVE, DIRECTIVE_HELP),
        ("tag", "", "tags (`!…`) are not used here", _QUOTE),
        ("block scalar", "indentation indicator|comment or|comment|chomping", HEADER, HEADER_HELP),
        ("block scalar", "indentation|tab", "the text below `|` or `>` is not indented alike", "Indent every line of the text by the same number of spaces."),
    )
)  # fmt: skip  # one row a line
_RULES = {
    "the file holds more than one document": "several-documents",
    DIRECTIVE: "several-documents",
    "anchors and aliases are not used here": "anchor-or-alias",
    "tags (`!…`) are not used here": "tag",
}


def explain(error: yaml.MarkedYAMLError, text: str) -> Problem:
    """The problem behind a syntax error of PyYAML, at the place a person should look at."""
    start = _unstartable(error, text)
    if start:
        return start
    context, problem = error.context or "", error.problem or ""
    for reading in _READINGS:
        if re.search(reading.context, context) and re.search(reading.problem, problem):
            mark = error.context_mark if reading.opening and error.context_mark else error.problem_mark
            rule = _RULES.get(reading.message, "syntax")
            return Problem(reading.message, rule=rule, position=_position(mark), help=reading.help)
    said = re.sub(r"[^ -~]", "?", problem)[:120]
    return Problem(f"the text is not YAML: {said}", rule="syntax", position=_position(error.problem_mark), help=_QUOTE)


def _position(mark: yaml.Mark | None) -> Position | None:
    return Position(mark.line + 1, mark.column + 1) if mark else None


def _unstartable(error: yaml.MarkedYAMLError, text: str) -> Problem | None:
    """A tab, or a character no plain value may start with."""
    if "cannot start any token" not in (error.problem or "") or not error.problem_mark:
        return None
    mark = error.problem_mark
    lines = re.split(r"\r\n?|\n", text)
    char = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    position = _position(mark)
    if char == "\t":
        return Problem(TAB, rule="syntax", position=position, help=TAB_HELP)
    return Problem(f"a plain value cannot start with `{char}`", rule="syntax", position=position, help=_QUOTE)
