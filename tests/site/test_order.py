"""Order: names follow one another as people expect, whatever their case and accents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.sites import built, facts
from textcrm.site.order import name_order

NAMES = ("Álvaro Reis", "Bruno Kessler", "Érico Lima", "Fábio Nunes", "Łukasz Nowak", "ñandu", "Zoë Ahrens")
SAMPLE = Path(__file__).parents[2] / "crm_data"


def test_names_are_ordered_without_case_and_accents() -> None:
    assert sorted(sorted(NAMES), key=name_order) == list(NAMES)
    assert name_order("Ana", "a") < name_order("Ana", "b") < name_order("Aná", "a")


@pytest.fixture(scope="module")
def renamed() -> dict[str, str]:
    """The sample company's site, with accents on the first letters of two of its people."""
    files = {str(path.relative_to(SAMPLE)): path.read_text("utf-8") for path in SAMPLE.rglob("*.yaml")}
    for old, new in (("Rui Tanaka", "Álvaro Tanaka"), ("Joana Prado", "Érico Prado")):
        assert any(old in text for path, text in files.items() if path.startswith("team/"))
        files = {path: text.replace(old, new) if path.startswith("team/") else text for path, text in files.items()}
    return built(facts(files, base={}))


PEOPLE = ("Álvaro Tanaka", "Bruno Kessler", "Camila Duarte", "Érico Prado")


@pytest.mark.parametrize(
    ("page", "anchor"),
    [
        *(("team.html", anchor) for anchor in ("open-work", "win-rates", "people")),
        *(
            (f"{page}.html", "")
            for page in ("pipeline", "outcomes", "leads", "companies", "problems", "agenda", "stages")
        ),
    ],
)
def test_people_stand_in_the_order_of_their_names(renamed: dict[str, str], page: str, anchor: str) -> None:
    text = renamed[page]
    if anchor:
        places = [(text.find(name, text.index(f'id="{anchor}"')), name) for name in PEOPLE]
        assert [name for _, name in sorted(places)] == list(PEOPLE)
        return
    lists = re.findall(r'<select data-facet="owner".*?</select>', text, re.DOTALL)
    assert lists
    for one in lists:
        options = [name for name in re.findall(r"<option[^>]*>([^<]*)", one) if name in PEOPLE]
        assert options == [name for name in PEOPLE if name in options]
