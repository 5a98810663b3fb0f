"""Files that a command is given by name: read whole, and bounded."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from textcrm.errors import TextcrmError, WorldError


def read_given(path: Path, limit: int) -> bytes:
    """The bytes of a file, or of one that a link leads to, that a person named.

    Raises `WorldError` where there is none or it cannot be read, at once also for what is no regular file, a pipe say;
    `TextcrmError` where it holds more than `limit` bytes.
    """
    refuse_irregular(path)
    try:
        with open(path, "rb", opener=_at_once) as stream:  # the method of paths takes no opener
            content = stream.read(limit + 1)
    except OSError as error:
        raise WorldError(f"cannot read {path}: {error.strerror}") from None
    if len(content) > limit:
        raise TextcrmError(f"{path} is larger than {limit // 1_000_000:,} MB; split it")
    return content


def refuse_irregular(path: Path) -> None:
    """Raise `WorldError` unless there is a regular file of that name, or a link to one; it is not opened."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise WorldError(f"there is no file {path}") from None
    except OSError as error:
        raise WorldError(f"cannot read {path}: {error.strerror}") from None
    except ValueError:  # a null character in the name
        raise WorldError(f"cannot read {path}: no file is called so") from None
    if not stat.S_ISREG(mode):
        raise WorldError(f"cannot read {path}: not a regular file")


def _at_once(path: str, flags: int) -> int:
    """Open without waiting, should a pipe have come in the place of the file since."""
    return os.open(path, flags | os.O_NONBLOCK)
