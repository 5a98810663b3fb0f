"""The rule on passwords and keys in records, and what such keys look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain, islice
from operator import attrgetter

from textcrm.findings import FieldPath, Problem, Severity, field_name
from textcrm.model.book import Book
from textcrm.model.records import Activity, Forecast
from textcrm.rules.rule import Case, rule


@dataclass(frozen=True, slots=True)
class Secret:
    """A kind of secret: what it is, a text in every one of them and seldom elsewhere, and the look of the whole."""

    what: str
    sign: str
    pattern: re.Pattern[str]


def _key(what: str, sign: str, pattern: str) -> Secret:
    return Secret(what, sign, re.compile(rf"(?<![A-Za-z0-9]){pattern}"))


SECRETS = (
    Secret("a private key", "PRIVATE KEY", re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY")),
    _key("an access key of Amazon Web Services", "AKIA", r"AKIA[0-9A-Z]{16}(?![0-9A-Za-z])"),
    _key("a GitHub token", "_", r"(?:gh[pousr]|github_pat)_[A-Za-z0-9]{20}"),
    _key("a Slack token", "xox", r"xox[a-z]-[A-Za-z0-9-]{10}"),
    _key("an API key", "sk-", r"sk-(?:(?:proj|svcacct|admin|ant|or)-[A-Za-z0-9_-]{20}|[A-Za-z0-9]{20})"),
    _key("a Stripe key", "_", r"[rs]k_live_[A-Za-z0-9]{16}"),
    _key("a Google API key", "AIza", r"AIza[0-9A-Za-z_-]{30}"),
    _key("a signed token (JWT)", "eyJ", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\."),
)
#: So many texts are looked through at once: few enough to stay in the processor's cache.
_AT_ONCE = 1000

#: Where each kind of record holds text: single values, then lists of them.
_LINES = {
    "team": "name email title role notes",
    "companies": "name website industry size tax_id address city state country notes",
    "contacts": "name title notes",
    "leads": "name company_name title website industry city state country notes qualification.need qualification.budget"
    " qualification.authority qualification.timeline qualification.interest",
    "opportunities": "name notes",
}
_LISTS = {
    "companies": ("email", "phone", "tags"),
    "contacts": ("email", "phone", "tags"),
    "leads": ("email", "phone", "tags"),
    "opportunities": ("tags",),
}
#: What a record's place says, not its text.
_FROM_PLACE = frozenset(["id", "ref", "index", "member", "period", "whose"])


@rule("HYG018", "secret-in-text", Severity.WARNING)
def secret_in_text(case: Case) -> Iterator[Problem]:
    """A password-like key stands in a record.

    What it checks: No text of any record or of `crm.yaml` holds what looks like a private key or a key of a well-known
        service: Amazon Web Services, GitHub, Slack, Stripe, Google, or an API key or token that begins with `sk-` or
        `eyJ`. What was found is never shown.

    Why: Everybody with the repository can read it, and git keeps it for ever.

    Bad:
        notes: Their price feed opens with AKIAIOSFODNN7EXAMPLE

    Good:
        notes: Their price feed opens with the key in our password safe

    How to fix: First revoke the key where it was made: taking it out of the file does not take it out of the history.
        Then take it out, and write where it is kept instead.
    """
    met: set[Secret] = set()
    texts = _texts(case.book)
    while some := "\n".join(islice(texts, _AT_ONCE)):
        met.update(one for one in SECRETS if one.sign in some and one.pattern.search(some))
    for secret in SECRETS:
        if secret in met:
            yield from _found(case.book, secret)


def _found(book: Book, secret: Secret) -> Iterator[Problem]:
    """The places of a kind of secret: a slow search, for when there is one."""
    help = "Revoke it where it was made, since git keeps every version; then write where it is kept instead."
    for ref, root, record in _everything(book):
        for path, text in _walk(record, ()):
            if secret.pattern.search(text):
                message = f"`{field_name(path)}` holds what looks like {secret.what}"
                yield Problem(message, ref, (*root, *path), help)


def _everything(book: Book) -> Iterator[tuple[str, FieldPath, object]]:
    """The settings, records and entries of lists, with their refs and where in the file they begin."""
    yield "crm", (), book.settings
    for record in book.records():
        yield record.ref, (), record
    for entry in _entries(book):
        yield entry.ref, (entry.index,), entry


def _entries(book: Book) -> tuple[Activity | Forecast, ...]:
    return (*book.activities, *book.forecasts)


def _walk(value: object, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """Every text inside a value, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _walk(part, (*path, key))
    elif isinstance(value, tuple | list):
        for index, part in enumerate(value):
            yield from _walk(part, (*path, index))
    elif is_dataclass(value):
        for name in (one.name for one in fields(value)):
            if path or name not in _FROM_PLACE:
                yield from _walk(getattr(value, name), (*path, name))


def _texts(book: Book) -> Iterator[str]:
    """The texts of all records at once, without their places: much quicker than walking through each."""
    leads, deals = book.leads.values(), book.opportunities.values()
    held = [one.external_ids for one in book.activities if one.external_ids]
    texts = chain(
        chain.from_iterable(_of_kind(book, kind) for kind in _LINES),
        (entry["note"] for lead in leads for entry in lead.history if "note" in entry),
        (entry["note"] for deal in deals for entry in deal.history if "note" in entry),
        (step.skipped for deal in deals for step in deal.steps.values()),
        (partner.role for deal in deals for partner in deal.partners),
        (deal.next_step.what for deal in deals if deal.next_step),
        (deal.closed.note for deal in deals if deal.closed),
        (lead.disqualified.note for lead in leads if lead.disqualified),
        (one.note for one in _entries(book)),
        (text for one in (held, book.settings) for _, text in _walk(one, ())),
    )
    return filter(None, texts)


def _of_kind(book: Book, kind: str) -> Iterator[str | None]:
    records = book.all(kind).values()
    lists = (chain.from_iterable(map(attrgetter(name), records)) for name in _LISTS.get(kind, ()))
    held = chain.from_iterable(filter(None, map(attrgetter(name), records)) for name in ("custom", "external_ids"))
    return chain(
        chain.from_iterable(map(attrgetter(*_LINES[kind].split()), records)),
        chain.from_iterable(lists),
        (text for one in held for text in one.values() if isinstance(text, str)),
    )
