"""Imports point down, each library has one home, and the door alone knows what day it is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "textcrm"

#: From the ground up. A room imports from lower rows only; rooms of one row never meet.
ROWS = (
    ("errors", "files", "findings", "tables"),  # words
    ("model",),
    ("source", "likeness", "gates", "locale"),  # text
    ("changes", "metrics", "search"),  # measure
    ("rules", "edits", "merge"),  # judge
    ("check",),
    ("propose", "review", "exchange", "reports"),  # use
    ("reporters", "site"),  # out, still pure
    ("store", "git", "preview"),  # the world
    ("cli",),  # the door
)
FLOOR = {room: floor for floor, row in enumerate(ROWS) for room in row}
#: The world moves text; it does not know records.
WORLD = {"store", "git", "preview"}
#: Modules, with everything inside them, that only these rooms import.
HOMES: dict[str, set[str]] = {
    "click": {"cli"},
    "rich": {"cli", "reporters"},
    "yaml": {"source"},
    "pydantic": {"model", "source"},
    "pydantic_core": {"model", "source"},
    "csv": {"gates", "exchange"},
    "babel": {"locale"},
    "gettext": {"locale"},
    "rapidfuzz": {"likeness"},
    "anyascii": {"likeness"},
    "email_validator": {"model"},
    "phonenumbers": {"model"},
    "cel": {"rules"},
    "jinja2": {"site"},
    "markupsafe": {"site", "locale"},
    "markdown_it": {"site"},
    "nh3": {"site"},
    "icalendar": {"site"},
    "xml": {"gates", "site", "reporters"},
    "sqlite3": {"exchange"},
    "xlsxwriter": {"exchange"},
    "pyarrow": {"exchange"},
    "subprocess": {"git"},
    "os": {"store"},
    "fcntl": {"store"},
    "shutil": {"store"},
    "tempfile": {"store"},
    "http": {"preview"},
    "watchfiles": {"preview"},
    # Nowhere: there is no network, and nothing read from a file is ever run.
    "pickle": set(),
    "socket": set(),
    "urllib.request": set(),
}
#: Calls that reach the disk: only the store makes them. Plain names are bare calls, `.name` is a call on anything.
DISK = [
    *("open", ".open", ".read_bytes", ".read_text", ".write_bytes", ".write_text", ".glob", ".iterdir", ".rglob"),
    *(".walk", ".chmod", ".hardlink_to", ".mkdir", ".rmdir", ".symlink_to", ".touch", ".unlink"),
]
CALLS: dict[str, set[str]] = {
    **{call: {"store"} for call in DISK},
    **{call: {"cli"} for call in (".now", ".today", ".utcnow")},
    # What records and settings say is never code, nor a template.
    **{call: set() for call in ("eval", "exec", ".from_string")},
}
#: Standard-library modules whose functions share a name with those above.
NOT_FILES = {"ast", "webbrowser"}


def modules(src: Path) -> list[Path]:
    """The files that belong to a room: all but the package's own `__init__.py` and `__main__.py`."""
    return [path for path in sorted(src.rglob("*.py")) if path.parent != src or not path.name.startswith("__")]


def violations(path: Path, src: Path) -> Iterator[str]:
    """One sentence for everything in the file that its room may not do."""
    here = path.relative_to(src).parts[0].removesuffix(".py")
    if here not in FLOOR:
        yield f"{here} stands in no row"
        return
    tree = ast.parse(path.read_text("utf-8"))
    for name in imports(tree):
        yield from judge_import(here, name)
    for call in sorted(calls(tree) & CALLS.keys()):
        if here not in CALLS[call]:
            yield f"{here} must not call {call}"


