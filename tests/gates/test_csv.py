"""Nothing in a cell is a formula, a number stays one, and what was written is read back."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reporters.nasty import texts
from textcrm.gates.csv import guard, rows, unguarded

FORMULAS = ["=1+1", '=HYPERLINK("http://x.example")', "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)"]
FORMULAS += ["\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "-", "+4712345678", "-1e5", "-1,5", "-.5"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert unguarded(guard(text)) == text


@pytest.mark.parametrize(
    "text", ["", "Padaria", "00123", "1E5", "1/2", "a=1", "'tis", "-5", "-12.50", "2026-11-23", " =1"]
)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert guard(text) == unguarded(text) == text


PARTS = st.sampled_from(["##", "#", "[", "::", ":", "\\x23", "\\x3a", "\\", "vso[", "\n", " "])


@given(st.text(st.characters() | st.sampled_from("'=+-@\t\r\n＝5"), max_size=6) | st.lists(PARTS).map("".join))
def test_the_guard_can_always_be_taken_away(text: str) -> None:
    assert unguarded(guard(text)) == text


def test_an_apostrophe_before_a_formula_is_told_from_a_guard() -> None:
    assert [guard(text) for text in ("'=1", "''=1")] == ["''=1", "'''=1"]


def test_days_numbers_and_what_is_not_known() -> None:
    line = (date(2026, 11, 23), Decimal("-1200.50"), Decimal("1E+3"), 7, True, None, 'a "b", c')
    assert rows([line]) == '2026-11-23,-1200.50,1000,7,true,,"a ""b"", c"\n'


@given(st.lists(st.lists(texts, min_size=2, max_size=3), max_size=3))
def test_whatever_a_cell_holds_the_lines_and_columns_stay(lines: list[list[str]]) -> None:
    made = rows(lines)
    read = list(csv.reader(io.StringIO(made, newline="")))
    assert [len(line) for line in read] == [len(line) for line in lines]
    assert "##[" not in made
    assert not any(line.lstrip().startswith("::") for line in re.split("[\r\n]", made))
    assert [[unguarded(cell) for cell in line] for line in read] == lines
