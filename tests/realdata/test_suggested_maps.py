"""The maps that are suggested for real files import all of their rows, as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from tests.realdata.books import AS_OF, Imported, of_sets
from textcrm.edits.plan import apply
from textcrm.exchange.importing import import_files
from textcrm.exchange.sheet import Sheet
from textcrm.exchange.suggest import suggest
from textcrm.exchange.told import Import
from textcrm.exchange.wanted import columns
from textcrm.files import Tree
from textcrm.model.book import Book
from textcrm.source.load import load_book
from textcrm.source.load_map import MapText, load_map

#: Of how many columns that hold anything the suggested map makes something.
MAPPED: Final = {
    "maven_crm": (17, 21),
    "salesforce_devorg": (48, 83),
    "xeducation_leads": (6, 37),
    "zoho_crm_demo": (65, 103),
}


@of_sets(*AS_OF)
def test_a_suggested_map_imports_the_files_unedited(imported: Imported) -> None:
    text = suggest([*imported.sheets.values()])
    map, problems = load_map(text)
    assert map is not None, problems
    nothing, day = Tree({}), AS_OF[imported.name]
    told = import_files(nothing, load_book(nothing), map, MapText("map", text), imported.sheets, lambda _: day)
    assert _created(told) == _created(imported.told)
    assert Counter(one.column for one in told.unread) == Counter(one.column for one in imported.told.unread)
    book = load_book(Tree(apply({}, told.plan))).book
    assert _sums(book) == _sums(imported.book)
    assert _mapped(columns(map, settings=True), imported.sheets) == MAPPED[imported.name]


def _created(told: Import) -> dict[str, int]:
    return {kind: count.created for kind, count in told.counts.items()}


def _sums(book: Book) -> dict[str, tuple[int, Decimal]]:
    """How many deals stand how, and what they are worth."""
    deals = book.opportunities.values()
    counted = Counter(deal.status for deal in deals)
    return {
        status: (count, sum((deal.amount for deal in deals if deal.amount and deal.status == status), Decimal()))
        for status, count in counted.items()
    }


def _mapped(used: Mapping[str, Collection[str]], sheets: Mapping[str, Sheet]) -> tuple[int, int]:
    """Of how many columns that hold anything something is made, and how many there are."""
    filled = [(name, header) for name, sheet in sheets.items() for header in sheet.headers if _is_filled(sheet, header)]
    return sum(header in used.get(name, ()) for name, header in filled), len(filled)


def _is_filled(sheet: Sheet, header: str) -> bool:
    return bool(header) and any(cell.strip() for cell in sheet.column(header))
