"""Zoho CRM's demo workspace: potentials that came from leads, and the calls, events and tasks of eleven people.

Of its times only the day means anything. "Closing Date" is when an open potential is expected to close, and when a
closed one did. Potentials have no id of their own in the export: they are told apart by the lead they came from, and
what is said of them elsewhere by an id (`POTENTIALID`) cannot be traced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import strptime

from tests.realdata.source import Ids, Record, Row, choices, day, known, money, read_rows, slug

PIPELINE = "sales"
STAGES = ("Prospect", "Qualification", "Needs Analysis", "Initial Offer", "Proposal/Price Quote", "Negotiation/Review")
#: What a lead that was not converted is here. "Pre Qualified" passed a first look, which is not yet qualified.
LEAD_STATUS = {
    "Not Contacted": "new",
    "Attempted to Contact": "qualifying",
    "Contacted": "qualifying",
    "Pre Qualified": "qualifying",
    "Contact in Future": "nurturing",
    "Lost Lead": "disqualified",
    "Junk Lead": "disqualified",
}
#: The one status that says why; it leaves the lead out of the rates.
JUNK = "Junk Lead"
#: How potentials spell a source, and how everything else does.
SPELLINGS = {"OnlineStore": "Online Store"}


@dataclass(frozen=True, slots=True)
class Links:
    """The ids of our records by the ids of Zoho's; members by name, opportunities by their lead."""

    members: dict[str, str]
    companies: dict[str, str]
    contacts: dict[str, str]
    leads: dict[str, str]
    opportunities: dict[str, str]
    campaigns: dict[str, str]


def records(source: Path) -> Iterator[tuple[str, object]]:
    """Settings, team, companies, contacts, leads, opportunities, and a journal for each person and day."""
    names = ("Users", "Accounts", "Contacts", "Leads", "Potentials", "Campaigns")
    tables = {name: read_rows(source / f"{name}.csv") for name in names}
    links = _links(tables)
    yield "crm", _settings(tables, links)
    for row in tables["Users"]:
        yield f"team/{links.members[row['Last Name']]}", {"name": row["Last Name"], "email": row["Email"]}
    for row in tables["Accounts"]:
        yield f"companies/{links.companies[row['ACCOUNTID']]}", _company(row, links)
    for row in tables["Contacts"]:
        yield f"contacts/{links.contacts[row['CONTACTID']]}", _contact(row, links)
    for row in tables["Leads"]:
        yield f"leads/{links.leads[row['LEADID']]}", _lead(row, links)
    for row in tables["Potentials"]:
        yield f"opportunities/{links.opportunities[row['LEADID']]}", _opportunity(row, links)
    yield from _journals(source, links)


def _links(tables: dict[str, list[Row]]) -> Links:
    companies, campaigns = Ids(), Ids()
    return Links(
        members={row["Last Name"]: slug(row["Last Name"]) for row in tables["Users"]},
        companies={row["ACCOUNTID"]: companies.new(_company_name(row)) for row in tables["Accounts"]},
        contacts={row["CONTACTID"]: slug(f"{row['Last Name']} {row['CONTACTID']}") for row in tables["Contacts"]},
        leads={row["LEADID"]: slug(f"{row['Last Name']} {row['LEADID']}") for row in tables["Leads"]},
        opportunities={row["LEADID"]: slug(f"{row['Potential Name']} {row['LEADID']}") for row in tables["Potentials"]},
        campaigns={row["CAMPAIGNID"]: campaigns.new(row["Campaign Name"]) for row in tables["Campaigns"]},
    )


def _settings(tables: dict[str, list[Row]], links: Links) -> Record:
    aliases = {slug(right): [slug(wrong)] for wrong, right in SPELLINGS.items()}
    sources = choices(row["Lead Source"] for row in tables["Leads"] + tables["Contacts"])
    return {
        "name": "FinePick",
        "currency": "USD",
        "pipelines": [{"id": PIPELINE, "stages": [{"id": slug(stage), "name": stage} for stage in STAGES]}],
        "sources": [known(**entry, aliases=aliases.get(str(entry["id"]), [])) for entry in sources],
        "campaigns": [
            {
                "id": links.campaigns[row["CAMPAIGNID"]],
                "name": row["Campaign Name"],
                "start": day(row["Start Date"]),
                "end": day(row["End Date"]),
                "cost": money(row["Actual Cost"]),
            }
            for row in tables["Campaigns"]
        ],
        "reasons": {"disqualified": [{"id": slug(JUNK), "name": JUNK, "counts": False}]},
        "activity_types": [{"id": "call", "touch": True}, {"id": "event", "touch": True}, "task"],
        "opportunity_types": choices(row["Type"] for row in tables["Potentials"]),
        "custom_fields": {"lead": {"lead_status": {"type": "text"}}},
    }


def _company_name(row: Row) -> str:
    """The name, or the key where the export has none: a company has to be called something."""
    return row["Account Name"] or row["ACCOUNTID"]


