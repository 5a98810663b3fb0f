"""`textcrm search`: what is printed of what is found."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import AS_OF, run, said, textcrm
from tests.cli.test_validate import BROKEN
from tests.small_book import write

KEYS = ["ref", "kind", "name", "status", "stage", "field", "match"]


def test_a_find_is_one_line_where_there_is_no_terminal() -> None:
    assert said("search", "freight") == (
        "opportunities/hotel-serra-pizza-ovens  Hotel Serra Azul – four pizza ovens for the new kitchen"
        "  Negotiation  next step what: …counter-offer, with the freight\n"
    )


def test_words_need_no_quotes_and_no_accents() -> None:
    assert said("search", "lucia", "ferrari", "--format", "ids").split()[0] == "contacts/lucia-ferrari"
    assert said("search", "JOÃO") == said("search", "joao")


def test_json_and_csv_say_the_same() -> None:
    found = json.loads(said("search", "proofer", "--format", "json"))
    assert found[0] == {
        "ref": "opportunities/padaria-estrela-proofer",
        "kind": "opportunities",
        "name": "Padaria Estrela – proofer cabinet for shop two",
        "status": "open",
        "stage": "proposal",
        "field": "name",
        "match": "Padaria Estrela – proofer cabinet for shop two",
    }
    rows = list(csv.DictReader(io.StringIO(said("search", "proofer", "--format", "csv"))))
    assert [{key: value or None for key, value in row.items()} for row in rows] == found
    assert list(rows[0]) == KEYS


def test_only_of_one_kind_and_only_the_best() -> None:
    refs = said("search", "estrela", "--kind", "deal", "--format", "ids").split()
    assert refs
    assert all(ref.startswith("opportunities/") for ref in refs)
    assert said("search", "estrela", "--limit", "1", "--format", "ids") == "companies/padaria-estrela\n"
    assert said("search", "estrela", "--limit", "1").splitlines()[-1].startswith("The first 1 of ")


def test_refs_lead_to_show() -> None:
    ref = said("search", "freight", "--format", "ids").strip()
    assert said("show", ref).startswith("Hotel Serra Azul")


@pytest.mark.parametrize("form", ["table", "csv", "json", "ids"])
def test_nothing_found_is_told(form: str) -> None:
    done = run("search", "zzzzzz", "--format", form)
    assert done.exit_code == 0
    assert done.stderr == "textcrm: nothing has `zzzzzz` in it\n"
    assert done.stdout.strip() in ("", "[\n]", "[]", ",".join(KEYS))


def test_an_earlier_day_has_its_own_records() -> None:
    assert run("search", "brasa", at_end=("--as-of", "2026-11-19")).stdout == ""
    assert "leads/ana-souza" in run("search", "brasa", at_end=("--as-of", "2026-11-20")).stdout


def test_what_is_missing_is_a_usage_error() -> None:
    assert run("search", at_end=()).exit_code == 2
    assert "Did you mean lead?" in run("search", "x", "--kind", "laed").stderr


def test_what_a_note_holds_commands_no_terminal(tmp_path: Path) -> None:
    folder = write(tmp_path, {"companies/evil.yaml": "name: Evil\nnotes: '##[group]zebra \U000e0041'\n"})
    for form in ("table", "csv", "json"):
        shown = run("search", "zebra", "--format", form, folder=folder).stdout
        assert "companies/evil" in shown
        assert "##[" not in shown


def test_exit_codes_of_the_process(tmp_path: Path) -> None:
    folder = write(tmp_path, BROKEN)
    done = textcrm("-C", str(folder), "search", "padaria", *AS_OF, "--format", "ids")
    assert (done.returncode, done.stdout.split()) == (1, [b"companies/padaria-estrela", b"contacts/marta-oliveira"])
    assert textcrm("-C", str(tmp_path / "crm_data" / "team"), "search", "joana").returncode == 1
    assert textcrm("search", "joana", cwd=Path("/")).returncode == 2


def test_a_reader_that_goes_away_is_no_drama(tmp_path: Path) -> None:
    files = {f"companies/company-{n}.yaml": f"name: Company {n}\n" for n in range(3_000)}
    line = f"{sys.executable} -m textcrm -C {write(tmp_path, files)} search comp | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] in ("141", "0")
    assert done.stderr == ""
