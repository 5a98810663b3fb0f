"""What a report is: its figures as JSON has them, and the tables that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textcrm.model.periods import Period
from textcrm.tables import Table


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose deals, and those of which pipeline, by id; `None` is all of them."""

    owner: str | None = None
    pipeline: str | None = None


#: All owners, all pipelines.
EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one question about a book.

    `title` says of when, in which currency and of whom everything is. `data` holds only what JSON has. `sheets` are the
    lists of it that make a sheet of CSV, by name; the first one is the report's own.
    """

    name: str
    title: str
    as_of: date
    period: Period | None
    currency: str
    scope: Scope
    tables: tuple[Table, ...]
    data: Mapping[str, object]
    sheets: Mapping[str, Sequence[Mapping[str, object]]]
