"""Writing: a report to one file, or the changed files of a CRM all together; the whole of it or nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from textcrm.errors import WorldError
from textcrm.files import Files, changed
from textcrm.store.lock import PATIENCE, locked
from textcrm.store.recover import Undone, recover
from textcrm.store.room import private_folder
from textcrm.store.swap import swap


def write_file(path: Path, text: str) -> None:
    """Put `text` at `path` in one step; raises `WorldError`, and leaves what is there, where it cannot.

    A pipe or a device is written to and stays what it is; a link is refused, since what it leads to may be anything.
    """
    content = text.encode("utf-8", "surrogateescape")
    temporary = None
    try:
        if path.is_symlink():
            raise WorldError(f"{path} is a symbolic link; name the file itself")
        if path.exists() and not path.is_file():
            with path.open("wb", buffering=0) as stream:
                stream.write(content)
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            os.fchmod(stream.fileno(), _mode(path))
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.lexists(temporary):
            os.unlink(temporary)
        raise WorldError(f"cannot write {path}: {error.strerror}") from None


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


@dataclass(frozen=True, slots=True)
class Desk:
    """The sole right to write to a CRM, held while `editing` lasts; `undone` is what a killed command had begun."""

    root: Path
    room: Path
    undone: Undone | None = None

    def write(self, before: Files, after: Files) -> tuple[str, ...]:
        """Bring the disk from `before`, as it was read, to `after`; the paths that changed, sorted.

        All of it lasts once this returns; where it raises, nothing has changed. `TextcrmError`: the disk is no longer
        as it was read, or a link stands on the way. `WorldError`: the disk refuses. A replaced file keeps its mode and
        owner; a new one is made as the umask says.
        """
        paths = changed(before, after)
        if paths:
            swap(self.root, self.room, paths, before, after)
        return paths


@contextmanager
def editing(root: Path, data: str = "crm_data", patience: float = PATIENCE) -> Iterator[Desk]:
    """Hold the lock of a CRM, with what a killed command left taken back: read inside, and nobody writes meanwhile.

    Raises `WorldError` where another command goes on writing for `patience` seconds.
    """
    room = private_folder(root, data)
    with locked(room, patience):
        yield Desk(root, room, recover(root, room))


def write_files(root: Path, data: str, before: Files, after: Files, patience: float = PATIENCE) -> Undone | None:
    """As `Desk.write`, for files that were read before the lock was held; what was taken back first, if anything."""
    with editing(root, data, patience) as desk:
        desk.write(before, after)
        return desk.undone
