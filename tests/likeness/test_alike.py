"""Which names are one person's or one company's, and which only look it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.likeness.alike import could_be_same_company, could_be_same_person, same_company, same_person
from textcrm.likeness.normalise import company_words, person_words

SAME_PEOPLE = [
    ("Marta Oliveira", "OLIVEIRA, Marta"),
    ("Marta Oliveira", "Marta Olivera"),
    ("Marta Oliveira", "Marta Olievira"),
    ("Marta Oliveira", "Marta de Oliveira"),
    ("Marta Oliveira", "Marta Silva Oliveira"),
    ("Marta Silva", "Marta Silva Oliveira"),
    ("Marta S. Oliveira", "Marta Silva Oliveira"),
    ("Fernanda Lima", "Fernnda Lima"),
    ("Carlos Nunes Junior", "Carlos Nunes Filho"),
    ("田中 太郎", "田中 太郎"),
    ("김민수", "김민수"),
]
OTHER_PEOPLE = [
    ("Marta", "Marta"),
    ("Marta", "Marta Oliveira"),
    ("Marta Oliveira", "Marta Souza"),
    ("Marta Oliveira", "Maria Oliveira"),
    ("M. Oliveira", "Marta Oliveira"),
    ("Paulo Castro", "Paula Castro"),
    ("Fernando Lima", "Fernanda Lima"),
    ("Daniel Rossi", "Daniela Rossi"),
    ("Carlos Nunes", "Carlos Nunes Filho"),
    ("Ana Souza", "Ane Souza"),
    ("Marta Lima", "Marta Lina"),
    ("Silva Oliveira", "Marta Silva Oliveira"),
    ("田中", "田中"),
    ("", ""),
]
SAME_COMPANIES = [
    ("Forno Novo", "Forno Nôvo Ltda"),
    ("Forno Novo", "FornoNovo"),
    ("Padaria Estrela", "Padaria Estrella"),
    ("Padaria Estrela", "Padria Estrela"),
    ("Padaria Estrela", "Padaria Esterla"),
    ("Betasoloin", "Betasoloim Inc."),
]
OTHER_COMPANIES = [
    ("Padaria Estrela", "Padaria Estrela do Norte"),
    ("Padaria Estrela", "Confeitaria Estrela"),
    ("Hotel Serra", "Hotel Terra"),
    ("Padaria Sol", "Padaria Sal"),
    ("Estrela Padaria", "Padaria Estrela"),
    ("Loja 1000001", "Loja 1000002"),
    ("Roberto Imóveis", "Roberta Imóveis"),
    ("Betatech", "Betatechi 2"),
    ("Zoomit", "Zoomat"),
    ("United Oil & Gas, UK", "United Oil & Gas, Singapore"),
]


@pytest.mark.parametrize(("first", "second"), SAME_PEOPLE)
def test_same_person(first: str, second: str) -> None:
    assert same_person(person_words(first), person_words(second))


@pytest.mark.parametrize(("first", "second"), OTHER_PEOPLE)
def test_another_person(first: str, second: str) -> None:
    assert not same_person(person_words(first), person_words(second))


@pytest.mark.parametrize(("first", "second"), SAME_COMPANIES)
def test_same_company(first: str, second: str) -> None:
    assert same_company(company_words(first), company_words(second))


@pytest.mark.parametrize(("first", "second"), OTHER_COMPANIES)
def test_another_company(first: str, second: str) -> None:
    assert not same_company(company_words(first), company_words(second))


@pytest.mark.parametrize(
    ("first", "second", "could"),
    [
        ("Marta", "Marta Oliveira", True),
        ("M. Oliveira", "Marta Oliveira", True),
        ("", "Marta", True),
        ("Ana", "Rui", False),
    ],
)
def test_names_that_do_not_speak_against_one_person(first: str, second: str, *, could: bool) -> None:
    assert could_be_same_person(person_words(first), person_words(second)) is could


WORDS = st.lists(st.text("abemo1田", max_size=7), max_size=4).map(" ".join)


@given(WORDS, WORDS)
def test_likeness_has_no_direction(first: str, second: str) -> None:
    for words, judge in (
        (person_words, same_person),
        (person_words, could_be_same_person),
        (company_words, same_company),
        (company_words, could_be_same_company),
    ):
        assert judge(words(first), words(second)) == judge(words(second), words(first))
