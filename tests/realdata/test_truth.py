"""What our metrics say of real books is what was published of them: every leaf of a truth is compared, or told why not.

A leaf that is neither compared nor listed in `UNMET` of its set fails the test, and so does one that is both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from types import ModuleType
from typing import Any

from tests.realdata.books import Imported, of_sets
from tests.realdata.figures import maven, salesforce, xeducation, zoho
from tests.realdata.figures.deals import rounded

FIGURES: Mapping[str, ModuleType] = {
    "maven_crm": maven,
    "salesforce_devorg": salesforce,
    "xeducation_leads": xeducation,
    "zoho_crm_demo": zoho,
}
#: Parts of every truth that are no figures: what it is of, and what the files look like.
ABOUT = ("dataset", "rules", "files", "profile", "snapshots_note")

Path = tuple[str, ...]


@of_sets(*FIGURES)
def test_our_figures_are_the_published_ones(imported: Imported) -> None:
    ours = FIGURES[imported.name]
    told = dict(_leaves(_together(imported.truth, ours.TOGETHER)))
    found = dict(_leaves(ours.figures(imported)))
    compared = {path: value for path, value in told.items() if not _is_unmet(path, ours.UNMET)}
    assert [path for path in compared if path not in found] == []
    assert [path for path in found if path not in compared] == []
    assert {path: (value, found[path]) for path, value in compared.items() if found[path] != value} == {}


@of_sets(*FIGURES)
def test_the_list_of_what_cannot_be_met_is_of_the_truth(imported: Imported) -> None:
    told = [path for path, _ in _leaves(imported.truth)]
    ours = FIGURES[imported.name]
    for part in (*ours.UNMET, *ours.TOGETHER):
        assert any(path[: len(part)] == part for path in told), part


def _leaves(figures: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, object]]:
    for name, value in figures.items():
        here = (*path, name)
        if isinstance(value, Mapping):
            yield from _leaves(value, here)
        elif here[0] not in ABOUT:
            yield here, value


def _is_unmet(path: Path, unmet: Mapping[Path, str]) -> bool:
    return any(path[: len(part)] == part for part in unmet)


def _together(truth: dict[str, Any], parts: Mapping[Path, Path]) -> dict[str, Any]:
    """The truth with these parts added to others, or renamed where there is no other."""
    copy = deepcopy(truth)
    for part, other in parts.items():
        above, there = _at(copy, part[:-1]), _at(copy, other[:-1])
        there[other[-1]] = _sum(above.pop(part[-1]), there.get(other[-1], {}))
    return copy


def _at(figures: Any, path: Path) -> Any:
    for name in path:
        figures = figures[name]
    return figures


def _sum(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    both = {key: value + two.get(key, 0) for key, value in one.items() if not isinstance(value, dict)}
    if two and "rate" in both:
        both["rate"] = rounded(Fraction(both["converted"], both["leads"]))
    return {**one, **both} if two else one
