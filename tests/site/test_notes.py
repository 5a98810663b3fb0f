"""Notes: Markdown that formats and links, and can do nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from textcrm.site import notes
from textcrm.site.notes import note_markup, ticked


class Elements(HTMLParser):
    """The elements of a piece of HTML, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(note: str) -> list[tuple[str, dict[str, str | None]]]:
    return Elements(note_markup(note)).found


def test_a_note_is_formatted() -> None:
    made = note_markup("Two *decks*, **steam**\nand `gas`.\n\n- door 92 cm\n- third floor\n")
    assert "<em>decks</em>" in made
    assert "<strong>steam</strong>" in made
    assert "<li>door 92 cm</li>" in made
    assert isinstance(made, Markup)


def test_without_a_note_there_is_nothing() -> None:
    assert note_markup(None) == note_markup("") == Markup()


def test_links_lead_outside_and_say_so() -> None:
    rel = {"rel": "nofollow noopener noreferrer"}
    assert ("a", {"href": "https://forno.example/a", **rel}) in elements("[menu](https://forno.example/a)")
    assert ("a", {"href": "mailto:ana@forno.example", **rel}) in elements("<mailto:ana@forno.example>")
    assert ("a", {"href": "https://www.forno.example", **rel}) in elements("[menu](www.forno.example)")


def test_a_file_beside_a_note_is_no_host() -> None:
    assert note_markup("[door](photo.jpg)") == "<p>[door](photo.jpg)</p>\n"


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("![the oven](https://a.example/o.png)", '<p><a href="https://a.example/o.png" REL>the oven</a></p>'),
        ("![*big* <b>](https://a.example/o.png)", '<p><a href="https://a.example/o.png" REL>big &lt;b&gt;</a></p>'),
        ("![](https://a.example/o.png)", '<p><a href="https://a.example/o.png" REL>https://a.example/o.png</a></p>'),
        ("![x][y]\n\n[y]: https://a.example/t.png", '<p><a href="https://a.example/t.png" REL>x</a></p>'),
        (
            "[a ![door](https://a.example/o.png)](https://b.example)",
            '<p><a href="https://b.example" REL>a door</a></p>',
        ),
        ("[a](b) ![c](https://c.example)", '<p>[a](b) <a href="https://c.example" REL>c</a></p>'),
        ("![door](../photo.jpg)", "<p>![door](../photo.jpg)</p>"),
        ("wow! [x](https://a.example)", '<p>wow! <a href="https://a.example" REL>x</a></p>'),
    ],
)
def test_an_image_is_a_link_to_it(note: str, shown: str) -> None:
    assert note_markup(note).strip() == shown.replace("REL", 'rel="nofollow noopener noreferrer"')


def test_a_heading_in_a_note_is_no_heading_of_the_page() -> None:
    assert note_markup("# Big\n\nSmall\n=====\n") == "<p><strong>Big</strong></p>\n<p><strong>Small</strong></p>\n"


@pytest.mark.parametrize(
    "note",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![tracker](https://evil.example/t.png)",
        "![x][y]\n\n[y]: https://evil.example/t.png",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](java&#115;cript:alert(1))",
        "[x](&#x6A;avascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '<a href="javascript:alert(1)">x</a>',
        "<svg/onload=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<style>*{color:red}</style>",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content=0;url=//evil.example>",
        "<form action=//evil.example><input></form>",
        "```<script>\nalert(1)\n```",
        "`<script>`",
        "<!-- <script> -->",
        "|a|\n|-|\n|<script>|",
        "&lt;script&gt;",
        "[<img src=x onerror=alert(1)>](https://a.example)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "{{ 7*7 }}{% include 'x' %}",
    ],
)
def test_nothing_in_a_note_runs_or_loads(note: str) -> None:
    harmless = {"p", "a", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"}
    for tag, attributes in elements(note):
        assert tag in harmless
        assert attributes.keys() <= {"href", "rel"}
        assert (attributes.get("href") or "https:").startswith(("https:", "http:", "mailto:"))


def test_only_pairs_of_backticks_are_code() -> None:
    assert ticked("the step `<b>` was due") == Markup("the step <code>&lt;b&gt;</code> was due")
    assert ticked("a ` alone <b>") == Markup("a ` alone &lt;b&gt;")


@given(st.text("abcZé1Ж9 中' ,.;:?!%()-–…\n\n_*#[]<&", max_size=20))
def test_the_short_way_for_plain_notes_is_the_long_way(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notes, "_PLAIN", re.compile(r"(?!)"))
        long = note_markup(text)
    assert note_markup(text) == long


@pytest.mark.parametrize("text", ["Ovens – two of them.\nBy May.\n\nSoon.", "It's 3% (or so): yes!"])
def test_most_notes_are_plain(text: str) -> None:
    assert notes._PLAIN.fullmatch(text)  # noqa: SLF001  # else the test above tests nothing
