"""Real data sets load completely, count what their published truth counts, and show their oddities as findings.

What the errors among the findings mean:

- maven: 2,473 lost deals give no reason.
- salesforce: 20 deals are closed before they were created or will be closed after the export; seven went from won to
  lost and three skipped stages; eight were lost for no reason; the history says another expected close than the deal.
- xeducation: nobody has a name or can be reached, and 3,561 leads were converted into nothing.
- zoho: 485 lost potentials give no reason; 175 were closed after the day they were exported; all 3,632 converted leads
  name neither contact nor company; all tasks and many calls are about nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.realdata import convert, salesforce, write
from tests.realdata.source import data_folder, slug
from tests.realdata.yaml_text import document

#: The day each set is judged on: the export's where it is known, else the day of the import.
AS_OF = {
    "maven_crm": "2026-11-23",
    "salesforce_devorg": "2026-03-08",
    "xeducation_leads": "2026-11-23",
    "zoho_crm_demo": "2021-04-15",
}
RECORDS = {
    "maven_crm": {"team": 41, "companies": 85, "opportunities": 8800},
    "salesforce_devorg": {"team": 1, "companies": 18, "contacts": 25, "leads": 22, "opportunities": 36},
    "xeducation_leads": {"leads": 9240},
    "zoho_crm_demo": {
        "team": 11,
        "companies": 2229,
        "contacts": 1265,
        "leads": 3900,
        "opportunities": 3632,
        "activities": 10056,
    },
}
#: How often the rules speak up. A change here is a change of meaning: look before you update.
FINDINGS = {
    "maven_crm": {
        "HYG001": 2089,
        "HYG004": 1589,
        "HYG005": 1589,
        "HYG008": 1589,
        "HYG011": 1425,
        "OPP001": 2473,
        "OPP011": 8,
    },
    "salesforce_devorg": {
        "HYG001": 16,
        "HYG003": 13,
        "HYG008": 1,
        "HYG012": 16,
        "LEA001": 6,
        "OPP001": 8,
        "OPP005": 10,
        "OPP007": 35,
        "OPP008": 1,
        "OPP009": 19,
        "OPP011": 8,
        "SCH013": 2,
    },
    "xeducation_leads": {"LEA001": 3561, "LEA006": 2 * 9240},
    "zoho_crm_demo": {
        "ACT001": 4771,
        "ACT002": 2418,
        "ACT004": 129,
        "HYG001": 1897,
        "HYG003": 1533,
        "HYG004": 1681,
        "HYG005": 1665,
        "HYG006": 121,
        "HYG011": 1897,
        "HYG014": 3,
        "HYG015": 1319,
        "LEA001": 3736,
        "LEA002": 3632,
        "LEA009": 84,
        "OPP001": 485,
        "OPP008": 175,
        "OPP011": 3632,
    },
}
SMALL = "salesforce_devorg"


def of_sets(*names: str) -> pytest.MarkDecorator:
    """Give the test each of these sets, converted; all but the small one are slow."""
    marks = {name: [pytest.mark.slow] for name in names if name != SMALL}
    sets = [pytest.param(name, marks=marks.get(name, [])) for name in names]
    return pytest.mark.parametrize("converted", sets, indirect=True)


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted set: its files, their content by record with every scalar as text, and the published truth."""

    name: str
    files: dict[str, str]
    content: dict[str, Any]
    truth: dict[str, Any]

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """The records of one kind by id."""
        return {ref.split("/")[1]: record for ref, record in self.content.items() if ref.startswith(f"{kind}/")}

    def count(self, kind: str, field: str, status: str = "") -> Counter[str]:
        """How often each value of the field occurs, among the records of that status if one is given."""
        return Counter(r[field] for r in self.of(kind).values() if field in r and status in ("", r["status"]))

    def sum(self, status: str) -> Decimal:
        """The amounts of the opportunities of that status."""
        return sum(
            (Decimal(r.get("amount", "0")) for r in self.of("opportunities").values() if r["status"] == status),
            Decimal(),
        )


