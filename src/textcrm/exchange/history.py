"""Histories from rows: entries by their moment, snapshots as what changed, the ends of intervals as not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from textcrm.exchange.drafts import Draft, Entry
from textcrm.exchange.outcomes import BLANK, CLEARED, Nothing
from textcrm.model.history import ABOUT, DEAL_FIELDS, LEAD_FIELDS, fold
from textcrm.model.records import CLOSED
from textcrm.model.targets import entry_names

#: Who and how come first in an entry, what was said of it last.
_ORDER = {"by": -2, "observed": -1, "note": 99}
#: Where a record says how it ended, by its status, and what of it the history knows beside the day.
_ENDINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "won": ("closed", ("amount", "reason", "competitor")),
    **dict.fromkeys(["lost", "abandoned", "cancelled"], ("closed", ("reason", "competitor"))),
    "converted": ("converted", ()),
    "disqualified": ("disqualified", ("reason",)),
}
_FIELDS: Mapping[str, Sequence[str]] = {"opportunities": DEAL_FIELDS, "leads": LEAD_FIELDS}


def entry_order(kind: str, name: str) -> int:
    """The place of a key among those of an entry."""
    return _ORDER.get(name, entry_names(kind).index(name))


def history(draft: Draft) -> tuple[list[dict[str, Any]], list[Entry]]:
    """The entries of a draft as they are written, and those that were left out as they change nothing."""
    written: list[dict[str, Any]] = []
    idle: list[Entry] = []
    state: dict[str, Any] = {}
    for entry in _in_order(draft.entries):
        values = dict(_changes(entry, state) if entry.snapshot else _said(entry))
        state |= values
        if values:
            written.append({"date": entry.moment.day, **values})
        else:
            idle.append(entry)
    return written, idle


def _in_order(entries: list[Entry]) -> list[Entry]:
    if len(entries) < 2 and not any(entry.until for entry in entries):  # noqa: PLR2004  # one needs no order
        return entries
    return sorted([*entries, *_gaps(entries)], key=_moment)


def _moment(entry: Entry) -> tuple[Any, time]:
    return entry.moment.day, entry.moment.clock or time.min


def _gaps(entries: list[Entry]) -> Iterator[Entry]:
    """For each interval after which nothing follows at once, that the stage is not known from then on."""
    for entry in entries:
        if entry.until and not any(_follows(other, entry) for other in entries if other is not entry):
            yield Entry(entry.until, entry.spot, {"stage": CLEARED})


def _follows(other: Entry, entry: Entry) -> bool:
    """Whether another entry says where the record is at the end of this one's interval."""
    says = "stage" in other.values or other.values.get("status") in CLOSED
    return says and entry.moment.day <= other.moment.day <= entry.until.day and _moment(other) >= _moment(entry)


def _said(entry: Entry) -> Iterator[tuple[str, Any]]:
    for name, value in entry.values.items():
        if value is CLEARED:
            yield name, None
        elif value.__class__ is not Nothing:
            yield name, value


def _changes(entry: Entry, state: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a snapshot says anew: a blank cell clears what was known."""
    for name, value in entry.values.items():
        now = None if value is BLANK or value is CLEARED else value
        if (
            now.__class__ is not Nothing
            and (state.get(name) != now or name in ABOUT)
            and not (now is None and name in ABOUT)
        ):
            yield name, now


def complete(draft: Draft, entries: Sequence[Mapping[str, Any]]) -> None:
    """Give the draft the values that its row does not speak of and that its history adds up to.

    How it ended is taken from the last entry that ended it, where the map gives nothing of that.
    """
    if not entries:
        return
    folded = fold(entries)  # type: ignore[arg-type]  # entries as they are about to be written
    for name in _FIELDS[draft.kind]:
        if name not in draft.values and folded.get(name) is not None:
            draft.values[name] = folded[name]
    status = draft.values.get("status")
    group, wanted = _ENDINGS.get(str(status), ("", ()))
    if group and folded.get("status") == status and not any(name.startswith(f"{group}.") for name in draft.values):
        ending = next(entry for entry in reversed(entries) if entry.get("status") == status)
        found = {"date": ending["date"], **{name: folded.get(name) for name in wanted}}
        draft.values.update((f"{group}.{name}", value) for name, value in found.items() if value is not None)
