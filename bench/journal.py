"""The activities of the team, one file per person and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from bench.course import weekday
from bench.deals import Deal
from bench.leads import Lead
from bench.process import AS_OF

TYPES: Final = ("call", "email", "whatsapp", "meeting", "visit")
NOTES: Final = (
    "Board meets in December.",
    "Freight, again",
    '"Asked for: price list, power plan"',
    "Οι φούρνοι μετρήθηκαν",
    "見積もりを送付した",
    "Quer fechar antes das férias",
)


class Journal:
    """Collects activities and prints the files, each day in order of time."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._days: dict[tuple[str, date], list[tuple[int, list[str]]]] = defaultdict(list)

    def follow_deal(self, deal: Deal) -> None:
        """Touches on the way; an open deal was touched in the last days, but for one in twenty-five."""
        span = (deal.course.end - deal.created).days
        for _ in range(self._rng.randint(0, 2)):
            self._about_deal(deal, deal.created + timedelta(self._rng.randint(0, span)))
        if deal.is_open and self._rng.random() < 0.96:
            self._about_deal(deal, max(deal.created, AS_OF - timedelta(self._rng.randint(0, 4))))
        if deal.is_open and self._rng.random() < 0.05:
            self._plan(deal, AS_OF + timedelta(self._rng.randint(1, 14)))

    def follow_lead(self, lead: Lead) -> None:
        """The answer, within the hours the settings allow, and now and then a talk later."""
        lines = [f"lead: {lead.person.id}", "direction: outbound"]
        self._add(lead.owner, lead.days[0], lead.minute + self._rng.randint(5, 230), lines)
        if self._rng.random() < 0.3:
            self._add(lead.owner, lead.days[-1], self._rng.randint(915, 1050), [f"lead: {lead.person.id}"])

    def files(self) -> Iterator[tuple[str, str]]:
        """Each file's path below `crm_data`, and its text."""
        for (member, day), activities in sorted(self._days.items()):
            lines = [line for _, entry in sorted(activities) for line in entry]
            yield f"activities/{member}/{day}.yaml", "\n".join(lines) + "\n"

    def _about_deal(self, deal: Deal, day: date) -> None:
        people = ", ".join(contact.person.id for contact in deal.contacts)
        direction = self._rng.choice(("outbound", "inbound"))
        lines = [f"opportunity: {deal.id}", f"contacts: [{people}]", f"direction: {direction}"]
        self._add(deal.owner, max(deal.created, weekday(day)), self._rng.randint(480, 1080), lines)

    def _plan(self, deal: Deal, day: date) -> None:
        self._add(deal.owner, day, self._rng.randint(480, 1080), ["planned: true", f"opportunity: {deal.id}"])

    def _add(self, member: str, day: date, minute: int, lines: list[str]) -> None:
        head = [f"- date: {day} {minute // 60:02}:{minute % 60:02}", f"type: {self._rng.choice(TYPES)}"]
        note = [f"note: {self._rng.choice(NOTES)}"] if self._rng.random() < 0.6 else []
        entry = [head[0], *(f"  {line}" for line in (head[1], *lines, *note))]
        self._days[member, day].append((minute, entry))
