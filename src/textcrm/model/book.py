"""The book: all records at one moment, with the indexes that rules and numbers ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from textcrm.model.records import Activity, Company, Contact, Forecast, Lead, Member, Opportunity
from textcrm.model.settings import Settings

AnyRecord = Member | Company | Contact | Lead | Opportunity


@dataclass(frozen=True, kw_only=True)
class Book:
    """All records that could be loaded, by id; activities and submitted forecasts in the order of their files.

    `broken` holds the refs of records whose file is there and could not be loaded, so that references to them are not
    taken for dangling; `team/*` where the whole folder could not be read.
    """

    settings: Settings = field(default_factory=Settings)
    team: Mapping[str, Member] = field(default_factory=dict)
    companies: Mapping[str, Company] = field(default_factory=dict)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    leads: Mapping[str, Lead] = field(default_factory=dict)
    opportunities: Mapping[str, Opportunity] = field(default_factory=dict)
    activities: tuple[Activity, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    broken: frozenset[str] = frozenset()

    def all(self, kind: str) -> Mapping[str, AnyRecord]:
        """The records of a kind (`team`, `companies`, `contacts`, `leads`, `opportunities`) by id."""
        records: Mapping[str, AnyRecord] = getattr(self, kind)
        return records

    def records(self) -> Iterator[AnyRecord]:
        """Every record with a file of its own, kind by kind, sorted by path."""
        for kind in ("team", "companies", "contacts", "leads", "opportunities"):
            yield from self.all(kind).values()

    def has(self, kind: str, id: str) -> bool:
        """Whether there is such a record, loaded or broken."""
        return id in getattr(self, kind) or f"{kind}/{id}" in self.broken or f"{kind}/*" in self.broken

    @cached_property
    def size(self) -> int:
        """How many records there are: files of their own, activities and submitted forecasts."""
        single = sum(len(self.all(kind)) for kind in ("team", "companies", "contacts", "leads", "opportunities"))
        return single + len(self.activities) + len(self.forecasts)

    @cached_property
    def activities_of_deal(self) -> Mapping[str, tuple[Activity, ...]]:
        """Activities by the opportunity they are about, earliest first."""
        return _grouped(self.activities, "opportunity")

    @cached_property
    def activities_of_lead(self) -> Mapping[str, tuple[Activity, ...]]:
        """Activities by the lead they are about, earliest first."""
        return _grouped(self.activities, "lead")


def _when(activity: Activity) -> tuple[date, time]:
    return activity.date.day, activity.date.clock or time.min


def _grouped(activities: tuple[Activity, ...], key: str) -> Mapping[str, tuple[Activity, ...]]:
    groups: dict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        about = getattr(activity, key)
        if about:
            groups[about].append(activity)
    return {about: tuple(sorted(found, key=_when)) for about, found in groups.items()}
