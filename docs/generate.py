"""Writes what the documentation takes from the code: `python -m docs.generate`, and `--check` to only look."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from docs.generators import commands, maps, messages, picture, records, rooms, rules

ROOT = Path(__file__).parents[1]

#: What each file should hold, from what the checkout holds now.
TARGETS: Mapping[str, Callable[[Path], str]] = {
    "docs/architecture.md": rooms.page,
    "docs/commands.md": commands.page,
    "docs/importing.md": maps.page,
    "docs/picture.svg": picture.drawing,
    "docs/records.md": records.page,
    "docs/rules.md": rules.page,
    "src/textcrm/locale/messages.pot": messages.page,
}


def stale(root: Path = ROOT) -> dict[str, str]:
    """The files that are not what they should be, each with what it should hold."""
    made = {name: make(root) for name, make in TARGETS.items()}
    return {name: text for name, text in made.items() if _present(root / name) != text}


def _present(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the stale files, or with `--check` name them and exit 1."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    check = parser.parse_args(arguments).check
    found = stale()
    for name, text in found.items():
        if check:
            print(f"{name} is stale; write it anew with: make docs", file=sys.stderr)
        else:
            (ROOT / name).write_bytes(text.encode("utf-8"))
            print(f"wrote {name}")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
