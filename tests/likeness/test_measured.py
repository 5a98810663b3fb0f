"""How many duplicates are found, and how many of those found are some, on invented people and companies."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.likeness.crowd import Crowd, companies, people
from textcrm.likeness.candidates import pairs


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares from 0 to 1: of the pairs reported, those that are right; of the copies made, those reported."""

    precision: float
    recall: float


def measure(crowd: Crowd) -> Measured:
    found = list(pairs(crowd.entries))
    right = {pair.second for pair in found if crowd.identity[pair.first] == crowd.identity[pair.second]}
    copies = [key for key in crowd.identity if key.endswith("-copy")]
    return Measured(len(right) / len(found), len(right) / len(copies))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_people(seed: int) -> None:
    measured = measure(people(3000, seed))
    assert measured.precision >= 0.99, measured
    assert measured.recall >= 0.95, measured


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_companies(seed: int) -> None:
    measured = measure(companies(2000, seed))
    assert measured.precision >= 0.99, measured
    assert measured.recall >= 0.95, measured
