"""Killed, or refused by the system, at every single call that writes: all is as before, or all is done."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.durability.imports import IMPORTS
from tests.durability.scenarios import SCENARIOS, Case, as_read, git, is_valid, state, texts
from tests.durability.tracing import trace, traceable
from textcrm.store.write import editing

#: Calls that change the disk. Looped over one by one: counted together, some points would never be met.
CALLS = [
    *("write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate"),
    *("fchmod", "fchown", "mkdir", "mkdirat", "rmdir", "link", "linkat"),
]
CASES: Mapping[str, Case] = {**SCENARIOS, **IMPORTS}


pytestmark = [pytest.mark.slow, traceable]


class Ended(NamedTuple):
    """How a traced command ended: its exit code, negative for a signal, whether the fault was met, and its talk."""

    code: int
    met: bool
    talk: str


class Bench:
    """Fresh copies of a folder, and a command that runs on them and meets one fault."""

    def __init__(self, folder: Path, case: Case) -> None:
        self.case, self.root, self.log = case, folder / "root", folder / "log"
        self.template = case.prepare(folder / "template")
        self.old = state(self.template)
        self.counts = self.rehearse(case.command(self.root, folder))
        self.new = state(self.root)
        assert texts(self.new) != texts(self.old)
        kept = self.old.keys() & self.new.keys()
        assert {path: self.new[path][0] for path in kept} == {path: self.old[path][0] for path in kept}

    def rehearse(self, command: Sequence[str]) -> Mapping[str, int]:
        """Take this command from now on; how often it makes each call where nothing goes wrong."""
        self.command = command
        self.fresh()
        done = trace(self.log, ["-e", f"trace={','.join(f'?{call}' for call in CALLS)}"], self.command)
        assert done.returncode == 0, done.stderr
        return Counter(re.findall(r"^\d+ +(\w+)\(", self.log.read_text(), re.MULTILINE))

    def fresh(self) -> None:
        """The folder as it was before."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.template, self.root, symlinks=True)

    def run(self, call: str, fault: str, when: int) -> Ended:
        """Run the command with a fault at the call of that number."""
        inject = ["-e", f"trace=?{call}", "-e", f"inject=?{call}:{fault}:when={when}"]
        done = trace(self.log, inject, self.command)
        met = any(sign in self.log.read_text() for sign in ("INJECTED", "--- SIG", "+++ killed by SIGKILL"))
        return Ended(done.returncode, met, done.stderr)

    def points(self, fault: str) -> Iterator[tuple[str, Ended]]:
        """One run, in a fresh folder, for every call that the command makes."""
        calls = [(call, number) for call in CALLS for number in range(1, self.counts.get(call, 0) + 1)]
        for call, number in calls:
            self.fresh()
            ended = self.run(call, fault, number)
            assert ended.met, (call, number, ended)
            yield f"{call} {number}", ended

    def recover(self) -> None:
        """What the next command does first."""
        with editing(self.root):
            pass

    def assert_whole(self, point: str) -> str:
        """The folder is in the old state or the new one, in everything; which of them."""
        now = state(self.root)
        assert is_valid(self.root), point
        if texts(now) == texts(self.old):
            assert now == self.old, point
            self._assert_git("", point)
            return "old"
        assert now == self.new, point
        self._assert_git(self._changes(), point)
        return "new"

    def _changes(self) -> str:
        """What `git status` says of all changes together."""
        old, new = texts(self.old), texts(self.new)
        signs = {path: " D" if path not in new else " M" if path in old else "??" for path in {*old, *new}}
        return "".join(sorted(f"{sign} {path}\n" for path, sign in signs.items() if old.get(path) != new.get(path)))

    def _assert_git(self, expected: str, point: str) -> None:
        if self.case.git:
            lines = git(self.root, "status", "--porcelain", "-uall").splitlines(keepends=True)
            assert "".join(sorted(lines)) == expected, point


