"""One writer at a time: an advisory lock on a file, which ends with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from textcrm.errors import WorldError
from textcrm.store.disk import sync_folder

#: Seconds that a command waits for another one to finish writing.
PATIENCE = 10.0
_PAUSE = 0.02


@contextmanager
def locked(room: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of `room`, which is made for it and taken away again where nothing is left in it.

    Raises `WorldError`, which names the process that writes, after `patience` seconds, and where there can be no lock.
    """
    made = not room.parent.exists()
    handle = None
    try:
        handle = _acquire(room, patience)
        yield
    finally:
        if handle is not None:
            _release(room, handle)
        _tidy(room, made=made)


def _acquire(room: Path, patience: float) -> int:
    end = monotonic() + patience
    while True:
        try:
            handle, missing = _try(room), None
        except FileNotFoundError as error:  # another process took the folder away as its last act
            handle, missing = None, error
        except OSError as error:
            raise _cannot(room, error) from None
        if handle is not None:
            return handle
        if monotonic() > end:
            raise _cannot(room, missing) if missing else WorldError(_busy(room, patience))
        sleep(_PAUSE)


def _try(room: Path) -> int | None:
    """The lock file, held and open; `None` where another process holds it, or took it away meanwhile."""
    _make(room)
    place = room / "lock"
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is(handle, place):
            with suppress(OSError):  # only those who wait read it
                os.pwrite(handle, b"%-10d\n" % os.getpid(), 0)
            return handle
    except BlockingIOError:
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _make(room: Path) -> None:
    """The folder of lock and journal, durable before anything in it is; a link in its place is not followed."""
    for folder in (room.parent, room):
        with suppress(FileExistsError):
            os.mkdir(folder)
            sync_folder(folder.parent)
    if not stat.S_ISDIR(os.lstat(room).st_mode):
        raise WorldError(f"{room} is not a folder of its own")


def _release(room: Path, handle: int) -> None:
    """Take the file away while it is still held, so that who waits for it sees that it is the lock no more; let go."""
    try:
        with suppress(OSError):
            os.unlink(room / "lock")
    finally:
        os.close(handle)


def _tidy(room: Path, *, made: bool) -> None:
    for folder in (room, room.parent) if made else (room,):
        with suppress(OSError):  # something is in it: a journal, the lock of another process
            os.rmdir(folder)


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
