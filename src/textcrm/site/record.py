"""Record: what the pages of all records have in common: labelled facts, findings, notes, the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from textcrm.findings import Finding, Severity
from textcrm.locale.words import Text, begun
from textcrm.model.records import Activity, Company, Contact, Lead, Opportunity
from textcrm.model.secrets import without_secrets
from textcrm.model.settings import CustomField
from textcrm.site.facts import Facts
from textcrm.site.links import Href, Links, mail, outside
from textcrm.site.notes import ticked
from textcrm.site.page import Head

AnyPaged = Company | Contact | Lead | Opportunity


@dataclass(frozen=True, slots=True)
class Value:
    """Something known: where it leads, what qualifies it, what it `was` before; `look` is a class."""

    text: Text
    href: Href | None = None
    note: Text = ""
    look: str = ""
    was: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known under a label, one value or several."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found in the record, and the remedy."""

    code: str
    message: Text
    remedy: Text
    paste: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class Top:
    """The head of a record's page: its name, the one thing to be said beside it, and the way up in the margin."""

    name: str
    beside: str
    up: str
    up_href: Href
    since: str
    file: Href | None
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The file of a record, and what is wrong with it; `quiet` says that nothing is."""

    head: Head
    path: str
    href: Href | None
    quiet: str
    found_head: Head
    found: tuple[Found, ...]
    notes_head: Head
    notes: str


def fact(label: str, *values: Value | None) -> Fact:
    """A fact; without a value it is said to be unknown by `unknown`, so this needs one at least."""
    return Fact(label, tuple(one for one in values if one is not None))


def unknown(facts: Facts, *, is_late: bool = False) -> Value:
    """That something is not known."""
    return Value(facts.words.gettext("not known"), look="late" if is_late else "none")


def known_facts(pairs: Iterable[tuple[str, Iterable[Value | None]]]) -> tuple[Fact, ...]:
    """The facts of which there is anything to say."""
    made = (fact(label, *values) for label, values in pairs)
    return tuple(one for one in made if one.values)


def text_value(text: str | None, note: str = "") -> Value | None:
    """A text, if there is one."""
    return Value(text, note=note) if text else None


def linked(facts: Facts, links: Links, kind: str, id: str | None, note: str = "") -> Value | None:
    """A record by its name, leading to its page; one that is not there by its id."""
    return Value(facts.label(kind, id), links.record(f"{kind}/{id}"), note) if id else None


def owner_value(facts: Facts, links: Links, owner: str | None, *, is_open: bool = True) -> Value:
    """Who it belongs to; that it is nobody's, which is late where something is open."""
    nobody = Value(facts.words.gettext("nobody"), look="late" if is_open else "none")
    return linked(facts, links, "team", owner) or nobody


def mails(addresses: Iterable[str]) -> Iterator[Value]:
    """E-mail addresses to write to."""
    return (Value(one, mail(one)) for one in addresses)


def phones(numbers: Iterable[str]) -> Iterator[Value]:
    """Phone numbers."""
    return (Value(one) for one in numbers)


def site_value(address: str | None) -> Value | None:
    """A website."""
    return Value(address.removeprefix("https://").rstrip("/"), outside(address)) if address else None


def place(record: Company | Lead) -> Value | None:
    """City, state and country, as far as they are known."""
    return text_value(", ".join(one for one in (record.city, record.state, record.country) if one))


def own_fields(
    facts: Facts, links: Links, fields: Mapping[str, CustomField], values: Mapping[str, Any]
) -> tuple[Fact, ...]:
    """The company's own fields, as far as they are filled in."""
    return tuple(
        fact(one.name or in_words(name), _own_value(facts, links, one, values[name]))
        for name, one in fields.items()
        if values.get(name) is not None
    )


_LINKED = {"member": "team", "company": "companies", "contact": "contacts"}


def _own_value(facts: Facts, links: Links, field: CustomField, value: Any) -> Value:
    _ = facts.words.gettext
    if isinstance(value, bool):
        return Value(_("yes") if value else _("no"))
    if isinstance(value, date):
        return Value(facts.say.full_day(value))
    if isinstance(value, Decimal):
        return Value(exact_number(facts, value))
    if field.type in _LINKED:
        return linked(facts, links, _LINKED[field.type], str(value)) or Value(str(value))
    return Value(str(value))


def exact_number(facts: Facts, value: Decimal) -> str:
    """A number with as many decimals as it is written with, less the zeros at its end."""
    exponent = value.normalize().as_tuple().exponent
    return facts.say.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def in_words(name: str) -> str:
    """The name of a field or an id in words: `Delivery city`."""
    plain = name.replace("_", " ").replace("-", " ")
    return begun(plain)


def off(facts: Facts, day: date) -> str:
    """How far off a day is: `today`, `in 2 d`, `2 d ago`."""
    _, days = facts.words.gettext, (day - facts.as_of).days
    if not days:
        return _("today")
    return _("in %(days)s", days=facts.say.days(days)) if days > 0 else _("%(days)s ago", days=facts.say.days(-days))


def top_of(facts: Facts, links: Links, record: AnyPaged, beside: str, up: tuple[str, Href]) -> Top:
    """The head of the page of a record that has no amount; `up` is what the way up is called, and the way."""
    path = facts.paths.get(record.ref)
    name = facts.label(record.kind, record.id)
    return Top(name, beside, *up, "", links.file(path) if path else None)


def activities_head(facts: Facts, done: Sequence[Activity], title: str = "") -> Head:
    """The margin of what was done with somebody: when it was last, and how often."""
    _, n_, count = facts.words.gettext, facts.words.ngettext, len(done)
    past = [one.date.day for one in done if not one.planned]
    says = _("Last activity %(off)s.", off=off(facts, max(past))) if past else ""
    of = n_("%(num)s activity", "%(num)s activities", count, num=facts.say.number(count)) if count else ""
    return Head(title or _("Activities"), says, of)


def written(facts: Facts, links: Links, record: AnyPaged) -> Written:
    """The file, the findings about it, and the notes in it."""
    _, path = facts.words.gettext, facts.paths.get(record.ref, "")
    found = facts.findings_of.get(record.ref, ())
    return Written(
        Head(_("The record")),
        path,
        links.file(path) if path else None,
        "" if found else _("Nothing is wrong with it."),
        Head(_("Problems"), of=_count(facts, found)),
        tuple(_found(one) for one in found),
        Head(_("Notes")),
        record.notes or "",
    )


def _count(facts: Facts, found: Sequence[Finding]) -> str:
    n_, count = facts.words.ngettext, len(found)
    return n_("%(num)s finding", "%(num)s findings", count, num=facts.say.number(count))


def _found(one: Finding) -> Found:
    first, _, rest = one.help.partition("\n")
    return Found(one.code, ticked(one.message), ticked(first), without_secrets(rest), one.severity is Severity.ERROR)
