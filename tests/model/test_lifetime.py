"""Beginnings, endings and the present stay of deals and leads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.metrics.records import AS_OF, SETTINGS, at, deal, lead, on
from textcrm.model.history import state_on
from textcrm.model.lifetime import (
    Ending,
    LeadEnding,
    created_on,
    current_ids,
    ending_on,
    existed,
    first_end_of,
    lead_ending_on,
    present_stay,
)
from textcrm.model.records import Closing, Conversion, Disqualification, Opportunity

OPENED = on("2026-01-05", status="open", stage="proposal", amount=100, owner="rui")


def ending(record: Opportunity, day: date = AS_OF) -> Ending | None:
    state = state_on(record, day)
    assert state is not None
    return ending_on(record, state, day)


@pytest.mark.parametrize(
    ("history", "created", "day"),
    [
        ([on("2026-02-02", stage="proposal")], "2026-01-05 10:00", date(2026, 1, 5)),
        ([on("2026-03-02", amount=5), on("2026-02-02", stage="proposal")], None, date(2026, 2, 2)),
        ([on("2026-02-02", stage="proposal", observed=True)], None, None),
        ([on("2026-02-02", stage=None)], None, None),
        ([on("2026-02-02", stage="proposal")], "2026-02-03", date(2026, 2, 2)),
        ([on("2026-02-02", stage="proposal", observed=True)], "2026-02-03", None),
        ([], None, None),
    ],
)
def test_a_creation_is_known_or_not(history: list[dict[str, Any]], created: str | None, day: date | None) -> None:
    assert created_on(deal("a", *history, created=at(created) if created else None)) == day


def test_a_record_exists_from_its_first_entry_on_or_from_its_creation() -> None:
    day, eve = date(2026, 2, 2), date(2026, 2, 1)
    for record in (deal("a", on("2026-02-02", stage="proposal")), lead("b", created="2026-02-02")):
        assert [existed(record, one) for one in (eve, day)] == [False, True]
    assert existed(deal("a"), date(1900, 1, 1))


def test_an_open_deal_has_no_ending() -> None:
    assert ending(deal("a", OPENED)) is None


def test_a_closing_keeps_its_day_reason_owner_and_what_was_lost() -> None:
    closing = on("2026-03-02", status="lost", reason="price", competitor="fornotec", amount=0)
    record = deal("a", OPENED, closing, on("2026-04-06", owner="joana"))
    assert ending(record) == Ending("lost", date(2026, 3, 2), "price", "fornotec", Decimal(100), None, "rui")


def test_what_the_closing_entry_does_not_say_the_record_may() -> None:
    said = Closing(date=date(2026, 3, 2), amount=Decimal(90), reason="service")
    record = deal("a", on("2026-01-05", status="open"), on("2026-03-02", status="won"), closed=said)
    assert ending(record) == Ending("won", date(2026, 3, 2), "service", None, Decimal(90), None, None)


def test_what_the_record_says_is_of_its_last_closing_only() -> None:
    reopened = [on("2026-02-02", status="lost"), on("2026-03-02", status="open"), on("2026-05-04", status="won")]
    record = deal("a", OPENED, *reopened, closed=Closing(reason="service", competitor="fornotec"))
    first = ending(record, date(2026, 2, 15))
    assert first is not None
    assert (first.status, first.reason, first.competitor) == ("lost", None, None)


def test_the_currency_of_what_was_lost_is_that_of_its_time() -> None:
    record = deal("a", OPENED, on("2026-02-02", currency="USD"), on("2026-03-02", status="lost", currency="EUR"))
    found = ending(record)
    assert found is not None
    assert (found.amount, found.currency) == (Decimal(100), "USD")


def test_a_closing_yet_to_come_has_no_day_yet() -> None:
    record = deal("a", status="won", closed=Closing(date=date(2026, 3, 2)))
    days = [ending(record, day) for day in (date(2026, 3, 1), date(2026, 3, 2))]
    assert [one.day for one in days if one] == [None, date(2026, 3, 2)]


def test_a_lead_ends_by_its_history_or_by_what_it_says() -> None:
    written = lead("a", on("2026-02-02", status="new"), on("2026-03-02", status="disqualified", reason="spam"))
    assert lead_ending_on(written, "disqualified", AS_OF) == LeadEnding("disqualified", date(2026, 3, 2), "spam")
    assert lead_ending_on(written, "new", AS_OF) is None
    gone = Disqualification(date=date(2026, 3, 2), reason="no-need")
    said = lead("b", status="disqualified", disqualified=gone)
    assert lead_ending_on(said, "disqualified", AS_OF) == LeadEnding("disqualified", date(2026, 3, 2), "no-need")
    assert lead_ending_on(said, "disqualified", date(2026, 3, 1)) == LeadEnding("disqualified", None, "no-need")
    became = lead("c", status="converted", converted=Conversion(date=date(2026, 3, 2)))
    assert lead_ending_on(became, "converted", AS_OF) == LeadEnding("converted", date(2026, 3, 2), None)


def test_the_first_end_stays_the_first() -> None:
    back = lead("a", on("2026-02-02", status="disqualified"), on("2026-03-02", status="qualifying"))
    assert first_end_of(back, AS_OF) == date(2026, 2, 2)
    assert first_end_of(back, date(2026, 2, 1)) is None
    assert first_end_of(lead("b"), AS_OF) is None


def test_the_present_stay_of_a_deal() -> None:
    assert present_stay(deal("a"), SETTINGS, AS_OF) is None
    record = deal("a", OPENED, on("2026-03-02", stage="contract"), on("2026-04-06", status="won"))
    days = [present_stay(record, SETTINGS, date(2026, month, 15)) for month in (2, 3, 4)]
    assert [(one.stage, one.entered) for one in days if one] == [
        ("proposal", date(2026, 1, 5)),
        ("contract", date(2026, 3, 2)),
        ("contract", date(2026, 3, 2)),
    ]


def test_ids_of_today() -> None:
    assert current_ids(None, "agreement", SETTINGS) == ("sales", "contract")
    assert current_ids("maintenance", "proposal", SETTINGS) == ("service", "proposal")
    assert current_ids("gone", "agreement", SETTINGS) == ("gone", "agreement")
