"""The journal: what is taken back, what is left alone, what is read meanwhile, and what is no journal."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.durability.scenarios import SCENARIOS, Scenario, state, texts
from tests.durability.test_faults import Dead, faults, make
from textcrm.errors import WorldError
from textcrm.store.journal import Entry, Journal, _content, digest, pending
from textcrm.store.recover import read_settled
from textcrm.store.write import editing

CHANGED = "crm_data/companies/padaria-estrela.yaml"
CREATED = "crm_data/contacts/north/ana.yaml"
SCENARIO: Scenario = SCENARIOS["convert"]


@pytest.fixture
def cut_off(tmp_path: Path) -> Path:
    """A CRM whose last write died when everything but the journal was in its new place."""
    for at in count(1):
        root = SCENARIO.prepare(tmp_path / str(at))
        with faults(at, deadly=True), pytest.raises(Dead):
            make(root, SCENARIO)
        if texts(state(root)) == SCENARIO.after:
            return root
    raise AssertionError


def test_who_reads_sees_what_was_and_is_told(cut_off: Path) -> None:
    now = state(cut_off)
    tree, journal = read_settled(cut_off)
    assert journal is not None
    assert f"process {os.getpid()} is writing, or was cut off" in journal.notice
    assert dict(tree.files) == {f"crm_data/{path}": text for path, text in SCENARIO.before.items()}
    assert state(cut_off) == now


def test_who_writes_next_is_told_what_was_taken_back(cut_off: Path) -> None:
    with editing(cut_off) as desk:
        assert desk.undone is not None
        assert desk.undone.notice == f"process {os.getpid()} was cut off while it wrote; took its 5 changes back"
    with editing(cut_off) as desk:
        assert desk.undone is None


def test_what_somebody_changed_since_is_left_alone(cut_off: Path) -> None:
    (cut_off / CHANGED).write_text("name: Mended by hand\n")
    (cut_off / CREATED).write_text("name: Mended as well\n")
    files = read_settled(cut_off)[0].files
    assert (files[CHANGED], files[CREATED]) == ("name: Mended by hand\n", "name: Mended as well\n")
    with editing(cut_off) as desk:
        assert desk.undone is not None
        assert desk.undone.kept == (CHANGED, CREATED)
        assert "took its 3 changes back; left as somebody changed them since: crm_data/comp" in desk.undone.notice
    assert (cut_off / CHANGED).read_text() == "name: Mended by hand\n"
    assert (cut_off / CREATED).read_text() == "name: Mended as well\n"
    assert pending(cut_off / ".git/textcrm") is None


def test_links_and_folders_put_in_the_way_since_are_left_alone(cut_off: Path, tmp_path: Path) -> None:
    (cut_off / CREATED).unlink()
    (cut_off / CREATED).parent.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "ana.yaml").write_bytes(SCENARIO.after[CREATED])
    (cut_off / CREATED).parent.symlink_to(elsewhere)
    (cut_off / CHANGED).unlink()
    (cut_off / CHANGED).mkdir()
    with editing(cut_off) as desk:
        assert desk.undone is not None
        assert desk.undone.kept == (CHANGED, CREATED)
    assert (elsewhere / "ana.yaml").exists()


def put(root: Path, content: bytes) -> Path:
    """A journal of these bytes in a CRM without git."""
    room = root / "crm_data/.textcrm"
    room.mkdir(parents=True)
    (room / "journal").write_bytes(content)
    return room


def entry(path: str = "crm_data/x.yaml", **other: Any) -> Mapping[str, Any]:
    return {"path": path, "old": None, "owner": None, "new": digest(b""), **other}


SOUND: Mapping[str, Any] = {"version": 1, "process": 1, "token": "aa", "entries": [], "folders": []}
BROKEN: list[Any] = [
    *(None, [], 1, {}, {**SOUND, "version": 2}, {**SOUND, "token": "../x"}, {**SOUND, "entries": 1}),
    *({**SOUND, "folders": [path]} for path in ("..", "/etc", "crm_data/../..", 3, None)),
    *({**SOUND, "entries": [one]} for one in (1, {}, entry(old=1), entry(old="\ud800"), entry(owner=[1, 2, 3]))),
    *({**SOUND, "entries": [entry(path)]} for path in ("../victim", "/victim", "", "a/../../victim", ".git/config")),
    {**SOUND, "entries": [entry(old="x", owner=["0o777", 1, 2])]},
    {**SOUND, "entries": [entry(old="x", owner=[1])]},
]


@pytest.mark.parametrize("data", BROKEN, ids=lambda data: json.dumps(data)[-60:])
def test_what_is_no_journal_stops_everything_and_harms_nothing(tmp_path: Path, data: Any) -> None:
    (tmp_path / "victim").write_text("")
    put(tmp_path / "root", json.dumps(data).encode())
    now = state(tmp_path)
    with pytest.raises(WorldError, match="no journal that this version can read"), editing(tmp_path / "root"):
        pass
    with pytest.raises(WorldError, match="no journal that this version can read"):
        read_settled(tmp_path / "root")
    assert state(tmp_path) == now


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"version": 1, "process": ' + b"9" * 5000])
def test_bytes_that_are_no_journal(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, content)
    with pytest.raises(WorldError, match="no journal that this version can read"):
        read_settled(tmp_path)


def test_a_journal_that_is_a_link_or_a_pipe_is_none(tmp_path: Path) -> None:
    room = put(tmp_path, b"")
    (room / "journal").unlink()
    (room / "journal").symlink_to("/etc/passwd")
    with pytest.raises(WorldError, match="cannot read"):
        pending(room)
    (room / "journal").unlink()
    os.mkfifo(room / "journal")
    with pytest.raises(WorldError, match="no journal"):
        pending(room)


def test_a_journal_reads_back_as_it_was(tmp_path: Path) -> None:
    from textcrm.store.disk import Owner

    entries = (
        Entry("crm_data/a.yaml", "name: S\udce3o \u2028 \U0001f35e\r\n\0", Owner(0o664, 1, 2), None),
        Entry("crm_data/\udcff.yaml", None, None, digest(b"x")),
    )
    journal = Journal(7, "a1", entries, ("crm_data/b",))
    assert pending(put(tmp_path, _content(journal))) == journal
