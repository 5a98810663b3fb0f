"""The book as it stood at the end of an earlier day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.example import AS_OF, company, example
from textcrm.metrics.deals import deals_on
from textcrm.metrics.leads import leads_on
from textcrm.model.past import book_on, deal_on, lead_on
from textcrm.model.records import Closing


@pytest.mark.parametrize(
    ("day", "status", "stage", "amount", "closed"),
    [
        (date(2026, 10, 20), "open", "discovery", "40000.00", None),
        (date(2026, 11, 10), "open", "proposal", "48500.00", None),
        (date(2026, 11, 19), "open", "contract", "48500.00", None),
        (date(2026, 11, 20), "won", "contract", "46000.00", date(2026, 11, 20)),
    ],
)
def test_a_deal_is_as_it_stood(day: date, status: str, stage: str, amount: str, closed: date | None) -> None:
    deal = deal_on(example().opportunities["padaria-estrela-ovens"], day)
    assert deal is not None
    assert (deal.status, deal.stage, str(deal.amount)) == (status, stage, amount)
    assert (deal.closed.date if deal.closed else None) == closed
    assert all(entry["date"] <= day for entry in deal.history)
    assert all(step.date is None or step.date <= day for step in deal.steps.values())


def test_an_earlier_closing_is_the_one_of_its_time() -> None:
    deal = deal_on(example().opportunities["padaria-estrela-proofer"], date(2026, 9, 1))
    assert deal is not None
    assert deal.closed == Closing(date=date(2026, 8, 20), reason="price", competitor="fornotec")


def test_a_lead_is_as_it_stood() -> None:
    lead = lead_on(example().leads["joao-ramos"], date(2026, 11, 4))
    assert lead is not None
    assert (lead.status, lead.disqualified) == ("new", None)
    assert lead_on(example().leads["joao-ramos"], date(2026, 11, 2)) is None


def test_what_came_later_is_not_there() -> None:
    book = book_on(example(), date(2026, 11, 12))
    assert "pizzaria-forno-novo-oven" not in book.opportunities
    assert "ana-souza" not in book.leads
    assert [one.planned for one in book.activities if one.date.day > date(2026, 11, 12)] == [True]


def test_the_last_day_is_the_book_as_it_is() -> None:
    book = book_on(example(), AS_OF)
    assert book.opportunities == example().opportunities
    assert book.leads == example().leads


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_the_past_book_and_the_metrics_agree(day: date) -> None:
    past = book_on(company(), day)
    now, then = deals_on(company(), day).all, deals_on(past, day).all
    assert [(one.id, one.state, one.ending, one.value) for one in now] == [
        (one.id, one.state, one.ending, one.value) for one in then
    ]
    assert [(one.id, one.status, one.owner, one.reason) for one in leads_on(company(), day).all] == [
        (one.id, one.status, one.owner, one.reason) for one in leads_on(past, day).all
    ]


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(0, 400))
def test_a_fold_of_a_fold_is_the_earlier_one(day: date, more: int) -> None:
    later = day + timedelta(days=more)
    assert book_on(book_on(company(), later), day) == book_on(company(), day)
