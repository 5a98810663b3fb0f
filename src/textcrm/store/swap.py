"""Many files replaced as one: journal, new contents beside the old ones, renames, and the journal away again."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from textcrm.errors import TextcrmError, WorldError
from textcrm.files import Around, Files, changed
from textcrm.store.disk import Found, Ways, above, find, put, sync_folder, told
from textcrm.store.journal import Entry, Journal, begin, digest, discard, encoded, finish, revive, safe
from textcrm.store.read import SIZE_LIMIT
from textcrm.store.recover import undo
from textcrm.store.undisturbed import undisturbed

#: How many new files are open at a time: written first and made durable after, the disk takes them together.
_BATCH = 100


def swap(
    root: Path, room: Path, before: Files, after: Files, *, made: Collection[str], around: Around
) -> tuple[str, ...]:
    """Bring the files that differ from `before` to `after`, all or none; their paths, sorted.

    Only who holds the lock may call it. `made` are folders made for this write already, to be taken back with it.
    """
    paths = changed(before, after)
    if paths:
        journal = _plan(root, paths, before, after)
        folders = tuple(sorted({*journal.folders, *made}))
        _Swap(root, room, replace(journal, folders=folders), around).run(after)
    return paths


def _plan(root: Path, paths: Sequence[str], before: Files, after: Files) -> Journal:
    """What is to be done, if the disk is as it was read and will take it."""
    ways = Ways(root)
    entries = tuple(_entry(ways, path, before.get(path), after.get(path)) for path in paths)
    folders = {folder for path in paths for folder in above(path)}
    missing = tuple(sorted(folder for folder in folders if not ways.has(folder)))
    return Journal(os.getpid(), os.urandom(6).hex(), entries, missing)


def _entry(ways: Ways, path: str, old: str | None, new: str | None) -> Entry:
    if not safe(path):
        raise TextcrmError(f"{path} is not a path to write to")
    with told("read", path):
        place = ways.place(path)
        found = find(place)
    entry = Entry(path, old, found.owner if found else None, None if new is None else digest(_bytes(path, new)))
    _compare(entry, found)
    if found and not os.access(place, os.W_OK):
        raise WorldError(f"cannot write {path}: it is write-protected")
    return entry


def _bytes(path: str, text: str) -> bytes:
    try:
        content = encoded(text)
    except UnicodeEncodeError:
        raise TextcrmError(f"{path} would hold half a character, which no file can") from None
    if len(content) > SIZE_LIMIT:
        raise TextcrmError(f"{path} would hold {len(content):,} bytes; files of more than {SIZE_LIMIT:,} are not read")
    return content


def _compare(entry: Entry, found: Found | None) -> None:
    if not entry.was(found.content if found else None):
        what = "is there already" if entry.old is None else "was changed by somebody else meanwhile"
        raise TextcrmError(f"{entry.path} {what}; nothing was written")


@dataclass(slots=True)
class _Swap:
    """One write on its way; `reached` counts the entries it came to replace."""

    root: Path
    room: Path
    journal: Journal
    around: Around
    reached: int = 0

    def run(self, after: Files) -> None:
        """All of it, or nothing and an error; killed, it leaves the journal by which the next command takes it back."""
        with ExitStack() as calm:
            try:
                self._make(after)
                calm.enter_context(undisturbed())  # from the last step on nothing may come in between
                finish(self.room)
            except BaseException as error:
                calm.enter_context(undisturbed())
                self._take_back(error)
                raise
            with suppress(OSError):  # it is over: who comes next tidies
                discard(self.room)

    def _make(self, after: Files) -> None:
        begin(self.room, self.journal)
        self._make_folders()
        self._stage(after)
        self._replace()
        self._settle()

    def _make_folders(self) -> None:
        for folder in self.journal.folders:
            with told("make", folder), suppress(FileExistsError):  # the lock needed it first
                os.mkdir(self.root / folder)

    def _stage(self, after: Files) -> None:
        """Prepare the new contents, durably, under names of their own beside the files."""
        numbered = [(number, one) for number, one in enumerate(self.journal.entries) if one.new is not None]
        starts = range(0, len(numbered), _BATCH)
        for start in self.around("Writing", starts, len(starts)):
            handles: list[tuple[str, int]] = []
            try:
                for number, entry in numbered[start : start + _BATCH]:
                    with told("write", entry.path):
                        content = encoded(after[entry.path])
                        handles.append((entry.path, put(self._temporary(number), content, entry.owner)))
                for path, handle in handles:
                    with told("write", path):
                        os.fsync(handle)
            finally:
                for _, handle in handles:
                    os.close(handle)

    def _replace(self) -> None:
        """Put everything in its place, each file only if it is still as it was read."""
        ways = Ways(self.root)
        entries = self.journal.entries
        for number, entry in self.around("Putting in place", enumerate(entries), len(entries)):
            with told("write", entry.path):
                place = ways.place(entry.path)
                _compare(entry, find(place))
                self.reached = number + 1
                if entry.new is None:
                    os.unlink(place)
                else:
                    os.replace(self._temporary(number), place)

    def _settle(self) -> None:
        for folder in self.journal.touched_folders:
            with told("write", folder or self.root):
                sync_folder(self.root / folder)

    def _temporary(self, number: int) -> str:
        return f"{self.root}/{self.journal.temporary(number)}"

    def _take_back(self, error: BaseException) -> None:
        try:
            with told("write", self.room / "journal"):
                revive(self.room)
            undo(self.root, self.room, self.journal, self.reached)
        except TextcrmError as second:
            later = f"taking it back failed too ({second}); the next command that writes does it"
            raise WorldError(f"{error}; {later}") from None
