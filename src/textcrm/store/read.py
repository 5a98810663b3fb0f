"""Reading a CRM's folder: regular files only, bounded, links never followed, nothing that can hang."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from textcrm.errors import UsageError, WorldError
from textcrm.files import Around, Texts, Tree, Unread, unread_reason, unwatched

#: Larger files are not read at all.
SIZE_LIMIT = 4 * 1_048_576
_DEPTH = 40


def find_data(start: Path, data: Path | None = None, *, new: bool = False) -> tuple[Path, str]:
    """The root that paths are relative to (the git root, else the folder that holds `crm_data`), and `crm_data` below.

    `data` names the folder itself; without it, it is the nearest `crm_data/crm.yaml` upward from `start`, never above
    the git root. Raises `UsageError` where there is none, or with `new` says where one would be: in `start`.
    """
    try:
        folder = data.absolute() if data is not None else _upward(start) or _below(start)
    except FileNotFoundError:
        raise UsageError("the folder this was started in is gone; go to the CRM's folder") from None
    if data is None and folder.is_symlink():
        raise UsageError(f"{folder} is a symbolic link; if you trust it, name it: --data {folder}")
    if not (new and _may_begin(folder)):
        _check_there(start, data, folder)
    folder = Path(os.path.realpath(folder))
    root = _git_root(folder) or next(parent for parent in folder.parents if parent.is_dir())
    return root, folder.relative_to(root).as_posix()


def _upward(start: Path) -> Path | None:
    here = Path(os.path.realpath(start))
    for folder in (here, *here.parents):
        if os.path.lexists(folder / "crm_data" / "crm.yaml"):
            return folder / "crm_data"
        if (folder / ".git").exists():
            break
    return None


def _below(start: Path) -> Path:
    """Where the data of `start` would be; who stands in `crm_data` already means that."""
    here = Path(os.path.realpath(start))
    return here if here.name == "crm_data" else here / "crm_data"


def _may_begin(folder: Path) -> bool:
    """Whether a CRM may begin there: nothing is in the way."""
    return folder.is_dir() or not os.path.lexists(folder)


def _check_there(start: Path, data: Path | None, folder: Path) -> None:
    if data is None and _may_begin(folder) and not os.path.lexists(folder / "crm.yaml"):
        raise UsageError(f"no crm_data/crm.yaml in {start} or above it; go to the CRM's folder, or name it: --data DIR")
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; --data names the crm_data folder itself")
    if not os.path.lexists(folder / "crm.yaml"):
        raise UsageError(f"{folder} holds no crm.yaml; --data names the crm_data folder itself")


def _git_root(folder: Path) -> Path | None:
    return next((parent for parent in folder.parents if (parent / ".git").exists()), None)


def read_tree(root: Path, data: str = "crm_data", around: Around = unwatched) -> Tree:
    """All YAML files below `data`, and what else was found there that looks like a record and was not read.

    Hidden files and folders are left alone. Raises `WorldError` where the folder itself cannot be listed.
    """
    files: dict[str, bytes] = {}
    unread: list[Unread] = []
    for path, result in around("Reading", _walk(os.fspath(root / data), data, 0)):
        if isinstance(result, Unread):
            unread.append(result)
        else:
            files[path] = result
    return Tree(Texts(files), data, tuple(unread))


def _walk(folder: str, path: str, depth: int) -> Iterator[tuple[str, bytes | Unread]]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        if depth == 0:
            raise WorldError(f"cannot list {folder}: {error.strerror}") from None
        yield path, Unread(path, "unreadable", f"the folder cannot be listed: {error.strerror}")
        return
    for entry in entries:
        if not entry.name.startswith("."):
            place = f"{path}/{entry.name}"
            try:
                yield from _entry(entry, place, depth)
            except OSError as error:
                yield place, Unread(place, "unreadable", f"it cannot be looked at: {error.strerror}")


def _entry(entry: os.DirEntry[str], path: str, depth: int) -> Iterator[tuple[str, bytes | Unread]]:
    reason = unread_reason(entry.name)
    record = reason is None and entry.name.endswith(".yaml")
    if entry.is_dir(follow_symlinks=False) and not record and not reason:
        if depth >= _DEPTH:
            yield path, Unread(path, "too-large", f"folders are nested more than {_DEPTH} deep")
        else:
            yield from _walk(entry.path, path, depth + 1)
    elif entry.is_symlink():
        yield path, _irregular(path, "a symbolic link")
    elif record and not entry.is_file(follow_symlinks=False):
        yield path, _irregular(path, _what(entry.stat(follow_symlinks=False).st_mode))
    elif record:
        yield path, _read(entry.path, path)
    elif reason:
        yield path, Unread(path, reason, _REASONS[reason])


_REASONS = {
    "wrong-extension": "the file was not read: records end in .yaml",
    "leftover-file": "the file was not read: it looks like a copy that an editor or a merge left behind",
}


def _irregular(path: str, what: str) -> Unread:
    return Unread(path, "not-a-regular-file", f"{what} stands where a file is expected; it was not read")


def _what(mode: int) -> str:
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISLNK, "a symbolic link"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((word for test, word in kinds if test(mode)), "a device")


def _read(place: str, path: str) -> bytes | Unread:
    """The bytes of a file. It is opened without following links or waiting, and looked at again once it is open."""
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return Unread(path, "unreadable", f"the file cannot be read: {error.strerror}")
    try:
        return _content(handle, path)
    except OSError as error:
        return Unread(path, "unreadable", f"the file cannot be read: {error.strerror}")
    finally:
        os.close(handle)


def _content(handle: int, path: str) -> bytes | Unread:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        return _irregular(path, _what(status.st_mode))
    size, content = status.st_size, b""
    if size <= SIZE_LIMIT:
        content = os.read(handle, size + 1)
        if len(content) > size:  # it grows while it is read
            content += os.read(handle, SIZE_LIMIT)
        size = max(size, len(content))
    if size > SIZE_LIMIT:
        return Unread(
            path, "too-large", f"the file was not read: it holds {size:,} bytes; at most {SIZE_LIMIT:,} are read"
        )
    return content
