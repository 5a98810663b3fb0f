"""Taking back what a write began and did not finish, and reading as if it had not begun."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from textcrm.errors import TextcrmError, WorldError
from textcrm.files import Around, Tree, unwatched
from textcrm.store.disk import Ways, find, parent, put, remove, settle, sync_folder, told
from textcrm.store.journal import Entry, Journal, discard, encoded, pending
from textcrm.store.read import read_tree
from textcrm.store.room import private_folder
from textcrm.store.undisturbed import undisturbed


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: of which process, how many files, and those left alone since somebody changed them after.

    `folders` are those it had made, also the ones that could not be taken away while the lock is in them.
    """

    process: int
    count: int
    kept: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """What to tell, in one line."""
        more = f"; left as somebody changed them since: {', '.join(self.kept)}" if self.kept else ""
        return f"process {self.process} was cut off while it wrote; took its {self.count} changes back{more}"


def recover(root: Path, room: Path) -> Undone | None:
    """Take back what a killed command left; only who holds the lock may call it. `None` where there was nothing.

    It may itself be killed and called again. Raises `WorldError` where the disk refuses; the journal stays then.
    """
    with told("tidy", room):
        discard(room)
    journal = pending(room)
    if journal is None:
        return None
    with undisturbed():
        return undo(root, room, journal)


def undo(root: Path, room: Path, journal: Journal, reached: int | None = None) -> Undone:
    """Bring back all files of a journal as they were, then take the journal away; a file is touched only if it is ours.

    `reached` says how many entries the write came to replace, where that is known. What can be done is done, also
    where something cannot; that is raised at the end, and the journal stays.
    """
    ways, kept = Ways(root), []
    failures: list[WorldError] = []
    for number, entry in enumerate(journal.entries):
        touched = reached is None or number < reached
        try:
            with told("take back", entry.path):
                _undo(ways, entry, journal.temporary(number), touched=touched)
        except WorldError as error:
            failures.append(error)
        except TextcrmError:
            kept.append(entry.path)
    with told("tidy", root):
        _tidy_folders(root, journal)
    if failures:
        raise failures[0]
    with told("tidy", room):
        remove(room / "journal")
        discard(room)
        sync_folder(room)
    return Undone(journal.process, len(journal.entries) - len(kept), tuple(kept), journal.folders)


def _undo(ways: Ways, entry: Entry, temporary: str, *, touched: bool) -> None:
    """Bring one file back; raises `TextcrmError` where it is neither as it was nor as the write left it."""
    place = ways.place(entry.path)
    if ways.has(parent(entry.path)):
        remove(ways.place(temporary))
    if not touched:
        return
    found = find(place)
    content = found.content if found else None
    if entry.was(content):
        return
    if not entry.becomes(content):
        raise TextcrmError(f"{entry.path} was changed since")
    if entry.old is None:
        remove(place)
    else:
        _bring_back(place, ways.place(temporary), entry)


def _bring_back(place: str, temporary: str, entry: Entry) -> None:
    os.makedirs(parent(place), exist_ok=True)
    settle(put(temporary, encoded(entry.old or ""), entry.owner))
    os.replace(temporary, place)


def _tidy_folders(root: Path, journal: Journal) -> None:
    """Take away the folders that were made, where nothing else came into them, and make all of it last."""
    for folder in reversed(journal.folders):
        with suppress(OSError):
            os.rmdir(root / folder)
    for folder in journal.touched_folders:
        if os.path.isdir(root / folder):
            sync_folder(root / folder)


def read_settled(
    root: Path, data: str = "crm_data", tries: int = 5, around: Around = unwatched
) -> tuple[Tree, Journal | None]:
    """The tree as `read_tree` gives it, but as it was before a write that is not finished; that write's journal.

    Changes nothing on the disk and waits for nobody. What is written while it reads is noticed: then it reads again,
    up to `tries` times.
    """
    room = private_folder(root, data)
    before, journal = _moment(room), pending(room)
    tree = read_tree(root, data, around)
    if tries > 1 and _moment(room) != before:
        return read_settled(root, data, tries - 1, around)
    return (as_before(tree, journal), journal) if journal else (tree, None)


def as_before(tree: Tree, journal: Journal) -> Tree:
    """The tree without what a journal's write has done so far; what others changed since stays."""
    files = dict(tree.files)
    for entry in journal.entries:
        if entry.path.startswith(f"{tree.data}/") and entry.path.endswith(".yaml"):
            now = files.get(entry.path)
            if entry.becomes(None if now is None else encoded(now)):
                _restore(files, entry)
    return replace(tree, files=files)


def _restore(files: dict[str, str], entry: Entry) -> None:
    if entry.old is None:
        files.pop(entry.path, None)
    else:
        files[entry.path] = entry.old


def _moment(room: Path) -> tuple[object, ...]:
    """What differs once a write begins or ends: each makes the room, or a journal in it, and takes it away."""
    return tuple(_stamp(place) for place in (room.parent, room, room / "journal"))


def _stamp(place: Path) -> tuple[int, int] | None:
    try:
        status = os.lstat(place)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns
