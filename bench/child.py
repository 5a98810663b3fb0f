"""What is measured in a process of its own: `python -m bench.child floor|pure|ruamel|strict|load|plain FOLDER`."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final


def contents(folder: str) -> Iterator[bytes]:
    """The bytes of every YAML file below a folder."""
    for path in Path(folder).rglob("*.yaml"):
        yield path.read_bytes()


def floor(folder: str) -> None:
    """The least a plain Python tool would do; nothing is kept, the garbage collector is as Python has it."""
    import yaml

    for data in contents(folder):
        yaml.load(data, Loader=yaml.CSafeLoader)


def pure(folder: str) -> None:
    """PyYAML without libyaml."""
    import yaml

    for data in contents(folder):
        yaml.load(data, Loader=yaml.SafeLoader)


def ruamel(folder: str) -> None:
    """A round trip that keeps comments."""
    import io

    from ruamel.yaml import YAML

    trip: Any = YAML(typ="rt")
    for data in contents(folder):
        trip.dump(trip.load(data), io.BytesIO())


def strict(folder: str) -> None:
    """The product's counterpart of the floor: every file read strictly into plain data, nothing kept, no collector."""
    gc.disable()
    from textcrm.source.load import read_text
    from textcrm.store.read import read_tree

    tree = read_tree(Path(folder))
    for text in tree.files.values():
        data, problems = read_text(text, list if text.startswith("- ") else dict)
        if data is None:
            sys.exit(f"not read: {problems[0]}")


def load(folder: str) -> None:
    """The whole way from files to a typed and indexed book, as the product's commands go it; no rules."""
    gc.disable()
    from textcrm.source.load import load_book
    from textcrm.store.read import read_tree

    loaded = load_book(read_tree(Path(folder)))
    if loaded.problems:
        sys.exit(f"not loaded: {loaded.problems[0]}")


def plain(folder: str) -> None:
    """Every file of `files.json` in the folder, written below it and made safe before the next: no plan, no journal."""
    texts: dict[str, str] = json.loads((Path(folder) / "files.json").read_bytes())
    for path, text in texts.items():
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())


CHILDREN: Final[dict[str, Callable[[str], None]]] = {
    one.__name__: one for one in (floor, pure, ruamel, strict, load, plain)
}

if __name__ == "__main__":
    CHILDREN[sys.argv[1]](sys.argv[2])
