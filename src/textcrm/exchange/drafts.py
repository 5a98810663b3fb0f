"""A record in the making: what a row says of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from textcrm.exchange.told import Spot
from textcrm.model.import_map import RecordMap

Cells = Sequence[str]


@dataclass(slots=True, eq=False)
class Draft:
    """A record to be created from a row: its id and key, and its values by dotted field.

    Values may be `BLANK`: the row says that it is not known. A field that is absent the row does not speak of. An
    activity has no id.
    """

    kind: str
    id: str
    key: str
    spot: Spot
    cells: Cells
    made_by: RecordMap
    values: dict[str, Any] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """An entry of a history in the making: its moment, and what is set, `None` to clear.

    `until` is the day from which on the stage is not known; a `snapshot` says the whole state.
    """

    moment: Any
    spot: Spot
    values: dict[str, Any]
    until: Any = None
    snapshot: bool = False
