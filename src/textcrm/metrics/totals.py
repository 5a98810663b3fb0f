"""Totals: sums of money over deals that say which deals, and which of them could not be summed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from textcrm.metrics.deals import Deal
from textcrm.metrics.proportions import ratio
from textcrm.model.money import added, weighted
from textcrm.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Total:
    """Deals by id, and the sum of their amounts in the company's currency.

    The amount leaves out the deals listed as being without an amount, or without an exchange rate for theirs.
    """

    deals: tuple[str, ...]
    amount: Decimal
    without_amount: tuple[str, ...]
    without_rate: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many deals there are, those without an amount too."""
        return len(self.deals)

    @property
    def summed(self) -> int:
        """How many deals the amount is the sum of."""
        return len(self.deals) - len(self.without_amount) - len(self.without_rate)

    @property
    def is_known(self) -> bool:
        """Whether the amount says anything: not where there are deals and it is the sum of none."""
        return bool(self.summed) or not self.count

    def part_of(self, whole: Decimal | None) -> Fraction | None:
        """Amount / whole, 1 being all of it; `None` of nothing, and where the amount is not known."""
        return ratio(self.amount, whole or 0) if self.is_known else None


@dataclass(frozen=True, slots=True)
class OpenTotal(Total):
    """Open deals and their amounts, also each times its probability.

    `weighted` is the sum of the products, never the product of a sum and a mean. It leaves out what the amount does,
    and the deals listed as having no known probability.
    """

    weighted: Decimal
    without_probability: tuple[str, ...]


def total(deals: Iterable[Deal]) -> Total:
    """The total of these deals."""
    listed = tuple(deals)
    return Total(
        deals=tuple(deal.id for deal in listed),
        amount=added(deal.value for deal in listed if deal.value is not None),
        without_amount=tuple(deal.id for deal in listed if deal.amount is None),
        without_rate=tuple(deal.id for deal in listed if deal.amount is not None and deal.value is None),
    )


def open_total(deals: Iterable[Deal], settings: Settings) -> OpenTotal:
    """The total of these open deals, weighted too."""
    listed = tuple(deals)
    plain = total(listed)
    return OpenTotal(
        deals=plain.deals,
        amount=plain.amount,
        without_amount=plain.without_amount,
        without_rate=plain.without_rate,
        weighted=added(value for deal in listed if (value := weighted_value(deal, settings)) is not None),
        without_probability=tuple(deal.id for deal in listed if deal.probability is None),
    )


def weighted_value(deal: Deal, settings: Settings) -> Decimal | None:
    """The deal's amount in the company's currency times its probability, rounded; `None` where one is not known."""
    if deal.value is None or deal.probability is None:
        return None
    return weighted(deal.value, deal.probability, settings.currency)
