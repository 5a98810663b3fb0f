"""Putting a site in place: what it may replace, what it refuses, and that there is always one whole site."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.small_book import write
from textcrm.errors import TextcrmError, WorldError
from textcrm.store import site as module
from textcrm.store.site import MARKER, site_target, write_site

OLD = {"index.html": "old", "leads/ana.html": "old lead"}
NEW = {"index.html": "new", "companies/forno.html": "new company"}


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    """The small book on disk, in a folder of its own."""
    root = tmp_path / "crm"
    root.mkdir()
    return write(root)


def build(crm: Path, output: Path, files: Mapping[str, str] = NEW) -> int:
    return write_site(site_target(output, crm, "crm_data"), files.items())


def texts(folder: Path) -> dict[str, str]:
    """Every file but the marker."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def names(folder: Path) -> list[str]:
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def refused(crm: Path, output: Path, words: str) -> None:
    """It is, and what is named instead would not be."""
    with pytest.raises(TextcrmError, match=words) as told:
        build(crm, output)
    _, _, example = str(told.value).partition("for example ")
    assert not example or site_target(Path(example), crm, "crm_data").folder == Path(example)


def test_a_new_folder_is_made_with_the_folders_above_it(crm: Path) -> None:
    assert build(crm, crm / "build" / "site") == len(NEW)
    assert texts(crm / "build" / "site") == NEW
    assert names(crm / "build") == ["site"]


def test_an_empty_folder_is_taken(crm: Path) -> None:
    (crm / "site").mkdir()
    build(crm, crm / "site")
    assert texts(crm / "site") == NEW


def test_the_old_site_is_replaced_as_a_whole(crm: Path) -> None:
    build(crm, crm / "site", OLD)
    build(crm, crm / "site", NEW)
    assert texts(crm / "site") == NEW
    assert names(crm) == ["crm_data", "site"]


def test_the_mode_of_the_folder_stays(crm: Path) -> None:
    build(crm, crm / "site", OLD)
    (crm / "site").chmod(0o750)
    build(crm, crm / "site", NEW)
    assert (crm / "site").stat().st_mode & 0o777 == 0o750


def test_what_file_managers_leave_is_nobodys(crm: Path) -> None:
    build(crm, crm / "site", OLD)
    (crm / "site" / ".DS_Store").write_text("")
    build(crm, crm / "site", NEW)
    assert texts(crm / "site") == NEW


def test_a_folder_with_other_things_is_refused(crm: Path) -> None:
    (crm / "site").mkdir()
    (crm / "site" / "letter.txt").write_text("dear")
    refused(crm, crm / "site", "holds other things")
    assert texts(crm / "site") == {"letter.txt": "dear"}


@pytest.mark.parametrize("name", ["CNAME", ".git", "photos"])
def test_a_site_with_something_of_somebody_else_is_refused(crm: Path, name: str) -> None:
    build(crm, crm / "site", OLD)
    (crm / "site" / name).mkdir()
    refused(crm, crm / "site", f"holds {name}, which no build put there")
    assert (crm / "site" / name).is_dir()


def test_a_marker_that_is_none_does_not_count(crm: Path) -> None:
    (crm / "site").mkdir()
    (crm / "site" / MARKER).write_text("something else\nletter.txt\n")
    (crm / "site" / "letter.txt").write_text("dear")
    refused(crm, crm / "site", "which no build put there")


def test_a_marker_that_is_a_link_does_not_count(crm: Path, tmp_path: Path) -> None:
    build(crm, crm / "site", OLD)
    (crm / "site" / MARKER).rename(tmp_path / "marker")
    (crm / "site" / MARKER).symlink_to(tmp_path / "marker")
    refused(crm, crm / "site", "which no build put there")


def test_what_came_to_the_folder_while_the_site_was_made_is_not_lost(crm: Path) -> None:
    build(crm, crm / "site", OLD)

    def files() -> Iterator[tuple[str, str]]:
        yield "index.html", "new"
        (crm / "site" / "letter.txt").write_text("dear")

    with pytest.raises(TextcrmError, match="letter"):
        write_site(site_target(crm / "site", crm, "crm_data"), files())
    assert texts(crm / "site") == {**OLD, "letter.txt": "dear"}


