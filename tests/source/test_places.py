"""Which record a path is, and what is wrong with names and folders."""

from __future__ import annotations

import pytest

from textcrm.files import Tree, Unread
from textcrm.source.places import survey


def surveyed(*paths: str) -> tuple[list[str], list[str]]:
    """The refs of the places, and the rules of the problems, of files at these paths below crm_data."""
    places, problems = survey(Tree({f"crm_data/{path}": "" for path in paths}))
    return [place.ref for place in places], [problem.rule for problem in problems]


@pytest.mark.parametrize(
    ("path", "ref"),
    [
        ("crm.yaml", "crm"),
        ("leads/ana.yaml", "leads/ana"),
        ("leads/2026/q4/ana.yaml", "leads/ana"),
        ("leads/Ano Novo/ana.yaml", "leads/ana"),
        ("activities/joana/2026-11.yaml", "activities/joana/2026-11"),
        ("activities/joana/2026/11/24.yaml", "activities/joana/2026/11/24"),
        ("forecasts/2026-Q4/team.yaml", "forecasts/2026-Q4/team"),
        ("forecasts/2026/joana.yaml", "forecasts/2026/joana"),
    ],
)
def test_places(path: str, ref: str) -> None:
    assert surveyed(path) == ([ref], [])


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("ana.yaml", "misplaced-file"),
        ("lead/ana.yaml", "misplaced-file"),
        ("Leads/ana.yaml", "misplaced-file"),
        ("x/y/z.yaml", "misplaced-file"),
        ("leads/crm.yaml/ana.yaml", None),
        ("activities/2026-11.yaml", "misplaced-file"),
        ("forecasts/2026-Q4/a/b.yaml", "misplaced-file"),
        ("forecasts/2026-Q5/team.yaml", "bad-file-name"),
        ("forecasts/q4/team.yaml", "bad-file-name"),
        ("leads/Ana.yaml", "bad-file-name"),
        ("leads/ana souza.yaml", "bad-file-name"),
        ("leads/ána.yaml", "bad-file-name"),
        ("leads/.yaml", "bad-file-name"),
        ("leads/con.yaml", "bad-file-name"),
        ("leads/a.b.yaml", "bad-file-name"),
        ("leads/-a.yaml", "bad-file-name"),
        ("leads/a-.yaml", "bad-file-name"),
        (f"leads/{'a' * 101}.yaml", "bad-file-name"),
        ("leads/CON/ana.yaml", "bad-file-name"),
        ("leads/aux.old/ana.yaml", "bad-file-name"),
        ("leads/a:b/ana.yaml", "bad-file-name"),
        ("leads/a /ana.yaml", "bad-file-name"),
        ("leads/a\nb/ana.yaml", "bad-file-name"),
        ("leads/\udce9/ana.yaml", "bad-file-name"),
        ("activities/nul/x.yaml", "bad-file-name"),
        ("activities/joana/con.yaml", "bad-file-name"),
    ],
)
def test_what_is_wrong_with_a_place(path: str, rule: str | None) -> None:
    assert surveyed(path)[1] == ([rule] if rule else [])


@pytest.mark.parametrize(
    "paths",
    [
        ("leads/a/ana.yaml", "leads/b/ana.yaml"),
        ("leads/ana.yaml", "leads/A/ana.yaml"),
        ("activities/joana/X.yaml", "activities/joana/x.yaml"),
        ("forecasts/2026-Q4/Team.yaml", "forecasts/2026-Q4/team.yaml"),
    ],
)
def test_of_two_files_with_one_id_the_first_counts(paths: tuple[str, str]) -> None:
    assert surveyed(*paths) == ([surveyed(min(paths))[0][0]], ["colliding-ids"])


def test_the_same_name_in_two_kinds_is_fine() -> None:
    assert surveyed("leads/ana.yaml", "contacts/ana.yaml") == (["contacts/ana", "leads/ana"], [])


@pytest.mark.parametrize(
    ("name", "proposal"), [("São José", "sao-jose"), ("Ana_Souza", "ana-souza"), ("株式会社", None), ("CON", None)]
)
def test_the_remedy_proposes_a_name(name: str, proposal: str | None) -> None:
    (problem,) = survey(Tree({f"crm_data/leads/{name}.yaml": ""}))[1]
    assert problem.help == (f"Rename it to {proposal}.yaml" if proposal else "Rename it.")


@pytest.mark.parametrize(
    "reason", ["not-a-regular-file", "wrong-extension", "leftover-file", "too-large", "unreadable"]
)
def test_what_was_not_read_is_told_with_a_remedy(reason: str) -> None:
    (problem,) = survey(Tree({}, unread=(Unread("crm_data/leads/x.yml", reason, "so it is"),)))[1]
    assert (problem.rule, problem.path, problem.message) == (reason, "crm_data/leads/x.yml", "so it is")
    assert problem.help
