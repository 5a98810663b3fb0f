"""What an import comes to: for people, a summary and what to look at; for programs, everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from textcrm.exchange.told import Count, Differing, Import, Spot, UnreadCell
from textcrm.findings import Finding, Severity
from textcrm.gates.json import dumps, lines
from textcrm.gates.length import cut
from textcrm.gates.terminal import one_line
from textcrm.model.secrets import holds_secret
from textcrm.reporters.json import finding
from textcrm.reporters.reporter import Look
from textcrm.reporters.sentence import message, place
from textcrm.reporters.spans import Line, Span, painter, words, wrapped

#: So many examples of a sort are shown, and so many sorts of a column; the JSON has all.
_EXAMPLES, _SORTS = 3, 5
_HIDDEN = "(it looks like a secret)"
_COLUMNS = ("created", "matched", "repeated", "skipped", "unmade")
#: `planned`: a dry run; `idle`: there is nothing to write; `refused`: files of the plan could not be loaded.
State = Literal["planned", "written", "idle", "refused"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported:
    """An import, the findings it introduces, and what became of it."""

    told: Import
    introduced: tuple[Finding, ...]
    state: State

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(one.severity is Severity.ERROR for one in self.introduced)


def imported_text(imported: Imported, look: Look) -> str:
    """The summary by kind, then what to look at, sort by sort with the first of each, then what to do next."""
    told = imported.told
    parts = (
        _summary(told, look),
        _aliases(told, look),
        _unread(told, look),
        _untraced(told, look),
        _differing(told, look),
        _remarks(told, look),
        _notes(told, look),
        _findings(imported.introduced, look),
        _next(imported, look),
    )
    paint = painter(colour=look.colour)
    blocks = ("\n".join(map(paint, block)) for block in map(tuple, parts) if block)
    return "\n\n".join(blocks) + "\n"


def _summary(told: Import, look: Look) -> Iterator[Line]:
    """The counts by kind as a table; where that is too wide, a line for each kind."""
    counts = {**told.counts, **{f"history of {kind}": count for kind, count in told.history.items()}}
    columns = [name for name in _COLUMNS if name == "created" or any(getattr(one, name) for one in counts.values())]
    rows = [["kind", *columns], *([kind, *_numbers(count, columns)] for kind, count in counts.items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if look.width is None or sum(widths) + 2 * len(columns) <= look.width:
        for number, (kind, *cells) in enumerate(rows):
            right = (cell.rjust(width + 2) for cell, width in zip(cells, widths[1:], strict=True))
            yield (Span(f"{kind.ljust(widths[0])}{''.join(right)}", "" if number else "place"),)
        return
    for kind, *cells in rows[1:]:
        said = ", ".join(f"{cell} {name}" for cell, name in zip(cells, columns, strict=True) if cell != "0")
        yield from _item(f"{kind}: {said or 'nothing'}", look, 0)


def _numbers(count: Count, columns: Sequence[str]) -> list[str]:
    return [f"{getattr(count, name):,}" for name in columns]


def _heading(text: str, role: str, look: Look) -> Iterator[Line]:
    yield from wrapped([Span(one.text, role) for one in words(text)], look.width, 2)


def _aliases(told: Import, look: Look) -> Iterator[Line]:
    if told.aliases:
        yield from _heading("Read as something else, as the map says", "place", look)
    for one in told.aliases:
        text = f"{one.file}, {one.column}: {_value(one.cell)} as {_value(one.meaning)}, in {_many(one.count, 'cell')}"
        yield from _item(text, look)


def _unread(told: Import, look: Look) -> Iterator[Line]:
    if told.unread:
        yield from _heading(f"{_many(len(told.unread), 'cell')} not read", "error", look)
    for (file, column), cells in _groups(told.unread, lambda one: (one.spot.file, one.column)):
        yield from _item(f"{file}, {column}: {_many(len(cells), 'cell')}", look)
        sorts = _groups(cells, lambda one: (_said(one.why), _said(one.help)))
        for (why, help), alike in sorts[:_SORTS]:
            yield from _item(f"{why}{f'. {help}' if help else ''} ({_rows([one.spot for one in alike])})", look, 4)
        yield from _item(f"… and {len(sorts) - _SORTS:,} more", look, 4) if len(sorts) > _SORTS else ()


def _untraced(told: Import, look: Look) -> Iterator[Line]:
    if told.untraced:
        yield from _heading("Links that lead nowhere, as files were not given", "error", look)
    for one in told.untraced:
        text = f"{one.file}, {one.column}: {_many(one.count, 'cell')}; {one.kind} come from {', '.join(one.missing)}"
        yield from _item(text, look)


def _differing(told: Import, look: Look) -> Iterator[Line]:
    if not told.differing:
        return
    rows = len({one.spot for one in told.differing})
    matched = sum(count.matched for count in told.counts.values())
    say = "says" if rows == 1 else "say"
    said = f"{rows:,} of {_many(matched, 'matched row')} {say} something else than the record"
    yield from _heading(f"{said}; import does not change what is there", "warning", look)
    for one in told.differing[:_EXAMPLES]:
        there, here = (_value(_said(text)) if text else "nothing" for text in (one.there, one.in_file))
        yield from _item(f"{_spot(one.spot)}: {one.record}, {one.field}: {there} there, {here} in the file", look)
    rest = len(told.differing) - _EXAMPLES
    yield from _item(f"… and {rest:,} more", look) if rest > 0 else ()


def _remarks(told: Import, look: Look) -> Iterator[Line]:
    if told.remarks:
        yield from _heading("To look at", "warning", look)
    for what, remarks in _groups(told.remarks, lambda one: one.what):
        yield from _item(f"{what}: {_many(len(remarks), 'row')}", look)
        for one in remarks[:_EXAMPLES]:
            yield from _item(f"{_spot(one.spot)}: {_said(one.detail)}", look, 4)
        yield from _item(f"… and {len(remarks) - _EXAMPLES:,} more", look, 4) if len(remarks) > _EXAMPLES else ()


def _notes(told: Import, look: Look) -> Iterator[Line]:
    if told.notes:
        yield from _heading("To know", "place", look)
    for note in told.notes:
        yield from _item(note, look)


def _findings(introduced: Sequence[Finding], look: Look) -> Iterator[Line]:
    if introduced:
        errors = sum(one.severity is Severity.ERROR for one in introduced)
        kinds = ((errors, "error", "error"), (len(introduced) - errors, "warning", "warning"))
        said = " and ".join(_many(number, noun) for number, noun, _ in kinds if number)
        yield from _heading(f"{said} that validation will report", "error" if errors else "warning", look)
    for (_, code), alike in sorted(_groups(introduced, lambda one: (str(one.severity), one.code))):
        first = alike[0]
        head = (Span(f"  {len(alike):,} ×"), Span(str(first.severity), str(first.severity)), Span(code, "code"))
        yield from wrapped((*head, Span(f"{first.name},"), *words(f"{place(first)}: {message(first)}")), look.width, 6)


def _next(imported: Imported, look: Look) -> Iterator[Line]:
    files = _many(len(imported.told.plan.steps), "file")
    clean = imported.told.is_whole and not imported.errors
    role = "clean" if clean else "warning"
    said = {
        "planned": f"Nothing is written yet. {files} would be created: add --apply to do so.",
        "written": f"Written: {files} created. See what there is to mend: textcrm validate",
        "idle": "Nothing to do: every record is there already.",
        "refused": "Refused, and nothing is written: some of the files could not be loaded. Please report this.",
    }[imported.state]
    yield from _heading(said, "error" if imported.state == "refused" else role, look)


def _groups(items: Iterable[T], key: Callable[[T], Any]) -> list[tuple[Any, list[T]]]:
    """The items by their key, keys in the order in which they come up."""
    groups: dict[Any, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return [*groups.items()]


def _item(text: str, look: Look, indent: int = 2) -> Iterator[Line]:
    first, *others = words(one_line(text))
    yield from wrapped((Span(" " * indent + first.text), *others), look.width, indent + 2)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _value(text: str) -> str:
    return f"`{cut(text, 40)}`"


def _said(text: str) -> str:
    return _HIDDEN if holds_secret(text) else text


def _spot(spot: Spot) -> str:
    row = "" if spot.row == spot.line else f" (row {spot.row:,})"
    return f"{spot.file}:{spot.line}{row}"


def _rows(spots: Sequence[Spot]) -> str:
    rows = ", ".join(f"{spot.row:,}" for spot in spots[:_EXAMPLES])
    more = f" and {len(spots) - _EXAMPLES:,} more" if len(spots) > _EXAMPLES else ""
    return f"{'row' if len(spots) == 1 else 'rows'} {rows}{more}"


def imported_json(imported: Imported) -> str:
    """One JSON object with all there is to tell: one cell, one remark, one finding a line; rows and lines from 1."""
    told = imported.told
    warnings = len(imported.introduced) - imported.errors
    members = (
        '"version": 1',
        f'"state": {dumps(imported.state)}',
        f'"files": {len(told.plan.steps)}',
        f'"counts": {dumps(_counts(told.counts))}',
        f'"history": {dumps(_counts(told.history))}',
        f'"unread": {lines(map(_cell, told.unread))}',
        f'"untraced": {lines(map(asdict, told.untraced))}',
        f'"aliases": {lines(map(asdict, told.aliases))}',
        f'"remarks": {lines({"what": one.what, **_at(one.spot), "detail": _said(one.detail)} for one in told.remarks)}',
        f'"differing": {lines(map(_differs, told.differing))}',
        f'"notes": {lines(told.notes)}',
        f'"summary": {dumps({"errors": imported.errors, "warnings": warnings})}',
        f'"findings": {lines(map(finding, imported.introduced))}',
    )
    return "{" + ",\n".join(members) + "}\n"


def _counts(counts: Mapping[str, Count]) -> dict[str, dict[str, int]]:
    return {kind: asdict(count) for kind, count in counts.items()}


def _at(spot: Spot) -> dict[str, object]:
    return {"file": spot.file, "row": spot.row, "line": spot.line}


def _differs(one: Differing) -> dict[str, object]:
    texts = {"there": cut(_said(one.there)), "in_file": cut(_said(one.in_file))}
    return {**_at(one.spot), "record": one.record, "field": one.field, **texts}


def _cell(one: UnreadCell) -> dict[str, object]:
    cell = _HIDDEN if holds_secret(one.cell) else cut(one.cell)
    return {**_at(one.spot), "column": one.column, "cell": cell, "why": _said(one.why), "help": _said(one.help)}