def test_links_are_refused(crm: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (crm / "site").symlink_to(tmp_path / "elsewhere")
    refused(crm, crm / "site", "symbolic link")
    (crm / "dangling").symlink_to(tmp_path / "nowhere")
    refused(crm, crm / "dangling", "symbolic link")


def test_a_file_is_refused(crm: Path) -> None:
    (crm / "site").write_text("a file")
    refused(crm, crm / "site", "no folder")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("crm", "holds the records"),
        ("crm/crm_data", "holds the records"),
        ("", "holds the records"),
        ("crm/crm_data/site", "which holds the records"),
        ("crm/crm_data/leads/../site", "which holds the records"),
        ("crm/.git/site", "git's own folder"),
        ("/", "no place for a site"),
    ],
)
def test_places_that_are_no_sites(crm: Path, tmp_path: Path, output: str, words: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    refused(crm, tmp_path / output, words)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_folder_that_is_named_instead_is_free(crm: Path) -> None:
    (crm / "site").mkdir()
    (crm / "site" / "letter.txt").write_text("dear")
    (crm / "site-2").write_text("a file")
    with pytest.raises(TextcrmError) as told:
        build(crm, crm / "crm_data")
    assert str(told.value) == (
        f"{crm / 'crm_data'} holds the records; name a folder of the site's own, for example {crm / 'site-3'}"
    )


@pytest.mark.parametrize("old", [{}, OLD], ids=["empty", "a site"])
def test_where_a_disk_is_mounted_a_folder_inside_it_is_named(
    crm: Path, monkeypatch: pytest.MonkeyPatch, old: Mapping[str, str]
) -> None:
    (crm / "mounted").mkdir()
    if old:
        build(crm, crm / "mounted", old)

    def refuse(*_: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(os, "rename", refuse)
    monkeypatch.setattr(module, "_exchange", refuse)
    with pytest.raises(WorldError, match=f"busy, as where .* for example {crm / 'mounted' / 'site'}"):
        build(crm, crm / "mounted")
    assert texts(crm / "mounted") == old
    assert names(crm) == ["crm_data", "mounted"]


@pytest.mark.parametrize("inside", ["x", "x/y"])
def test_below_a_file_there_is_no_place(crm: Path, inside: str) -> None:
    (crm / "notes").write_text("a file")
    refused(crm, crm / "notes" / inside, f"^{crm / 'notes'} is a file; name a folder of the site's own")


def test_the_home_folder_is_refused(crm: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with patch.object(Path, "home", return_value=home):
        refused(crm, home, "no place for a site")


def test_a_way_through_a_link_into_the_records_is_refused(crm: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(crm / "crm_data")
    refused(crm, tmp_path / "way" / "site", "which holds the records")


@pytest.mark.parametrize("path", ["../evil.html", "/evil.html", "leads/../../evil.html", "leads//a.html", "", "a\0b"])
def test_no_file_leaves_the_site(crm: Path, path: str) -> None:
    build(crm, crm / "site", OLD)
    with pytest.raises(TextcrmError, match="not a path of a site"):
        build(crm, crm / "site", {path: "x"})
    assert texts(crm / "site") == OLD
    assert names(crm) == ["crm_data", "site"]


def test_a_failure_in_the_middle_leaves_the_old_site(crm: Path) -> None:
    build(crm, crm / "site", OLD)

    def files() -> Iterator[tuple[str, str]]:
        yield "index.html", "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(site_target(crm / "site", crm, "crm_data"), files())
    assert texts(crm / "site") == OLD
    assert names(crm) == ["crm_data", "site"]


def test_a_full_disk_leaves_the_old_site(crm: Path) -> None:
    build(crm, crm / "site", OLD)
    full = patch.object(module, "put", side_effect=OSError(28, "No space left on device"))
    with full, pytest.raises(WorldError, match=r"cannot write index\.html: No space left") as told:
        build(crm, crm / "site")
    assert told.value.exit_code == 3
    assert texts(crm / "site") == OLD
    assert names(crm) == ["crm_data", "site"]


def test_without_an_exchange_two_renames_do(crm: Path) -> None:
    build(crm, crm / "site", OLD)
    with patch.object(module, "_exchange", return_value=False):
        build(crm, crm / "site", NEW)
    assert texts(crm / "site") == NEW
    assert names(crm) == ["crm_data", "site"]


KILLED = """
import os, signal, sys
from pathlib import Path
from textcrm.store.site import site_target, write_site
def files():
    yield "index.html", "half"
    os.kill(os.getpid(), signal.SIGKILL)
write_site(site_target(Path(sys.argv[1]) / "site", Path(sys.argv[1]), "crm_data"), files())
"""


def test_what_a_killed_build_left_goes_with_the_next_one(crm: Path) -> None:
    build(crm, crm / "site", OLD)
    subprocess.run([sys.executable, "-c", KILLED, str(crm)], check=False)
    assert texts(crm / "site") == OLD
    assert len(names(crm)) == 3
    build(crm, crm / "site", NEW)
    assert names(crm) == ["crm_data", "site"]


def test_a_build_at_work_is_not_tidied_away(crm: Path) -> None:
    def files() -> Iterator[tuple[str, str]]:
        yield "index.html", "slow"
        build(crm, crm / "site", OLD)
        yield "data.html", "slow"

    write_site(site_target(crm / "site", crm, "crm_data"), files())
    assert texts(crm / "site") == {"index.html": "slow", "data.html": "slow"}
