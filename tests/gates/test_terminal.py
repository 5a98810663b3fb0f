"""Nothing in a value moves the cursor, hides from the reader or commands a build server."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.gates.terminal import guarded, one_line, visible, visible_characters

ANYTHING = st.text(st.characters(exclude_categories=()) | st.sampled_from("#[:\n\x1b\u202e"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Padaria Estrela – São Paulo, R$\u00a010", "Padaria Estrela – São Paulo, R$\u00a010"),
        ("株式会社 🍕 ❤️ e\u0301 العربية", "株式会社 🍕 ❤️ e\u0301 العربية"),
        ("a\nb\r\n\tc", r"a\nb\r\n\tc"),
        ("\x00\x07\x1b[31m\x7f\x85\x9b", r"\x00\x07\x1b[31m\x7f\x85\x9b"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\u202eb\u2066\u200f\u061c", r"\u202eb\u2066\u200f\u061c"),
        ("a\u200bb\u200d\ufeff\u00ad\u2060", r"a\u200bb\u200d\ufeff\xad\u2060"),
        ("\U000e0041\U000e0100\u3164\u115f", r"\U000e0041\U000e0100\u3164\u115f"),
        ("\ud800 \udcff", r"\ud800 \udcff"),
        ("##[error]x", r"#\x23[error]x"),
        ("a ###[x] ##vso[task] ##teamcity[y]", r"a ##\x23[x] #\x23vso[task] #\x23teamcity[y]"),
        ("## a heading, C# [1], #[x]", "## a heading, C# [1], #[x]"),
        (r"C:\new \x1b", r"C:\new \x1b"),
    ],
)
def test_hidden_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert "".join(visible_characters(text)) == shown


def test_no_hidden_category_is_forgotten() -> None:
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    missed = [
        char for char in map(chr, range(0x110000)) if unicodedata.category(char) in hidden and visible(char) == char
    ]
    assert missed == []


@given(ANYTHING)
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert "".join(visible_characters(text)) == shown
    assert shown.isascii() or shown.encode("utf-8")


@pytest.mark.parametrize(
    ("line", "safe"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("  \t::error::x", "  \t" + r"\x3a:error::x"),
        ("\u00a0::x", "\u00a0" + r"\x3a:x"),
        (":: ", r"\x3a: "),
        (":", ":"),
        ("a ::b", "a ::b"),
    ],
)
def test_no_line_begins_like_a_command(line: str, safe: str) -> None:
    assert guarded(line) == safe


@given(ANYTHING, st.integers(1, 40))
def test_one_line_is_one_short_line(text: str, limit: int) -> None:
    shown = one_line(text, limit)
    assert len(shown) <= limit
    assert len(shown.splitlines()) <= 1
    assert not shown.lstrip().startswith("::")


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("a\x1bcdef", 6, r"a\x1b…"),
        ("ab\x1bcd", 6, "ab…"),
        ("ab\u202ecd", 8, "ab…"),
        ("ab\U000e0041cd", 12, "ab…"),
    ],
)
def test_the_cut_leaves_no_half_escape(text: str, limit: int, shown: str) -> None:
    assert one_line(text, limit) == shown
