"""`Files`: a mapping from path to text, the one shape in which text comes in and goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

#: Paths are relative, with `/`. Text is the file's bytes as UTF-8 with `surrogateescape`, line ends untouched, so that
#: `text.encode("utf-8", "surrogateescape")` is the file again, byte for byte, also where it is not UTF-8.
Files = Mapping[str, str]


T = TypeVar("T")


class Around(Protocol):
    """Put around long work: passes the items on as they are, and may show how far that is."""

    def __call__(self, what: str, items: Iterable[T], total: int | None = None, /) -> Iterable[T]:
        """The items; `what` is done to them, in a word or two, and there are `total`, where that is known."""


def unwatched(_what: str, items: Iterable[T], _total: int | None = None, /) -> Iterable[T]:
    """The items, and nothing shown."""
    return items


class Texts(Files):
    """Files kept as the bytes they were read as and decoded when asked for: names in other scripts cost no memory."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents

    def __getitem__(self, path: str) -> str:
        return self._contents[path].decode("utf-8", "surrogateescape")

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def changed(before: Files, after: Files) -> tuple[str, ...]:
    """The paths whose text is another, is new or is gone, sorted."""
    return tuple(sorted(path for path in {*before, *after} if before.get(path) != after.get(path)))


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder that is there and was not read.

    `reason` is the name of the rule that says why: `not-a-regular-file`, `too-large`, `unreadable`, `wrong-extension`,
    `leftover-file`. `detail` is what was found, in words ("a symbolic link").
    """

    path: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Tree:
    """What a folder or a revision holds: the texts below `data`, and what was found but not read.

    `data` is the path of the `crm_data` folder relative to the root that all paths are relative to.
    """

    files: Files
    data: str = "crm_data"
    unread: tuple[Unread, ...] = field(default=())


_LEFTOVER = re.compile(r"\.ya?ml[~.].*$|^#.*\.ya?ml#?$", re.IGNORECASE)


def unread_reason(name: str) -> str | None:
    """Why a file of this name is not read (`wrong-extension`, `leftover-file`); `None` for records and other files."""
    if name.endswith(".yaml") and not name.startswith("#"):
        return None
    if name.lower().endswith((".yml", ".yaml")) and not name.startswith("#"):
        return "wrong-extension"
    return "leftover-file" if _LEFTOVER.search(name) else None
