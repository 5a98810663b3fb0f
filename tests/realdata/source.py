"""Reading vendors' exports: rows with blanks as blanks, their days and amounts, and ids made from their names."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from anyascii import anyascii

Row = dict[str, str]
Record = dict[str, object]

_THOUSANDS = {"K": 1_000, "M": 1_000_000}


def data_folder() -> Path:
    """Where the data sets lie: `TEXTCRM_REAL_DATA`, by default `../shared/data`, from the root of the checkout."""
    root = Path(__file__).resolve().parents[2]
    return root / os.environ.get("TEXTCRM_REAL_DATA", "../shared/data")


def read_rows(path: Path, nulls: Iterable[str] = ()) -> list[Row]:
    """The rows of a CSV file, all cells as text and otherwise untouched; a cell that holds one of `nulls` is blank.

    Columns without a header are left out.
    """
    blank = frozenset(nulls)
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {header: "" if cell in blank else cell for header, cell in row.items() if header}
            for row in csv.DictReader(file, strict=True)
        ]


def known(**fields: object) -> Record:
    """A record of the fields that the source did not leave blank; a zero, a `False` and a date are something."""
    return {key: value for key, value in fields.items() if value is not None and value not in ("", [], {})}


def day(text: str) -> date | None:
    """The day in a cell (`2017-03-01`), None if it is blank."""
    return date.fromisoformat(text) if text else None


def money(text: str) -> Decimal | None:
    """The amount in a cell (`1054`, `$22,700.00`, `$342.09K`) with two decimals, None if it is blank."""
    plain = text.removeprefix("$").replace(",", "")
    if not plain:
        return None
    return (Decimal(plain.rstrip("KM")) * _THOUSANDS.get(plain[-1], 1)).quantize(Decimal("0.01"))


def slug(text: str) -> str:
    """The text as an id: ASCII letters and digits in lower case, hyphens for the rest; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower().replace("'", "")).strip("-")[:90].rstrip("-")


def choices(values: Iterable[str]) -> list[Record]:
    """Entries of a list in the settings for the names that occur, in the order of their ids, each id once."""
    names = {slug(value): value for value in sorted(set(values), reverse=True) if value}
    return [{"id": name, "name": names[name]} for name in sorted(names)]


class Ids:
    """Hands out ids within one kind of record; what asks for a taken one gets `-2`, `-3` … behind it."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def new(self, *parts: str) -> str:
        """An id for a record called `parts`, different from all before."""
        wanted = slug(" ".join(parts)) or "unnamed"
        count = self._taken[wanted] = self._taken.get(wanted, 0) + 1
        return wanted if count == 1 else self.new(wanted, str(count))
