"""Leads in every status: those that became a contact and a deal, and those that did not (yet)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from bench.course import weekday
from bench.deals import Deal
from bench.people import Person
from bench.process import ACTIVE, AS_OF, FIRST_DAY

PATHS: Final = {
    "new": (("new",), 6),
    "qualifying": (("new", "qualifying"), 10),
    "qualified": (("new", "qualifying", "qualified"), 12),
    "nurturing": (("new", "qualifying", "nurturing"), 17),
    "disqualified": (("new", "qualifying", "disqualified"), 55),
}
RECENT: Final = {"new": 12, "qualifying": 45}
SOURCES: Final = ("website", "whatsapp", "trade-fair", "referral", "cold-call", "partner")


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead; `minute` is the minute of the day in which it came in, `days` the day of each status on its path."""

    person: Person
    company_name: str
    owner: str
    minute: int
    path: tuple[str, ...]
    days: tuple[date, ...]
    deal: Deal | None = None

    @property
    def status(self) -> str:
        return self.path[-1]


def converted_lead(rng: Random, deal: Deal) -> Lead:
    """The lead the deal came from, converted on the day the deal was created."""
    contact = deal.contacts[0]
    days = [deal.created]
    for _ in range(3):
        days.append(weekday(days[-1] - timedelta(rng.randint(1, 8))))
    path = ("new", "qualifying", "qualified", "converted")
    return Lead(
        contact.person, deal.wish.company.name, deal.owner, rng.randint(480, 900), path, tuple(days[::-1]), deal
    )


def other_lead(rng: Random, person: Person, company_name: str) -> Lead:
    """A lead that is not a contact."""
    path = rng.choices([path for path, _ in PATHS.values()], weights=[weight for _, weight in PATHS.values()])[0]
    age = rng.randint(1, RECENT.get(path[-1], (AS_OF - FIRST_DAY).days))
    days = [weekday(AS_OF - timedelta(age))]
    for _ in path[1:]:
        days.append(min(AS_OF, days[-1] + timedelta(rng.randint(0, 6))))
    return Lead(person, company_name, rng.choice(ACTIVE).id, rng.randint(480, 900), path, tuple(days))


def lead_text(lead: Lead, rng: Random) -> str:
    """The file of a lead."""
    lines = [f"# {lead.status}"] if rng.random() < 0.2 else []
    lines += [f"name: {lead.person.name}", f"company_name: {lead.company_name}", "title: Owner"]
    lines += [f"email: {lead.person.email}", f"phone: {lead.person.phone}"]
    judged = lead.status in ("qualified", "converted")
    if judged:
        lines.append("verified: [email]")
    lines += [f"source: {rng.choice(SOURCES)}", f"owner: {lead.owner}"]
    lines += [f"created: {lead.days[0]} {lead.minute // 60:02}:{lead.minute % 60:02}", f"status: {lead.status}"]
    rating = rng.randint(1, 5)
    lines.append(f"rating: {rating}")
    if judged or lead.status == "nurturing":
        lines += [
            "qualification:",
            f"  need: {rng.choice(('Third shop opens in January', 'The old oven burns gas for three'))}",
        ]
        lines += [f"  budget: {rng.randint(2, 9)}0k", "  authority: Owner", "  timeline: before the summer"]
    recontact = AS_OF + timedelta(rng.randint(10, 120))
    lines += _outcome(lead, recontact, rng)
    lines += ["notes: |"] + [f"  {line}" for line in rng.sample(NOTES, rng.randint(2, len(NOTES)))]
    lines += ["history:", *_history(lead, rating, recontact)]
    return "\n".join(lines) + "\n"


NOTES: Final = (
    "Asked for the price of a deck oven, wants to see one at work.",
    "Heard of us from a neighbour; the neighbour bought in 2024.",
    "Prefers messages in the morning: bakes at night.",
    "Power on site is 220 V, three-phase must be asked for.",
)


def _reason(lead: Lead) -> str:
    return ("no-need", "no-budget", "duplicate", "spam")[lead.minute % 4]


def _outcome(lead: Lead, recontact: date, rng: Random) -> list[str]:
    if lead.status == "nurturing":
        return [f"recontact_on: {recontact}"]
    if lead.status == "disqualified":
        note = rng.choice(('"Wants to rent, not to buy"', "Will think about it next year"))
        return [f"disqualified: {{date: {lead.days[-1]}, reason: {_reason(lead)}, note: {note}}}"]
    if lead.deal is None:
        return []
    parts = (
        f"date: {lead.days[-1]}",
        f"contact: {lead.person.id}",
        f"company: {lead.deal.wish.company.id}",
        f"opportunity: {lead.deal.id}",
    )
    return ["converted:", *(f"  {part}" for part in parts)]


def _history(lead: Lead, rating: int, recontact: date) -> list[str]:
    extra = {
        "nurturing": f", recontact_on: {recontact}",
        "disqualified": f", reason: {_reason(lead)}",
    }
    lines = [
        f"  - {{date: {lead.days[0]}, status: new}}",
        f"  - {{date: {lead.days[0]}, owner: {lead.owner}, rating: {rating}}}",
    ]
    for status, day in zip(lead.path[1:], lead.days[1:], strict=True):
        lines.append(f"  - {{date: {day}, by: {lead.owner}, status: {status}{extra.get(status, '')}}}")
    return lines
