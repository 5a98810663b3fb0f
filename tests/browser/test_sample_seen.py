"""Every page of the sample company in a browser, from a folder: quiet, whole on a phone, and open to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from tests.browser.folders import Folder, folder
from tests.browser.looking import Heard, listening, sideways, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: What colours and layout decide; of the rest a page is the same in the dark and on a phone.
LOOKS = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")
PHONE, SMALL_PHONE, ZOOMED = 360, 320, 320


def seen(page: Page, site: Folder, paths: Sequence[str]) -> Heard:
    """What is heard of these pages while they are opened and scrolled to their ends, one after the other."""
    with listening(page, site.path) as heard:
        for path in paths:
            page.goto(site.address(path))
            page.keyboard.press("End")
    return heard


def test_pages_are_quiet_and_stay_in_their_folder(page: Page, sample: Folder) -> None:
    assert seen(page, sample, [*sample.lists, *sample.extremes]) == Heard()


@pytest.mark.slow
def test_all_pages_are_quiet_and_stay_in_their_folder(page: Page, sample: Folder) -> None:
    assert seen(page, sample, sample.pages) == Heard()


def test_what_a_page_says_or_asks_for_is_heard(page: Page, sample: Folder) -> None:
    """The measure itself."""
    with listening(page, sample.path) as heard:
        page.goto(sample.address("problems.html"))
        page.evaluate("console.log('said')")
        page.evaluate("document.querySelector('img, body').append(new Image())")
        page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
    assert any(one.endswith(": said") for one in heard.said)
    assert any("Content Security Policy" in one for one in heard.said)


def test_nothing_scrolls_sideways_on_a_phone(page: Page, sample: Folder) -> None:
    found = []
    for path in (*sample.lists, *sample.extremes):
        page.goto(sample.address(path))
        found += [*sideways(page, PHONE), *sideways(page, ZOOMED)]
    assert found == []


@pytest.mark.slow
def test_no_page_scrolls_sideways_anywhere(page: Page, sample: Folder) -> None:
    found = []
    for path in sample.pages:
        page.goto(sample.address(path))
        for wide in (ZOOMED, PHONE, 641, 820, 1024, 1440):
            found += sideways(page, wide)
    assert found == []


def test_what_sticks_out_is_found(page: Page, sample: Folder) -> None:
    page.goto(sample.address("problems.html"))
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', `<p>${'x'.repeat(200)}</p>`)")
    page.evaluate("document.querySelector('main').lastElementChild.style.overflowWrap = 'normal'")
    assert len(sideways(page, PHONE)) > 1


def test_axe_finds_nothing_on_a_page_of_each_sort(page: Page, sample: Folder) -> None:
    """All of its rules in the light on a desk; what looks decide also in the dark and on a small phone."""
    found = []
    for path in ("index.html", next(path for path in sample.extremes if path.startswith("opportunities"))):
        page.goto(sample.address(path))
        found += [*violations(page), *violations(page, "dark", SMALL_PHONE, LOOKS)]
    assert found == []


@pytest.mark.slow
@pytest.mark.sample
def test_axe_finds_nothing_on_lists_and_long_and_short_records(page: Page, sample: Folder) -> None:
    found = []
    for path in (*sample.lists, *sample.extremes):
        page.goto(sample.address(path))
        found += [*violations(page), *violations(page, "dark"), *violations(page, "light", SMALL_PHONE)]
    assert found == []


@pytest.mark.slow
def test_axe_finds_nothing_anywhere(page: Page, sample: Folder) -> None:
    """On the pages of all records too, by all rules in every light and width."""
    found = []
    for path in sample.pages:
        page.goto(sample.address(path))
        found += [*violations(page), *violations(page, "dark"), *violations(page, "light", SMALL_PHONE)]
    assert found == []


PLANTED = (
    ("</h1>", '</h1><img src="static/icon.svg">', "critical image-alt"),
    ("<h1>", '<h1 aria-nothing="x">', "critical aria-valid-attr"),
    ("</section>", "</section><h5>Deep</h5>", "moderate heading-order"),
    ('<html lang="en">', "<html>", "serious html-has-lang"),
    ("</main>", '<table><tr><th scope="row"></th><td>1</td></tr></table></main>', "minor empty-table-header"),
)


def test_planted_violations_are_found(page: Page, sample: Folder) -> None:
    text = sample.files["problems.html"]
    for was, now, _ in PLANTED:
        assert was in text
        text = text.replace(was, now, 1)
    planted = folder(sample.path / "planted" / "x", {**_static(sample), "problems.html": text})
    page.goto(planted.address("problems.html"))
    found = violations(page)
    assert [rule for *_, rule in PLANTED if not any(f": {rule} " in one for one in found)] == []


def test_a_planted_colour_is_found_in_the_dark(page: Page, sample: Folder) -> None:
    """It is good enough in the light only."""
    style = "@media (prefers-color-scheme: dark) { h1 { color: #333; } }"
    site = {**_static(sample), "problems.html": sample.files["problems.html"], "static/custom.css": style}
    planted = folder(sample.path / "planted" / "dark", site)
    page.goto(planted.address("problems.html"))
    assert violations(page) == []
    assert any("serious color-contrast" in one for one in violations(page, "dark", SMALL_PHONE, LOOKS))


def _static(site: Folder) -> dict[str, str]:
    return {path: text for path, text in site.files.items() if path.startswith("static/")}
