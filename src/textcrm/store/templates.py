"""Templates: those that came with textcrm, and the company's own beside its records."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from textcrm.errors import TextcrmError, WorldError
from textcrm.files import Files
from textcrm.store.disk import find, told

_PACKAGE: Final = Path(__file__).parents[1]
#: Where templates are: what else lies in a folder of that name is not looked at.
_PLACES: Final = ("base.html.jinja", "pages/", "parts/", "static/")
#: No folder of templates is deeper.
_DEPTH: Final = 6


def our_templates() -> Files:
    """What came with textcrm, by path: in the wheel a folder of the package, in a checkout one beside `src`."""
    places = (_PACKAGE / "templates", _PACKAGE.parents[1] / "templates")
    return dict(_read(next(place for place in places if place.is_dir())))


def own_templates(folder: Path) -> Files:
    """The company's own, by path; none without the folder.

    Raises `TextcrmError` for anything in it that is neither a folder nor a regular file: a link may lead to what is
    nobody's business.
    """
    if not os.path.lexists(folder):
        return {}
    if folder.is_symlink() or not folder.is_dir():
        raise TextcrmError(f"{folder} is no folder; templates are read from a folder only, never through a link")
    return {path: text for path, text in _read(folder) if path.startswith(_PLACES)}


def _read(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(_walk(folder, 0)):
        with told("read", path):
            found = find(path)
        if found is None:
            raise WorldError(f"{path} went away while it was read")
        yield path.relative_to(folder).as_posix(), found.content.decode("utf-8", "surrogateescape")


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    with told("list", folder):
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode) and depth < _DEPTH:
            yield from _walk(Path(entry.path), depth + 1)
        elif stat.S_ISREG(mode):
            yield Path(entry.path)
        else:
            raise TextcrmError(
                f"{entry.path} is no regular file; templates are read from files only, never through a link"
            )
