"""What is measured in a process of its own: `python -m bench.child floor|pure|ruamel|strict FOLDER`."""

from __future__ import annotations

import gc
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
    """The product's reader and loader over the same files as its commands run them, without the collector; no rules."""
    gc.disable()
    from textcrm.source.load import load_book
    from textcrm.store.read import read_tree

    loaded = load_book(read_tree(Path(folder)))
    if loaded.problems:
        sys.exit(f"not loaded: {loaded.problems[0]}")


CHILDREN: Final[dict[str, Callable[[str], None]]] = {"floor": floor, "pure": pure, "ruamel": ruamel, "strict": strict}

if __name__ == "__main__":
    CHILDREN[sys.argv[1]](sys.argv[2])
