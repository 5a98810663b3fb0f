"""A map and the files it names, made into a plan of new records, and everything there is to tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from textcrm.edits.plan import Create, Plan
from textcrm.errors import UsageError
from textcrm.exchange.choices import Lists
from textcrm.exchange.company import files_of, filled
from textcrm.exchange.compiled import HistoryMaker, RecordMaker, Workshop
from textcrm.exchange.documents import document
from textcrm.exchange.drafts import Draft
from textcrm.exchange.history import complete, history
from textcrm.exchange.identity import taken
from textcrm.exchange.journals import journals
from textcrm.exchange.links import Links
from textcrm.exchange.readers import Company
from textcrm.exchange.rows import Rows
from textcrm.exchange.sheet import Sheet
from textcrm.exchange.sound import is_sound
from textcrm.exchange.table import Table, table
from textcrm.exchange.telling import IDLE, Telling
from textcrm.exchange.told import Count, Import
from textcrm.exchange.wanted import columns
from textcrm.exchange.who import Who
from textcrm.files import Tree
from textcrm.model.import_map import ImportMap, RecordMap
from textcrm.model.settings import Settings
from textcrm.model.values import shown
from textcrm.source.dump import dump
from textcrm.source.load import HARMLESS, Loaded, load_book
from textcrm.source.load_map import MapText


def import_files(
    tree: Tree,
    loaded: Loaded,
    map: ImportMap,
    text: MapText,
    sheets: Mapping[str, Sheet],
    day: Callable[[ZoneInfo], date],
) -> Import:
    """What the files come to on top of a book; `sheets` are by base name, `day` is today in a company's zone.

    A tree without `crm.yaml` gets the one of the map. Raises `UsageError` where the map fits neither the files nor
    the settings.
    """
    tables = {name: table(name, sheets[name]) for name in _in_order(map, sheets)}
    telling = Telling()
    _tell_sheets(sheets, map, telling)
    if loaded.book.broken:
        telling.notes.append(f"{len(loaded.book.broken)} of the files there could not be loaded; see textcrm validate.")
    settings, begun = _settings(tree, loaded, map, text, tables, telling)
    drafts: list[Draft] = []
    links = Links(loaded.book, drafts, _missing(map, tables))
    lists = Lists(settings)
    workshop = Workshop(map, text, Company(settings, lists, links))
    today = day(settings.timezone)
    who = Who(map.system, loaded, taken(loaded, tree.files, map.system), drafts, links, telling)
    rows = Rows(today, who, telling)
    makers = [*_makers(map, tables, workshop, telling)]
    rows.read([one for one in makers if isinstance(one, RecordMaker)])
    rows.read_histories([one for one in makers if isinstance(one, HistoryMaker)])
    _say_back(drafts)
    steps = (*begun, *_records(who, tree.data), *_journals(who, tree))
    _tell_guesses(lists, telling)
    rows.compare_matched()  # last: nothing is taken for anything by it
    return _import(Plan(steps), today, telling, [*tables])


def _in_order(map: ImportMap, sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """The names of the files that were given, in the order of the map."""
    yield from (name for name in columns(map, settings=True) if name in sheets)


def _settings(
    tree: Tree, loaded: Loaded, map: ImportMap, text: MapText, tables: Mapping[str, Table], telling: Telling
) -> tuple[Settings, tuple[Create, ...]]:
    """The settings to read by, and the step that creates them where there are none."""
    path = f"{tree.data}/crm.yaml"
    if path in tree.files:
        if not loaded.usable:
            raise UsageError(f"{path} cannot be used; see textcrm validate")
        if map.settings is not None:
            telling.notes.append(f"{path} is there already: the settings of the map are not used.")
        return loaded.book.settings, ()
    if map.settings is None:
        raise UsageError(f"there is no {path}, and {text.name} has no settings to begin one with")
    missing = sorted({entries.file for entries in files_of(map.settings)} - tables.keys())
    if missing:
        raise UsageError(f"the settings in {text.name} are made from {', '.join(missing)} too: give it with the others")
    try:
        data, unread, remarks = filled(map, tables)
    except ValueError as error:
        raise UsageError(f"{text.place(('settings',), at_key=True)}: {error}") from None
    telling.unread += unread
    telling.remarks += remarks
    return _checked(path, dump(data), tree.data, text)


def _checked(path: str, content: str, data: str, text: MapText) -> tuple[Settings, tuple[Create, ...]]:
    made = load_book(Tree({path: content}, data))
    problem = next((one for one in made.problems if one.rule not in HARMLESS), None)
    if problem or not made.usable:
        said = f"{problem.message}. {problem.help}" if problem else "they cannot be read"
        raise UsageError(f"{text.place(('settings',), at_key=True)}: the settings come out wrong: {said}")
    return made.book.settings, (Create(path, content),)


def _missing(map: ImportMap, tables: Mapping[str, Table]) -> Mapping[str, tuple[str, ...]]:
    """The files that were not given, by the kind of record that the map makes of them."""
    makes = [
        (row.kind, name)
        for name, rows in map.files.items()
        if name not in tables
        for row in rows
        if isinstance(row, RecordMap)
    ]
    kinds = dict.fromkeys(kind for kind, _ in makes)
    return {kind: tuple(dict.fromkeys(name for one, name in makes if one == kind)) for kind in kinds}


def _makers(
    map: ImportMap, tables: Mapping[str, Table], workshop: Workshop, telling: Telling
) -> Iterator[RecordMaker | HistoryMaker]:
    for name, sheet in tables.items():
        for number, row in enumerate(map.rows(name)):
            aliased, used = sheet.with_aliases(row.aliases)
            telling.aliases += used
            at = ("files", name, number)
            if isinstance(row, RecordMap):
                yield workshop.record(row, aliased, at)
            else:
                yield workshop.history(row, aliased, at)


def _say_back(drafts: Sequence[Draft]) -> None:
    """Give what leads became the lead that it was, which most systems say on the lead only."""
    made = {(draft.kind, draft.id): draft for draft in drafts}
    for lead in (draft for draft in drafts if draft.kind == "leads"):
        for kind, field in (("contacts", "converted.contact"), ("opportunities", "converted.opportunity")):
            if became := made.get((kind, str(lead.values.get(field)))):
                became.values.setdefault("lead", lead.id)


def _records(who: Who, data: str) -> Iterator[Create]:
    """The files of the records, each of its own."""
    for draft in who.drafts:
        if draft.kind != "activities":
            entries, idle = history(draft)
            complete(draft, entries)
            for entry in idle:
                if entry.spot is not draft.spot:
                    who.telling.remark(IDLE, entry.spot, f"{draft.kind}/{draft.id}")
            if is_sound(draft, who.telling):
                yield Create(f"{data}/{draft.kind}/{draft.id}.yaml", dump(document(draft, who.system, entries)))


def _journals(who: Who, tree: Tree) -> Iterator[Create]:
    found = [draft for draft in who.drafts if draft.kind == "activities" and is_sound(draft, who.telling)]
    yield from journals(found, who.system, tree.data, tree.files)


def _tell_sheets(sheets: Mapping[str, Sheet], map: ImportMap, telling: Telling) -> None:
    """What reading the files left out, columns that nothing is made of, and files of the map that were not given."""
    read = columns(map, settings=True)
    for name, sheet in sheets.items():
        telling.notes += [f"{name}:{one.line}: {one.text}." for one in sheet.remarks]
        unused = [header for header in sheet.headers if header and header not in read.get(name, ())]
        if unused:
            telling.notes.append(f"{name}: the map does not speak of the columns {', '.join(unused)}.")
    missing = [name for name in map.files if name not in sheets]
    if missing:
        telling.notes.append(f"not given, though the map speaks of them: {', '.join(missing)}.")


def _tell_guesses(lists: Lists, telling: Telling) -> None:
    """Texts that are not what an entry of a list is called, and were taken for it by the id made of them."""
    for name, text, id in lists.guesses():
        telling.notes.append(f"{shown(text)} was taken for {id} in {name}, by the id made of it.")


def _import(plan: Plan, day: date, telling: Telling, files: Sequence[str]) -> Import:
    return Import(
        plan,
        day,
        _counts(telling.rows),
        _counts(telling.entries),
        telling.unread_in_order(files),
        telling.links_untraced(),
        tuple(telling.aliases),
        telling.remarks_in_order(files),
        tuple(telling.notes),
        telling.differing_in_order(files),
    )


def _counts(rows: Mapping[str, Counter[str]]) -> dict[str, Count]:
    return {kind: Count(**found) for kind, found in rows.items()}
