"""Where things stand: menus on one line, tables and charts whole whatever people are called, on screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.folders import Folder, folder

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
