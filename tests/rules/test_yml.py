# ruff: noqa: E501  # the words that people read, as they read them
"""YML: what is said, in words that help a person who edits YAML in a browser."""

from __future__ import annotations

import pytest

from tests.small_book import load, report
from textcrm.findings import Severity
from textcrm.rules import yml
from textcrm.rules.rule import Rule
from textcrm.source.load import HARMLESS

NAME = "name: Hotel Serra Azul\n"
RULES = [rule for rule in vars(yml).values() if isinstance(rule, Rule)]


def said(text: str) -> str:
    """Message and remedy of the only finding in a company's file."""
    (found,) = report({"companies/x.yaml": text}).findings
    return f"{found.message} | {found.help}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "name: Oven: two decks\n",
            'a colon stands inside a plain value, or the indentation is off | Quote the value: name: "Oven: two decks".',
        ),
        ("name: @home\n", 'a plain value cannot start with `@` | Quote the value: name: "@home".'),
        ("name:Hotel\ncity: a b\n", "no space follows the colon | Write: name: Hotel"),
        (
            f"{NAME}  city: a b\n",
            "this line is indented deeper than the line above, as if its value went on here | Indent it like the line above.",
        ),
        (
            f"{NAME}tags: [a b\ncity: c d\n",
            "the bracket `[` opened here is not closed, or a comma is missing | Close it with `]`, and put a comma between the entries.",
        ),
        (f"{NAME}tags: [a b,\n", "the bracket opened here is not closed | Close it at the end of the list or mapping."),
        (f'{NAME}city: "Gramado\n', "the quote opened here is never closed | Close the quote at the end of the value."),
        (
            f'{NAME}city: "Serra" Azul\n',
            'something follows the closing `"` | Take it away; if it is text, put the whole value in quotes.',
        ),
        (
            f"{NAME}just words\n",
            "this line is no `key: value` | Write a colon and a space after the key, and indent text that goes on.",
        ),
        (
            f"{NAME}\tcity: a b\n",
            "a tab stands where spaces belong | Put a space in its place; if it belongs to the text, quote the value.",
        ),
        (
            "name: &Sons\n",
            '`&Sons` is an anchor; anchors are not used here | If it is text, quote the value: name: "&Sons"; if a value was to be repeated, write it out.',
        ),
        (f"{NAME}city: Lot #5\n", 'city ends at `Lot`: what follows ` #` is a comment | Quote the value: "Lot #5"'),
        (f"{NAME}city: #5\n", 'city is empty: what begins with `#` is a comment | Quote the value: "#5"'),
        (f"{NAME}country: NO\n", 'country `NO` is text here, but not to every YAML reader | Quote the value: "NO"'),
        (f"{NAME}city: S\udce3o\n", "byte 0xE3 is not UTF-8; in Windows-1252 it is `ã` | Save the file as UTF-8."),
        (f"{NAME}name: x y\n", "the key `name` stands here and on line 1 | Keep one of the two lines."),
    ],
)
def test_words(text: str, words: str) -> None:
    assert said(text) == words


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_warnings_are_what_a_record_is_loaded_with(rule: Rule) -> None:
    assert (rule.severity is Severity.WARNING) == (rule.name in HARMLESS)
    assert rule.met


def test_a_broken_file_does_not_make_its_references_dangle() -> None:
    found = report({"companies/padaria-estrela.yaml": "name: [\n", "team/joana.yaml": "- x\n"}).findings
    assert [one.code for one in found] == ["YML002", "YML017"]


def test_a_record_with_a_warning_is_loaded() -> None:
    assert load({"companies/x.yaml": f"{NAME}country: NO\n"}).book.companies["x"].country == "NO"


def test_findings_of_one_file_do_not_hide_those_of_another() -> None:
    files = {f"companies/c{number}.yaml": "name: [\n" for number in range(30)}
    assert len(report(files).findings) == 30
