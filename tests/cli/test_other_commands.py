"""`explain`, `schema`, `completion`, `--version`, `--help` as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.run import textcrm
from tests.small_book import CRM, write
from textcrm import __version__
from textcrm.rules import RULES
from textcrm.source.jsonschema import KINDS


def test_version() -> None:
    assert textcrm("--version").stdout.decode().strip() == f"textcrm, version {__version__}"


def test_help_names_every_command() -> None:
    said = textcrm("--help").stdout.decode()
    assert all(f"\n  {name} " in said for name in ("validate", "explain", "schema", "completion"))


def test_an_unknown_command_offers_the_nearest() -> None:
    done = textcrm("valdate")
    assert done.returncode == 2
    assert b"Did you mean validate?" in done.stderr


@pytest.mark.parametrize("word", ["OPP003", "opp003", "stage-demands-unmet"])
def test_explain_prints_a_page(word: str) -> None:
    done = textcrm("explain", word)
    assert done.returncode == 0
    said = done.stdout.decode()
    assert said.startswith("OPP003 stage-demands-unmet (error)\n")
    assert all(heading in said for heading in ("What it checks", "Why", "Bad", "Good", "How to fix"))


@pytest.mark.parametrize(
    ("word", "near"), [("OPP03", "OPP003"), ("rottin", "rotting"), ("no-nextstep", "no-next-step")]
)
def test_explain_offers_the_nearest_rule(word: str, near: str) -> None:
    done = textcrm("explain", word)
    assert done.returncode == 1
    assert near in done.stderr.decode()


def test_explain_without_a_rule_lists_them_all() -> None:
    lines = textcrm("explain").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_a_draft_7_schema(kind: str) -> None:
    made = json.loads(textcrm("schema", kind).stdout)
    jsonschema.Draft7Validator.check_schema(made)
    assert made["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_schema_without_a_kind_prints_them_all() -> None:
    assert list(json.loads(textcrm("schema").stdout)) == list(KINDS)


def test_schema_knows_the_fields_of_the_company(tmp_path: Path) -> None:
    fields = "custom_fields:\n  opportunity:\n    segment: {type: choice, choices: [bakery, hotel]}\n"
    write(tmp_path, {"crm.yaml": CRM + fields})
    made = json.loads(textcrm("-C", str(tmp_path), "schema", "opportunity").stdout)
    assert "segment" in made["properties"]["custom"]["properties"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    assert b"_TEXTCRM_COMPLETE" in textcrm("completion", shell).stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("textcrm val", "validate"),
        ("textcrm explain OPP00", "OPP003"),
        ("textcrm validate --output-format", "--output-format"),
    ],
)
def test_bash_completes(words: str, expected: str) -> None:
    count = str(len(words.split()) - 1)
    asked = {**os.environ, "_TEXTCRM_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
    script = "import sys; sys.argv = ['textcrm']; from textcrm.cli import main; main(prog_name='textcrm')"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=asked, timeout=60)
    assert expected in [line.partition(",")[2] for line in done.stdout.splitlines()]
