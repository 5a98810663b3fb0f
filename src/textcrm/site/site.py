"""The site: every file of it, path and text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from textcrm.files import Files
from textcrm.site.facts import Facts
from textcrm.site.makers import MAKERS
from textcrm.site.page import Page
from textcrm.site.pages.data import data_page
from textcrm.site.render import Renderer
from textcrm.site.searchdata import search_script
from textcrm.site.tables import table_files
from textcrm.site.unread import as_read

#: Where templates and static files lie, below `templates/`.
_STATIC = "static/"


def site(facts: Facts, ours: Files, own: Files) -> Iterator[tuple[str, str]]:
    """Every file of the site, one after the other; `ours` are the templates of textcrm, `own` the company's.

    Raises `TextcrmError` where a template of the company's cannot be used.
    """
    renderer = Renderer(facts, ours, own, MAKERS)
    listed: list[Page] = []
    for page in chain.from_iterable(make(facts) for make in MAKERS.values()):
        yield page.path, renderer.render(as_read(facts, page))
        if page.tables:
            listed.append(page)
            yield from chain.from_iterable(map(table_files, page.tables))
    data = data_page(facts, listed)
    yield data.path, renderer.render(data)
    yield "data/search.js", search_script(facts)
    yield from sorted(_static(ours, own).items())


def _static(ours: Files, own: Files) -> dict[str, str]:
    both = {**ours, **own}
    return {path: text for path, text in both.items() if path.startswith(_STATIC)}
