"""How values are written: nothing, unknown and zero; rounded amounts; days with and without their year."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.locale.words import Words
from textcrm.model.settings import Settings
from textcrm.model.values import Moment
from textcrm.site.filters import Say, say_in

TODAY = date(2026, 11, 23)


def say(locale: str = "en", currency: str = "BRL") -> Say:
    return say_in(Settings(locale=locale, currency=currency), Words(), TODAY)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def test_nothing_unknown_and_zero_are_three_things() -> None:
    assert (say().money(None), say().money(Decimal(0)), say().number(None)) == ("no amount", "0", "–")
    assert (say().full(None), say().short(None), say().brief(None)) == ("no amount",) * 3
    unknown = (say().share(None), say().percent(None), say().days(None), say().day(None), say().month(None))
    assert unknown == ("–",) * 5
    assert (say().full_day(None), say().long_day(None), say().moment(None), say().rate(0, 0)) == ("–",) * 4
    assert plain(say().days(0)) == "0 d"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "0"),
        ("0.03", "0.03"),
        ("9.5", "9.50"),
        ("24.25", "24"),
        ("999", "999"),
        ("999.50", "1k"),
        ("1000", "1k"),
        ("9600", "9.6k"),
        ("9960", "10k"),
        ("24250", "24k"),
        ("632000", "632k"),
        ("999499", "999k"),
        ("999500", "1.00M"),
        ("1110000", "1.11M"),
        ("9996000", "10.0M"),
        ("12340000", "12.3M"),
        ("999499999", "999M"),
        ("1000000000", "1.00bn"),
        ("123456000000000", "123,456bn"),
        ("-9600", "-9.6k"),
    ],
)
def test_short_amounts(amount: str, expected: str) -> None:
    assert plain(say().brief(Decimal(amount))) == expected


@given(st.decimals("0.01", "999999999999", places=2))
def test_a_short_amount_is_never_far_off(amount: Decimal) -> None:
    text = say().brief(amount)
    scale = {"k": 1000, "M": 10**6, "n": 10**9}.get(text[-1], 1)
    shown = Decimal(text.rstrip("kMbn").replace(",", "")) * scale
    assert abs(shown - amount) <= amount / 19


def test_amounts_in_full() -> None:
    assert plain(say().money(Decimal(48500))) == "48,500"
    assert plain(say().money(Decimal("48500.10"))) == "48,500.10"
    assert plain(say().money(Decimal(48500), cents=True)) == "48,500.00"
    assert plain(say("pt-BR").full(Decimal("48500.10"))) == "R$ 48.500,10"
    assert plain(say("pt-BR").full(Decimal(48500), "USD")) == "US$ 48.500"
    assert plain(say("en", "JPY").full(Decimal(48500))) == "¥48,500"
    assert (plain(say().signed(Decimal(8500))), plain(say().signed(Decimal(-9600)))) == ("+8,500", "-9,600")
    assert plain(say("pt-BR").short(Decimal(632000))) == "R$ 632k"


def test_shares_and_rates() -> None:
    assert (say().share(Decimal("0.588")), say().share(Decimal("0.588"), 1), say().percent(90)) == (
        "59%",
        "58.8%",
        "90%",
    )
    assert say().rate(9, 17) == "9 of 17 (53%)"


def test_a_day_has_its_year_only_where_it_is_another() -> None:
    assert plain(say().day(date(2026, 12, 4))) == "4 Dec"
    assert plain(say().day(date(2027, 12, 4))) == "4 Dec 2027"
    assert plain(say().long_day(TODAY)) == "Monday 23 November 2026"
    assert plain(say().moment(Moment(TODAY, time(9, 5)))) == "23 Nov, 09:05"
    assert plain(say().moment(Moment(TODAY))) == "23 Nov"
