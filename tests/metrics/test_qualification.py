"""Qualification: which open leads have what a qualified one must have."""

from __future__ import annotations

from tests.metrics.records import AS_OF, book_of, lead, on
from textcrm.metrics.leads import leads_on
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.qualification import lacking, qualification
from textcrm.model.records import Qualification
from textcrm.model.settings import LeadSettings

NEW, GONE = on("2026-11-02", status="new"), on("2026-11-03", status="disqualified", reason="no-need")
ASKED = LeadSettings(qualified_needs=("need", "budget"), qualified_verified="any")


def test_open_leads_by_status_and_what_is_known_of_them() -> None:
    book = book_of(
        lead("ana", NEW, qualification=Qualification(need="An oven"), verified=("email",)),
        lead("bia", NEW, on("2026-11-04", status="qualifying")),
        lead("caio", NEW, GONE, qualification=Qualification(need="A cat")),
        leads=ASKED,
    )
    found = qualification(book, AS_OF)
    assert found.open == 2
    assert found.statuses == (("new", ("ana",)), ("qualifying", ("bia",)), ("qualified", ()), ("nurturing", ()))
    assert [(one.need, one.known, one.missing) for one in found.needs] == [
        ("need", ("ana",), ("bia",)),
        ("budget", (), ("ana", "bia")),
        ("verified", ("ana",), ("bia",)),
    ]
    assert found.needs[0].share == Proportion(1, 2)


def test_verified_is_asked_as_the_settings_say() -> None:
    def lacks(verified: str) -> tuple[str, ...]:
        book = book_of(lead("ana", NEW, verified=("email",)), leads=LeadSettings(qualified_verified=verified))
        return lacking(leads_on(book, AS_OF).counted[0], book)

    assert [lacks(one) for one in ("none", "any", "email", "phone", "both")] == [
        (),
        (),
        (),
        ("verified",),
        ("verified",),
    ]


def test_where_nothing_is_asked_nothing_is_lacking() -> None:
    found = qualification(book_of(lead("ana", NEW)), AS_OF)
    assert (found.needs, found.open) == ((), 1)
