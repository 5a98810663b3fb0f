"""The real data sets as books, imported by the maps in `tests/maps`, and what was published of them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from textcrm.edits.plan import apply
from textcrm.exchange.importing import import_files
from textcrm.exchange.sheet import Sheet, read_sheet
from textcrm.exchange.told import Import
from textcrm.exchange.wanted import columns
from textcrm.files import Tree
from textcrm.model.book import Book
from textcrm.model.import_map import ImportMap
from textcrm.source.load import Loaded, load_book
from textcrm.source.load_map import MapText, load_map

SMALL: Final = "salesforce_devorg"
#: The day each set is imported and judged on: the export's where it is known.
AS_OF: Final = {
    "maven_crm": date(2026, 11, 23),
    "salesforce_devorg": date(2026, 3, 8),
    "xeducation_leads": date(2026, 11, 23),
    "zoho_crm_demo": date(2021, 4, 15),
}
_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Imported:
    """A data set as the map of its name imports it into an empty folder, and the published truth."""

    name: str
    map: MapText = field(repr=False)
    sheets: Mapping[str, Sheet] = field(repr=False)
    told: Import = field(repr=False)
    tree: Tree = field(repr=False)
    loaded: Loaded = field(repr=False)
    truth: dict[str, Any] = field(repr=False)

    @property
    def book(self) -> Book:
        """The book."""
        return self.loaded.book

    def again(self) -> Import:
        """What a second import of the same files comes to."""
        return _told(self.name, self.map, self.sheets, self.tree, self.loaded)


def of_sets(*names: str) -> pytest.MarkDecorator:
    """Give the test each of these sets, imported; all but the small one are slow."""
    sets = [pytest.param(name, marks=[pytest.mark.slow] if name != SMALL else []) for name in names]
    return pytest.mark.parametrize("imported", sets, indirect=True, scope="session")


def data_folder() -> Path:
    """Where the data sets lie: `TEXTCRM_REAL_DATA`, by default `../shared/data`, from the root of the checkout."""
    return _ROOT / os.environ.get("TEXTCRM_REAL_DATA", "../shared/data")


def map_of(name: str) -> Path:
    """The map for the data set of that name."""
    return _ROOT / "tests" / "maps" / f"{name}.yaml"


def files_of(name: str) -> list[Path]:
    """The files of the data set that its map speaks of."""
    known = columns(read_map(name)[0], settings=True)
    return [path for path in sorted((data_folder() / name).glob("*.csv")) if path.name in known]


def read_map(name: str) -> tuple[ImportMap, MapText]:
    """The map for the data set of that name, and its text."""
    text = map_of(name).read_text("utf-8")
    map, problems = load_map(text)
    assert map is not None, problems
    return map, MapText(f"{name}.yaml", text)


def imported_set(name: str) -> Imported:
    """The data set of that name, imported into nothing."""
    known = columns(read_map(name)[0], settings=True)
    sheets = {
        path.name: read_sheet(path.name, path.read_bytes(), wanted=sorted(known[path.name])) for path in files_of(name)
    }
    map, nothing = read_map(name)[1], Tree({})
    told = _told(name, map, sheets, nothing, load_book(nothing))
    tree = Tree(apply({}, told.plan))
    truth = json.loads((data_folder() / name / "truth.json").read_text("utf-8"), parse_float=Decimal)
    return Imported(name, map, sheets, told, tree, load_book(tree), truth)


def _told(name: str, map: MapText, sheets: Mapping[str, Sheet], tree: Tree, loaded: Loaded) -> Import:
    return import_files(tree, loaded, read_map(name)[0], map, sheets, lambda _: AS_OF[name])
