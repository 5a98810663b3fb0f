"""Figures as JSON has them: amounts as text with their decimals, rates as numbers with their k and n, days in ISO."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from textcrm.locale.formats import formats
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.totals import OpenTotal, Total
from textcrm.model.book import Book
from textcrm.model.money import added, rounded
from textcrm.model.periods import EVER, Period
from textcrm.model.settings import Settings
from textcrm.reports.asked import Asked
from textcrm.reports.report import Scope
from textcrm.tables import Cell

Data = dict[str, object]

#: Room for the ratio of the longest amounts.
_EXACT: Final = Context(prec=120)
#: Decimals of a rate.
_PLACES: Final = 6


def common(book: Book, asked: Asked, period: Period | None) -> Data:
    """What every report begins with: of when, in which currency, of which period and of whom it is."""
    return {
        "as_of": asked.as_of.isoformat(),
        "currency": book.settings.currency,
        **(span(period) if period else {}),
        "scope": scope(asked.scope),
    }


def scope(scope: Scope) -> Data:
    """Owner and pipeline, `null` for all."""
    return {"owner": scope.owner, "pipeline": scope.pipeline}


def period_name(period: Period) -> str:
    """What `--period` understands: `2026-Q4`, `all`, `2026-01-01..2026-03-31`."""
    if period == EVER:
        return "all"
    first = "" if period.first == EVER.first else period.first.isoformat()
    last = "" if period.last == EVER.last else period.last.isoformat()
    return period.name or f"{first}..{last}"


def span(period: Period) -> Data:
    """A period by name, with its first and its last day, `null` where there is none."""
    return {
        "period": period_name(period),
        "first": None if period.first == EVER.first else period.first.isoformat(),
        "last": None if period.last == EVER.last else period.last.isoformat(),
    }


def money(amount: Decimal | Fraction | None, currency: str) -> str | None:
    """The amount with the decimals of its currency, a half going up."""
    exact = money_cell(amount, currency)
    return None if exact is None else f"{exact:f}"


def money_cell(amount: Decimal | Fraction | None, currency: str) -> Decimal | None:
    """The same amount, as tables have it."""
    if isinstance(amount, Fraction):
        amount = _decimal(amount)
    return None if amount is None else rounded(amount, currency)


def rate(share: Fraction | float | None) -> float | None:
    """A share or a ratio with six decimals."""
    return None if share is None else round(float(share), _PLACES)


def share_cell(share: Fraction | float | None) -> Decimal | None:
    """A share or a ratio with six decimals, as tables have it."""
    if share is None:
        return None
    exact = _decimal(share) if isinstance(share, Fraction) else Decimal(share)
    return exact.quantize(Decimal(1).scaleb(-_PLACES), context=_EXACT).normalize() + 0


def amount_cell(total: Total) -> Decimal | None:
    """What the deals add up to, as tables have it: not known where there are deals and none could be summed."""
    return total.amount if total.is_known else None


def weighted_cell(total: OpenTotal) -> Decimal | None:
    """The same of their weighted amounts."""
    unknown = {*total.without_amount, *total.without_rate, *total.without_probability}
    return total.weighted if len(unknown) < total.count or not total.count else None


def sum_cell(cells: Iterable[Cell]) -> Decimal | None:
    """The sum of the amounts in a column: not known where some are not and the others come to nothing."""
    listed = list(cells)
    known = added(cell for cell in listed if isinstance(cell, Decimal))
    return None if None in listed and not known else known


def number(value: Fraction | None) -> int | float | None:
    """A number of days, whole where it is."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), _PLACES)


def number_cell(value: Fraction | None) -> Decimal | None:
    """A number of days with at most one decimal, as tables have it."""
    return None if value is None else _decimal(value).quantize(Decimal("0.1"), context=_EXACT).normalize() + 0


def _decimal(value: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def total(total: Total, currency: str) -> Data:
    """How many deals, what they add up to, and how many of them are in no sum."""
    return {
        "count": total.count,
        "amount": money(total.amount, currency),
        "without_amount": len(total.without_amount),
        "without_rate": len(total.without_rate),
    }


def open_total(total: OpenTotal, currency: str) -> Data:
    """The same of open deals, weighted too."""
    return {
        "count": total.count,
        "amount": money(total.amount, currency),
        "weighted": money(total.weighted, currency),
        "without_amount": len(total.without_amount),
        "without_rate": len(total.without_rate),
        "without_probability": len(total.without_probability),
    }


def proportion(proportion: Proportion, k: str, n: str) -> Data:
    """A rate with its counts under these keys, and the bounds of its interval of 80 %."""
    return {
        k: proportion.k,
        n: proportion.n,
        "rate": rate(proportion.rate),
        "low": rate(proportion.low),
        "high": rate(proportion.high),
    }


def rate_cells(proportion: Proportion, settings: Settings) -> tuple[Decimal | None, str | None]:
    """The rate for a table, `None` of so few that it is none, and `33–82%` where so few need their interval."""
    if not proportion.tells_a_rate or proportion.low is None or proportion.high is None:
        return None, None
    low, high = Decimal(proportion.low), Decimal(proportion.high)
    bounds = formats(settings.locale).shares(low, high) if proportion.needs_interval else None
    return share_cell(proportion.rate), bounds
