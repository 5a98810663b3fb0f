"""Several processes, a full disk, a killed holder of the lock, and twenty thousand files."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.durability.scenarios import SCENARIOS, as_read, state, texts
from tests.small_book import write
from textcrm.errors import TextcrmError, WorldError
from textcrm.store.lock import PATIENCE
from textcrm.store.read import read_tree
from textcrm.store.recover import read_settled
from textcrm.store.write import editing, write_files

CHECKOUT = Path(__file__).parents[2]
#: Adds one record a hundred times, each with the first number that is free when it looks.
INCREMENTS = """
import sys
from pathlib import Path
from textcrm.errors import TextcrmError
from textcrm.store.read import read_tree
from textcrm.store.write import editing, write_files

root, who, inside = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "inside"

def wish():
    before = read_tree(root).files
    number = next(n for n in range(1000) if f"crm_data/contacts/n-{n}.yaml" not in before)
    return before, {**before, f"crm_data/contacts/n-{number}.yaml": f"name: {who} wrote this\\n"}

done = refused = 0
while done < 100:
    try:
        if inside:
            with editing(root, patience=60) as desk:
                desk.write(*wish())
        else:
            write_files(root, "crm_data", *wish(), patience=60)
        done += 1
    except TextcrmError as error:
        assert "is there already" in str(error), error
        refused += 1
print(refused)
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.durability.writer", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=CHECKOUT, timeout=120)


@contextmanager
def writer(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A process that writes, killed at the end if it is still there."""
    command = [sys.executable, "-m", "tests.durability.writer", *arguments]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.sample
@pytest.mark.parametrize("lock", ["inside", "after"])
def test_two_processes_lose_nothing(tmp_path: Path, lock: str) -> None:
    root = write(tmp_path)
    before = state(root)
    commands = [[sys.executable, "-c", INCREMENTS, str(root), who, lock] for who in ("Ana", "Rui")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    added = [content.split()[1] for path, content in texts(state(root)).items() if path not in before]
    assert (len(added), added.count(b"Ana"), added.count(b"Rui")) == (200, 100, 100)
    assert len(state(root)) == len(before) + 200
    if lock == "inside":  # what was read under the lock is never outdated
        assert said == ["0\n", "0\n"]


def test_who_waits_in_vain_is_told_for_whom(tmp_path: Path) -> None:
    root = write(tmp_path)
    before = texts(state(root))
    with writer(root, "hold") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        start = time.monotonic()
        with pytest.raises(WorldError, match=rf"another textcrm \(process {holder.pid}\) is writing"):
            write_files(root, "crm_data", {}, {"crm_data/leads/x.yaml": "name: X\n"}, patience=0.3)
        assert 0.3 <= time.monotonic() - start < PATIENCE
        assert read_settled(root)[1] is None  # who only reads waits for nobody
    assert texts(state(root)) == before


def test_the_lock_ends_with_its_holder(tmp_path: Path) -> None:
    root = write(tmp_path)
    old = state(root)
    with writer(root, "hold") as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert (root / "crm_data/.textcrm/lock").exists()
        with editing(root, patience=2) as desk:
            assert desk.undone is None
    assert state(root) == old


def test_who_waits_gets_his_turn(tmp_path: Path) -> None:
    root = write(tmp_path)
    with editing(root) as desk, writer(root, "recover") as waiting:
        time.sleep(0.5)
        assert waiting.poll() is None
        before = read_tree(root).files
        desk.write(before, {**before, "crm_data/contacts/ana.yaml": "name: Ana Prado\n"})
        with pytest.raises(WorldError, match="is writing"), editing(root, patience=0):
            pass
    with writer(root, "recover") as next_one:
        assert next_one.wait(30) == 0


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """No file may grow beyond the size: writing more fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("path", ["companies/padaria-estrela.yaml", "companies/new/forno.yaml"])
def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path, path: str) -> None:
    root = write(tmp_path)
    old, before = state(root), dict(read_tree(root).files)
    small = {f"crm_data/contacts/c-{number}.yaml": "name: Ana Prado\n" for number in range(3)}
    after = {**before, **small, f"crm_data/{path}": "notes: |\n" + "  flour and water\n" * 1000}
    with file_size_limit(4096), pytest.raises(WorldError, match=rf"cannot write crm_data/{path}: File too large"):
        write_files(root, "crm_data", before, after)
    assert state(root) == old


def test_a_disk_too_full_for_the_journal(tmp_path: Path) -> None:
    large = "notes: |\n" + "  flour and water\n" * 1000
    root = write(tmp_path, {"companies/large.yaml": large})
    old, before = state(root), dict(read_tree(root).files)
    with file_size_limit(4096), pytest.raises(WorldError, match=r"cannot write .*journal: File too large"):
        write_files(root, "crm_data", before, {**before, "crm_data/companies/large.yaml": "name: Small\n"})
    assert state(root) == old


@pytest.mark.slow
@pytest.mark.sample
def test_who_reads_while_another_writes_sees_all_or_nothing(tmp_path: Path) -> None:
    root = write(tmp_path)
    script = (
        "import sys\nfrom pathlib import Path\nfrom textcrm.store.read import read_tree\n"
        "from textcrm.store.write import editing\nroot = Path(sys.argv[1])\n"
        "for turn in range(10_000):\n"
        "    with editing(root, patience=60) as desk:\n"
        "        before = read_tree(root).files\n"
        "        kept = {path: text for path, text in before.items() if 'c-' not in path}\n"
        "        new = {f'crm_data/contacts/c-{n}.yaml': f'name: turn {turn}' for n in range(40 * (turn % 3))}\n"
        "        desk.write(before, {**kept, **new})\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(root)]) as process:
        try:
            seen: list[int] = []
            while len(seen) < 1000 or set(seen) != {0, 40, 80}:
                assert process.poll() is None
                contacts = [text for path, text in read_settled(root, tries=100)[0].files.items() if "c-" in path]
                seen.append(len(contacts))
                assert seen[-1] in (0, 40, 80)
                assert len(set(contacts)) <= 1
        finally:
            process.kill()
    with editing(root):
        pass
    assert not (root / "crm_data/.textcrm").exists()


@pytest.mark.slow
def test_twenty_thousand_files_or_none(tmp_path: Path) -> None:
    root = SCENARIOS["convert"].prepare(tmp_path)
    old = state(root)
    for pause in (0.5, 1.5, 4.0):
        with writer(root, "many") as process:
            time.sleep(pause)
        if process.returncode == -signal.SIGKILL:
            print(f"killed with {len(list((root / 'crm_data/contacts').iterdir())):,} files there")
            assert as_read(root) in (texts(old), texts(state(root)))
        with editing(root):
            pass
        if len(state(root)) > len(old):
            break
        assert state(root) == old
    start = time.monotonic()
    assert run(root, "many").returncode == 0
    print(f"20,000 files written in {time.monotonic() - start:.1f} s")
    assert len(state(root)) == len(old) + 20_000
    assert not [path for path in state(root) if "textcrm" in path]


def test_a_second_command_finds_the_lead_converted(tmp_path: Path) -> None:
    root = write(tmp_path)
    before = dict(read_tree(root).files)
    after = {**before, "crm_data/contacts/ana.yaml": "name: Ana Prado\n"}
    write_files(root, "crm_data", before, after)
    with pytest.raises(TextcrmError, match=r"contacts/ana\.yaml is there already") as refused:
        write_files(root, "crm_data", before, after)
    assert refused.value.exit_code == 1
    assert [path.name for path in root.iterdir()] == ["crm_data"]
