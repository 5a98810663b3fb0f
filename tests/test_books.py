"""The format's own example and the sample company: no error, and warnings that tell something."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from textcrm.check import check
from textcrm.findings import Report
from textcrm.source.load import Loaded, load_book
from textcrm.store.read import read_tree

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 23)


def judged(folder: Path) -> tuple[Loaded, Report]:
    tree = read_tree(folder)
    loaded = load_book(tree)
    return loaded, check(loaded, tree.files, AS_OF)


def test_the_example_has_no_error() -> None:
    loaded, report = judged(HERE / "books" / "example")
    assert loaded.usable
    assert not loaded.book.broken
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_the_example_shows_every_kind_of_record() -> None:
    book = judged(HERE / "books" / "example")[0].book
    counts = {kind: len(book.all(kind)) for kind in ("team", "companies", "contacts", "leads", "opportunities")}
    assert counts == {"team": 2, "companies": 4, "contacts": 3, "leads": 4, "opportunities": 7}
    assert (len(book.activities), len(book.forecasts), len(book.settings.policies)) == (6, 3, 2)


@pytest.fixture(scope="module")
def sample() -> tuple[Loaded, Report]:
    return judged(HERE.parent)


def test_the_sample_company_has_no_error_and_a_handful_of_warnings(sample: tuple[Loaded, Report]) -> None:
    report = sample[1]
    assert report.errors == 0
    assert 6 <= report.warnings <= 9
    assert len({finding.code for finding in report.findings}) == report.warnings


def test_the_sample_company_is_of_the_promised_size(sample: tuple[Loaded, Report]) -> None:
    book = sample[0].book
    assert (len(book.team), len(book.settings.pipelines)) == (5, 2)
    assert 22 <= len(book.companies) <= 33
    assert 33 <= len(book.contacts) <= 43
    assert 58 <= len(book.leads) <= 65
    assert 88 <= len(book.opportunities) <= 95
    assert len(book.activities) >= 400
    assert {rate for one in book.settings.exchange_rates for rate in one.rates} == {"USD", "EUR"}


def test_the_sample_company_shows_every_status_and_stage(sample: tuple[Loaded, Report]) -> None:
    book = sample[0].book
    assert {lead.status for lead in book.leads.values()} == {
        *("new", "qualifying", "qualified", "nurturing", "converted", "disqualified"),
    }
    deals = book.opportunities.values()
    assert {deal.status for deal in deals} == {"open", "won", "lost", "abandoned", "cancelled"}
    live = {(line.id, stage.id) for line in book.settings.pipelines for stage in line.stages if not stage.retired}
    assert {(deal.pipeline, deal.stage) for deal in deals if deal.is_open} == live


def test_no_two_deals_of_the_sample_company_tell_the_same_story(sample: tuple[Loaded, Report]) -> None:
    deals = sample[0].book.opportunities.values()
    assert len({deal.name for deal in deals}) == len(deals)
    told = [tuple(entry.get("note") for entry in deal.history if entry.get("note")) for deal in deals]
    assert len({story for story in told if story}) == len([story for story in told if story])
