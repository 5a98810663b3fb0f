"""Small sites for tests: a book of files as pages."""

from __future__ import annotations

from collections.abc import Mapping

from tests.small_book import AS_OF, SMALL, tree
from textcrm.check import check
from textcrm.model.past import book_on
from textcrm.site.facts import Facts, Origin
from textcrm.site.site import site
from textcrm.source.load import load_book
from textcrm.store.templates import our_templates

OURS = our_templates()


def facts(
    files: Mapping[str, str] | None = None, *, base: Mapping[str, str] = SMALL, origin: Origin | None = None
) -> Facts:
    """The facts of the small book with these files over it."""
    read = tree(files, base=base)
    loaded = load_book(read)
    return Facts(
        book=book_on(loaded.book, AS_OF),
        as_of=AS_OF,
        report=check(loaded, read.files, AS_OF),
        paths=loaded.paths,
        files=read.files,
        origin=origin or Origin(),
    )


def built(known: Facts, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every file of the site."""
    return dict(site(known, OURS, own or {}))
