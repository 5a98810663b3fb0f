"""Exact sums, rounding, and exchange at dated rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.model.money import added, exchange_rate, in_company_currency, rounded, weighted
from textcrm.model.settings import Rates, Settings

SETTINGS = Settings(
    currency="BRL",
    exchange_rates=(
        Rates(day=date(2026, 7, 1), rates={"USD": Decimal("5.46"), "EUR": Decimal("6.01")}),
        Rates(day=date(2026, 1, 1), rates={"USD": Decimal("5.49")}),
        Rates(day=date(2026, 9, 1), rates={"EUR": Decimal("6.10")}),
        Rates(day=date(2026, 9, 1), rates={"EUR": Decimal("6.20")}),
    ),
)


@pytest.mark.parametrize(
    ("currency", "day", "rate"),
    [
        (None, "1900-01-01", "1"),
        ("BRL", "1900-01-01", "1"),
        ("USD", "2025-12-31", None),
        ("USD", "2026-01-01", "5.49"),
        ("USD", "2026-06-30", "5.49"),
        ("USD", "2026-09-02", "5.46"),
        ("EUR", "2026-06-30", None),
        ("EUR", "2026-09-01", "6.20"),
        ("JPY", "2026-09-01", None),
    ],
)
def test_the_last_rate_dated_on_or_before_the_day_counts(currency: str | None, day: str, rate: str | None) -> None:
    expected = Decimal(rate) if rate else None
    assert exchange_rate(currency, date.fromisoformat(day), SETTINGS) == expected


def test_exchange_rounds_to_the_companys_decimals_and_its_own_needs_no_day() -> None:
    day = date(2026, 8, 1)
    assert in_company_currency(Decimal("0.01"), "USD", day, SETTINGS) == Decimal("0.05")
    assert in_company_currency(Decimal("10.50"), None, None, SETTINGS) == Decimal("10.50")
    assert in_company_currency(Decimal("10.50"), "USD", None, SETTINGS) is None
    assert in_company_currency(Decimal("10.50"), "JPY", day, SETTINGS) is None


def test_a_half_goes_up_in_the_decimals_of_the_currency() -> None:
    assert [str(rounded(Decimal("2.5"), code)) for code in ("JPY", "BRL", "KWD")] == ["3", "2.50", "2.500"]
    assert weighted(Decimal("0.10"), 45, "BRL") == Decimal("0.05")


def test_the_largest_numbers_of_a_file_do_not_lose_a_cent() -> None:
    huge = Decimal("999999999999999.9999999999999999999999")
    settings = Settings(currency="BRL", exchange_rates=(Rates(day=date(2026, 1, 1), rates={"USD": huge}),))
    exchanged = in_company_currency(huge, "USD", date(2026, 1, 1), settings)
    assert exchanged is not None
    assert str(exchanged) == "1000000000000000000000000000000.00"
    assert added([exchanged, Decimal("0.01"), -exchanged]) == Decimal("0.01")


@given(st.lists(st.decimals(0, Decimal(10) ** 15, places=2)))
def test_the_sum_is_exact_in_any_order(amounts: list[Decimal]) -> None:
    cents = sum(int(amount.scaleb(2)) for amount in amounts)
    assert added(amounts) == added(reversed(amounts)) == Decimal(cents).scaleb(-2)
