"""`Table`: rows under named columns, the one shape in which figures and records are printed, exported and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

#: What a cell holds; `None` is "not known", which is never the same as zero or as an empty text.
Cell = str | int | Decimal | date | None

#: What a column's cells mean. `text`, `id`; `prose`, a sentence, which is wrapped where a text is cut; `count`, a whole
#: number of things; `money`, in the table's currency; `share`, a fraction from 0 to 1; `percent`, a whole number from 0
#: to 100; `day`; `days`, how many of them. A text in a column of numbers stands for what no number says.
Kind = Literal["text", "id", "prose", "count", "money", "share", "percent", "day", "days"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is its name in CSV and JSON, `title` what people read above it."""

    key: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in a sensible order, each as long as there are columns; `total` is a row too, set apart.

    `name` is what it is called in files and options, `title` what people read. `currency` is that of the columns of
    kind `money`. `notes` say in words what the figures leave out and why.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    currency: str | None = None
    notes: tuple[str, ...] = ()
