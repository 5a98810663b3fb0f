"""The dated entries of a deal: what each of them changed, so that folding them gives the fields."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from bench.course import CENT, Course
from bench.process import REASONS

Entry = dict[str, str]
MOST_ENTRIES: Final = 6
KEYS: Final = (
    "date", "by", "status", "pipeline", "stage", "amount", "currency", "probability", "forecast", "expected_close",
    "owner", "reason", "competitor", "note",
)  # fmt: skip
KINDS: Final = (("expected_close",), ("amount",), ("amount", "expected_close"))
WHY: Final = ("The board meets later", "Freight to be paid by them", '"Smaller, cheaper cabinet"')


class History:
    """Writes two to six entries for a course; an empty value is filled in at the end."""

    def __init__(self, rng: Random, course: Course, owner: str) -> None:
        self._rng = rng
        self._course = course
        self._owner = owner
        self._entries: list[Entry] = []

    def write(self, currency: str, final: Decimal, rival: str) -> tuple[Entry, ...]:
        """The entries, oldest first; `final` is the amount they end with, `rival` the competitor a deal is lost to."""
        self._open(currency)
        self._move()
        self._change()
        if self._course.status != "open":
            self._close(rival)
        self._price(final)
        self._schedule()
        return tuple({key: entry[key] for key in KEYS if key in entry} for entry in self._entries)

    def _add(self, day: date, **changes: str) -> None:
        self._entries.append({"date": str(day), "by": self._owner, **changes})

    def _open(self, currency: str) -> None:
        foreign = {"currency": currency} if currency != "BRL" else {}
        pipeline = self._course.pipeline
        first = {"stage": pipeline.stages[0].id, "amount": "", "expected_close": "", "owner": self._owner}
        self._add(self._course.entered[0], status="open", pipeline=pipeline.id, **foreign, **first)

    def _move(self) -> None:
        later = zip(self._course.pipeline.stages[1:], self._course.entered[1:], strict=False)
        for number, (stage, day) in enumerate(later):
            self._add(day, stage=stage.id, **({"amount": ""} if number == 0 else {}))
        if self._course.reopened:
            lost, again = self._course.reopened
            self._add(lost, status="lost", reason="price")
            self._add(again, status="open", amount="", expected_close="")
        elif self._course.status == "open" and len(self._entries) > 1 and self._rng.random() < 0.15:
            self._entries[-1] |= {"probability": str(self._rng.choice((50, 60, 80))), "forecast": "best_case"}

    def _change(self) -> None:
        """Pushes and new prices after the last move: at most two, so that no deal is pushed too often."""
        closing = self._course.status != "open"
        room = MOST_ENTRIES - len(self._entries) - closing
        least = 1 if len(self._entries) == 1 and not closing else 0
        start = date.fromisoformat(self._entries[-1]["date"])
        span = max(0, (self._course.end - start).days - 1)
        count = max(least, min(room, self._rng.randint(0, 2)))
        for day in sorted(start + timedelta(self._rng.randint(0, span)) for _ in range(count)):
            self._add(day, **dict.fromkeys(self._rng.choice(KINDS), ""), note=self._rng.choice(WHY))

    def _close(self, rival: str) -> None:
        status = self._course.status
        reason = self._rng.choice(REASONS[status])
        amount = {"amount": ""} if status == "won" else {}
        competitor = {"competitor": rival} if reason == "competitor" else {}
        self._add(self._course.end, status=status, reason=reason, **amount, **competitor)

    def _price(self, final: Decimal) -> None:
        """Guesses in round hundreds first, the final amount last."""
        priced = [entry for entry in self._entries if "amount" in entry]
        for entry in priced[:-1]:
            guess = final * self._rng.randint(95, 120) / 100
            entry["amount"] = str(guess.quantize(Decimal("1E2")).quantize(CENT))
        priced[-1]["amount"] = str(final)

    def _schedule(self) -> None:
        """Expected closing days, each later than the one before; few open deals have passed their last one."""
        ahead = self._rng.randint(0, 20)
        if self._course.status == "open":
            ahead = self._rng.randint(7, 120) if self._rng.random() < 0.96 else -1
        day = self._course.end + timedelta(ahead)
        for entry in reversed([entry for entry in self._entries if "expected_close" in entry]):
            entry["expected_close"] = str(day)
            day -= timedelta(self._rng.randint(3, 25))
