"""The rule on passwords and keys in records, and what such keys look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain
from operator import attrgetter

from textcrm.findings import FieldPath, Problem, Severity, field_name
from textcrm.model.book import Book
from textcrm.model.records import Lead, Opportunity
from textcrm.rules.rule import Case, rule


@dataclass(frozen=True, slots=True)
class Secret:
    """A kind of secret: what it is, the texts one of which is in every such secret, and what it looks like in full."""

    what: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]


def _secret(what: str, signs: str, pattern: str) -> Secret:
    return Secret(what, tuple(signs.split()), re.compile(rf"(?<![A-Za-z0-9]){pattern}"))


SECRETS = (
    Secret("a private key", ("PRIVATE KEY",), re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY")),
    _secret("an access key of Amazon Web Services", "AKIA ASIA", r"A[KS]IA[0-9A-Z]{16}(?![0-9A-Za-z])"),
    _secret("a GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{20}"),
    _secret("a GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{20}"),
    _secret("a GitLab token", "glpat-", r"glpat-[A-Za-z0-9_-]{20}"),
    _secret("a Slack token", "xox", r"xox[a-z]-[A-Za-z0-9-]{10}"),
    _secret(
        "an API key", "sk- sk_", r"(?:sk-(?:(?:proj|svcacct|admin|ant|or)-[\w-]{20}|[A-Za-z0-9]{20})|sk_live_\w{16})"
    ),
    _secret("a Google API key", "AIza", r"AIza[0-9A-Za-z_-]{30}"),
    _secret("a signed token (JWT)", "eyJ", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\."),
)

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
        service: Amazon Web Services, GitHub, GitLab, Slack, Google, or an API key or token that begins with `sk-` or
        `eyJ`. What was found is never shown.

    Why: Everybody with the repository can read it, and git keeps it for ever.

    Bad:
        notes: Their price feed opens with AKIAIOSFODNN7EXAMPLE

    Good:
        notes: Their price feed opens with the key in our password safe

    How to fix: First revoke the key where it was made: taking it out of the file does not take it out of the history.
        Then take it out, and write where it is kept instead.
    """
    everything = "\n".join(_texts(case.book))
    for secret in SECRETS:
        if any(sign in everything for sign in secret.signs) and secret.pattern.search(everything):
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
    for entry in (*book.activities, *book.forecasts):
        yield entry.ref, (entry.index,), entry


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
    return chain(
        filter(None, chain.from_iterable(_of_kind(book, kind) for kind in _LINES)),
        filter(None, chain.from_iterable(map(_of_lead, book.leads.values()))),
        filter(None, chain.from_iterable(map(_of_deal, book.opportunities.values()))),
        filter(None, (one.note for one in (*book.activities, *book.forecasts))),
        (text for one in book.activities if one.external_ids for _, text in _walk(one.external_ids, ())),
        (text for _, text in _walk(book.settings, ())),
    )


def _of_kind(book: Book, kind: str) -> Iterator[str | None]:
    records = book.all(kind).values()
    yield from chain.from_iterable(map(attrgetter(*_LINES[kind].split()), records))
    for name in _LISTS.get(kind, ()):
        yield from chain.from_iterable(map(attrgetter(name), records))
    for name in ("custom", "external_ids"):
        for held in filter(None, map(attrgetter(name), records)):
            yield from (text for _, text in _walk(held, ()))


def _of_lead(lead: Lead) -> Iterator[str | None]:
    yield from (entry["note"] for entry in lead.history if "note" in entry)
    if lead.disqualified:
        yield lead.disqualified.note


def _of_deal(deal: Opportunity) -> Iterator[str | None]:
    yield from (entry["note"] for entry in deal.history if "note" in entry)
    yield from (step.skipped for step in deal.steps.values())
    yield from (partner.role for partner in deal.partners)
    if deal.next_step:
        yield deal.next_step.what
    if deal.closed:
        yield deal.closed.note
