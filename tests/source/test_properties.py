"""Whatever the bytes: a book or findings, the same from both parsers, each at a place inside the file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.small_book import CRM
from textcrm.files import Tree
from textcrm.model.values import Quoted
from textcrm.source import document
from textcrm.source.comments import ignore_comments
from textcrm.source.document import Refused, compose, locate, parse, positions
from textcrm.source.load import Loaded, load_book
from textcrm.source.scan import FORBIDDEN, scan

EXAMPLE = Path(__file__).parents[1] / "books/example/crm_data"
RECORDS = {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in sorted(EXAMPLE.rglob("*.yaml"))}
SIGILS = [
    b"\t",
    b'"',
    b"'",
    b"|",
    b">",
    b"|2-",
    b"? ",
    b": ",
    b":",
    b"- ",
    b" #",
    b"#x",
    b"%",
    b"---\n",
    b"...\n",
    b"&a ",
    b"*a",
    b"!t ",
    b"<<: ",
    b"@",
    b"`",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\\",
    b"\\x",
    b"\\ud800",
    b"\\U00110000",
    b"\r",
    b"\r\n",
    b"\n",
    b" ",
    b"  ",
    b"\xef\xbb\xbf",
    b"\xc3",
    "é😀".encode(),
    b"null",
    b"=",
    b"\x00",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"x-",
    b"<<<<<<< a\n",
    b"~",
    b"{? a}",
    b"[? a: b]",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).filter(lambda text: not FORBIDDEN.search(text))


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A record of the example with bytes or lines deleted, doubled, swapped, or signs of YAML put in."""
    path = draw(st.sampled_from(sorted(RECORDS)))
    content = RECORDS[path]
    for _ in range(draw(st.integers(1, 4))):
        lines = content.splitlines(keepends=True) or [b""]
        at, other = draw(st.integers(0, len(content))), draw(st.integers(0, 12))
        line, second = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(["delete", "double", "insert", "cut", "lose line", "double line", "swap lines"]))
        if what == "delete":
            content = content[:at] + content[at + other :]
        elif what == "double":
            content = content[: at + other] + content[at:]
        elif what == "insert":
            content = content[:at] + draw(st.sampled_from(SIGILS)) + content[at:]
        elif what == "cut":
            content = content[:at]
        else:
            chosen = {"lose line": [], "double line": [lines[line]] * 2, "swap lines": [lines[second]]}[what]
            lines[line : line + 1] = chosen
            content = b"".join(lines)
    return path, content


def load(path: str, content: bytes) -> Loaded:
    """The file in a CRM without anything else; the positions of all problems lie inside it."""
    text = content.decode("utf-8", "surrogateescape")
    loaded = load_book(Tree({"crm_data/crm.yaml": CRM, f"crm_data/{path}": text}))
    lines = re.split(r"\r\n?|\n", text)
    for problem in loaded.problems:
        assert problem.message
        assert problem.rule
        if problem.position:
            assert 1 <= problem.position.line <= len(lines)
            assert 1 <= problem.position.column <= len(lines[problem.position.line - 1]) + 1
    return loaded


def agree(path: str, content: bytes) -> None:
    """Both parsers load the same, or refuse both."""
    quick = load(path, content)
    with patch.object(document, "PARSER", document.PyParser):
        plain = load(path, content)
    assert quick.book == plain.book
    assert bool(quick.problems) == bool(plain.problems)
    assert quick.book.broken == plain.book.broken


@given(st.sampled_from(["companies/x.yaml", "crm.yaml", "activities/joana/x.yaml"]), st.binary(max_size=200))
def test_any_bytes_end_in_a_book_or_problems(path: str, content: bytes) -> None:
    agree(path, content)


@given(st.lists(st.sampled_from([*SIGILS, b"a", b"b", b"1", b"name: ", b"\n", b"\n  "]), max_size=14).map(b"".join))
def test_any_signs_end_in_a_book_or_problems(content: bytes) -> None:
    agree("companies/x.yaml", content)


@given(spoiled())
def test_spoiled_records_end_in_a_book_or_problems(record: tuple[str, bytes]) -> None:
    agree(*record)


@pytest.mark.slow
@settings(max_examples=4_000)
@given(spoiled())
def test_thousands_of_spoiled_records_end_in_a_book_or_problems(record: tuple[str, bytes]) -> None:
    agree(*record)


@given(TEXTS)
@example("no")
@example("0150")
@example("a: b #c")
@example(" x ")
@example("~")
@example("'\"\\")
def test_quoted_text_loads_as_the_same_text(text: str) -> None:
    data, problems = parse("\n".join([f"double: {json.dumps(text, ensure_ascii=False)}", "end: 1", ""]))
    assert (data, problems) == ({"double": text, "end": "1"}, [])
    assert type(data["double"]) is Quoted
    if not re.search(r"[\r\n]", text):
        quoted = text.replace("'", "''")
        assert parse(f"single: '{quoted}'\nend: 1\n")[0] == {"single": text, "end": "1"}


@given(st.lists(TEXTS.filter(lambda text: text.strip() and not re.search(r"[\r\n\t]", text)), min_size=1, max_size=5))
def test_text_blocks_load_as_the_same_text(lines: list[str]) -> None:
    text = "notes: |2-\n" + "".join(f"  {line}\n" for line in lines)
    assert parse(text)[0] == {"notes": "\n".join(lines)}


@given(spoiled())
def test_every_value_of_a_text_is_located_inside_it(record: tuple[str, bytes]) -> None:
    text = record[1].decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    if any(problem.rule != "invisible-character" for problem in scan(text)):
        return
    try:
        data, problems = parse(text)
    except Refused:
        return
    if data is None or problems:
        return
    root = compose(text)
    lines = re.split(r"\r\n?|\n", text)
    todo: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while todo:
        path, value = todo.pop()
        position = locate(root, path)
        assert position.column <= len(lines[position.line - 1]) + 1
        assert len(list(positions(root, path))) == len(path) + 1
        if isinstance(value, dict):
            todo += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            todo += [((*path, index), inner) for index, inner in enumerate(value)]
        elif type(value) is str and path and "\n" not in value:
            assert lines[position.line - 1][position.column - 1 :].startswith(value.split(" ")[0])
    ignore_comments(f"{text}\n# textcrm: ignore[HYG001] x\n")
