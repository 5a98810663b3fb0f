"""Days, months and currencies by the names and signs that people know them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.numbers import get_currency_symbol

from textcrm.locale.formats import formats

_NO_BREAK: Final = "\u00a0"
#: English is written in many countries; without one named, the day stands before the month, as nearly everywhere.
_EVERYWHERE: Final = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the language of the words around them, in the order that is usual in their locale."""

    locale: Locale
    code: str

    def day(self, day: date) -> str:
        """Day and month, short: `4 Dec`."""
        return self._date("MMMd", day)

    def full_day(self, day: date) -> str:
        """The day with its year: `4 Dec 2026`."""
        return self._date("yMMMd", day)

    def long_day(self, day: date) -> str:
        """The day in full, without the day of the week: `4 December 2026`."""
        return _long(self.code, day)

    def weekday(self, day: date) -> str:
        """The day of the week."""
        return str(get_day_names(locale=self.locale)[day.weekday()])

    def month(self, day: date) -> str:
        """The month with its year, short: `Dec 2026`."""
        return self._date("yMMM", day)

    def month_name(self, day: date) -> str:
        """The month without its year, short: `Dec`."""
        return str(get_month_names("abbreviated", "stand-alone", self.locale)[day.month])

    def _date(self, skeleton: str, day: date) -> str:
        return _date(self.code, skeleton, day)


@lru_cache(maxsize=20_000)
def _date(locale: str, skeleton: str, day: date) -> str:
    return format_skeleton(skeleton, day, locale=locale).replace(" ", _NO_BREAK)


@lru_cache(maxsize=2_000)
def _long(locale: str, day: date) -> str:
    return format_date(day, "long", locale).replace(" ", _NO_BREAK)


def names(locale: str, language: str) -> Names:
    """Names in `language`, in the order of `locale` where that is of the same language."""
    own = formats(locale).locale
    is_same = own.language == language and own.territory
    used = own if is_same else Locale.parse(_EVERYWHERE.get(language, language))
    return Names(used, str(used))


@dataclass(frozen=True, slots=True)
class Sign:
    """How amounts of a currency are marked in a locale: the sign before or after the number, with what between."""

    text: str
    is_before: bool
    gap: str

    def mark(self, number: str) -> str:
        """The number with its sign."""
        return f"{self.text}{self.gap}{number}" if self.is_before else f"{number}{self.gap}{self.text}"


@lru_cache(maxsize=200)
def sign(currency: str, locale: str) -> Sign:
    """The sign of a currency; one of several characters has a blank beside it, at which no line ends."""
    own = formats(locale).locale
    text = str(get_currency_symbol(currency, own))
    pattern = own.currency_formats["standard"].pattern
    is_apart = len(text) > 1 or _NO_BREAK in pattern or " " in pattern
    return Sign(text, pattern.lstrip("\u200e\u200f").startswith("¤"), _NO_BREAK if is_apart else "")
