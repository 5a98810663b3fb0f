"""The site of the sample company: every link and anchor alive, every filter in a link one of the page it leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import pytest

from tests.browser.folders import sample_files
from tests.site.test_site import Look, dead_links, looks


@pytest.fixture(scope="module")
def sample() -> dict[str, str]:
    return sample_files()


def test_every_link_and_anchor_is_alive(sample: dict[str, str]) -> None:
    assert dead_links(sample) == []


def test_every_record_has_a_page_that_others_lead_to(sample: dict[str, str]) -> None:
    led_to = {
        unquote(urlsplit(urljoin(path, link)).path) for path, page in looks(sample).items() for link in page.links
    }
    assert {path for path in sample if path.endswith(".html")} - led_to == set()


def facets(page: Look) -> dict[str, set[str]]:
    """What the rows and items of a page can be chosen by, with all values that occur."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, attributes in page.elements:
        for name, value in attributes.items():
            if name.startswith("data-facet-"):
                found[name.removeprefix("data-facet-")] |= set((value or "").split("\n"))
    return found


def holds(wanted: str, values: set[str]) -> bool:
    """Whether any of the values is what a filter asks for, as the script reads it."""
    first, span, last = wanted.partition("..")
    return wanted in values if not span else any(one and one >= first and (not last or one <= last) for one in values)


def idle(files: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Links with a filter that the page they lead to does not have, or that leaves nothing on it."""
    pages = looks(files)
    chosen = cache(lambda path: facets(pages[path]))
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(urljoin(path, link))
            if parts.scheme or not parts.query:
                continue
            values = chosen(unquote(parts.path))
            asked = parse_qsl(parts.query, keep_blank_values=True)
            if not all(holds(wanted, values.get(key, set())) for key, wanted in asked):
                yield path, link


def test_every_filter_in_a_link_finds_something(sample: dict[str, str]) -> None:
    assert list(idle(sample)) == []


def test_a_filter_that_finds_nothing_is_found() -> None:
    files = {
        "a.html": '<a href="b.html?owner=ana">x</a><a href="b.html?closes=2026-10-01..2026-12-31">x</a>',
        "b.html": '<table><tr data-facet-owner="joana" data-facet-closes="2026-11-01"></table>',
    }
    assert list(idle(files)) == [("a.html", "b.html?owner=ana")]