def imports(tree: ast.AST) -> Iterator[str]:
    """Every imported name in full (`textcrm.model.Book`); a relative import begins with its dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def judge_import(here: str, name: str) -> Iterator[str]:
    """What is wrong with this room importing that name."""
    top, _, rest = name.partition(".")
    if not top:
        yield f"{here} imports {name} relatively"
    elif top == "textcrm":
        yield from judge_room(here, rest.partition(".")[0])
    for library, homes in HOMES.items():
        if f"{name}.".startswith(f"{library}.") and here not in homes:
            yield f"{here} must not import {library}"


def judge_room(here: str, there: str) -> Iterator[str]:
    """What is wrong with this room importing that one; the package's `__version__` is everybody's."""
    if there in (here, "__version__"):
        return
    if there not in FLOOR:
        yield f"{there} stands in no row"
    elif FLOOR[there] >= FLOOR[here]:
        yield f"{here} must not import {there}"
    elif here in WORLD and FLOOR[there] > 0:
        yield f"{here} must not know {there}"


def calls(tree: ast.AST) -> set[str]:
    """The names called in the tree, with a dot in front where they are called on something."""
    return {name for node in ast.walk(tree) if isinstance(node, ast.Call) for name in called(node.func)}


def called(function: ast.expr) -> Iterator[str]:
    """The name of a called function, if it has one that matters."""
    if isinstance(function, ast.Name):
        yield function.id
    elif isinstance(function, ast.Attribute):
        owner = function.value
        if not (isinstance(owner, ast.Name) and owner.id in NOT_FILES):
            yield f".{function.attr}"


@pytest.mark.parametrize("path", modules(SRC), ids=lambda path: path.relative_to(SRC).as_posix())
def test_module_keeps_to_its_room(path: Path) -> None:
    assert list(violations(path, SRC)) == []


Plant = Callable[[str, str], list[str]]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Puts one module into a small sound package and gives the violations of the whole."""

    def put(name: str, text: str) -> list[str]:
        sound = {
            "__init__.py": '__version__ = "1"',
            "__main__.py": "from textcrm.cli import main",
            "errors.py": "import re",
            "model/book.py": "import pydantic\nfrom textcrm.errors import TextcrmError",
            "rules/moves.py": "from textcrm.changes import Change\nfrom textcrm.rules import registry",
            "store/write.py": "import os\nfrom textcrm.files import Files\nPath('x').write_bytes(b'')",
            "cli/__init__.py": "import click\nfrom textcrm import __version__, store\ndate.today()",
        }
        for path, content in {**sound, name: text}.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(content, "utf-8")
        return [found for path in modules(tmp_path) for found in violations(path, tmp_path)]

    return put


def test_sound_package_has_no_violations(plant: Plant) -> None:
    assert plant("model/deal.py", "from textcrm.model.book import Book") == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("model/deal.py", "from textcrm.rules import moves", "model must not import rules"),
        ("model/deal.py", "import textcrm.cli", "model must not import cli"),
        ("model/deal.py", "from textcrm import check", "model must not import check"),
        ("model/deal.py", "def late():\n    from textcrm.site import pages", "model must not import site"),
        ("model/deal.py", "if TYPE_CHECKING:\n    from textcrm.site import pages", "model must not import site"),
        ("metrics/stages.py", "from textcrm.changes import compare", "metrics must not import changes"),
        ("store/read.py", "from textcrm.model import Book", "store must not know model"),
        ("model/deal.py", "from . import book", "model imports ..book relatively"),
        ("model/deal.py", "from textcrm.helpers import join", "helpers stands in no row"),
        ("helpers.py", "import re", "helpers stands in no row"),
        ("rules/leads.py", "import click", "rules must not import click"),
        ("rules/leads.py", "from yaml import safe_load", "rules must not import yaml"),
        ("rules/leads.py", "import xml.etree.ElementTree", "rules must not import xml"),
        ("cli/export.py", "from urllib.request import urlopen", "cli must not import urllib.request"),
        ("cli/export.py", "from os import environ", "cli must not import os"),
        ("model/deal.py", "from datetime import date\nage = date.today()", "model must not call .today"),
        ("site/render.py", "Path('index.html').write_text('')", "site must not call .write_text"),
        ("cli/export.py", "open('deals.csv')", "cli must not call open"),
        ("site/page.py", "templates.from_string(note)", "site must not call .from_string"),
        ("rules/policies.py", "eval('amount > 0')", "rules must not call eval"),
    ],
)
def test_planted_violation_is_found(plant: Plant, name: str, text: str, found: str) -> None:
    assert plant(name, text) == [found]


@pytest.mark.parametrize("text", ["import re\nre.compile('x').sub('', 'y')", "import click_plugins", "import osmosis"])
def test_likely_names_are_left_alone(plant: Plant, text: str) -> None:
    assert plant("rules/leads.py", text) == []
