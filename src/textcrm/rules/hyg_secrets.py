"""The rule on passwords and keys in records, which loading meets in the text."""

from __future__ import annotations

from textcrm.findings import Severity
from textcrm.rules.rule import met

secret_in_text = met("HYG018", "secret-in-text", Severity.WARNING, """
    A password-like key stands in a file.

    What it checks: No file holds what looks like a private key or a key of a well-known service: Amazon Web Services,
        GitHub, Slack, Stripe, Google, or an API key or token that begins with `sk-` or `eyJ`, be it in a record, in
        `crm.yaml` or in a comment. What was found is never shown.

    Why: Everybody with the repository can read it, and git keeps it for ever.

    Bad:
        notes: Their price feed opens with AKIAIOSFODNN7EXAMPLE

    Good:
        notes: Their price feed opens with the key in our password safe

    How to fix: First revoke the key where it was made: taking it out of the file does not take it out of the history.
        Then take it out, and write where it is kept instead.
    """)  # fmt: skip  # a page
