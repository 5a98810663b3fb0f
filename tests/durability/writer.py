"""A command that writes, in a process of its own: `python -m tests.durability.writer ROOT recover|hold|many|FILE`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import sleep

from textcrm.cli.stop import Stopped, listening
from textcrm.errors import TextcrmError
from textcrm.files import Files
from textcrm.store.read import read_tree
from textcrm.store.write import editing


def main(root: Path, what: str) -> None:
    """Do one thing under the lock: nothing but recover, hold it, write 20,000 files, or make the changes of a file."""
    with editing(root) as desk:
        before = read_tree(root).files if (root / "crm_data").is_dir() else {}
        if what == "hold":
            print("held", flush=True)
            sleep(600)
        elif what != "recover":
            desk.write(before, applied(before, many() if what == "many" else json.loads(Path(what).read_bytes())))


def applied(files: Files, changes: dict[str, str | None]) -> Files:
    """The files with these changes below `crm_data`; `None` stands for a file that goes."""
    changed = {f"crm_data/{path}": text for path, text in changes.items()}
    return {path: text for path, text in {**files, **changed}.items() if text is not None}


def many() -> dict[str, str | None]:
    """As many new records as an import of years brings."""
    return {f"contacts/c-{number}.yaml": f"name: Contact number {number}\n" for number in range(20_000)}


if __name__ == "__main__":
    try:
        with listening():
            main(Path(sys.argv[1]), sys.argv[2])
    except TextcrmError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except Stopped as stopped:
        sys.stderr.write(f"{stopped}\n")
        sys.exit(stopped.exit_code)
