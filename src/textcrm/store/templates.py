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
from textcrm.store.read import SIZE_LIMIT

#: The company's own, a folder beside its records.
TEMPLATES: Final = "templates"
_PACKAGE: Final = Path(__file__).parents[1]
#: Where templates are: what else lies in a folder of that name is not looked at.
_PLACES: Final = ("base.html.jinja", "pages/", "parts/", "static/")
#: How the names of those files end that are templates, and not copied as they are.
_SUFFIX: Final = ".jinja"
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


def other_names(folder: Path) -> tuple[str, ...]:
    """What lies in the company's folder beside the places where templates are; none without the folder."""
    if folder.is_symlink() or not folder.is_dir():
        return ()
    names = (path.relative_to(folder).as_posix() for path in _walk(folder, 0))
    return tuple(sorted(name for name in names if not name.startswith(_PLACES)))


def _read(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(_walk(folder, 0)):
        with told("read", path):
            found = find(path)
        if found is None:
            raise WorldError(f"{path} went away while it was read")
        if len(found.content) > SIZE_LIMIT:
            raise TextcrmError(f"{path} is larger than {SIZE_LIMIT >> 20} MiB, which no page needs; make it smaller")
        yield path.relative_to(folder).as_posix(), _text(path, found.content)


def _text(path: Path, content: bytes) -> str:
    """A template as its text, without a mark at its beginning; any other file as bytes that stay what they are."""
    if path.suffix != _SUFFIX:
        return content.decode("utf-8", "surrogateescape")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = content[: error.start].count(b"\n") + 1, content[error.start]
        raise TextcrmError(f"{path}:{line}: not UTF-8, as it holds the byte 0x{byte:02X}; save it as UTF-8") from None


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    with told("list", folder):
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode) and entry.name.endswith(_SUFFIX):
            raise TextcrmError(f"{entry.path} is a folder with the name of a template; templates are files: rename it")
        if stat.S_ISDIR(mode) and depth < _DEPTH:
            yield from _walk(Path(entry.path), depth + 1)
        elif stat.S_ISREG(mode):
            yield Path(entry.path)
        else:
            raise TextcrmError(
                f"{entry.path} is no regular file; templates are read from files only, never through a link"
            )
