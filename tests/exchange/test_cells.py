"""Cells as text, as yes and no, and as nothing; what the export guards, the import takes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.exchange.cells import flag, is_blank, plain
from textcrm.exchange.sheet import read_sheet
from textcrm.exchange.unreadable import Unreadable
from textcrm.gates.csv import rows


@pytest.mark.parametrize("cell", ["", " ", "\t", "\u00a0", "Select", " Select ", "000000000000000AAA"])
def test_a_cell_may_say_nothing(cell: str) -> None:
    assert is_blank(cell, {"Select", "000000000000000AAA"})


@pytest.mark.parametrize("cell", ["0", "0.00", "no", "select", "-", "null", "None"])
def test_zero_and_words_say_something(cell: str) -> None:
    assert not is_blank(cell, {"Select"})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" Padaria Estrela ", "Padaria Estrela"),
        ("'=1+1", "=1+1"),
        ("'+4712345678", "+4712345678"),
        ("'@handle", "@handle"),
        ("''=1+1", "'=1+1"),
        ("'\uff1d1", "\uff1d1"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("'quoted'", "'quoted'"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("O'Neill", "O'Neill"),
        ("00123", "00123"),
        ("'", "'"),
        ("first\r\nsecond", "first\r\nsecond"),
    ],
)
def test_only_the_apostrophe_of_our_exports_is_taken_away(cell: str, text: str) -> None:
    assert plain(cell) == text


#: As records have it: no blanks around.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@'\"\n,;"), min_size=1, max_size=8)


@given(st.lists(TEXTS.map(str.strip).filter(bool), min_size=1, max_size=4))
def test_what_was_exported_is_imported_as_the_same_text(texts: list[str]) -> None:
    written = [text.replace("##", "#").replace("::", ":") for text in texts]
    sheet = read_sheet("export.csv", rows([["name"], *([text] for text in written)]).encode())
    # A row that says what the header says is the header again.
    assert [plain(row.cells[0]) for row in sheet.rows] == [text for text in written if text != "name"]


def test_a_spreadsheet_finds_no_formula_in_an_export() -> None:
    cells = [cell for row in csv.reader(io.StringIO(rows([["=1+1", "+1", "@x", "-1"]]))) for cell in row]
    assert cells == ["'=1+1", "'+1", "'@x", "-1"]


@pytest.mark.parametrize("cell", ["TRUE", "true", "Yes", "y", "1", "Sim", "sí", " oui ", "Ja", "wahr", "X", "t", "1.0"])
def test_words_for_yes(cell: str) -> None:
    assert flag(cell) is True


@pytest.mark.parametrize("cell", ["FALSE", "No", "n", "0", "Não", "non", "nein", "falso", "off", "f", "0.0"])
def test_words_for_no(cell: str) -> None:
    assert flag(cell) is False


@pytest.mark.parametrize("cell", ["", "2", "maybe", "-1", "null"])
def test_other_words_are_neither(cell: str) -> None:
    with pytest.raises(Unreadable) as refused:
        flag(cell)
    assert refused.value.reason == f"`{cell}` is neither yes nor no"
    assert refused.value.help == "Write true or false, or map its values."
