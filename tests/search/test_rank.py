"""Searching: what is found, in which order, where, and what a slip of the finger does."""

from __future__ import annotations

from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.example import AS_OF, company, example
from textcrm.model.book import Book
from textcrm.model.records import Activity, Company, Contact, Lead
from textcrm.model.values import Moment
from textcrm.search.index import Entry, index
from textcrm.search.rank import Hit, Rank, search

INDEX = index(company())


def hits(query: str, book: Book | None = None) -> tuple[Hit, ...]:
    return search(index(book or example()), query)


def refs(query: str, book: Book | None = None) -> list[str]:
    return [hit.entry.ref for hit in hits(query, book)]


@pytest.mark.parametrize(
    ("query", "found", "field"),
    [
        ("hotel-serra", "companies/hotel-serra", "name"),
        ("joana", "team/joana", "name"),
        ("prado", "team/joana", "name"),
        ("LUCIA ferr", "contacts/lucia-ferrari", "name"),
        ("marta@padariaestrela.example", "contacts/marta-oliveira", "email"),
        ("compras@", "contacts/lucia-ferrari", "email"),
        ("98765-4321", "contacts/marta-oliveira", "phone"),
        ("11987654321", "contacts/marta-oliveira", "phone"),
        ("5511 98765", "contacts/marta-oliveira", "phone"),
        ("12345678000195", "companies/padaria-estrela", "tax_id"),
        ("8tn1", "opportunities/imported-open-undated", "name"),
        ("1c1i7a6r", "opportunities/imported-won-gtx", "external_ids"),
        ("family business", "companies/padaria-estrela", "notes"),
        ("price list", "leads/joao-ramos", "whatsapp of 2026-11-03"),
        ("food truck", "leads/joao-ramos", "company_name"),
        ("loan", "leads/pedro-lima", "qualification.budget"),
        ("counter-offer", "opportunities/hotel-serra-pizza-ovens", "next_step.what"),
        ("leads/marta", "leads/marta-oliveira", "name"),
        ("deal/hotel", "opportunities/hotel-serra-pizza-ovens", "name"),
        ("padaria owner", "contacts/marta-oliveira", "company"),
    ],
)
def test_the_first_is_the_one_that_is_meant(query: str, found: str, field: str) -> None:
    first = hits(query)[0]
    assert (first.entry.ref, first.field) == (found, field)


def test_the_best_stand_first() -> None:
    found = hits("padaria")
    assert [hit.rank for hit in found] == sorted(hit.rank for hit in found)
    assert [hit.entry.ref for hit in found][:4] == [
        "companies/padaria-estrela",
        "opportunities/padaria-estrela-proofer",  # the open deal before the one that is won
        "opportunities/padaria-estrela-ovens",
        "contacts/carlos-nunes",
    ]


@pytest.mark.parametrize(
    ("query", "rank"),
    [
        ("Hotel Serra Azul", Rank.EXACT),
        ("hotel-serra", Rank.EXACT),
        ("hotel se", Rank.NAME_BEGINS),
        ("azul hotel", Rank.NAME_WORDS),
        ("serra uy", Rank.FIELDS),
    ],
)
def test_how_well_a_record_fits(query: str, rank: Rank) -> None:
    found = {hit.entry.ref: hit.rank for hit in hits(query)}
    assert found["companies/hotel-serra"] == rank


def test_every_word_must_be_there() -> None:
    assert refs("padaria proofer") == ["opportunities/padaria-estrela-proofer"]
    assert refs("padaria freezer") == []
    assert refs("") == []
    assert refs("   ") == []


def test_an_activity_is_found_with_what_it_is_about() -> None:
    assert refs("freight again") == ["opportunities/hotel-serra-pizza-ovens"]
    loose = Activity(ref="activities/rui/2026-11", index=2, member="rui", date=Moment(AS_OF), type="note", note="Zebra")
    assert refs("zebra", Book(activities=(loose,))) == ["activities/rui/2026-11[2]"]


@pytest.mark.parametrize("query", ["padarja estrela", "padraia", "oliveria", "maintenence", "confeitarai"])
def test_a_slip_is_forgiven_where_nothing_else_is_found(query: str) -> None:
    assert hits(query)


@pytest.mark.parametrize("query", ["ana", "pan", "xyz", "zzzzzz", "padaria qqqq"])
def test_no_slip_is_seen_where_there_is_none(query: str) -> None:
    names = {hit.entry.name.lower() for hit in hits(query)}
    assert all(query in name or f" {query}" in f" {name}" for name in names)


def test_the_words_around_the_match_are_shown() -> None:
    note = "It was a long day and then they said that the crane must come from Santos by ship"
    (hit,) = hits("crane", Book(companies={"a": Company(id="a", name="A", notes=note)}))
    assert hit.excerpt == "…said that the crane must come from Santos by ship"
    assert hit.field == "notes"


@given(st.sampled_from(INDEX), st.sampled_from(["lower", "upper", "title", "bare"]))
def test_every_record_is_found_by_its_name(entry: Entry, way: str) -> None:
    typed = _bare(entry.name) if way == "bare" else getattr(entry.name, way)()
    first = [hit for hit in search(INDEX, typed) if hit.rank == Rank.EXACT]
    assert entry in [hit.entry for hit in first]


def _bare(text: str) -> str:
    return "".join(char for char in normalize("NFKD", text) if category(char) != "Mn")


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_any_name_finds_its_record(name: str) -> None:
    book = Book(
        leads={"someone": Lead(id="someone", status="new", name=name)},
        contacts={"other": Contact(id="other", name="Somebody else")},
    )
    found = refs(name, book)
    assert not found or found[0] in ("leads/someone", "contacts/other")
    assert "leads/someone" in found or not any(map(str.isalnum, name))


@given(st.text(max_size=30))
def test_any_query_can_be_asked(query: str) -> None:
    ranks = [hit.rank for hit in search(INDEX, query)]
    assert ranks == sorted(ranks)
