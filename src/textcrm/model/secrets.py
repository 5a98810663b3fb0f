"""What keys and tokens of well-known services look like: they are warned of and never shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic_core import SchemaValidator, core_schema


@dataclass(frozen=True, slots=True)
class Secret:
    """A kind of secret: what it is, and how it looks."""

    what: str
    pattern: re.Pattern[str]


def _key(what: str, pattern: str) -> Secret:
    return Secret(what, re.compile(rf"(?<![A-Za-z0-9]){pattern}"))


SECRETS = (
    Secret("a private key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY")),
    _key("an access key of Amazon Web Services", r"AKIA[0-9A-Z]{16}(?![0-9A-Za-z])"),
    _key("a GitHub token", r"(?:gh[pousr]|github_pat)_[A-Za-z0-9]{20}"),
    _key("a Slack token", r"xox[a-z]-[A-Za-z0-9-]{10}"),
    _key("an API key", r"sk-(?:(?:proj|svcacct|admin|ant|or)-[A-Za-z0-9_-]{20}|[A-Za-z0-9]{20})"),
    _key("a Stripe key", r"[rs]k_live_[A-Za-z0-9]{16}"),
    _key("a Google API key", r"AIza[0-9A-Za-z_-]{30}"),
    _key("a signed token (JWT)", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\."),
)
_SIGNS = r"PRIVATE KEY|AKIA[0-9A-Z]|gh[pousr]_|github_pat_|xox[a-z]-|sk-[A-Za-z0-9]|k_live_|AIza|eyJ"
#: Whether one of the signs stands in a text: pydantic's regular expressions look for all of them in one quick pass.
_may_hold: Callable[[str], bool] = SchemaValidator(core_schema.str_schema(pattern=_SIGNS)).isinstance_python


def find_secrets(text: str) -> Iterator[tuple[Secret, int]]:
    """The secrets in a text, each kind with the index of its first occurrence."""
    if _may_hold(text):
        for secret in SECRETS:
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
