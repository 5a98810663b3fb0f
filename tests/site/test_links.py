"""Addresses: relative, alive, and those that came with the data only through the gate."""

from __future__ import annotations

import pytest

from tests.small_book import load
from textcrm.site.links import Href, Links, href, links_from, mail, outside

BOOK = load().book


def links(path: str = "index.html", repository: str | None = None) -> Links:
    return links_from(path, BOOK, {}, repository)


def test_addresses_are_as_seen_from_the_page() -> None:
    assert links().page("pipeline") == "pipeline.html"
    assert links("leads/ana.html").page("pipeline") == "../pipeline.html"
    assert links("leads/ana.html").data("by-stage") == "../data/by-stage.csv"
    assert links("leads/ana.html").static("site.js") == "../static/site.js"


def test_a_filter_stands_in_the_address() -> None:
    assert links().page("pipeline", "deals", owner="joana", stage="") == "pipeline.html?owner=joana&stage=#deals"
    assert links().page("leads", tag="a b&c") == "leads.html?tag=a+b%26c"


def test_records_that_are_there_have_a_page() -> None:
    assert links().record("companies/padaria-estrela") == "companies/padaria-estrela.html"
    assert links("leads/ana.html").record("team/joana") == "../team.html#joana"
    for ref in ("companies/gone", "team/gone", "activities/joana/2026-11-23", "crm", "", None):
        assert links().record(ref) is None


def test_files_are_shown_where_the_repository_is() -> None:
    assert links().file("crm_data/crm.yaml", 3) is None
    there = links(repository="https://example.com/crm/blob/HEAD/")
    assert there.file("crm_data/leads/a b.yaml", 3) == "https://example.com/crm/blob/HEAD/crm_data/leads/a%20b.yaml#L3"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://forno.example/a?b=c#d", "https://forno.example/a?b=c#d"),
        ("http://forno.example", "http://forno.example"),
        ("HTTPS://forno.example", "HTTPS://forno.example"),
        ("www.forno.example/pão", "https://www.forno.example/p%C3%A3o"),
        ("mailto:ana@forno.example", "mailto:ana@forno.example"),
        ('https://forno.example/"><script>', "https://forno.example/%22%3E%3Cscript%3E"),
    ],
)
def test_what_may_be_followed(text: str, address: str) -> None:
    assert outside(text) == address


@pytest.mark.parametrize(
    "text",
    [
        *(
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "\x01javascript:x",
        ),
        *("data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "ftp://x.example", "blob:x", "//evil.example"),
        *(
            "https:evil.example",
            "https://",
            "http:/x",
            "https://a b.example",
            "https://x.example\\@evil.example",
            "",
            None,
        ),
        *("https://[::1", "mailto:a@b.example\nBcc: x", "javascript://x.example/%0aalert(1)", "view-source:x"),
    ],
)
def test_what_may_not(text: str | None) -> None:
    assert outside(text) is None
    assert href(text) == ""


def test_the_filter_lets_ours_through_and_judges_the_rest() -> None:
    assert href(Href("../team.html")) == "../team.html"
    assert href("../team.html") == ""
    assert href("https://forno.example") == "https://forno.example"
    assert href(None) == ""


def test_mail() -> None:
    assert mail("ana+crm@forno.example") == "mailto:ana+crm@forno.example"
    assert mail("ana?cc=x@forno.example") == "mailto:ana%3Fcc%3Dx@forno.example"
    assert mail("nobody") is None
