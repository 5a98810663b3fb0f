"""Rates: never without k of n, never drawn of too few."""

from __future__ import annotations

from tests.site.sites import facts_of
from textcrm.metrics.proportions import Proportion
from textcrm.site.rates import all_overlap, interval_text, lies_apart, of_text, rate_cells, rate_text

KNOWN = facts_of()
OF = "\u00a0of\u00a0"


def test_a_rate_stands_with_its_counts_and_its_interval() -> None:
    assert rate_text(KNOWN, Proportion(9, 17)) == f"9{OF}17 (53%, 38–67%)"
    assert [cell.text for cell in rate_cells(KNOWN, Proportion(9, 17))][::2] == [f"9{OF}17", "53%"]


def test_of_too_few_there_are_counts_and_words() -> None:
    counts, drawn, rate, interval = rate_cells(KNOWN, Proportion(2, 4))
    assert (counts.text, drawn.text, rate.text, interval.text) == (f"2{OF}4", "fewer than 5: counts only", "–", "–")
    assert rate_text(KNOWN, Proportion(2, 4)) == f"2{OF}4"
    assert rate.value == ""


def test_of_nothing_there_is_nothing() -> None:
    assert (of_text(KNOWN, Proportion(0, 0)), interval_text(KNOWN, Proportion(0, 0))) == ("–", "–")
    assert [cell.text for cell in rate_cells(KNOWN, Proportion(0, 0))] == ["–", "", "–", "–"]


def test_five_are_enough() -> None:
    assert "svg" in rate_cells(KNOWN, Proportion(0, 5))[1].text
    assert rate_text(KNOWN, Proportion(0, 5)) == f"0{OF}5 (0%, 0–25%)"


def test_intervals_overlap_or_lie_apart() -> None:
    low, middle, high = Proportion(2, 40), Proportion(10, 40), Proportion(36, 40)
    assert lies_apart(low, high)
    assert lies_apart(high, low)
    assert not lies_apart(middle, Proportion(12, 40))
    assert all_overlap([middle, Proportion(12, 40)])
    assert not all_overlap([low, middle, high])


def test_one_rate_overlaps_with_nothing_and_few_are_not_compared() -> None:
    assert not all_overlap([Proportion(9, 17)])
    assert not all_overlap([Proportion(9, 17), Proportion(4, 4)])
    assert not lies_apart(Proportion(0, 0), Proportion(9, 17))
