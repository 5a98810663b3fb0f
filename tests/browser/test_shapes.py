"""Pages of one shape differ in words only, and a few cover all that there is."""

from __future__ import annotations

import pytest

from tests.browser.shapes import covering, of_each_shape, places, shape

ROW = '<tr class="deal"><td class="num">1</td><td><a href="x.html">Ana</a></td></tr>'


def page(inside: str) -> str:
    return f"<!doctype html><html><head><title>x</title></head><body><table>{inside}</table></body></html>"


@pytest.mark.parametrize(
    "other", [ROW * 3, ROW + ROW.replace("Ana", "Rui"), ROW.replace("x.html", "y.html")], ids=["rows", "words", "link"]
)
def test_other_words_and_more_of_the_same_have_the_same_shape(other: str) -> None:
    assert shape(page(ROW)) == shape(page(other))
    assert places(page(ROW)) == places(page(other))


@pytest.mark.parametrize(
    "other",
    [
        ROW.replace("num", "none"),
        ROW.replace("Ana", ""),
        ROW.replace("Ana", "<b>Ana</b>"),
        ROW.replace('href="x.html"', 'href=""'),
        ROW.replace('href="x.html"', 'href="x.html" title="x"'),
        ROW.replace("<td>", '<td colspan="2">'),
        ROW + ROW.replace("Ana", ""),
    ],
)
def test_whatever_else_differs_is_another_shape(other: str) -> None:
    assert shape(page(ROW)) != shape(page(other))
    files = {"a.html": page(ROW), "b.html": page(other), "c.html": page(ROW * 2)}
    assert of_each_shape(files, files) == ["b.html", "c.html"]


def test_a_few_pages_cover_everything() -> None:
    files = {"a.html": page(ROW), "b.html": page("<caption>x</caption>"), "c.html": page(f"<caption>x</caption>{ROW}")}
    assert covering(files, files) == ["c.html"]
    assert covering(files, ["a.html", "b.html"]) == ["a.html", "b.html"]
    assert covering(files, ["a.html", "b.html"], ["b.html"]) == ["a.html"]
    assert covering(files, ["a.html"], ["c.html"]) == []
