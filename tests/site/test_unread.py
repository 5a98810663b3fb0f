"""Unread: records that could not be read are not taken for none, on any page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.site.quarter_book import QUARTER
from tests.site.sites import built, facts
from textcrm.site.facts import Facts

DEALS = tuple(path.removesuffix(".yaml") for path in QUARTER if path.startswith("opportunities/"))
#: What is a falsehood where there may be a deal.
CLAIMS = (
    "There is no deal yet",
    "There is no open deal",
    "No deal is open",
    "No deal has closed yet",
    "No deal is closed yet",
    "0 open deals",
    "of its target",
    "is missing.",
    "Won 0",
    "Nothing won",
    "Nothing more is committed",
    "The target of",
)


def unread(*missing: str, files: Mapping[str, str] | None = None) -> Facts:
    """The facts of the quarter's company where these records could not be read."""
    broken = {f"{one}.yaml": "name: &anchor One\n" for one in missing if not one.endswith("/")}
    return replace(facts({**broken, **(files or {})}, base=QUARTER), missing=missing)


def words(page: str) -> str:
    return re.sub(r"<[^>]*>", "", page)


def test_nothing_is_said_of_deals_of_which_none_could_be_read() -> None:
    files = built(unread(*DEALS))
    pages = {path: text for path, text in files.items() if path.endswith(".html") and "/" not in path}
    assert len(DEALS) == 8
    for path, text in pages.items():
        assert [claim for claim in CLAIMS if claim in words(text)] == [], path
    for name in ("index", "pipeline", "stages", "forecast", "outcomes", "team"):
        said = re.findall(r'<p class="sentence">(.*)</p>', pages[f"{name}.html"])
        assert said == ['<b><a href="problems.html">8 records</a> could not be read.</b> So nothing can be said.'], name
    assert "<svg" not in pages["index.html"].partition("<main")[2]


def test_a_folder_that_could_not_be_read_is_named() -> None:
    known = replace(facts({}, base={"crm.yaml": QUARTER["crm.yaml"]}), missing=("crm_data/opportunities/",))
    assert "records in crm_data/opportunities/ could not be read. So nothing can be said." in words(
        built(known)["index.html"]
    )


@pytest.mark.parametrize(
    ("missing", "kinds"),
    [
        ("opportunities/one", {"opportunities"}),
        ("crm_data/opportunities/one.yaml", {"opportunities"}),
        ("crm_data/leads/", {"leads"}),
        ("activities/joana/2026-11[3]", {"activities"}),
        ("crm_data/", {"opportunities", "leads", "activities"}),
    ],
)
def test_of_which_kind_a_missing_record_may_be(missing: str, kinds: set[str]) -> None:
    known = replace(facts(), missing=(missing,))
    assert {kind for kind in ("opportunities", "leads", "activities") if known.may_miss(kind)} == kinds


def test_no_page_says_there_is_none_where_one_could_not_be_read() -> None:
    left = {f"{one}.yaml" for one in DEALS} - {"opportunities/lost.yaml", "opportunities/best.yaml"}
    base = {path: text for path, text in QUARTER.items() if path not in left}
    broken = {"opportunities/best.yaml": "name: &anchor One\n"}
    files = built(replace(facts(broken, base=base), missing=("opportunities/best",)))
    pages = {path: words(text) for path, text in files.items() if path.endswith(".html")}
    for path, text in pages.items():
        assert not re.search("There is no (open )?deal|No deal is open|0 open deals", text), path
    assert "1 record could not be read. So nothing can be said." in pages["pipeline.html"]
    assert "No open deal could be read" in pages["index.html"]
    assert "1 record could not be read. Nothing won of R$\u00a0100k" in pages["index.html"]
    whole = built(facts({}, base={path: text for path, text in base.items() if path != "opportunities/best.yaml"}))
    assert "No deal is open." in words(whole["pipeline.html"])
