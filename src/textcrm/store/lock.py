"""One writer at a time: an advisory lock on a file, which ends with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from textcrm.errors import WorldError
from textcrm.store.disk import sync_folder
from textcrm.store.undisturbed import undisturbed

#: Seconds that a command waits for another one to finish writing.
PATIENCE = 10.0
_PAUSE = 0.02
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def locked(folders: Sequence[Path], patience: float = PATIENCE) -> Iterator[list[Path]]:
    """Hold the lock of the last folder, which is made for it, with those above it, where they are missing.

    Yields the folders that were made, outermost first. They, what the caller adds, and the last one are taken away at
    the end where nothing is left in them. Raises `WorldError`, which names the process that writes, after `patience`
    seconds, and where there can be no lock.
    """
    lock = _Lock(tuple(folders))
    try:
        _acquire(lock, patience)
        yield lock.made
    finally:
        with undisturbed():
            lock.release()


@dataclass(slots=True)
class _Lock:
    """The lock of a folder: open and held while it has a `handle`."""

    folders: tuple[Path, ...]
    made: list[Path] = field(default_factory=list)
    handle: int | None = None

    @property
    def room(self) -> Path:
        return self.folders[-1]

    def try_to_hold(self) -> bool:
        """Whether it is held now; not where another process holds it, or took it away meanwhile."""
        self._make()
        handle = os.open(self.room / "lock", _FLAGS, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is(handle, self.room / "lock"):
                with suppress(OSError):  # only those who wait read it
                    os.pwrite(handle, b"%-10d\n" % os.getpid(), 0)
                self.handle = handle
        except BlockingIOError:
            pass
        finally:
            if self.handle is None:
                os.close(handle)
        return self.handle is not None

    def _make(self) -> None:
        """The folders, each durable before anything is in it; a link in the place of the last is not followed."""
        for folder in self.folders:
            try:
                os.mkdir(folder)
            except FileExistsError:
                if folder == self.room and self._is_left_over():
                    self.made = list(self.folders)
            else:
                self.made.append(folder)
                sync_folder(folder.parent)
        if not stat.S_ISDIR(os.lstat(self.room).st_mode):
            raise WorldError(f"{self.room} is not a folder of its own")

    def _is_left_over(self) -> bool:
        """Whether a killed command left the room, so that it may have made what is above; a journal would say."""
        return self.room not in self.made and not os.path.lexists(self.room / "journal")

    def release(self) -> None:
        """Take the file away while it is still held, so that who waits for it sees that it is the lock no more; let go.

        Then take the folders away in which nothing is left.
        """
        if self.handle is not None:
            try:
                with suppress(OSError):
                    os.unlink(self.room / "lock")
            finally:
                os.close(self.handle)
        for folder in sorted({self.room, *self.made}, reverse=True):
            with suppress(OSError):  # something is in it: a journal, records, the lock of another process
                os.rmdir(folder)


def _acquire(lock: _Lock, patience: float) -> None:
    end = monotonic() + patience
    while True:
        missing = None
        try:
            with undisturbed():
                if lock.try_to_hold():
                    return
        except FileNotFoundError as error:  # another process took the folder away as its last act
            missing = error
        except OSError as error:
            raise _cannot(lock.room, error) from None
        if monotonic() > end:
            raise _cannot(lock.room, missing) if missing else WorldError(_busy(lock.room, patience))
        sleep(_PAUSE)


def _cannot(room: Path, error: OSError) -> WorldError:
    return WorldError(f"cannot lock {room / 'lock'}: {error.strerror}")


def _is(handle: int, place: Path) -> bool:
    """Whether the open file is the one that stands there now."""
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(place))
    except FileNotFoundError:
        return False


def _busy(room: Path, patience: float) -> str:
    try:
        holder = f" (process {int((room / 'lock').read_bytes()[:20])})"
    except (OSError, ValueError):
        holder = ""
    return f"another textcrm{holder} is writing; gave up after {patience:g} s; try again when it has ended"
