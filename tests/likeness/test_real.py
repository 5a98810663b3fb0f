"""Likeness on the real data sets of `TEXTCRM_REAL_DATA`, whose rows stay where they are."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from textcrm.likeness.candidates import between, pairs
from textcrm.likeness.entry import Entry
from textcrm.likeness.normalise import company_key

DATA = Path(os.environ.get("TEXTCRM_REAL_DATA") or Path(__file__).parents[3] / "shared" / "data")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real data at {DATA}: set TEXTCRM_REAL_DATA")

Rows = list[dict[str, str]]


def rows(name: str) -> Rows:
    with (DATA / name).open(encoding="utf-8", errors="replace", newline="") as file:
        return list(csv.DictReader(file))


def zoho_accounts() -> list[Entry]:
    return [
        Entry(row["ACCOUNTID"], company=row["Account Name"], website=row["Website"])
        for row in rows("zoho_crm_demo/Accounts.csv")
    ]


def zoho_leads() -> list[Entry]:
    return [
        Entry(
            f"leads/{row['LEADID']}",
            row["Last Name"],
            row["Company"],
            (row["Email"],),
            (row["Mobile"],),
            row["Website"],
        )
        for row in rows("zoho_crm_demo/Leads.csv")
    ]


def zoho_contacts() -> list[Entry]:
    accounts = {entry.key: entry.company for entry in zoho_accounts()}
    return [
        Entry(
            f"contacts/{row['CONTACTID']}",
            row["Last Name"],
            accounts[row["Account Id"]],
            (row["Email"],),
            (row["Mobile"],),
        )
        for row in rows("zoho_crm_demo/Contacts.csv")
    ]


def maven_accounts() -> list[Entry]:
    return [Entry(row["account"], company=row["account"]) for row in rows("maven_crm/accounts.csv")]


def maven_sellers() -> list[Entry]:
    return [Entry(row["sales_agent"], row["sales_agent"], "Maven") for row in rows("maven_crm/sales_teams.csv")]


def salesforce_accounts() -> list[Entry]:
    return [Entry(row["Id"], company=row["Name"]) for row in rows("salesforce_devorg/Account.csv")]


def salesforce_contacts() -> list[Entry]:
    companies = {entry.key: entry.company for entry in salesforce_accounts()}
    return [
        salesforce_person(row, companies.get(row["AccountId"], "")) for row in rows("salesforce_devorg/Contact.csv")
    ]


def salesforce_leads() -> list[Entry]:
    return [salesforce_person(row, row["Company"]) for row in rows("salesforce_devorg/Lead.csv")]


def salesforce_person(row: dict[str, str], company: str) -> Entry:
    return Entry(row["Id"], row["Name"], company, (row["Email"],), (row["Phone"], row["MobilePhone"]))


@pytest.mark.parametrize(
    "entries",
    [
        zoho_leads,
        zoho_contacts,
        maven_accounts,
        maven_sellers,
        salesforce_accounts,
        salesforce_contacts,
        salesforce_leads,
    ],
)
def test_colleagues_and_like_sounding_companies_raise_no_alarm(entries: Callable[[], list[Entry]]) -> None:
    # Surnames and companies that hundreds share, switchboards that colleagues share, and not one duplicate.
    assert list(pairs(entries())) == []


def test_every_account_name_used_more_than_once_is_told_and_nothing_else() -> None:
    accounts = zoho_accounts()
    used = Counter(entry.company for entry in accounts)
    assert sum(times > 1 for times in used.values()) == 666
    name = {entry.key: company_key(entry.company) for entry in accounts}
    named = [key for key in name.values() if key]
    found = list(pairs(accounts))
    assert len(found) == len(named) - len(set(named))
    assert all(name[pair.first] == name[pair.second] for pair in found)


def test_leads_that_became_contacts_are_recognised() -> None:
    leads, contacts = zoho_leads(), zoho_contacts()
    email = {entry.key: entry.emails[0].casefold() for entry in leads + contacts}
    found = list(between(leads, contacts))
    assert len(found) == len({email[entry.key] for entry in leads} & {email[entry.key] for entry in contacts})
    assert all(email[pair.first] == email[pair.second] for pair in found)


def test_leads_of_another_tool_are_recognised_among_its_contacts() -> None:
    name = {entry.key: entry.person for entry in salesforce_leads() + salesforce_contacts()}
    found = list(between(salesforce_leads(), salesforce_contacts()))
    assert len(found) == 8
    assert all(name[pair.first] == name[pair.second] for pair in found)


@pytest.mark.parametrize(
    ("careless", "share"),
    [
        (str.upper, 1),
        (lambda name: f"{name} Ltda.", 1),
        (lambda name: f"{name}, Inc.", 1),
        (lambda name: name.replace(" ", ""), 0.9),  # not where `and` or `Co` grows into the next word
    ],
    ids=["capitals", "Ltda.", "Inc.", "one word"],
)
def test_a_careless_copy_of_a_real_name_is_found(careless: Callable[[str], str], share: float) -> None:
    names = {company_key(entry.company): entry for entry in zoho_accounts() + maven_accounts() if entry.company}
    originals = [replace(entry, key=f"a{key}", website="") for key, entry in names.items()]
    copies = [replace(entry, key=f"b{entry.key}", company=careless(entry.company)) for entry in originals]
    found = [pair for pair in pairs(originals + copies) if pair.second == f"b{pair.first}"]
    assert len(found) >= share * len(originals)
