"""The whole site: every link alive, every page in the frame, overrides by name, nothing that depends on order."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.site.sites import OURS, built, facts
from tests.small_book import CRM
from textcrm.site.facts import Origin
from textcrm.site.frame import status as status_of
from textcrm.site.makers import MAKERS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


class Look(HTMLParser):
    """What a page leads to and what can be led to on it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        self.links += [value for key in ("href", "src", "data-index", "data-engine") if (value := found.get(key))]
        self.ids += [value for value in [found.get("id")] if value]


def looks(files: Mapping[str, str]) -> dict[str, Look]:
    return {path: Look(text) for path, text in files.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def small() -> dict[str, str]:
    """The site of the small book."""
    return built(facts())


def dead_links(files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Links within the site that lead nowhere, each with the page it stands on."""
    links, ids = {}, {}
    for path, text in files.items():
        if path.endswith(".html"):
            page = Look(text)
            links[path], ids[path] = page.links, frozenset(page.ids)
    dead = []
    for path, found in links.items():
        for link in dict.fromkeys(found):
            parts = urlsplit(urljoin(path, link))
            if parts.scheme:
                continue
            there = unquote(parts.path)
            anchor = unquote(parts.fragment)
            if there not in files or (anchor and anchor not in ids.get(there, ())):
                dead.append((path, link))
    return dead


def test_links_that_lead_nowhere_are_found() -> None:
    files = {
        "a/b.html": '<a href="#x"></a><a href="../c.html#d"></a><a href="c.html"></a><a href="../c.html?q=1#e"></a>',
        "c.html": '<p id="d"><a href="#d"></a><a href="https://forno.example/#e"></a><a href="a/b.html"></a>',
    }
    assert dead_links(files) == [("a/b.html", "#x"), ("a/b.html", "c.html"), ("a/b.html", "../c.html?q=1#e")]


def test_every_page_stands_in_the_frame(small: dict[str, str]) -> None:
    for path, page in looks(small).items():
        metas = [found for tag, found in page.elements if tag == "meta"]
        assert metas[0] == {"http-equiv": "Content-Security-Policy", "content": POLICY}, path
        tags = [tag for tag, _ in page.elements]
        assert tags[:3] == ["html", "head", "meta"], path
        assert {"name": "robots", "content": "noindex, nofollow"} in metas
        assert {"name": "referrer", "content": "no-referrer"} in metas
        assert (tags.count("h1"), tags.count("main"), tags.count("title")) == (1, 1, 1), path
        assert len(page.ids) == len(set(page.ids)), path


def test_nothing_is_asked_of_another_host(small: dict[str, str]) -> None:
    loaded = ("link", "script", "img", "iframe", "use")
    for path, page in looks(small).items():
        for tag, found in page.elements:
            address = found.get("src") or (found.get("href") if tag in loaded else None) or ""
            assert not urlsplit(address).netloc, path
    for path, text in small.items():
        if path.endswith(".css"):
            assert not re.search(r"url\(|@import", text), path


def test_the_current_page_is_marked(small: dict[str, str]) -> None:
    for key in MAKERS.keys() & {path.removesuffix(".html") for path in small}:
        marked = [found["href"] for _, found in looks(small)[f"{key}.html"].elements if "aria-current" in found]
        assert set(marked) == {f"{key}.html"}


def test_what_a_company_overrides_is_taken_and_the_rest_stays() -> None:
    own = {"parts/foot.html.jinja": "<footer>{{ frame.company }}</footer>", "static/logo.svg": "<svg/>"}
    files = built(facts(), own)
    assert "<footer>Fornos do Vale Ltda</footer>" in files["problems.html"]
    assert "Skip to the page" in files["problems.html"]
    assert files["static/logo.svg"] == "<svg/>"
    assert files["static/theme.css"] == OURS["static/theme.css"]


def test_a_fault_of_ours_is_not_called_one_of_the_company(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(title: str) -> str:
        raise KeyError(title)

    monkeypatch.setattr("textcrm.site.render.short_title", fault)
    with pytest.raises(KeyError):
        built(facts(), {"parts/foot.html.jinja": "<footer>Fornos</footer>"})


def test_a_block_alone_can_be_overridden() -> None:
    own = {
        "pages/problems.html.jinja": '{% extends "textcrm/pages/problems.html.jinja" %}'
        "{% block head %}<!-- x -->{% endblock %}"
    }
    files = built(facts(), own)
    assert "<!-- x -->" in files["problems.html"]
    assert 'class="sentence"' in files["problems.html"]


def test_tables_are_files_of_their_own(small: dict[str, str]) -> None:
    assert small["data/problems.csv"].startswith("code,severity,path,line,record,message,help\n")
    assert json.loads(small["data/problems.json"])["name"] == "problems"
    assert 'id="problems"' in small["data.html"]


def test_the_status_line_tells_of_what_the_pages_speak() -> None:
    deal = "name: Second\nstatus: open\nstage: qualification\namount: 10\ncurrency: {}\nhistory: []\n"
    files = {
        "crm.yaml": CRM + "exchange_rates:\n  - {date: 2026-11-01, USD: 5.38, EUR: 6}\n",
        "opportunities/second.yaml": deal.format("USD"),
    }
    page = built(facts(files, origin=Origin(commit="4f2c91a0b1c2d3", is_changed=True)))["problems.html"]
    status = re.sub(r"<[^>]*>|\s+", " ", page[page.index('class="status"') : page.index("</header>")])
    said = re.sub(r"\s+", " ", status.replace("\u00a0", " "))
    assert "As of Monday 23 November 2026" in said
    assert "Amounts in R$; rates of 1 Nov: USD 5.3800" in said
    assert "2 open deals, 1 without amount" in said
    rateless = {**files, "opportunities/third.yaml": deal.format("GBP")}
    assert status_of(facts(rateless)).open == "3 open deals, 1 without amount, 1 without exchange rate"
    assert "No deal is closed yet" in said
    assert "commit 4f2c91a and changes since" in said


def test_an_empty_book_has_all_pages() -> None:
    files = built(facts(base={"crm.yaml": CRM}))
    assert {
        f"{key}.html" for key in MAKERS if key in ("index", "problems", "pipeline", "leads", "team")
    } <= files.keys()
    assert "Nothing is wrong." in files["problems.html"]
