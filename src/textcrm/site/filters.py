"""How values are written: money, numbers, shares and days in the locale; nothing, unknown and zero are three things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Final

from textcrm.locale.formats import Formats, formats
from textcrm.locale.names import Names, Sign, names, sign
from textcrm.locale.quick import Quick, quick
from textcrm.locale.words import Words
from textcrm.model.currencies import DECIMALS
from textcrm.model.settings import Settings
from textcrm.model.values import Moment

#: What stands where there is nothing to say.
NOTHING: Final = "–"
_NO_BREAK: Final = "\u00a0"
_MINUS: Final = "\u2212"
_THOUSAND: Final = 1000


@dataclass(frozen=True)
class Say:
    """Values as text, of one company, on one day; each method is a filter of the same name in templates."""

    words: Words
    formats: Formats
    quick: Quick | None
    names: Names
    code: str
    locale: str
    today: date

    @property
    def currency(self) -> str:
        """The sign of the company's currency, as it stands in headings: `R$`."""
        return self.sign(None).text

    def sign(self, currency: str | None) -> Sign:
        """The sign of a currency, the company's if `None`, and where it stands."""
        return sign(currency or self.code, self.locale)

    @cached_property
    def no_amount(self) -> str:
        """What is said of an amount that is not known."""
        return self.words.gettext("no amount")

    def money(self, amount: Decimal | int | None, *, cents: bool | None = None, currency: str | None = None) -> str:
        """The amount without its sign; with cents only if it has any, unless `cents` says whether."""
        if amount is None:
            return self.no_amount
        exact = Decimal(amount)
        with_cents = exact != exact.to_integral_value() if cents is None else cents
        return self.number(exact, DECIMALS.get(currency or self.code, 2) if with_cents else 0)

    def full(self, amount: Decimal | int | None, currency: str | None = None) -> str:
        """The amount with the sign of its currency, the company's if not named."""
        return self.no_amount if amount is None else self.sign(currency).mark(self.money(amount, currency=currency))

    def short(self, amount: Decimal | int | None) -> str:
        """A rounded amount with its sign, for sentences: `R$ 632k`."""
        return self.no_amount if amount is None else self.sign(None).mark(self.brief(amount))

    def brief(self, amount: Decimal | int | None) -> str:
        """A rounded amount without its sign, for charts: `632k`, `1.11M`, `0.03`."""
        if amount is None:
            return self.no_amount
        exact = Decimal(amount)
        if abs(exact) < _THOUSAND - Decimal("0.5"):
            is_small = abs(exact) < 10 and exact != exact.to_integral_value()  # noqa: PLR2004  # one digit and cents
            return self.money(exact, cents=is_small)
        return self._scaled(exact)

    def signed(self, amount: Decimal | int) -> str:
        """A difference, with its plus or minus."""
        return f"+{self.money(amount)}" if amount > 0 else self.money(amount)

    def brief_signed(self, amount: Decimal | int) -> str:
        """A rounded difference, with its plus or minus."""
        return f"+{self.brief(amount)}" if amount > 0 else self.brief(amount)

    def number(self, value: Decimal | int | None, decimals: int = 0) -> str:
        """A number."""
        return NOTHING if value is None else _signed((self.quick or self.formats).number(value, decimals))

    def share(self, share: Decimal | float | None, decimals: int = 0) -> str:
        """A fraction, 1 being all, in percent."""
        return NOTHING if share is None else _signed(self.formats.share(Decimal(share), decimals))

    def percent(self, percent: int | None) -> str:
        """A whole number of percent."""
        return NOTHING if percent is None else self._percents(percent)

    @cached_property
    def _percents(self) -> Callable[[int], str]:
        return cache(lambda percent: self.share(Decimal(percent) / 100))

    def days(self, days: Decimal | int | None) -> str:
        """A number of days: `46 d`."""
        if days is None:
            return NOTHING
        return self.words.gettext("%(days)s\u00a0d", days=self.number(days))

    def rate(self, k: int, n: int) -> str:
        """So many of so many, with the share where there is one."""
        if not n:
            return NOTHING
        share = self.share(Decimal(k) / n)
        return self.words.gettext("%(k)s of %(n)s (%(share)s)", k=self.number(k), n=self.number(n), share=share)

    def day(self, day: date | None) -> str:
        """A day, with its year only where that is another than the day's the site is of: `4 Dec`, `4 Dec 2027`."""
        if day is None:
            return NOTHING
        return self.names.day(day) if day.year == self.today.year else self.names.full_day(day)

    def full_day(self, day: date | None) -> str:
        """A day with its year: `4 Dec 2026`."""
        return NOTHING if day is None else self.names.full_day(day)

    def long_day(self, day: date | None) -> str:
        """A day in full: `Monday 23 November 2026`."""
        if day is None:
            return NOTHING
        named = self.names.weekday(day), self.names.long_day(day)
        return self.words.gettext("%(weekday)s %(day)s", weekday=named[0], day=named[1])

    def month(self, day: date | None) -> str:
        """The month of a day: `Nov 2026`."""
        return NOTHING if day is None else self.names.month(day)

    def month_name(self, day: date) -> str:
        """The month of a day without its year, short: `Nov`."""
        return self.names.month_name(day)

    def moment(self, moment: Moment | None) -> str:
        """A day, with the time of day if that is known."""
        if moment is None:
            return NOTHING
        return f"{self.day(moment.day)}, {moment.clock:%H:%M}" if moment.clock else self.day(moment.day)

    def _scaled(self, amount: Decimal) -> str:
        """In the largest of thousands, millions and billions that the rounded amount has one of."""
        scaled, scale = amount / _THOUSAND, 0
        while scale < 2 and abs(round(scaled)) >= _THOUSAND:  # noqa: PLR2004  # no name beyond billions
            scaled, scale = scaled / _THOUSAND, scale + 1
        _, number = self.words.gettext, self._digits(scaled, 2 if scale else 1)
        return (_("%(number)sk", number=number), _("%(number)sM", number=number), _("%(number)sbn", number=number))[
            scale
        ]

    def _digits(self, value: Decimal, most: int) -> str:
        """The number with three digits that count and at most so many decimals; `2.0` thousand are `2`."""
        decimals = next(n for n in (most, most - 1, 0) if n == 0 or abs(round(value, n)) < 10 ** (most + 1 - n))
        rounded = round(value, decimals)
        is_whole = most == 1 and rounded == rounded.to_integral_value()
        return self.number(rounded, 0 if is_whole else decimals)


def say_in(settings: Settings, words: Words, today: date) -> Say:
    """How values are written for a company: numbers in its locale, names of days and months as the words are."""
    own = settings.locale
    return Say(words, formats(own), quick(own), names(own, words.language), settings.currency, own, today)


def _signed(number: str) -> str:
    """A proper minus, which is as wide as the plus, for the hyphen."""
    return f"{_MINUS}{number[1:]}" if number.startswith("-") else number
