"""Numbers, shares and days in the locale of the settings, on one line and in Latin digits."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import NumberPattern

from textcrm.model.currencies import DECIMALS

#: Marks of direction that some locales put beside signs: no terminal aligns them.
_MARKS: Final = re.compile("[\u200e\u200f\u061c]")
_NARROW_BLANK, _BLANK = "\u202f", "\u00a0"
#: Room for sums of any length, which Babel would refuse to round by itself.
_EXACT: Final = Context(prec=120)
#: What a locale that is not known falls back to.
_FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True)
class Formats:
    """The forms of one locale; blanks inside a number do not break."""

    locale: Locale

    def number(self, value: Decimal | int, decimals: int = 0) -> str:
        """The number with grouped digits and exactly so many decimals; a half is rounded to even."""
        return self._number(self.locale.decimal_formats[None], value, decimals)

    def money(self, amount: Decimal, currency: str | None, *, whole: bool = False) -> str:
        """The amount with the decimals of its currency, or with none where it is `whole`, and without a sign."""
        return self.number(amount, 0 if whole else DECIMALS.get(currency or "", 2))

    def share(self, share: Decimal, decimals: int = 1) -> str:
        """A fraction, 1 being all, in percent."""
        return self._number(self.locale.percent_formats[None], share, decimals)

    def shares(self, low: Decimal, high: Decimal) -> str:
        """From one whole share to another, in percent, with the sign once where it stands behind: `27–73%`."""
        last = self.share(high, 0)
        return f"{self.number(100 * low) if last[0].isdigit() else self.share(low, 0)}–{last}"

    def day(self, day: date) -> str:
        """The day with its whole year; in English with the month's name, since its order of numbers misleads."""
        skeleton = "yMMMd" if self.locale.language == "en" else "yMd"
        return _plain(format_skeleton(skeleton, day, locale=self.locale))

    def _number(self, pattern: NumberPattern, value: Decimal | int, decimals: int) -> str:
        exact = copy(pattern)
        exact.frac_prec = (decimals, decimals)
        with localcontext(_EXACT):
            return _plain(exact.apply(value, self.locale))


@lru_cache(maxsize=8)
def formats(name: str) -> Formats:
    """The forms of a locale such as `pt-BR`; of its language where the country is not known, else English."""
    tries = (name, re.split("[-_]", name)[0], _FALLBACK)
    return Formats(next(found for one in tries if (found := _locale(one))))


def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None


def _plain(text: str) -> str:
    return _MARKS.sub("", text).replace(_NARROW_BLANK, _BLANK)
