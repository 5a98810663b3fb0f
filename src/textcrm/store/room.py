"""Where lock and journal live: beside git's own files; without git in a hidden folder of the data."""

from __future__ import annotations

import os
from pathlib import Path

from textcrm.errors import WorldError
from textcrm.store.disk import above

_POINTER = "gitdir: "


def private_folder(root: Path, data: str) -> Path:
    """What `git rev-parse --git-path textcrm` says, without git `.textcrm` in the data; it need not be there.

    Git is not asked: its answer is written in `.git`, and reading needs it even where git is not installed or, as in
    many containers, refuses a folder that belongs to somebody else.
    """
    marker = root / ".git"
    if marker.is_dir():
        return marker / "textcrm"
    if os.path.lexists(marker):
        return root / _pointed(marker) / "textcrm"
    return root / data / ".textcrm"


def folders_for(root: Path, data: str) -> tuple[Path, ...]:
    """The private folder, after the folders above it that a CRM yet to be may lack, outermost first."""
    room = private_folder(root, data)
    if room.parent != root / data:  # git's folders are for git to make
        return (room,)
    return (*(root / folder for folder in sorted({data, *above(data)})), room)


def _pointed(marker: Path) -> str:
    """Where the `.git` file of a submodule or a further work tree leads to."""
    try:
        text = marker.read_bytes()[:8192].decode("utf-8", "surrogateescape")
    except OSError as error:
        raise WorldError(f"cannot read {marker}: {error.strerror}") from None
    if not text.startswith(_POINTER):
        raise WorldError(f"{marker} is neither git's folder nor a pointer to it")
    return text.removeprefix(_POINTER).rstrip("\r\n")
