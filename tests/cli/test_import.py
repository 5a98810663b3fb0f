"""`textcrm import`: dry run and apply, exit codes, streams, places where a CRM may begin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import AS_OF, textcrm
from tests.small_book import write

MAP = """\
system: old
settings: {name: Fornos do Vale Ltda, currency: BRL}
files:
  people.csv: {kind: team, key: Id, fields: {name: Name}}
  firms.csv:
    kind: companies
    key: Id
    aliases: {Name: {Padaria Estrella: Padaria Estrela}}
    fields: {name: Name, owner: Owner, size: Size}
"""
FIRMS = "Id,Name,Owner,Size\n1,Padaria Estrella,7,10\n2,Hotel Serra,7,\n"
FILES = {"map.yaml": MAP, "people.csv": "Id,Name\n7,Joana Prado\n", "firms.csv": FIRMS}
BOTH = ("people.csv", "firms.csv", "--map", "map.yaml")


def put(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """The map and the files, with these over them, in the folder."""
    folder.mkdir(exist_ok=True)
    for name, content in {**FILES, **(files or {})}.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def run(
    folder: Path, *arguments: str, code: int = 0, where: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    """The command, with its exit code as expected."""
    done = textcrm(*where, "import", *arguments, *AS_OF, cwd=folder)
    assert done.returncode == code, done.stdout.decode() + done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done


def told(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """What was told as JSON."""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def everything(folder: Path) -> dict[str, bytes]:
    """All files below the folder, hidden ones too, with what is in them."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(folder: Path, *arguments: str, code: int) -> list[str]:
    """The lines of a refusal, which leaves everything as it is."""
    before = everything(folder)
    done = run(folder, *arguments, code=code)
    assert (everything(folder), done.stdout) == (before, b"")
    return done.stderr.decode().splitlines()


def test_a_dry_run_writes_nothing_and_counts_as_the_real_one(tmp_path: Path) -> None:
    before = everything(put(tmp_path))
    dry = told(run(tmp_path, *BOTH, "--format", "json"))
    assert everything(tmp_path) == before
    assert not (tmp_path / "crm_data").exists()
    wet = told(run(tmp_path, *BOTH, "--format", "json", "--apply"))
    assert (dry.pop("state"), wet.pop("state")) == ("planned", "written")
    assert dry == wet
    assert dry["counts"]["companies"] == {"created": 2, "matched": 0, "repeated": 0, "skipped": 0, "unmade": 0}


def test_what_is_written_is_a_sound_crm_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    run(put(tmp_path), *BOTH, "--apply")
    new = {name for name in everything(tmp_path) if name.startswith("crm_data")}
    assert new == {
        f"crm_data/{name}.yaml"
        for name in ("crm", "team/joana-prado", "companies/padaria-estrela", "companies/hotel-serra")
    }
    assert textcrm("validate", *AS_OF, cwd=tmp_path).returncode == 0
    assert (tmp_path / "crm_data/companies/padaria-estrela.yaml").read_bytes() == (
        b'name: Padaria Estrela\nexternal_ids: {old: "1"}\nsize: "10"\nowner: joana-prado\n'
    )


def test_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    run(put(tmp_path), *BOTH, "--apply")
    before, stamps = everything(tmp_path), {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = run(tmp_path, *BOTH, "--apply")
    assert done.stdout.decode().endswith("Nothing to do: every record is there already.\n")
    assert everything(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.yaml")} == {
        path: stamp for path, stamp in stamps.items() if path.suffix == ".yaml"
    }


def test_into_a_crm_that_is_there(tmp_path: Path) -> None:
    write(put(tmp_path))
    before = everything(tmp_path)
    found = told(run(tmp_path, *BOTH, "--apply", "--format", "json"))
    after = everything(tmp_path)
    assert {name: after[name] for name in before} == before
    assert {*after} - {*before} == {
        f"crm_data/{name}.yaml" for name in ("team/joana-prado", "companies/padaria-estrela-2", "companies/hotel-serra")
    }
    assert "crm_data/crm.yaml is there already: the settings of the map are not used." in found["notes"]


@pytest.mark.parametrize("git", [False, True])
@pytest.mark.parametrize(("where", "data"), [((), "crm_data"), (("--data", "books/sales"), "books/sales")])
def test_a_crm_may_begin_in_any_folder_also_below_the_root_of_git(
    tmp_path: Path, *, git: bool, where: tuple[str, ...], data: str
) -> None:
    if git:
        subprocess.run(["git", "init", "-q", tmp_path], check=True)
    folder = put(tmp_path / "team")
    run(folder, *BOTH, "--apply", where=where)
    assert {path.name for path in (folder / data).iterdir()} == {"crm.yaml", "team", "companies"}
    assert textcrm(*where, "validate", *AS_OF, cwd=folder).returncode == 0


def test_cells_that_were_not_read_are_told_and_the_rest_is_written(tmp_path: Path) -> None:
    put(tmp_path, {"firms.csv": FIRMS + '3,"A\nB",9,\n'})
    found = told(run(tmp_path, *BOTH, "--apply", "--format", "json", code=1))
    assert found["state"] == "written"
    assert found["unread"] == [
        {
            "file": "firms.csv",
            "row": 4,
            "line": 4,
            "column": "Name",
            "cell": "A\nB",
            "why": "`A\u23ceB` should be one line",
            "help": "Take the line break out, or map the column to `notes`.",
        },
        {
            "file": "firms.csv",
            "row": 4,
            "line": 4,
            "column": "Owner",
            "cell": "9",
            "why": "there is no member with the key `9`",
            "help": "",
        },
    ]
    assert found["aliases"] == [
        {"file": "firms.csv", "column": "Name", "cell": "Padaria Estrella", "meaning": "Padaria Estrela", "count": 1}
    ]
    assert [one["detail"] for one in found["remarks"]] == ["companies/3"]


def test_errors_among_the_findings_are_told_and_written_all_the_same(tmp_path: Path) -> None:
    map = MAP + "  deals.csv: {kind: opportunities, key: Id, fields: {name: Id, status: {value: lost}}}\n"
    put(tmp_path, {"map.yaml": map, "deals.csv": "Id\nD1\n"})
    done = run(tmp_path, *BOTH, "deals.csv", "--apply", code=1)
    said = done.stdout.decode().splitlines()
    assert any("error OPP001" in line and "crm_data/opportunities/d1.yaml" in line for line in said)
    assert said[-1] == "Written: 5 files created. See what there is to mend: textcrm validate"


def test_a_secret_in_a_cell_is_not_repeated(tmp_path: Path) -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    put(tmp_path, {"firms.csv": f"Id,Name,Owner,Size\n1,Sol,{token},\n"})
    for form in ("text", "json"):
        assert token.encode() not in run(tmp_path, *BOTH, "--format", form, code=1).stdout


def test_nothing_in_a_cell_commands_the_terminal_or_a_build_server(tmp_path: Path) -> None:
    put(tmp_path, {"firms.csv": "Id,Name,Owner,Size\n1,Sol,::error::x,\n2,Lua,##[error]x,\n3,\u202eMar,x,\n"})
    for form in ("text", "json"):
        said = run(tmp_path, *BOTH, "--format", form, code=1).stdout
        assert b"##[" not in said
        assert "\u202e".encode() not in said
        assert not [line for line in said.splitlines() if line.lstrip().startswith(b"::")]


@pytest.mark.parametrize(
    ("files", "arguments", "code", "said"),
    [
        ({}, (".", "--map", "map.yaml"), 3, "textcrm: cannot read .: not a regular file"),
        ({}, ("/dev/zero", "--map", "map.yaml"), 3, "textcrm: cannot read /dev/zero: not a regular file"),
        ({}, ("people.csv", "--map", "."), 3, "textcrm: cannot read .: not a regular file"),
        ({}, (*BOTH, "--suggest"), 2, "textcrm: --suggest only prints a map; leave --map and --apply away"),
        ({}, (), 2, "textcrm: name the CSV files to import"),
        (
            {},
            ("people.csv",),
            2,
            "textcrm: name the map: --map MAP.yaml; textcrm import --suggest FILE… prints a first one",
        ),
        ({}, ("people.csv", "--map", "none.yaml"), 3, "textcrm: there is no file none.yaml"),
        (
            {},
            ("none.csv", "people.csv", "--map", "map.yaml"),
            3,
            "textcrm: there is no file none.csv",
        ),
        (
            {"peple.csv": "x\n"},
            ("peple.csv", "--map", "map.yaml"),
            2,
            "textcrm: the map does not speak of peple.csv; did you mean people.csv?",
        ),
        (
            {},
            ("people.csv", "../" + "people.csv", "--map", "map.yaml"),
            2,
            "textcrm: two files are called people.csv; import one after the other",
        ),
        (
            {"map.yaml": MAP.replace("kind: team", "kind: taem")},
            BOTH,
            2,
            "textcrm: map.yaml:4:22: files.people.csv.kind `taem` is not one of",
        ),
        ({"map.yaml": b"system: \xff\n"}, BOTH, 2, "textcrm: map.yaml:1:9: byte 0xFF is not UTF-8"),
        ({"people.csv": "Id,Name\n7\n"}, BOTH, 1, "textcrm: people.csv:2: "),
        ({"people.csv": b"Id,Name\n7,Jo\xe3o\n"}, BOTH, 1, "textcrm: people.csv:2:5: "),
        ({"people.csv": "Id,Nome\n7,Ana\n"}, BOTH, 1, "textcrm: people.csv:1: there is no column `Name`"),
        ({"people.csv": b"PK\x03\x04"}, BOTH, 1, "textcrm: people.csv"),
    ],
)
@pytest.mark.many(3)
def test_what_cannot_be_imported_is_refused_in_one_line(
    tmp_path: Path, files: Mapping[str, str | bytes], arguments: tuple[str, ...], code: int, said: str
) -> None:
    put(tmp_path)
    folder = put(tmp_path / "here", files)
    for more in ((), ("--apply",)):
        (line,) = refused(folder, *arguments, *more, code=code)
        assert line.startswith(said), line
        assert not (folder / "crm_data").exists()


def test_every_problem_of_a_map_is_told(tmp_path: Path) -> None:
    put(tmp_path, {"map.yaml": MAP.replace("kind: team", "kind: taem").replace("Size}", "Size, twon: City}")})
    lines = refused(tmp_path, *BOTH, code=2)
    assert [line.split(": ")[1] for line in lines] == ["map.yaml:4:22", "map.yaml:9:52"]


def test_the_encoding_of_the_command_line_wins(tmp_path: Path) -> None:
    put(tmp_path, {"people.csv": "Id,Name\n7,João\n".encode("cp1252"), "map.yaml": MAP + "encoding: utf-8\n"})
    run(tmp_path, *BOTH, "--encoding", "cp1252", "--apply")
    assert (tmp_path / "crm_data/team/joao.yaml").read_text("utf-8").startswith("name: João\n")


def test_files_and_map_are_found_from_the_folder_of_the_command(tmp_path: Path) -> None:
    put(tmp_path / "crm")
    run(tmp_path, *BOTH, "--apply", where=("-C", "crm"))
    assert (tmp_path / "crm/crm_data/crm.yaml").exists()


def test_a_link_in_the_place_of_a_folder_is_not_written_through(tmp_path: Path) -> None:
    folder, outside = put(tmp_path / "here"), tmp_path / "outside"
    outside.mkdir()
    write(folder, base={"crm.yaml": "name: X\n"})
    (folder / "crm_data/companies").symlink_to(outside)
    run(folder, *BOTH, "--apply", code=1)
    assert [*outside.iterdir()] == []
    assert not (folder / "crm_data/team").exists()


def test_a_suggested_map_is_printed(tmp_path: Path) -> None:
    done = run(put(tmp_path), "people.csv", "--suggest")
    assert b"people.csv:" in done.stdout


def test_a_pipe_is_refused_without_waiting_and_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(put(tmp_path) / "pipe.csv")
    line = "textcrm: cannot read pipe.csv: not a regular file"
    for arguments in (
        ("pipe.csv", "--map", "map.yaml"),
        ("pipe.csv", "--suggest"),
        ("people.csv", "--map", "pipe.csv"),
    ):
        assert run(tmp_path, *arguments, code=3).stderr.decode().splitlines() == [line]
    (tmp_path / "people.csv").rename(tmp_path / "real.csv")
    (tmp_path / "people.csv").symlink_to("real.csv")
    run(tmp_path, *BOTH)


def test_the_first_fault_of_every_file_is_told(tmp_path: Path) -> None:
    put(tmp_path, {"people.csv": "Id,Name\n7\n", "firms.csv": "Id,Nome\n"})
    assert [line.split(":")[1] for line in refused(tmp_path, *BOTH, code=1)] == [" people.csv", " firms.csv"]


@pytest.mark.parametrize("name", ["a\x1b[31m.csv", "a\udcff.csv"])
def test_a_file_that_no_map_can_name_is_refused(tmp_path: Path, name: str) -> None:
    (put(tmp_path) / name).write_text("Id,Name\n1,Sol\n")
    (line,) = refused(tmp_path, name, "--suggest", code=2)
    assert line.endswith("; rename it")


def test_a_name_with_a_dash_is_no_option_in_what_is_suggested(tmp_path: Path) -> None:
    (put(tmp_path) / "-x.csv").write_text("Id,Name\n1,Sol\n")
    assert b"# textcrm import ./-x.csv --map" in run(tmp_path, "./-x.csv", "--suggest").stdout


def test_what_is_written_is_told_even_where_the_rest_cannot_be(tmp_path: Path) -> None:
    put(tmp_path)
    command = [sys.executable, "-m", "textcrm", "import", *BOTH, "--apply"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert done.stderr.decode().splitlines()[-1] == "textcrm: the records were written all the same"
    assert (tmp_path / "crm_data/crm.yaml").exists()


def test_rows_that_differ_from_what_is_there_are_told_and_nothing_changes(tmp_path: Path) -> None:
    run(put(tmp_path), *BOTH, "--apply")
    before = everything(put(tmp_path, {"firms.csv": FIRMS.replace(",10", ",12")}))
    done = run(tmp_path, *BOTH, "--apply")
    assert "1 of 3 matched rows says something else than the record" in done.stdout.decode()
    found = told(run(tmp_path, *BOTH, "--format", "json"))
    assert found["differing"] == [
        {
            "file": "firms.csv",
            "row": 2,
            "line": 2,
            "record": "companies/padaria-estrela",
            "field": "size",
            "there": "10",
            "in_file": "12",
        }
    ]
    assert everything(tmp_path) == before
