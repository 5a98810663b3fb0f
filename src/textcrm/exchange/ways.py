"""The ways a map gives a field, made into functions from the cells of a row to a value, nothing, or a failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textcrm.exchange.choices import Context
from textcrm.exchange.drafts import Cells
from textcrm.exchange.outcomes import BLANK, CLEARED, SILENT, Failure, Nothing
from textcrm.exchange.readers import Company, Forms, Read, ReadWithin, contexts, forms, reader, reader_within
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


@dataclass(frozen=True, slots=True)
class _Given:
    """One way to give a field, and what reads its texts: `read`, or `within` the rest of the record."""

    value: Value
    wanted: Target
    form: Forms
    read: Read | None
    within: ReadWithin | None

    def text(self, text: str, context: Mapping[str, Any]) -> Any:
        """What a text is to the field, apart from what the map says of its cells."""
        made = self.within(context, text) if self.within else self.read(text) if self.read else BLANK
        return _listed(made, self.wanted)


def _way(value: Value, wanted: Target, table: Table, map: ImportMap, company: Company) -> Way:
    form = forms(map, value, company.settings)
    within = reader_within(wanted, form, company)
    read = None if within else reader(wanted, value, form, company, lambda: _texts(value, table, form))
    given = _Given(value, wanted, form, read, within)
    _refuse_own_words(given, contexts(wanted, company.settings))
    way = _ungated(given, table)
    meant = condition(value.when, value.unless, table)
    return way if meant is None else _if(meant, way)


def _refuse_own_words(given: _Given, among: Sequence[Context]) -> None:
    """Raise `ValueError` for a text of the map itself that the field cannot hold, whatever record it is."""
    own = [*given.value.values.values(), *([given.value.value.text] if given.value.value else [])]
    if given.wanted.wants == "link":
        return
    for text in (one for one in own if one is not None):
        made = given.text(text, {})
        if made.__class__ is Failure and all(given.text(text, one).__class__ is Failure for one in among):
            raise ValueError(f"{made.why}. {made.help}".rstrip(". ") + ".")


def _ungated(given: _Given, table: Table) -> Way:
    value = given.value
    if value.value is not None:
        return _constant(value.value.text, given)
    if value.template is not None:
        return _templated(template(value.template, table, given.form.nulls), given)
    parts = [_column(name, table.place(name), given) for name in _columns(value)]
    if len(parts) == 1:
        return parts[0]
    return _all(parts) if given.wanted.many else _first(parts)


def _columns(value: Value) -> tuple[str, ...]:
    return value.columns or ((value.column,) if value.column is not None else ())


def _if(meant: Callable[[Cells], bool], way: Way) -> Way:
    return lambda cells, context: way(cells, context) if meant(cells) else SILENT


def _texts(value: Value, table: Table, form: Forms) -> Iterator[str]:
    """All that a field's columns hold, apart from what means nothing or stands for something else."""
    for column in _columns(value):
        for text in table.texts(column):
            if text not in form.nulls and text not in value.values:
                yield from _parts(text, value.split)


def _parts(text: str, split: str | None) -> list[str]:
    parts = [part.strip() for part in text.split(split)] if split else [text]
    return [part for part in parts if part]


def _constant(text: str | None, given: _Given) -> Way:
    if text is None:
        return lambda _cells, _context: CLEARED
    if given.within:
        return lambda _cells, context: given.text(text, context)
    made: Any = _UNSEEN

    def way(_cells: Cells, context: Mapping[str, Any]) -> Any:
        nonlocal made
        if made is _UNSEEN:  # not before all records are known, to which it may be a link
            made = given.text(text, context)
        return made

    return way


def _listed(value: Any, wanted: Target) -> Any:
    return [value] if wanted.many and value.__class__ not in (Failure, Nothing) else value


def _templated(fill: Callable[[Cells], str], given: _Given) -> Way:
    def way(cells: Cells, context: Mapping[str, Any]) -> Any:
        text = fill(cells)
        return given.text(text, context) if text else BLANK

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


def _column(name: str, place: int, given: _Given) -> Way:
    if given.within:
        return lambda cells, context: _cell(name, cells[place], given, context)
    memo: dict[str, Any] = {}

    def way(cells: Cells, context: Mapping[str, Any]) -> Any:
        text = cells[place]
        made = memo.get(text, _UNSEEN)
        if made is _UNSEEN:
            made = memo[text] = _cell(name, text, given, context)
        return made

    return way


def _cell(name: str, text: str, given: _Given, context: Mapping[str, Any]) -> Any:
    """What one cell gives; a failure knows its column and the whole cell."""
    split = given.value.split
    if not split:
        made = _part(text, given, context)
        return replace(made, cell=text, column=name) if made.__class__ is Failure else made
    parts = [_part(part, given, context) for part in _parts(text, split)]
    kept = [one for one in parts if one.__class__ not in (Failure, Nothing)]
    whole: Any = BLANK
    if kept:
        whole = [one for part in kept for one in part] if given.wanted.many else kept[0]
    failed = next((one for one in parts if one.__class__ is Failure), None)
    return replace(failed, cell=text, column=name, kept=whole) if failed else whole


def _part(text: str, given: _Given, context: Mapping[str, Any]) -> Any:
    value = given.value
    if value.values:
        word = value.values.get(text, _UNSEEN)
        if word is None:
            return BLANK
        if isinstance(word, str):
            return given.text(word, context)
    if not text or text in given.form.nulls:
        return BLANK
    if value.values and value.others != "keep":
        return SILENT if value.others == "skip" else _not_mapped(text)
    return given.text(text, context)


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
