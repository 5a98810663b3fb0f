"""Killed, or refused by the system, at every single call that writes: all is as before, or all is done."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.durability.scenarios import SCENARIOS, State, as_read, git, is_valid, state, texts
from textcrm.store.write import editing

#: Calls that change the disk. Looped over one by one: counted together, some points would never be met.
CALLS = [
    *("write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate"),
    *("fchmod", "fchown", "mkdir", "mkdirat", "rmdir", "link", "linkat"),
]
CHECKOUT = Path(__file__).parents[2]


def _traceable() -> bool:
    strace = shutil.which("strace")
    return (
        strace is not None and subprocess.run([strace, "-qq", "true"], check=False, capture_output=True).returncode == 0
    )


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not _traceable(), reason="strace is missing or may not trace; test_faults.py stands in for it"),
]


class Ended(NamedTuple):
    """How a traced command ended: its exit code, negative for a signal, whether the fault was met, and its talk."""

    code: int
    met: bool
    talk: str


class Bench:
    """Fresh copies of a scenario's folder, with a command that runs on them and meets one fault."""

    def __init__(self, folder: Path, name: str) -> None:
        self.scenario = SCENARIOS[name]
        self.template = self.scenario.prepare(folder / "template")
        self.changes, self.root, self.log = folder / "changes.json", folder / "root", folder / "log"
        self.changes.write_text(json.dumps(dict(self.scenario.changes)))
        self.old = state(self.template)

    def fresh(self) -> None:
        """The folder as it was before."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.template, self.root, symlinks=True)

    def run(self, call: str, fault: str, when: int, what: str | None = None) -> Ended:
        """Run the command with a fault at the call of that number."""
        command = [sys.executable, "-B", "-m", "tests.durability.writer", str(self.root), what or str(self.changes)]
        inject = ["-e", f"trace=?{call}", "-e", f"inject=?{call}:{fault}:when={when}"]
        traced = ["strace", "-f", "-qqq", "-o", str(self.log), *inject, *command]
        done = subprocess.run(traced, check=False, capture_output=True, text=True, cwd=CHECKOUT, timeout=60)
        met = "INJECTED" in self.log.read_text() or done.returncode == -signal.SIGKILL
        return Ended(done.returncode, met, done.stderr)

    def points(self, fault: str, what: str | None = None) -> Iterator[tuple[str, Ended]]:
        """One run, in a fresh folder, for every call that can be met."""
        for call in CALLS:
            for number in count(1):
                self.fresh()
                ended = self.run(call, fault, number, what)
                if not ended.met:
                    assert ended.code == 0, ended
                    break
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
        assert texts(now) == self.scenario.after, point
        assert now.keys() == self.scenario.after.keys(), point
        self._assert_modes(now, point)
        self._assert_git(self._changes(), point)
        return "new"

    def _assert_modes(self, now: State, point: str) -> None:
        kept = {path: mode for path, (mode, _) in now.items() if path in self.old}
        assert kept == {path: self.old[path][0] for path in kept}, point

    def _changes(self) -> str:
        paths = {path: f"crm_data/{path}" for path in self.scenario.changes}
        signs = {path: " M" if whole in self.old else "??" for path, whole in paths.items()}
        gone = {path: " D" for path, text in self.scenario.changes.items() if text is None}
        return "".join(sorted(f"{sign} {paths[path]}\n" for path, sign in {**signs, **gone}.items()))

    def _assert_git(self, expected: str, point: str) -> None:
        if self.scenario.git:
            lines = git(self.root, "status", "--porcelain", "-uall").splitlines(keepends=True)
            assert "".join(sorted(lines)) == expected, point


@pytest.mark.parametrize(
    "name", [pytest.param("convert", marks=pytest.mark.sample), *sorted({*SCENARIOS} - {"convert"})]
)
def test_killed_at_every_call(tmp_path: Path, name: str) -> None:
    bench = Bench(tmp_path, name)
    ends, reads = [], set()
    for point, ended in bench.points("signal=KILL"):
        assert ended.code == -signal.SIGKILL, point
        seen = as_read(bench.root)
        assert seen in (texts(bench.old), bench.scenario.after), point
        bench.recover()
        ends.append(bench.assert_whole(point))
        reads.add((seen == texts(bench.old), ends[-1] == "old"))
    print(f"{name}: killed at {len(ends)} points, old after {ends.count('old')}")
    assert len(ends) >= 20
    assert set(ends) == {"old", "new"}
    assert reads == {(True, True), (False, False)}  # who reads in between sees what recovery will bring


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_while_it_recovers(tmp_path: Path, name: str) -> None:
    bench = Bench(tmp_path, name)
    total = _crash_late(bench)
    shutil.rmtree(bench.template)
    shutil.copytree(bench.root, bench.template, symlinks=True)
    killed = 0
    for point, ended in bench.points("signal=KILL", "recover"):
        assert ended.code == -signal.SIGKILL, point
        assert as_read(bench.root) == texts(bench.old), point
        bench.recover()
        assert bench.assert_whole(point) == "old"
        killed += 1
    print(f"{name}: crashed at rename {total}, recovery killed at {killed} points")
    assert killed >= 8


def _crash_late(bench: Bench) -> int:
    """Leave the folder as a kill at the last rename but one leaves it: nearly all is replaced, the journal in force."""
    for number in count(1):
        bench.fresh()
        if not bench.run("rename", "signal=KILL", number).met:
            break
    bench.fresh()
    bench.run("rename", "signal=KILL", number - 2)
    assert texts(state(bench.root)) != texts(bench.old)
    return number - 2


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EDQUOT", "EROFS"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_refused_at_every_call(tmp_path: Path, name: str, error: str) -> None:
    bench = Bench(tmp_path, name)
    met, refused = 0, 0
    for point, ended in bench.points(f"error={error}"):
        met += 1
        assert "Traceback" not in ended.talk, (point, ended.talk)
        if ended.code:
            refused += 1
            assert ended.code == 3, (point, ended)
            assert any(name in ended.talk for name in ("crm_data", ".git/textcrm", str(bench.root))), (
                point,
                ended.talk,
            )
            assert bench.assert_whole(point) == "old"
        bench.recover()  # tidies what could not be taken away; brings nothing back
        assert bench.assert_whole(point) == ("old" if ended.code else "new")
    print(f"{name}: {error} met at {met} points, refused at {refused}")
    assert refused >= 20
