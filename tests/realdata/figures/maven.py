"""Maven: deals of thirty sellers, with a past that can be looked at day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from tests.realdata.books import Imported
from tests.realdata.figures.deals import (
    Figures,
    by,
    closed_by,
    created_by,
    cycles,
    date_range,
    ended,
    rounded,
    spread,
    totals,
)
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.leaderboard import leaderboard
from textcrm.metrics.outcomes import won_in
from textcrm.metrics.sales_cycle import sales_cycle
from textcrm.metrics.totals import total
from textcrm.metrics.win_rates import win_rates
from textcrm.model.book import Book
from textcrm.model.money import added
from textcrm.model.periods import EVER, Period

#: The day of the import: after everything that happened.
DAY: Final = date(2026, 11, 23)
#: The ends of the months from which the past is looked at.
SNAPSHOTS: Final = (
    date(2016, 12, 31),
    *(date(2017, month + 1, 1) - timedelta(1) for month in range(1, 12)),
    date(2017, 12, 31),
)
TOGETHER: Final = {
    ("truth", "by_stage", "Won"): ("truth", "by_stage", "won"),
    ("truth", "by_stage", "Lost"): ("truth", "by_stage", "lost"),
}
UNMET: Final = {
    ("truth", "by", "series"): "a product has a name and a price with us, and belongs to no series",
    ("links", "ids_that_look_numeric_or_exponent"): "of the file: text is text with us, whatever it looks like",
}


def figures(imported: Imported) -> Figures:
    book = imported.book
    deals = deals_on(book, DAY).all
    return {
        "truth": {
            **totals(book, DAY),
            "by": _groups(book, deals),
            **closed_by(book, DAY),
            **created_by(book, DAY),
            "sales_cycle_days": {**cycles(deals, ended), "won": spread(sales_cycle(book, DAY, EVER).days)},
            "date_range": date_range(deals, ended),
        },
        "open_at_list_price": _at_list_price(book),
        "links": _links(book, deals)
        | {"unmatched_product_raw": {one.cell: one.count for one in imported.told.aliases}},
        "snapshots": dict(_snapshots(book)),
    }


def _groups(book: Book, deals: Sequence[Deal]) -> Figures:
    companies, products = book.companies, book.settings.legal["products"]

    def of_company(field: str) -> Callable[[Deal], str | None]:
        return lambda deal: getattr(companies[deal.record.company], field) if deal.record.company else None

    def seller(deal: Deal) -> str:
        return deal.owner or ""

    return {
        "agent": dict(_agents(book)),
        "manager": by(deals, lambda deal: book.team[book.team[seller(deal)].manager or ""].name),
        "region": by(deals, lambda deal: book.team[seller(deal)].custom["regional_office"]),
        "product": by(deals, lambda deal: products[deal.record.custom["product"]].label),
        "account": by(deals, of_company("name")),
        "sector": by(deals, of_company("industry")),
        "country": by(deals, of_company("country")),
    }


def _agents(book: Book) -> Iterator[tuple[str, Figures]]:
    """The sellers with deals, as the leaderboard has them."""
    for row in leaderboard(book, DAY, EVER):
        if row.member and row.open.count + row.win_rate.n:
            yield (
                book.team[row.member].name,
                {
                    "count": row.open.count + row.win_rate.n,
                    "won": row.win_rate.k,
                    "lost": row.win_rate.n - row.win_rate.k,
                    "open": row.open.count,
                    "win_rate_closed": rounded(row.win_rate.rate),
                    "won_amount": row.won.amount,
                    "open_amount": row.open.amount,
                },
            )


def _at_list_price(book: Book) -> Figures:
    """What the open deals, of which no amount is known, would be worth at the list price of their product."""
    prices = {product.id: product.price for product in book.settings.products}
    found = [(deal.stage, prices[deal.record.custom["product"]]) for deal in deals_on(book, DAY).open]
    names = {"Prospecting": "prospecting", "Engaging": "engaging"}
    return {
        "count": len(found),
        "amount": added(price for _, price in found if price),
        "by_stage": {
            name: added(price for at, price in found if price and at == stage) for name, stage in names.items()
        },
    }


def _links(book: Book, deals: Sequence[Deal]) -> Figures:
    without = [deal for deal in deals if not deal.record.company]
    parents = [company.parent for company in book.companies.values() if company.parent]
    idle = {row.member or "" for row in leaderboard(book, DAY, EVER) if not row.open.count + row.win_rate.n}
    return {
        "blank_account": len(without),
        "blank_account_by_stage": Counter((deal.stage or "").capitalize() for deal in without),
        "unmatched_account": sum(deal.record.company not in book.companies for deal in deals) - len(without),
        "unmatched_agent": sum(deal.owner not in book.team for deal in deals),
        "agents_without_deals": sorted(book.team[id].name for id in idle if book.team[id].role != "manager"),
        "accounts_with_parent": len(parents),
        "parents_not_in_accounts": [parent for parent in parents if parent not in book.companies],
        "duplicate_ids": len(deals) - len({deal.record.external_ids["maven"] for deal in deals}),
    }


def _snapshots(book: Book) -> Iterator[tuple[str, Figures]]:
    """Each day as it was known at its end, and what became of the deals that were open then."""
    later = {deal.id: deal for deal in deals_on(book, DAY).all}
    for day in SNAPSHOTS:
        rates, then_open = win_rates(book, day, EVER), [later[deal.id] for deal in deals_on(book, day).open]
        yield (
            str(day),
            {
                "open": len(then_open),
                "won_to_date": rates.won.count,
                "lost_to_date": rates.not_won.count,
                "win_rate_to_date": rounded(rates.win_rate.rate),
                "won_amount_to_date": rates.won.amount,
                **{f"open_then_won_within_{days}d": _won(then_open, day, days) for days in (30, 60, 90)},
                "open_then_won_ever": _won(then_open, day, (date.max - day).days),
                "open_then_lost_ever": sum(deal.state.status == "lost" for deal in then_open),
                "still_open_at_end": sum(deal.is_open for deal in then_open),
            },
        )


def _won(deals: Sequence[Deal], day: date, days: int) -> Figures:
    found = total(won_in(deals, Period(day + timedelta(1), day + timedelta(days))))
    return {"count": found.count, "amount": found.amount}
