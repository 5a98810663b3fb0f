# ruff: noqa: E501  # the table of readings has one row a line
"""What PyYAML's syntax errors mean, in words that say how to mend them; the same for its C and its Python parser."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from textcrm.findings import Position, Problem

_LINE_BREAK = re.compile(r"\r\n?|\n")
#: Longest value that a remedy repeats.
_PASTED = 120


class _Reading(NamedTuple):
    """One way YAML breaks: what PyYAML says (context, problem), what we say, the remedy, and which mark to show."""

    context: str
    problem: str
    message: str
    help: str
    opening: bool = False


ESCAPE = "a backslash starts no such escape in double quotes"
ESCAPE_HELP = "Write the character itself; write two backslashes for one."
TAB, TAB_HELP = (
    "a tab stands where spaces belong",
    "Put a space in its place; if it belongs to the text, quote the value.",
)
DIRECTIVE, DIRECTIVE_HELP = "directives (`%…`) are not used here", "Delete the line; if it is text, quote the value."
HEADER, HEADER_HELP = "the text below `|` or `>` starts on the next line", "Put the text on lines of its own, indented."
#: Stands for the remedy that quotes the value on the line.
_QUOTE = ""
_VALUE = re.compile(r"[ \t]*(?:- +)*([^\s:#'\"&*!|>%@`{\[-][^:]{0,60}): +([^\s'\"|>\[{].*)")
_READINGS = tuple(
    _Reading(*row)
    for row in (
        ("quoted scalar", "end of stream|document indicator|document separator", "the quote opened here is never closed", "Close the quote at the end of the value.", True),
        ("quoted scalar|escape|double-quoted", "escape|hexadecimal", ESCAPE, ESCAPE_HELP),
        ("flow sequence", "", "the bracket `[` opened here is not closed, or a comma is missing", "Close it with `]`, and put a comma between the entries.", True),
        ("flow node", "stream end|document", "the bracket opened here is not closed", "Close it at the end of the list or mapping.", True),
        ("flow mapping", "", "the brace `{` opened here is not closed, or a comma is missing", "Close it with `}`, and put a comma between the entries.", True),
        ("", "mapping values are not allowed", "a colon stands inside a plain value, or the indentation is off", _QUOTE),
        ("simple key", "could not find expected ':'", "this line is no `key: value`", "Write a colon and a space after the key, and indent text that goes on.", True),
        ("", "sequence entries are not allowed|block sequence entries", "a list entry `- ` cannot stand here", "Put the list on lines of its own, below its key."),
        ("block mapping|block collection|block sequence|^$", "expected <block end>|document start|expected|did not find", "this line does not fit the lines above", "Check its indentation, and that a colon and a space follow the key."),
        ("", "alias|anchor", "anchors and aliases are not used here", "If it is text, quote the value."),
        ("directive|%TAG|%YAML", "", DIRECTIVE, DIRECTIVE_HELP),
        ("tag", "", "tags (`!…`) are not used here", _QUOTE),
        ("block scalar", "indentation indicator|comment or|comment|chomping", HEADER, HEADER_HELP),
        ("block scalar", "indentation|tab", "the text below `|` or `>` is not indented alike", "Indent every line of the text by the same number of spaces."),
    )
)  # fmt: skip  # one row a line
_RULES = {
    DIRECTIVE: "several-documents",
    "anchors and aliases are not used here": "anchor-or-alias",
    "tags (`!…`) are not used here": "tag",
}


def explain(error: yaml.MarkedYAMLError, text: str, opened: yaml.Mark | None = None) -> Problem:
    """The problem behind a syntax error of PyYAML, at the place a person should look at.

    `opened` is where the innermost list or mapping begins that was being read, if that is known.
    """
    told = _unstartable(error, text) or _indented(error, text) or _after_value(error, text)
    if told:
        return told
    context, problem = error.context or "", error.problem or ""
    for reading in _READINGS:
        if re.search(reading.context, context) and re.search(reading.problem, problem):
            mark = error.context_mark if reading.opening and error.context_mark else error.problem_mark
            mark = opened or mark if context.endswith("flow node") else mark
            rule = _RULES.get(reading.message, "syntax")
            help = reading.help or f"{_upper(quoting(text, mark.line if mark else 0))}."
            return Problem(reading.message, rule=rule, position=_position(mark), help=help)
    said = re.sub(r"[^ -~]", "?", problem)[:120]
    help = "Look at the lines around; quote values that hold signs."
    return Problem(f"the text is not YAML: {said}", rule="syntax", position=_position(error.problem_mark), help=help)


def quoting(text: str, line: int) -> str:
    """How to quote the value on a line (counted from 0), with the line to paste where it is a plain `key: value`."""
    found = _VALUE.fullmatch(line_at(text, line).rstrip())
    if not found or len(found[2]) > _PASTED:
        return "quote the value"
    value = found[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'quote the value: {found[1]}: "{value}"'


def line_at(text: str, line: int) -> str:
    """A line, counted from 0, as PyYAML counts them; empty past the end."""
    start = 0
    for found in _LINE_BREAK.finditer(text):
        if not line:
            return text[start : found.start()]
        start, line = found.end(), line - 1
    return "" if line else text[start:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _position(mark: yaml.Mark | None) -> Position | None:
    return Position(mark.line + 1, mark.column + 1) if mark else None


def _unstartable(error: yaml.MarkedYAMLError, text: str) -> Problem | None:
    """A tab, or a character no plain value may start with."""
    if "cannot start any token" not in (error.problem or "") or not error.problem_mark:
        return None
    mark = error.problem_mark
    char = line_at(text, mark.line)[mark.column : mark.column + 1]
    position = _position(mark)
    if char == "\t":
        return Problem(TAB, rule="syntax", position=position, help=TAB_HELP)
    found = "a backquote" if char == "`" else f"`{char}`"
    return Problem(
        f"a plain value cannot start with {found}",
        rule="syntax",
        position=position,
        help=f"{_upper(quoting(text, mark.line))}.",
    )


_KEY = re.compile(r"[ \t]*(?:- +)*[\w-]+")
_NO_SPACE = re.compile(r"([ \t]*(?:- +)*)([\w-]+):([^\s:/].*)")


def _indented(error: yaml.MarkedYAMLError, text: str) -> Problem | None:
    """A good `key: value` line that YAML takes for more of the value above: no space there, or too much indentation here."""
    mark = error.problem_mark
    if "mapping values are not allowed" not in (error.problem or "") or not mark or not mark.line:
        return None
    line = line_at(text, mark.line)
    if not _KEY.fullmatch(line[: mark.column]):
        return None
    above = _NO_SPACE.fullmatch(line_at(text, mark.line - 1).rstrip())
    if above:
        position = Position(mark.line, above.start(3))
        help = f"Write: {above[2]}: {above[3]}"
        return Problem("no space follows the colon", rule="syntax", position=position, help=help[:_PASTED])
    position = Position(mark.line + 1, len(line) - len(line.lstrip()) + 1)
    message = "this line is indented deeper than the line above, as if its value went on here"
    return Problem(message, rule="syntax", position=position, help="Indent it like the line above.")


def _after_value(error: yaml.MarkedYAMLError, text: str) -> Problem | None:
    """Something that follows a complete value: a closing quote or bracket, or a whole document."""
    mark, problem = error.problem_mark, error.problem or ""
    if not mark:
        return None
    before = line_at(text, mark.line)[: mark.column].rstrip()
    if before.endswith(("'", '"', "]", "}")) and "flow" not in (error.context or ""):
        message = f"something follows the closing `{before[-1]}`"
        help = "Take it away; if it is text, put the whole value in quotes."
        return Problem(message, rule="syntax", position=_position(mark), help=help)
    if "document start" in problem and re.search(r"^(?:---|\.\.\.)", text[: mark.index], re.MULTILINE):
        message, help = (
            "the file holds more than one document",
            "Keep one record in the file; take `---` and `...` away.",
        )
        return Problem(message, rule="several-documents", position=_position(mark), help=help)
    return None
