"""Concentration: how much of the pipeline hangs on few deals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.proportions import ratio
from textcrm.metrics.totals import weighted_value
from textcrm.model.book import Book
from textcrm.model.money import added


@dataclass(frozen=True, slots=True)
class Part:
    """A deal and its amount in the company's currency."""

    deal: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Concentration:
    """Deals by amount, the largest first, and those whose amount is not known or has no rate."""

    parts: tuple[Part, ...]
    without_value: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """The sum of all amounts."""
        return added(part.amount for part in self.parts)

    def top(self, count: int) -> Fraction | None:
        """The share of the `count` largest deals, from 0 to 1; `None` if there is nothing to share."""
        return ratio(added(part.amount for part in self.parts[:count]), self.total)

    @property
    def herfindahl(self) -> Fraction | None:
        """The Herfindahl-Hirschman index: Σ share², from 1/n for n equal deals to 1 for a single one."""
        whole = Fraction(self.total)
        return sum((Fraction(part.amount) ** 2 for part in self.parts), Fraction(0)) / whole**2 if whole else None

    @property
    def effective_deals(self) -> Fraction | None:
        """How many equal deals would be as concentrated: 1 / Σ share²."""
        return ratio(1, self.herfindahl) if self.herfindahl else None


def concentration(book: Book, as_of: date) -> Concentration:
    """How the money in the deals open at the end of the day is spread over them."""
    return _spread(book, as_of, lambda deal: deal.value)


def weighted_concentration(book: Book, as_of: date) -> Concentration:
    """The same of each amount times its probability: what the forecast hangs on."""
    return _spread(book, as_of, lambda deal: weighted_value(deal, book.settings))


def _spread(book: Book, as_of: date, measure: Callable[[Deal], Decimal | None]) -> Concentration:
    measured = [(deal.id, measure(deal)) for deal in deals_on(book, as_of).open]
    parts = [Part(id, amount) for id, amount in measured if amount is not None]
    return Concentration(
        tuple(sorted(parts, key=lambda part: (-part.amount, part.deal))),
        tuple(id for id, amount in measured if amount is None),
    )
