"""A CSV file's bytes as a sheet: headers and rows of text, with every place known, or refused with the place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple, NoReturn

from textcrm.errors import TextcrmError, UsageError
from textcrm.exchange.quoting import refuse_quoting
from textcrm.exchange.text_file import decoded, each_line, refuse_controls, refuse_other_formats
from textcrm.gates.terminal import one_line
from textcrm.model.values import shown

#: What may stand between cells; of equals the first is taken.
DELIMITERS: Final = (",", ";", "\t", "|")
#: A larger file is no table of a company's customers.
BYTES, ROWS, COLUMNS = 50_000_000, 200_000, 1_000

_NAMES: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars (|)"}
#: The line by which Excel is told what stands between the cells.
_SEP: Final = re.compile(r'"?sep=(?P<delimiter>[,;|\t])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
#: What a file without a header is made of.
_EMPTY: Final = re.compile(r'[\s,;|"]*')
#: So many columns are named where one is missed.
_NAMED: Final = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, one for each header.

    `line` is the line of the file on which it begins, `number` what a spreadsheet calls it: both from 1, the headers'
    own row included. They differ once a cell holds a line break.
    """

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something in a file that was left out, or taken for something else; `line` is where the first such stands."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table from a file: its headers without blanks around, and its rows, in their order, with cells untouched.

    Left out, and told in `remarks`, are blank rows, the header line where it stands again, and columns without a
    header if any of their cells holds something.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...] = ()
    delimiter: str = ","

    def column(self, header: str) -> tuple[str, ...]:
        """The cells under a header, which is there, from top to bottom."""
        place = self.headers.index(header)
        return tuple(row.cells[place] for row in self.rows)


def read_sheet(
    name: str, content: bytes, *, encoding: str = "utf-8", delimiter: str | None = None, wanted: Collection[str] = ()
) -> Sheet:
    """The sheet in a file, of which `name` is what messages call it.

    Without `delimiter` it is the one of `DELIMITERS` by which the first row has the most of the `wanted` columns, of
    equals one by which the next row is as long as the first, then the one that makes most columns.

    Raises `TextcrmError`, one line that begins with `name:line:`, for what cannot be read as a table without a guess:
    bytes of another encoding, control characters, a quote that is never closed, a cell over 131,072 characters, a
    column that is wanted and not there, or there twice, a row with more or fewer cells than there are columns, and
    anything over the limits. Raises `UsageError` for an encoding or a delimiter that is none.
    """
    refuse_other_formats(name, content)
    if len(content) > BYTES:
        raise TextcrmError(f"{name}:1: the file is larger than {BYTES // 1_000_000} MB; split it")
    text = decoded(name, content, encoding)
    refuse_controls(name, text, encoding)
    table = _table(name, text, delimiter, wanted)
    _refuse_headers(table, wanted)
    return _sheet(table, text)


class _Line(NamedTuple):
    """A row as csv gives it; `number` and `line` are as in `Row`."""

    number: int
    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class _Table:
    """What a delimiter makes of a text: its first row that is not blank; whether the next one `fits`, is as long."""

    name: str
    delimiter: str
    top: _Line
    headers: tuple[str, ...]
    fits: bool

    def refuse(self, row: _Line, reason: str) -> NoReturn:
        """Refuse the file for one of its rows."""
        raise TextcrmError(f"{self.name}:{row.line}: {reason}")

    def likeness(self, wanted: Collection[str]) -> tuple[int, bool, bool, int]:
        """How much it looks like the table that is meant: greater is more."""
        width = len(self.headers)
        return sum(one in self.headers for one in wanted), width > 1, self.fits, width


def _lines(name: str, text: str, delimiter: str, source: Iterable[str]) -> Iterator[_Line]:
    """The rows as they stand, but for the line that tells Excel the delimiter; `source` is the text line by line."""
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    number, line = 1, 1
    try:
        for cells in reader:
            if number > 1 or not _SEP.match(text):
                yield _Line(number, line, cells)
            number, line = number + 1, reader.line_num + 1
    except csv.Error:
        refuse_quoting(name, text, (number, line), delimiter)


def _table(name: str, text: str, delimiter: str | None, wanted: Collection[str]) -> _Table:
    """The most likely table; a delimiter by which not even the first row can be read makes none."""
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '" \r\n'):
        raise UsageError(f"cells cannot be separated by {shown(delimiter)}; , ; | and a tab are usual")
    declared = _SEP.match(text)
    if _EMPTY.fullmatch(text, declared.end() if declared else 0):
        _refuse_empty(name)
    tables: list[_Table] = []
    refusals: list[TextcrmError] = []
    for one in delimiter or (declared and declared["delimiter"]) or DELIMITERS:
        try:
            tables.append(_opened(name, text, one))
        except TextcrmError as refused:
            refusals.append(refused)
    if not tables:
        raise refusals[0]
    return max(tables, key=lambda table: table.likeness(wanted))


def _opened(name: str, text: str, delimiter: str) -> _Table:
    lines = _lines(name, text, delimiter, each_line(text))
    filled = (line for line in lines if not _is_blank(line.cells))
    top = next(filled, None) or _refuse_empty(name)
    headers = tuple(map(str.strip, top.cells))
    try:
        fits = len(next(filled, top).cells) == len(headers)
    except TextcrmError:
        fits = False
    return _Table(name, delimiter, top, headers, fits)


