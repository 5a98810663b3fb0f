"""Beginnings, endings and the present stay of deals and leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.metrics.records import AS_OF, SETTINGS, at, deal, lead, on
from textcrm.model.history import state_on
from textcrm.model.lifetime import (
    Ending,
    LeadEnding,
    Visit,
    created_on,
    current_ids,
    ending_on,
    existed,
    first_end_of,
    lead_ending_on,
    present_stay,
    stays,
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


def test_a_stay_begins_with_the_first_entry_every_new_stage_and_a_reopening() -> None:
    record = deal(
        "a",
        on("2026-01-05", status="open", stage=None),
        on("2026-01-06", observed=True, stage="proposal"),
        on("2026-01-07", amount=1),
        on("2026-01-08", stage="contract"),
        on("2026-01-09", stage="proposal"),
        on("2026-01-12", status="lost"),
        on("2026-01-13", status="open"),
        on("2026-01-14", pipeline="service"),
    )
    assert [(one.stage, one.entered.day, one.exact) for one in stays(record, SETTINGS, AS_OF)] == [
        (None, 5, True),
        ("proposal", 6, False),
        ("contract", 8, True),
        ("proposal", 9, True),
        ("proposal", 13, True),
        ("proposal", 14, True),
    ]
    assert len([*stays(record, SETTINGS, date(2026, 1, 8))]) == 3
    shuffled = replace(record, history=record.history[4:] + record.history[:4])
    assert [*stays(shuffled, SETTINGS, AS_OF)] == [*stays(record, SETTINGS, AS_OF)]


def test_a_former_id_or_the_first_pipeline_named_at_last_begins_no_stay() -> None:
    record = deal("a", on("2026-01-05", stage="agreement"), on("2026-02-02", stage="contract", pipeline="sales"))
    assert [*stays(record, SETTINGS, AS_OF)] == [Visit("sales", "contract", date(2026, 1, 5), exact=True)]
    moved = deal("a", on("2026-01-05", pipeline="maintenance", stage="proposal"), on("2026-02-02", pipeline="service"))
    assert [*stays(moved, SETTINGS, AS_OF)] == [Visit("service", "proposal", date(2026, 1, 5), exact=True)]


def test_a_stage_that_no_entry_mentions_is_stayed_in_from_the_first_entry() -> None:
    record = deal("a", on("2026-01-05", amount=1), on("2026-02-02", amount=2), stage="proposal")
    assert [*stays(record, SETTINGS, AS_OF)] == [Visit("sales", "proposal", date(2026, 1, 5), exact=True)]
    assert present_stay(deal("a", stage="proposal"), SETTINGS, AS_OF) is None


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
