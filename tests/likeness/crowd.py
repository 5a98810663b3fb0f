"""Invented people and companies, copies of them as careless hands write them, and neighbours that only look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from textcrm.likeness.entry import Entry
from textcrm.likeness.normalise import word_set

_GIVEN = sorted(
    word_set("""
    Marta Carlos Ana João Lucía Pedro Rui Joana Paula Fernando Beatriz Otávio Helena Sérgio Clara Diego Emília Hugo
    Leandro Mónica Nuno Olga Patrícia Renata Sofia Tiago Vera Ayşe Işıl Jürgen Søren Agnieszka Zoë Dmitri Chiara
    """)
)
_FAMILY = sorted(
    word_set("""
    Oliveira Nunes Souza Ramos Ferrari Lima Tanaka Castro Moreira Teixeira Barbosa Cardoso Figueiredo Gonçalves
    Machado Pacheco Queiroz Siqueira Vasconcelos Andrade Brandão Coutinho Duarte Esteves Fonseca Guimarães Kowalski
    Lourenço Müller Yılmaz Łukasik Øster Petrov Rossi Weiß
    """)
)
_TRADES = sorted(
    word_set("""
    Padaria Hotel Pizzaria Confeitaria Panificadora Restaurante Café Mercado Buffet Fornos Bäckerei Fırın
    """)
)
_PLACES = sorted(
    word_set("""
    Estrela Serra Horizonte Primavera Esperança Aurora Boavista Jardim Paraíso Imperial Avenida Central Lagoa Mirante
    Colonial Tropical Esmeralda Continental Bandeirante Girassol Alvorada Montanha Catedral Castelo Portela Ribeira
    """)
)
_FORMS = ("Ltda", "Ltda.", "S.A.", "EIRELI", "ME", "GmbH", "A.Ş.", "Inc.", "S.R.L.", "Oy", "& Cia. Ltda")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Entries, and for each key whom it stands for: keys of one person or company have the same number."""

    entries: tuple[Entry, ...]
    identity: dict[str, int]


def people(size: int, seed: int, carelessness: float = 0.25) -> Crowd:
    """`size` people, careless copies of some, and as many namesakes, relatives and colleagues."""
    return _crowd(size, Random(seed), carelessness, _person, _careless_person, _neighbour_of_person)


def companies(size: int, seed: int, carelessness: float = 0.25) -> Crowd:
    """`size` companies, careless copies of some, and as many whose names only begin alike."""
    return _crowd(size, Random(seed), carelessness, _company, _careless_company, _neighbour_of_company)


_Change = Callable[[Entry, Random], Entry]


def _crowd(
    size: int,
    random: Random,
    carelessness: float,
    original: Callable[[int, Random], Entry],
    careless: _Change,
    neighbour: _Change,
) -> Crowd:
    entries, identity, names = list[Entry](), dict[str, int](), set[str]()
    for number in range(size):
        first = original(number, random)
        while first.person + first.company in names:
            first = original(number, random)
        for other, who in _with_others(first, number, random, carelessness, careless, neighbour):
            # Two identities of one name would be duplicates by mistake.
            if who == number or other.person + other.company not in names:
                entries.append(other)
                identity[other.key] = who
                names.add(other.person + other.company)
    random.shuffle(entries)
    return Crowd(tuple(entries), identity)


def _with_others(
    first: Entry, number: int, random: Random, carelessness: float, careless: _Change, neighbour: _Change
) -> Iterator[tuple[Entry, int]]:
    yield first, number
    if random.random() < carelessness:
        yield replace(careless(first, random), key=f"{first.key}-copy"), number
    elif random.random() < carelessness:
        yield replace(neighbour(first, random), key=f"{first.key}-neighbour"), -1 - number


def _person(number: int, random: Random) -> Entry:
    middle = f"{random.choice(_FAMILY)} " if random.random() < 0.3 else ""
    company = _company_name(random)
    name = f"{random.choice(_GIVEN)} {middle}{random.choice(_FAMILY)}"
    domain = f"company{number}.example"
    return Entry(f"p{number:05}", name, company, (f"person{number}@{domain}",), (_phone(random),), domain)


def _company(number: int, random: Random) -> Entry:
    phones = (_phone(random),) if random.random() < 0.5 else ()
    site = f"https://www.company{number}.example/" if random.random() < 0.5 else ""
    return Entry(f"c{number:05}", company=_company_name(random), phones=phones, website=site)


