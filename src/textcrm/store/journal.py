"""The journal: how things were before a write that is not finished, in one file that is there whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textcrm.errors import TextcrmError, WorldError
from textcrm.store.disk import Owner, parent, put, remove, settle, sync_folder, told

_VERSION = 1
_LIMIT = 1 << 30
#: A journal in the making, and one that is over: they say nothing.
_DRAFT, _DONE = "journal.draft", "journal.done"
_NEVER = (".git", ".textcrm")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a write does to one file: text and owner before (`None`: no such file), digest of the bytes after."""

    path: str
    old: str | None
    owner: Owner | None
    new: str | None

    def was(self, content: bytes | None) -> bool:
        """Whether these bytes are the file as it was, `None` standing for no file."""
        return content == (None if self.old is None else encoded(self.old))

    def becomes(self, content: bytes | None) -> bool:
        """Whether these bytes are the file as it is to be."""
        return (None if content is None else digest(content)) == self.new


@dataclass(frozen=True, slots=True)
class Journal:
    """A write that is not finished: by which process, on which files, and the folders it makes, outermost first."""

    process: int
    token: str
    entries: tuple[Entry, ...]
    folders: tuple[str, ...] = ()

    def temporary(self, number: int) -> str:
        """The path under which the new content of an entry is prepared: hidden, in the folder of the file."""
        folder, slash, _ = self.entries[number].path.rpartition("/")
        return f"{folder}{slash}.textcrm-{self.token}-{number}"

    @property
    def touched_folders(self) -> tuple[str, ...]:
        """The folders in which a name comes or goes, sorted; empty for the root."""
        return tuple(sorted({parent(path) for path in (*self.folders, *(entry.path for entry in self.entries))}))

    @property
    def notice(self) -> str:
        """What to tell who reads meanwhile."""
        who = f"process {self.process}"
        return f"{who} is writing, or was cut off; this is how things were before its {len(self.entries)} changes"


def encoded(text: str) -> bytes:
    """The bytes of a text of `Files`."""
    return text.encode("utf-8", "surrogateescape")


def digest(content: bytes) -> str:
    """What tells one content from another."""
    from hashlib import sha256  # who reads where nobody writes does without OpenSSL

    return sha256(content).hexdigest()


def safe(path: str) -> bool:
    """Whether a path leads to a file below the root, and to none of git's or of the store's own."""
    parts = path.split("/")
    return "\0" not in path and all(part not in ("", ".", "..") and part.lower() not in _NEVER for part in parts)


def begin(room: Path, journal: Journal) -> None:
    """Put the journal in force: from here until `finish` everything it names is as before for who reads."""
    content = _content(journal)
    if len(content) > _LIMIT:
        raise TextcrmError(f"these are more changes than can be made at once: {len(content):,} bytes to remember")
    with told("write", room / "journal"):
        settle(put(room / _DRAFT, content))
        os.replace(room / _DRAFT, room / "journal")
        sync_folder(room)


def finish(room: Path) -> None:
    """Take the journal out of force, durably; until `discard`, `revive` puts it back."""
    with told("write", room / "journal"):
        os.replace(room / "journal", room / _DONE)
        sync_folder(room)


def revive(room: Path) -> None:
    """Put a journal back in force that a `finish` without success took out."""
    with suppress(FileNotFoundError):
        os.replace(room / _DONE, room / "journal")


def discard(room: Path) -> None:
    """Take away what is not in force: a journal that was not written to its end, and one that is over."""
    for name in (_DRAFT, _DONE):
        remove(room / name)


def pending(room: Path) -> Journal | None:
    """The journal in force, `None` where every write is finished.

    Raises `WorldError` for one that cannot be read or was not written by this version: nobody may write then.
    """
    place = room / "journal"
    with told("read", place):
        try:
            handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return None
        with os.fdopen(handle, "rb") as stream:
            status = os.fstat(handle)
            sound = stat.S_ISREG(status.st_mode) and status.st_size <= _LIMIT
            content = stream.read(_LIMIT) if sound else b""
    try:
        return _journal(json.loads(content))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        raise WorldError(f"{place} is no journal that this version can read; a newer one may have left it") from None


def _content(journal: Journal) -> bytes:
    entries = [
        {
            "path": one.path,
            "old": one.old,
            "owner": one.owner and [one.owner.mode, one.owner.user, one.owner.group],
            "new": one.new,
        }
        for one in journal.entries
    ]
    about = {"version": _VERSION, "process": journal.process, "token": journal.token}
    return json.dumps({**about, "entries": entries, "folders": journal.folders}).encode("ascii")


def _journal(data: Any) -> Journal:
    """The journal of its JSON; what none can hold raises one of many errors."""
    process, token, folders = int(data["process"]), str(data["token"]), tuple(data["folders"])
    entries = tuple(_entry(one) for one in data["entries"])
    paths = (*folders, *(entry.path for entry in entries))
    if data["version"] != _VERSION or not token.isalnum() or not all(safe(path) for path in paths):
        raise ValueError
    return Journal(process, token, entries, folders)


def _entry(data: Mapping[str, Any]) -> Entry:
    owner = data["owner"]
    entry = Entry(data["path"], data["old"], owner and Owner(*(int(part) for part in owner)), data["new"])
    if entry.old is not None:
        encoded(entry.old)
    if (entry.old is None) != (entry.owner is None):
        raise ValueError
    return entry
