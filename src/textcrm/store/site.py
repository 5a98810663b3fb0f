"""A site on the disk: written beside the old one and swapped for it, never over what is no site of ours."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from itertools import count as numbers
from pathlib import Path
from typing import Final

from textcrm.errors import TextcrmError, WorldError
from textcrm.store.disk import put, told
from textcrm.store.templates import TEMPLATES

#: The file that says that a folder is a site of ours; it names what stands at its top, one name a line.
MARKER: Final = ".textcrm-site"
_FIRST_LINE: Final = "A site built by textcrm: the next build replaces the whole folder."
#: What file managers leave in any folder, and nobody misses.
_LITTER: Final = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of renameat2 on Linux, RENAME_SWAP of renamex_np on macOS
_HERE: Final = -100  # AT_FDCWD


@dataclass(frozen=True, slots=True)
class Target:
    """A folder that a site may be written to: checked, and still to be checked again before it is replaced."""

    folder: Path
    temporary: Path


def site_target(output: Path, root: Path, data: str) -> Target:
    """The folder at `output`, of the CRM whose records are in `data` below `root`.

    Raises `TextcrmError` where a site would take the place of anything else: of a folder with other things in it, of a
    link, of the home folder, of the repository, of the records or a folder that holds them, of the company's templates.
    """
    records = Path(os.path.realpath(root / data))
    folder = Path(os.path.realpath(output))
    reason = _no_place(output, folder, Path(os.path.realpath(root)), records)
    if reason:
        raise TextcrmError(f"{reason}; name a folder of the site's own, for example {_example(records)}")
    _refuse_foreign(folder)
    return Target(folder, folder.parent / f".{folder.name[:100]}.textcrm-{os.getpid()}-{os.urandom(3).hex()}")


def _no_place(output: Path, folder: Path, root: Path, records: Path) -> str:
    """Why no site may ever be there, where `output` leads; empty where one may."""
    if output.is_symlink():
        return f"{output} is a symbolic link"
    if folder == folder.parent or folder == Path(os.path.realpath(Path.home())):
        return f"{folder} is no place for a site, which replaces the whole folder"
    if folder == records or records.is_relative_to(folder) or root.is_relative_to(folder):
        return f"{folder} holds the records"
    if folder.is_relative_to(records):
        return f"{folder} lies in {records}, which holds the records"
    if folder.is_relative_to(templates := records.parent / TEMPLATES):
        return f"{folder} lies in {templates}, from which the next site is made"
    return f"{folder} lies in git's own folder" if ".git" in folder.parts else _no_way(folder)


def _no_way(folder: Path) -> str:
    """The file that stands where a folder above it should be; empty where none does."""
    file = next((one for one in folder.parents if os.path.lexists(one) and not one.is_dir()), None)
    return f"{file} is a file" if file else ""


def _example(records: Path) -> Path:
    """A folder beside the records that a site may be written to."""
    names = chain(("site",), (f"site-{number}" for number in numbers(2)))
    return next(folder for folder in map(records.parent.joinpath, names) if _is_free(folder))


def _is_free(folder: Path) -> bool:
    try:
        _refuse_foreign(folder)
    except TextcrmError:
        return False
    return True


def write_site(target: Target, files: Iterable[tuple[str, str]]) -> int:
    """Write all files and put them where the old site stands; how many there are.

    Killed at any moment, it leaves the old site or the new one, and at worst a hidden folder beside it, which the next
    build removes. Where it raises, the old site stands: `WorldError` if the disk refuses.
    """
    with told("make", target.folder.parent):
        target.folder.parent.mkdir(parents=True, exist_ok=True)
    _tidy(target)
    with _folder(target.temporary) as written:
        count = written.fill(files)
        _refuse_foreign(target.folder)
        with told("put in place", target.folder), _replaceable(target.folder):
            _swap(target.temporary, target.folder)
    return count


@contextmanager
def _replaceable(folder: Path) -> Iterator[None]:
    """What holds another disk cannot be replaced in here, and what to do is said."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        raise WorldError(
            f"cannot put in place {folder}: {error.strerror}, as where a disk is mounted;"
            f" name a folder inside it, for example {folder / 'site'}"
        ) from None