def _company_name(random: Random) -> str:
    return f"{random.choice(_TRADES)} {random.choice(_PLACES)} {random.choice(_FAMILY)}"


def _phone(random: Random) -> str:
    return f"+55 {random.randrange(11, 99)} 9{random.randrange(1000, 9999)}-{random.randrange(1000, 9999)}"


# The same one again: with another e-mail and phone, mostly, so that the name has to tell.


def _careless_person(one: Entry, random: Random) -> Entry:
    name = random.choice((_swapped, _plain, _upper, _slip, _titled, _without_middle, _initial, _spelt_the_same))(
        one.person, random
    )
    company = random.choice((_spelt_the_same, _with_form, _upper, _plain, _slip))(one.company, random)
    email = one.emails[0].replace("@", "+fair@") if random.random() < 0.2 else f"x{one.emails[0]}"
    phone = one.phones[0][4:].replace("-", " ") if random.random() < 0.2 else _phone(random)
    return replace(one, person=name, company=company, emails=(email,), phones=(phone,), website="")


def _careless_company(one: Entry, random: Random) -> Entry:
    change = random.choice((_with_form, _upper, _plain, _slip, _glued, _spelt_the_same))
    return replace(one, company=change(one.company, random), phones=())


def _spelt_the_same(name: str, _: Random) -> str:
    return name


def _swapped(name: str, _: Random) -> str:
    first, _space, last = name.rpartition(" ")
    return f"{last}, {first}"


def _plain(name: str, _: Random) -> str:
    return name.translate(str.maketrans("ãáâçéêíóôõúüşıłøğŁØ", "aaaceeiooouusilogLO"))


def _upper(name: str, _: Random) -> str:
    return name.upper()


def _titled(name: str, random: Random) -> str:
    return f"{random.choice(('Sr.', 'Dra.', 'Mr', 'Eng.'))} {name}"


def _without_middle(name: str, _: Random) -> str:
    words = name.split()
    return f"{words[0]} {words[-1]}"


def _initial(name: str, _: Random) -> str:
    words = name.split()
    return " ".join((words[0], *(f"{word[0]}." for word in words[1:-1]), words[-1]))


def _with_form(name: str, random: Random) -> str:
    return f"{name} {random.choice(_FORMS)}"


def _glued(name: str, _: Random) -> str:
    first, _space, rest = name.partition(" ")
    return first + rest


def _slip(name: str, random: Random) -> str:
    """One letter left out, doubled, changed or swapped with the next, anywhere but at the start of a word."""
    places = [at for at in range(1, len(name) - 1) if " " not in name[at - 1 : at + 2]]
    at = random.choice(places)
    slips = (name[at + 1 :], name[at] + name[at:], random.choice("aeirst") + name[at + 1 :])
    return name[:at] + random.choice((*slips, name[at + 1] + name[at] + name[at + 2 :]))


# Somebody else.


def _neighbour_of_person(one: Entry, random: Random) -> Entry:
    given, _, family = one.person.rpartition(" ")
    given = given.split()[0]
    other = random.choice(
        (
            replace(one, person=given),
            replace(one, person=f"{given} {_another(_FAMILY, family, random)}"),
            replace(one, person=f"{_another(_GIVEN, given, random)} {family}"),
            replace(one, person=f"{one.person} Filho"),
            replace(one, person=_another(_GIVEN, given, random), phones=one.phones),
            replace(one, company=_company_name(random), website=""),
        )
    )
    mailbox = f"info@{one.website}" if other.website else "somebody@gmail.com"
    return replace(other, emails=(mailbox.replace("somebody", f"{one.key}.other"),), phones=(_phone(random),))


def _neighbour_of_company(one: Entry, random: Random) -> Entry:
    words = one.company.split()
    names = (
        f"{one.company} do Norte",
        f"{one.company} 2",
        f"{_another(_TRADES, words[0], random)} {' '.join(words[1:])}",
        f"{words[0]} {_another(_PLACES, words[1], random)} {words[2]}",
        f"{words[0]} {words[1]}",
    )
    return replace(one, company=random.choice(names), phones=(_phone(random),), website="")


def _another(words: list[str], word: str, random: Random) -> str:
    return random.choice([other for other in words if other != word])
