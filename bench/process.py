"""The sample company's sales process, as `crm.yaml` beside this file states it, and who sells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

AS_OF: Final = date(2026, 11, 23)
FIRST_DAY: Final = date(2024, 11, 25)
SETTINGS: Final = Path(__file__).with_name("crm.yaml")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, the most days a deal spends in it without being slow, and its critical steps."""

    id: str
    slow_days: int
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages a deal passes through, in order."""

    id: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A seller; deals closed after `left` belong to somebody else."""

    id: str
    name: str
    joined: date
    left: date | None = None


EQUIPMENT: Final = Pipeline(
    "equipment",
    (
        Stage("discovery", 45, ("need-confirmed", "budget-known")),
        Stage("proposal", 40, ("site-visited", "quote-sent")),
        Stage("negotiation", 30, ("payment-terms-agreed",)),
        Stage("contract", 14, ("contract-signed",)),
    ),
)
SERVICE: Final = Pipeline("service", (Stage("contact-made", 20), Stage("proposal", 20)))

MANAGER: Final = Member("rui", "Rui Tanaka", date(2023, 5, 2))
LEAVER: Final = Member("tomas", "Tomás Ibáñez", date(2023, 9, 1), left=date(2026, 3, 31))
SELLERS: Final = (
    Member("joana", "Joana Prado", date(2024, 2, 1)),
    Member("elif", "Elif Öztürk", date(2023, 8, 14)),
    Member("kenji", "森 健", date(2024, 1, 15)),
    Member("sofia", "Σοφία Ρήγα", date(2023, 11, 6)),
    Member("oksana", "Оксана Бондаренко", date(2024, 4, 2)),
    Member("karim", "كريم الحداد", date(2023, 6, 19)),
    Member("meera", "मीरा जोशी", date(2024, 5, 13)),
    Member("lukasz", "Łukasz Dvořák", date(2023, 7, 3)),
    Member("beatriz", "Beatriz Magalhães", date(2024, 9, 9)),
    Member("noemie", "Noémie Lefèvre", date(2024, 10, 1)),
)
ACTIVE: Final = (MANAGER, *SELLERS)
TEAM: Final = (*ACTIVE, LEAVER)
REASONS: Final = {
    "won": ("price", "delivery-time"),
    "lost": ("price", "competitor", "missing-feature", "other"),
    "abandoned": ("no-answer", "no-decision"),
    "cancelled": ("project-stopped", "budget-cut", "duplicate"),
}
PRICES: Final = {
    "deck-oven-3": 24250,
    "deck-oven-4": 31900,
    "pizza-oven-6": 18900,
    "rack-oven-15": 52400,
    "convection-oven-5": 12750,
    "proofer-cabinet": 9800,
    "spiral-mixer-40": 15600,
    "dough-sheeter": 21300,
}


def member_text(member: Member) -> str:
    """The file of a member of the team."""
    lines = [f"name: {member.name}", f"email: {member.id}@fornosdovale.example"]
    lines += ["role: manager"] if member is MANAGER else ["title: Seller", f"manager: {MANAGER.id}"]
    lines.append(f"joined: {member.joined}")
    if member.left:
        lines.append(f"left: {member.left}")
    return "\n".join(lines) + "\n"
