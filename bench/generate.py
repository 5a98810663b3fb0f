"""Writes a whole `crm_data` of any size, the same bytes for the same seed."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from bench.course import Course, draw_course
from bench.deal_text import deal_text
from bench.deals import Deal, Wish, draw_deal
from bench.journal import Journal
from bench.leads import Lead, converted_lead, lead_text, other_lead
from bench.names import Names
from bench.people import (
    Contact,
    companies,
    company_text,
    contact_text,
    contacts,
    draw_person,
    is_duplicate,
    same_person,
)
from bench.process import EQUIPMENT, SELLERS, SETTINGS, TEAM, member_text

TENDER_EVERY: Final = 200
GOODS: Final = {
    "equipment": ("deck ovens", "pizza ovens", "rack ovens", "convection ovens", "spiral mixers"),
    "service": ("maintenance of the ovens", "burner inspections", "spare parts on call"),
}
PLACES: Final = ("new kitchen", "second shop", "central bakery", "summer season", "renovated cellar", "breakfast room")


class World:
    """Everything that goes into one `crm_data`, drawn from one source of randomness in a fixed order."""

    def __init__(self, opportunities: int, seed: int) -> None:
        self._rng = Random(seed)
        self._names = Names(self._rng)
        self._count = opportunities
        company_count, contact_count = max(opportunities // 5, 8), max(opportunities // 4, 10)
        self._buying = company_count * 9 // 20
        self._companies = companies(self._rng, self._names, company_count, self._buying)
        self._from_leads = opportunities // 10
        self._contacts = contacts(
            self._rng, self._names, self._companies, self._buying, contact_count, self._from_leads
        )
        self._known: dict[str, list[Contact]] = defaultdict(list)
        for contact in self._contacts:
            self._known[contact.company.id].append(contact)

    def files(self) -> Iterator[tuple[str, str]]:
        """Each file's path below `crm_data`, and its text."""
        yield "crm.yaml", SETTINGS.read_text(encoding="utf-8")
        yield from ((f"team/{member.id}.yaml", member_text(member)) for member in TEAM)
        yield from ((f"companies/{company.id}.yaml", company_text(company, self._rng)) for company in self._companies)
        yield from (
            (f"contacts/{contact.person.id}.yaml", contact_text(contact, self._rng)) for contact in self._contacts
        )
        yield from forecasts(self._rng)
        yield from self._work()

    def _work(self) -> Iterator[tuple[str, str]]:
        journal = Journal(self._rng)
        partners = [company for company in self._companies if company.type == "partner"]
        sources: list[Deal] = []
        for deal in self._deals():
            journal.follow_deal(deal)
            yield (
                f"opportunities/{deal.created.year}/{deal.id}.yaml",
                deal_text(deal, self._rng.choice(partners), self._rng),
            )
            if deal.wish.from_lead:
                sources.append(deal)
        for lead in self._leads(sources):
            journal.follow_lead(lead)
            yield f"leads/{lead.person.id}.yaml", lead_text(lead, self._rng)
        yield from journal.files()

    def _deals(self) -> Iterator[Deal]:
        rivals = [company.id for company in self._companies if company.type == "competitor"]
        for number in range(self._count):
            course = draw_course(self._rng)
            yield draw_deal(self._rng, self._wish(number, course, rivals), course)

    def _wish(self, number: int, course: Course, rivals: Sequence[str]) -> Wish:
        """Every tenth deal comes from a lead, whose contact is the first one known."""
        from_lead = number % 10 == 3
        asking = self._contacts[number // 10 if from_lead else self._rng.randrange(2 * self._buying)]
        company = asking.company
        known = [asking, *(contact for contact in self._known[company.id] if contact is not asking)]
        goods = self._rng.choice(GOODS[course.pipeline.id])
        count = self._rng.choice(("two", "three", "four")) if course.pipeline is EQUIPMENT else "yearly"
        tender = course.status == "open" and number % TENDER_EVERY < 2
        slug = f"{'tender-' if tender else ''}{company.id}-{goods.replace(' ', '-')}-{number}"
        name = f"{company.name} – {count} {goods} for the {self._rng.choice(PLACES)}"
        return Wish(slug, name, company, known, self._rng.choice(rivals), from_lead)

    def _leads(self, sources: Sequence[Deal]) -> Iterator[Lead]:
        for deal in sources:
            yield converted_lead(self._rng, deal)
        lead: Lead | None = None
        for number in range(self._count // 2 - len(sources)):
            company = self._names.company()
            person = draw_person(self._names, f"{company.slug}.example", number + len(self._contacts), "11")
            if lead and is_duplicate(number):
                person = same_person(lead.person)
            lead = other_lead(self._rng, person, company.text)
            yield lead


def forecasts(rng: Random) -> Iterator[tuple[str, str]]:
    """What each seller forecast at the start and in the middle of eight quarters."""
    for year, quarter in ((year, quarter) for year in (2025, 2026) for quarter in (1, 2, 3, 4)):
        for member in SELLERS:
            commit = rng.randint(40, 160) * 1000
            days = (f"{year}-{quarter * 3 - 2:02}-02", f"{year}-{quarter * 3 - 1:02}-03")
            lines = (f"- {{date: {day}, commit: {commit}.00, best_case: {commit * 2}.00}}" for day in days)
            yield f"forecasts/{year}-Q{quarter}/{member.id}.yaml", "\n".join(lines) + "\n"


def write(target: Path, opportunities: int, seed: int) -> Path:
    """Writes `target/crm_data`, which must not exist yet, and returns it."""
    root = target / "crm_data"
    root.mkdir(parents=True)
    for path, text in World(opportunities, seed).files():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return root


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("--opportunities", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("outdir", type=Path)
    args = parser.parse_args()
    write(args.outdir, args.opportunities, args.seed)


if __name__ == "__main__":
    main()
