"""Cells as links to other records: by the key of the other system, or by a field of the linked record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from textcrm.exchange.drafts import Draft
from textcrm.exchange.identity import value_of
from textcrm.exchange.outcomes import Failure
from textcrm.model.book import Book
from textcrm.model.settings import SINGULAR
from textcrm.model.values import shown

Reader = Callable[[str], Any]
#: So many of the records that are called alike are named.
_NAMED = 3


class Links:
    """Who is meant by a key, a name, an e-mail: of the records in the book and of those being made.

    `missing` are the files of the map, by the kind of record they hold, that were not given.
    """

    def __init__(self, book: Book, drafts: Sequence[Draft], missing: Mapping[str, tuple[str, ...]]) -> None:
        self._book = book
        self._drafts = drafts
        self._missing = missing
        self._readers: dict[tuple[str, str], Reader] = {}
        self.by_key: dict[str, dict[str, str]] = defaultdict(dict)

    def reader(self, kind: str, by: str) -> Reader:
        """What finds the id of a record of that kind by that field: `key`, `id`, `name`, `email`."""
        if (kind, by) not in self._readers:
            self._readers[kind, by] = self._by_key(kind) if by == "key" else self._by_field(kind, by)
        return self._readers[kind, by]

    def _by_key(self, kind: str) -> Reader:
        known = self.by_key[kind]

        def read(text: str) -> str | Failure:
            return known.get(text) or self._unknown(kind, text, "key")

        return read

    def _by_field(self, kind: str, by: str) -> Reader:
        known: dict[str, set[str]] = {}

        def read(text: str) -> str | Failure:
            if not known:  # not before the records have their fields
                known.update(self._ids_by(kind, by))
            found = known.get(text, ())
            if len(found) > 1:
                return _ambiguous(kind, by, text, found)
            return next(iter(found), None) or self._unknown(kind, text, by)

        return read

    def _ids_by(self, kind: str, by: str) -> dict[str, set[str]]:
        known: defaultdict[str, set[str]] = defaultdict(set)
        for text, id in (*self._in_book(kind, by), *self._in_drafts(kind, by)):
            known[text].add(id)
        return known

    def _in_book(self, kind: str, by: str) -> Iterator[tuple[str, str]]:
        for id, record in self._book.all(kind).items():
            yield from ((text, id) for text in _texts(value_of(record, by)))

    def _in_drafts(self, kind: str, by: str) -> Iterator[tuple[str, str]]:
        for draft in self._drafts:
            if draft.kind == kind:
                yield from ((text, draft.id) for text in _texts(draft.id if by == "id" else draft.values.get(by)))

    def _unknown(self, kind: str, text: str, by: str) -> Failure:
        missing = self._missing.get(kind, ())
        means = "key" if by == "key" else by
        why = f"there is no {SINGULAR[kind]} with the {means} {shown(text)}"
        return Failure(text, why, missing=missing, kind=kind)


def _ambiguous(kind: str, by: str, text: str, found: Collection[str]) -> Failure:
    some = ", ".join(sorted(found)[:_NAMED]) + (", …" if len(found) > _NAMED else "")
    return Failure(text, f"{len(found)} {kind} have the {by} {shown(text)}: {some}", "Link them by their key.")


def _texts(value: object) -> Iterator[str]:
    """The texts of a field, which may be a list of them."""
    values = value if isinstance(value, list | tuple) else (value,)
    yield from (str(one) for one in values if one not in (None, ""))
