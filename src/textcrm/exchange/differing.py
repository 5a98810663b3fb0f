"""What a row says otherwise than the record that it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from textcrm.exchange.documents import lacking
from textcrm.exchange.identity import value_of
from textcrm.model.values import Moment


def differences(values: Mapping[str, Any], record: Any) -> Iterator[tuple[str, str, str]]:
    """The fields, with what the record holds and what the row gives, as texts; what the row leaves blank is no word.

    A group that lacks its main field was left out of the record, and is here.
    """
    wanting = {group for group, _ in lacking(values)} if any("." in name for name in values) else ()
    for name, value in values.items():
        here, there = _plain(value), _plain(value_of(record, name))
        if here != there and name.partition(".")[0] not in wanting:
            yield name, _text(there), _text(here)


def _plain(value: Any) -> Any:
    """A value as rows give it: entries that can be written as one value are that value, the first that they hold."""
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    if isinstance(value, Moment):
        return str(value)
    return _plain(getattr(value, fields(value)[0].name)) if is_dataclass(value) else value


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
