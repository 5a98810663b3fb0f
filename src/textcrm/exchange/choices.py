"""Cells as entries of the settings' lists: by id, former id, name, or the id made of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from textcrm.exchange.outcomes import Failure
from textcrm.gates.length import cut
from textcrm.likeness.ids import id_from
from textcrm.model.settings import Entry, Pipeline, Settings
from textcrm.model.values import shown

#: So much of a list of words is shown.
_LISTED = 300
#: What has values for dotted fields: a record in the making, or an entry of its history on top of it.
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choices:
    """A list of the settings as cells may call its entries; `name` is what the list is called."""

    name: str
    exact: Mapping[str, str]
    loose: Mapping[str, str]
    remedy: Callable[[str], str]
    #: Texts taken for an entry whose name is another, with its id: told, since that is a guess.
    guessed: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> str | Failure:
        """The id of the entry that the text means."""
        found = self.exact.get(text)
        if found is not None:
            return found
        found = self.loose.get(text.casefold())
        if found is not None:
            return found
        made = self.loose.get(_plain_id(text))
        if made is None:
            return Failure(text, f"{shown(text)} is not in {self.name}", self.remedy(text))
        if text.casefold() not in (made, made.replace("-", " "), made.replace("-", "_")):
            self.guessed[text] = made
        return made


def _plain_id(text: str) -> str:
    return id_from(text, (), "")


def choices(name: str, entries: Iterable[Entry | Pipeline], where: str = "") -> Choices:
    """The choices of a list of entries; `where` is its key in `crm.yaml`, if it is not its name."""
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for entry in entries:
        for word in (entry.id, *entry.aliases, entry.label):
            exact.setdefault(word, entry.id)
            loose.setdefault(word.casefold(), entry.id)
    return Choices(f"{where or name} of crm.yaml", exact, loose, _remedy)


def _remedy(text: str) -> str:
    return f"Add {{id: {_plain_id(text)}, name: {_quoted(text)}}} to it, or say in the map what the cell stands for."


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words(name: str, allowed: Iterable[str]) -> Choices:
    """The choices of a field that holds one of these words: in any case, with blanks or signs between."""
    allowed = tuple(allowed)
    loose = {variant: word for word in reversed(allowed) for variant in _variants(word)}
    listed = cut(", ".join(allowed), _LISTED)
    return Choices(name, {word: word for word in allowed}, loose, lambda _: f"The values are {listed}.")


def _variants(word: str) -> Iterator[str]:
    yield from (word.casefold(), word.casefold().replace("_", " "), word.casefold().replace("_", "-"))
    if made := _plain_id(word):
        yield made


class Lists:
    """The lists of a company's settings, as cells may call their entries, each made when it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: dict[tuple[str, str], Choices] = {}

    def of(self, name: str) -> Choices:
        """A list that is the same for all records (`sources`, `pipelines`)."""
        return self._once(name, "", lambda: choices(name, self._entries(name)))

    def stages(self, context: Context) -> Choices:
        """The stages of the pipeline that the record is in; of the first where it names none."""
        named = context.get("pipeline")
        pipeline = self._settings.pipeline(named if isinstance(named, str) else None)
        id = pipeline.id if pipeline else ""
        stages = pipeline.stages if pipeline else ()
        return self._once("stages", id, lambda: choices("stages", stages, f"the stages of {id}"))

    def reasons(self, context: Context) -> Choices:
        """The reasons for the status that the record has; all of them where that has none."""
        status = str(context.get("status"))
        lists = self._settings.reason_by_id
        if status in lists:
            return self._once(
                "reasons", status, lambda: choices("reasons", lists[status].values(), f"reasons.{status}")
            )
        every = [entry for entries in lists.values() for entry in entries.values()]
        return self._once("reasons", "", lambda: choices("reasons", every))

    def guesses(self) -> Iterator[tuple[str, str, str]]:
        """The texts that were taken for an entry by the id made of them: the list, the text, the id."""
        for made in self._made.values():
            yield from ((made.name, text, id) for text, id in made.guessed.items())

    def _entries(self, name: str) -> Iterable[Entry | Pipeline]:
        return self._settings.pipelines if name == "pipelines" else self._settings.legal[name].values()

    def _once(self, name: str, part: str, make: Callable[[], Choices]) -> Choices:
        if (name, part) not in self._made:
            self._made[name, part] = make()
        return self._made[name, part]
