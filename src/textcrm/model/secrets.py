"""What keys and tokens of well-known services look like: they are warned of and never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """A kind of secret: what it is, texts one of which stands in each and seldom elsewhere, and how it looks."""

    what: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]


def _key(what: str, pattern: str, *signs: str) -> Secret:
    return Secret(what, signs, re.compile(rf"(?<![A-Za-z0-9]){pattern}"))


SECRETS = (
    Secret("a private key", ("PRIVATE KEY",), re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY")),
    _key("an access key of Amazon Web Services", r"AKIA[0-9A-Z]{16}(?![0-9A-Za-z])", "AKIA"),
    _key(
        "a GitHub token", r"(?:gh[pousr]|github_pat)_[A-Za-z0-9]{20}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "_pat_"
    ),
    _key("a Slack token", r"xox[a-z]-[A-Za-z0-9-]{10}", "xox"),
    _key("an API key", r"sk-(?:(?:proj|svcacct|admin|ant|or)-[A-Za-z0-9_-]{20}|[A-Za-z0-9]{20})", "sk-"),
    _key("a Stripe key", r"[rs]k_live_[A-Za-z0-9]{16}", "k_live_"),
    _key("a Google API key", r"AIza[0-9A-Za-z_-]{30}", "AIza"),
    _key("a signed token (JWT)", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.", "eyJ"),
)
_SIGNS = tuple((sign, secret) for secret in SECRETS for sign in secret.signs)


def find_secrets(text: str) -> Iterator[tuple[Secret, int]]:
    """The secrets in a text, each kind with the index of its first occurrence."""
    for secret in dict.fromkeys(secret for sign, secret in _SIGNS if sign in text):
        found = secret.pattern.search(text)
        if found:
            yield secret, found.start()


def holds_secret(text: str) -> bool:
    """Whether a text holds what looks like a key or token."""
    return any(True for _ in find_secrets(text))


def without_secrets(text: str) -> str:
    """The text with every key or token in it replaced by three dots, to its end."""
    for secret, _ in tuple(find_secrets(text)):
        text = re.sub(rf"{secret.pattern.pattern}[A-Za-z0-9_./+=-]*", "…", text)
    return text
