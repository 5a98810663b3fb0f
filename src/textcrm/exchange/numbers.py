"""Numbers in cells: plain ones, money, percentages, in the five ways to write decimals and thousands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from textcrm.exchange.unreadable import Unreadable
from textcrm.gates.csv import unguarded
from textcrm.model.currencies import DECIMALS
from textcrm.model.values import AMOUNT_LIMIT, shown

#: No number is longer, signs and blanks included.
_LONGEST: Final = 60
#: Rounding an amount to the decimals of its currency may change it by less than this part of it: that is what a float
#: leaves behind (`7832265.523200001`), or a fraction of a cent in an amount of thousands. More would be a guess.
_NOISE: Final = Decimal("1e-6")
_EXACT: Final = Context(prec=_LONGEST * 2, rounding=ROUND_HALF_UP)
_BLANKS: Final = re.compile("[\u00a0\u2007\u2009\u202f]")
#: The hyphen last: it stands in the brackets of expressions.
_MINUS: Final = "\u2212-"
_SIGNED: Final = re.compile(
    rf"(?P<sign>[+{_MINUS}]?) *(?P<before>[^0-9+{_MINUS}]*?) *(?P<after_sign>[+{_MINUS}]?) *"
    rf"(?P<body>[.,]?[0-9](?:[0-9.,'\u2019 ]*[0-9.,])?) *(?P<scale>(?:[KkMmBb](?![^\W\d_]))?) *"
    rf"(?P<behind>[^0-9+{_MINUS}]*?) *(?P<last>[{_MINUS}]?)"
)
#: `48.500`; not `48.500K`, where what is behind the point are decimals.
_GROUP: Final = re.compile(r"(?<![0-9])[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9]| *[KkMmBb](?![^\W\d_]))")
_SCALES: Final = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


@dataclass(frozen=True, slots=True, eq=False)
class NumberStyle:
    """A way to write decimals and thousands, called by an `example` in the map; `number_style` gives them."""

    example: str
    regex: re.Pattern[str]
    thousands: str
    point: str


def _style(example: str, thousands: str, point: str) -> NumberStyle:
    # Two digits between separators are Indian: 1,00,000.
    groups = rf"|[0-9]{{1,3}}(?:[{thousands}][0-9]{{2,3}})*[{thousands}][0-9]{{3}}" if thousands else ""
    return NumberStyle(example, re.compile(rf"(?:[0-9]+{groups})?(?:[{point}][0-9]*)?"), thousands, point)


_STYLES: Final = {
    one.example: one
    for one in (
        _style("1234.56", "", "."),
        _style("1,234.56", ",", "."),
        _style("1.234,56", ".", ","),
        _style("1 234,56", " ", ","),
        _style("1'234.56", "'\u2019", "."),
    )
}
PLAIN: Final = _STYLES["1234.56"]


def number_style(example: str) -> NumberStyle:
    """The style that a map calls so; raises `ValueError`, with a sentence for its author, for any but the five."""
    if example not in _STYLES:
        allowed = ", ".join(f'"{one}"' for one in _STYLES)
        raise ValueError(f"numbers are written as one of {allowed}, not as {shown(example)}")
    return _STYLES[example]


#: What stands for a currency beside an amount, and the currencies it can stand for; beside these, their ISO codes.
_SIGNS: Final = {
    sign: frozenset(codes.split())
    for signs, codes in (
        ("$", "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU DOP BBD BSD BZD FJD JMD NAD TTD XCD"),
        ("US$ U$ U$S U$D USD$", "USD"),
        ("R$", "BRL"),
        ("C$ CA$ CAD$", "CAD NIO"),
        ("A$ AU$", "AUD"),
        ("NZ$", "NZD"),
        ("HK$", "HKD"),
        ("S$", "SGD"),
        ("NT$", "TWD"),
        ("MX$ Mex$", "MXN"),
        ("AR$", "ARS"),
        ("$U", "UYU"),
        ("RD$", "DOP"),
        ("€", "EUR"),
        ("£", "GBP EGP GIP FKP SHP LBP SYP SDG SSP"),
        ("¥ ￥", "JPY CNY"),
        ("円", "JPY"),
        ("元", "CNY TWD"),
        ("₹", "INR"),
        ("Rs Rs. Re", "INR PKR LKR NPR MUR SCR"),
        ("₽ руб руб. р.", "RUB"),
        ("₺ TL", "TRY"),
        ("₩", "KRW"),
        ("₪", "ILS"),
        ("₫", "VND"),
        ("₴", "UAH"),
        ("₦", "NGN"),
        ("₱", "PHP CUP"),
        ("฿", "THB"),
        ("zł", "PLN"),
        ("Kč", "CZK"),
        ("Ft", "HUF"),
        ("kr kr.", "SEK NOK DKK ISK"),
        ("Fr Fr. fr. SFr SFr.", "CHF"),
        ("lei", "RON MDL"),
        ("лв лв.", "BGN"),
        ("R", "ZAR"),
        ("S/ S/.", "PEN"),
        ("₲ Gs Gs.", "PYG"),
        ("₡", "CRC"),
        ("Bs Bs.", "BOB VES"),
        ("₵", "GHS"),
        ("KSh", "KES"),
        ("RM", "MYR"),
        ("Rp Rp.", "IDR"),
        ("₸", "KZT"),
    )
    for sign in signs.split()
}


class _Parts(NamedTuple):
    """A cell taken apart: its number, and the currencies that it may be in, `None` if it says nothing of them."""

    value: Decimal
    currencies: frozenset[str] | None


def number(text: str, style: NumberStyle = PLAIN) -> Decimal:
    """The number in a cell, exactly as written; a currency sign beside it means nothing.

    Understood are a minus before or behind, or parentheses, for less than zero, and K, M, B for thousands, millions,
    (American) billions. Raises `Unreadable`, also for the thousands of another style, digits of other scripts, and
    exponents: what wrote `1.05E+05` has lost the digits.
    """
    return _parts(text, style).value


def money(text: str, style: NumberStyle, currency: str) -> Decimal:
    """The amount in a cell, with as many decimals as the currency has; zero or more, as all amounts of records.

    More decimals are rounded if that changes the amount by less than a millionth of it: such is what sums of floats
    leave behind (`7832265.523200001`). Else they are refused: `12.345` may be a price, or thousands, but is no amount
    in a currency with two decimals. So is `48.500` there, unless the style says what separates thousands. Raises
    `Unreadable`, also where the cell names another currency.
    """
    value, currencies = _parts(text, style)
    if currencies is not None and currency not in currencies:
        found = " or ".join(sorted(currencies)[:3])
        raise Unreadable(f"{shown(text)} is in {found}, not in {currency}", "Map the currency of these records.")
    if value < 0:
        raise Unreadable(f"{shown(text)} is negative; amounts are zero or more")
    _refuse_thousands(text, style, currency)
    amount = value.quantize(Decimal(1).scaleb(-DECIMALS[currency]), context=_EXACT)
    if abs(amount - value) > value * _NOISE:
        reason = f"{shown(text)} has more decimals than {currency} has ({DECIMALS[currency]})"
        raise Unreadable(reason, f"Round the column in the file: {amount}")
    return amount


def currencies_in(text: str, style: NumberStyle = PLAIN) -> frozenset[str] | None:
    """The currencies that an amount may be in by its own sign or code (`$` is that of many); `None` without one."""
    return _parts(text, style).currencies


def percent(text: str, style: NumberStyle = PLAIN, *, fraction: bool = False) -> int:
    """The whole percentage in a cell, from 0 to 100: `75`, `75 %`, `75.0`.

    If the column holds a `fraction`, 1 is all: `0.75`; but a percent sign is believed. Raises `Unreadable`.
    """
    bare = text.strip().removesuffix("%")
    value = _parts(bare, style).value
    if fraction and bare == text.strip():
        value *= 100
    if 0 < value < 1 and not fraction:
        raise Unreadable(
            f"{shown(text)} is a fraction; percent is wanted", "If 1 is all, say in the map: fraction: true"
        )
    if not 0 <= value <= 100:  # noqa: PLR2004  # percent
        raise Unreadable(f"{shown(text)} is not from 0 to 100 percent")
    if value != int(value):
        raise Unreadable(f"{shown(text)} is not a whole percentage")
    return int(value)


def whole(text: str, style: NumberStyle = PLAIN) -> int:
    """The whole number in a cell, `3` or `3.0`; raises `Unreadable`."""
    value = _parts(text, style).value
    if value != value.to_integral_value():
        raise Unreadable(f"{shown(text)} is not a whole number")
    return int(value)


@lru_cache(maxsize=65_536)
def _parts(text: str, style: NumberStyle) -> _Parts:
    if text.isascii() and text.isdigit() and len(text) < len(str(AMOUNT_LIMIT)):
        return _Parts(Decimal(text), None)
    stripped = unguarded(_BLANKS.sub(" ", text).strip())
    if len(stripped) > _LONGEST:
        raise Unreadable(f"{shown(stripped, 30)} is too long for a number")
    inner = stripped[1:-1].strip() if stripped[:1] == "(" and stripped[-1:] == ")" else stripped
    found = _SIGNED.fullmatch(inner)
    if not found:
        raise _no_number(stripped)
    signs = [sign for sign in (found["sign"], found["after_sign"], found["last"]) if sign]
    if len(signs) + (inner is not stripped) > 1:
        raise _no_number(stripped)
    currencies = _currencies(stripped, (found["before"], found["behind"]))
    value = _EXACT.multiply(_body(found["body"], style, stripped), _SCALES[found["scale"].lower()])
    if value >= AMOUNT_LIMIT:
        raise Unreadable(f"{shown(stripped)} is too large; numbers stay below {AMOUNT_LIMIT:,}")
    negative = inner is not stripped or (signs and signs[0] in _MINUS)
    return _Parts(value.copy_negate() if negative and value else value, currencies)


def _currencies(text: str, words: tuple[str, str]) -> frozenset[str] | None:
    found: frozenset[str] | None = None
    for word in filter(None, map(str.strip, words)):
        codes = frozenset([word.upper()]) if word.upper() in DECIMALS else _SIGNS.get(word)
        if not codes:
            raise _no_number(text)
        found = codes if found is None else found & codes
    if found is not None and not found:
        raise Unreadable(f"{shown(text)} names two currencies")
    return found


def _body(body: str, style: NumberStyle, text: str) -> Decimal:
    if not style.regex.fullmatch(body):
        raise _other_style(body, style, text)
    digits = body.translate({ord(sign): None for sign in style.thousands})
    return Decimal(digits.replace(style.point, "."))


def _refuse_thousands(text: str, style: NumberStyle, currency: str) -> None:
    if style is PLAIN and DECIMALS[currency] != 3 and _GROUP.search(text):  # noqa: PLR2004  # digits of a group
        help = 'Say in the map which it is: numbers: "1.234,56" or numbers: "1,234.56"'
        raise Unreadable(f"{shown(text)} may have thousands or three decimals behind the point", help)


def _no_number(text: str) -> Unreadable:
    if not text:
        return Unreadable("is empty; a number is wanted")
    if re.search(r"[0-9][Ee][+-]?[0-9]", text):
        return Unreadable(f"{shown(text)} has an exponent", "Format the column as a number and export it again.")
    return Unreadable(f"{shown(text)} is not a number")


def _other_style(body: str, style: NumberStyle, text: str) -> Unreadable:
    """The refusal, with the styles that would read it; more than one where the same signs mean different numbers."""
    fits = [f'"{one.example}"' for one in _STYLES.values() if one is not style and one.regex.fullmatch(body)]
    help = f"If the column is so, say in the map: numbers: {' or '.join(fits)}" if fits else ""
    return Unreadable(f"{shown(text)} is not a number as {style.example}", help)
