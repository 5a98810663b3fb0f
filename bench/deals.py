"""Opportunities: somebody's wish, the course it took, and the money in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from bench.course import CENT, Course
from bench.history import Entry, History
from bench.people import Company, Contact
from bench.process import ACTIVE, EQUIPMENT, LEAVER, PRICES, SERVICE, TEAM


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the offer."""

    product: str
    quantity: int
    unit_price: Decimal
    discount: Decimal

    @property
    def total(self) -> Decimal:
        return self.quantity * self.unit_price - self.discount


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to buy, whom we know there (the first one asked), and who else offers it."""

    id: str
    name: str
    company: Company
    known: Sequence[Contact]
    rival: str
    from_lead: bool


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity; `monthly` is what a maintenance contract brings a month, for twelve months."""

    wish: Wish
    course: Course
    contacts: tuple[Contact, ...]
    owner: str
    items: tuple[Item, ...]
    monthly: Decimal | None
    history: tuple[Entry, ...]

    @property
    def id(self) -> str:
        return self.wish.id

    @property
    def created(self) -> date:
        return self.course.entered[0]

    @property
    def is_open(self) -> bool:
        return self.course.status == "open"

    def field(self, key: str) -> str | None:
        """The last value the history gives to a key."""
        return next((entry[key] for entry in reversed(self.history) if key in entry), None)


def draw_deal(rng: Random, wish: Wish, course: Course) -> Deal:
    """A deal on that course, with two or three of the known contacts, the first of them always."""
    others = rng.sample(wish.known[1:], min(len(wish.known) - 1, rng.randint(1, 2)))
    owner = rng.choice(TEAM if LEAVER.left and course.end < LEAVER.left else ACTIVE).id
    currency, rate = rng.choices((("BRL", 1), ("USD", 5), ("EUR", 6)), weights=(90, 6, 4))[0]
    offered = course.pipeline is EQUIPMENT and len(course.entered) > 1
    items = _draw_items(rng, rate) if offered else ()
    monthly = (Decimal(rng.randint(8, 40) * 100) / rate).quantize(CENT) if course.pipeline is SERVICE else None
    guess = Decimal(rng.randint(50, 900) * 100)
    final = monthly * 12 if monthly else sum((item.total for item in items), Decimal(0)) or guess
    history = History(rng, course, owner).write(currency, final.quantize(CENT), wish.rival)
    return Deal(wish, course, (wish.known[0], *others), owner, items, monthly, history)


def _draw_items(rng: Random, rate: int) -> tuple[Item, ...]:
    """Two to five products at about one `rate`-th of the list price."""
    found = []
    for product in rng.sample(sorted(PRICES), rng.randint(2, 5)):
        price = (Decimal(PRICES[product]) / rate).quantize(Decimal("1E1")).quantize(CENT)
        discount = (price * rng.choice((0, 0, 5, 10)) / 100).quantize(CENT)
        found.append(Item(product, rng.randint(1, 5), price, discount))
    return tuple(found)
