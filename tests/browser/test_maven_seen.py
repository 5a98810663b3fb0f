"""The imported Maven book in a browser: 8,800 deals, so tables in parts, and most of it without the fields we like."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.folders import Folder, facts_of, folder
from tests.browser.looking import (
    SMALL_PHONE,
    Heard,
    listening,
    look_together,
    sideways,
    thin_out,
    violations_anywhere,
)
from tests.browser.shapes import of_each_shape
from tests.realdata.books import AS_OF, data_folder, imported_set
from tests.site.sites import built
from tests.site.test_sample import idle
from tests.site.test_site import dead_links

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
NAME = "maven_crm"


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The site of the imported book; skips where the data is not at hand."""
    if not (data_folder() / NAME).is_dir():
        pytest.skip(
            f"no real data: {data_folder() / NAME} is not there; TEXTCRM_REAL_DATA names the folder that holds it"
        )
    files = built(facts_of(imported_set(NAME).tree, AS_OF[NAME]))
    return folder(tmp_path_factory.mktemp("maven"), files)


def test_every_link_is_alive(maven: Folder) -> None:
    assert dead_links(maven.files) == []


def test_every_filter_leaves_rows(maven: Folder) -> None:
    assert list(idle(dict(maven.files))) == []


def test_a_filter_of_a_table_in_parts_opens_a_part_that_has_such_rows(page: Page, maven: Folder) -> None:
    quarters = re.findall(r'href="(outcomes\.html\?[^"]*closed=[^"]*#deals)"', maven.files["outcomes.html"])
    assert len(quarters) > 6
    opened = set()
    for link in map(unescape, quarters):
        page.goto(maven.address(link))
        page.wait_for_function("document.querySelectorAll('#deals tbody tr').length > 0")
        opened.add(urlsplit(page.url).path.rpartition("/")[2])
        assert page.url.partition("?")[2] == maven.address(link).partition("?")[2]
        others = page.locator("#deals .parts").first.locator("li:not([hidden]) a:not([aria-current])")
        said = page.locator("#deals [role=status]").inner_text()
        assert ("see also the other parts" in said) == (others.count() > 0)
    assert len(opened) > 1


def test_a_filter_that_no_part_holds_stays_and_says_so(page: Page, maven: Folder) -> None:
    page.goto(maven.address("outcomes.html?owner=nobody-at-all#deals"))
    assert page.locator("#deals [role=status]").inner_text() == (
        "0 of the 2,000 rows in this part, and none in another"
    )
    page.locator("#deals [data-clear]").click()
    assert page.locator("#deals tbody tr").count() == 2000


#: All record pages, in so many tests, so that workers share them.
SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_records_are_quiet_and_fit_a_small_phone(page: Page, maven: Folder, share: int) -> None:
    paths = maven.records[share::SHARES]
    assert len(paths) > 2000
    assert look_together(page, maven.path, paths, SMALL_PHONE) == ([], Heard())


def test_lists_are_quiet_narrow_and_open_to_everybody(page: Page, maven: Folder) -> None:
    """Their widths as they are, axe without rows that look as others do that stay."""
    found, heard = [], []
    for path in maven.lists:
        with listening(page, maven.path) as told:  # to the page, not to axe, which asks for the sheets and is refused
            page.goto(maven.address(path))
            found += [*sideways(page, 320), *sideways(page, 360)]
        heard += [*told.said, *told.asked]
        thin_out(page)
        found += violations_anywhere(page)
    assert found == []
    assert heard == []


def test_a_record_of_each_shape_is_open_to_everybody(page: Page, maven: Folder) -> None:
    """Of each shape the longest, and of each kind of record the shortest too: whatever else there is, is as these."""
    found = []
    for path in dict.fromkeys((*of_each_shape(maven.files, maven.records), *maven.extremes)):
        page.goto(maven.address(path))
        thin_out(page)
        found += violations_anywhere(page)
    assert found == []


def test_sorting_and_choosing_among_thousands_is_quick(page: Page, maven: Folder) -> None:
    page.goto(maven.address("outcomes.html"))
    took = page.evaluate(
        """() => { const began = performance.now();
        for (const button of document.querySelectorAll("#deals thead button")) button.click();
        document.body.offsetHeight; return performance.now() - began; }"""
    )
    assert took < 5000
