"""Whole sites in folders, as `textcrm build` leaves them, and which of their pages are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tests.browser.shapes import covering
from tests.site.sites import built
from tests.small_book import AS_OF
from textcrm.check import check
from textcrm.files import Tree
from textcrm.site.facts import Facts
from textcrm.source.load import load_book
from textcrm.store.read import read_tree

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Folder:
    """A site on the disk, with the texts of its files."""

    path: Path
    files: Mapping[str, str]

    def address(self, page: str) -> str:
        """The `file:` address of a page; it may have a query and an anchor."""
        return f"{self.path.as_uri()}/{page}"

    @property
    def lists(self) -> list[str]:
        """The pages at the top: all but those of single records and further parts of tables."""
        return [path for path in self.pages if "/" not in path]

    @property
    def pages(self) -> list[str]:
        """Every page."""
        return sorted(path for path in self.files if path.endswith(".html"))

    @property
    def extremes(self) -> list[str]:
        """Of each kind of record the longest page and the shortest."""
        kinds: dict[str, list[str]] = defaultdict(list)
        for path in self.pages:
            if "/" in path:
                kinds[path.partition("/")[0]].append(path)
        return [path for found in kinds.values() for path in self._ends(found)]

    @property
    def records(self) -> list[str]:
        """The pages of single records."""
        return [path for path in self.pages if "/" in path]

    @property
    def telling(self) -> list[str]:
        """The pages at the top, and few of records that have every element, in each of its places, that any has."""
        return [*self.lists, *covering(self.files, self.records, self.lists)]

    def _ends(self, paths: list[str]) -> Iterator[str]:
        by_length = sorted(paths, key=lambda path: len(self.files[path]))
        yield from dict.fromkeys((by_length[-1], by_length[0]))


def facts_of(tree: Tree, as_of: date = AS_OF) -> Facts:
    """What the pages of a tree of records may ask."""
    loaded = load_book(tree)
    report = check(loaded, tree.files, as_of)
    return Facts(book=loaded.book, as_of=as_of, report=report, paths=loaded.paths, files=tree.files)


def folder(path: Path, files: Mapping[str, str]) -> Folder:
    """The files of a site, written."""
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, "utf-8")
    return Folder(path, files)


def sample_files() -> dict[str, str]:
    """The site of the sample company."""
    return built(facts_of(read_tree(ROOT)))
