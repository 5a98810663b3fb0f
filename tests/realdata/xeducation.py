"""X Education's leads: no name, no owner, no date, no way to reach anyone, and a flag that says who bought."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from tests.realdata.source import Record, Row, choices, known, read_rows, slug

#: A form's drop-down that nobody touched.
UNTOUCHED = "Select"
#: The flag is all there is: tags ("Lost to EINS", "invalid number") are remarks, not statuses.
LEAD_STATUS = {"0": "new", "1": "converted"}
TEXTS = (
    "Lead Origin",
    "Last Activity",
    "Specialization",
    "How did you hear about X Education",
    "What is your current occupation",
    "Lead Quality",
    "Lead Profile",
)
NUMBERS = ("TotalVisits", "Total Time Spent on Website", "Page Views Per Visit")
BOOLEANS = ("Do Not Email", "Do Not Call")


def records(source: Path) -> Iterator[tuple[str, object]]:
    """Settings and leads; what has no field of its own is a custom field called after its column."""
    rows = read_rows(source / "Leads.csv", nulls=[UNTOUCHED])
    yield "crm", _settings(rows)
    for row in rows:
        yield f"leads/lead-{row['Lead Number']}", _lead(row)


def _settings(rows: list[Row]) -> Record:
    kinds = {"text": TEXTS, "number": NUMBERS, "boolean": BOOLEANS}
    return {
        "name": "X Education",
        "sources": choices(row["Lead Source"] for row in rows),
        "custom_fields": {"lead": {_key(name): {"type": kind} for kind, names in kinds.items() for name in names}},
    }


def _lead(row: Row) -> Record:
    texts: Record = {_key(name): row[name] for name in TEXTS}
    numbers: Record = {_key(name): Decimal(row[name]) for name in NUMBERS if row[name]}
    booleans: Record = {_key(name): row[name] == "Yes" for name in BOOLEANS}
    return known(
        external_ids={"xeducation": row["Prospect ID"]},
        source=slug(row["Lead Source"]),
        status=LEAD_STATUS[row["Converted"]],
        city=row["City"],
        country=row["Country"],
        tags=[row["Tags"]] if row["Tags"] else [],
        custom=known(**texts, **numbers, **booleans),
    )


def _key(column: str) -> str:
    return slug(column).replace("-", "_")
