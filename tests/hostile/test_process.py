"""Hostile trees met by the command itself, in a process of its own, with either of PyYAML's parsers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.powers import powerless
from tests.small_book import write

#: The command as it is, and as it runs where PyYAML was built without libyaml.
COMMANDS = {
    "libyaml": [sys.executable, "-m", "textcrm"],
    "python": [
        sys.executable,
        "-c",
        "import sys; sys.modules['yaml._yaml'] = None; from textcrm.cli import main; main(prog_name='textcrm')",
    ],
}
Prepare = Callable[[Path], object]


class Said(NamedTuple):
    """What a run said: its exit code, the codes and lines per path, and its talk."""

    code: int
    found: list[tuple[str, str, int | None]]
    talk: str


def fingerprint(folder: Path) -> Mapping[str, tuple[str, int, int]]:
    """Every path below, with kind and content, size and time of change."""
    prints = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        content = sha256(path.read_bytes()).hexdigest() if path.is_file() and status.st_size < 1 << 24 else ""
        prints[os.fsencode(path).hex()] = (content, status.st_mode, status.st_mtime_ns)
    return prints


def validate(folder: Path, parser: str = "libyaml") -> Said:
    """`textcrm validate` on a folder; nothing on disk changes, nothing is a traceback, nothing takes long."""
    before = fingerprint(folder)
    command = [*COMMANDS[parser], "-C", str(folder), "validate", "--as-of", "2026-11-23", "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, timeout=20, check=False, env=os.environ | {"PYTHONUTF8": "1"})
    talk = done.stderr.decode()
    assert "Traceback" not in talk
    assert done.returncode in (0, 1, 2, 3), talk
    assert fingerprint(folder) == before
    if not done.stdout:
        return Said(done.returncode, [], talk)
    report = json.loads(done.stdout)
    assert all(len(one["message"]) <= 500 for one in report["findings"])
    return Said(done.returncode, [(one["code"], one["path"], one["line"]) for one in report["findings"]], talk)


def both(folder: Path) -> Said:
    """The same said with both parsers."""
    first, second = validate(folder), validate(folder, "python")
    assert first == second
    return first


TEXTS: Mapping[str, tuple[str, list[tuple[str, int | None]]]] = {
    "brackets": ("[" * 100_000, [("YML014", 1)]),
    "bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", [("YML005", 1)]),
    "merge": ("a: &a {x: 1}\nb: {<<: *a}\n", [("YML005", 1)]),
    "line separator": ("name: Acme\u2028status: won\n", [("YML012", 1)]),
    "duplicates": ("name: x x\ncity: a b\nname: y y\n", [("YML003", 3)]),
    "tag": ("name: !!python/object/apply:os.system [id]\n", [("YML006", 1)]),
    "latin": ("name: Padaria S\udce3o\n", [("YML001", 1)]),
    "conflict": ("<<<<<<< HEAD\nname: x x\n=======\nname: y y\n>>>>>>> b\n", [("YML004", 1)]),
    "quote": ('name: "Hotel\ncity: Gramado\n', [("YML002", 1)]),
    "tab": ("name: x x\n\tcity: y y\n", [("YML002", 2)]),
    "digits": (f"name: x x\nowner: {'9' * 5_000}\n", [("SCH012", 2)]),
    "nul": ("name: x\x00x\n", [("YML012", 1)]),
    "surrogate": ('name: "\\ud800"\n', [("YML002", 1)]),
    "date": ("name: x x\ncreated: 2026-02-30\n", [("SCH006", 2)]),
    "empty": ("", [("YML017", None)]),
    "long key": (f"name: x x\n? {'k' * 100_000}\n: v\n", [("SCH002", 2)]),
    "command": ("name: x x\n'::error file=x::owned': '##[error]'\n", [("SCH002", 2)]),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.many(3)
def test_a_broken_record_is_told_and_the_others_checked(tmp_path: Path, name: str) -> None:
    text, expected = TEXTS[name]
    folder = write(tmp_path, {"companies/broken.yaml": text, "leads/other.yaml": "name: x x\nstatus: open\n"})
    said = both(folder)
    others = [one for one in said.found if "broken" not in one[1]]
    assert (said.code, [(code, line) for code, path, line in said.found if "broken" in path]) == (1, expected)
    assert ("SCH004", "crm_data/leads/other.yaml", 2) in others


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("x.yaml")
    os.chdir(here)


def _sparse(folder: Path) -> None:
    with (folder / "x.yaml").open("wb") as file:
        file.truncate(1 << 40)


def _named(*names: bytes) -> Prepare:
    def prepare(folder: Path) -> None:
        for name in names:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("name: x x\n")

    return prepare


FILES: Mapping[str, tuple[Prepare, int, list[str]]] = {
    "link": (lambda folder: (folder / "x.yaml").symlink_to("/etc/passwd"), 1, ["YML013"]),
    "loop": (lambda folder: (folder / "x.yaml").symlink_to("x.yaml"), 1, ["YML013"]),
    "folder link": (lambda folder: (folder / "x").symlink_to("/"), 1, ["YML013"]),
    "pipe": (lambda folder: os.mkfifo(folder / "x.yaml"), 1, ["YML013"]),
    "socket": (_socket, 1, ["YML013"]),
    "folder": (lambda folder: (folder / "x.yaml").mkdir(), 1, ["YML013"]),
    "sparse": (_sparse, 1, ["YML014"]),
    "yml": (_named(b"x.yml"), 1, ["YML010"]),
    "leftover": (_named(b"x.yaml.orig", b"#y.yaml#"), 0, ["YML022", "YML022"]),
    "case": (_named(b"X.yaml", b"x.yaml"), 1, ["YML015"]),
    "normal forms": (_named("é.yaml".encode(), "e\u0301.yaml".encode()), 1, ["YML015", "YML015"]),
    "device": (_named(b"con.yaml", b"lpt1.yaml"), 1, ["YML015", "YML015"]),
    "escapes": (_named(b"\x1b[31m.yaml", b"a\nb.yaml", b"a\rb.yaml"), 1, ["YML015"] * 3),
    "bytes": (_named(b"caf\xe9.yaml"), 1, ["YML015"]),
    "options": (_named(b"-rf.yaml", b"--help.yaml"), 1, ["YML015", "YML015"]),
    "long": (_named(b"n" * 250 + b".yaml"), 1, ["YML015"]),
    "annotation": (_named(b"::error::x.yaml"), 1, ["YML015"]),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.many(3)
def test_files_that_are_no_records(tmp_path: Path, name: str) -> None:
    prepare, code, codes = FILES[name]
    folder = write(tmp_path)
    prepare(folder / "crm_data/companies")
    said = both(folder)
    assert (said.code, [one[0] for one in said.found]) == (code, codes)


def _no_settings(folder: Path) -> None:
    (folder / "crm_data/crm.yaml").unlink()


def _broken_settings(folder: Path) -> None:
    (folder / "crm_data/crm.yaml").write_text("name: [\n")


def _linked_settings(folder: Path) -> None:
    (folder / "crm_data/crm.yaml").unlink()
    (folder / "crm_data/crm.yaml").symlink_to("/etc/passwd")


def _settings_folder(folder: Path) -> None:
    (folder / "crm_data/crm.yaml").unlink()
    (folder / "crm_data/crm.yaml").mkdir()


def _no_data(folder: Path) -> None:
    (folder / "crm_data").rename(folder / "data")


def _data_file(folder: Path) -> None:
    (folder / "crm_data").rename(folder / "data")
    (folder / "crm_data").write_text("name: x\n")


@pytest.mark.parametrize(
    "prepare", [_no_settings, _broken_settings, _linked_settings, _settings_folder, _no_data, _data_file]
)
def test_without_usable_settings_nothing_is_green(tmp_path: Path, prepare: Prepare) -> None:
    folder = write(tmp_path)
    prepare(folder)
    assert both(folder).code == 2


@pytest.mark.parametrize("parser", COMMANDS)
@pytest.mark.parametrize("place", ["companies/padaria-estrela.yaml", "companies"])
def test_what_may_not_be_read_is_exit_3(tmp_path: Path, parser: str, place: str) -> None:
    folder = write(tmp_path)
    (folder / "crm_data" / place).chmod(0)
    command = [*COMMANDS[parser], "-C", str(folder), "validate", "--as-of", "2026-11-23", "--output-format", "json"]
    done = subprocess.run(powerless(command), capture_output=True, timeout=20, check=False)
    (folder / "crm_data" / place).chmod(0o755)  # so that pytest can clear it away
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert f"crm_data/{place}" in {one["path"] for one in json.loads(done.stdout)["findings"]}


def test_paths_too_long_to_read_are_exit_3(tmp_path: Path) -> None:
    folder = write(tmp_path)
    here = os.open(folder / "crm_data/companies", os.O_RDONLY)
    for _ in range(18):
        os.mkdir("d" * 250, dir_fd=here)
        inner = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    command = [*COMMANDS["libyaml"], "-C", str(folder), "validate", "--as-of", "2026-11-23", "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    assert done.returncode == 3
    assert [one["code"] for one in json.loads(done.stdout)["findings"]] == ["YML016"]


@pytest.mark.slow
def test_twenty_thousand_files(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for number in range(20_000):
        (folder / f"crm_data/companies/c-{number}.yaml").write_text(f"name: Company number {number * 7919}\n")
    command = [*COMMANDS["libyaml"], "-C", str(folder), "validate", "--as-of", "2026-11-23", "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["summary"]["records"] == 20_004


def test_files_that_come_and_go_during_the_run(tmp_path: Path) -> None:
    folder = write(tmp_path, {f"companies/c-{number}.yaml": "name: Some company\n" for number in range(400)})
    script = (
        "import sys, os, itertools\n"
        "for n in itertools.cycle(range(400)):\n"
        "    path = f'{sys.argv[1]}/c-{n}.yaml'\n"
        "    os.path.exists(path) and os.unlink(path)\n"
        "    open(path, 'w').write('name: Some company\\n' * (n % 3))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(folder / "crm_data/companies")]) as writer:
        try:
            for _ in range(3):
                command = [*COMMANDS["libyaml"], "-C", str(folder), "validate", "--as-of", "2026-11-23"]
                done = subprocess.run(command, capture_output=True, timeout=20, check=False)
                assert done.returncode in (0, 1, 3)
                assert b"Traceback" not in done.stderr
        finally:
            writer.kill()
