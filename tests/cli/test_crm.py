"""What commands stand on: reading past a write that is not finished, writing, and a CRM that is yet to begin."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cli.test_validate import validate
from tests.durability.scenarios import git, state
from tests.durability.test_faults import Dead, faults
from tests.small_book import CRM, SMALL, write
from textcrm.cli.crm import Place, read_crm, writing
from textcrm.errors import UsageError
from textcrm.files import Tree
from textcrm.store.read import find_data, read_tree

NEW = {"crm.yaml": CRM, "contacts/ana.yaml": "name: Ana Prado\n"}


def cut_off(place: Place, files: dict[str, str]) -> None:
    """Begin to write these files and die when the first is in its place."""
    replace = os.replace

    def deadly(source: str, target: str) -> None:
        replace(source, target)
        if str(target).endswith(".yaml"):
            fault.at = 0

    with (
        faults(10**9, deadly=True) as fault,
        patch.object(os, "replace", fault.spoil(deadly)),
        pytest.raises(Dead),
        writing(place) as (desk, tree),
    ):
        desk.write(tree.files, {**tree.files, **files})
    assert any((place.root / path).exists() for path in files)


def test_who_reads_sees_what_was_before_a_write_that_was_cut_off_and_is_told(tmp_path: Path) -> None:
    root = write(tmp_path)
    clean = validate(root)
    cut_off(Place(root, "crm_data"), {"crm_data/contacts/aaa.yaml": "nonsense: true\n"})
    assert (root / "crm_data/contacts/aaa.yaml").exists()
    done = validate(root)
    assert (done.returncode, done.stdout) == (0, clean.stdout)
    assert done.stderr.decode() == (
        f"textcrm: process {os.getpid()} is writing, or was cut off; this is how things were before its 1 changes\n"
    )


def test_who_writes_next_takes_it_back_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(tmp_path)
    before, place = state(root), Place(root, "crm_data")
    cut_off(place, {"crm_data/contacts/aaa.yaml": "name: Ana\n"})
    with writing(place) as (_, tree):
        assert set(tree.files) == {f"crm_data/{path}" for path in SMALL}
    assert capsys.readouterr().err == (
        f"textcrm: process {os.getpid()} was cut off while it wrote; took its 1 changes back\n"
    )
    assert state(root) == before


@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize(
    ("start", "data", "expected"),
    [
        (".", None, "crm_data"),
        ("sub", None, "sub/crm_data"),
        (".", "records", "records"),
        (".", "deep/er/records", "deep/er/records"),
        ("sub", "../records", "records"),
        ("crm_data", None, "crm_data"),
    ],
)
class TestBeginning:
    @pytest.fixture
    def place(self, tmp_path: Path, start: str, data: str | None, expected: str, *, repository: bool) -> Place:
        (tmp_path / start).mkdir(exist_ok=True)
        if repository:
            git(tmp_path, "init", "-q", "--template=")
        place = Place(*find_data(tmp_path / start, tmp_path / start / data if data else None, new=True))
        assert place.root / place.data == tmp_path / expected
        assert not repository or place.root == tmp_path
        return place

    def test_nothing_is_made_until_something_is_written(self, place: Place, tmp_path: Path) -> None:
        before = sorted(tmp_path.rglob("*"))
        assert read_crm(place) == Tree({}, place.data)
        with writing(place) as (_, tree):
            assert tree == Tree({}, place.data)
        assert sorted(tmp_path.rglob("*")) == before

    def test_what_is_written_is_found(self, place: Place, tmp_path: Path) -> None:
        files = {f"{place.data}/{path}": text for path, text in NEW.items()}
        before = {path for path in tmp_path.rglob("*") if path.is_file()}
        with writing(place) as (desk, tree):
            assert desk.write(tree.files, files) == tuple(sorted(files))
        there = {path for path in tmp_path.rglob("*") if path.is_file()}
        assert there - before == {place.root / path for path in files}
        found = Place(*find_data(tmp_path, place.root / place.data))
        assert {found.root / path for path in read_crm(found).files} == there - before

    def test_cut_off_it_leaves_nothing_to_the_next(self, place: Place, tmp_path: Path) -> None:
        before = sorted(tmp_path.rglob("*"))
        cut_off(place, {f"{place.data}/{path}": text for path, text in NEW.items()})
        assert sorted(tmp_path.rglob("*")) != before
        with writing(place) as (_, tree):
            assert tree == Tree({}, place.data)
        assert sorted(tmp_path.rglob("*")) == before


def test_killed_before_anything_was_begun_it_leaves_nothing_either(tmp_path: Path) -> None:
    (tmp_path / "crm_data/.textcrm").mkdir(parents=True)
    (tmp_path / "crm_data/.textcrm/lock").write_text("1\n")
    with writing(Place(tmp_path, "crm_data")) as (_, tree):
        assert tree == Tree({})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("what", ["link", "dangling", "file"])
def test_where_no_crm_may_begin(tmp_path: Path, what: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    if what == "file":
        (tmp_path / "crm_data").write_text("")
    else:
        (tmp_path / "crm_data").symlink_to("elsewhere" if what == "link" else "nowhere")
    with pytest.raises(UsageError, match=r"crm_data is (not a folder|a symbolic link)"):
        find_data(tmp_path, new=True)
    if what != "link":
        with pytest.raises(UsageError, match="is not a folder"):
            find_data(tmp_path, tmp_path / "crm_data", new=True)


def test_two_that_begin_the_same_crm(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom textcrm.cli.crm import Place, writing\n"
        "who = sys.argv[2]\n"
        "with writing(Place(Path(sys.argv[1]), 'crm_data')) as (desk, tree):\n"
        "    settings = {} if tree.files else {'crm_data/crm.yaml': 'name: Fornos do Vale\\n'}\n"
        "    desk.write(tree.files, {**tree.files, **settings, f'crm_data/contacts/{who}.yaml': f'name: {who}\\n'})\n"
    )
    commands = [[sys.executable, "-c", script, str(tmp_path), f"c-{number}"] for number in range(4)]
    processes = [subprocess.Popen(command) for command in commands]
    assert [process.wait(60) for process in processes] == [0] * 4
    names = [f"crm_data/contacts/c-{number}.yaml" for number in range(4)]
    assert sorted(read_tree(tmp_path).files) == [*names, "crm_data/crm.yaml"]
    assert not (tmp_path / "crm_data/.textcrm").exists()