def _refuse_empty(name: str) -> NoReturn:
    raise TextcrmError(f"{name}:1: the file is empty; its first line should name the columns")


def _is_blank(cells: Sequence[str]) -> bool:
    joined = "".join(cells)
    return not joined or joined.isspace()


def _refuse_headers(table: _Table, wanted: Collection[str]) -> None:
    headers = table.headers
    if len(headers) > COLUMNS:
        table.refuse(table.top, f"there are {len(headers):,} columns; at most {COLUMNS:,} are read")
    if len(set(headers)) < len(headers):
        _refuse_twins(table, wanted)
    missing = sorted(one for one in wanted if one not in headers)
    if missing:
        names = f"column {shown(missing[0])}" if len(missing) == 1 else f"one of {_listed(map(shown, missing))}"
        meant = [shown(near) for one in missing if (near := _nearest(one, headers))]
        hint = f" (did you mean {_listed(meant)}?)" if meant else ""
        found = f"separated by {_NAMES.get(table.delimiter, shown(table.delimiter))}, the columns are"
        table.refuse(table.top, f"there is no {names}{hint}; {found}: {_listed(headers)}")


def _nearest(wanted: str, headers: Sequence[str]) -> str | None:
    folded = {header.casefold(): header for header in headers[:COLUMNS]}
    near = get_close_matches(wanted.casefold(), folded, 1, 0.8)
    return folded[near[0]] if near else None


def _refuse_twins(table: _Table, wanted: Collection[str]) -> None:
    """Refuse a header that stands twice, if anything is made of it: nobody could say which of the two is meant."""
    places: dict[str, int] = {}
    for place, header in enumerate(table.headers, 1):
        first = places.setdefault(header, place)
        if first != place and header in wanted:
            reason = f"column {first} and column {place} have the same header {shown(header)}; rename one of them"
            table.refuse(table.top, reason)


def _listed(names: Iterable[str]) -> str:
    first = [name or "(no header)" for name in islice(names, _NAMED + 1)]
    return one_line(", ".join(first[:_NAMED]) + (", …" if len(first) > _NAMED else ""))


def _sheet(table: _Table, text: str) -> Sheet:
    rows: list[Row] = []
    left_out = _LeftOut(table.headers)
    keep = _keeper(table.headers)
    width, first = len(table.headers), table.headers[0]
    source = io.StringIO(text, newline="")
    for line in islice(_lines(table.name, text, table.delimiter, source), _below(table.top, text), None):
        cells = line.cells
        if _is_blank(cells):
            left_out.blank.append(line.line)
        elif len(cells) != width:
            _refuse_ragged(table, line)
        elif cells[0].strip() == first and tuple(map(str.strip, cells)) == table.headers:
            left_out.again.append(line.line)
        elif len(rows) == ROWS:
            table.refuse(line, f"there are more than {ROWS:,} rows; split the file")
        else:
            left_out.look(line)
            rows.append(Row(line.number, line.line, keep(cells)))
    headers = keep(list(table.headers))
    return Sheet(table.name, headers, tuple(rows), tuple(sorted(left_out.remarks())), table.delimiter)


def _below(top: _Line, text: str) -> int:
    """How many of the rows that `_lines` gives come before the first below the headers."""
    return top.number - bool(_SEP.match(text))


def _keeper(headers: Sequence[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """Gives the cells under the columns that have a header."""
    places = [place for place, header in enumerate(headers) if header]
    if len(places) == len(headers):
        return tuple
    return (lambda cells: (cells[places[0]],)) if len(places) == 1 else itemgetter(*places)


def _refuse_ragged(table: _Table, line: _Line) -> NoReturn:
    count, width = len(line.cells), len(table.headers)
    cells = "1 cell" if count == 1 else f"{count} cells"
    columns = "there is 1 column" if width == 1 else f"there are {width} columns"
    help = "a line break inside a cell has to be quoted"
    if count > width:
        help = f"a cell with {_NAMES.get(table.delimiter, 'the delimiter')} in it has to be quoted"
    table.refuse(line, f"row {line.number} has {cells}, but {columns}; {help}")


class _LeftOut:
    """Notes what a sheet leaves out: the lines of blank rows and of repeated headers, cells without a header."""

    def __init__(self, headers: Sequence[str]) -> None:
        self.blank: list[int] = []
        self.again: list[int] = []
        self.nameless: dict[int, list[int]] = {place: [] for place, header in enumerate(headers) if not header}

    def look(self, line: _Line) -> None:
        """Note the cells that no header names."""
        for place, lines in self.nameless.items():
            if line.cells[place].strip():
                lines.append(line.line)

    def remarks(self) -> Iterator[Remark]:
        """One for each sort of thing left out."""
        if self.blank:
            yield Remark(self.blank[0], f"left out: {_counted(self.blank, 'blank row')}")
        if self.again:
            yield Remark(
                self.again[0], f"left out: the header line where it stands again, {_counted(self.again, 'time')}"
            )
        for place, lines in self.nameless.items():
            if lines:
                found = _counted(lines, "cell")
                yield Remark(lines[0], f"left out: {found} of column {place + 1}, which has no header")


def _counted(lines: Sequence[int], what: str) -> str:
    return f"{len(lines):,} {what}" if len(lines) == 1 else f"{len(lines):,} {what}s"