@cache
def _converted(source: Path) -> Converted:
    files = convert(source.name, source)
    content = {
        path.removeprefix("crm_data/").removesuffix(".yaml"): yaml.load(text, yaml.CBaseLoader)  # noqa: S506 only text
        for path, text in files.items()
    }
    return Converted(source.name, files, content, json.loads((source / "truth.json").read_text("utf-8")))


@pytest.fixture
def converted(request: pytest.FixtureRequest) -> Converted:
    """The data set of that name; skips where the data is not at hand."""
    source = data_folder() / request.param
    if not source.is_dir():
        pytest.skip(f"no real data: {source} is not there; TEXTCRM_REAL_DATA names the folder that holds it")
    return _converted(source)


TEXTS = (
    *(
        "no",
        "Yes",
        "~",
        "null",
        "",
        " padded ",
        "0150",
        "1e3",
        "12:30",
        "190:20:30",
        "2026-02-30",
        "2026-11-23",
        "0x1F",
    ),
    *(
        "+44 191 4956203",
        "1_000",
        ".inf",
        ".nan",
        "-",
        "- a",
        "=",
        "<<",
        "?",
        "? a",
        "a ? b",
        "Room #5 Ltd",
        "a: b",
        "a:",
    ),
    *(
        "&Sons",
        "*",
        "!x",
        "%",
        "@home",
        "`",
        "|",
        "a, b",
        "[a]",
        "{a}",
        'say "no"',
        "it's",
        "Café",
        "CafÌ©",
        "A \u2013 B",
    ),
    *("two\nlines", "tab\t", "\x85\u2028\ufeff\x07", "C:\\x", "x" * 500, "a  b", "😀"),
)


@pytest.mark.parametrize("text", TEXTS)
def test_text_reads_back_as_the_same_text(text: str) -> None:
    content = {"key": text, "list": [text], "flow": {text: text}, "nested": {"list": [{"a": [text]}]}}
    assert yaml.safe_load(document(content)) == content


def test_money_is_written_as_a_plain_decimal() -> None:
    amounts = [Decimal("12345678901234567.89"), Decimal("0.00"), Decimal("1E+3")]
    assert document({"amounts": amounts}) == "amounts: [12345678901234567.89, 0.00, 1000]\n"


@of_sets(*AS_OF)
def test_every_record_is_converted(converted: Converted) -> None:
    counts = Counter(ref.split("/")[0] for ref in converted.content if ref != "crm")
    journals = [
        entry for ref, entries in converted.content.items() if ref.startswith("activities/") for entry in entries
    ]
    assert counts | ({"activities": len(journals)} if journals else {}) == RECORDS[converted.name]


@of_sets(SMALL, "maven_crm", "zoho_crm_demo")
def test_opportunities_count_what_the_truth_counts(converted: Converted) -> None:
    truth = converted.truth["truth"]
    assert converted.count("opportunities", "status") == truth["by_outcome"]
    assert converted.count("opportunities", "stage", status="open") == _open_stages(truth)
    assert converted.sum("won") == truth["won_amount_total"]
    assert converted.sum("open") == truth["open_pipeline"]["amount_total"]
    assert converted.sum("lost") == truth["lost_amount_total"]


def _open_stages(truth: dict[str, Any]) -> dict[str, int]:
    return {slug(stage): row["count"] for stage, row in truth["by_stage"].items() if "open" in row["outcomes"]}


@of_sets(SMALL, "maven_crm", "zoho_crm_demo")
def test_nothing_is_known_of_a_deal_that_the_source_does_not_say(converted: Converted) -> None:
    deals, truth = converted.of("opportunities").values(), converted.truth["truth"]
    assert sum("created" not in deal for deal in deals) == truth["without_created_date"]
    assert (
        sum("amount" not in deal for deal in deals if deal["status"] == "open")
        == truth["open_pipeline"]["without_amount"]
    )
    assert not any("reason" in deal.get("closed", {}) for deal in deals)


