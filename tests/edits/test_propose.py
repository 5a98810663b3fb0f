"""What a plan would lead to: the files, the difference, and the findings that are new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.small_book import AS_OF, CRM, SMALL, tree
from textcrm.edits.plan import Create, Plan
from textcrm.errors import TextcrmError
from textcrm.files import Tree
from textcrm.findings import Finding, Severity
from textcrm.propose import _introduced, propose

CONTACT = "crm_data/contacts/ana-prado.yaml"


def test_a_sound_plan_introduces_nothing() -> None:
    proposal = propose(tree(), Plan((Create(CONTACT, "name: Ana Prado\ncompany: padaria-estrela\n"),)), AS_OF)
    assert proposal.introduced == ()
    assert proposal.files == {**tree().files, CONTACT: "name: Ana Prado\ncompany: padaria-estrela\n"}
    assert proposal.diff.startswith(f"--- /dev/null\n+++ b/{CONTACT}\n@@ -0,0 +1,2 @@\n+name: Ana Prado\n")


def test_only_what_is_new_is_introduced() -> None:
    before = tree({"contacts/rui.yaml": "name: Rui Costa\ncompany: nobody\n"})
    proposal = propose(before, Plan((Create(CONTACT, "name: Ana Prado\ncompany: noone\n"),)), AS_OF)
    assert [(one.code, one.path, one.line) for one in proposal.introduced] == [("REF002", CONTACT, 2)]


def test_a_finding_that_a_plan_causes_elsewhere_is_introduced() -> None:
    proposal = propose(
        tree(), Plan((Create("crm_data/contacts/marta-2.yaml", SMALL["contacts/marta-oliveira.yaml"]),)), AS_OF
    )
    assert {one.code for one in proposal.introduced} == {"HYG016"}


def test_a_crm_that_begins_with_the_plan() -> None:
    steps = (Create("crm_data/crm.yaml", CRM), Create(CONTACT, "name: Ana Prado\nowner: nobody\n"))
    proposal = propose(Tree({}), Plan(steps), AS_OF)
    assert [one.code for one in proposal.introduced] == ["REF001"]


def test_a_plan_that_cannot_be_applied() -> None:
    with pytest.raises(TextcrmError, match="is there already"):
        propose(tree(), Plan((Create("crm_data/crm.yaml", CRM),)), AS_OF)


def finding(field: str, line: int = 1, message: str = "is wrong") -> Finding:
    return Finding("REF001", "unknown-member", Severity.ERROR, message, "a.yaml", line, 1, "leads/a", field, "")


@pytest.mark.parametrize(
    ("before", "after", "introduced"),
    [
        ([finding("owner", 3)], [finding("owner", 9)], []),
        ([finding("history[0].owner")], [finding("history[1].owner")], []),
        (
            [finding("history[0].owner")],
            [finding("history[0].owner"), finding("history[1].owner")],
            ["history[1].owner"],
        ),
        (
            [finding("history[1].owner")],
            [finding("history[0].owner"), finding("history[1].owner")],
            ["history[0].owner"],
        ),
        ([finding("owner")], [finding("owner", message="is worse")], ["owner"]),
        ([finding("owner")], [], []),
        ([replace(finding("owner"), severity=Severity.WARNING)], [finding("owner")], ["owner"]),
    ],
)
def test_a_finding_that_moved_is_not_new(before: list[Finding], after: list[Finding], introduced: list[str]) -> None:
    assert [one.field for one in _introduced(before, after)] == introduced
