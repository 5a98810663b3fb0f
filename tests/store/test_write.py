"""Writing changed files: what is kept, what is refused, in which order, and where lock and journal live."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.powers import powerless
from tests.small_book import write
from textcrm.errors import TextcrmError, WorldError
from textcrm.files import Files
from textcrm.store.disk import Found, find
from textcrm.store.read import SIZE_LIMIT, read_tree
from textcrm.store.room import private_folder
from textcrm.store.write import editing, write_files

CHECKOUT = Path(__file__).parents[2]
OLD = "crm_data/companies/padaria-estrela.yaml"
NEW = "crm_data/contacts/ana-prado.yaml"


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    """The small book on disk."""
    return write(tmp_path)


def make(root: Path, changes: Mapping[str, str | None]) -> None:
    """Read, change, write."""
    before = read_tree(root).files
    write_files(root, "crm_data", before, applied(before, changes))


def applied(before: Files, changes: Mapping[str, str | None]) -> Files:
    """The files with these changes; `None` takes one away."""
    return {path: text for path, text in {**before, **changes}.items() if text is not None}


def fingerprint(root: Path) -> Mapping[str, tuple[int, bytes | str]]:
    """Everything below, links not followed."""
    prints: dict[str, tuple[int, bytes | str]] = {}
    for path in sorted(root.rglob("*")):
        mode = path.lstat().st_mode
        content = path.read_bytes() if stat.S_ISREG(mode) else str(path.readlink()) if stat.S_ISLNK(mode) else ""
        prints[str(path)] = (mode, content)
    return prints


def names(folder: Path) -> list[str]:
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def refused(root: Path, changes: Mapping[str, str | None], words: str) -> TextcrmError:
    """The refusal of these changes, after which nothing is different."""
    before = fingerprint(root)
    with pytest.raises(TextcrmError, match=words) as said:
        make(root, changes)
    assert fingerprint(root) == before
    return said.value


def test_bytes_go_in_and_come_out(crm: Path) -> None:
    content = b"\xef\xbb\xbfname: S\xe3o Jo\xc3\xa3o\r\nnotes: a\rb\n\n"
    (crm / OLD).write_bytes(content)
    make(crm, {OLD: read_tree(crm).files[OLD] + "city: Gramado\r\n", NEW: "name: Ana\r\n"})
    assert (crm / OLD).read_bytes() == content + b"city: Gramado\r\n"
    assert (crm / NEW).read_bytes() == b"name: Ana\r\n"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_a_replaced_file_keeps_its_mode(crm: Path, mode: int) -> None:
    (crm / OLD).chmod(mode)
    make(crm, {OLD: "name: Padaria Nova\n"})
    assert stat.S_IMODE((crm / OLD).stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_replaced_file_keeps_its_owner(crm: Path) -> None:
    os.chown(crm / OLD, 4321, 1234)
    make(crm, {OLD: "name: Padaria Nova\n"})
    assert ((crm / OLD).stat().st_uid, (crm / OLD).stat().st_gid) == (4321, 1234)


def test_an_owner_that_cannot_be_kept_is_no_reason_to_fail(crm: Path) -> None:
    before = read_tree(crm).files
    with (
        patch("os.fchown", side_effect=PermissionError),
        patch("textcrm.store.swap.find", _given_away),
    ):
        write_files(crm, "crm_data", before, {**before, OLD: "name: Padaria Nova\n"})
    assert (crm / OLD).read_text() == "name: Padaria Nova\n"


def _given_away(place: str) -> Found | None:
    found = find(place)
    return replace(found, owner=replace(found.owner, user=4321)) if found else None


@pytest.mark.parametrize(
    ("mask", "mode", "folder"), [(0o022, 0o644, 0o755), (0o002, 0o664, 0o775), (0o077, 0o600, 0o700)]
)
def test_a_new_file_is_as_the_umask_says(crm: Path, mask: int, mode: int, folder: int) -> None:
    path = "crm_data/leads/north/ana.yaml"
    before = os.umask(mask)
    try:
        make(crm, {path: "name: Ana\n"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((crm / path).stat().st_mode) == mode
    assert stat.S_IMODE((crm / path).parent.stat().st_mode) == folder


def test_files_come_go_and_change_together_and_nothing_else_does(crm: Path) -> None:
    before = fingerprint(crm)
    gone = "crm_data/contacts/marta-oliveira.yaml"
    make(crm, {OLD: "name: Padaria Nova\n", NEW: "name: Ana\n", gone: None})
    after = fingerprint(crm)
    assert before.keys() - after.keys() == {str(crm / gone)}
    assert after.keys() - before.keys() == {str(crm / NEW)}
    assert {path for path in before.keys() & after.keys() if before[path] != after[path]} == {str(crm / OLD)}


def test_without_a_change_nothing_is_touched(crm: Path) -> None:
    with patch("textcrm.store.swap.begin") as begin:
        make(crm, {})
    begin.assert_not_called()


def test_a_file_changed_since_it_was_read_is_left_alone(crm: Path) -> None:
    before = dict(read_tree(crm).files)
    (crm / OLD).write_text("name: Padaria of somebody else\n")
    now = fingerprint(crm)
    with pytest.raises(TextcrmError, match=f"{OLD} was changed by somebody else meanwhile") as said:
        write_files(crm, "crm_data", before, {**before, NEW: "name: Ana\n", OLD: "name: Padaria Nova\n"})
    assert said.value.exit_code == 1
    assert fingerprint(crm) == now


@pytest.mark.parametrize("late", [OLD, NEW, "crm_data/team/joana.yaml"])
def test_a_file_changed_in_the_last_moment_is_left_alone_and_the_others_come_back(crm: Path, late: str) -> None:
    replace, before = os.replace, dict(read_tree(crm).files)
    wanted = {OLD: "name: Padaria Nova\n", NEW: "name: Ana\n", "crm_data/team/joana.yaml": "name: Joana\n"}

    def slow(source: str, target: str) -> None:
        replace(source, target)
        if str(target).endswith("/journal"):  # everything was compared, nothing is replaced yet
            (crm / late).write_text(wanted[late])  # somebody else has the very same idea

    with patch.object(os, "replace", slow), pytest.raises(TextcrmError, match=r"meanwhile|is there already"):
        write_files(crm, "crm_data", before, {**before, **wanted})
    expected = {**before, late: wanted[late]}
    assert dict(read_tree(crm).files) == expected
    assert len([path for path in crm.rglob("*") if path.is_file()]) == len(expected)


def identity(place: Path) -> tuple[int, ...]:
    """What stands there and since when; not when it was last read, which reading may change."""
    found = place.lstat()
    return found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@pytest.mark.parametrize("what", ["file", "folder", "pipe", "link", "dangling", "loop"])
def test_what_stands_where_a_new_file_should_is_not_replaced(crm: Path, what: str) -> None:
    place = crm / NEW
    makers: Mapping[str, Callable[[], object]] = {
        "file": lambda: place.write_text("x" * (SIZE_LIMIT + 1)),  # too large to be read, so unknown to who reads
        "folder": place.mkdir,
        "pipe": lambda: os.mkfifo(place),
        "link": lambda: place.symlink_to(crm / OLD),
        "dangling": lambda: place.symlink_to("nowhere"),
        "loop": lambda: place.symlink_to(place.name),
    }
    makers[what]()
    assert os.path.lexists(place)
    refusals = "is there already|is no regular file"
    before = identity(place)
    with pytest.raises(TextcrmError, match=refusals):
        make(crm, {NEW: "name: Ana\n"})
    assert identity(place) == before
    assert not (crm / "crm_data/.textcrm").exists()


@pytest.mark.parametrize("target", [".", "/etc", "../../elsewhere"])
def test_a_link_on_the_way_is_refused(crm: Path, target: str) -> None:
    (crm / "elsewhere").mkdir()
    (crm / "crm_data/leads").symlink_to(target)
    said = refused(crm, {"crm_data/leads/x/y.yaml": "name: Ana\n"}, "crm_data/leads is a symbolic link")
    assert said.exit_code == 1
    assert not list((crm / "elsewhere").iterdir())


def test_a_record_that_became_a_link_is_refused(crm: Path) -> None:
    before = dict(read_tree(crm).files)
    (crm / "target.yaml").write_text(before[OLD])
    (crm / OLD).unlink()
    (crm / OLD).symlink_to(crm / "target.yaml")
    with pytest.raises(TextcrmError, match="is no regular file"):
        write_files(crm, "crm_data", before, {**before, OLD: "name: Padaria Nova\n"})
    assert (crm / "target.yaml").read_text() == before[OLD]


def test_a_file_on_the_way_is_refused(crm: Path) -> None:
    (crm / "crm_data/leads").write_text("not a folder\n")
    refused(crm, {"crm_data/leads/y.yaml": "name: Ana\n"}, "crm_data/leads is a file, not a folder")


@pytest.mark.parametrize(
    "path",
    [
        *("../x.yaml", "/x.yaml", "crm_data/../../x.yaml", "crm_data//x.yaml", "", ".", "crm_data/", "crm_data/a\0b"),
        *(".git/hooks/pre-commit", "sub/.GIT/config", "crm_data/.textcrm/lock"),
    ],
)
def test_no_path_leads_out_of_the_folder_or_into_git(crm: Path, path: str) -> None:
    refused(crm, {path: "name: Ana\n"}, "is not a path to write to")


def test_texts_that_no_file_can_hold_or_nobody_reads(crm: Path) -> None:
    refused(crm, {NEW: "name: \ud800\n"}, "half a character")
    refused(crm, {NEW: "x" * (SIZE_LIMIT + 1)}, "files of more than 4,194,304 are not read")
    make(crm, {NEW: "x" * SIZE_LIMIT})
    assert NEW in read_tree(crm).files


def test_a_name_too_long_for_the_disk(crm: Path) -> None:
    path = f"crm_data/contacts/{'n' * 300}.yaml"
    assert refused(crm, {path: "name: Ana\n", NEW: "name: Ana\n"}, "File name too long").exit_code == 3


def test_a_protected_file_is_not_replaced(crm: Path) -> None:
    (crm / OLD).chmod(0o444)
    before = fingerprint(crm)
    changes = crm.parent / "changes.json"
    changes.write_text(json.dumps({OLD.removeprefix("crm_data/"): "name: Padaria Nova\n"}))
    command = [sys.executable, "-m", "tests.durability.writer", str(crm), str(changes)]
    done = subprocess.run(powerless(command), cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "write-protected" in done.stderr
    assert fingerprint(crm) == before


def test_a_crm_begins_in_an_empty_folder(tmp_path: Path) -> None:
    write_files(tmp_path, "crm_data", {}, {"crm_data/crm.yaml": "name: Fornos do Vale\n", NEW: "name: Ana\n"})
    assert sorted(read_tree(tmp_path).files) == [NEW, "crm_data/crm.yaml"]
    assert names(tmp_path / "crm_data") == ["contacts", "crm.yaml"]


def test_a_crm_that_cannot_begin_leaves_the_folder_empty(tmp_path: Path) -> None:
    with patch("os.fsync", side_effect=OSError(5, "Input/output error")), pytest.raises(WorldError):
        write_files(tmp_path, "crm_data", {}, {"crm_data/crm.yaml": "name: Fornos do Vale\n"})
    assert names(tmp_path) == []


def test_every_file_is_durable_before_its_rename_and_every_folder_after(crm: Path) -> None:
    acts: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        acts.append(("fsync", str(Path(f"/proc/self/fd/{handle}").readlink())))
        fsync(handle)

    def noted_replace(source: str, target: str) -> None:
        acts.append(("from", os.fspath(source)))
        acts.append(("to", os.fspath(target)))
        replace(source, target)

    with patch.object(os, "fsync", noted_fsync), patch.object(os, "replace", noted_replace):
        make(crm, {OLD: "name: Padaria Nova\n", NEW: "name: Ana\n", "crm_data/leads/x.yaml": "name: X\n"})
    room, data = crm / "crm_data/.textcrm", crm / "crm_data"
    renames = [(source[1], target[1]) for source, target in pairwise(acts) if source[0] == "from"]
    first, *swaps, last = renames
    assert first == (str(room / "journal.draft"), str(room / "journal"))
    assert last == (str(room / "journal"), str(room / "journal.done"))
    assert {target for _, target in swaps} == {str(crm / OLD), str(crm / NEW), str(data / "leads/x.yaml")}
    for source, target in swaps:
        staged, swapped = acts.index(("fsync", source)), acts.index(("to", target))
        settled = len(acts) - 1 - acts[::-1].index(("fsync", str(Path(target).parent)))
        assert acts.index(("fsync", str(room))) < staged < swapped < settled < acts.index(("to", last[1]))
    assert ("fsync", str(data)) in acts  # the new folder's name
    assert acts[-1] == ("fsync", str(room))


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Joana", "-c", "user.email=joana@fornosdovale.example", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def told_by_git(folder: Path) -> Path:
    return (folder / git(folder, "rev-parse", "--git-path", "textcrm")).resolve()


def test_lock_and_journal_live_where_git_says(tmp_path: Path) -> None:
    main, tree, outer = tmp_path / "main", tmp_path / "tree", tmp_path / "outer"
    main.mkdir()
    git(main, "init", "-q")
    git(main, "commit", "-qm", "first", "--allow-empty")
    git(main, "worktree", "add", "-q", str(tree))
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "submodule", "--quiet", "add", str(main), "inner")
    for folder in (main, tree, outer, outer / "inner"):
        assert private_folder(folder, "crm_data").resolve() == told_by_git(folder)
        write(folder)
        with editing(folder) as desk:
            assert desk.room.resolve() == told_by_git(folder)
            assert names(desk.room) == ["lock"]
        assert not desk.room.exists()
        assert git(folder, "status", "--porcelain") == "?? crm_data/" or folder == outer


def test_without_git_they_live_hidden_in_the_data(crm: Path) -> None:
    assert private_folder(crm, "crm_data") == crm / "crm_data/.textcrm"
    with editing(crm) as desk:
        assert desk.room == crm / "crm_data/.textcrm"
    assert not desk.room.exists()


def test_a_git_file_that_is_none(crm: Path) -> None:
    (crm / ".git").write_text("nonsense\n")
    with pytest.raises(WorldError, match="neither git's folder nor a pointer"):
        private_folder(crm, "crm_data")


@pytest.mark.parametrize("what", ["folder link", "lock link", "lock folder", "no root"])
def test_where_no_lock_can_be(crm: Path, tmp_path: Path, what: str) -> None:
    room, elsewhere = crm / "crm_data/.textcrm", tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = crm
    if what == "folder link":
        room.symlink_to(elsewhere)
    elif what == "lock link":
        room.mkdir()
        (room / "lock").symlink_to(elsewhere / "file")
    elif what == "lock folder":
        (room / "lock").mkdir(parents=True)
    else:
        root = crm / "nowhere"
    with pytest.raises(WorldError, match=r"cannot lock|is not a folder of its own"), editing(root, patience=0.1):
        pass
    assert not list(elsewhere.iterdir())