@of_sets("maven_crm")
def test_maven_keeps_blanks_and_knows_the_alias(converted: Converted) -> None:
    links = converted.truth["links"]
    deals = converted.of("opportunities").values()
    assert sum("company" not in deal for deal in deals) == links["blank_account"]
    assert sum(deal["custom"]["product"] == "gtx-pro" for deal in deals) == links["unmatched_product_raw"]["GTXPro"]
    assert sum("parent" in company for company in converted.of("companies").values()) == links["accounts_with_parent"]


@of_sets("zoho_crm_demo")
def test_zoho_keeps_contradictions_and_spellings(converted: Converted) -> None:
    links, leads = converted.truth["links"], converted.truth["leads"]
    deals = converted.of("opportunities").values()
    assert (
        sum(d.get("probability") == "100" and d["status"] != "won" for d in deals)
        == links["probability_100_but_not_won"]
    )
    assert (
        sum(d.get("probability") == "0" and d["status"] != "lost" for d in deals) == links["probability_0_but_not_lost"]
    )
    assert (
        converted.count("opportunities", "source")["onlinestore"] == links["source_spelled_OnlineStore_in_potentials"]
    )
    assert converted.count("leads", "status")["converted"] == leads["total"]["converted"]
    names = Counter(company["name"] for company in converted.of("companies").values())
    # The three accounts without a name share nothing here: each is called by its key.
    assert sum(count > 1 for count in names.values()) == links["account_names_used_more_than_once"] - 1
    assert names["Official All Star CafÌ©"] == 1


@of_sets(SMALL)
def test_salesforce_history_is_kept_row_by_row(converted: Converted) -> None:
    moves = Counter(move for deal in converted.of("opportunities").values() for move in _moves(deal["history"]))
    truth = converted.truth["history"]["transitions"]
    assert moves == {" -> ".join(map(_place, pair.split(" -> "))): count for pair, count in truth.items()}
    by_status = Counter[str]()
    for status, count in converted.truth["leads"]["by_status"].items():
        by_status[salesforce.LEAD_STATUS[status]] += count
    assert converted.count("leads", "status") == by_status


def _place(stage: str) -> str:
    return salesforce.OUTCOMES.get(stage) or slug(stage)


def _moves(history: list[dict[str, str]]) -> Iterator[str]:
    places = [entry["stage"] if entry.get("status", "open") == "open" else entry["status"] for entry in history]
    return (f"{before} -> {after}" for before, after in pairwise(places))


@of_sets("xeducation_leads")
def test_xeducation_leads_have_neither_name_nor_placeholder(converted: Converted) -> None:
    leads = converted.of("leads").values()
    converted_leads = converted.truth["leads"]["converted"]
    assert converted.count("leads", "status") == {"converted": converted_leads, "new": len(leads) - converted_leads}
    assert not any("name" in lead or "created" in lead for lead in leads)
    assert not any("Select" in (lead.get("city"), *lead["custom"].values()) for lead in leads)
    assert converted.count("leads", "source")["google"] == 2868 + 5  # and the ones spelled "google"


@of_sets(*AS_OF)
def test_everything_loads_and_oddities_are_findings(converted: Converted, tmp_path: Path) -> None:
    write(converted.files, tmp_path)
    command = [sys.executable, "-m", "textcrm", "-C", str(tmp_path), "validate", "--as-of", AS_OF[converted.name]]
    run = subprocess.run([*command, "--output-format", "json"], capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    report = json.loads(run.stdout)
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert [f for f in errors if f["code"][:3] in ("YML", "SCH", "REF", "CFG")] == []
    assert report["summary"]["records"] == sum(RECORDS[converted.name].values())
    counts = Counter(finding["code"] for finding in report["findings"])
    assert counts == FINDINGS[converted.name]
