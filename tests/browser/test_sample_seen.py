"""Every page of the sample company in a browser, from a folder: quiet, whole on a phone, and open to everybody."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from tests.browser.folders import Folder, folder
from tests.browser.looking import (
    CUT,
    SMALL_PHONE,
    Heard,
    listening,
    look_together,
    sideways,
    thin_out,
    violations,
    violations_anywhere,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: What colours and layout decide; of the rest a page is the same in the dark and on a phone.
LOOKS = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")
PHONE, ZOOMED = 360, 320
PDFTOTEXT = shutil.which("pdftotext")


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
@pytest.mark.sample
def test_all_pages_are_quiet_and_fit_a_small_phone(page: Page, sample: Folder) -> None:
    assert look_together(page, sample.path, sample.pages, SMALL_PHONE) == ([], Heard())


@pytest.mark.slow
def test_all_pages_are_quiet_when_opened_one_after_the_other(page: Page, sample: Folder) -> None:
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


def test_what_a_page_among_others_says_or_asks_for_is_heard(page: Page, sample: Folder) -> None:
    """The measure of many at a time: each of these pages but one does something."""
    does = {
        "says": ("</main>", "</main><script src=static/says.js></script>"),
        "asks": ("img-src 'self' data:", "img-src *"),
        "wide": ("<h1>", "<h1><span class=wide>x</span>"),
        "quiet": ("", ""),
    }
    text = sample.files["problems.html"]
    files = {f"{name}.html": text.replace(was, now, 1) for name, (was, now) in does.items()}
    files["asks.html"] = files["asks.html"].replace("</main>", '<img alt="" src="https://elsewhere.example/"></main>')
    static = {"static/says.js": "console.warn('said')", "static/custom.css": "h1 .wide {display: block; width: 900px}"}
    planted = folder(sample.path / "planted" / "together", {**_static(sample), **files, **static})
    found, heard = look_together(page, planted.path, planted.pages, SMALL_PHONE)
    assert {one.partition(": ")[0] for one in found} == {planted.address("wide.html")}
    assert heard.asked == [f"{planted.address('asks.html')}: https://elsewhere.example/"]
    assert f"{planted.address('static/says.js')}: said" in heard.said
    assert not any("quiet.html" in one for one in (*found, *heard.said, *heard.asked))


def test_nothing_scrolls_sideways_on_a_phone(page: Page, sample: Folder) -> None:
    found = []
    for path in (*sample.lists, *sample.extremes):
        page.goto(sample.address(path))
        found += [*sideways(page, PHONE), *sideways(page, ZOOMED)]
    assert found == []


@pytest.mark.parametrize("wide", [ZOOMED, PHONE, 480, 768, 1024, 1280])
@pytest.mark.many(2)
def test_no_table_is_wider_than_its_box_but_those_of_heat(page: Page, sample: Folder, wide: int) -> None:
    """Columns leave, the least important first, before a person has to push the table about."""
    page.set_viewport_size({"width": wide, "height": 900})
    found = []
    for path in sample.lists:
        page.goto(sample.address(path))
        found += [f"{path} {one}" for one in page.evaluate(CUT)]
    assert found == []


@pytest.mark.skipif(PDFTOTEXT is None, reason="there is no pdftotext; on Debian: apt install poppler-utils")
def test_on_paper_the_head_of_a_table_is_on_each_of_its_pages(page: Page, sample: Folder) -> None:
    """Also where the script made its heads buttons."""
    page.goto(sample.address("pipeline.html"))
    assert page.locator("#deals th button").count() > 0
    paper = page.pdf(prefer_css_page_size=True)
    told = subprocess.run([str(PDFTOTEXT), "-layout", "-", "-"], input=paper, capture_output=True, check=True)
    sheets = told.stdout.decode().split("\f")
    first = next(number for number, text in enumerate(sheets) if "Next step" in text)
    deals = [text for text in sheets[first:] if text.strip()]
    assert len(deals) > 1
    assert [number for number, text in enumerate(deals) if "Next step" not in text] == []


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
def test_axe_finds_nothing_on_lists_and_on_records_that_have_all_there_is(page: Page, sample: Folder) -> None:
    found = []
    for path in dict.fromkeys((*sample.telling, *sample.extremes)):
        page.goto(sample.address(path))
        found += violations_anywhere(page)
    assert found == []


@pytest.mark.slow
def test_axe_finds_nothing_anywhere(page: Page, sample: Folder) -> None:
    """On the pages of all records too, by all rules in every light and width."""
    found = []
    for path in sample.pages:
        page.goto(sample.address(path))
        found += violations_anywhere(page)
    assert found == []


PLANTED = (
    ("</h1>", '</h1><img src="static/icon.svg">', "critical image-alt"),
    ("<h1>", '<h1 aria-nothing="x">', "critical aria-valid-attr"),
    ("</section>", "</section><h5>Deep</h5>", "moderate heading-order"),
    ('<html lang="en"', "<html", "serious html-has-lang"),
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


def test_the_one_row_among_many_that_is_not_as_the_others_stays_and_is_found(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html"))
    rows = page.evaluate(
        """() => { const body = document.querySelector("#deals tbody"), row = body.rows[0];
        for (let number = 0; number < 900; number += 1) body.append(row.cloneNode(true));
        body.rows[500].cells[1].innerHTML += '<img src="static/icon.svg">';
        return body.rows.length; }"""
    )
    gone = thin_out(page)
    assert 0 < gone < rows - 200
    assert any("critical image-alt" in one for one in violations(page))


def _static(site: Folder) -> dict[str, str]:
    return {path: text for path, text in site.files.items() if path.startswith("static/")}
