"""Measures taken once of a book, however many metrics ask for them: a book never changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TypeVar
from weakref import finalize

from textcrm.model.book import Book

T = TypeVar("T")

#: So many days of one book are kept.
_DAYS = 8


def once_a_day(measure: Callable[[Book, date], T]) -> Callable[[Book, date], T]:
    """Remember what was measured of a book on its last few days, for as long as the book is in use.

    The measure must be pure, and what it returns must not hold the book, which would then never be let go.
    """
    taken: dict[int, dict[date, T]] = {}

    @wraps(measure)
    def remembered(book: Book, as_of: date) -> T:
        days = taken.get(id(book))
        if days is None:
            days = taken[id(book)] = {}
            finalize(book, taken.pop, id(book)).atexit = False
        if as_of not in days:
            while len(days) >= _DAYS:
                del days[next(iter(days))]
            days[as_of] = measure(book, as_of)
        return days[as_of]

    return remembered
