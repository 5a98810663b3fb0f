"""The files of a suggested map, each with its record maps, and below them the columns of which nothing is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from textcrm.exchange.suggest_columns import Found
from textcrm.exchange.suggest_fields import Records
from textcrm.exchange.suggest_text import comment, indented, mapping, scalar

#: A file, or a part of one, and what its rows become.
Mapped = tuple[Found, tuple[Records, ...]]


def files(mapped: Sequence[Mapped], spoken: Mapping[str, Collection[str]] | None) -> Iterator[str]:
    """The lines of all files; `spoken` are the columns that the map speaks of: others are told, unless it is `None`."""
    yield ""
    yield "files:"
    for name in dict.fromkeys(found.sheet.name for found, _ in mapped):
        parts = [(found, maps) for found, maps in mapped if found.sheet.name == name]
        yield from indented(_file(name, parts), 1)
        if spoken is not None:
            yield from indented(_rest(parts, spoken.get(name, ())), 2)


def _file(name: str, parts: Sequence[Mapped]) -> Iterator[str]:
    maps = [rows for _, made in parts for rows in made]
    if not maps:
        yield f"{scalar(name)}: [] # {_why_nothing(parts[0][0])}"
        return
    yield f"{scalar(name)}:"
    for rows in maps:
        yield from indented(_records(rows), 1)


def _why_nothing(found: Found) -> str:
    if found.kind in ("products", "campaigns"):
        return "only the settings above read it"
    return "its columns hold nothing" if found.table else "nothing we know fits its columns"


def _records(rows: Records) -> Iterator[str]:
    """One record map, as an entry of a list."""
    remarks = {"aliases": "decide: do these mean the same?"}
    inside = [line for key, value in rows.head.items() for line in mapping({key: value}, remarks.get(key, ""))]
    inside.append("set:" if "history" in rows.head else "fields:")
    for given in rows.fields:
        inside += indented(mapping({given.field: given.spec}, given.remark), 1)
    if rows.history:
        inside += mapping({"history": list(rows.history)})
    for header, why in rows.left_out:
        inside += comment(f"{header}: {why}")
    inside += comment(rows.remark)
    yield f"- {inside[0]}"
    yield from indented(inside[1:], 1)


def _rest(parts: Sequence[Mapped], spoken: Collection[str]) -> Iterator[str]:
    """The columns that the map does not speak of, and why: none is dropped without a word."""
    found = parts[-1][0]
    told = {header for _, maps in parts for rows in maps for header, _ in rows.left_out}
    silent = [header for header in found.cells if header not in spoken and header not in told]
    empty = [header for header in silent if not found.cells[header]]
    unknown = [header for header in silent if header in found.unknown and header not in empty]
    left = [header for header in silent if header not in empty and header not in unknown]
    if unknown:
        yield from comment(f"Not known: {', '.join(unknown)}")
    if unknown and found.kind not in ("", "products", "campaigns"):
        yield from comment("What you need of them goes to a field above, or to a custom one: `custom.x: X`.")
    if left:
        yield from comment(f"Left out, as other columns say it or it is of no use here: {', '.join(left)}")
    if empty:
        yield from comment(f"Without any cell: {', '.join(empty)}")
    for header in found.twice:
        yield from comment(f"decide: {header} stands twice; to use it, call one of the two otherwise in the file")
