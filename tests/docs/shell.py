"""Runs what a page shows: files are written, changes made, commands run and their output compared."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.docs.pages import ROOT, Block

_NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build", "site")


@dataclass(slots=True)
class Shell:
    """A shell in a folder of its own; folder and variables are kept from one command to the next."""

    home: Path
    folder: Path
    state: str = ""
    status: int = 0
    shown: dict[int, list[str]] = field(default_factory=dict)

    def run(self, command: str) -> str:
        """What the command prints, on both streams."""
        kept = self.home / "state"
        script = f"{self.state}\n(exit {self.status})\n{command}\nstatus=$?\n"
        script += f"{{ printf 'cd %q\\n' \"$PWD\"; export -p; }} > {shlex.quote(str(kept))}\nexit $status"
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self._environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
        )  # fmt: skip  # two lines
        self.status, self.state = done.returncode, kept.read_text("utf-8") if kept.exists() else ""
        return done.stdout.decode("utf-8")

    def _environment(self) -> dict[str, str]:
        """What a stranger's shell has, with the programs of the environment that runs the tests."""
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        git = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
               for what, value in (("NAME", "Joana Prado"), ("EMAIL", "joana@fornosdovale.example"))}  # fmt: skip
        branch = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "init.defaultBranch", "GIT_CONFIG_VALUE_0": "main"}
        return {"PATH": programs, "HOME": str(self.home), "LANG": "C.UTF-8", **git, **branch}

    @property
    def here(self) -> Path:
        """The folder the shell is in now."""
        found = re.match(r"cd (.*)\n", self.state)
        return Path(shlex.split(found[1])[0]) if found else self.folder


def checkout(folder: Path) -> Path:
    """A copy of the checkout, without its history and without what is made from it."""
    shutil.copytree(ROOT, folder, ignore=_NOT_COPIED)
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    return folder


def write(block: Block, shell: Shell) -> None:
    """Make the file that the block says it is."""
    assert block.file is not None
    path = shell.here / block.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text.partition("\n")[2], "utf-8")


def change(block: Block, shell: Shell) -> None:
    """Make the change that a `diff` block shows: its lines without `+` must stand in the file once, in a row."""
    assert block.file is not None, f"{block}: the first line names no file"
    path = shell.here / block.file
    lines = block.text.splitlines(keepends=True)[1:]
    before = "".join(line[1:] for line in lines if not line.startswith("+"))
    after = "".join(line[1:] for line in lines if not line.startswith("-"))
    text = path.read_text("utf-8")
    assert f"\n{text}".count(f"\n{before}") == 1, (
        f"{block}: these lines stand in {block.file} not exactly once:\n{before}"
    )
    path.write_text(f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:], "utf-8")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a `console` block, and the output shown below it."""

    text: str
    output: str


def commands(block: Block) -> list[Command]:
    """The commands of a `console` block, each after `$ `; a line that ends with a backslash goes on."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.text.splitlines(keepends=True):
        goes_on = found and not found[-1][1] and found[-1][0][-1].endswith("\\\n")
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif goes_on:
            found[-1][0].append(line)
        else:
            assert found, f"{block}: output before the first command"
            found[-1][1].append(line)
    return [Command("".join(command).rstrip("\n"), "".join(output)) for command, output in found]


def agrees(shown: str, said: str) -> bool:
    """Whether the output is what is shown; `...` stands for any text, alone in a line for any lines."""
    pattern = re.escape(shown).replace(r"\.\.\.", ".*")
    pattern = re.sub(r"^\.\*\n", "(?:.*\n)*", pattern, flags=re.MULTILINE)
    return re.fullmatch(pattern, said) is not None
