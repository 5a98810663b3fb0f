"""The ways a map gives a field, made into functions from the cells of a row to a value, nothing, or a failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from textcrm.exchange.drafts import Cells
from textcrm.exchange.outcomes import BLANK, CLEARED, SILENT, Failure, Nothing
from textcrm.exchange.readers import Company, Forms, Read, ReadWithin, forms, reader, reader_within
from textcrm.exchange.table import Table
from textcrm.model.import_map import Conditions, ImportMap, Value
from textcrm.model.targets import Target
from textcrm.model.values import shown

#: What a row gives a field, all other values of the record so far at hand.
Way = Callable[[Cells, Mapping[str, Any]], Any]
_SLOT = re.compile(r"\{([^{}]*)\}")
#: Signs that only stood between what is known and what is not.
_LOOSE = " -\N{EN DASH}\N{EM DASH}/,;:·|"
_UNSEEN = object()


@dataclass(frozen=True, slots=True)
class Field:
    """A field, what it wants, and the way it is given."""

    name: str
    wanted: Target
    read: Way


def condition(wanted: Conditions, unwanted: Conditions, table: Table) -> Callable[[Cells], bool] | None:
    """Whether a row is meant; `None` where all are."""
    asked = [(table.place(column), frozenset(cells), True) for column, cells in wanted.items()]
    asked += [(table.place(column), frozenset(cells), False) for column, cells in unwanted.items()]
    if not asked:
        return None
    if len(asked) == 1:
        place, texts, meant = asked[0]
        return lambda cells: (cells[place] in texts) is meant
    return lambda cells: all((cells[place] in texts) is meant for place, texts, meant in asked)


def field(name: str, wanted: Target, ways: tuple[Value, ...], table: Table, map: ImportMap, company: Company) -> Field:
    """The field as its ways give it, the first that is known; raises `ValueError` for forms that cannot be."""
    made = [_way(one, wanted, table, map, company) for one in ways]
    return Field(name, wanted, made[0] if len(made) == 1 else _first(made))


def _first(ways: list[Way]) -> Way:
    def read(cells: Cells, context: Mapping[str, Any]) -> Any:
        last: Any = SILENT
        for way in ways:
            value = way(cells, context)
            if value.__class__ is not Nothing or value is CLEARED:
                return value
            last = BLANK if BLANK in (last, value) else last
        return last

    return read


def _way(value: Value, wanted: Target, table: Table, map: ImportMap, company: Company) -> Way:
    form = forms(map, value, company.settings)
    within = reader_within(wanted, form, company)
    read: Read | None = None if within else reader(wanted, value, form, company, lambda: _texts(value, table, form))
    if value.value is not None:
        way = _constant(value.value.text, wanted, read, within)
    elif value.template is not None:
        way = _templated(template(value.template, table, form.nulls), wanted, read, within)
    else:
        columns = value.columns or ((value.column,) if value.column else ())
        parts = [_column(name, value, wanted, table, form, read, within) for name in columns]
        way = parts[0] if len(parts) == 1 else (_all(parts) if wanted.many else _first(parts))
    meant = condition(value.when, value.unless, table)
    return way if meant is None else _if(meant, way)


def _if(meant: Callable[[Cells], bool], way: Way) -> Way:
    return lambda cells, context: way(cells, context) if meant(cells) else SILENT


def _texts(value: Value, table: Table, form: Forms) -> Iterator[str]:
    """All that a field's columns hold, apart from what means nothing or stands for something else."""
    for column in value.columns or ((value.column,) if value.column else ()):
        for text in table.texts(column):
            if text not in form.nulls and text not in value.values:
                yield from _parts(text, value.split)


def _parts(text: str, split: str | None) -> list[str]:
    parts = [part.strip() for part in text.split(split)] if split else [text]
    return [part for part in parts if part]


def _constant(text: str | None, wanted: Target, read: Read | None, within: ReadWithin | None) -> Way:
    if text is None:
        return lambda _cells, _context: CLEARED
    if within:
        return lambda _cells, context: _listed(within(context, text), wanted)
    made: Any = _UNSEEN

    def way(_cells: Cells, _context: Mapping[str, Any]) -> Any:
        nonlocal made
        if made is _UNSEEN and read:  # not before all records are known, to which it may be a link
            made = _listed(read(text), wanted)
        return made

    return way


