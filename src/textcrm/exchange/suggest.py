"""A first import map for files that nobody has mapped yet: what we know of their columns, for a person to finish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from shlex import quote
from typing import Final

from textcrm.errors import UsageError
from textcrm.exchange.sheet import Sheet
from textcrm.exchange.suggest_cells import DateForm, currency, date_form, nulls, number_form
from textcrm.exchange.suggest_columns import Found, recognised
from textcrm.exchange.suggest_fields import Given, records
from textcrm.exchange.suggest_files import Mapped, files
from textcrm.exchange.suggest_settings import settings
from textcrm.exchange.suggest_text import can_be_named, comment, indented, mapping
from textcrm.exchange.wanted import columns
from textcrm.gates.terminal import one_line
from textcrm.model.import_map import ISO, NUMBERS
from textcrm.source.load_map import load_map

#: The name for `external_ids` of a system that we do not know.
_UNKNOWN: Final = "imported"
#: Roles whose cells are days, and numbers; those of the products' and campaigns' files too.
_DAYS: Final = (
    *("created", "close", "closed.date", "expected_close", "converted.date"),
    *("date", "start", "end", "joined", "left"),
)
_NUMBERS: Final = ("amount", "price", "cost", "probability")


def suggest(sheets: Sequence[Sheet], encoding: str = "utf-8") -> str:
    """The text of a map for these files, valid as it stands; what a person has to decide says `decide:` in a comment.

    Columns that are not known are listed in comments, with what was left out and why. `encoding` is the one the files
    were read in. Raises `UsageError` for two files of one name, which a map could not tell apart, and for a name
    that it cannot hold.
    """
    sheets = [replace(sheet, name=PurePath(sheet.name).name) for sheet in sheets]
    for sheet in sheets:
        if not can_be_named(sheet.name):
            raise UsageError(f"no map can name the file {one_line(sheet.name)}; rename it")
    twice = next((name for name, count in Counter(sheet.name for sheet in sheets).items() if count > 1), None)
    if twice is not None:
        raise UsageError(f"two files are called {one_line(twice)}; make a map for each")
    everything = recognised(sheets)
    mapped = [(found, records(found, everything)) for found in everything]
    begun = [*_head(everything), *_forms(sheets, everything, encoding), *_settings(everything, mapped)]
    return _text([*begun, *files(mapped, _spoken_of(_text([*begun, *files(mapped, None)])))])


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _spoken_of(text: str) -> Mapping[str, Collection[str]]:
    """The columns that a map makes something of, by file."""
    map, _ = load_map(text)
    return columns(map, settings=True) if map else {}


def _head(everything: Sequence[Found]) -> Iterator[str]:
    vendor = next((one for one, _ in Counter(_vendors(everything)).most_common(1)), "")
    yield "# A first map, made from the headers and the cells. Read it, finish it, and import with it:"
    names = " ".join(dict.fromkeys(_argument(found.sheet.name) for found in everything))
    yield from comment(f"textcrm import {names} --map THIS.yaml")
    yield "# Look for `decide:`. Add --apply when the dry run says what you want."
    yield ""
    if vendor:
        yield f"system: {vendor.lower()} # the columns are called as {vendor} calls them"
    else:
        yield f"system: {_UNKNOWN} # decide: a short name for the system these files are from"


def _argument(name: str) -> str:
    """The name as a shell takes it for a file, not for an option."""
    return quote(f"./{name}" if name.startswith("-") else name)


def _vendors(everything: Sequence[Found]) -> Iterator[str]:
    yield from (found.table.vendor for found in everything if found.table and found.table.vendor)


def _forms(sheets: Sequence[Sheet], everything: Sequence[Found], encoding: str) -> Iterator[str]:
    """How the files and their cells are written, where it is not the usual way."""
    if encoding != "utf-8":
        yield from mapping({"encoding": encoding})
    delimiters = {sheet.delimiter for sheet in sheets}
    if delimiters - {","} and len(delimiters) == 1:
        yield from mapping({"delimiter": "tab" if delimiters == {"\t"} else next(iter(delimiters))})
    if words := nulls(sheets):
        yield from mapping({"nulls": list(words)}, "decide: do these cells say that nothing is known?")
    yield from _dates(everything)
    form = _number_form(everything)
    if form != NUMBERS[0]:
        yield from mapping({"numbers": form})


def _columns(everything: Iterable[Found], fields: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for found in everything:
        for field in fields:
            for header in found.fields.get(field, ()):
                if found.cells[header]:
                    yield header, list(found.cells[header])


def _number_form(everything: Sequence[Found]) -> str:
    return number_form([cell for _, cells in _columns(everything, _NUMBERS) for cell in cells]) or NUMBERS[0]


def _dates(everything: Sequence[Found]) -> Iterator[str]:
    """The ways in which days are written, the most frequent first, and what no cell could tell."""
    found = [(header, date_form(cells)) for header, cells in _columns(everything, _DAYS)]
    sure = Counter(form.form for _, form in found if form and not form.or_else)
    unsure = [(header, form) for header, form in found if form and form.or_else]
    forms = [form for form, _ in sure.most_common()]
    open_ = [(header, form) for header, form in unsure if form.form not in sure and form.or_else not in sure]
    forms += dict.fromkeys(form.form for _, form in open_)
    if forms and forms != [ISO]:
        yield from mapping({"dates": forms[0] if len(forms) == 1 else forms}, _swapped(open_))
    for header, form in found:
        if form is None:
            yield from comment(f"decide: no way to write days that we know reads most cells of {header}")


def _swapped(columns: Sequence[tuple[str, DateForm]]) -> str:
    if not columns:
        return ""
    header, form = columns[0]
    return f"decide: in {header} no day is above 12, so that it could be {form.or_else} as well"


def _settings(everything: Sequence[Found], mapped: Sequence[Mapped]) -> Iterator[str]:
    amounts = [cell for _, cells in _columns(everything, ("amount", "price")) for cell in cells]
    code = currency(amounts, _number_form(everything))
    types = [one.spec["value"] for _, maps in mapped for rows in maps for one in rows.fields if _is_constant_type(one)]
    yield ""
    yield "settings: # written as crm.yaml where there is none yet"
    yield "  name: Our company # decide"
    yield f"  currency: {code or 'USD'}{'' if code else ' # decide: no cell says it'}"
    for key, value in settings(everything, types).items():
        remark = "decide: are the stages in order?" if key == "pipelines" else ""
        yield from indented(mapping({key: value}, remark), 1)


def _is_constant_type(one: Given) -> bool:
    return one.field == "type" and isinstance(one.spec, dict) and "value" in one.spec
