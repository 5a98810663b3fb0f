"""Columns as fields of records: the suggestion for each, with what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from textcrm.exchange.suggest_cells import lead_status, outcome, yes
from textcrm.exchange.suggest_columns import Found
from textcrm.exchange.vocabularies import words
from textcrm.model.settings import SINGULAR
from textcrm.model.targets import entry_names, target, target_names

#: So many different cells of a column are written out in a map.
_MOST: Final = 60
#: A link is believed where so many of its cells lead somewhere.
_BELIEVED: Final = 0.5
#: Names are no ids where more than one record in so many has another's.
_OFTEN: Final = 10
#: A longer key makes no id that anybody would type; names then have numbers behind them.
_SHORT: Final = 12
#: Who is only named in the rows of others becomes a record too.
_MADE: Final = ("team", "companies", "contacts")
#: What kind of activity a header or the name of a file speaks of.
_ACTIVITIES: Final = ("call", "event", "task", "meeting", "visit", "email")

#: A field's columns in a map: a column, or a mapping with one, or a list of ways.
Spec = Any


@dataclass(frozen=True, slots=True)
class Given:
    """A field as the map gives it; `remark` says what a person has to decide."""

    field: str
    spec: Spec
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """What the rows of a file become: the head of a record map, its fields, its history.

    `left_out` are columns that would be of use, with why they are not; `remark` is for below.
    """

    head: dict[str, Spec]
    fields: tuple[Given, ...]
    history: tuple[dict[str, Spec], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    remark: str = ""


@dataclass(slots=True)
class Draft:
    """The records of one file in the making."""

    found: Found
    everything: Sequence[Found]
    fields: list[Given] = field(default_factory=list)
    made: list[Records] = field(default_factory=list)
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def give(self, field: str, spec: Spec, remark: str = "") -> None:
        """Take a field into the map, or another way to tell one: the first that is known counts."""
        before = next((one for one in self.fields if one.field == field), None)
        if before is None:
            self.fields.append(Given(field, spec, remark))
            return
        ways = [way for one in (before.spec, spec) for way in (one if isinstance(one, list) else [one])]
        self.fields[self.fields.index(before)] = Given(field, ways, before.remark or remark)

    def cells(self, header: str | None) -> list[str]:
        """The different cells of a column, in order of appearance."""
        return list(self.found.cells[header]) if header else []


def records(found: Found, everything: Sequence[Found]) -> tuple[Records, ...]:
    """The record maps for a file: first those of whom its rows only name."""
    if found.kind in ("", "products", "campaigns"):
        return ()
    draft = Draft(found, everything)
    _name(draft)
    for name in dict.fromkeys(found.fields):
        _field(draft, name)
    _needed(draft)
    whole = _history_of(draft) if found.kind == "history" else _whole(draft)
    is_told = draft.fields and not (found.kind == "history" and None in (whole.head["of"], whole.head["date"]))
    return (*draft.made, whole) if is_told else ()


def _whole(draft: Draft) -> Records:
    found = draft.found
    head: dict[str, Spec] = {"kind": found.kind}
    if found.key:
        head["key"] = found.key
    if id := _id(draft):
        head["id"] = id
    if deleted := _deleted(draft):
        head["unless"] = deleted
    if found.kind in ("contacts", "leads") and "email" in found.fields:
        head["match"] = ["email"]
    if draft.aliases:
        head["aliases"] = draft.aliases
    remark = "decide: no column tells the rows apart, so that a record is known by what its row holds"
    return Records(
        head, tuple(draft.fields), tuple(_history(draft)), tuple(draft.left_out), "" if found.key else remark
    )


def _deleted(draft: Draft) -> dict[str, list[str]]:
    header = draft.found.first("deleted")
    return {header: ["TRUE"]} if header else {}


def _id(draft: Draft) -> str | None:
    """A template for ids, where names alone would not do."""
    found, key = draft.found, draft.found.key
    if key is None or found.kind not in ("companies", "contacts", "leads", "opportunities"):
        return None
    given = next((one.spec for one in draft.fields if one.field == "name"), None)
    if not isinstance(given, str) or given == key:
        return None if given == key else f"{{{key}}}" if given is None or not _is_person(found) else None
    repeated = sum(found.cells[given].values()) - len(found.cells[given])
    is_short = all(len(cell) <= _SHORT for cell in found.cells[key])
    return f"{{{given}}} {{{key}}}" if is_short and repeated * _OFTEN > len(found.sheet.rows) else None


def _is_person(found: Found) -> bool:
    return "first" in found.fields


def _name(draft: Draft) -> None:
    """The name: a column, or the parts of one; of a deal without any, who buys what."""
    found = draft.found
    if found.kind in ("history", "activities"):
        return
    name, first, last = (found.first(part) for part in ("name", "first", "last"))
    if name or (last and not first):
        draft.give("name", name or last)
    elif first:
        draft.give("name", {"template": f"{{{first}}} {{{last}}}" if last else f"{{{first}}}"})
    elif found.kind == "opportunities":
        who, what = found.first("company"), found.first("product")
        parts = "|".join(one for one in (who, found.key) if one)
        if parts:
            draft.give("name", {"template": f"{{{parts}}}" + (f" – {{{what}}}" if what else "")})


def _field(draft: Draft, name: str) -> None:
    """Suggest what becomes of the columns of a field; a column without any cell says nothing."""
    headers = draft.found.filled(name)
    kind = "opportunities" if draft.found.kind == "history" else draft.found.kind
    if not headers or name in _ELSEWHERE:
        return
    if name in _SPECIAL:
        _SPECIAL[name](draft, headers[0])
        return
    wanted = target(kind, name)
    if name == "by" or (wanted and wanted.wants == "link"):
        split = ";" if wanted and wanted.many and any(";" in cell for cell in draft.cells(headers[0])) else ""
        _link(draft, name, wanted.of if wanted else "team", headers, split)
    elif name == "tags" and (sign := _between(draft.cells(headers[0]))):
        draft.give(name, {"column": headers[0], "split": sign})
    elif wanted and wanted.many and len(headers) > 1:
        draft.give(name, {"columns": list(headers)})
    elif wanted and wanted.wants == "word" and wanted.words:
        _words(draft, name, headers[0], wanted.words)
    elif wanted:
        draft.give(name, headers[0])


def _between(cells: Iterable[str]) -> str | None:
    """What stands between several values in one cell."""
    return next((sign for sign in ";,|" for cell in cells if sign in cell), None)


def _words(draft: Draft, name: str, header: str, allowed: Sequence[str]) -> None:
    """Cells by the word of ours that is in them."""
    meant = {cell: next((one for one in allowed if one in cell.casefold()), None) for cell in draft.cells(header)}
    if all(cell.casefold() == word for cell, word in meant.items()):
        draft.give(name, header)
    elif any(meant.values()) and len(meant) <= _MOST:
        unsure = ", ".join(cell for cell, word in meant.items() if not word)
        draft.give(name, {"column": header, "values": meant}, f"decide: {unsure}" if unsure else "")
    else:
        draft.left_out.append((header, f"none of its cells is one of {', '.join(allowed)}"))


def _link(draft: Draft, name: str, kind: str, headers: Sequence[str], split: str = "") -> None:
    """A link, by the key or the name of the records that most of its cells lead to."""
    ways = [way for header in headers for way in _ways(draft, header, kind, split)]
    best = max(ways, key=lambda way: way.share, default=None)
    if best and best.share >= _BELIEVED:
        lost = _lost(draft, best)
        remark = f"{len(lost)} of its cells lead nowhere in {best.file}, {lost[0]} for one" if lost else ""
        more = ({"by": best.by} if best.by != "key" else {}) | ({"split": split} if split else {})
        draft.give(name, {"column": best.header, **more} if more else best.header, remark)
    elif not draft.found.sheet.rows:
        draft.give(name, headers[0])
    elif kind in _MADE and name != "parent" and not split:
        header = headers[-1]
        head = {"kind": kind, "key": header, "once": True}
        draft.made.append(Records(head, (Given("name", header, "decide: all that these files say of them"),)))
        draft.give(name, header)
    else:
        draft.left_out += [(header, f"leads to no {SINGULAR[kind]} of these files") for header in headers]


@dataclass(frozen=True, slots=True)
class _Way:
    """How a column may lead to records: by key or name, and how many of its cells do."""

    header: str
    by: str
    file: str
    known: frozenset[str]
    cells: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of its cells that lead somewhere."""
        return sum(cell in self.known for cell in self.cells) / len(self.cells)


