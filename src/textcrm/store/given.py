"""Files that a command is given by name: read whole, and bounded."""

from __future__ import annotations

from pathlib import Path

from textcrm.errors import TextcrmError, WorldError


def read_given(path: Path, limit: int) -> bytes:
    """The bytes of a file, a pipe or a link that a person named.

    Raises `WorldError` where it cannot be read, `TextcrmError` where it holds more than `limit` bytes.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise WorldError(f"cannot read {path}: {error.strerror}") from None
    except ValueError:  # a null character in the name
        raise WorldError(f"cannot read {path}: no file is called so") from None
    if len(content) > limit:
        raise TextcrmError(f"{path} is larger than {limit // 1_000_000:,} MB; split it")
    return content
