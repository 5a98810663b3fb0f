"""Salesforce's sample org, edited by its author: the one set with a real history of stages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import strptime, struct_time

from tests.realdata.source import Ids, Record, Row, choices, known, money, read_rows, slug

PIPELINE = "sales"
STAGES = (
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Value Proposition",
    "Id. Decision Makers",
    "Perception Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
)
OUTCOMES = {"Closed Won": "won", "Closed Lost": "lost"}
#: By the status alone: that `IsConverted` says otherwise of three leads shows as leads converted to nothing.
LEAD_STATUS = {
    "Open - Not Contacted": "new",
    "Working - Contacted": "qualifying",
    "Closed - Converted": "converted",
    "Closed - Not Converted": "disqualified",
}


def records(source: Path) -> Iterator[tuple[str, object]]:
    """Settings, team, companies, contacts, leads, opportunities. Of the users only the id is known."""
    names = ("Account", "Contact", "Lead", "Opportunity", "OpportunityHistory")
    accounts, contacts, leads, opportunities, history = (read_rows(source / f"{name}.csv") for name in names)
    ids = Ids()
    companies = {row["Id"]: ids.new(row["Name"]) for row in accounts}
    yield "crm", _settings(leads + contacts + opportunities, history)
    for user in sorted({row["OwnerId"] for row in leads} | {row["CreatedById"] for row in history}):
        yield f"team/{slug(user)}", {"name": user}
    for row in accounts:
        yield f"companies/{companies[row['Id']]}", _company(row)
    for row in contacts:
        yield f"contacts/{slug(row['Id'])}", _contact(row, companies, _origins(leads, "ConvertedContactId"))
    for row in leads:
        yield f"leads/{slug(row['Id'])}", _lead(row, companies)
    changes = _changes(history)
    for row in opportunities:
        origins = _origins(leads, "ConvertedOpportunityId")
        yield f"opportunities/{slug(row['Id'])}", _opportunity(row, companies, origins, changes[row["Id"]])


def _settings(rows: list[Row], history: list[Row]) -> Record:
    chances = {row["StageName"]: int(row["Probability"]) for row in history}
    stages = [{"id": slug(s), "name": s, "probability": chances[s], "forecast": "pipeline"} for s in STAGES]
    return {
        "name": "Salesforce sample org",
        "pipelines": [{"id": PIPELINE, "stages": stages}],
        "sources": choices(row["LeadSource"] for row in rows),
    }


def _origins(leads: list[Row], column: str) -> dict[str, str]:
    return {row[column]: slug(row["Id"]) for row in leads if row[column]}


def _company(row: Row) -> Record:
    return known(
        name=row["Name"],
        external_ids={"salesforce": row["Id"]},
        types=["customer"] if row["Type"].startswith("Customer") else [],
        industry=row["Industry"],
        size=row["NumberOfEmployees"],
        city=row["BillingCity"],
        state=row["BillingState"],
    )


def _contact(row: Row, companies: dict[str, str], origins: dict[str, str]) -> Record:
    return known(
        name=row["Name"],
        external_ids={"salesforce": row["Id"]},
        company=companies[row["AccountId"]],
        title=row["Title"],
        email=row["Email"],
        phone=[number for number in (row["Phone"], row["MobilePhone"]) if number],
        lead=origins.get(row["Id"]),
        source=slug(row["LeadSource"]),
    )


def _lead(row: Row, companies: dict[str, str]) -> Record:
    on = _day(row["ConvertedDate"])
    converted = known(
        date=on,
        contact=slug(row["ConvertedContactId"]),
        company=companies.get(row["ConvertedAccountId"]),
        opportunity=slug(row["ConvertedOpportunityId"]),
    )
    return known(
        name=row["Name"],
        external_ids={"salesforce": row["Id"]},
        company_name=row["Company"],
        title=row["Title"],
        email=row["Email"],
        phone=row["Phone"],
        industry=row["Industry"],
        source=slug(row["LeadSource"]),
        owner=slug(row["OwnerId"]),
        status=LEAD_STATUS[row["Status"]],
        converted=converted,
        history=[{"date": on, "status": "converted"}] if on else None,
    )


def _opportunity(row: Row, companies: dict[str, str], origins: dict[str, str], changes: list[Row]) -> Record:
    status = OUTCOMES.get(row["StageName"], "open")
    closing, amount = _day(row["CloseDate"]), money(row["Amount"])
    before = [change["StageName"] for change in changes if change["StageName"] not in OUTCOMES]
    stage = row["StageName"] if status == "open" else (before or [""])[-1]
    return known(
        name=row["Name"],
        external_ids={"salesforce": row["Id"]},
        company=companies[row["AccountId"]],
        lead=origins.get(row["Id"]),
        source=slug(row["LeadSource"]),
        created=_day(row["CreatedDate"]),
        pipeline=PIPELINE,
        status=status,
        stage=slug(stage),
        amount=amount,
        expected_close=closing if status == "open" else None,
        closed={} if status == "open" else known(date=closing, amount=amount if status == "won" else None),
        history=_history(changes),
    )


def _changes(history: list[Row]) -> dict[str, list[Row]]:
    """The rows of each opportunity, the oldest first."""
    changes: defaultdict[str, list[Row]] = defaultdict(list)
    for row in history:
        changes[row["OpportunityId"]].append(row)
    for rows in changes.values():
        rows.sort(key=_moment)
    return changes


def _day(text: str) -> date | None:
    return date(*strptime(text, "%m/%d/%y")[:3]) if text else None


def _moment(row: Row) -> struct_time:
    return strptime(row["CreatedDate"], "%m/%d/%y %I:%M %p")


def _history(changes: list[Row]) -> list[Record]:
    """Each row as an entry of what it changed, at the day it was recorded, whatever the close date says."""
    entries: list[Record] = []
    state: Record = {}
    for row in changes:
        after = _state(row)
        changed = {key: value for key, value in after.items() if state.get(key) != value}
        entries.append({"date": date(*_moment(row)[:3]), "by": slug(row["CreatedById"])} | changed)
        state |= after
    return entries


def _state(row: Row) -> Record:
    amount, outcome = money(row["Amount"]), OUTCOMES.get(row["StageName"])
    if outcome:
        return known(status=outcome, amount=amount)
    stage, closing = slug(row["StageName"]), _day(row["CloseDate"])
    return known(status="open", pipeline=PIPELINE, stage=stage, amount=amount, expected_close=closing)
