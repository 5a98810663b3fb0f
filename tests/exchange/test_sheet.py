"""A CSV file is read exactly, or refused with the place: nothing is guessed and nothing left out in silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.errors import TextcrmError, UsageError
from textcrm.exchange.sheet import BYTES, COLUMNS, ROWS, Remark, Sheet, read_sheet

DOUBLED = 'quotes inside a quoted cell are doubled ("")'


def rows(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


def read(text: str, wanted: Sequence[str] = ()) -> Sheet:
    return read_sheet("deals.csv", text.encode(), wanted=wanted)


def refusal(content: bytes | str, encoding: str = "utf-8", wanted: Sequence[str] = ()) -> str:
    """The one line by which a file is refused."""
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(TextcrmError) as refused:
        read_sheet("deals.csv", data, encoding=encoding, wanted=wanted)
    assert refused.value.exit_code == 1
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name,amount\nHotel Serra,5\n", ","),
        ("\ufeffname,amount\nHotel Serra,5\n", ","),
        ("name,amount\r\nHotel Serra,5\r\n", ","),
        ("name,amount\rHotel Serra,5", ","),
        ("name;amount\nHotel Serra;5\n", ";"),
        ("name\tamount\nHotel Serra\t5\n", "\t"),
        ("name|amount\nHotel Serra|5\n", "|"),
        ('"name","amount"\n"Hotel Serra","5"\n', ","),
        ('"name";"amount"\n"Hotel Serra";"5"', ";"),
        (" name , amount \nHotel Serra,5\n", ","),
        ('\ufeff"name","amount"\r\n"Hotel Serra","5"\r\n', ","),
    ],
)
def test_the_usual_forms_are_the_same_sheet(text: str, delimiter: str) -> None:
    for wanted in ((), ("amount",), ("name", "amount")):
        sheet = read(text, wanted)
        assert sheet == Sheet("deals.csv", ("name", "amount"), sheet.rows, (), delimiter)
        assert [(row.number, row.line, row.cells) for row in sheet.rows] == [(2, 2, ("Hotel Serra", "5"))]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\r\n\"',;|="), max_size=8)


@given(st.sampled_from(",;\t|"), st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), st.booleans())
def test_what_csv_writes_is_read_cell_by_cell(
    delimiter: str,
    written: list[tuple[str, str, str]],
    quote_all: bool,  # noqa: FBT001  # given by hypothesis
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerows([("the name", "the amount", "the note"), *written])
    sheet = read_sheet("deals.csv", file.getvalue().encode(), wanted=["the note"])
    assert sheet.delimiter == delimiter
    assert rows(sheet) == [row for row in written if "".join(row).strip()]
    assert sheet.column("the amount") == tuple(row[1] for row in rows(sheet))


def test_rows_know_their_line_and_their_number_in_a_spreadsheet() -> None:
    sheet = read('name,note\nA,"one\r\ntwo\nthree"\n\nB,x\n')
    assert [(row.number, row.line) for row in sheet.rows] == [(2, 2), (4, 6)]
    assert rows(sheet) == [("A", "one\r\ntwo\nthree"), ("B", "x")]


def test_a_sheet_of_one_column_and_one_of_headers_only_are_sheets() -> None:
    assert rows(read("name\nA\nB, C\n".replace(", ", "; "))) == [("A",), ("B; C",)]
    assert read("name,amount\n") == Sheet("deals.csv", ("name", "amount"), ())
    assert read("name,amount").headers == ("name", "amount")


def test_the_delimiter_is_the_one_that_gives_the_wanted_columns() -> None:
    text = "Amount, in USD, final;name\n1, net, 1;A\n"
    assert read(text).delimiter == ","
    assert read(text, ["name"]).headers == ("Amount, in USD, final", "name")
    assert read("Amount, in USD, final;name\n1;A\n").headers == ("Amount, in USD, final", "name")
    assert refusal("name,amount\nA\n").startswith("deals.csv:2: row 2 has 1 cell")
    # csv.Sniffer takes the letter e for one here.
    assert read("name\nSeven bakeries\nEleven hotels\n", ["name"]).delimiter == ","


def test_the_delimiter_can_be_said() -> None:
    assert read_sheet("x.csv", b"a,b|c\n1,2|3\n", delimiter="|").headers == ("a,b", "c")
    assert read_sheet("x.csv", b"a~b\n1~2\n", delimiter="~").headers == ("a", "b")
    with pytest.raises(TextcrmError, match="the file is empty"):
        read_sheet("x.csv", b"~~\n~\n", delimiter="~")
    for wrong in ("", ", ", '"', "\n"):
        with pytest.raises(UsageError, match="cells cannot be separated by"):
            read_sheet("x.csv", b"a,b\n", delimiter=wrong)


def test_the_line_that_tells_excel_the_delimiter_is_no_header() -> None:
    sheet = read("sep=;\nname;amount, net\nA;5\n")
    assert (sheet.headers, rows(sheet)) == (("name", "amount, net"), [("A", "5")])
    assert [(row.number, row.line) for row in sheet.rows] == [(3, 3)]


def test_a_column_that_is_wanted_and_not_there_is_told_with_those_that_are() -> None:
    assert refusal("Name;value\nA;1\n", wanted=["name"]) == (
        "deals.csv:1: there is no column `name` (did you mean `Name`?); separated by semicolons, the columns are: "
        "Name, value"
    )
    assert refusal("\nx,\n", wanted=["name", "amount"]) == (
        "deals.csv:2: there is no one of `amount`, `name`; separated by commas, the columns are: x, (no header)"
    )
    assert refusal(",".join(f"c{number}" for number in range(50)), wanted=["name"]).endswith("c38, c39, …")


def test_a_header_that_stands_twice_is_told_with_both_columns() -> None:
    expected = "deals.csv:1: column 1 and column 3 have the same header `name`; rename one of them"
    assert refusal("name,amount, name\nA,1,B\n", wanted=["name"]) == expected


def test_a_header_that_stands_twice_is_nobodys_concern_where_nothing_is_made_of_it() -> None:
    sheet = read("name,origin,origin\nA,x,y\n", wanted=["name"])
    assert sheet.headers == ("name", "origin", "origin")
    assert sheet.rows[0].cells == ("A", "x", "y")


def test_columns_without_a_header_are_left_out_and_told_if_they_hold_anything() -> None:
    sheet = read("name,,amount,\nA,x,1,\nB, ,2,\nC,y,3,\n")
    assert (sheet.headers, rows(sheet)) == (("name", "amount"), [("A", "1"), ("B", "2"), ("C", "3")])
    assert sheet.remarks == (Remark(2, "left out: 2 cells of column 2, which has no header"),)
    assert rows(read(",name,\n1,A,\n")) == [("A",)]


def test_blank_rows_and_repeated_headers_are_left_out_and_told() -> None:
    sheet = read("name,amount\nA,1\n name,amount\n\n , \n,,,\nB,2\nname,amount\n")
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("A", "1")), (7, ("B", "2"))]
    assert sheet.remarks == (
        Remark(3, "left out: the header line where it stands again, 2 times"),
        Remark(4, "left out: 3 blank rows"),
    )
    assert rows(read("name,amount\nname,5\n")) == [("name", "5")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,amount\nA,1\nB,2,3,4\n", "3: row 3 has 4 cells, but there are 2 columns; a cell with commas in it"),
        ('name,note,x\nA,"1\n2",3\nB\n', "4: row 3 has 1 cell, but there are 3 columns; a line break inside a cell"),
        ("name\nA\nB,C\n", "3: row 3 has 2 cells, but there is 1 column; a cell with commas in it"),
        ("name;amount\nA;1;2\n", "2: row 2 has 3 cells, but there are 2 columns; a cell with semicolons in it"),
        ("name,amount\nA,1,\n", "2: row 2 has 3 cells, but there are 2 columns; a cell with commas in it"),
    ],
)
def test_rows_of_another_length_are_refused(text: str, expected: str) -> None:
    assert refusal(text) == f"deals.csv:{expected} has to be quoted"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name,amount\nA,1\n"x,1\ny,2\nz,3', "3:1: the quote opened on line 3 is never closed"),
        ('name,amount\n"x\n1",\n1,"y\n', "4:3: the quote opened on line 4 is never closed"),
        ('"name,amount\nA,1\n', "1:1: the quote opened on line 1 is never closed"),
        (
            'name,amount\n"x,1\n"y",2\n',
            f'3:2: `y",2` follows a closing quote, the quote opened on line 2; {DOUBLED}',
        ),
        (
            'name,amount\nA,"5" pipe"\n',
            f'2:6: ` pipe"` follows a closing quote, the quote opened on line 2; {DOUBLED}',
        ),
    ],
)
def test_quotes_gone_wrong_are_told_with_the_line_that_opened_them(text: str, expected: str) -> None:
    assert refusal(text) == f"deals.csv:{expected}"


def test_a_quote_inside_a_bare_cell_is_a_character() -> None:
    assert rows(read('name,size\nPipe,5" or 6"\n')) == [("Pipe", '5" or 6"')]


def test_a_cell_over_the_limit_of_csv_is_told_by_row_and_column() -> None:
    most = csv.field_size_limit()
    assert rows(read(f"name,note\nA,{'x' * most}\n"))[0][1] == "x" * most
    expected = "deals.csv:4:3: row 3, column 2: the cell has more than 131,072 characters"
    assert refusal(f'name,note\n"A\nB",1\nC,{"x" * (most + 1)}\n') == expected
    swallowed = f'name,note\nA,1\nB,"{"x,2" * most}\n'
    assert refusal(swallowed) == (
        "deals.csv:3:3: row 3, column 2: the cell has more than 131,072 characters; perhaps the quote opened on line 3 "
        "is never closed"
    )


SAY = "say so with --encoding {0}, or with encoding: {0} in the map"


def test_text_that_is_not_utf_8_is_refused_with_the_place_and_read_when_told() -> None:
    latin = "name,city\nA,1\nPão,São Paulo\n".encode("cp1252")
    say = SAY.format("cp1252")
    assert refusal(latin) == f"deals.csv:3:2: byte 0xE3 is not UTF-8; if `ã` is meant, {say}"
    for encoding in ("cp1252", "latin-1", "ISO-8859-1"):
        assert rows(read_sheet("deals.csv", latin, encoding=encoding))[1] == ("Pão", "São Paulo")
    undefined = refusal(b"name\r\n\x9d\n", "cp1252")
    assert undefined.startswith("deals.csv:2:1: byte 0x9D is not cp1252; if it is in another encoding, say so with")


def test_windows_text_read_as_latin_1_is_refused_for_its_controls() -> None:
    expected = "deals.csv:2:2: the control character U+0093 is not allowed in a text file; if letters are meant, "
    assert refusal("name\nA“B”\n".encode("cp1252"), "latin-1") == expected + SAY.format("cp1252")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_and_read_when_told(encoding: str) -> None:
    content = "name,city\nPão,株式会社\n".encode(encoding)
    assert refusal(content) == f"deals.csv:1:1: the file is UTF-16, not UTF-8; {SAY.format(encoding)}"
    assert rows(read_sheet("deals.csv", content, encoding=encoding)) == [("Pão", "株式会社")]


def test_an_encoding_that_is_none_is_a_matter_of_usage() -> None:
    for wrong in ("klingon", "rot13", "hex", "idna", "unicode_escape", "utf-7", ""):
        with pytest.raises(UsageError, match=r"the encoding `.*` is not known; utf-8, cp1252, latin-1, utf-16"):
            read_sheet("deals.csv", b"name\n", encoding=wrong)


@pytest.mark.parametrize(
    ("char", "named"), [("\0", "a NUL character"), ("\x1b", "the control character U+001B"), ("\x7f", "the control")]
)
def test_control_characters_are_refused_with_the_place(char: str, named: str) -> None:
    told = refusal(f"name\nA\n\nHotel {char}Serra\n")
    assert told.startswith(f"deals.csv:4:7: {named}")
    assert told.endswith("is not allowed in a text file; delete it in the file")


def test_letters_of_every_script_and_marks_of_direction_are_left_to_the_fields() -> None:
    written = "name\nA\u202eB\u2028C\u200f\n"
    assert rows(read(written)) == [("A\u202eB\u2028C\u200f",)]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x1f\x8b\x08\x00bomb", "compressed (gzip), not CSV; unpack it first"),
        (
            b"PK\x03\x04\x14\x00",
            "a workbook (xlsx, ods) or another zip archive, not CSV; open it and save the sheet as",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (xls), not CSV; open it and save the sheet as"),
        (b"%PDF-1.4", "a PDF, not CSV; export the table as"),
    ],
)
def test_what_is_no_text_is_not_opened(content: bytes, what: str) -> None:
    assert refusal(content).startswith(f"deals.csv:1: the file is {what}")


@pytest.mark.parametrize("content", [b"", b"\n\r\n", b"\xef\xbb\xbf", b" , \n,\n", b"sep=;\n", b"\xc2\xa0;\n"])
def test_a_file_without_columns_is_refused(content: bytes) -> None:
    assert refusal(content) == "deals.csv:1: the file is empty; its first line should name the columns"


def test_more_than_a_person_would_import_is_refused() -> None:
    million = refusal(",".join(map(str, range(1_000_000))))
    assert million == f"deals.csv:1: there are 1,000,000 columns; at most {COLUMNS:,} are read"
    assert refusal("," * 2_000 + "a") == f"deals.csv:1: there are 2,001 columns; at most {COLUMNS:,} are read"
    assert (
        refusal("a\n" + "1\n" * (ROWS + 1)) == f"deals.csv:{ROWS + 2}: there are more than 200,000 rows; split the file"
    )
    assert refusal(b"a" * (BYTES + 1)) == "deals.csv:1: the file is larger than 50 MB; split it"


def test_what_a_file_holds_cannot_leave_the_line_of_its_refusal() -> None:
    told = refusal('"na\nme\x85",b\n'.replace("\x85", "\u2028"), wanted=["x"])
    assert "\u2028" not in told
    assert "na\\nme" in told


def test_formulas_and_words_of_yaml_stay_the_text_they_are() -> None:
    written = ["=cmd|' /C calc'!A0", "no", "010", "12:30", "2026-02-30", "a: b #c", "&Sons", "~", "'=1+1"]
    assert [cells[0] for cells in rows(read("\n".join(["name", *written])))] == written
