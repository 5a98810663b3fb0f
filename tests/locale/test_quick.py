"""Numbers written fast are written as always."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.locale.formats import formats
from textcrm.locale.quick import quick

NUMBERS = st.decimals(-(10**15), 10**15, places=3) | st.integers(-(10**20), 10**20)


@given(st.sampled_from(["en", "en-US", "pt-BR", "de", "de-CH", "fr", "sv", "ja", "tr"]), NUMBERS, st.integers(0, 4))
def test_it_is_the_same_text(name: str, value: Decimal | int, decimals: int) -> None:
    fast = quick(name)
    assert fast is None or fast.number(value, decimals) == formats(name).number(value, decimals)


@pytest.mark.parametrize("name", ["en", "pt-BR", "de", "fr", "xx"])
def test_usual_locales_are_fast(name: str) -> None:
    assert quick(name)


@pytest.mark.parametrize("name", ["hi", "en-IN"])
def test_locales_that_write_otherwise_are_left_to_the_slow_way(name: str) -> None:
    assert quick(name) is None
