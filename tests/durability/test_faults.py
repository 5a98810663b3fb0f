"""As `test_system_calls`, where nothing can be traced: the calls fail, or the command dies at them, in this process."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.durability.scenarios import SCENARIOS, Scenario, as_read, is_valid, state, texts
from tests.durability.writer import applied
from textcrm.errors import WorldError
from textcrm.store.read import read_tree
from textcrm.store.write import editing

CALLS = ("write", "pwrite", "fsync", "replace", "unlink", "fchmod", "mkdir", "rmdir")


class Dead(BaseException):
    """The command is no more: from the first on, every call that would change the disk raises it."""


class Faults:
    """Counts the calls that change the disk and spoils the one of that number, and if `deadly` all after it."""

    def __init__(self, at: int, *, deadly: bool) -> None:
        self.at, self.deadly, self.met = at, deadly, 0

    def spoil(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, with the fault in it."""

        def spoiled(*arguments: Any, **named: Any) -> Any:
            self.met += 1
            if self.deadly and self.met >= self.at:
                raise Dead
            if self.met == self.at:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return call(*arguments, **named)

        return spoiled


@contextmanager
def faults(at: int, *, deadly: bool) -> Iterator[Faults]:
    """Spoil one call of all that change the disk."""
    fault = Faults(at, deadly=deadly)
    spoiled: dict[str, Any] = {call: fault.spoil(getattr(os, call)) for call in CALLS}
    with patch.multiple(os, **spoiled):
        yield fault


def make(root: Path, scenario: Scenario) -> None:
    """Make the changes of a scenario, as a command does."""
    with editing(root) as desk:
        before = read_tree(root).files if (root / "crm_data").is_dir() else {}
        desk.write(before, applied(before, dict(scenario.changes)))


def recover(root: Path) -> None:
    """What the next command does first."""
    with editing(root):
        pass


@pytest.mark.parametrize("name", SCENARIOS)
def test_dead_at_any_call(tmp_path: Path, name: str) -> None:
    scenario, ends = SCENARIOS[name], []
    for at in count(1):
        root = scenario.prepare(tmp_path / str(at))
        old = state(root)
        with faults(at, deadly=True) as fault:
            try:
                make(root, scenario)
            except Dead:
                pass
            else:
                assert fault.met < at
                break
        seen = as_read(root)
        recover(root)
        now = state(root)
        assert is_valid(root)
        assert seen == texts(now)
        assert now == old or (texts(now) == scenario.after and len(now) == len(scenario.after))
        ends.append(now == old)
    assert len(ends) >= 20
    assert set(ends) == {True, False}


@pytest.mark.parametrize("name", SCENARIOS)
def test_refused_at_any_call(tmp_path: Path, name: str) -> None:
    scenario, refused = SCENARIOS[name], 0
    for at in count(1):
        root = scenario.prepare(tmp_path / str(at))
        old = state(root)
        with faults(at, deadly=False) as fault:
            try:
                make(root, scenario)
            except WorldError as error:
                said = str(error)
                refused += 1
            else:
                said = ""
        if said:
            assert "Input/output error" in said
            assert state(root) == old
        else:
            assert texts(state(root)) == scenario.after
        if fault.met < at:
            break
        recover(root)
        now = state(root)
        assert now == old or (texts(now) == scenario.after and len(now) == len(scenario.after))
    assert refused >= 20


def test_dead_while_recovering(tmp_path: Path) -> None:
    scenario = SCENARIOS["convert"]
    for at in count(1):
        root = scenario.prepare(tmp_path / str(at))
        old = state(root)
        with faults(30, deadly=True), pytest.raises(Dead):
            make(root, scenario)
        assert texts(state(root)) != texts(old)
        with faults(at, deadly=True) as fault:
            try:
                recover(root)
            except Dead:
                pass
            else:
                assert fault.met < at
                break
        assert as_read(root) == texts(old)
        recover(root)
        assert state(root) == old
    assert at > 8


def test_a_disk_that_refuses_for_good_leaves_the_journal_and_says_so(tmp_path: Path) -> None:
    scenario = SCENARIOS["replace"]
    root = scenario.prepare(tmp_path)
    old = state(root)
    replace = os.replace
    done: list[str] = []

    def full(source: str, target: str) -> None:
        if len(done) > 3:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        replace(source, target)
        done.append(target)

    with patch.object(os, "replace", full), pytest.raises(WorldError, match="the next command that writes does it"):
        make(root, scenario)
    assert texts(state(root)) != texts(old)
    assert as_read(root) == texts(old)
    recover(root)
    assert state(root) == old


def test_an_interruption_from_the_keyboard_leaves_nothing(tmp_path: Path) -> None:
    scenario = SCENARIOS["convert"]
    root = scenario.prepare(tmp_path)
    old = state(root)
    replace = os.replace

    def interrupted(source: str, target: str) -> None:
        if str(target).endswith(".yaml") and "contacts" in target:
            patcher.stop()
            raise KeyboardInterrupt
        replace(source, target)

    patcher = patch.object(os, "replace", interrupted)
    patcher.start()
    with pytest.raises(KeyboardInterrupt):
        make(root, scenario)
    assert state(root) == old
