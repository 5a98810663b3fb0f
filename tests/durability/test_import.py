"""`textcrm import --apply`, cut off, stopped, crowded and refused: everything is there, or nothing; later all of it."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.test_stop import held
from tests.durability.imports import IMPORTS, Import, many
from tests.durability.scenarios import State, as_read, git, is_valid, state, texts
from tests.durability.test_writers import writer
from tests.durability.tracing import CHECKOUT, trace, traceable
from tests.small_book import SMALL
from textcrm.store.write import editing

INTO_A_CRM = IMPORTS["textcrm import into a CRM"]


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=CHECKOUT, timeout=300)


def people(state: State) -> int:
    """How many contacts there are, of all kinds of names."""
    return sum("/contacts/" in path for path in texts(state))


def assert_idle(command: Sequence[str], root: Path) -> None:
    """The same import again finds everything there."""
    before = state(root)
    done = run(command)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Nothing to do: every record is there already.")
    assert state(root) == before


@pytest.mark.parametrize("name", IMPORTS)
@pytest.mark.parametrize("where", ["textcrm.cli.import_:propose", "os:fsync", "os:replace", "textcrm.store.swap:find"])
@pytest.mark.many(3)
def test_asked_to_stop_it_leaves_nothing(tmp_path: Path, name: str, where: str) -> None:
    root = IMPORTS[name].prepare(tmp_path / "root")
    old = state(root)
    command = IMPORTS[name].command(root, tmp_path)
    with held(where, root, *command[command.index("import") :]) as process:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)
    assert (process.returncode, *said) == (143, "", "textcrm: stopped by SIGTERM\n")
    assert state(root) == old


def test_the_second_of_two_imports_waits_and_finds_the_work_done(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    command = IMPORTS["textcrm import"].command(root, tmp_path)
    command = command[command.index("import") :]
    # The second stands still, too, once it has found the lock held.
    with (
        held("textcrm.cli.import_:propose", root, *command) as first,
        held("textcrm.store.lock:sleep", root, *command) as second,
    ):
        said = [process.communicate(timeout=60)[0] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Written: 6 files created." in said[0]
    assert "Nothing to do: every record is there already." in said[1]
    assert is_valid(root)


@pytest.mark.slow
@pytest.mark.sample
def test_imports_of_different_files_at_once_lose_nothing(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    names = ("Ana", "Rui", "Bruno")
    commands = [Import(files=many(40, name)).command(root, tmp_path / name) for name in names]
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=CHECKOUT) for command in commands]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert people(state(root)) == 120
    assert len(state(root)) == 122  # one company and one crm.yaml, and nothing left over
    for command in commands:
        assert_idle(command, root)


@pytest.mark.slow
def test_who_waits_in_vain_says_for_whom(tmp_path: Path) -> None:
    root = INTO_A_CRM.prepare(tmp_path / "root")
    with writer(root, "hold") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        done = run(INTO_A_CRM.command(root, tmp_path))
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr == (
            f"textcrm: another textcrm (process {holder.pid}) is writing; gave up after 10 s;"
            " try again when it has ended\n"
        )
    assert len(texts(state(root))) == len(SMALL)


@pytest.mark.parametrize("limit", ["1", "4"])
def test_a_disk_that_is_full_for_the_journal_or_for_a_record(tmp_path: Path, limit: str) -> None:
    """No file may be larger than so many kibibytes: the journal of fifty files is, or the one with the long note."""
    long = {"companies.csv": f"id,name,notes\nc1,Padaria Aurora,{'flour and water ' * 500}\n"}
    case = Import(SMALL, files=many(50) if limit == "1" else long)
    root = case.prepare(tmp_path / "root")
    old = state(root)
    done = run(["bash", "-c", f'ulimit -f {limit}; exec "$@"', "bash", *case.command(root, tmp_path)])
    assert (done.returncode, done.stdout) == (3, "")
    path = "journal" if limit == "1" else "crm_data/companies/padaria-aurora.yaml"
    assert re.fullmatch(rf"textcrm: cannot write \S*{path}: File too large\n", done.stderr), done.stderr
    assert state(root) == old
    assert run(case.command(root, tmp_path)).returncode == 0


#: Mounts 64 kB of memory in a name space of its own, imports few and then too many, and lists what is there after each.
SMALL_DISK = """
mount -t tmpfs -o size=64k none "$1" || exit 99
look() { find "$1" -mindepth 1 -type f -exec sha256sum {} + | sort; find "$1" -mindepth 1 -type d | sort; }
eval "$2" >/dev/null || exit 98
look "$1"; echo ---
eval "$3" >/dev/null; echo "exit $?"; echo ---
look "$1"
"""


def test_a_small_disk_that_is_full(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    few = Import().command(root, tmp_path / "few")
    crowd = Import(files=many(40)).command(root, tmp_path / "many")
    shell = ["unshare", "-Urm", "bash", "-c", SMALL_DISK, "bash", str(root), shlex.join(few), shlex.join(crowd)]
    done = run(shell)
    if done.returncode in (1, 99):
        pytest.skip("no disk can be mounted here")
    before, code, after = done.stdout.split("---\n")
    assert code == "exit 3\n"
    assert re.fullmatch(r"textcrm: cannot write \S+: No space left on device\n", done.stderr), done.stderr
    assert before == after
    assert before.count(".yaml") == 6


@pytest.mark.slow
@pytest.mark.sample
@traceable
def test_killed_in_row_500_of_a_long_import(tmp_path: Path) -> None:
    case = Import(SMALL, files=many(1500))
    root = case.prepare(tmp_path / "root")
    old, command = state(root), case.command(root, tmp_path)
    # The first rename puts the journal in force.
    inject = ["-e", "trace=rename", "-e", "inject=rename:signal=KILL:when=501"]
    assert trace(tmp_path / "log", inject, command).returncode == -signal.SIGKILL
    assert len(texts(state(root))) == len(SMALL) + 499
    assert as_read(root) == texts(old)
    done = run(command)
    assert done.returncode == 0
    assert re.search(r"was cut off while it wrote; took its 1501 changes back", done.stderr)
    assert "Written: 1,501 files created." in done.stdout
    assert len(state(root)) == len(old) + 1501
    assert len(git(root, "status", "--porcelain", "-uall").splitlines()) == 1501
    assert_idle(command, root)


@pytest.mark.slow
def test_twenty_thousand_rows_or_none(tmp_path: Path) -> None:
    case = Import(SMALL, files=many(20_000))
    root = case.prepare(tmp_path / "root")
    old, command = state(root), case.command(root, tmp_path)
    found = []
    for share in (0.3, 0.6, 0.9):
        with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _wait_for(root, int(share * 20_000), process)
            process.kill()
        found.append(people(state(root)))
        assert as_read(root) == texts(old)
        with editing(root):
            pass
        assert state(root) == old
    start = time.monotonic()
    assert run(command).returncode == 0
    print(f"killed with {found} of 20,000 there; then imported in {time.monotonic() - start:.1f} s")
    assert len(state(root)) == len(old) + 20_001
    assert_idle(command, root)


def _wait_for(root: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    folder = root / "crm_data/contacts"
    while process.poll() is None:
        if len([path for path in folder.iterdir() if path.name.endswith(".yaml")]) > count:
            return
        time.sleep(0.01)
    raise AssertionError("it ended before it was killed")
