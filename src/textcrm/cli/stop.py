"""Signals that ask to stop: the command unwinds, so that nothing half is left behind, and ends with their exit code."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from textcrm.store.undisturbed import STOPPING


class Stopped(BaseException):
    """Somebody asked to stop, with Ctrl-C (SIGINT) or a signal; the door catches it, and `serve`, whose end it is."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.is_from_keyboard = number == signal.SIGINT
        self.exit_code = 128 + number


class _Listener:
    """The first signal unwinds, the second is impatience, and the third is meant."""

    def __init__(self) -> None:
        self._times = 0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self._times += 1
        if self._times == 1:
            raise Stopped(number)
        if self._times > 2:  # noqa: PLR2004  # as the sentence above says
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)


@contextmanager
def listening() -> Iterator[None]:
    """Raise `Stopped` in here for every signal that asks to stop, but for those the starter has chosen to ignore."""
    listener = _Listener()
    heard = [number for number in STOPPING if signal.getsignal(number) != signal.SIG_IGN]
    try:
        for number in heard:
            signal.signal(number, listener)
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)
