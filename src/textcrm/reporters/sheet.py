"""Tables and figures for programs: CSV and JSON with ISO dates and plain numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textcrm.gates.csv import Value, rows
from textcrm.gates.json import dumps, lines
from textcrm.tables import Cell, Table


def csv(table: Table) -> str:
    """The rows under the keys of their columns, without the total; `currency` is the last column where there is money.

    Shares are fractions of 1 and percentages whole numbers; what is not known is empty.
    """
    keys: list[str] = [column.key for column in table.columns]
    rest: tuple[Cell, ...] = ()
    if table.currency and any(column.kind == "money" for column in table.columns):
        keys, rest = [*keys, "currency"], (table.currency,)
    return rows([keys, *((*row, *rest) for row in table.rows)])


def records_csv(records: Sequence[Mapping[str, object]], constant: Mapping[str, str]) -> str:
    """Objects of JSON as rows under their keys, with the same last columns in every row.

    What lies in an object within has a key of both (`win_rate_low`); a list is how many elements it has.
    """
    flat = [dict(_flat(record)) for record in records]
    keys = list(dict.fromkeys(key for record in flat for key in record))
    head = [*keys, *constant]
    return rows([head, *([*(record.get(key) for key in keys), *constant.values()] for record in flat)])


def _flat(record: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, Value]]:
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}_")
        elif isinstance(value, list | tuple):
            yield f"{prefix}{key}", len(value)
        else:
            yield f"{prefix}{key}", value if isinstance(value, str | int) or value is None else str(value)


def json(figures: Mapping[str, object]) -> str:
    """One JSON object with a line for every key, and one for every element of a list, in the order given."""
    members = (f"{dumps(key)}: {_value(value)}" for key, value in figures.items())
    return "{" + ",\n".join(members) + "}\n"


def _value(value: object) -> str:
    return lines(value) if isinstance(value, list | tuple) else dumps(value)
