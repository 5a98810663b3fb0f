"""Writing: a report to one file, or the changed files of a CRM all together; the whole of it or nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from textcrm.errors import WorldError
from textcrm.files import Around, Files, unwatched
from textcrm.store.lock import PATIENCE, locked
from textcrm.store.recover import Undone, recover
from textcrm.store.room import folders_for
from textcrm.store.swap import swap
from textcrm.store.undisturbed import undisturbed


def write_file(path: Path, text: str) -> None:
    """Put `text` at `path` in one step; raises `WorldError`, and leaves what is there, where it cannot.

    A pipe or a device is written to and stays what it is; a link is refused, since what it leads to may be anything.
    """
    content = text.encode("utf-8", "surrogateescape")
    try:
        if path.is_symlink():
            raise WorldError(f"{path} is a symbolic link; name the file itself")
        if path.exists() and not path.is_file():
            with path.open("wb", buffering=0) as stream:
                stream.write(content)
        else:
            with undisturbed():
                _replace(path, content)
    except OSError as error:
        raise WorldError(f"cannot write {path}: {error.strerror}") from None


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            os.fchmod(stream.fileno(), _mode(path))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


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
    """The sole right to write to a CRM, held while `editing` lasts; `undone` is what a killed command had begun.

    `made` are the folders that the lock needed or a killed command left, relative to the root.
    """

    root: Path
    room: Path
    undone: Undone | None = None
    made: tuple[str, ...] = ()
    around: Around = unwatched

    def write(self, before: Files, after: Files) -> tuple[str, ...]:
        """Bring the disk from `before`, as it was read, to `after`; the paths that changed, sorted.

        All of it lasts once this returns; where it raises, nothing has changed. `TextcrmError`: the disk is no longer
        as it was read, or a link stands on the way. `WorldError`: the disk refuses. A replaced file keeps its mode and
        owner; a new one is made as the umask says.
        """
        return swap(self.root, self.room, before, after, made=self.made, around=self.around)


@contextmanager
def editing(
    root: Path, data: str = "crm_data", patience: float = PATIENCE, around: Around = unwatched
) -> Iterator[Desk]:
    """Hold the lock of a CRM, with what a killed command left taken back: read inside, and nobody writes meanwhile.

    The data need not be there yet; folders that stay empty are taken away again. Raises `WorldError` where another
    command goes on writing for `patience` seconds.
    """
    *above, room = folders_for(root, data)
    with locked((*above, room), patience) as made:
        undone = recover(root, room)
        made.extend(root / folder for folder in (undone.folders if undone else ()))
        folders = tuple(one.relative_to(root) for one in made if one != room)
        yield Desk(root, room, undone, tuple(one.as_posix() for one in folders), around)


def write_files(root: Path, data: str, before: Files, after: Files, patience: float = PATIENCE) -> Undone | None:
    """As `Desk.write`, for files that were read before the lock was held; what was taken back first, if anything."""
    with editing(root, data, patience) as desk:
        desk.write(before, after)
        return desk.undone
