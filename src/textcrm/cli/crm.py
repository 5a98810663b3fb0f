"""Finding and reading the CRM a command works on, and the day that counts as today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click

from textcrm.cli.progress import shown
from textcrm.cli.streams import complain
from textcrm.errors import UsageError
from textcrm.files import Tree
from textcrm.model.values import YEARS
from textcrm.store.environment import environment
from textcrm.store.read import find_data, read_tree
from textcrm.store.recover import read_settled

if TYPE_CHECKING:
    from textcrm.store.write import Desk

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the CRM is: the root that paths are relative to, and `crm_data` below it."""

    root: Path
    data: str


def find_crm(ctx: click.Context, *, new: bool = False) -> Place:
    """The CRM that `-C` and `--data` lead to; where there is none, raises `UsageError`, or says where one may begin.

    A place found with `new` may lack `crm.yaml`, its `crm_data` folder, and folders above that; nothing is made.
    """
    directory, data = ctx.find_root().obj
    return Place(*find_data(Path(directory), Path(directory, data) if data else None, new=new))


def read_crm(place: Place, revision: str | None = None) -> Tree:
    """The files of the CRM, as they lie there or as `revision` has them; none where it is yet to begin.

    What another command is writing, or left half written, does not show; that is told.
    """
    if revision is None:
        tree, journal = read_settled(place.root, place.data, around=shown) if _is_there(place) else (_none(place), None)
        if journal:
            complain(journal.notice)
        return tree
    from textcrm.git import read_revision

    tree = read_revision(place.root, place.data, revision, environment())
    if f"{place.data}/crm.yaml" not in tree.files:
        raise UsageError(f"revision {revision} holds no {place.data}/crm.yaml")
    return tree


@contextmanager
def writing(place: Place) -> Iterator[tuple[Desk, Tree]]:
    """Hold the sole right to write to a CRM, and its files as they are now; it need not be there yet.

    What a command that was cut off left is taken back first, and told. `desk.write(tree.files, after)` writes all that
    differs or raises; nothing else is left behind. Raises `WorldError` while another command writes.
    """
    from textcrm.store.write import editing

    with editing(place.root, place.data, around=shown) as desk:
        if desk.undone:
            complain(desk.undone.notice)
        yield desk, read_tree(place.root, place.data, shown) if _is_there(place) else _none(place)


def _is_there(place: Place) -> bool:
    return (place.root / place.data).is_dir()


def _none(place: Place) -> Tree:
    return Tree({}, place.data)


def as_of_option(function: F) -> F:
    """Add `--as-of DATE` to a command."""
    return click.option(
        "--as-of",
        type=Day(),
        envvar="TEXTCRM_AS_OF",
        metavar="DATE",
        help="The day that counts as today.  [default: SOURCE_DATE_EPOCH, else today in the company's zone]",
    )(function)


class Day(click.ParamType[date]):
    """A day on the command line: YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or str(day) != value:
            self.fail(f"{value!r} is not a day of the calendar; write YYYY-MM-DD, for example 2026-11-23.", param, ctx)
        if not _is_possible(day):
            self.fail(f"{value!r} is not in the years {YEARS[0]} to {YEARS[1]}.", param, ctx)
        return day


def _is_possible(day: date) -> bool:
    """Whether a record could hold the day: what is counted from it never leaves the calendar."""
    return YEARS[0] <= day.year <= YEARS[1]


def today(zone: ZoneInfo) -> date:
    """The day of `SOURCE_DATE_EPOCH` (seconds), else of the clock, in the company's zone."""
    epoch = environment().get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(zone).date()
    try:
        day = datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError):
        day = None
    if day is None or not _is_possible(day):
        raise UsageError(f"SOURCE_DATE_EPOCH should be seconds since 1970, found {epoch[:40]}")
    return day
