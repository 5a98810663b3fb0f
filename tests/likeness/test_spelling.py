"""The word that was probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.likeness.spelling import closest, slips

FIELDS = ("name", "status", "stage", "amount", "expected_close", "probability", "owner", "source", "custom", "company")


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("amout", "amount"),
        ("amuont", "amount"),
        ("Expected-Close", "expected_close"),
        ("expectedClose", "expected_close"),
        ("close_expected", "expected_close"),
        ("prob", "probability"),
        ("nme", "name"),
        ("onwer", "owner"),
        ("STATUS", "status"),
        ("stat", "status"),
        ("estágio", None),
        ("x", None),
        ("", None),
        ("___", None),
        ("zzz", None),
        ("amount" * 1000, None),
    ],
)
def test_closest(word: str, first: str | None) -> None:
    assert next(iter(closest(word, FIELDS)), None) == first


def test_at_most_so_many_and_the_likeliest_first() -> None:
    assert closest("stage1", ["stage2", "stage1", "stage3", "other"], limit=2) == ("stage1", "stage2")


@given(st.text(max_size=12), st.lists(st.text("abc_-", max_size=8)))
def test_order_of_the_choices_does_not_matter(word: str, choices: list[str]) -> None:
    found = closest(word, choices)
    assert found == closest(word, reversed(choices))
    assert set(found) <= set(choices)
    assert len(found) <= 3


@given(st.text("abcdeé", min_size=1, max_size=8))
def test_a_word_among_the_choices_comes_first(word: str) -> None:
    assert closest(word.upper(), [word, "other"])[0] == word


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("padarja", ("padaria", "padarias")),
        ("padraia", ("padaria", "padarias")),
        ("maintenence", ("maintenance",)),
        ("ovne", ("oven",)),
        ("ova", ()),
        ("xyzxyz", ()),
        ("", ()),
    ],
)
def test_a_slip_or_two_are_seen_but_no_more(word: str, found: tuple[str, ...]) -> None:
    assert slips(word, ["padaria", "padarias", "maintenance", "oven", "ova", "ovo"]) == found