def _listed(value: Any, wanted: Target) -> Any:
    return [value] if wanted.many and value.__class__ not in (Failure, Nothing) else value


def _templated(fill: Callable[[Cells], str], wanted: Target, read: Read | None, within: ReadWithin | None) -> Way:
    def way(cells: Cells, context: Mapping[str, Any]) -> Any:
        text = fill(cells)
        if not text:
            return BLANK
        return _listed(within(context, text) if within else read(text) if read else BLANK, wanted)

    return way


def template(text: str, table: Table, nulls: frozenset[str]) -> Callable[[Cells], str]:
    """What fills the `{column|other column}` of a template from a row.

    What is not known is left out, with the signs that then stand at the ends; all is when nothing is known.
    """
    pieces = _SLOT.split(text)
    literals = pieces[::2]
    slots = [[table.place(column.strip()) for column in slot.split("|")] for slot in pieces[1::2]]

    def fill(cells: Cells) -> str:
        found = [next((cells[one] for one in slot if cells[one] and cells[one] not in nulls), "") for slot in slots]
        if not all(found):
            return _with_gaps(literals, found) if any(found) else ""
        return "".join([one for pair in zip(literals, [*found, ""], strict=True) for one in pair])

    return fill


def _with_gaps(literals: list[str], found: list[str]) -> str:
    whole = literals[0]
    for text, literal in zip(found, literals[1:], strict=True):
        whole += f"{text}{literal}" if text else ("" if not whole.strip(_LOOSE) else literal)
    return " ".join(whole.strip(_LOOSE).split())


def template_columns(text: str) -> Iterator[str]:
    """The columns that a template names."""
    for slot in _SLOT.findall(text):
        yield from (column.strip() for column in slot.split("|"))


def _column(
    name: str, value: Value, wanted: Target, table: Table, form: Forms, read: Read | None, within: ReadWithin | None
) -> Way:
    place = table.place(name)
    if within:

        def dependent(cells: Cells, context: Mapping[str, Any]) -> Any:
            made = _cell(cells[place], value, wanted, form, lambda text: within(context, text))
            return replace(made, column=name) if made.__class__ is Failure else made

        return dependent
    memo: dict[str, Any] = {}

    def way(cells: Cells, _context: Mapping[str, Any]) -> Any:
        text = cells[place]
        made = memo.get(text, _UNSEEN)
        if made is _UNSEEN and read:
            made = _cell(text, value, wanted, form, read)
            if made.__class__ is Failure:
                made = replace(made, column=name)
            memo[text] = made
        return made

    return way


def _cell(text: str, value: Value, wanted: Target, form: Forms, read: Read) -> Any:
    """What one cell gives."""
    if not value.split:
        return _listed(_part(text, value, form, read), wanted)
    made = [_part(part, value, form, read) for part in _parts(text, value.split)]
    kept = [one for one in made if one.__class__ not in (Failure, Nothing)]
    whole: Any = (kept if wanted.many else kept[0]) if kept else BLANK
    failed = next((one for one in made if one.__class__ is Failure), None)
    return replace(failed, cell=text, kept=whole) if failed else whole


def _part(text: str, value: Value, form: Forms, read: Read) -> Any:
    if value.values:
        word = value.values.get(text, _UNSEEN)
        if word is None:
            return BLANK
        if isinstance(word, str):
            return _meant(text, word, read)
    if not text or text in form.nulls:
        return BLANK
    if value.values and value.others != "keep":
        return SILENT if value.others == "skip" else _not_mapped(text)
    return read(text)


def _meant(text: str, word: str, read: Read) -> Any:
    made = read(word)
    return replace(made, cell=text) if made.__class__ is Failure else made


def _not_mapped(text: str) -> Failure:
    return Failure(text, f"the map does not say what {shown(text)} stands for", "Add it to `values`.")


def _all(ways: list[Way]) -> Way:
    """Several columns of a field that holds a list."""

    def read(cells: Cells, context: Mapping[str, Any]) -> Any:
        kept: list[Any] = []
        failed: Failure | None = None
        for way in ways:
            made = way(cells, context)
            if made.__class__ is Failure:
                failed, made = failed or made, made.kept
            if made.__class__ is not Nothing:
                kept += (one for one in made if one not in kept)
        whole = kept or BLANK
        return replace(failed, kept=whole) if failed else whole

    return read
