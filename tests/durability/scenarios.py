"""Commands to be interrupted: what is there before, what is there after, and how to tell one from the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.durability.writer import applied
from tests.small_book import AS_OF, SMALL
from textcrm.check import check
from textcrm.files import Tree
from textcrm.source.load import load_book
from textcrm.store.read import read_tree
from textcrm.store.recover import read_settled

DEAL = "opportunities/padaria-estrela-ovens.yaml"
COMPANY = "companies/padaria-estrela.yaml"
#: Every path below a root with kind and permission bits, and its bytes if it is a file.
State = Mapping[str, tuple[int, bytes]]


class Case(Protocol):
    """A command that writes, and the folder it finds; with git or without."""

    @property
    def git(self) -> bool:
        """Whether the folder is a repository, with all that is there before committed."""

    def prepare(self, root: Path) -> Path:
        """Put what is there before into a folder, which is returned."""

    def command(self, root: Path, aside: Path) -> Sequence[str]:
        """The command on that folder; what it needs besides it finds in the other one."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Files below `crm_data` before and after, written by a command that does nothing else; `None` is a file that goes.

    With git or without.
    """

    before: Mapping[str, str]
    changes: Mapping[str, str | None]
    git: bool = True

    @property
    def after(self) -> Mapping[str, bytes]:
        """The bytes of all records once it is done."""
        files = {f"crm_data/{path}": text for path, text in self.before.items()}
        return {path: text.encode() for path, text in applied(files, dict(self.changes)).items()}

    def prepare(self, root: Path) -> Path:
        """Put what is there before into a folder, with modes and line ends that a careless write would lose."""
        root.mkdir(exist_ok=True)
        for path, text in self.before.items():
            place = root / "crm_data" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
            place.chmod(0o664)
        if self.git:
            git(root, "init", "-q", "--template=", "-b", "main")
            git(root, "add", "-A")
            git(root, "commit", "-qm", "before", "--allow-empty")
        return root

    def command(self, root: Path, aside: Path) -> Sequence[str]:
        changes = aside / "changes.json"
        changes.write_text(json.dumps(dict(self.changes)))
        return [sys.executable, "-B", "-m", "tests.durability.writer", str(root), str(changes)]


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Joana", "-c", "user.email=joana@fornosdovale.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def _many(count: int, name: str) -> Mapping[str, str]:
    return {f"contacts/{name}-{number}.yaml": f"name: Ana {name} {number}\n" for number in range(count)}


SCENARIOS: Mapping[str, Scenario] = {
    "import": Scenario({}, {**SMALL, **_many(4, "nova")}, git=False),
    "import with git": Scenario({}, SMALL),
    "convert": Scenario(
        {**SMALL, COMPANY: "name: Padaria Estrela\r\ntypes: [customer]\r\n", "contacts/old.yaml": "name: Ana Velha\n"},
        {
            DEAL: SMALL[DEAL].replace("two deck ovens", "three deck ovens"),
            COMPANY: "name: Padaria Estrela\r\ntypes: [customer]\r\nindustry: Bakery\r\n",
            "contacts/old.yaml": None,
            "contacts/north/ana.yaml": "name: Ana Prado\ncompany: padaria-estrela\n",
            "leads/ana.yaml": "name: Ana Prado\nstatus: new\nemail: ana@padaria.example\ncreated: 2026-11-20\n",
        },
    ),
    "replace": Scenario(
        {**SMALL, **_many(4, "antiga")},
        {path: f"{text}# seen again\n" for path, text in {**SMALL, **_many(4, "antiga")}.items()},
        git=False,
    ),
}


def state(root: Path) -> State:
    """What is there, git's own files left out but for the store's."""
    found: dict[str, tuple[int, bytes]] = {}
    for folder, folders, names in os.walk(root):
        below = Path(folder).relative_to(root).as_posix()
        if below == ".git":
            folders[:] = [name for name in folders if name == "textcrm"]
            continue
        for name in names:
            place = Path(folder) / name
            found[f"{below}/{name}"] = (place.lstat().st_mode, place.read_bytes())
        # An empty folder is a leftover as well, but for the very first one that a new CRM needs: a kill right after it
        # was made leaves no sign of whose it is.
        if not names and not folders and below not in (".", "crm_data"):
            found[below] = (0, b"")
    return found


def texts(state: State) -> Mapping[str, bytes]:
    """The bytes of the records, and nothing else."""
    return {path: content for path, (_, content) in state.items() if path.endswith(".yaml")}


def as_read(root: Path) -> Mapping[str, bytes]:
    """The records as a reading command sees them, a write that is not finished taken away."""
    if not (root / "crm_data").is_dir():
        return {}
    tree = read_settled(root)[0]
    return {path: text.encode("utf-8", "surrogateescape") for path, text in tree.files.items()}


def is_valid(root: Path) -> bool:
    """Whether `validate` would find no error; no CRM at all is none."""
    tree = read_tree(root) if (root / "crm_data").is_dir() else Tree({})
    return not tree.files or not check(load_book(tree), tree.files, AS_OF).errors
