"""Plans applied in memory, and their difference as text."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.small_book import SMALL, load, tree
from textcrm.edits.diff import diff
from textcrm.edits.plan import Create, Plan, apply
from textcrm.errors import TextcrmError
from textcrm.files import Texts, changed
from textcrm.source.load import load_book
from textcrm.store.read import read_tree
from textcrm.store.write import write_files

NEW = "crm_data/contacts/ana-prado.yaml"
IDS = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
NAMES = st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x2FFF), min_size=1, max_size=20)


def test_files_are_created_and_what_was_given_stays() -> None:
    files = Texts({"crm_data/crm.yaml": b"name: x\n"})
    after = apply(files, Plan((Create(NEW, "name: Ana\n"),)))
    assert dict(after) == {"crm_data/crm.yaml": "name: x\n", NEW: "name: Ana\n"}
    assert dict(files) == {"crm_data/crm.yaml": "name: x\n"}
    assert changed(files, after) == (NEW,)


@pytest.mark.parametrize("there", [{NEW: ""}, {}])
def test_nothing_is_overwritten(there: dict[str, str]) -> None:
    steps = (Create(NEW, "name: Ana\n"),) * (1 if there else 2)
    with pytest.raises(TextcrmError, match=f"{NEW} is there already; nothing is overwritten"):
        apply(there, Plan(steps))


def test_an_empty_plan_changes_nothing() -> None:
    assert changed(SMALL, apply(SMALL, Plan())) == ()
    assert diff(SMALL, SMALL) == ""


PEOPLE = st.dictionaries(IDS, NAMES, max_size=8)


@given(contacts=PEOPLE, companies=PEOPLE)
def test_the_book_of_an_applied_plan_has_the_records_of_the_plan_and_no_others(
    contacts: dict[str, str], companies: dict[str, str]
) -> None:
    before = tree()
    wanted = {"contacts": contacts, "companies": companies}
    steps = [
        Create(f"crm_data/{kind}/{id}.yaml", f"name: {json.dumps(name, ensure_ascii=False)}\n")
        for kind, people in wanted.items()
        for id, name in people.items()
        if f"crm_data/{kind}/{id}.yaml" not in before.files and not _is_device(id)
    ]
    after = load_book(tree({step.path.removeprefix("crm_data/"): step.text for step in steps})).book
    planned = load_book(type(before)(apply(before.files, Plan(tuple(steps))))).book
    old = load().book
    assert planned == after
    for kind in wanted:
        added = {id: one.name for id, one in planned.all(kind).items() if id not in old.all(kind)}
        expected = {step.path: step.text for step in steps if f"/{kind}/" in step.path}
        assert {
            f"crm_data/{kind}/{id}.yaml": f"name: {json.dumps(name, ensure_ascii=False)}\n"
            for id, name in added.items()
        } == expected
        assert {id: planned.all(kind)[id] for id in old.all(kind)} == dict(old.all(kind))
    assert (planned.opportunities, planned.team, planned.leads) == (old.opportunities, old.team, old.leads)
    assert not planned.broken


def _is_device(id: str) -> bool:
    return id in {"con", "prn", "aux", "nul"} or (len(id) == 4 and id[:3] in {"com", "lpt"})


TEXTS = st.text(st.sampled_from("ab \n\n\r\u2028\x0c-+@\\"), max_size=30)


@settings(max_examples=60)
@given(
    old=st.dictionaries(IDS, TEXTS.filter(bool), max_size=3), new=st.dictionaries(IDS, TEXTS.filter(bool), max_size=3)
)
@example(old={"a": "x\n"}, new={"a": "x"})
@example(old={"a": "x"}, new={"a": "x\n"})
@example(old={"a": "x\ny"}, new={"a": "z\ny"})
def test_git_can_apply_the_difference(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, str], new: dict[str, str]
) -> None:
    root = tmp_path_factory.mktemp("diff")
    for path, text in old.items():
        (root / path).write_bytes(text.encode())
    patch = diff(old, new)
    if patch:
        subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=root, input=patch.encode(), check=True)
    assert {path.name: path.read_bytes() for path in root.iterdir()} == {
        path: text.encode() for path, text in new.items()
    }


def test_the_difference_reads_as_people_know_it() -> None:
    before = {"crm_data/a.yaml": "name: Ana\ncity: Gramado\n", "crm_data/b.yaml": "name: Rui\n"}
    after = {"crm_data/a.yaml": "name: Ana\ncity: Canela\n", "crm_data/c.yaml": "name: Zoe\nnotes: x"}
    assert diff(before, after).splitlines() == [
        *("--- a/crm_data/a.yaml", "+++ b/crm_data/a.yaml", "@@ -1,2 +1,2 @@", " name: Ana", "-city: Gramado"),
        *("+city: Canela", "--- a/crm_data/b.yaml", "+++ /dev/null", "@@ -1 +0,0 @@", "-name: Rui", "--- /dev/null"),
        *("+++ b/crm_data/c.yaml", "@@ -0,0 +1,2 @@", "+name: Zoe", "+notes: x", "\\ No newline at end of file"),
    ]


@settings(max_examples=25)
@given(contacts=PEOPLE)
def test_what_is_written_is_what_was_applied(
    tmp_path_factory: pytest.TempPathFactory, contacts: dict[str, str]
) -> None:
    root: Path = tmp_path_factory.mktemp("written")
    steps = [Create(f"crm_data/contacts/{id}.yaml", f"name: {name}\r\n") for id, name in contacts.items()]
    after = apply({}, Plan((Create("crm_data/crm.yaml", "name: Fornos do Vale\n"), *steps)))
    write_files(root, "crm_data", {}, after)
    assert dict(read_tree(root).files) == after
