"""Numbers and amounts in cells: five styles, signs, endings and currencies, and nothing read by a guess."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textcrm.exchange.numbers import PLAIN, NumberStyle, currencies_in, money, number, number_style, percent, whole
from textcrm.exchange.unreadable import Unreadable
from textcrm.model.values import AMOUNT_LIMIT

ENGLISH, GERMAN, FRENCH, SWISS = map(number_style, ("1,234.56", "1.234,56", "1 234,56", "1'234.56"))
STYLES = {PLAIN: ("", "."), ENGLISH: (",", "."), GERMAN: (".", ","), FRENCH: (" ", ","), SWISS: ("'", ".")}
AMOUNTS = st.decimals(Decimal(0), Decimal(10) ** 12, places=2)


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("1054", PLAIN, "1054"),
        ("0", PLAIN, "0"),
        ("0.00", PLAIN, "0.00"),
        (" 7832265.523200001 ", PLAIN, "7832265.523200001"),
        (".5", PLAIN, "0.5"),
        ("5.", PLAIN, "5"),
        ("007", PLAIN, "7"),
        ("$22,700.00", ENGLISH, "22700.00"),
        ("$1,117.10K", ENGLISH, "1117100.00"),
        ("$342.09K", PLAIN, "342090.00"),
        ("1.2M", PLAIN, "1200000.0"),
        ("3 b", PLAIN, "3000000000"),
        ("1,00,000.50", ENGLISH, "100000.50"),
        ("R$ 1.054,00", GERMAN, "1054.00"),
        ("1.054", GERMAN, "1054"),
        ("1\u202f234,56 €", FRENCH, "1234.56"),
        ("1\u00a0234\u00a0567", FRENCH, "1234567"),
        ("CHF 1’234.50", SWISS, "1234.50"),
        ("1'234", SWISS, "1234"),
        ("100 kr", PLAIN, "100"),
        ("100 MXN", PLAIN, "100"),
        ("100M€", PLAIN, "100000000"),
        ("Rs. 500", PLAIN, "500"),
        ("-5", PLAIN, "-5"),
        ("\u22125", PLAIN, "-5"),
        ("-$5.50", PLAIN, "-5.50"),
        ("$-5", PLAIN, "-5"),
        ("5-", PLAIN, "-5"),
        ("($1,500.00)", ENGLISH, "-1500.00"),
        ("-0", PLAIN, "0"),
        ("+5", PLAIN, "5"),
        ("'-5", PLAIN, "-5"),
        ("0.1234567890123456789012345678901234567", PLAIN, "0.1234567890123456789012345678901234567"),
        ("999999999999999", PLAIN, "999999999999999"),
    ],
)
def test_a_number_is_read_exactly(text: str, style: NumberStyle, expected: str) -> None:
    assert str(number(text, style)) == expected


@given(
    st.sampled_from(sorted(STYLES, key=str)), AMOUNTS, st.sampled_from(["{}", "-{}", "({})", "${}", "{} €", "R$ {}"])
)
def test_what_a_style_writes_it_reads(style: NumberStyle, amount: Decimal, around: str) -> None:
    thousands, point = STYLES[style]
    written = f"{amount:,}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    read = number(around.format(written), style)
    assert read == (-amount if around in ("-{}", "({})") else amount)


@given(
    st.text(max_size=12) | st.text("0123456789.,' +-()$€KMkR", max_size=12), st.sampled_from(sorted(STYLES, key=str))
)
@example("--5", PLAIN)
def test_any_text_is_a_number_or_unreadable(text: str, style: NumberStyle) -> None:
    try:
        read = number(text, style)
    except Unreadable:
        return
    assert abs(read) < AMOUNT_LIMIT
    assert any(digit in text for digit in "0123456789")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty; a number is wanted"),
        ("abc", "`abc` is not a number"),
        ("１２", "`１２` is not a number"),
        ("٣", "`٣` is not a number"),
        ("--5", "`--5` is not a number"),
        ("(-5)", "`(-5)` is not a number"),
        ("-5-", "`-5-` is not a number"),
        ("5 apples", "`5 apples` is not a number"),
        ("1 5", "`1 5` is not a number as 1234.56"),
        ("1_000", "`1_000` is not a number"),
        ("0x1F", "`0x1F` is not a number"),
        ("nan", "`nan` is not a number"),
        ("Infinity", "`Infinity` is not a number"),
        ("1.2.3", "`1.2.3` is not a number as 1234.56"),
        ("€5 USD", "`€5 USD` names two currencies"),
        ("1000000000000000", "`1000000000000000` is too large; numbers stay below 1,000,000,000,000,000"),
        ("2000000B", "`2000000B` is too large; numbers stay below 1,000,000,000,000,000"),
        ("1" * 5_000, f"`{'1' * 29}…` is too long for a number"),
    ],
)
def test_what_is_no_number_is_unread(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        number(text)
    assert (refused.value.reason, refused.value.help) == (reason, "")


def test_an_exponent_has_lost_digits() -> None:
    with pytest.raises(Unreadable, match=r"`1.05E\+05` has an exponent") as refused:
        number("1.05E+05")
    assert refused.value.help == "Format the column as a number and export it again."


@pytest.mark.parametrize(
    ("text", "style", "styles"),
    [
        ("$22,700.00", PLAIN, '"1,234.56"'),
        ("R$ 1.054,00", PLAIN, '"1.234,56"'),
        ("1,234", PLAIN, '"1,234.56" or "1.234,56" or "1 234,56"'),
        ("1 234,5", ENGLISH, '"1 234,56"'),
        ("1.234,56", ENGLISH, '"1.234,56"'),
        ("1234.56", GERMAN, '"1234.56" or "1,234.56" or "1\'234.56"'),
        ("1,5", ENGLISH, '"1.234,56" or "1 234,56"'),
    ],
)
def test_the_remedy_names_the_styles_that_would_read_it(text: str, style: NumberStyle, styles: str) -> None:
    with pytest.raises(Unreadable) as refused:
        number(text, style)
    assert refused.value.help == f"If the column is so, say in the map: numbers: {styles}"


def test_a_style_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"numbers are written as one of \"1234.56\", .*, not as `1234,56`"):
        number_style("1234,56")


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("1054", "USD", "1054.00"),
        ("1054.5", "USD", "1054.50"),
        ("0", "USD", "0.00"),
        ("-0.00", "USD", "0.00"),
        ("1054.00", "JPY", "1054"),
        ("1054.125", "KWD", "1054.125"),
        ("48.500", "KWD", "48.500"),
        ("0.500", "USD", "0.50"),
        ("1048.500", "USD", "1048.50"),
        ("48.500K", "USD", "48500.00"),
        ("7832265.523200001", "USD", "7832265.52"),
        ("0.1000000000000000055", "USD", "0.10"),
        ("29.999999999999996", "USD", "30.00"),
        ("USD 5", "USD", "5.00"),
        ("$5", "MXN", "5.00"),
        ("R$5", "BRL", "5.00"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(text: str, currency: str, expected: str) -> None:
    assert str(money(text, PLAIN, currency)) == expected


@pytest.mark.parametrize(
    ("text", "currency", "reason"),
    [
        ("12.3456", "USD", "`12.3456` has more decimals than USD has (2)"),
        ("0.001", "USD", "`0.001` has more decimals than USD has (2)"),
        ("10.5", "JPY", "`10.5` has more decimals than JPY has (0)"),
        ("48.500", "USD", "`48.500` may have thousands or three decimals behind the point"),
        ("48.500 BRL", "BRL", "`48.500 BRL` may have thousands or three decimals behind the point"),
        ("12.345", "JPY", "`12.345` may have thousands or three decimals behind the point"),
        ("R$ 5", "USD", "`R$ 5` is in BRL, not in USD"),
        ("5 €", "USD", "`5 €` is in EUR, not in USD"),
        ("$5", "EUR", "`$5` is in ARS or AUD or BBD, not in EUR"),
        ("-5", "USD", "`-5` is negative; amounts are zero or more"),
        ("(5.00)", "USD", "`(5.00)` is negative; amounts are zero or more"),
        ("", "USD", "is empty; a number is wanted"),
    ],
)
def test_an_amount_that_would_be_a_guess_is_unread(text: str, currency: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        money(text, PLAIN, currency)
    assert refused.value.reason == reason


def test_a_style_settles_what_a_point_means() -> None:
    assert money("48.500", ENGLISH, "USD") == Decimal("48.50")
    assert money("48.500", GERMAN, "USD") == Decimal("48500.00")


@given(AMOUNTS, st.sampled_from([-math.inf, math.inf]))
def test_the_noise_of_floats_is_taken_away(amount: Decimal, towards: float) -> None:
    # Never below zero, which is refused.
    noisy = math.nextafter(math.nextafter(float(amount), towards), towards) if amount else 0.0
    assert money(f"{noisy:.20f}", PLAIN, "USD") == amount


def test_the_currencies_of_a_sign_are_all_that_it_may_mean() -> None:
    assert currencies_in("5") is None
    assert currencies_in("R$ 5") == frozenset({"BRL"})
    assert currencies_in("5 eur") == frozenset({"EUR"})
    assert currencies_in("US$5") == frozenset({"USD"})
    assert currencies_in("$5 USD") == frozenset({"USD"})
    assert {"USD", "CAD", "MXN"} < (currencies_in("$5") or frozenset())
    assert currencies_in("¥5") == frozenset({"JPY", "CNY"})


@pytest.mark.parametrize(
    ("text", "fraction", "expected"),
    [
        ("75", False, 75),
        ("75 %", False, 75),
        ("75.0%", False, 75),
        ("0", False, 0),
        ("1", False, 1),
        ("100", False, 100),
        ("0.75", True, 75),
        ("1", True, 100),
        ("75%", True, 75),
    ],
)
def test_a_percentage_is_whole(text: str, fraction: bool, expected: int) -> None:  # noqa: FBT001  # a case's
    assert percent(text, fraction=fraction) == expected


@pytest.mark.parametrize(
    ("text", "fraction", "reason"),
    [
        ("0.75", False, "`0.75` is a fraction; percent is wanted"),
        ("12.5", False, "`12.5` is not a whole percentage"),
        ("0.125", True, "`0.125` is not a whole percentage"),
        ("101", False, "`101` is not from 0 to 100 percent"),
        ("-1", False, "`-1` is not from 0 to 100 percent"),
        ("75", True, "`75` is not from 0 to 100 percent"),
        ("high", False, "`high` is not a number"),
    ],
)
def test_what_is_no_whole_percentage_is_unread(text: str, fraction: bool, reason: str) -> None:  # noqa: FBT001  # a case's
    with pytest.raises(Unreadable) as refused:
        percent(text, fraction=fraction)
    assert refused.value.reason == reason


def test_a_whole_number_may_have_decimals_that_say_nothing() -> None:
    assert (whole("3"), whole("3.0"), whole("2,822", ENGLISH), whole("-4")) == (3, 3, 2822, -4)
    with pytest.raises(Unreadable, match=r"`3.5` is not a whole number"):
        whole("3.5")
