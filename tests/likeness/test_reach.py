"""E-mails, phones, websites and tax numbers written in several ways come to the same key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.likeness.reach import domain_of, email_key, is_office, phone_key, same_phone, tax_key, website_key


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (" Marta@PadariaEstrela.example ", "marta@padariaestrela.example"),
        ("marta+fair@padariaestrela.example", "marta@padariaestrela.example"),
        ("m.a.rta@googlemail.com", "marta@gmail.com"),
        ("m.rta@padariaestrela.example", "m.rta@padariaestrela.example"),
        ("+x@a.example", "+x@a.example"),
        ("marta", ""),
        ("@a.example", ""),
        ("marta@", ""),
        ("", ""),
    ],
)
def test_email(address: str, key: str) -> None:
    assert email_key(address) == key


@pytest.mark.parametrize("email", ["info@a.example", "contato@a.example", "vendas2@a.example", "no-reply@a.example"])
def test_mailbox_of_an_office(email: str) -> None:
    assert is_office(email)


@pytest.mark.parametrize("email", ["marta@a.example", "salesio@a.example", "2@a.example"])
def test_mailbox_of_a_person(email: str) -> None:
    assert not is_office(email)


def test_a_providers_domain_stands_for_nobody() -> None:
    assert domain_of("marta@gmail.com") == ""
    assert domain_of("marta@padariaestrela.example") == "padariaestrela.example"


@pytest.mark.parametrize(
    "number",
    [
        "+55 11 98765-4321",
        "011 98765 4321",
        "(11) 98765.4321",
        "98765-4321",
        "0055 11 98765-4321",
        "11987654321 ramal 12",
    ],
)
def test_one_phone_in_several_ways(number: str) -> None:
    assert same_phone(phone_key(number), phone_key("+55 (0)11 98765-4321"))


@pytest.mark.parametrize("number", ["+55 21 98765-4321", "+54 11 98765-4321", "98765-4322"])
def test_another_phone(number: str) -> None:
    assert not same_phone(phone_key(number), phone_key("+55 11 98765-4321"))


@pytest.mark.parametrize("number", ["", "n/a", "190", "0000-0000", "(11) 99999-9999", "000000"])
def test_what_is_filled_in_is_no_phone(number: str) -> None:
    assert phone_key(number) == ""


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.Padaria.example:443/ovens?x=1", "padaria.example"),
        ("padaria.example.", "padaria.example"),
        ("https://facebook.com/padaria/", "facebook.com/padaria"),
        ("https://www.instagram.com", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_website(address: str, key: str) -> None:
    assert website_key(address) == key


@pytest.mark.parametrize(
    ("number", "key"),
    [("12.345.678/0001-95", "12345678000195"), ("ESB-12345678", "esb12345678"), ("isento", ""), ("000.000.000-00", "")],
)
def test_tax_number(number: str, key: str) -> None:
    assert tax_key(number) == key


@given(st.text())
def test_any_text_has_keys_that_stay(text: str) -> None:
    for key_of in (email_key, phone_key, website_key, tax_key):
        assert key_of(key_of(text)) in (key_of(text), "")
