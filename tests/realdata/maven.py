"""Maven Analytics' "CRM Sales Opportunities": deals that know two dates at most, sellers, accounts and products."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.realdata.source import Ids, Record, Row, day, known, money, read_rows, slug

#: The day of the import: when deals without any date were seen.
SEEN = date(2026, 11, 23)
#: How the pipeline spells products, where the list of products spells them otherwise.
ALIASES = {"GTXPro": "GTX Pro"}
PIPELINE = "sales"


def records(source: Path) -> Iterator[tuple[str, object]]:
    """Settings, team, companies, opportunities. A deal's name is its account (its id without one) and its product."""
    products = read_rows(source / "products.csv")
    yield "crm", _settings(products)
    yield from _team(read_rows(source / "sales_teams.csv"))
    accounts = read_rows(source / "accounts.csv")
    companies = {row["account"]: slug(row["account"]) for row in accounts}
    for row in accounts:
        yield f"companies/{companies[row['account']]}", _company(row, companies)
    ids = Ids()
    for row in read_rows(source / "sales_pipeline.csv"):
        yield f"opportunities/{ids.new(row['opportunity_id'])}", _opportunity(row, companies)


def _settings(products: list[Row]) -> Record:
    return {
        "name": "Maven Analytics CRM Sales Opportunities",
        "pipelines": [{"id": PIPELINE, "stages": [_named("Prospecting"), _named("Engaging")]}],
        "products": [_product(row) for row in products],
        "custom_fields": {
            "company": {"year_established": {"type": "number"}, "revenue": {"type": "number"}},
            "opportunity": {"product": {"type": "choice", "choices": [slug(row["product"]) for row in products]}},
        },
    }


def _product(row: Row) -> Record:
    aliases = [slug(alias) for alias, product in ALIASES.items() if product == row["product"]]
    return known(**_named(row["product"]), price=money(row["sales_price"]), aliases=aliases)


def _named(name: str) -> Record:
    return {"id": slug(name), "name": name}


def _team(rows: list[Row]) -> Iterator[tuple[str, Record]]:
    for manager in sorted({row["manager"] for row in rows}):
        yield f"team/{slug(manager)}", {"name": manager, "role": "manager"}
    for row in rows:
        yield f"team/{slug(row['sales_agent'])}", {"name": row["sales_agent"], "manager": slug(row["manager"])}


def _company(row: Row, companies: dict[str, str]) -> Record:
    return known(
        name=row["account"],
        external_ids={"maven": row["account"]},
        industry=row["sector"],
        size=row["employees"],
        country=row["office_location"],
        parent=companies[row["subsidiary_of"]] if row["subsidiary_of"] else None,
        custom={"year_established": int(row["year_established"]), "revenue": Decimal(row["revenue"])},
    )


def _opportunity(row: Row, companies: dict[str, str]) -> Record:
    product = ALIASES.get(row["product"], row["product"])
    closed = day(row["close_date"])
    amount = money(row["close_value"])
    won = row["deal_stage"] == "Won"
    return known(
        name=f"{row['account'] or row['opportunity_id']} \N{EN DASH} {product}",
        external_ids={"maven": row["opportunity_id"]},
        company=companies[row["account"]] if row["account"] else None,
        owner=slug(row["sales_agent"]),
        created=day(row["engage_date"]),
        pipeline=PIPELINE,
        status=row["deal_stage"].lower() if closed else "open",
        stage=None if closed else slug(row["deal_stage"]),
        amount=amount,
        closed=known(date=closed, amount=amount if won else None),
        custom={"product": slug(product)},
        history=_history(row, closed, amount),
    )


def _history(row: Row, closed: date | None, amount: Decimal | None) -> list[Record]:
    """Open since the engagement, its stage known only if the deal is still in it; then closed, perhaps."""
    owner, engaged = slug(row["sales_agent"]), day(row["engage_date"])
    if closed:
        opened: Record = {"date": engaged, "status": "open", "stage": None, "owner": owner}
        return [opened, {"date": closed, "status": row["deal_stage"].lower(), "amount": amount}]
    since: Record = {"date": engaged} if engaged else {"date": SEEN, "observed": True}
    return [since | {"status": "open", "pipeline": PIPELINE, "stage": slug(row["deal_stage"]), "owner": owner}]
