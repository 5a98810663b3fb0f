"""Unused templates: names of the company's own that no page takes, each with the name that may be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from jinja2 import TemplateSyntaxError, meta

from textcrm.files import Files
from textcrm.site.facts import Facts
from textcrm.site.render import templates_of

#: Where every file is taken, whatever its name.
_TAKEN: Final = "static/"
_SUFFIX: Final = ".html.jinja"
#: What people call a page by the name of its file in the site.
_ALSO: Final = {"index": "overview"}


def unused_templates(facts: Facts, ours: Files, own: Files, others: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names that nothing takes, and to each the nearest one that is taken, or nothing.

    `others` lie beside the places where templates are: of them only those are told that have a nearest name. Where a
    template of the company's names another by what it computes, nothing in those places is told.
    """
    taken = _referenced(facts, ours, own) if own else None
    for name in sorted(own):
        if taken is not None and name not in ours and name not in taken and not name.startswith(_TAKEN):
            yield name, _nearest(name, ours)
    for name in sorted(others):
        if name not in ours and (near := _nearest(name, ours)):
            yield name, near


def _referenced(facts: Facts, ours: Files, own: Files) -> set[str] | None:
    """What the company's templates extend, include or import; `None` where that is not written but computed."""
    environment, found = templates_of(facts, ours, own), set[str]()
    for name, text in own.items():
        if not name.startswith(_TAKEN):
            try:
                names = set(meta.find_referenced_templates(environment.parse(text)))
            except TemplateSyntaxError:  # which is told where it is used
                continue
            if None in names:
                return None
            found |= {one for one in names if one}
    return found


def _nearest(name: str, ours: Files) -> str:
    """The name of ours whose last part is most like that of this one: `static/custom.css` for `custom.css`."""
    folder, stem = name.rpartition("/")[0], _stem(name)
    ordered = sorted(ours, key=lambda one: (one.rpartition("/")[0] == folder, one))  # the same folder counts last
    by_stem = {_stem(one): one for one in ordered if "/" in one or one.endswith(_SUFFIX)}
    near = get_close_matches(_ALSO.get(stem, stem), by_stem, 1, 0.75)
    return by_stem[near[0]] if near else ""


def _stem(name: str) -> str:
    last = name.rpartition("/")[2]
    return last.removesuffix(".jinja").removesuffix(".html")
