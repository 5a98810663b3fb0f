"""Finding and reading the CRM a command works on, and the day that counts as today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from textcrm.errors import UsageError
from textcrm.files import Tree
from textcrm.store.environment import environment
from textcrm.store.read import find_data, read_tree

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the CRM is: the root that paths are relative to, and `crm_data` below it."""

    root: Path
    data: str


def find_crm(ctx: click.Context) -> Place:
    """The CRM that `-C` and `--data` lead to; raises `UsageError` where there is none."""
    directory, data = ctx.find_root().obj
    return Place(*find_data(Path(directory), Path(directory, data) if data else None))


def read_crm(place: Place, revision: str | None = None) -> Tree:
    """The files of the CRM, as they lie there or as `revision` has them."""
    if revision is None:
        return read_tree(place.root, place.data)
    from textcrm.git import read_revision

    tree = read_revision(place.root, place.data, revision, environment())
    if f"{place.data}/crm.yaml" not in tree.files:
        raise UsageError(f"revision {revision} holds no {place.data}/crm.yaml")
    return tree


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
        return day


def today(zone: ZoneInfo) -> date:
    """The day of `SOURCE_DATE_EPOCH` (seconds), else of the clock, in the company's zone."""
    epoch = environment().get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(zone).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH should be seconds since 1970, found {epoch[:40]}") from None