def cases(*samples: str) -> list[Any]:
    """Every command; some stand for their kind."""
    return [pytest.param(name, marks=[pytest.mark.sample] if name in samples else []) for name in CASES]


@pytest.fixture
def bench(tmp_path: Path, name: str) -> Bench:
    return Bench(tmp_path, CASES[name])


@pytest.mark.parametrize("name", cases("textcrm import"))
def test_killed_at_every_call(bench: Bench, name: str) -> None:
    ends, reads = [], set()
    for point, ended in bench.points("signal=KILL"):
        assert ended.code == -signal.SIGKILL, point
        seen = as_read(bench.root)
        assert seen in (texts(bench.old), texts(bench.new)), point
        bench.recover()
        ends.append(bench.assert_whole(point))
        reads.add((seen == texts(bench.old), ends[-1] == "old"))
    print(f"{name}: killed at {len(ends)} points, old after {ends.count('old')}, new after {ends.count('new')}")
    assert len(ends) >= 20
    assert set(ends) == {"old", "new"}
    assert reads == {(True, True), (False, False)}  # who reads in between sees what recovery will bring


@pytest.mark.parametrize("name", CASES)
def test_asked_to_stop_at_every_call(bench: Bench, name: str) -> None:
    ends = []
    for point, ended in bench.points("signal=TERM"):
        assert ended.code == 128 + signal.SIGTERM, (point, ended)
        assert "Traceback" not in ended.talk, (point, ended)
        ends.append(bench.assert_whole(point))  # nothing is left to the next command
    print(f"{name}: stopped at {len(ends)} points, old after {ends.count('old')}, new after {ends.count('new')}")
    assert len(ends) >= 20
    assert "old" in ends


@pytest.mark.parametrize("name", CASES)
def test_killed_while_it_recovers(bench: Bench, name: str) -> None:
    total = _crash_late(bench)
    shutil.rmtree(bench.template)
    shutil.copytree(bench.root, bench.template, symlinks=True)
    killed = 0
    bench.counts = bench.rehearse([sys.executable, "-B", "-m", "tests.durability.writer", str(bench.root), "recover"])
    for point, ended in bench.points("signal=KILL"):
        assert ended.code == -signal.SIGKILL, point
        assert as_read(bench.root) == texts(bench.old), point
        bench.recover()
        assert bench.assert_whole(point) == "old"
        killed += 1
    print(f"{name}: crashed at rename {total}, recovery killed at {killed} points")
    assert killed >= 8


def _crash_late(bench: Bench) -> int:
    """Leave the folder as a kill at the last rename but one leaves it: nearly all is replaced, the journal in force."""
    number = bench.counts["rename"] - 1
    bench.fresh()
    assert bench.run("rename", "signal=KILL", number).met
    assert texts(state(bench.root)) != texts(bench.old)
    return number


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EDQUOT", "EROFS"])
@pytest.mark.parametrize("name", CASES)
def test_refused_at_every_call(bench: Bench, name: str, error: str) -> None:
    met, refused = 0, 0
    for point, ended in bench.points(f"error={error}"):
        met += 1
        assert "Traceback" not in ended.talk, (point, ended.talk)
        if ended.code:
            refused += 1
            assert ended.code == 3, (point, ended)
            assert _names_the_place(ended, bench.root), (point, ended)
        # What could not be said on standard output may have been done all the same.
        expected = {"old", "new"} if "standard output" in ended.talk else {"old"} if ended.code else {"new"}
        bench.recover()  # tidies what could not be taken away; brings nothing back
        assert bench.assert_whole(point) in expected, (point, ended)
    print(f"{name}: {error} met at {met} points, refused at {refused}")
    assert refused >= 20


def _names_the_place(ended: Ended, root: Path) -> bool:
    return any(name in ended.talk for name in ("crm_data", ".git/textcrm", str(root), "standard output"))
