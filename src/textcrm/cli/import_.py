"""`textcrm import`: CSV files of other systems as records, by a map; a dry run unless told otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from textcrm.cli.crm import Place, as_of_option, find_crm, read_crm, today, writing
from textcrm.cli.look import terminal_look
from textcrm.cli.progress import shown
from textcrm.cli.streams import complain, emit
from textcrm.errors import TextcrmError, UsageError
from textcrm.exchange.importing import import_files
from textcrm.exchange.sheet import BYTES, Sheet, read_sheet
from textcrm.exchange.wanted import columns
from textcrm.files import Tree
from textcrm.model.import_map import ImportMap
from textcrm.propose import propose
from textcrm.reporters.imported import Imported, State, imported_json, imported_text
from textcrm.source.load import load_book
from textcrm.source.load_map import MapText, load_map
from textcrm.store.given import read_given, refuse_irregular

if TYPE_CHECKING:
    from textcrm.store.write import Desk

#: No map is as long.
_MAP_BYTES = 1_000_000
#: From here on a name is taken for a slip of another; all end in `.csv`, so that any two are somewhat alike.
_ALIKE = 0.8
#: The exit code where the terminal, or the file that stands for it, takes nothing.
_UNWRITABLE = 3
#: Whether a file can be read is told where it is read, in one line.
_PATH = click.Path(path_type=Path, readable=False)


@click.command("import")
@click.argument("files", nargs=-1, type=_PATH, metavar="FILE…")
@click.option(
    "--map",
    "map_path",
    type=_PATH,
    envvar="TEXTCRM_MAP",
    metavar="MAP",
    help="The map: what becomes of what.",
)
@click.option(
    "--apply",
    is_flag=True,
    envvar="TEXTCRM_APPLY",
    help="Write the records. Without it, only say what would be written.",
)
@click.option(
    "--suggest",
    is_flag=True,
    envvar="TEXTCRM_SUGGEST",
    help="Print a first map for the files, made from their headers.",
)
@click.option(
    "--encoding",
    envvar="TEXTCRM_ENCODING",
    metavar="NAME",
    help="How the files are encoded, whatever the map says: cp1252, utf-16 …",
)
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    envvar="TEXTCRM_IMPORT_FORMAT",  # what other commands take from TEXTCRM_FORMAT, csv say, is none of these
    help="How to tell it.",
)
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    map_path: Path | None,
    apply: bool,
    suggest: bool,
    encoding: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Turn CSV files of another system into records, as a map says.

    Without --apply nothing is written: what would be created, what is there already, and every cell that could not be
    read, is told first. Importing the same files again changes nothing.
    """
    here = Path(ctx.find_root().obj[0])
    if not files:
        raise UsageError("name the CSV files to import")
    if suggest:
        if {"map_path", "apply"} & _typed(ctx):
            raise UsageError("--suggest only prints a map; leave --map and --apply away")
        _suggest(here, files, encoding)
        return
    if map_path is None:
        raise UsageError("name the map: --map MAP.yaml; textcrm import --suggest FILE… prints a first one")
    text = MapText(str(map_path), read_given(here / map_path, _MAP_BYTES).decode("utf-8", "surrogateescape"))
    map = _read_map(ctx, text)
    given = _Given(map, text, _read_sheets(ctx, files, map, encoding))
    with _opened(find_crm(ctx, new=True), apply=apply) as (desk, tree):
        imported = _import(given, tree, as_of, desk)
    _tell(imported, form)
    ctx.exit(0 if imported.told.is_whole and not imported.errors and imported.state != "refused" else 1)


def _typed(ctx: click.Context) -> set[str]:
    """The options on the command line itself, not those that the environment sets for every command."""
    return {name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE}


def _tell(imported: Imported, form: str) -> None:
    """Print what came of it; where that cannot be printed, at least that the records are written."""
    try:
        emit(imported_json(imported) if form == "json" else imported_text(imported, terminal_look()))
    except click.exceptions.Exit as ended:
        if ended.exit_code == _UNWRITABLE and imported.state == "written":
            complain("the records were written all the same")
        raise


@dataclass(frozen=True, slots=True)
class _Given:
    """What was asked for: the map with its text, and the files by base name."""

    map: ImportMap
    text: MapText
    sheets: Mapping[str, Sheet]


def _suggest(here: Path, files: Sequence[Path], encoding: str | None) -> None:
    from textcrm.exchange.suggest import suggest

    emit(suggest([_sheet(here, file, encoding or "utf-8") for file in files], encoding or "utf-8"))


def _read_map(ctx: click.Context, text: MapText) -> ImportMap:
    """The map; every problem of it is told, and ends the command."""
    map, problems = load_map(text.text)
    for problem in problems:
        complain(text.words(problem))
    if map is None:
        ctx.exit(2)
    return map


def _read_sheets(ctx: click.Context, files: Sequence[Path], map: ImportMap, encoding: str | None) -> dict[str, Sheet]:
    """The files by base name; the first fault of each is told, and ends the command.

    Raises `WorldError` for one that is not there, `UsageError` for one that the map does not know, or for two of one
    name.
    """
    here, known = Path(ctx.find_root().obj[0]), columns(map, settings=True)
    _refuse_strange(here, files, known)
    sheets: dict[str, Sheet] = {}
    faults: dict[str, int] = {}
    for file in shown("Reading", files, len(files)):
        try:
            sheets[file.name] = _sheet(here, file, encoding or map.encoding or "utf-8", map.delimiter, known[file.name])
        except TextcrmError as fault:
            faults[str(fault)] = fault.exit_code
    for message in faults:
        complain(message)
    if faults:
        ctx.exit(max(faults.values()))
    return sheets


def _refuse_strange(here: Path, files: Sequence[Path], known: Collection[str]) -> None:
    names: set[str] = set()
    for file in files:
        refuse_irregular(here / file)
        if file.name not in known:
            near = get_close_matches(file.name, known, 1, _ALIKE)
            hint = f"did you mean {near[0]}?" if near else f"its files are {', '.join(known)}"
            raise UsageError(f"the map does not speak of {file.name}; {hint}")
        if file.name in names:
            raise UsageError(f"two files are called {file.name}; import one after the other")
        names.add(file.name)


def _sheet(here: Path, file: Path, encoding: str, delimiter: str | None = None, wanted: Collection[str] = ()) -> Sheet:
    content = read_given(here / file, BYTES)
    return read_sheet(str(file), content, encoding=encoding, delimiter=delimiter, wanted=sorted(wanted))


@contextmanager
def _opened(place: Place, *, apply: bool) -> Iterator[tuple[Desk | None, Tree]]:
    """The CRM's files, and, to write them, the sole right to do so."""
    if apply:
        with writing(place) as (desk, tree):
            yield desk, tree
    else:
        yield None, read_crm(place)


def _import(given: _Given, tree: Tree, as_of: date | None, desk: Desk | None) -> Imported:
    """Plan the import, load and check what it comes to, and write that where there is a desk and nothing is broken."""
    loaded = load_book(tree, shown)
    told = import_files(tree, loaded, given.map, given.text, given.sheets, lambda zone: as_of or today(zone))
    if not told.plan.steps:
        return Imported(told, (), "idle")
    proposal = propose(tree, told.plan, told.day, shown, loaded=loaded)
    state: State = "refused" if proposal.broken else "written" if desk else "planned"
    if desk and not proposal.broken:
        desk.write(tree.files, proposal.files)
    return Imported(told, proposal.introduced, state)
