"""What entries have in common, the strongest first: each clue names who shares it and judges two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from textcrm.likeness import alike
from textcrm.likeness.entry import Profile
from textcrm.likeness.normalise import Words
from textcrm.likeness.reach import is_office, phone_tail, same_phone
from textcrm.likeness.slips import firms, person_slips

#: More than so many make a mailbox, phone or name common: alone it proves nothing then.
MANY = 4

#: Why two entries are alike, or nothing when they are not.
Judge = Callable[[Profile, Profile], str | None]
#: What is shared, and by whom: places in the list of profiles, ascending.
Sharing = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Clue:
    """Entries that share something, as places in the list of profiles, and how to judge two of them."""

    members: Sequence[int]
    judge: Judge


def clues(profiles: Sequence[Profile]) -> Iterator[Clue]:
    """All clues; a later one matters where the earlier said nothing. The work is linear in the profiles."""
    emails = _sharing(profiles, lambda one: one.emails)
    phones = _sharing(profiles, lambda one: dict.fromkeys(phone[-8:] for phone in one.phones))
    firm = firms(one.company for one in profiles if one.company)
    yield from _each(_sharing(profiles, lambda one: one.taxes), lambda _: _same_tax)
    yield from _each(_few(emails), _same_email)
    yield from _each(_few(phones), lambda _: _same_number)
    yield from _like_named_companies(profiles, firm)
    yield from _like_named_people(profiles, emails, phones, firm)
    yield from _each(_few(_sharing(profiles, _own_website)), lambda _: _same_website)
    yield from _each(_few(_sharing(profiles, _full_name)), lambda _: _company_unknown)


def _sharing(profiles: Sequence[Profile], keys: Callable[[Profile], Iterable[str]]) -> Sharing:
    shared = defaultdict[str, list[int]](list)
    for place, one in enumerate(profiles):
        for key in keys(one):
            shared[key].append(place)
    return {key: members for key, members in shared.items() if len(members) > 1}


def _few(shared: Sharing) -> Sharing:
    return {key: members for key, members in shared.items() if len(members) <= MANY}


def _many(shared: Sharing) -> Sharing:
    return {key: members for key, members in shared.items() if len(members) > MANY}


def _each(shared: Sharing, judge_of: Callable[[str], Judge]) -> Iterator[Clue]:
    return (Clue(members, judge_of(key)) for key, members in shared.items())


# Companies


def _like_named_companies(profiles: Sequence[Profile], firm: Mapping[Words, int]) -> Iterator[Clue]:
    yield from _each(_sharing(profiles, _own_name), lambda _: _like_name)
    yield from _each(_sharing(profiles, lambda one: _firm(one, firm) if _own_name(one) else ()), lambda _: _like_name)


def _own_name(one: Profile) -> tuple[str, ...]:
    return ("".join(one.company),) if one.company and not one.person else ()


def _own_website(one: Profile) -> tuple[str, ...]:
    return (one.website,) if one.website and _own_name(one) else ()


def _firm(one: Profile, firm: Mapping[Words, int]) -> tuple[str, ...]:
    return (str(firm[one.company]),) if one.company else ()


def _same_tax(one: Profile, other: Profile) -> str | None:
    common = next(tax for tax in one.taxes if tax in other.taxes)
    return f"same tax number ending {common[-4:]}"


def _like_name(one: Profile, other: Profile) -> str | None:
    if _two_companies(one, other) or not alike.same_company(one.company, other.company):
        return None
    websites_differ = bool(one.website and other.website and one.website != other.website)
    if "".join(one.company) == "".join(other.company):
        return "same name" + (", though on another website" if websites_differ else "")
    return None if websites_differ else f"names alike ({alike.likeness(one.company, other.company):.2f})"


def _same_website(one: Profile, other: Profile) -> str | None:
    if _two_companies(one, other) or not alike.could_be_same_company(one.company, other.company):
        return None
    return f"same website {one.website} and names alike ({alike.likeness(one.company, other.company):.2f})"


def _two_companies(one: Profile, other: Profile) -> bool:
    taxes_differ = one.taxes and other.taxes and set(one.taxes).isdisjoint(other.taxes)
    return bool(taxes_differ or (one.place and other.place and one.place != other.place))


# Ways to reach


def _same_email(email: str) -> Judge:
    def judge(one: Profile, other: Profile) -> str | None:
        if is_office(email) and not alike.could_be_same_person(one.person, other.person):
            return None
        return f"same e-mail {_mailbox(email)}"

    return judge


def _same_number(one: Profile, other: Profile) -> str | None:
    numbers = (phone for phone in one.phones if any(same_phone(phone, theirs) for theirs in other.phones))
    number = next(numbers, "")
    return None if not number or _colleagues(one, other) else f"same phone ending {phone_tail(number)}"


def _colleagues(one: Profile, other: Profile) -> bool:
    """Two people of one company with one telephone, as most companies have."""
    return _at_one_company(one, other) and not alike.could_be_same_person(one.person, other.person)


def _at_one_company(one: Profile, other: Profile) -> bool:
    named = one.company and other.company and alike.could_be_same_company(one.company, other.company)
    return bool(named) or not set(one.domains).isdisjoint(other.domains)


def _mailbox(email: str) -> str:
    return f"{email.rpartition('@')[0]}@…"


# People


def _like_named_people(
    profiles: Sequence[Profile], emails: Sharing, phones: Sharing, firm: Mapping[Words, int]
) -> Iterator[Clue]:
    done = set[tuple[int, ...]]()
    for members, judge in _meetings(profiles, emails, phones, firm):
        # One company, one domain and one mailbox often have the same people.
        if (same := tuple(members)) not in done:
            done.add(same)
            yield from _by_name(profiles, members, judge)


def _meetings(
    profiles: Sequence[Profile], emails: Sharing, phones: Sharing, firm: Mapping[Words, int]
) -> Iterator[tuple[Sequence[int], Judge]]:
    """Where people meet so that a like name is enough, the least demanding first."""
    for email, members in _many(emails).items():
        yield members, _like_names(f"and same e-mail {_mailbox(email)}", full=False)
    for phone, members in _many(phones).items():
        yield members, _like_names(f"and same phone ending {phone_tail(phone)}", full=False)
    at_company = _like_names("at the same company", full=True)
    for members in _sharing(profiles, lambda one: _firm(one, firm) if one.person else ()).values():
        yield members, at_company
    for members in _company_domains(profiles, firm).values():
        yield members, at_company


def _company_domains(profiles: Sequence[Profile], firm: Mapping[Words, int]) -> Sharing:
    """People by the domain of their company, without the domains that so many companies use that they are nobody's."""
    users = defaultdict[str, set[int]](set)
    for one in profiles:
        for domain in one.domains if one.company else ():
            users[domain].add(firm[one.company])

    def own(one: Profile) -> list[str]:
        return [domain for domain in one.domains if one.person and len(users[domain]) <= MANY]

    return _sharing(profiles, own)


