"""Ids made from names are always legal, and telling where they can be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.likeness.ids import LONGEST, id_from

LEGAL = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Marta Oliveira", "marta-oliveira"),
        ("Padaria Pão & Cia.", "padaria-pao-cia"),
        ("O'Brien S.A.", "obrien-sa"),
        ("Işık Fırın A.Ş.", "isik-firin-as"),
        ("株式会社", "zhu-shi-hui-she"),
        ("日本ABC", "ri-ben-abc"),
        ("Ромашка", "romashka"),
        ("FornoTec", "fornotec"),
        ("½ Bakery", "1-2-bakery"),
        ("con", "con-2"),
        ("COM¹", "com1-2"),
        ("console", "console"),
        ("!!!", "lead"),
        ("", "lead"),
        ("../../etc/passwd", "etc-passwd"),
        ("word " * 30, "-".join(["word"] * 12)),
        ("a" * 80, "a" * 60),
    ],
)
def test_id_from_a_name(name: str, made: str) -> None:
    assert id_from(name, (), "lead") == made


def test_a_taken_id_gets_the_next_number() -> None:
    assert id_from("Ana", {"ana"}) == "ana-2"
    assert id_from("Ana", {"ana", "ana-2", "ana-3"}) == "ana-4"


def test_a_number_never_makes_an_id_too_long() -> None:
    assert id_from("a" * 80, {"a" * 60}) == "a" * 58 + "-2"


def test_a_fallback_without_letters_is_replaced() -> None:
    assert id_from("!", (), "?") == "record"


def test_thousands_of_namesakes_are_numbered_in_turn() -> None:
    taken = dict[str, None]()
    for _ in range(2000):
        taken[id_from("Lead", taken)] = None
    assert list(taken) == ["lead", *(f"lead-{number}" for number in range(2, 2001))]


@given(st.text(), st.text(max_size=5))
def test_an_id_is_always_legal(name: str, fallback: str) -> None:
    made = id_from(name, (), fallback)
    assert LEGAL.fullmatch(made)
    assert len(made) <= LONGEST
    assert made not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@given(st.lists(st.sampled_from(["Ana", "ana 2", "Ana-2", "ANA", "con", "!", "a" * 70]), max_size=12))
def test_ids_made_one_after_the_other_differ(names: list[str]) -> None:
    taken = set[str]()
    for name in names:
        made = id_from(name, taken)
        assert made not in taken
        taken.add(made)
