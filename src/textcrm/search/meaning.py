"""What values of fields mean: by today's ids, in the company's currency, under the names people know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Final

from textcrm.model.book import Book
from textcrm.model.money import in_company_currency
from textcrm.model.records import Opportunity
from textcrm.model.settings import SINGULAR, Entry, Pipeline, Settings
from textcrm.model.values import Moment
from textcrm.search.fields import Field, Record, values

#: Things that can be compared with each other: days, or numbers, or texts.
Comparable = Any
_RECORDS: Final = frozenset(SINGULAR) - {"activities", "forecasts"}


@dataclass(frozen=True)
class Meaning:
    """Reads values of records of a book as of a day, with all that the settings say of them."""

    book: Book
    as_of: date

    @property
    def settings(self) -> Settings:
        """The company's settings."""
        return self.book.settings

    def values(self, record: Record, field: Field) -> tuple[Comparable, ...]:
        """What the record holds, each value so that it compares with others of its field.

        Ids of the settings' lists are today's, of a moment there is the day, amounts are in the company's currency,
        at the rate of the day or of the deal's closing; without a rate they are not known.
        """
        found = self.said(record, field)
        if field.type == "day":
            return tuple(one.day if isinstance(one, Moment) else one for one in found)
        if field.type == "money":
            known = (self._in_company_currency(record, one) for one in found)
            return tuple(one for one in known if one is not None)
        return tuple(self._today(record, field, one) for one in found) if field.link else found

    def said(self, record: Record, field: Field) -> tuple[Any, ...]:
        """What the record says in the field; what a deal means where it names no currency and no pipeline."""
        found = values(record, field)
        if found or not isinstance(record, Opportunity) or field.name not in ("currency", "pipeline"):
            return found
        line = self.settings.pipeline(None)
        return (self.settings.currency,) if field.name == "currency" else (line.id,) if line else ()

    def without_rate(self, record: Record, field: Field) -> bool:
        """Whether an amount of the record has no exchange rate, and so cannot be compared."""
        return field.type == "money" and len(self.values(record, field)) < len(values(record, field))

    def _in_company_currency(self, record: Record, amount: Decimal) -> Decimal | None:
        if not isinstance(record, Opportunity):
            return amount
        day = record.closed.date if record.closed and not record.is_open else None
        return in_company_currency(amount, record.currency, day or self.as_of, self.settings)

    def _today(self, record: Record, field: Field, id: str) -> str:
        """The id of today for a former one; that of a stage depends on the deal's pipeline."""
        if field.link == "stages" and isinstance(record, Opportunity):
            stage = self.settings.stage(record.pipeline, id)
            return stage.id if stage else id
        entry = self._entries.get(field.link, {}).get(id)
        return entry.id if entry else id

    def ids(self, link: str, word: str) -> frozenset[str]:
        """The ids that a word means in a list: itself, today's for a former one, or those of that name."""
        entries = self._entries.get(link, {})
        if link == "stages":
            found = (line.by_id.get(word) for line in self.settings.pipelines)
            return frozenset(stage.id for stage in found if stage) | self._named(link).get(_plain(word), frozenset())
        if word in entries:
            return frozenset([entries[word].id])
        if link in _RECORDS and word in self.book.all(link):
            return frozenset([word])
        return self._named(link).get(_plain(word), frozenset())

    def known(self, link: str) -> tuple[str, ...]:
        """The ids of a list that are still offered, in its order; of records, all."""
        if link in _RECORDS:
            return tuple(sorted(self.book.all(link)))
        return tuple(dict.fromkeys(one.id for one in self._entries.get(link, {}).values() if not one.retired))

    def label(self, link: str, id: str, record: Record | None = None) -> str:
        """The name people know an id by; the id itself where there is none."""
        if link in _RECORDS:
            named = self.book.all(link).get(id)
            return (named.name or id) if named else id
        if link == "stages" and isinstance(record, Opportunity):
            stage = self.settings.stage(record.pipeline, id)
            return stage.label if stage else id
        entry = self._entries.get(link, {}).get(id)
        return entry.label if entry else id

    def places(self, record: Record, field: Field) -> list[Comparable]:
        """Where a record's values stand in the order of their field: moments by their time too, a bare day first."""
        if field.type == "day":
            moments = (one if isinstance(one, Moment) else Moment(one) for one in values(record, field))
            return [(one.day, one.clock or time.min) for one in moments]
        return [self._place(record, field, one) for one in self.values(record, field)]

    def _place(self, record: Record, field: Field, value: Comparable) -> Comparable:
        """Stages stand as in the process, choices as in their list."""
        if field.type == "choice":
            return field.choices.index(value) if value in field.choices else len(field.choices)
        if field.link == "stages" and isinstance(record, Opportunity):
            return self._stage_places.get((record.pipeline, value), (len(self.settings.pipelines), 0))
        return _plain(value) if isinstance(value, str) else value

    @cached_property
    def _stage_places(self) -> Mapping[tuple[str | None, str], tuple[int, int]]:
        settings = self.settings
        names: dict[str | None, Pipeline | None] = {None: settings.pipeline(None)}
        names.update(settings.pipeline_by_id)
        return {
            (name, id): (settings.pipelines.index(line), place)
            for name, line in names.items()
            if line
            for id, place in line.order.items()
        }

    @cached_property
    def _entries(self) -> Mapping[str, Mapping[str, Entry | Pipeline]]:
        """The entries of the settings' lists by id and former id."""
        settings = self.settings
        stages: dict[str, Entry] = {}
        for name, stage in (pair for line in settings.pipelines for pair in line.by_id.items()):
            stages.setdefault(name, stage)
        steps = [step for line in settings.pipelines for stage in line.stages for step in stage.steps]
        reasons = {name: one for known in settings.reason_by_id.values() for name, one in known.items()}
        return {
            **settings.legal,
            "pipelines": settings.pipeline_by_id,
            "stages": stages,
            "reasons": reasons,
            "steps": {name: step for step in steps for name in (*step.aliases, step.id)},
        }

    @cached_property
    def _by_name(self) -> dict[str, Mapping[str, frozenset[str]]]:
        return {}

    def _named(self, link: str) -> Mapping[str, frozenset[str]]:
        """The ids of a list by their name, without case and accents."""
        if link not in self._by_name:
            found: dict[str, set[str]] = {}
            for id, name in self._names(link):
                found.setdefault(_plain(name), set()).add(id)
            self._by_name[link] = {name: frozenset(ids) for name, ids in found.items()}
        return self._by_name[link]

    def _names(self, link: str) -> Iterator[tuple[str, str]]:
        if link in _RECORDS:
            yield from ((one.id, one.name) for one in self.book.all(link).values() if one.name)
        elif link == "stages":
            yield from ((stage.id, stage.label) for line in self.settings.pipelines for stage in line.stages)
        else:
            yield from ((one.id, one.label) for one in self._entries.get(link, {}).values())


@cache
def _plain(text: str) -> str:
    from textcrm.likeness.normalise import fold

    return " ".join(fold(text).split())
