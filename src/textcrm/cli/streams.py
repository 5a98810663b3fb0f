"""Standard output for data, standard error for talk; a closed pipe is no drama, a full disk is told."""

from __future__ import annotations

import errno
import sys
from typing import NoReturn, TextIO

import click

from textcrm.gates.terminal import one_line

#: The exit code of a command whose reader went away, as shells count a death by SIGPIPE.
READER_GONE = 141


def complain(message: str) -> None:
    """One line of talk on stderr."""
    try:
        sys.stderr.write(f"textcrm: {one_line(message)}\n")
        sys.stderr.flush()
    except (OSError, AttributeError):
        # Full or closed: there is nobody left to tell, and Python shall not try again when it ends.
        sys.stderr = None


def emit(text: str) -> None:
    """Write data to stdout, all of it; exits 141 where the reader went away, 3 where it cannot be written."""
    if sys.stdout is None:
        complain("cannot write to standard output: it is closed")
        raise click.exceptions.Exit(3)
    encoding = sys.stdout.encoding or "utf-8"
    content = text.encode(encoding, "backslashreplace")
    try:
        _write(sys.stdout, content)
    except BrokenPipeError:
        raise click.exceptions.Exit(READER_GONE) from None
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise click.exceptions.Exit(READER_GONE) from None
        _give_up(error)


def _write(stream: TextIO, content: bytes) -> None:
    """Past Python's buffers where there is a file, so that nothing is left to fail again when the process ends."""
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if raw is None:
        stream.write(content.decode(stream.encoding or "utf-8"))
        return
    rest = memoryview(content)
    while rest:
        rest = rest[raw.write(rest) or 0 :]


def _give_up(error: OSError) -> NoReturn:
    complain(f"cannot write to standard output: {error.strerror}")
    raise click.exceptions.Exit(3) from None
