"""Where things stand: menus on one line, tables and charts whole whatever people are called, on screen and on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.folders import ROOT, Folder, facts_of, folder
from tests.browser.looking import CUT
from tests.site.sites import built
from textcrm.store.read import read_tree

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: How many lines the flat menu has, none while it is folded, and the lines on which the words of the brand stand.
MENU: Final = """() => {
  const brand = document.querySelector(".brand span"), range = document.createRange();
  range.selectNodeContents(brand);
  const tops = new Set([...document.querySelectorAll(".nav li")].filter((one) => one.checkVisibility())
    .map((one) => one.offsetTop));
  const menu = document.querySelector(".menu").checkVisibility();
  return [tops.size, menu, new Set([...range.getClientRects()].map((one) => one.top)).size];
}"""

#: The tables that are wider than their boxes, which do not scroll on paper.
PRINTED: Final = """() => [...document.querySelectorAll(".scroll")]
  .filter((box) => box.firstElementChild.offsetWidth > box.clientWidth)
  .map((box) => `${box.ariaLabel} by ${box.firstElementChild.offsetWidth - box.clientWidth}`)"""


@pytest.mark.parametrize("brand", ["Huge", "Panificadora do Vale"])
@pytest.mark.parametrize("errors", ["9", "123,456 and many more"])
def test_the_menu_is_on_one_line_or_folded_and_no_word_of_the_brand_breaks(
    page: Page, sample: Folder, brand: str, errors: str
) -> None:
    text = sample.files["index.html"].replace("Fornos do Vale Ltda", brand)
    text = text.replace('<span class="count">9<', f'<span class="count">{errors}<')
    static = {path: text for path, text in sample.files.items() if path.startswith("static/")}
    page.goto(folder(sample.path / "planted" / "menu", {**static, "index.html": text}).address("index.html"))
    found = {}
    for wide in range(960, 1441, 40):
        page.set_viewport_size({"width": wide, "height": 900})
        page.evaluate("new Promise(requestAnimationFrame)")
        found[wide] = page.evaluate(MENU)
    assert [one for one in found.items() if one[1] not in ([1, False, 1], [0, True, 1])] == []
    assert found[960][0] == 0
    assert found[1440][0] or errors != "9"


LONG: Final = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaft"
#: Which neighbouring words of the scale under a column of bars lie over each other.
OVER: Final = """() => [...document.querySelectorAll("tfoot .rowsvg")].flatMap((one) => {
  const boxes = [...one.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([, box]) => box.width).sort(([, one], [, other]) => one.left - other.left);
  return boxes.slice(1).filter(([, box], n) => box.left < boxes[n][1].right).map(([text]) => text);
})"""


#: The width of the paper between its margins, in pixels.
SHEET: Final = 688


def test_on_paper_a_filtered_list_says_so_and_shows_no_button(page: Page, sample: Folder) -> None:
    page.goto(sample.address("pipeline.html?owner=rui"))
    page.emulate_media(media="print")
    assert page.locator("#deals [role=status]").is_visible()
    assert page.locator("[data-filtered] span").is_visible()
    for hidden in ("#deals [data-clear]", "#deals select", "[data-filtered] a"):
        assert page.locator(f"{hidden}:visible").count() == 0
    page.goto(sample.address("pipeline.html?owner=none"))
    assert page.locator("#deals .empty").is_visible()
    assert not page.locator("#deals .empty button").is_visible()


def test_on_paper_no_table_is_cut_and_no_category_leaves(page: Page, sample: Folder) -> None:
    page.set_viewport_size({"width": SHEET, "height": 900})
    page.emulate_media(media="print")
    found = []
    for path in sample.lists:
        page.goto(sample.address(path))
        found += [f"{path} {one}" for one in page.evaluate(PRINTED)]
    assert found == []
    page.goto(sample.address("forecast.html"))
    assert page.locator("th", has_text="Omitted").first.is_visible()


def test_on_paper_the_chart_of_what_is_stuck_stands_on_the_first_sheet(page: Page, sample: Folder) -> None:
    page.set_viewport_size({"width": SHEET, "height": 900})
    page.emulate_media(media="print")
    page.goto(sample.address("pipeline.html"))
    box = page.locator(".g-scatter").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 1000


@pytest.fixture(scope="module")
def long_name(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The sample company, where one of the sellers has a name of one word that never ends."""
    tree = read_tree(ROOT)
    path = "crm_data/team/rui.yaml"
    files = {**tree.files, path: tree.files[path].replace("Rui Tanaka", LONG)}
    return folder(tmp_path_factory.mktemp("long"), built(facts_of(replace(tree, files=files))))


@pytest.mark.parametrize("path", ["index.html", "forecast.html", "team.html", "pipeline.html"])
def test_a_name_of_one_word_that_never_ends_pushes_nothing_out(page: Page, long_name: Folder, path: str) -> None:
    page.goto(long_name.address(path))
    assert LONG in page.locator("main").inner_text()
    found = []
    for wide in (360, 1024, 1280, 1440):
        page.set_viewport_size({"width": wide, "height": 900})
        found += [f"{wide} {one}" for one in (*page.evaluate(CUT), *page.evaluate(OVER))]
    assert found == []


def test_why_a_deal_needs_attention_has_room_beside_such_a_name(page: Page, long_name: Folder) -> None:
    page.set_viewport_size({"width": 1024, "height": 900})
    page.goto(long_name.address("index.html"))
    assert page.locator("#attention th", has_text="Why").evaluate("(one) => one.offsetWidth") > 100
