"""Reading the folder: what is found, what is refused, and that nothing can hang or be fooled."""

from __future__ import annotations

import errno
import os
import socket
import stat
import time
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.small_book import write
from textcrm.errors import UsageError, WorldError
from textcrm.files import Tree
from textcrm.store.read import SIZE_LIMIT, find_data, read_tree

FILE = "crm_data/companies/x.yaml"


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    """The small book on disk."""
    return write(tmp_path)


def reasons(tree: Tree) -> dict[str, str]:
    """Why each file that was not read was not."""
    return {unread.path: unread.reason for unread in tree.unread}


def test_bytes_survive_reading(crm: Path) -> None:
    content = b"\xef\xbb\xbfname: S\xe3o\r\n\x00\r\xff"
    (crm / FILE).write_bytes(content)
    assert read_tree(crm).files[FILE].encode("utf-8", "surrogateescape") == content


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "../crm.yaml", "x.yaml", "nowhere.yaml", "/", ".", "/dev/zero", "../companies"]
)
def test_symbolic_links_are_never_followed(crm: Path, target: str) -> None:
    (crm / FILE).symlink_to(target)
    (crm / "crm_data/leads").symlink_to(target)
    (crm / "crm_data/README").symlink_to(target)
    tree = read_tree(crm)
    refused = "not-a-regular-file"
    assert reasons(tree) == {FILE: refused, "crm_data/leads": refused, "crm_data/README": refused}
    assert not [path for path in tree.files if path.startswith(("crm_data/leads", FILE))]


def test_loops_of_links_end(crm: Path) -> None:
    (crm / "crm_data/companies/a.yaml").symlink_to("b.yaml")
    (crm / "crm_data/companies/b.yaml").symlink_to("a.yaml")
    assert len(read_tree(crm).unread) == 2


def test_hard_links_are_files(crm: Path) -> None:
    os.link(crm / "crm_data/companies/padaria-estrela.yaml", crm / FILE)
    assert FILE in read_tree(crm).files


