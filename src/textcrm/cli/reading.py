"""Reading a CRM for its figures and records: everything that loads, and an honest word about what does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeVar

import click

from textcrm.check import check
from textcrm.cli.crm import find_crm, read_crm, today
from textcrm.cli.progress import shown
from textcrm.cli.streams import complain
from textcrm.errors import UsageError
from textcrm.files import Files, Tree
from textcrm.findings import Problem
from textcrm.model.book import Book
from textcrm.source.load import HARMLESS, Loaded, load_book
from textcrm.source.places import LISTS

F = TypeVar("F", bound=Callable[..., Any])

#: So many of the missing are named; `textcrm validate` names them all.
_NAMED = 3
#: What keeps a folder from being read; of files the same is said.
_OF_FOLDERS = ("unreadable", "too-large")


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A book as it was read, of which files, and the day that counts as today.

    `missing` names what is there and did not load, by ref (`leads/marta-oliveira`), place in a list or path, which of
    a whole folder ends in `/`;
    `unreadable` says whether some of it could not even be read.
    """

    loaded: Loaded
    as_of: date
    missing: tuple[str, ...]
    unreadable: bool
    files: Files

    @property
    def book(self) -> Book:
        """Every record that loads, with the settings."""
        return self.loaded.book


def at_option(function: F) -> F:
    """Add `--at REV` to a command."""
    help = "Read a git revision, settings included, and leave the work tree alone."
    return click.option("--at", "revision", metavar="REV", envvar="TEXTCRM_AT", help=help)(function)


def read_book(ctx: click.Context, as_of: date | None = None, revision: str | None = None) -> OpenBook:
    """The book that `-C` and `--data` lead to, of the work tree or of a revision, whatever may be broken in it.

    Without `as_of` the day is that of `SOURCE_DATE_EPOCH`, else today in the company's zone. Raises `UsageError` where
    there is no CRM, or none with usable settings.
    """
    tree = read_crm(find_crm(ctx), revision)
    loaded = load_book(tree, shown)
    if not loaded.usable:
        raise UsageError(_unusable(loaded, tree))
    lost = [one for one in loaded.problems if one.rule not in HARMLESS and one.record != "crm"]
    return OpenBook(
        loaded,
        as_of or today(loaded.book.settings.timezone),
        tuple(sorted({_name(one) for one in lost})),
        any(one.rule == "unreadable" for one in lost),
        tree.files,
    )


def conclude(ctx: click.Context, opened: OpenBook) -> NoReturn:
    """End a reading command once all is printed: 0, or with a line on stderr 1 (3 if unreadable) where records miss."""
    if opened.missing:
        records = [one for one in opened.missing if not one.endswith("/")]
        named = f": {_some(records)}" if records else ""
        is_one = len(opened.missing) == len(records) == 1
        complain(
            f"{lost(opened.missing)} {'is' if is_one else 'are'} missing here and from every number,"
            f" as not loaded{named}; see: textcrm validate"
        )
        ctx.exit(3 if opened.unreadable else 1)
    if not opened.book.size:
        complain("there are no records yet, only crm.yaml")
    ctx.exit(0)


def lost(missing: Sequence[str]) -> str:
    """What is missing in words: `2 records and all records in crm_data/leads/`, as nobody knows how many those are."""
    folders = [one for one in missing if one.endswith("/")]
    count = len(missing) - len(folders)
    told = [f"{count} record{'' if count == 1 else 's'}"] if count else []
    told += [f"all records in {_some(folders)}"] if folders else []
    return " and ".join(told)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _name(problem: Problem) -> str:
    """What a problem kept from loading: an entry of a list counts by itself, as the others of its file do load."""
    if problem.rule in _OF_FOLDERS and problem.path and not problem.path.endswith(".yaml"):
        return f"{problem.path}/"
    ref = problem.record or problem.path or "?"
    is_entry = ref.partition("/")[0] in LISTS and problem.field and isinstance(problem.field[0], int)
    return f"{ref}[{problem.field[0]}]" if is_entry else ref


def _unusable(loaded: Loaded, tree: Tree) -> str:
    path = f"{tree.data}/crm.yaml"
    found = next((one for one in check(loaded, tree.files, date.min).findings if one.path == path), None)
    if found is None:
        return f"{path} cannot be used; see: textcrm validate"
    place = f"{path}:{found.line}" if found.line else path
    return f"{place} cannot be used: {found.message}; see: textcrm validate"
