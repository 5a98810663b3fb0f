"""The rooms of `docs/architecture.md`: the rows that the architecture test holds, as far as they are built."""

from __future__ import annotations

import ast
from pathlib import Path

from docs.generators.markdown import filled, table
from tests.test_architecture import HOMES, ROWS, imports, modules


def page(root: Path) -> str:
    """The page with its table of rooms and of homes."""
    path = root / "docs" / "architecture.md"
    return filled(path.read_text("utf-8"), {"rooms": _rooms(root), "homes": _homes(root)})


def _rooms(root: Path) -> str:
    built = [[(room, words) for room in row if (words := _about(root, room))] for row in ROWS]
    numbered = enumerate((row for row in built if row), start=1)
    rows = [(str(number), f"`{room}`", words) for number, row in numbered for room, words in row]
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
    """The libraries that are in use, each with the rooms that import it."""
    users: dict[str, set[str]] = {library: set() for library in HOMES}
    src = root / "src" / "textcrm"
    for path in modules(src):
        room = path.relative_to(src).parts[0].removesuffix(".py")
        for name in imports(ast.parse(path.read_text("utf-8"))):
            for library in HOMES:
                if f"{name}.".startswith(f"{library}."):
                    users[library].add(room)
    rows = [
        (f"`{library}`", ", ".join(f"`{room}`" for room in sorted(rooms))) for library, rooms in users.items() if rooms
    ]
    return table(("Library", "Imported only by"), rows)
