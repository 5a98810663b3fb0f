"""Tables as files of the site: CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from textcrm.gates import csv, json
from textcrm.tables import Cell, Table


def table_files(table: Table) -> Iterator[tuple[str, str]]:
    """The two files of a table. Money is plain in both, with a point and no sign; unknown is nothing, or `null`."""
    keys = [column.key for column in table.columns]
    yield f"data/{table.name}.csv", csv.rows([keys, *table.rows])
    yield f"data/{table.name}.json", _json(table, keys)


def _json(table: Table, keys: list[str]) -> str:
    head = {"name": table.name, "title": table.title, "currency": table.currency, "notes": list(table.notes)}
    rows = json.lines({key: _plain(value) for key, value in zip(keys, row, strict=True)} for row in table.rows)
    return f'{json.dumps(head)[:-1]}, "rows": {rows}}}\n'


def _plain(value: Cell) -> object:
    """As JSON has it; a decimal as text, so that no digit of an amount is lost on the way."""
    return (
        value
        if value is None or isinstance(value, str | int)
        else f"{value:f}"
        if isinstance(value, Decimal)
        else str(value)
    )
