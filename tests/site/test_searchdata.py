"""Search data: what records are found by, and which of them come first."""

from __future__ import annotations

import json

from tests.site.sites import facts, sample
from tests.small_book import SMALL
from textcrm.site.facts import Facts
from textcrm.site.searchdata import search_script


def found(known: Facts) -> dict[str, tuple[str, int]]:
    """What else each page is found by, and its weight."""
    entries = json.loads(search_script(known).removeprefix("textcrmFound(").removesuffix(");\n"))
    return {address: (more, weight) for _, _, address, more, weight in entries}


def test_numbers_are_found_without_their_signs_from_any_group_on() -> None:
    contact = f"{SMALL['contacts/marta-oliveira.yaml']}phone: [+55 81 98520-4747, 019 3232-1010]\n"
    more, _ = found(facts({"contacts/marta-oliveira.yaml": contact}))["contacts/marta-oliveira.html"]
    assert more.split() == ["5581985204747", "81985204747", "985204747", "4747", "1932321010", "32321010", "1010"]


def test_companies_are_found_by_their_tax_number_with_and_without_signs() -> None:
    company = f"{SMALL['companies/padaria-estrela.yaml']}tax_id: 12.345.678/0001-95\n"
    more, _ = found(facts({"companies/padaria-estrela.yaml": company}))["companies/padaria-estrela.html"]
    assert more == "12.345.678/0001-95 12345678000195"


def test_many_groups_of_digits_make_no_long_text() -> None:
    contact = f"{SMALL['contacts/marta-oliveira.yaml']}phone: ['{'1 ' * 500}']\n"
    assert len(search_script(facts({"contacts/marta-oliveira.yaml": contact}))) < 2_000


def test_who_comes_before_what_is_open_and_that_before_what_is_over() -> None:
    weights = found(sample())
    company, opened, lost = (
        weights[address][1]
        for address in (
            "companies/confeitaria-alecrim.html",
            "opportunities/alecrim-second-shop.html",
            "opportunities/alecrim-proofer-cabinet.html",
        )
    )
    assert company > opened > lost
