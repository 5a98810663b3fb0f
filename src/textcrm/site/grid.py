"""Grids: tables as they are shown, with links, second lines, what sorting compares, and what filters look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from textcrm.locale.words import Text
from textcrm.site.filters import NOTHING, Say
from textcrm.site.links import Href, Links
from textcrm.site.page import Page
from textcrm.tables import Column as Field
from textcrm.tables import Kind, Table

#: A page holds so many rows; what is more goes on pages of its own.
ROWS_A_PAGE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where that leads, a quiet second line, and classes for its look (`late`, `none`, `quiet`).

    `value` is what sorting compares, a plain number or an ISO day; `None`: the text; empty: not known, which is last.
    `paste` are lines that can be pasted somewhere, kept folded. `small` are lines for a small screen only, which say
    what columns say that leave there.
    """

    text: Text = ""
    href: Href | None = None
    value: str | None = None
    note: Text = ""
    look: str = ""
    note_href: Href | None = None
    paste: str = ""
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `look` are the classes of its cells, `sort` how it may be sorted.

    `num` is flush right; `p2` leaves on a phone, `p3` in a narrow box too, `p4` even in one that is less narrow.
    Where rows are chosen it is said what they come to: `together`, with `{sum}`, and of those that have no value
    `without`, with `{n}`.
    """

    key: str
    title: str
    look: str = ""
    sort: Literal["text", "number", ""] = "text"
    together: Text = ""
    without: Text = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, the first of whose cells names it. `facets` are what filters look at: several values of a tag, or none."""

    cells: tuple[Cell, ...]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to choose rows. `options` are values with their labels; of a period the values are `FIRST..LAST`.

    What is not offered, as it tells no rows apart or is offered elsewhere, is seen only while an address asks for it.
    """

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    kind: Literal["choice", "period"] = "choice"
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One of the pages over which a long table is spread.

    `facets` are all that filters may find among its rows, each value with how many of them have it.
    """

    label: str
    href: Href
    is_here: bool
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is shown: `id` is its anchor, `label` what it is called, `empty` the sentence if it has no row.

    Its rows stand in the order that is useful without any script. `parts` are the pages it is spread over, if several.
    """

    id: str
    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    facets: tuple[Facet, ...] = ()
    empty: Text = ""
    look: str = ""
    notes: tuple[Text, ...] = ()
    parts: tuple[Part, ...] = ()

    def cells(self, row: Row) -> Iterator[tuple[str, str, Cell]]:
        """The element that each cell of a row is, its classes, and the cell."""
        for column, cell in zip(self.columns, row.cells, strict=True):
            looks = f"{column.look} {cell.look}" if column.look and cell.look else column.look or cell.look
            yield "th" if cell is row.cells[0] and cell.text else "td", looks, cell


def unoffered(facets: Iterable[Facet]) -> tuple[Facet, ...]:
    """The same ways to choose, for addresses only."""
    return tuple(replace(one, is_offered=False) for one in facets)


def without_blank(grid: Grid) -> Grid:
    """The same without the columns in which no row says anything; the first, which names the rows, stays."""
    kept = [at for at in range(len(grid.columns)) if not at or any(row.cells[at].value != "" for row in grid.rows)]
    if not grid.rows or len(kept) == len(grid.columns):
        return grid
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in grid.rows)
    total = grid.total and replace(grid.total, cells=tuple(grid.total.cells[at] for at in kept))
    return replace(grid, columns=tuple(grid.columns[at] for at in kept), rows=rows, total=total)


def text_cell(text: Text | None, href: Href | None = None, note: Text = "") -> Cell:
    """A text, a dash where there is none."""
    return Cell(text, href, note=note) if text else Cell(NOTHING, value="", note=note, look="none")


def money_cell(say: Say, amount: Decimal | None, href: Href | None = None, *, cents: bool | None = None) -> Cell:
    """An amount without its sign, or that there is none."""
    return _known(say.money(amount, cents=cents), amount, href)


def whole_cell(say: Say, amount: Decimal | None, href: Href | None = None) -> Cell:
    """An amount without its cents, but of less than one, which would be shown as nothing."""
    return money_cell(say, amount, href, cents=None if amount and abs(amount) < 1 else False)


def number_cell(say: Say, value: Decimal | int | None, href: Href | None = None) -> Cell:
    """A number."""
    return _known(say.number(value), value, href)


def late_cell(say: Say, count: int, href: Href) -> Cell:
    """How many things are late or missing, leading to them; a dash where nothing is, which sorts as zero."""
    return replace(number_cell(say, count, href), look="late") if count else Cell(NOTHING, value="0", look="none")


def share_cell(say: Say, share: Decimal | None, href: Href | None = None) -> Cell:
    """A fraction, 1 being all, in percent."""
    return _known(say.share(share), share, href)


def percent_cell(say: Say, percent: int | None, href: Href | None = None) -> Cell:
    """A whole number of percent."""
    return _known(say.percent(percent), percent, href)


def days_cell(say: Say, days: Decimal | int | None, href: Href | None = None) -> Cell:
    """A number of days."""
    return _known(say.days(days), days, href)


def day_cell(say: Say, day: date | None, href: Href | None = None) -> Cell:
    """A day."""
    return _known(say.day(day), day, href)


def _known(text: str, value: Decimal | date | int | None, href: Href | None) -> Cell:
    if value is None:
        return Cell(text, href, "", look="none")
    return Cell(text, href, f"{value:f}" if isinstance(value, Decimal) else str(value))


def beside(*texts: str) -> str:
    """Several texts as one line, without those that are empty; no line begins with a dot."""
    return "\u00a0· ".join(text for text in texts if text)


#: Kinds whose cells are numbers, to be set flush right.
_NUMBERS: Final[frozenset[Kind]] = frozenset({"count", "money", "share", "percent", "days", "day"})


def grid_of(table: Table, say: Say, links: Links, id: str = "", empty: Text = "") -> Grid:
    """Any table as it is, its values in the locale; ids of records (`opportunities/x`) lead to their pages."""
    columns = tuple(_column(field, table, say) for field in table.columns)
    cents = tuple(_has_cents(table, place) for place in range(len(columns)))

    def row(values: tuple[str | int | Decimal | date | None, ...]) -> Row:
        looks = zip(table.columns, values, cents, strict=True)
        return Row(tuple(_cell(say, links, field.kind, value, cents=fine) for field, value, fine in looks))

    rows = tuple(row(values) for values in table.rows)
    total = row(table.total) if table.total else None
    return Grid(id or table.name, table.title, columns, rows, total, empty=empty, notes=table.notes)


def _column(field: Field, table: Table, say: Say) -> Column:
    is_number = field.kind in _NUMBERS
    sign = say.sign(table.currency).text
    title = (
        say.words.gettext("%(title)s, %(sign)s", title=field.title, sign=sign) if field.kind == "money" else field.title
    )
    return Column(
        field.key, title, "num" if is_number else "", "number" if is_number and field.kind != "day" else "text"
    )


def _has_cents(table: Table, place: int) -> bool:
    values = (row[place] for row in (*table.rows, *([table.total] if table.total else ())))
    return any(isinstance(value, Decimal) and value != value.to_integral_value() for value in values)


def _cell(say: Say, links: Links, kind: Kind, value: str | int | Decimal | date | None, *, cents: bool) -> Cell:
    if isinstance(value, str):
        return text_cell(value, links.record(value) if kind == "id" else None)
    if isinstance(value, date):
        return day_cell(say, value)
    if kind == "money":
        return money_cell(say, None if value is None else Decimal(value), cents=cents)
    if kind == "percent":
        return percent_cell(say, None if value is None else int(value))
    if kind == "share":
        return share_cell(say, None if value is None else Decimal(value))
    return days_cell(say, value) if kind == "days" else number_cell(say, value)


@dataclass(frozen=True, slots=True)
class TablePage:
    """What a page shows that holds further rows of a table of another page."""

    title: str
    of: Text
    back: Href
    grid: Grid


def spread(grid: Grid, say: Say, links: Links, path: str, size: int = ROWS_A_PAGE) -> tuple[Grid, ...]:
    """The grid in parts of so many rows, each of which leads to the others; only the last has the total.

    The first part stands on the page at `path`, the others on pages of their own beside it.
    """
    count = max(1, -(-len(grid.rows) // size))
    if count == 1:
        return (grid,)
    chunks = [grid.rows[start : start + size] for start in range(0, len(grid.rows), size)]
    facets = [_facets(chunk) for chunk in chunks]
    names = [_part_path(path, grid.id, number).removesuffix(".html") for number in range(1, count + 1)]

    def parts(here: int) -> tuple[Part, ...]:
        def part(number: int) -> Part:
            first, last = number * size + 1, min((number + 1) * size, len(grid.rows))
            label = say.words.gettext("%(first)s–%(last)s", first=say.number(first), last=say.number(last))
            return Part(label, links.page(names[number], grid.id), number == here, facets[number])

        return tuple(part(number) for number in range(count))

    return tuple(
        replace(grid, rows=rows, parts=parts(here), total=grid.total if here == count - 1 else None)
        for here, rows in enumerate(chunks)
    )


def _facets(rows: Sequence[Row]) -> Mapping[str, Mapping[str, int]]:
    """Every value of every facet of these rows, with how many have it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for key, values in row.facets.items():
            found[key].update(dict.fromkeys(values, 1))
    return {key: dict(sorted(counts.items())) for key, counts in found.items()}


def further_pages(parts: tuple[Grid, ...], page: Page, links: Links, of: Text) -> Iterator[Page]:
    """The pages for all but the first of the parts of a grid of that page."""
    for number, grid in enumerate(parts[1:], 2):
        back = links.page(page.path.removesuffix(".html"), grid.id)
        value = TablePage(grid.label, of, back, grid)
        yield Page(_part_path(page.path, grid.id, number), "pages/table.html.jinja", page.title, page.nav, value)


def _part_path(path: str, id: str, number: int) -> str:
    return path if number == 1 else f"{path.removesuffix('.html')}-{id}-{number}.html"
