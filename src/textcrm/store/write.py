"""Writing a report to a file: the whole of it or nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from textcrm.errors import WorldError


def write_file(path: Path, text: str) -> None:
    """Put `text` at `path` in one step; raises `WorldError`, and leaves what is there, where it cannot."""
    content = text.encode("utf-8", "surrogateescape")
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            os.fchmod(stream.fileno(), _mode(path))
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.lexists(temporary):
            os.unlink(temporary)
        raise WorldError(f"cannot write {path}: {error.strerror}") from None


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
