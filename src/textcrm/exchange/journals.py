"""Activities from rows, gathered into one journal a person and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import time
from typing import Any

from textcrm.edits.plan import Create
from textcrm.exchange.documents import document
from textcrm.exchange.drafts import Draft
from textcrm.source.dump import dump


def journals(drafts: Iterable[Draft], system: str, data: str, there: Collection[str]) -> Iterator[Create]:
    """The files of the activities, sorted by path: a new one beside each journal that is there already."""
    days: defaultdict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        days[draft.values["member"], str(draft.values["date"].day)].append(draft)
    lower = {path.lower() for path in there if path.startswith(f"{data}/activities/")}
    for (member, day), group in sorted(days.items()):
        entries = [document(draft, system, []) for draft in sorted(group, key=_moment)]
        yield Create(_free(f"{data}/activities/{member}/{day}", system, lower), dump(entries))


def _moment(draft: Draft) -> Any:
    return draft.values["date"].day, draft.values["date"].clock or time.min


def _free(name: str, system: str, there: Collection[str]) -> str:
    """The path, with the system and a number behind it where such a journal is there already."""
    wanted, number = f"{name}.yaml", 1
    while wanted.lower() in there:
        wanted = f"{name}-{system}.yaml" if number == 1 else f"{name}-{system}-{number}.yaml"
        number += 1
    return wanted
