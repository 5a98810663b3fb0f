"""Small imports for tests: a map and files as text, on top of a book or of nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import dedent, indent
from typing import Any

import yaml

from tests.small_book import AS_OF
from textcrm.exchange.importing import import_files
from textcrm.exchange.sheet import read_sheet
from textcrm.exchange.told import Import
from textcrm.exchange.wanted import columns
from textcrm.files import Files, Tree
from textcrm.findings import Finding
from textcrm.model.book import Book
from textcrm.propose import propose
from textcrm.source.load import load_book
from textcrm.source.load_map import MapText, load_map

#: The beginning of a map of a new company; what is made of the files follows.
HEAD = "system: old\nsettings: {name: Fornos do Vale Ltda, currency: BRL}\n"


@dataclass(frozen=True, slots=True)
class Done:
    """An import, the files after it, and what they load to."""

    told: Import
    files: Files
    book: Book
    introduced: tuple[Finding, ...]

    @property
    def data(self) -> dict[str, Any]:
        """The new files by their path below `crm_data`, all scalars as text."""
        return {
            step.path.removeprefix("crm_data/"): yaml.load(step.text, yaml.CBaseLoader)  # noqa: S506  # text only
            for step in self.told.plan.steps
        }

    def by_key(self, kind: str) -> list[Any]:
        """The records of a kind in the order of their keys in the system `old`."""
        return sorted(self.book.all(kind).values(), key=lambda one: one.external_ids["old"])

    @property
    def unread(self) -> list[str]:
        """The cells that were not read, as `file:row column cell: why`."""
        return [f"{one.spot.file}:{one.spot.row} {one.column} {one.cell}: {one.why}" for one in self.told.unread]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What was decided, and about which record."""
        return [(one.what, one.detail) for one in self.told.remarks]


def imported(map: str, files: Mapping[str, str], before: Tree | None = None, day: date = AS_OF) -> Done:
    """The import of these files by that map, whose plan must load as a whole."""
    tree = before or Tree({})
    text = MapText("map.yaml", map)
    made, problems = load_map(map)
    assert made is not None, [text.words(one) for one in problems]
    wanted = columns(made, settings=True)
    sheets = {
        name: read_sheet(name, dedent(content).encode(), wanted=sorted(wanted.get(name, ())))
        for name, content in files.items()
    }
    loaded = load_book(tree)
    told = import_files(tree, loaded, made, text, sheets, lambda _zone: day)
    proposal = propose(tree, told.plan, day, loaded=loaded)
    assert not proposal.broken, [one.message for one in proposal.introduced]
    return Done(told, proposal.files, load_book(Tree(proposal.files)).book, proposal.introduced)


def rows(text: str, *, settings: str = "", head: str = "") -> str:
    """A whole map for one file, `rows.csv`, from the map of its rows."""
    more = f"settings:\n  name: Fornos do Vale Ltda\n  currency: BRL\n{indent(dedent(settings), '  ')}"
    return f"system: old\n{dedent(head)}{more}\nfiles:\n  rows.csv:\n{indent(dedent(text).strip(), '    ')}\n"
