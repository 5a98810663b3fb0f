"""Acts that are not to stop half-way: what would interrupt them waits for their end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

#: What asks a process to stop and lets it tidy first; nothing holds back SIGKILL.
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the signals that ask to stop wait; they come through at the end. Only for what cannot hang."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