def _company(row: Row, links: Links) -> Record:
    return {
        "name": _company_name(row),
        "external_ids": {"zoho": row["ACCOUNTID"]},
        "types": [row["Account Type"].lower()],
        "website": row["Website"],
        "industry": row["Industry"],
        "owner": links.members[row["Account Owner"]],
    }


def _contact(row: Row, links: Links) -> Record:
    return {
        "name": row["Last Name"],
        "external_ids": {"zoho": row["CONTACTID"]},
        "company": links.companies[row["Account Id"]],
        "email": row["Email"],
        "phone": row["Mobile"],
        "owner": links.members[row["Contact Owner"]],
        "source": slug(row["Lead Source"]),
        "created": _day(row["Created Time"]),
    }


def _lead(row: Row, links: Links) -> Record:
    """Converted leads know their opportunity, not the day; the status they had before is kept beside."""
    status = "converted" if row["CONVERTED"] == "Yes" else LEAD_STATUS[row["Lead Status"]]
    owner, created = links.members[row["Lead Owner"]], _day(row["Created Time"])
    junk = status == "disqualified" and row["Lead Status"] == JUNK
    return known(
        name=row["Last Name"],
        external_ids={"zoho": row["LEADID"]},
        company_name=row["Company"],
        email=row["Email"],
        phone=row["Mobile"],
        website=row["Website"],
        industry=row["Industry"],
        source=slug(row["Lead Source"]),
        owner=owner,
        created=created,
        status=status,
        disqualified={"reason": slug(JUNK)} if junk else None,
        converted={"opportunity": links.opportunities[row["LEADID"]]} if status == "converted" else None,
        custom={"lead_status": row["Lead Status"]},
        # Only a lead that is still new is known to have been what it is since it came.
        history=[{"date": created, "status": status, "owner": owner}] if status == "new" else None,
    )


def _opportunity(row: Row, links: Links) -> Record:
    status = row["Forecast Type"].lower()
    closing, amount = _day(row["Closing Date"]), money(row["Amount"])
    is_open = status == "open"
    return known(
        name=row["Potential Name"],
        owner=links.members[row["Potential Owner"]],
        lead=links.leads[row["LEADID"]],
        type=slug(row["Type"]),
        source=slug(row["Lead Source"]),
        campaign=links.campaigns[row["Campaign Id"]],
        created=_day(row["Created Time"]),
        pipeline=PIPELINE,
        status=status,
        stage=slug(row["Stage"]) if is_open else None,
        amount=amount,
        probability=int(row["Probability"]) if row["Probability"] else None,
        expected_close=closing if is_open else None,
        closed=None if is_open else known(date=closing, amount=amount if status == "won" else None),
        history=_history(row, links),
    )


def _history(row: Row, links: Links) -> list[Record]:
    """Opened; closed, perhaps. The stage of an open deal has no day, so the history does not speak of stages."""
    owner, created = links.members[row["Potential Owner"]], _day(row["Created Time"])
    if row["Forecast Type"] == "Open":
        return [{"date": created, "status": "open", "owner": owner}]
    closing: Record = {"date": _day(row["Closing Date"]), "status": row["Forecast Type"].lower()}
    return [
        {"date": created, "status": "open", "stage": None, "owner": owner},
        closing | {"amount": money(row["Amount"])},
    ]


def _day(text: str) -> date:
    return date(*strptime(text, "%d %b, %Y %H:%M:%S")[:3])


def _journals(source: Path, links: Links) -> Iterator[tuple[str, object]]:
    journals: defaultdict[str, list[Record]] = defaultdict(list)
    for owner, on, activity in _activities(source, links):
        journals[f"activities/{links.members[owner]}/{on}"].append({"date": on, **known(**activity)})
    yield from sorted(journals.items())


def _activities(source: Path, links: Links) -> Iterator[tuple[str, date, Record]]:
    """Whose, the day, and the rest."""
    for row in read_rows(source / "Calls.csv"):
        call = {"type": "call", **_about(row, links), "direction": row["Call Type"].lower(), "note": row["Subject"]}
        yield row["Call Owner"], date.fromisoformat(row["Call Start Time"][:10]), call
    for row in read_rows(source / "Events.csv"):
        event = {"type": "event", **_about(row, links), "note": row["Subject"]}
        yield row["Event Owner"], date.fromisoformat(row["Start DateTime"][:10]), event
    for row in read_rows(source / "Tasks.csv"):
        # When a task was done is not in the export: done or not, it stands at the day it was due.
        planned = row["Status"] != "Completed" or None
        yield row["Task Owner"], _day(row["Due Date"]), {"planned": planned, "type": "task", "note": row["Subject"]}


def _about(row: Row, links: Links) -> Record:
    contact = links.contacts.get(row["CONTACTID"])
    return {
        "lead": links.leads.get(row["LEADID"]),
        "company": links.companies.get(row["ACCOUNTID"]),
        "contacts": [contact] if contact else [],
    }
