"""The tables of `docs/importing.md`: every key of an import map, with type and meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from docs.generators.markdown import filled
from docs.generators.records import WORDS, Tables, meanings
from textcrm.model.import_map import (
    Aliases,
    Cells,
    Columns,
    Conditions,
    Dates,
    EntryMap,
    HistoryMap,
    ImportMap,
    RecordMap,
    Value,
    Values,
    Ways,
    Words,
)

#: What has a table, by the name of its block, and the heading above it.
_BLOCKS: Final = {
    "map": (ImportMap, "The map"),
    "record-map": (RecordMap, "A record map"),
    "entry-map": (EntryMap, "An entry of a history"),
    "history-map": (HistoryMap, "A history map"),
    "value": (Value, "A value"),
}
_VALUE: Final = "[value](#a-value)"


def page(root: Path) -> str:
    """The page with its tables; raises `KeyError` or `ValueError` where keys and meanings do not match."""
    tables = Tables(meanings(root)[1], homes=dict(_BLOCKS.values()), words=_words())
    blocks = {name: "\n".join(tables.of("crm", model, title)) for name, (model, title) in _BLOCKS.items()}
    tables.refuse_idle()
    return filled((root / "docs" / "importing.md").read_text("utf-8"), blocks)


def _words() -> dict[Any, str]:
    """How the types of maps are called."""
    return {
        **WORDS,
        Cells: "cell, or a list",
        Columns: "name, or a list",
        Words: "cells → words",
        Dates: "form of dates, or a list",
        Conditions: "columns → cell, or a list",
        Aliases: "columns → cells → cells",
        Ways: f"{_VALUE}, or a list",
        _hint(RecordMap, "fields"): f"fields → {_VALUE}, or a list",
        Values: f"fields → {_VALUE}, or a list",
        _hint(Value, "value"): "text, or `null`",
        _hint(ImportMap, "encoding"): "name of an encoding",
        _hint(ImportMap, "delimiter"): '`","`, `";"`, `"|"`, `tab`',
        _hint(ImportMap, "settings"): "[settings](records.md#settings)",
        _hint(ImportMap, "files"): "file names → [record maps](#a-record-map) and [history maps](#a-history-map)",
    }


def _hint(model: type, name: str) -> Any:
    """The type of a field, without the `None` that says it may be left out."""
    hint = get_type_hints(model, include_extras=True)[name]
    kept = [one for one in get_args(hint) if one is not type(None)]
    return kept[0] if type(None) in get_args(hint) and len(kept) == 1 else hint
