"""The charts in a real browser: no text leaves the page or covers another, and none is wider than was reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.site import chart_gallery
from textcrm.site.charts.widths import width

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: A small phone, a phone, the narrowest that is no phone, a tablet, the narrowest with charts side by side, a desk.
WIDTHS = (320, 360, 641, 820, 1249, 1440)
MEASURE = """() => [...document.querySelectorAll("svg text")].map((text) => {
  const box = text.getBoundingClientRect(), look = getComputedStyle(text);
  const chart = [...document.querySelectorAll("svg.plot, svg.rowsvg")].indexOf(text.closest("svg.plot, svg.rowsvg"));
  return {chart, text: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
    long: text.getComputedTextLength(), strong: look.fontWeight >= 600, shown: box.width > 0};
}).filter((one) => one.shown)"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as it stands in the page, in pixels."""

    chart: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    long: float
    strong: bool
    shown: bool

    def covers(self, other: Seen) -> bool:
        """Whether two texts of one chart overlap by more than a hair; letters do not fill the height of their line."""
        beside = self.right <= other.left + 0.5 or other.right <= self.left + 0.5
        return self.chart == other.chart and not beside and abs(self.top - other.top) < 9


@pytest.fixture(scope="module")
def gallery(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    path: Path = tmp_path_factory.mktemp("charts") / "gallery.html"
    path.write_text(chart_gallery.page(), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    return page


def seen(page: Page, wide: int) -> list[Seen]:
    """Every text that shows at that width."""
    page.set_viewport_size({"width": wide, "height": 900})
    return [Seen(**one) for one in page.evaluate(MEASURE)]


@pytest.mark.parametrize("wide", WIDTHS)
def test_no_text_leaves_the_page(gallery: Page, wide: int) -> None:
    texts = seen(gallery, wide)
    assert len(texts) > 100
    assert [one for one in texts if one.left < 0 or one.right > wide] == []
    assert gallery.evaluate("document.documentElement.scrollWidth") <= wide


@pytest.mark.parametrize("wide", WIDTHS)
def test_no_text_covers_another(gallery: Page, wide: int) -> None:
    texts = seen(gallery, wide)
    assert [(a.text, b.text) for i, a in enumerate(texts) for b in texts[:i] if a.covers(b)] == []


def test_texts_are_no_wider_than_reckoned(gallery: Page) -> None:
    texts = seen(gallery, 1440) + seen(gallery, 360)
    assert [one for one in texts if one.long > width(one.text, strong=one.strong) + 0.01] == []


@pytest.mark.parametrize(
    "text", [chart_gallery.SIXTY, chart_gallery.HOSTILE, "Ünïçødé – São Paulo’s №1", "株式会社東京", "WWWW@%"]
)
@pytest.mark.parametrize("strong", [False, True])
def test_the_table_of_widths_is_an_upper_bound(gallery: Page, text: str, strong: bool) -> None:  # noqa: FBT001
    measure = """([text, look]) => {
      const svg = document.querySelector("svg.plot");
      const one = svg.appendChild(document.createElementNS(svg.namespaceURI, "text"));
      one.setAttribute("class", look); one.textContent = text;
      const long = one.getComputedTextLength(); one.remove(); return long; }"""
    assert gallery.evaluate(measure, [text, "val" if strong else "tick"]) <= width(text, strong=strong) + 0.01


def test_a_text_too_long_is_found(gallery: Page) -> None:
    """The measure itself: a text that was not cut leaves a phone, and covers the one in whose place it stands."""
    planted = """() => { const one = document.querySelector("svg text").cloneNode(true); one.id = "planted";
      one.textContent = "x".repeat(99); document.querySelector("svg.plot").append(one); }"""
    gallery.evaluate(planted)
    try:
        texts = seen(gallery, 360)
        assert any(one.right > 360 for one in texts)
        assert any(a.covers(b) for i, a in enumerate(texts) for b in texts[:i])
    finally:
        gallery.evaluate("document.getElementById('planted').remove()")


def test_nothing_is_styled_or_run_by_the_charts(gallery: Page) -> None:
    said: list[str] = []
    gallery.on("console", lambda message: said.append(message.text))
    gallery.reload()
    assert said == []
    assert gallery.locator("[style], script, foreignObject, image").count() == 0
