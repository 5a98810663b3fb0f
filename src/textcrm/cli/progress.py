"""How far long work is: a bar on the terminal, once the command has taken half a second."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textcrm.store.environment import environment

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")
#: Seconds that the command has to take until a bar is shown, and that lie between its moves.
_PATIENCE, _PACE = 0.5, 0.1
_BEGAN = monotonic()


def shown(what: str, items: Iterable[T], total: int | None = None, /) -> Iterable[T]:
    """The items, with a bar on stderr while they last; where that is no terminal, the items themselves."""
    if sys.stderr is None or not sys.stderr.isatty() or environment().get("TERM") == "dumb":
        return items
    return _watched(what, items, total)


def _watched(what: str, items: Iterable[T], total: int | None) -> Iterator[T]:
    """The items; the bar goes with the last one, and where the work breaks off."""
    bar, due = None, _BEGAN + _PATIENCE
    try:
        for done, item in enumerate(items):
            if monotonic() >= due:
                bar = bar or _bar(what, total)
                bar.update(bar.task_ids[0], completed=done, refresh=True)
                due = monotonic() + _PACE
            yield item
    finally:
        if bar:
            bar.stop()


def _bar(what: str, total: int | None) -> Progress:
    """A bar that moves only when told to: a thread of its own would get signals that are held back here."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    share = "" if total is None else "{task.percentage:>3.0f} %"
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn(share))
    bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
    bar.add_task(what, total=total)
    bar.start()
    return bar
