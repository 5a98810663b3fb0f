"""Annotations, JSON, XML and addresses: what goes in comes out of a reader, and nothing else does."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.gates import annotation, url, xml
from textcrm.gates import json as json_gate
from textcrm.gates.length import cut

FRAGMENTS = st.sampled_from(
    ("##[error]", "##vso[", "::error::", "\n", "\r", "%0A", "]]>", "<a>", "&amp;", '"', "\\", "\x00")
)
ANYTHING = st.lists(FRAGMENTS | st.text(st.characters(exclude_categories=()), max_size=5)).map("".join)


@pytest.mark.parametrize(
    ("properties", "message", "line"),
    [
        ({}, "plain", "::error::plain"),
        ({"file": "a", "line": 3, "col": None}, "x", "::error file=a,line=3::x"),
        ({"file": "a,line=1::b.yaml"}, "x", "::error file=a%2Cline=1%3A%3Ab.yaml::x"),
        ({"file": "a\nb%0A"}, "x", "::error file=a%0Ab%250A::x"),
        ({}, "a\r\n::error::owned %0A", "::error::a%0D%0A::error::owned %250A"),
        ({}, "##[error]\x1b[2J\u2028\ud800", r"::error::#\x23[error]\x1b[2J\u2028\ud800"),
    ],
)
def test_annotation(properties: dict[str, str | int | None], message: str, line: str) -> None:
    assert annotation.command("error", properties, message) == line


@given(ANYTHING, ANYTHING)
def test_an_annotation_is_one_line_and_one_command(path: str, message: str) -> None:
    line = annotation.command("warning", {"file": path, "line": 1}, message)
    assert len(line.splitlines()) == 1
    assert re.fullmatch(r"::warning file=[^,:]*,line=1::.*", line)
    assert not re.search(r"##\w*\[", line)


@given(ANYTHING)
def test_json_comes_back_and_is_ascii(text: str) -> None:
    written = json_gate.dumps({"a": text, text: None})
    assert json.loads(written) == {"a": text, text: None}
    assert written.isascii()
    assert written.isprintable()
    assert not re.search(r"##\w*\[", written)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_json_has_no_nan(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_gate.dumps({"a": [number]})


@pytest.mark.parametrize("values", [[], [1], [1, "::a", {"b": None}]])
def test_json_lines_are_an_array(values: list[object]) -> None:
    written = json_gate.lines(values)
    assert json.loads(written) == values
    assert len(written.splitlines()) == (len(values) + 2 if values else 1)


@given(ANYTHING)
def test_xml_comes_back_without_what_xml_lacks(value: str) -> None:
    written = f"<a{xml.attributes({'b': value, 'c': 1})}>{xml.text(value)}</a>"
    assert written.isascii()
    assert not re.search(r"##\w*\[", written)
    element = ET.fromstring(written)  # noqa: S314 - our own output
    kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", value)
    assert (element.text or "", element.attrib["b"], element.attrib["c"]) == (kept, kept, "1")


def test_xml_lines_are_no_commands() -> None:
    assert xml.text("a\n  ::error::b\n::c") == "a\n  &#58;:error::b\n&#58;:c"


@given(ANYTHING.filter(bool))
def test_an_address_of_a_path_is_relative(path: str) -> None:
    assert re.fullmatch(r"(?!/)(?:[A-Za-z0-9._~-]|%[0-9A-F]{2}|/(?!/))+", url.relative(path))


@pytest.mark.parametrize(
    ("text", "limit", "kept"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab", 1, "…"), ("", 1, "")]
)
def test_cut(text: str, limit: int, kept: str) -> None:
    assert cut(text, limit) == kept
