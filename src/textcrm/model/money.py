"""Sums of money: exact addition, rounding to a currency's decimals, exchange at dated rates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from textcrm.model.currencies import DECIMALS
from textcrm.model.settings import Settings

#: Room for the product of the longest numbers that a file may hold, and for sums of any length.
_EXACT = Context(prec=120, rounding=ROUND_HALF_UP)
_PERCENT = Decimal(100)


def added(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, exact whatever its size; zero of nothing."""
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The amount with as many decimals as its currency has; a half goes up."""
    return amount.quantize(Decimal(1).scaleb(-DECIMALS[currency]), context=_EXACT)


def weighted(amount: Decimal, percent: int, currency: str) -> Decimal:
    """The amount times a probability in percent, rounded as one deal's share of a sum is."""
    return rounded(_EXACT.divide(_EXACT.multiply(amount, Decimal(percent)), _PERCENT), currency)


def exchange_rate(currency: str | None, day: date, settings: Settings) -> Decimal | None:
    """What one unit of the currency costs in the company's on that day: 1 for its own, which is also what none means.

    The rate with the latest day on or before `day` counts, of two with one day the later in the file; `None` where
    there is none.
    """
    if currency is None or currency == settings.currency:
        return Decimal(1)
    dated = [one for one in settings.exchange_rates if one.day <= day and currency in one.rates]
    # `max` keeps the first of equals, so the file is read from its end.
    return max(reversed(dated), key=lambda one: one.day).rates[currency] if dated else None


def in_company_currency(amount: Decimal, currency: str | None, day: date | None, settings: Settings) -> Decimal | None:
    """The amount at the rate of `day`, rounded to the company's decimals; `None` without a rate on or before it.

    An amount in the company's own currency needs no rate, and so no day.
    """
    if currency is None or currency == settings.currency:
        return amount
    rate = exchange_rate(currency, day, settings) if day else None
    return None if rate is None else rounded(_EXACT.multiply(amount, rate), settings.currency)