def _lost(draft: Draft, way: _Way) -> list[str]:
    """The cells that lead nowhere, but for those that are spelled otherwise only, which become aliases."""
    missing = [cell for cell in way.cells if cell not in way.known]
    alike = dict(_alike(missing, way.known))
    if alike:
        draft.aliases.setdefault(way.header, {}).update(alike)
    return [cell for cell in missing if cell not in alike]


def _ways(draft: Draft, header: str, kind: str, split: str) -> Iterator[_Way]:
    whole = draft.cells(header)
    parts = dict.fromkeys(part.strip() for cell in whole for part in (cell.split(split) if split else [cell]))
    cells = tuple(part for part in parts if part)
    for other in draft.everything:
        if other.kind == kind and cells:
            columns = (("key", other.key), ("name", other.first("name") or other.first("last")))
            for by, column in columns:
                known = frozenset(other.cells[column]) if column else frozenset()
                yield _Way(header, by, other.sheet.name, known, cells)


def _alike(cells: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The cells that differ from one known text by blanks, case and signs only."""
    squashed: dict[str, list[str]] = {}
    for text in known:
        squashed.setdefault(words(text).replace(" ", ""), []).append(text)
    for cell in cells:
        meant = squashed.get(words(cell).replace(" ", ""), [])
        if len(meant) == 1 and words(cell):
            yield cell, meant[0]


# Deals


def outcomes(found: Found) -> tuple[str | None, dict[str, str]]:
    """The column that says how deals stand, with what each of its cells means."""
    columns = [one for one in (found.first("status"), found.first("stage")) if one]
    meant = {column: {cell: outcome(cell) for cell in found.cells[column]} for column in columns}
    ended = {column: sum(status != "open" for status in cells.values()) for column, cells in meant.items()}
    best = max(columns, key=lambda column: bool(ended[column]), default=None)
    return best, meant[best] if best else {}


def _closed(found: Found, *statuses: str) -> tuple[str | None, list[str]]:
    """The column that says how deals stand, and its cells that say so; all that are not open if nothing is asked."""
    column, meant = outcomes(found)
    return column, [cell for cell, status in meant.items() if status in statuses or (not statuses and status != "open")]


def _when(draft: Draft, header: str, word: str, *statuses: str) -> Spec:
    """A column under the condition that the deal stands so."""
    column, cells = _closed(draft.found, *statuses)
    return {"column": header, word: {column: cells}} if cells else header


def _deal_status(draft: Draft) -> None:
    column, meant = outcomes(draft.found)
    if column is None:
        draft.give("status", {"value": "open"}, "decide: no column says how deals ended")
        return
    ended = {cell: status for cell, status in meant.items() if status != "open"}
    ways: list[Spec] = [{"column": column, "values": meant}]
    if len(meant) > _MOST or not ended:
        ways = [{"column": column, "values": ended, "others": "skip"}] if ended else []
        ways.append({"value": "open"})
    header = draft.found.first("archived")
    inactive = [cell for cell in draft.cells(header) if not list(yes([cell]))]
    if header and inactive:
        # What is lost is put away there, in whatever stage it is.
        ways = [{"value": "lost", "when": {header: inactive}}, *ways]
    remark = "" if ended else "decide: none of the cells says that a deal ended"
    draft.give("status", ways[0] if len(ways) == 1 else ways, remark)


def _stage(draft: Draft, header: str) -> None:
    if draft.found.kind in ("opportunities", "history"):
        draft.give("stage", _when(draft, header, "unless"))


def _close(draft: Draft, header: str) -> None:
    """One column with two meanings, as most systems have it."""
    draft.give("expected_close", _when(draft, header, "unless"))
    if _closed(draft.found)[1] and draft.found.kind == "opportunities":
        draft.give("closed.date", _when(draft, header, "when"))


def _amount(draft: Draft, header: str) -> None:
    draft.give("amount", header)
    if _closed(draft.found, "won")[1] and draft.found.kind == "opportunities":
        draft.give("closed.amount", _when(draft, header, "when", "won"))


def _product(draft: Draft, header: str) -> None:
    lists = [one for one in draft.everything if one.kind == "products"]
    for one in lists:
        column = one.first("name")
        known = one.cells[column] if column else {}
        alike = dict(_alike((cell for cell in draft.cells(header) if cell not in known), known))
        if alike:
            draft.aliases.setdefault(header, {}).update(alike)
    draft.give("custom.product", header)


def _probability(draft: Draft, header: str) -> None:
    if draft.found.kind == "opportunities":
        draft.give("probability", header)


def _history(draft: Draft) -> Iterator[dict[str, Spec]]:
    """Of a deal that ended: since when it was open, and when it ended."""
    found = draft.found
    if found.kind != "opportunities" or any(other.kind == "history" for other in draft.everything):
        return
    column, closed = _closed(found)
    created, ended = found.first("created"), found.first("close") or found.first("closed.date")
    if not (column and closed and created and ended):
        return
    given = {one.field: one.spec for one in draft.fields}
    owner = {"owner": given["owner"]} if "owner" in given else {}
    opened = {"status": {"value": "open"}, "stage": {"value": None}, **owner}
    meant = {cell: status for cell, status in outcomes(found)[1].items() if status != "open"}
    amount = {"amount": given["amount"]} if "amount" in given else {}
    yield {"date": created, "when": {column: closed}, "set": opened}
    how = {"column": column, "values": meant}
    yield {"date": ended, "when": {column: closed}, "set": {"status": how, **amount}}


def _history_of(draft: Draft) -> Records:
    """A file of which each row is a state that a deal was in."""
    found = draft.found
    head: dict[str, Spec] = {"history": "opportunities", "of": found.first("of"), "date": found.first("date")}
    head["snapshot"] = True
    if deleted := _deleted(draft):
        head["unless"] = deleted
    return Records(head, tuple(draft.fields), (), tuple(draft.left_out))


# Leads and activities


def _lead_status(draft: Draft) -> None:
    column, flag = draft.found.first("status"), draft.found.first("converted")
    ways: list[Spec] = []
    if flag and (said := list(yes(draft.cells(flag)))):
        ways.append({"value": "converted", "when": {flag: said}})
    meant = {cell: lead_status(cell) for cell in draft.cells(column)}
    unsure = [cell for cell, status in meant.items() if status is None]
    if column and len(meant) <= _MOST:
        ways.append({"column": column, "values": {cell: status or "qualifying" for cell, status in meant.items()}})
    else:
        ways.append({"value": "new"})
    remark = f"decide: {', '.join(unsure)}" if unsure else "" if column or flag else "decide: no column says it"
    draft.give("status", ways[0] if len(ways) == 1 else ways, remark)


def _activity_needs(draft: Draft) -> None:
    found = draft.found
    if not any(one.field == "type" for one in draft.fields):
        told = " ".join((*(words(one) for one in found.fields.get("member", ())), words(found.sheet.name)))
        kind = next((one for one in _ACTIVITIES if one in told), "note")
        draft.give("type", {"value": kind})
    for name in ("member", "date"):
        if not any(one.field == name for one in draft.fields):  # a word that no import takes for either
            draft.give(name, {"value": "unknown"}, "decide: no column says it")
    header = found.first("done")
    done = list(yes(draft.cells(header)))
    if header and done:
        draft.give("planned", {"value": True, "unless": {header: done}})


def _needed(draft: Draft) -> None:
    """What every record of its kind must have."""
    kind = draft.found.kind
    if kind in ("opportunities", "history"):
        _deal_status(draft)
    elif kind == "leads":
        _lead_status(draft)
    elif kind == "activities":
        _activity_needs(draft)
    if kind == "opportunities" and "pipeline" not in draft.found.fields and "stage" in draft.found.fields:
        draft.give("pipeline", {"value": "sales"})
    order = entry_names("opportunities") if kind == "history" else target_names(kind)
    draft.fields[:] = sorted(draft.fields, key=lambda one: order.index(one.field) if one.field in order else len(order))


#: Fields that others speak for.
_ELSEWHERE: Final = frozenset(
    ["key", "name", "first", "last", "status", "converted", "deleted", "archived", "of", "done"]
)
_SPECIAL: Final = {
    "stage": _stage,
    "close": _close,
    "amount": _amount,
    "product": _product,
    "probability": _probability,
}
