"""Page: a path, a template and the frozen value that the template shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textcrm.locale.words import Text
from textcrm.site.facts import Facts
from textcrm.site.links import Href, Links
from textcrm.tables import Table


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site. `nav` is the key of the item in the navigation that is current, `title` what the tab says.

    Each of the `tables` becomes a file under `data/`, as CSV and as JSON, and is listed on the data page; their names
    are unique over the site. `value` is what the template calls `page`.
    """

    path: str
    template: str
    title: str
    nav: str
    value: object
    tables: tuple[Table, ...] = ()


Maker = Callable[[Facts], Iterator[Page]]


@dataclass(frozen=True, slots=True)
class Head:
    """The margin of a section: what it is, what it says, of how many; its table as CSV, and how that was counted."""

    title: str
    says: Text = ""
    of: Text = ""
    csv: Href | None = None
    how: Href | None = None
    id: str = ""


def head(title: str, links: Links, table: str, says: Text = "", of: Text = "") -> Head:
    """The margin of a section whose figures are in the table of that name."""
    return Head(title, says, of, links.data(table), links.page("data", table))
