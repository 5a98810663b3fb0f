"""Single acts on the disk: links are never followed, and what is done lasts."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from textcrm.errors import TextcrmError, WorldError
from textcrm.store.read import SIZE_LIMIT


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose file it is and what may be done with it: permission bits, user and group."""

    mode: int
    user: int
    group: int


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: its bytes, of a file too large to be read only as many as show that, and its owner."""

    content: bytes
    owner: Owner


@contextmanager
def told(verb: str, path: str | Path) -> Iterator[None]:
    """What the system refuses in here becomes a `WorldError` that names the file."""
    try:
        yield
    except OSError as error:
        raise WorldError(f"cannot {verb} {path}: {error.strerror or error}") from None


class Ways:
    """The ways from a root down to files; each folder is looked at once."""

    def __init__(self, root: Path) -> None:
        self._root = os.fspath(root)
        self._there: dict[str, bool] = {"": True}

    def place(self, path: str) -> str:
        """Where a file of that path is on the disk, whose folder may be missing; raises as `has` does."""
        self.has(parent(path))
        return f"{self._root}/{path}"

    def has(self, folder: str) -> bool:
        """Whether there is this folder; raises `TextcrmError` where a link or a file stands on the way."""
        if folder not in self._there:
            self._there[folder] = self.has(parent(folder)) and self._look(folder)
        return self._there[folder]

    def _look(self, folder: str) -> bool:
        try:
            mode = os.lstat(f"{self._root}/{folder}").st_mode
        except FileNotFoundError:
            return False
        if not stat.S_ISDIR(mode):
            what = "a symbolic link" if stat.S_ISLNK(mode) else "a file"
            raise TextcrmError(f"{folder} is {what}, not a folder; nothing was written")
        return True


def parent(path: str) -> str:
    """The folder of a path, empty for what lies at the root."""
    return path.rpartition("/")[0]


def above(path: str) -> Iterator[str]:
    """The folders in which a path lies, innermost first, without the root."""
    while path := parent(path):
        yield path


def find(place: str | Path) -> Found | None:
    """The regular file that stands there, `None` where nothing does; raises `TextcrmError` for anything else."""
    try:
        regular = stat.S_ISREG(os.lstat(place).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not regular:
        raise TextcrmError(f"{place} is no regular file; nothing was written")
    handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(handle)
        owner = Owner(stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)
        return Found(_read(handle, SIZE_LIMIT + 1), owner)
    finally:
        os.close(handle)


def _read(handle: int, most: int) -> bytes:
    parts = []
    while most and (part := os.read(handle, min(most, 1 << 16))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def put(place: str | Path, content: bytes, owner: Owner | None = None) -> int:
    """A new file, written and open, not yet durable; without an owner it is as any new file (0666 & ~umask).

    A file that keeps its owner is nobody else's while it is written. Where the system lets no one give files away, it
    becomes the writer's.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(place, flags, 0o666 if owner is None else 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if owner is not None:
            _give(handle, owner)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _give(handle: int, owner: Owner) -> None:
    status = os.fstat(handle)
    if (status.st_uid, status.st_gid) != (owner.user, owner.group):
        for user in (owner.user, -1):
            with suppress(PermissionError):
                os.fchown(handle, user, owner.group)
                break
    os.fchmod(handle, owner.mode)


def settle(handle: int) -> None:
    """Make an open file durable, and close it."""
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: str | Path) -> None:
    """Make durable which names a folder holds, where the file system can."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def remove(place: str | Path) -> bool:
    """Take a file away; whether there was one."""
    try:
        os.unlink(place)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
