"""Whether a draft is a record: what it cannot be without."""

from __future__ import annotations

from textcrm.exchange.documents import lacking
from textcrm.exchange.drafts import Draft
from textcrm.exchange.outcomes import UNREAD, Nothing
from textcrm.exchange.telling import NAMELESS, Telling
from textcrm.model.import_map import NEEDED
from textcrm.model.settings import SINGULAR

#: Kinds whose records are called something.
_NAMED = frozenset(["team", "companies", "contacts", "opportunities"])
_NOTHING = (Nothing, type(None))


def is_sound(draft: Draft, telling: Telling) -> bool:
    """Whether the draft has what its record cannot be without; told where it lacks it, and given what can be."""
    _name(draft, telling)
    _drop_groups(draft, telling)
    missing = [name for name in NEEDED.get(draft.kind, ()) if draft.values.get(name).__class__ in _NOTHING]
    if missing:
        _tell_missing(draft, missing, telling)
    return not missing


def _name(draft: Draft, telling: Telling) -> None:
    if draft.kind in _NAMED and draft.values.get("name").__class__ is not str:
        draft.values["name"] = draft.key
        telling.remark(NAMELESS, draft.spot, f"{draft.kind}/{draft.id}")


def _drop_groups(draft: Draft, telling: Telling) -> None:
    """Leave out groups of fields that lack their main one: a next step that does not say what."""
    values = draft.values
    for group, name in lacking(values) if any("." in one for one in values) else ():
        telling.lacks(draft.spot, f"{group}.{name}", "", f"without {name} there is no {group}")
        for one in [one for one in values if one.startswith(f"{group}.")]:
            del values[one]


def _tell_missing(draft: Draft, missing: list[str], telling: Telling) -> None:
    counts = telling.rows[draft.kind]
    counts["created"] -= 1
    counts["unmade"] += 1
    if not any(draft.values.get(name) is UNREAD for name in missing):  # which is told already
        why = f"without {missing[0]} there is no {SINGULAR[draft.kind]}"
        telling.lacks(draft.spot, missing[0], "", why)
