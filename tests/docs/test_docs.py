"""The documentation is true: its commands run, its snippets load, its links lead somewhere, nothing in it is stale."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from textwrap import indent
from typing import Final

import click
import pytest

from docs.generate import stale
from docs.generators.commands import ARGUMENTS, parameters
from docs.generators.commands import commands as all_commands
from tests.docs.pages import PAGES, ROOT, Block, anchors, blocks, comments, links, read
from tests.docs.shell import Command, Shell, agrees, change, checkout, commands, write
from textcrm.check import check
from textcrm.cli.main import COMMANDS
from textcrm.files import Tree
from textcrm.model.values import parse_day
from textcrm.rules import RULES
from textcrm.rules.rule import Rule
from textcrm.source.document import parse
from textcrm.source.load import load_book
from textcrm.source.load_map import load_map
from textcrm.store.read import read_tree

#: The day of which every page tells.
AS_OF: Final = parse_day("2026-11-23")
#: Written from docstrings; the gallery holds the examples, and runs them.
_RULES_PAGE: Final = "docs/rules.md"
_RUN: Final = ("console", "sh")
#: Files that a page makes: records, and maps to import by.
_WRITTEN: Final = ("crm_data/", "maps/")


def _pages(*languages: str) -> list[str]:
    """The pages with a block in one of these languages."""
    return [page for page in PAGES if any(block.language in languages for block in blocks(page))]


@pytest.mark.parametrize("page", _pages(*_RUN, "diff"))
def test_commands_run_and_say_what_is_shown(page: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """In the order of the page, in an empty folder where the page says so, else in a copy of the checkout."""
    shell = _shell(page, tmp_path)
    new = dict(_follow(page, shell, accept=bool(request.config.getoption("--snapshot-update"))))
    if new:
        (ROOT / page).write_bytes(_with_outputs(page, new).encode())


def _shell(page: str, tmp_path: Path) -> Shell:
    home, folder = tmp_path / "home", tmp_path / "start"
    home.mkdir()
    if "starts in: an empty folder" in comments(page):
        folder.mkdir()
    else:
        checkout(folder)
    return Shell(home, folder)


def _follow(page: str, shell: Shell, *, accept: bool) -> Iterator[tuple[int, str]]:
    """Do what the page shows; to accept, give the line of each block that is to be written anew, and its text."""
    for block in blocks(page):
        if block.skipped or page == _RULES_PAGE:
            continue
        if block.language == "diff":
            change(block, shell)
        elif block.language == "yaml" and block.file and block.file.startswith(_WRITTEN):
            write(block, shell)
        elif block.language == "sh":
            output = shell.run(f"set -e\n{block.text}set +e")
            assert shell.status == 0, f"{block} exits {shell.status}:\n{output}"
        elif block.language == "console":
            said = [(command, _said(shell, command)) for command in commands(block)]
            wrong = [pair for pair in said if not agrees(pair[0].output, pair[1])]
            if wrong and accept:
                yield block.line, "".join(f"$ {command.text}\n{output}" for command, output in said)
            else:
                assert not wrong, _difference(block, *wrong[0])


def _said(shell: Shell, command: Command) -> str:
    said = shell.run(command.text)
    assert shell.status == 0 or command.output or said, f"{command.text} exits {shell.status} and says nothing"
    return said


def _difference(block: Block, command: Command, said: str) -> str:
    lines = unified_diff(command.output.splitlines(), said.splitlines(), "shown", "said", lineterm="")
    return f"{block}: {command.text}\n" + "\n".join(lines) + "\naccept with: pytest tests/docs --snapshot-update"


def _with_outputs(page: str, new: dict[int, str]) -> str:
    """The page with the text of some blocks written anew, given by their first line."""
    text = read(page).splitlines(keepends=True)
    for block in reversed(list(blocks(page))):
        if block.line in new:
            length = len(block.text.splitlines())
            text[block.line - 1 : block.line - 1 + length] = [
                f"{block.indent}{line}" for line in new[block.line].splitlines(keepends=True)
            ]
    return "".join(text)


@pytest.mark.parametrize("page", [page for page in _pages("yaml") if page != _RULES_PAGE])
def test_yaml_is_read(page: str) -> None:
    """Files of a CRM load, one by one; other YAML is at least strict YAML. What is shown as wrong is said to be."""
    for block in blocks(page):
        if block.language != "yaml" or block.comment.startswith("wrong"):
            continue
        if block.file and block.file.startswith("crm_data/"):
            loaded = load_book(Tree({"crm_data/crm.yaml": "name: Fornos do Vale\n", block.file: block.text}))
            assert not loaded.problems, f"{block}: {loaded.problems[0].message}"
        else:
            whole = _as_map(block)
            problems = load_map(whole)[1] if whole else parse(block.text)[1]
            assert not problems, f"{block}: {problems[0].message}"


def _as_map(block: Block) -> str:
    """The import map that the block is, or is said to be a part of: "rows of a map", "top of a map"."""
    if block.comment == "rows of a map":
        return f"system: other\nfiles:\n  any.csv:\n{indent(block.text, '    ')}"
    if block.comment == "top of a map":
        return f"system: other\n{block.text}files: {{}}\n"
    return block.text if (block.file or "").startswith("maps/") else ""


@pytest.mark.parametrize("page", [page for page in _pages("yaml") if page != _RULES_PAGE])
def test_what_is_shown_as_wrong_gives_its_finding(page: str) -> None:
    """`<!-- wrong: SCH002 -->` above a file: alone beside the settings it gives that finding."""
    for block in blocks(page):
        if block.comment.startswith("wrong: "):
            assert block.file is not None, f"{block}: a wrong file says which it is"
            files = {"crm_data/crm.yaml": "name: Fornos do Vale\n", block.file: block.text}
            found = check(load_book(Tree(files)), files, AS_OF).findings
            assert block.comment.removeprefix("wrong: ") in {one.code for one in found}, f"{block}: {found}"


@pytest.mark.parametrize("page", _pages("python"))
def test_python_compiles(page: str) -> None:
    for block in blocks(page):
        if block.language == "python":
            compile(block.text, str(block), "exec")


_CHECKS: Final = {
    ".pre-commit-config.yaml": ("pre-commit", "validate-config"),
    ".github/workflows/crm.yml": ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
    ".github/workflows/site.yml": ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
}


@pytest.mark.parametrize("page", [page for page in _pages("yaml") if page != _RULES_PAGE])
def test_snippets_for_other_tools_suit_them(page: str, tmp_path: Path) -> None:
    for number, block in enumerate(blocks(page)):
        if block.language == "yaml" and block.file and not block.file.startswith(_WRITTEN):
            path = tmp_path / f"{number}.yaml"
            path.write_text(block.text, "utf-8")
            program, *arguments = _CHECKS[block.file]
            subprocess.run([Path(sys.executable).parent / program, *arguments, path], check=True, capture_output=True)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    lost = [target for target in links(page) if not _leads_somewhere(page, target)]
    assert lost == []


def _leads_somewhere(page: str, target: str) -> bool:
    if re.match(r"https?://|mailto:", target):
        return True
    path, _, anchor = target.partition("#")
    there = (ROOT / page).parent / path if path else ROOT / page
    if not there.resolve().is_relative_to(ROOT) or not there.exists():
        return False
    return not anchor or anchor in anchors(there.resolve().relative_to(ROOT).as_posix())


def test_nothing_generated_is_stale() -> None:
    assert sorted(stale()) == [], "write them anew with: make docs"


def test_check_names_what_is_stale_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from docs import generate

    before = read("docs/commands.md")
    monkeypatch.setattr(generate, "TARGETS", {"docs/commands.md": lambda _root: "else\n"})
    assert generate.main(["--check"]) == 1
    assert "docs/commands.md" in capsys.readouterr().err
    assert read("docs/commands.md") == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert command in anchors("docs/commands.md")


def test_every_argument_has_its_words() -> None:
    """Those of `ARGUMENTS`, and no others."""
    there = {
        (context.info_name, one.name)
        for command, context in all_commands()
        for one in parameters(command, context)
        if isinstance(one, click.Argument)
    }
    assert there == set(ARGUMENTS)


def test_every_option_is_a_variable_too() -> None:
    """A name of ours, and one meaning for each: options that share a variable take the same values."""
    values: dict[str, set[str]] = {}
    for command, context in all_commands():
        for one in parameters(command, context):
            if isinstance(one, click.Option):
                assert str(one.envvar).startswith("TEXTCRM_"), f"{context.info_name} {one.opts[0]}"
                values.setdefault(str(one.envvar), set()).update(getattr(one.type, "choices", ()))
    assert values["TEXTCRM_FORMAT"] == {"table", "csv", "json", "ids"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_documented(rule: Rule) -> None:
    assert f"{rule.code.lower()}-{rule.name}" in anchors(_RULES_PAGE)


def test_first_commands_of_the_readme() -> None:
    """The first screen says what to type: `make site`, then `make test`."""
    shown = [line for block in blocks("README.md") if block.language in _RUN for line in block.text.splitlines()]
    assert [line.partition("#")[0].strip() for line in shown[:2]] == ["make site", "make test"]


def test_picture_shows_the_first_findings() -> None:
    tree = read_tree(ROOT / "docs" / "picture")
    found = check(load_book(tree), tree.files, AS_OF).findings
    assert [one.code for one in found] == ["OPP001", "YML003", "OPP005"]


def test_picture_asks_nobody_for_anything() -> None:
    drawn = read("docs/picture.svg")
    assert re.findall(r"url\((?!#)[^)]*\)|href|<script", drawn) == []
