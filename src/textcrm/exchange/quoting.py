"""Where the quotes of a CSV file go wrong: csv says only that they do."""

from __future__ import annotations

import csv
import re
from typing import NoReturn

from textcrm.errors import TextcrmError
from textcrm.exchange.text_file import line_start, place
from textcrm.gates.terminal import one_line

_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*')
_DOUBLED = 'quotes inside a quoted cell are doubled ("")'


def refuse_quoting(name: str, text: str, row: tuple[int, int], delimiter: str) -> NoReturn:
    """Refuse the row that csv could not read, with the place and the reason: a quote, or a cell over csv's limit.

    `row` is its number and the line on which it begins.
    """
    bare = re.compile(rf"[^\r\n{re.escape(delimiter)}]*")
    at, column, limit = line_start(text, row[1]), 1, csv.field_size_limit()
    while True:
        quoted = _QUOTED.match(text, at)
        cell = quoted or bare.match(text, at)
        end = cell.end() if cell else at
        opened = f"quote opened on line {place(text, at)[0]}"
        if end - at > limit:
            perhaps = f"; perhaps the {opened} is never closed" if quoted else ""
            where = f"row {row[0]}, column {column}"
            _refuse(name, text, at, f"{where}: the cell has more than {limit:,} characters{perhaps}")
        if quoted and end == len(text):
            _refuse(name, text, at, f"the {opened} is never closed")
        end += bool(quoted)
        if text[end : end + 1] != delimiter:
            break
        at, column = end + 1, column + 1
    rest = one_line(text[end : end + 20].partition("\n")[0], 20)
    _refuse(name, text, end, f"`{rest}` follows a closing quote, the {opened}; {_DOUBLED}")


def _refuse(name: str, text: str, index: int, reason: str) -> NoReturn:
    line, column = place(text, index)
    raise TextcrmError(f"{name}:{line}:{column}: {reason}")
