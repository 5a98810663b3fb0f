"""The settings that files ask for: pipelines from the stages in them, lists from what their cells hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from textcrm.exchange.suggest_cells import outcome
from textcrm.exchange.suggest_columns import Found
from textcrm.exchange.suggest_text import can_be_named
from textcrm.exchange.vocabularies import STAGES
from textcrm.likeness.ids import id_from
from textcrm.model.targets import target

#: More stages than these are none: the column holds something else.
_MOST_STAGES: Final = 40
#: Kinds of activity in which somebody was contacted.
_TOUCHES: Final = frozenset(["call", "email", "meeting", "visit", "event", "message"])
#: The lists of the settings that cells may be entries of.
_LISTS: Final = ("sources", "campaigns", "opportunity_types", "activity_types")


def settings(everything: Sequence[Found], types: Iterable[str]) -> dict[str, Any]:
    """The lists of `crm.yaml` that these files need; `types` are the kinds of activity that the map itself names."""
    made: dict[str, Any] = {}
    if pipelines := list(_pipelines([found for found in everything if found.kind == "opportunities"])):
        made["pipelines"] = pipelines
    for name in _LISTS:
        if entries := list(_entries(everything, name)):
            made[name] = entries
    if named := list(dict.fromkeys(types)):
        made.setdefault("activity_types", []).extend(_type(one) for one in named)
    if reasons := list(_from(everything, "closed.reason")):
        made["reasons"] = {"lost": reasons}
    return made | _products(everything)


def _type(name: str) -> Any:
    return {"id": name, "touch": True} if name in _TOUCHES else name


def _pipelines(deals: Sequence[Found]) -> Iterator[dict[str, Any]]:
    """The pipelines in files of deals, each with its stages; one where no column names any."""
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for found in deals:
        for line, stage, chance in _standings(found):
            if outcome(stage) == "open":  # where a stage is also how deals end, "Closed Won" is none
                seen[line][stage].add(chance)
    taken: set[str] = set()
    for name, stages in seen.items():
        if len(stages) <= _MOST_STAGES:
            places: set[str] = set()
            named = [
                _named(one, places) | ({"probability": int(chance)} if chance else {})
                for one, chance in _in_order(stages).items()
            ]
            yield _named(name, taken) | {"stages": named}


def _named(name: str, taken: set[str]) -> dict[str, Any]:
    id = id_from(name, taken, "entry")
    taken.add(id)
    return {"id": id, "name": name}


def _standings(found: Found) -> Iterator[tuple[str, str, str]]:
    """Pipeline, stage and probability of each deal whose stage is known; one pipeline where no column names any."""
    stage = found.first("stage")
    if stage is None:
        return
    columns = [found.first("pipeline"), stage, found.first("probability")]
    cells = [found.sheet.column(name) if name else ("",) * len(found.sheet.rows) for name in columns]
    for line, place, chance in zip(*cells, strict=True):
        if place.strip() in found.cells[stage] and can_be_named(place.strip()) and can_be_named(line.strip()):
            yield line.strip() or "Sales", place.strip(), chance.strip()


def _in_order(stages: dict[str, set[str]]) -> dict[str, str | None]:
    """The stages with their chances in percent, in the order of these, where each has one and one only.

    Else they have none, and are in the order of what such stages are usually called, else in which they appear.
    """
    chances = {name: next(iter(found)) for name, found in stages.items() if len(found) == 1}
    if len(chances) == len(stages) and all(_is_chance(one) for one in chances.values()):
        return {name: chances[name] for name in sorted(stages, key=lambda name: int(chances[name]))}
    places = {name: place for name in stages if (place := _place(name)) is not None}
    return dict.fromkeys(sorted(stages, key=places.__getitem__) if len(places) == len(stages) else stages)


def _is_chance(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("100") and int(text) <= 100  # noqa: PLR2004  # %


def _place(name: str) -> int | None:
    folded = name.casefold()
    return next((place for place, words in enumerate(STAGES) if words.search(folded)), None)


def _entries(everything: Sequence[Found], name: str) -> Iterator[dict[str, str]]:
    if name == "campaigns" and any(found.kind == "campaigns" for found in everything):
        made = [_campaigns(found, everything) for found in everything if found.kind == "campaigns"]
        yield from (entry for entry in made if "name" in entry or "id" in entry)
        return
    for field in ("source", "campaign", "type"):
        for found in everything:
            wanted = target(found.kind, field) if _has_records(found) and field in found.fields else None
            if wanted and wanted.of == name:
                yield from _from([found], field)


def _has_records(found: Found) -> bool:
    return found.kind not in ("", "history", "products", "campaigns")


def _from(everything: Sequence[Found], field: str) -> Iterator[dict[str, str]]:
    for found in everything:
        if header := found.first(field):
            yield {"from": found.sheet.name, "name": header}


def _campaigns(found: Found, everything: Sequence[Found]) -> dict[str, str]:
    """The entry for a file of campaigns; by their keys where those are what other files hold."""
    entry = {"from": found.sheet.name}
    used = {cell for other in everything for header in other.fields.get("campaign", ()) for cell in other.cells[header]}
    if found.key and used & set(found.cells[found.key]):
        entry["id"] = found.key
    return entry | {
        name: headers[0] for name, headers in found.fields.items() if name in ("name", "start", "end", "cost")
    }


def _products(everything: Sequence[Found]) -> dict[str, Any]:
    lists = [found for found in everything if found.kind == "products" and "name" in found.fields]
    made: dict[str, Any] = {}
    if lists:
        made["products"] = [
            {"from": one.sheet.name} | {name: one.fields[name][0] for name in ("name", "price") if one.fields.get(name)}
            for one in lists
        ]
    sold = [found for found in everything if found.kind == "opportunities" and "product" in found.fields]
    if sold:
        given = [(one, "name") for one in lists] or [(one, "product") for one in sold]
        choices = [{"from": one.sheet.name, "id": one.fields[field][0]} for one, field in given]
        made["custom_fields"] = {"opportunity": {"product": {"type": "choice", "choices": choices}}}
    return made
