"""Numbers, money, shares and days as people of a locale write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from textcrm.locale.formats import formats


@pytest.mark.parametrize(
    ("locale", "money", "share", "day"),
    [
        ("en", "1,234,567.50", "63.2%", "Nov 3, 2026"),
        ("en-GB", "1,234,567.50", "63.2%", "3 Nov 2026"),
        ("pt-BR", "1.234.567,50", "63,2%", "03/11/2026"),
        ("de_CH", "1’234’567.50", "63.2%", "3.11.2026"),
        ("fr", "1 234 567,50", "63,2 %", "03/11/2026"),
        ("hi", "12,34,567.50", "63.2%", "3/11/2026"),
        ("fil", "1,234,567.50", "63.2%", "11/3/2026"),
    ],
)
def test_each_locale_has_its_forms(locale: str, money: str, share: str, day: str) -> None:
    forms = formats(locale)
    found = (forms.money(Decimal("1234567.5"), "BRL"), forms.share(Decimal("0.63154")), forms.day(date(2026, 11, 3)))
    assert tuple(one.replace("\u00a0", " ") for one in found) == (money, share, day)


@pytest.mark.parametrize(("locale", "number"), [("pt-ZZ", "1.000"), ("xx", "1,000"), ("xxx-YY", "1,000")])
def test_an_unknown_locale_falls_back_to_its_language_then_to_english(locale: str, number: str) -> None:
    assert formats(locale).number(1000) == number


@pytest.mark.parametrize(("currency", "text"), [("JPY", "5"), ("BRL", "5.00"), ("KWD", "5.000"), ("CLF", "5.0000")])
def test_money_has_the_decimals_of_its_currency(currency: str, text: str) -> None:
    assert formats("en").money(Decimal(5), currency) == text
    assert formats("en").money(Decimal(5), currency, whole=True) == "5"


def test_no_digit_of_a_large_amount_is_lost() -> None:
    assert formats("en").money(Decimal("123456789012345678901234567890.12"), "USD").replace(",", "") == (
        "123456789012345678901234567890.12"
    )


@pytest.mark.parametrize("locale", ["ar", "fa", "he", "ur", "en", "sv", "pt-BR"])
def test_numbers_hold_nothing_that_a_terminal_would_not_align(locale: str) -> None:
    text = formats(locale).number(Decimal("-1234.5"), 1) + formats(locale).share(Decimal("-0.5"))
    assert not {"\u200e", "\u200f", "\u061c", "\u202f"} & set(text)


@pytest.mark.parametrize(("locale", "text"), [("pt-BR", "27–73%"), ("fr", "27–73 %"), ("tr", "%27–%73")])
def test_a_range_has_its_sign_once_where_that_stands_behind(locale: str, text: str) -> None:
    assert formats(locale).shares(Decimal("0.27"), Decimal("0.73")).replace("\u00a0", " ") == text
