"""The rooms of `docs/architecture.md`: the rows that the architecture test holds, as far as they are built."""

from __future__ import annotations

import ast
from pathlib import Path

from docs.generators.markdown import filled, table
from tests.test_architecture import HOMES, ROWS


def page(root: Path) -> str:
    """The page with its table of rooms and of homes."""
    path = root / "docs" / "architecture.md"
    return filled(path.read_text("utf-8"), {"rooms": _rooms(root), "homes": _homes(root)})


def _rooms(root: Path) -> str:
    rows = []
    for number, row in enumerate(ROWS, start=1):
        rows += [(str(number), f"`{room}`", words) for room in row if (words := _about(root, room))]
    return table(("Row", "Room", "What lives there"), rows)


def _about(root: Path, room: str) -> str:
    """The first line of a room's docstring, empty for a room that is not built."""
    package = root / "src" / "textcrm" / room
    path = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    if not path.exists():
        return ""
    words = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0]
    return words.replace("\n", " ")


def _homes(root: Path) -> str:
    built = {room for row in ROWS for room in row if _about(root, room)}
    rows = []
    for library, homes in HOMES.items():
        here = sorted(homes & built)
        if here:
            rows.append((f"`{library}`", ", ".join(f"`{home}`" for home in here)))
    return table(("Library", "Imported only by"), rows)
