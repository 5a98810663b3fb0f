"""Reading templates: ours as they came, the company's own from plain files only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from textcrm.errors import TextcrmError, WorldError
from textcrm.store.templates import our_templates, own_templates


def test_ours_hold_the_frame_the_pages_and_the_static_files() -> None:
    ours = our_templates()
    assert ours["base.html.jinja"].startswith("<!doctype html>")
    assert {"parts/row.html.jinja", "pages/problems.html.jinja", "static/site.js", "static/theme.css"} <= ours.keys()


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert own_templates(tmp_path / "templates") == {}


def test_only_what_could_be_a_template_of_ours_is_read(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "foot.html.jinja").write_text("mine")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "offer.html").write_text("not of the site")
    (tmp_path / "README.md").write_text("nor this")
    (tmp_path / ".hidden").write_text("nor this")
    assert own_templates(tmp_path) == {"parts/foot.html.jinja": "mine"}


def test_bytes_that_are_no_text_stay_themselves(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "logo.png").write_bytes(b"\x89PNG\xff")
    assert own_templates(tmp_path)["static/logo.png"].encode("utf-8", "surrogateescape") == b"\x89PNG\xff"


@pytest.mark.parametrize(
    ("content", "place"), [(b"one\ncaf\xe9", ":2: not UTF-8"), (b"\xff\xfeh\0", "byte 0xFF; save")]
)
def test_a_template_that_is_no_text_is_refused(tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "foot.html.jinja").write_bytes(content)
    with pytest.raises(TextcrmError, match=rf"foot\.html\.jinja.*{place}"):
        own_templates(tmp_path)


def test_the_mark_at_the_beginning_of_a_template_is_none_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "foot.html.jinja").write_bytes(b"\xef\xbb\xbfmine")
    assert own_templates(tmp_path) == {"parts/foot.html.jinja": "mine"}


@pytest.mark.parametrize("name", ["static/photo.png", "pages/problems.html.jinja"])
def test_a_file_too_large_is_refused_rather_than_cut(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_bytes(b"x" * (4 * 2**20))
    assert len(own_templates(tmp_path)[name]) == 4 * 2**20
    (tmp_path / name).write_bytes(b"x" * (4 * 2**20 + 1))
    with pytest.raises(TextcrmError, match="is larger than 4 MiB"):
        own_templates(tmp_path)


def test_a_folder_with_the_name_of_a_template_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pages" / "problems.html.jinja").mkdir(parents=True)
    with pytest.raises(TextcrmError, match=r"problems\.html\.jinja is a folder"):
        own_templates(tmp_path)


def test_a_template_that_may_not_be_read_is_the_system_s_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base.html.jinja").write_text("mine")

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(WorldError, match=r"cannot read .*base\.html\.jinja: Permission denied"):
        own_templates(tmp_path)


def test_a_link_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    own = tmp_path / "templates"
    (own / "static").mkdir(parents=True)
    (own / "static" / "custom.css").symlink_to(tmp_path / "secret")
    with pytest.raises(TextcrmError, match=r"custom\.css is no regular file"):
        own_templates(own)
    (own / "static" / "custom.css").unlink()
    (own / "pages").symlink_to(tmp_path)
    with pytest.raises(TextcrmError, match="pages is no regular file"):
        own_templates(own)


def test_the_folder_itself_is_no_link_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_text("")
    for name in ("link", "file"):
        with pytest.raises(TextcrmError, match="is no folder"):
            own_templates(tmp_path / name)


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    os.mkfifo(tmp_path / "static" / "site.js")
    with pytest.raises(TextcrmError, match="is no regular file"):
        own_templates(tmp_path)
