"""The page of data: every table with how it is counted, and nothing said of tables that are not there."""

from __future__ import annotations

from itertools import chain

import pytest

from tests.site.sites import facts
from textcrm.site.facts import Facts
from textcrm.site.how import how
from textcrm.site.makers import MAKERS


def names(made: Facts) -> list[str]:
    """The tables of all pages."""
    return [table.name for page in chain.from_iterable(make(made) for make in MAKERS.values()) for table in page.tables]


@pytest.fixture(scope="module")
def small() -> Facts:
    return facts()


def test_how_each_table_is_counted_is_said_once(small: Facts) -> None:
    """The tables are the same of any book."""
    assert sorted(how(small)) == sorted(names(small))


def test_how_is_said_in_sentences(small: Facts) -> None:
    for name, said in how(small).items():
        assert said.endswith("."), name
        assert "%" not in said.replace("80%", ""), f"{name}: a place that was not filled"
