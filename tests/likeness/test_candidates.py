"""Pairs that look alike, why, and how few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.likeness.crowd import people
from textcrm.likeness import candidates
from textcrm.likeness.candidates import Pair, between, pairs
from textcrm.likeness.clues import Clue, Judge, clues
from textcrm.likeness.entry import Entry, Profile

ESTRELA = "Padaria Estrela"


def why(first: Entry, second: Entry) -> str | None:
    """The reason why two entries look alike, the same from both sides."""
    found = list(pairs([first, replace(second, key="z")]))
    assert found == list(pairs([replace(second, key="z"), first]))
    swapped = list(pairs([replace(first, key="z"), replace(second, key=first.key)]))
    assert [pair.why for pair in swapped] == [pair.why for pair in found]
    return found[0].why if found else None


def person(name: str, company: str = "", email: str = "", phone: str = "") -> Entry:
    return Entry("a", name, company, (email,) if email else (), (phone,) if phone else ())


def company(name: str, website: str = "", tax: str = "", place: str = "", email: str = "") -> Entry:
    return Entry("a", company=name, website=website, tax_ids=(tax,) if tax else (), place=place, emails=(email,))


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (
            person("Marta Oliveira", email="Marta@a.example"),
            person("M. Oliveira", email="marta+fair@a.example"),
            "same e-mail marta@…",
        ),
        (person("Marta", email="marta@a.example"), person("Rui", email="marta@a.example"), "same e-mail marta@…"),
        (
            person("Marta", phone="+55 11 98765-4321"),
            person("Marta Oliveira", phone="11 98765 4321"),
            "same phone ending 8765-4321",
        ),
        (
            person("Marta Oliveira", ESTRELA),
            person("Oliveira, Marta", "PADARIA ESTRELA LTDA"),
            "same name at the same company",
        ),
        (
            person("Marta Oliveira", ESTRELA),
            person("Marta Olivera", ESTRELA),
            "names alike (0.96) at the same company",
        ),
        (
            person("Marta Oliveira", ESTRELA),
            person("Marta Oliveira", "Padaria Estrella"),
            "same name at the same company",
        ),
        (
            person("Marta Oliveira", email="marta@a.example"),
            person("Marta Oliveira", email="m.oliveira@a.example"),
            "same name at the same company",
        ),
        (
            person("Marta Oliveira", ESTRELA, "marta@a.example"),
            person("Marta Oliveira", phone="+55 11 98765-4321"),
            "same name, and the company of one is not known",
        ),
        (person("", ESTRELA, "info@a.example"), person("Marta", ESTRELA, "info@a.example"), "same e-mail info@…"),
        (company("Forno Novo"), company("Forno Nôvo Ltda"), "same name"),
        (
            company("Forno Novo", "a.example"),
            company("Forno Novo", "b.example"),
            "same name, though on another website",
        ),
        (company(ESTRELA), company("Padaria Estrella"), "names alike (0.97)"),
        (
            company(ESTRELA, "a.example"),
            company("Estrela", "https://www.a.example/"),
            "same website a.example and names alike (0.64)",
        ),
        (
            company(ESTRELA, tax="12.345.678/0001-95"),
            company("JS Alimentos", tax="12345678000195"),
            "same tax number ending 0195",
        ),
        (
            company(ESTRELA, email="info@a.example"),
            company("JS Alimentos", email="info@a.example"),
            "same e-mail info@…",
        ),
    ],
)
def test_alike(first: Entry, second: Entry, reason: str) -> None:
    assert why(first, second) == reason


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (person("Marta", ESTRELA), person("Marta", ESTRELA)),
        (person("Marta Oliveira", ESTRELA), person("Marta Souza", ESTRELA)),
        (person("Marta Oliveira", ESTRELA), person("Marta", ESTRELA)),
        (person("Marta Oliveira", ESTRELA), person("Maria Oliveira", ESTRELA)),
        (person("Carlos Nunes", ESTRELA), person("Carlos Nunes Filho", ESTRELA)),
        (person("Marta Oliveira", ESTRELA), person("Marta Oliveira", "Hotel Serra")),
        (person("Marta Oliveira", ESTRELA), person("Marta Oliveira", "Padaria Estrela do Norte")),
        (person("Marta Oliveira", email="m@gmail.com"), person("Marta Oliveira", email="marta@gmail.com")),
        (person("Marta", ESTRELA, "info@a.example"), person("Rui", ESTRELA, "info@a.example")),
        (person("Ana Lima", ESTRELA, phone="11 3232-1010"), person("Rui Reis", ESTRELA, phone="11 3232-1010")),
        (person("Ana Lima", phone="+55 11 98765-4321"), person("Rui Reis", phone="+55 21 98765-4321")),
        (person("Ana Lima", phone="0000-0000"), person("Rui Reis", phone="0000-0000")),
        (company(ESTRELA), company("Padaria Estrela do Norte")),
        (company(ESTRELA, "a.example"), company("Padaria Estrella", "b.example")),
        (company(ESTRELA, tax="12.345.678/0001-95"), company(ESTRELA, tax="12.345.678/0002-76")),
        (company("Hotel Central", place="Campinas"), company("Hotel Central", place="Lisboa")),
        (company(ESTRELA, "a.example"), company("JS Alimentos", "a.example")),
        (company(ESTRELA, "facebook.com/a"), company("Estrela", "facebook.com/b")),
        (company(ESTRELA), person("Marta", ESTRELA)),
        (Entry("a"), Entry("a")),
    ],
)
def test_not_alike(first: Entry, second: Entry) -> None:
    assert why(first, second) is None


def many(size: int, **same: object) -> list[Entry]:
    """People who have nothing in common but what is `same`."""
    scattered = [entry for entry in people(size, seed=3, carelessness=0).entries if entry.person]
    return [replace(entry, **same) for entry in scattered]  # type: ignore[arg-type]


def test_a_mailbox_of_many_needs_a_like_name() -> None:
    office = [
        person(name, email="team@a.example") for name in ("Ana Lima", "Rui Reis", "Eva Sá", "Ivo Paz", "Ana Lima")
    ]
    found = list(pairs([replace(entry, key=f"p{place}") for place, entry in enumerate(office)]))
    assert found == [Pair("p0", "p4", "same name and same e-mail team@…")]


def test_n_identical_entries_make_a_chain() -> None:
    marta = person("Marta Oliveira", ESTRELA, "info@a.example", "+55 11 98765-4321")
    crowd = [replace(marta, key=f"p{place:04}") for place in range(500)]
    assert len(list(pairs(crowd))) == 499


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"company": "Acme"},
        {"company": "Acme", "emails": ("info@acme.example",)},
        {"emails": ("info@acme.example",)},
        {"phones": ("+55 11 98765-4321",)},
        {"person": "Marta Oliveira"},
        {"person": "Marta Oliveira", "company": ""},
        {"person": "Marta", "company": "Acme"},
        {"person": "", "company": "Acme"},
        {"person": "", "company": "Acme", "website": "acme.example"},
        {"person": "Marta Oliveira", "company": "Acme", "emails": ("info@acme.example",)},
    ],
    ids=str,
)
def test_the_work_grows_with_the_entries_not_with_their_square(
    same: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = 0

    def counted(profiles: Sequence[Profile]) -> list[Clue]:
        return [Clue(clue.members, counting(clue)) for clue in clues(profiles)]

    def counting(clue: Clue) -> Judge:
        def judge(one: Profile, other: Profile) -> str | None:
            nonlocal judged
            judged += 1
            return clue.judge(one, other)

        return judge

    monkeypatch.setattr(candidates, "clues", counted)
    size = 2000
    found = list(pairs(many(size, **same)))
    assert len(found) < size
    assert judged < 20 * size


def test_between_two_kinds_each_left_entry_has_one_partner() -> None:
    leads = [person("Marta Oliveira", ESTRELA), replace(person("Marta Olivera", ESTRELA), key="b")]
    leads += [replace(person("Rui Reis", ESTRELA), key="c")]
    contacts = [replace(person("Marta Oliveira", ESTRELA), key=f"contact{place}") for place in range(6)]
    assert list(between(leads, contacts)) == [
        Pair("a", "contact0", "same name at the same company"),
        Pair("b", "contact0", "names alike (0.96) at the same company"),
    ]


def test_between_says_nothing_of_pairs_on_one_side() -> None:
    same = [person("Marta Oliveira", ESTRELA), replace(person("Marta Oliveira", ESTRELA), key="b")]
    assert list(between(same, [])) == list(between([], same)) == []


ENTRIES = st.lists(
    st.builds(
        Entry,
        key=st.just(""),
        person=st.sampled_from(["", "Marta", "Marta Oliveira", "Marta Olivera", "Oliveira, Marta", "Rui Reis", "!"]),
        company=st.sampled_from(["", ESTRELA, "Padaria Estrella", "Padaria Estrela do Norte", "Estrela"]),
        emails=st.sampled_from([(), ("info@a.example",), ("marta@a.example",), ("x@b.example", "marta@a.example")]),
        phones=st.sampled_from([(), ("+55 11 98765-4321",), ("98765-4321",), ("21 98765-4321",)]),
        website=st.sampled_from(["", "a.example", "b.example"]),
        tax_ids=st.sampled_from([(), ("12345678",), ("87654321",)]),
    ),
    max_size=14,
).map(lambda entries: [replace(entry, key=f"k{place:02}") for place, entry in enumerate(entries)])


@given(ENTRIES, st.randoms(use_true_random=False))
def test_order_of_the_entries_does_not_matter(entries: list[Entry], random: object) -> None:
    shuffled = sorted(entries, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert list(pairs(entries)) == list(pairs(shuffled))
    assert list(between(entries[:5], entries[5:])) == list(between(entries[4::-1], entries[:4:-1]))


@given(ENTRIES)
def test_pairs_are_a_forest_in_order(entries: list[Entry]) -> None:
    found = list(pairs(entries))
    assert found == sorted(found)
    assert all(pair.first < pair.second and pair.why for pair in found)
    assert len(found) <= max(len(entries) - 1, 0)


@given(ENTRIES, st.integers(0, 14))
def test_partners_stand_on_both_sides_and_come_once(entries: list[Entry], border: int) -> None:
    left, right = entries[:border], entries[border:]
    found = list(between(left, right))
    assert len({pair.first for pair in found}) == len(found)
    assert {pair.first for pair in found} <= {entry.key for entry in left}
    assert {pair.second for pair in found} <= {entry.key for entry in right}


@given(
    st.lists(
        st.builds(
            Entry,
            key=st.text(),
            person=st.text(),
            company=st.text(),
            website=st.text(),
            place=st.text(),
            emails=st.tuples(st.text()),
            phones=st.tuples(st.text()),
            tax_ids=st.tuples(st.text()),
        ),
        max_size=6,
    )
)
def test_any_text_is_compared(entries: list[Entry]) -> None:
    assert len(list(pairs(entries))) <= max(len(entries) - 1, 0)