def _refuse_foreign(folder: Path) -> None:
    """Only what is not there, is empty or is a site of ours, with nothing of anybody else at its top, is replaced."""
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise TextcrmError(f"{folder} is no folder; name one that a site may replace")
    with told("list", folder):
        found = set(os.listdir(folder)) - _LITTER
    if found and MARKER not in found:
        raise TextcrmError(f"{folder} holds other things and no site ({MARKER}); name an empty folder, or a new one")
    foreign = sorted(found - _known(folder)) if found else []
    if foreign:
        raise TextcrmError(
            f"{folder} holds {foreign[0]}, which no build put there; move it away, as the folder is replaced"
        )


def _known(folder: Path) -> set[str]:
    """The names at the top that the last build wrote; none where the marker is not of ours."""
    marker = folder / MARKER
    with told("read", marker):
        if not stat.S_ISREG(os.lstat(marker).st_mode):
            return set()
        first, *names = marker.read_text("utf-8", "surrogateescape").splitlines() or [""]
    return {MARKER, *names} if first == _FIRST_LINE else set()


@dataclass(slots=True)
class _Written:
    """A folder in the making."""

    place: str
    folders: set[str]

    def fill(self, files: Iterable[tuple[str, str]]) -> int:
        """Write the files, and at last the marker; how many files there are."""
        count, tops = 0, set()
        for path, text in files:
            self._write(path, text)
            tops.add(path.partition("/")[0])
            count += 1
        self._write(MARKER, "".join(f"{line}\n" for line in (_FIRST_LINE, *sorted(tops))))
        return count

    def _write(self, path: str, text: str) -> None:
        folder, _, name = path.rpartition("/")
        if not name or any(part in ("", ".", "..") for part in path.split("/")) or "\0" in path:
            raise TextcrmError(f"{path} is not a path of a site")
        with told("write", path):
            if folder not in self.folders:
                os.makedirs(f"{self.place}/{folder}", exist_ok=True)
                self.folders.add(folder)
            os.close(put(f"{self.place}/{path}", text.encode("utf-8", "surrogateescape")))


@contextmanager
def _folder(temporary: Path) -> Iterator[_Written]:
    """A new folder, locked as long as it is in the making, and away at the end, whatever it then holds."""
    with told("make", temporary):
        os.mkdir(temporary)
        handle = os.open(temporary, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield _Written(os.fspath(temporary), {""})
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        os.close(handle)


def _tidy(target: Target) -> None:
    """Remove what builds left that were killed: nobody holds the lock of theirs any more."""
    start = target.temporary.name.rpartition(".textcrm-")[0] + ".textcrm-"
    with suppress(OSError):
        for name in os.listdir(target.folder.parent):
            if name.startswith(start):
                _remove_forsaken(target.folder.parent / name)


def _remove_forsaken(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:  # a build is at it
        return
    finally:
        os.close(handle)


def _swap(new: Path, old: Path) -> None:
    """Put `new` where `old` stands, and `old`, if there is one, where `new` was."""
    if not os.path.lexists(old) or not os.listdir(old):
        os.rename(new, old)
        return
    shutil.copymode(old, new)
    if not _exchange(os.fsencode(new), os.fsencode(old)):
        aside = new.with_name(f"{new.name}-old")
        os.rename(old, aside)
        os.rename(new, old)
        os.rename(aside, new)


def _exchange(one: bytes, other: bytes) -> bool:
    """Exchange two names in one step; `False` where the system or the file system has no such step."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        done = library.renamex_np(one, other, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        done = library.renameat2(_HERE, one, _HERE, other, _EXCHANGE)
    else:
        return False
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number))