def _by_name(profiles: Sequence[Profile], members: Sequence[int], judge: Judge) -> Iterator[Clue]:
    """Those who meet: all together when few, else those of the same name, then those of names one slip apart."""
    if len(members) <= MANY:
        yield Clue(members, judge)
        return
    names = defaultdict[Words, list[int]](list)
    for place in members:
        names[profiles[place].person or ("", *profiles[place].company)].append(place)
    yield from (Clue(namesakes, judge) for namesakes in names.values() if len(namesakes) > 1)
    yield from (Clue(near, judge) for near in _near(names))


def _near(names: Mapping[Words, Sequence[int]]) -> Iterator[Sequence[int]]:
    blocks = defaultdict[Words, list[Words]](list)
    for name in names:
        for key in sorted(person_slips(name)):
            blocks[key].append(name)
    for block in blocks.values():
        if len(block) > 1:
            yield [place for name in block for place in names[name]]


def _like_names(where: str, *, full: bool) -> Judge:
    """Judges names of people who share what `where` says; with `full`, a given name alone is never enough."""

    def judge(one: Profile, other: Profile) -> str | None:
        if alike.same_person(one.person, other.person):
            degree = alike.likeness(one.person, other.person)
            return f"same name {where}" if degree == 1 else f"names alike ({degree:.2f}) {where}"
        namesakes = one.person == other.person and (one.person or one.company == other.company)
        return f"same name {where}" if namesakes and not full else None

    return judge


def _full_name(one: Profile) -> tuple[str, ...]:
    return (" ".join(sorted(one.person)),) if alike.is_full(one.person) else ()


def _company_unknown(one: Profile, other: Profile) -> str | None:
    """Namesakes of whom one has no company; what speaks against them is another e-mail or another phone."""
    if (one.company and other.company) or _apart(one.emails, other.emails) or _other_phone(one, other):
        return None
    return "same name, and the company of one is not known"


def _apart(first: Sequence[str], second: Sequence[str]) -> bool:
    return bool(first and second) and set(first).isdisjoint(second)


def _other_phone(one: Profile, other: Profile) -> bool:
    pairs = [(mine, theirs) for mine in one.phones for theirs in other.phones]
    return bool(pairs) and not any(same_phone(*pair) for pair in pairs)