def test_pipes_sockets_devices_and_folders(crm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = crm / "crm_data/companies"
    os.mkfifo(folder / "pipe.yaml")
    os.mkfifo(folder / "pipe")
    (folder / "folder.yaml").mkdir()
    (folder / "folder.yaml/x.yaml").write_text("name: x\n")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("socket.yaml")
        start = time.monotonic()
        tree = read_tree(crm)
    assert time.monotonic() - start < 5
    said = {unread.path.rpartition("/")[2]: unread.detail.partition(" stands")[0] for unread in tree.unread}
    assert said == {"pipe.yaml": "a pipe", "folder.yaml": "a folder", "socket.yaml": "a socket"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
@pytest.mark.parametrize(("kind", "number"), [(stat.S_IFCHR, (1, 5)), (stat.S_IFCHR, (1, 8)), (stat.S_IFBLK, (7, 200))])
def test_devices(crm: Path, kind: int, number: tuple[int, int]) -> None:
    try:
        os.mknod(crm / FILE, kind | 0o644, os.makedev(*number))
    except PermissionError:
        pytest.skip("this container makes no devices")
    assert [unread.detail.partition(" stands")[0] for unread in read_tree(crm).unread] == ["a device"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.ENOENT, errno.ELOOP, errno.EMFILE, errno.ESTALE])
@pytest.mark.parametrize("call", ["open", "fstat", "read"])
def test_what_the_disk_refuses_is_told_and_the_rest_read(crm: Path, code: int, call: str) -> None:
    (crm / FILE).write_text("name: x\n")
    ours: set[int] = set()
    real = {name: getattr(os, name) for name in ("open", "fstat", "read")}

    def opened(path: str, flags: int) -> int:
        if call == "open" and path == str(crm / FILE):
            raise OSError(code, os.strerror(code))
        handle: int = real["open"](path, flags)
        if path == str(crm / FILE):
            ours.add(handle)
        else:
            ours.discard(handle)
        return handle

    def failing(name: str) -> object:
        def instead(which: int | str, *args: int) -> object:
            if name == call and (which in ours or which == str(crm / FILE)):
                raise OSError(code, os.strerror(code))
            return real[name](which, *args)

        return instead

    with (
        patch("os.open", opened),
        patch("os.fstat", failing("fstat")),
        patch("os.read", failing("read")),
    ):
        tree = read_tree(crm)
    assert reasons(tree) == {FILE: "unreadable"}
    assert len(tree.files) == 5


def test_a_folder_that_cannot_be_listed(crm: Path) -> None:
    real = os.scandir

    def listed(folder: str) -> object:
        if folder.endswith("/companies"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(folder)

    with patch("os.scandir", listed):
        assert reasons(read_tree(crm)) == {"crm_data/companies": "unreadable"}


def test_the_data_folder_itself_must_be_listed(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="cannot list"):
        read_tree(tmp_path, "crm_data")


def test_a_file_swapped_for_a_link_after_the_look_is_not_followed(crm: Path) -> None:
    (crm / FILE).write_text("name: x\n")
    real = os.open

    def swapped(path: str, flags: int) -> int:
        if path == str(crm / FILE):
            (crm / FILE).unlink()
            (crm / FILE).symlink_to("/etc/passwd")
        return real(path, flags)

    with patch("os.open", swapped):
        assert reasons(read_tree(crm)) == {FILE: "unreadable"}


def test_a_file_that_grows_without_end_is_cut_off(crm: Path) -> None:
    (crm / FILE).write_text("name: x\n")
    with patch("os.read", lambda _handle, size: b"x" * size):
        tree = read_tree(crm)
    assert reasons(tree)[FILE] == "too-large"


@pytest.mark.parametrize("size", [SIZE_LIMIT + 1, 1 << 40])
def test_huge_and_sparse_files_are_not_read(crm: Path, size: int) -> None:
    with (crm / FILE).open("wb") as file:
        file.truncate(size)
    assert reasons(read_tree(crm)) == {FILE: "too-large"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x.yml", "wrong-extension"),
        ("x.YAML", "wrong-extension"),
        ("x.Yml", "wrong-extension"),
        ("x.yaml~", "leftover-file"),
        ("x.yaml.orig", "leftover-file"),
        ("x.yaml.bak", "leftover-file"),
        ("#x.yaml#", "leftover-file"),
        ("x.yml.rej", "leftover-file"),
        ("README.md", None),
        ("notes.txt", None),
        ("x.json", None),
        (".x.yaml", None),
        (".x.yaml.swp", None),
        ("yaml", None),
    ],
)
def test_names_that_are_not_read(crm: Path, name: str, reason: str | None) -> None:
    (crm / "crm_data/companies" / name).write_text("name: x\n")
    assert reasons(read_tree(crm)) == ({f"crm_data/companies/{name}": reason} if reason else {})


def test_hidden_folders_are_left_alone(crm: Path) -> None:
    for folder in (".git", ".textcrm", "companies/.cache"):
        (crm / "crm_data" / folder).mkdir()
        (crm / "crm_data" / folder / "x.yaml").write_text("broken: [")
    assert len(read_tree(crm).files) == 5


def test_deep_folders_end(crm: Path) -> None:
    deep = crm / "crm_data/companies" / "/".join(["d"] * 60)
    deep.mkdir(parents=True)
    (deep / "x.yaml").write_text("name: x\n")
    assert list(reasons(read_tree(crm)).values()) == ["too-large"]


def test_paths_longer_than_the_system_allows(crm: Path) -> None:
    here = os.open(crm / "crm_data/companies", os.O_RDONLY)
    try:
        for _ in range(20):
            os.mkdir("d" * 250, dir_fd=here)
            inner = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        os.close(os.open("x.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    finally:
        os.close(here)
    assert list(reasons(read_tree(crm)).values()) == ["unreadable"]


def test_names_of_any_bytes(crm: Path) -> None:
    folder = os.fsencode(crm / "crm_data/companies")
    names = [b"caf\xe9.yaml", b"a\nb.yaml", b"\x1b[31m.yaml", b"-rf.yaml", b"--help.yaml", b"n" * 250 + b".yaml"]
    for name in names:
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123  # a path of bytes
            file.write(b"name: x\n")
    assert len(read_tree(crm).files) == 5 + len(names)


def test_the_nearest_crm_upward_is_found_and_none_above_the_git_root(crm: Path) -> None:
    inner = crm / "a/b"
    inner.mkdir(parents=True)
    assert find_data(inner) == (crm, "crm_data")
    (crm / "a/.git").mkdir()
    with pytest.raises(UsageError, match=r"no crm_data/crm\.yaml"):
        find_data(inner)


def test_the_root_is_the_git_root(crm: Path) -> None:
    inner = write(crm / "sales/team")
    (crm / ".git").mkdir()
    assert find_data(inner) == (crm, "sales/team/crm_data")
    assert find_data(crm, inner / "crm_data/../crm_data") == (crm, "sales/team/crm_data")


@pytest.mark.parametrize("broken", ["missing", "empty", "file", "no settings"])
def test_no_crm_is_no_success(tmp_path: Path, broken: str) -> None:
    data = tmp_path / "crm_data"
    if broken in ("empty", "no settings"):
        data.mkdir()
    if broken == "no settings":
        (data / "leads").mkdir()
    if broken == "file":
        data.write_text("name: x\n")
    with pytest.raises(UsageError):
        find_data(tmp_path)
    with pytest.raises(UsageError):
        find_data(tmp_path, data)


def test_a_linked_data_folder_is_followed_only_when_it_is_named(crm: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "crm_data").symlink_to(crm / "crm_data")
    with pytest.raises(UsageError, match="symbolic link"):
        find_data(other)
    assert find_data(other, other / "crm_data") == (crm, "crm_data")
