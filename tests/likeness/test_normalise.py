"""Names written in several ways come to the same words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textcrm.likeness.normalise import company_key, company_words, fold, person_key, person_words, word_set

PARTS = sorted(word_set("S.A. Ltda & de Dr Filho PhD e Sr. a o. GmbH Co. 株式会社 (株) ООО İ ß ǿ ŉ The , - ' x"))
NAMES = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Marta Oliveira", "marta oliveira"),
        ("Oliveira, Marta", "marta oliveira"),
        ("  MARTA   de OLIVEIRA ", "marta oliveira"),
        ("Dra. Márta Oliveira, PhD", "marta oliveira"),
        ("Carlos Nunes, Jr.", "carlos nunes jr"),
        ("Carlos Nunes Filho", "carlos nunes jr"),
        ("Sr. João Ramos", "joao ramos"),
        ("João Ramos Sr.", "joao ramos sr"),
        ("Pat O'Brien", "pat obrien"),
        ("Pat O’Brien", "pat obrien"),
        ("Jean-Luc Picard", "jean luc picard"),
        ("IŞIL Yılmaz", "isil yilmaz"),
        ("Jürgen Groß", "jurgen gross"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("王伟", "王伟"),
        ("शर्मा", "शर्मा"),
        ("Dr", "dr"),
        ("de", "de"),
        ("?!", "?!"),
        ("", ""),
    ],
)
def test_words_of_a_person(name: str, words: str) -> None:
    assert " ".join(person_words(name)) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Forno Novo", "forno novo"),
        ("Forno Nôvo Ltda", "forno novo"),
        ("FORNO NOVO LTDA. ME", "forno novo"),
        ("Forno Novo S/A", "forno novo"),
        ("Forno Novo S. A.", "forno novo"),
        ("Forno Novo EIRELI", "forno novo"),
        ("Işık Fırın San. ve Tic. A.Ş.", "isik firin"),
        ("Groß & Söhne GmbH & Co. KG", "gross sohne"),
        ("Acme, Inc.", "acme"),
        ("Acme Corporation", "acme"),
        ("Acme Ltd. Şti.", "acme"),
        ("Acme sp. z o.o.", "acme"),
        ("Hornos S. de R.L. de C.V.", "hornos"),
        ("Koninklijke Oven B.V.", "koninklijke oven"),
        ("Uuni Oy", "uuni"),
        ("ООО «Ромашка»", "ромашка"),
        ("トヨタ自動車株式会社", "トヨタ自動車"),
        ("㈱ガスト", "ガスト"),
        ("华为技术有限公司", "华为技术"),
        ("주식회사 한빛", "한빛"),
        ("The New York Inquirer", "new york inquirer"),
        ("O Boticário", "boticario"),
        ("Casa do Pão", "casa pao"),
        ("H.C. Bohack", "hc bohack"),
        ("Angel's", "angels"),
        ("Ltda", "ltda"),
        ("S.A.", "sa"),
        ("株式会社", "株式会社"),
        ("The", "the"),
        ("!!!", "!!!"),
        ("", ""),
    ],
)
def test_words_of_a_company(name: str, words: str) -> None:
    assert " ".join(company_words(name)) == words


def test_sounds_that_marks_tell_apart_stay_apart() -> None:
    assert company_key("ガス") != company_key("カス")


def test_order_of_a_persons_names_is_free() -> None:
    assert person_key("Oliveira Marta") == person_key("Marta Oliveira") == person_key("Oliveira, Marta")


def test_a_company_may_be_written_in_one_word() -> None:
    assert company_key("Forno-Novo Ltda") == company_key("FornoNovo")


@given(st.text())
@example("ǿ")
@example("ŉ")
@example("ᾴ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(NAMES)
def test_normalising_twice_is_normalising_once(name: str) -> None:
    assert person_words(" ".join(person_words(name))) == person_words(name)
    assert company_words(" ".join(company_words(name))) == company_words(name)


@given(NAMES)
def test_only_a_blank_name_has_no_words(name: str) -> None:
    assert bool(person_words(name)) == bool(company_words(name)) == bool(fold(name).strip())
