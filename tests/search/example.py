"""The example company as tests of search see it, on the day that it is made for."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from textcrm.model.book import Book
from textcrm.search.fields import Record, fields_of, find_field, records_of
from textcrm.search.filters import condition
from textcrm.search.meaning import Meaning
from textcrm.search.order import in_order, keys
from textcrm.source.load import load_book
from textcrm.store.read import read_tree

AS_OF = date(2026, 11, 23)
BOOKS = Path(__file__).parents[1] / "books"


@cache
def example() -> Book:
    """Seven deals, four leads: every field and every setting at least once."""
    return load_book(read_tree(BOOKS / "example", "crm_data")).book


@cache
def company() -> Book:
    """The sample company of the checkout, with some hundred records."""
    return load_book(read_tree(BOOKS.parents[1], "crm_data")).book


def chosen(kind: str, *conditions: str, book: Book | None = None) -> set[str]:
    """The ids of the records that fulfil all conditions, each written as `field=wanted`."""
    meaning = Meaning(book or example(), AS_OF)
    records = records_of(meaning.book, kind)
    fields = fields_of(kind, meaning.settings, records)
    tests = []
    for one in conditions:
        name, _, wanted = one.partition("=")
        field = find_field(fields, name)
        assert field is not None, name
        tests.append(condition(field, wanted, meaning, records))
    return {_id(record) for record in records if all(test(record) for test in tests)}


def ordered(kind: str, by: str, book: Book | None = None) -> list[str]:
    """The ids of all records of a kind, sorted."""
    meaning = Meaning(book or example(), AS_OF)
    records = records_of(meaning.book, kind)
    return [_id(one) for one in in_order(records, keys(by, fields_of(kind, meaning.settings, records)), meaning)]


def _id(record: Record) -> str:
    return str(getattr(record, "id", "")) or f"{record.ref}[{getattr(record, 'index', '')}]"
