"""Data: every table of the site as CSV and JSON, and what its figures leave out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textcrm.locale.words import Text
from textcrm.site.facts import Facts
from textcrm.site.how import how
from textcrm.site.links import Href, Links
from textcrm.site.page import Head, Page
from textcrm.tables import Table

PATH: Final = "data.html"


@dataclass(frozen=True, slots=True)
class File:
    """A table as a file in two formats: what it is called, how it is counted, how long it is, which columns it has."""

    name: str
    title: str
    how: str
    csv: Href
    json: Href
    size: str
    columns: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The tables of one page."""

    head: Head
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """What the page shows."""

    head: Head
    sentence: Text
    sections: tuple[Section, ...]


def data_page(facts: Facts, listed: Sequence[Page]) -> Page:
    """The page that lists the tables of these pages."""
    _, links = facts.words.gettext, facts.links(PATH)
    said = how(facts)
    files = sum(len(page.tables) for page in listed)
    sentence = facts.words.nmarked(
        "<b>%(num)s table</b>, as CSV for spreadsheets and as JSON for programs. Amounts are in %(currency)s.",
        "<b>%(num)s tables</b>, as CSV for spreadsheets and as JSON for programs. Amounts are in %(currency)s.",
        files,
        num=facts.say.number(files),
        currency=facts.currency,
    )
    sections = tuple(
        Section(Head(page.title), tuple(_file(facts, links, one, said[one.name]) for one in page.tables))
        for page in listed
    )
    return Page(PATH, "pages/data.html.jinja", _("Data"), "", Data(Head(_("Data")), sentence, sections))


def _file(facts: Facts, links: Links, table: Table, said: str) -> File:
    n_, rows = facts.words.ngettext, len(table.rows)
    return File(
        table.name,
        table.title,
        said,
        links.data(table.name, "csv"),
        links.data(table.name, "json"),
        n_("%(num)s row", "%(num)s rows", rows, num=facts.say.number(rows)),
        ", ".join(column.title for column in table.columns),
        table.notes,
    )
