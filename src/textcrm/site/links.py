"""Links: every address on a page, relative to it, so that a site works from any folder and from none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode, urlsplit

from textcrm.gates.url import relative

if TYPE_CHECKING:
    from textcrm.model.book import Book

#: Kinds of record that have a page each.
PAGED: Final = ("companies", "contacts", "leads", "opportunities")
#: What may be linked to outside of the site; anything else is shown as text.
_SCHEMES: Final = ("http", "https", "mailto")
_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+(/|$)")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\\]")


class Href(str):
    """An address that may stand in `href`: made here, or let through by `outside`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses as seen from one page; `root` is the way from it to the top of the site, empty or `../`."""

    root: str
    book: Book
    paths: Mapping[str, str]
    repository: str | None = None

    def page(self, name: str, anchor: str = "", /, **facets: str) -> Href:
        """A page at the top of the site, at an anchor, with only the rows that have these facets."""
        query = f"?{urlencode(facets)}" if facets else ""
        return Href(f"{self.root}{name}.html{query}{_fragment(anchor)}")

    def record(self, ref: str | None) -> Href | None:
        """The page of a record, for a member of the team the place on its page; `None` where there is none."""
        kind, _, id = (ref or "").partition("/")
        if kind == "team" and id in self.book.team:
            return self.page("team", id)
        if kind not in PAGED or id not in self.book.all(kind):
            return None
        return Href(f"{self.root}{record_path(kind, id)}")

    def data(self, table: str, form: str = "csv") -> Href:
        """A table as a file."""
        return Href(f"{self.root}data/{table}.{form}")

    def static(self, name: str) -> Href:
        """A style sheet, a script, the icon."""
        return Href(f"{self.root}static/{name}")

    def file(self, path: str, line: int | None = None) -> Href | None:
        """The file where the repository is shown in a browser; `None` where the settings do not say where."""
        if self.repository is None:
            return None
        return Href(f"{self.repository}{relative(path)}{f'#L{line}' if line else ''}")


def links_from(path: str, book: Book, paths: Mapping[str, str], repository: str | None = None) -> Links:
    """The links of the page at that path of the site."""
    return Links("../" * path.count("/"), book, paths, repository)


def record_path(kind: str, id: str) -> str:
    """Where the page of a record is in the site; the characters of an id are all its own in a path."""
    return f"{kind}/{id}.html"


def outside(text: str | None) -> Href | None:
    """An address that came with the data, if a reader may follow it: http, https or mailto, and nothing hidden in it.

    A host without a scheme (`www.forno.example`) is taken for https, as people write it.
    """
    if not text or _UNPRINTABLE.search(text):
        return None
    address = f"https://{text}" if _HOST.match(text) else text
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not (parts.netloc or parts.scheme == "mailto"):
        return None
    return Href(quote(address, safe="%:/?#[]@!$&'()*+,;=~-._"))


def mail(address: str) -> Href | None:
    """A link to write to an address; `None` where it is none."""
    return (
        Href(f"mailto:{quote(address, safe='@+.-_~')}") if "@" in address and not _UNPRINTABLE.search(address) else None
    )


def href(value: str | None) -> str:
    """The filter in front of every address in a template: ours as it is, any other through the gate or empty."""
    return value if isinstance(value, Href) else outside(value) or ""


def _fragment(anchor: str) -> str:
    return f"#{quote(anchor)}" if anchor else ""
