"""A small company in the middle of a quarter: one deal for each thing that a page about deals must tell apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.site.sites import facts
from textcrm.site.facts import Facts

CRM = """\
name: Fornos do Vale Ltda
currency: BRL
timezone: America/Sao_Paulo
pipelines:
  - id: sales
    stages:
      - id: talk
        name: Talk
        probability: 10
        typical_days: 10
        rotten_days: 60
        steps: [{id: need, name: Need known}]
      - {id: offer, name: Offer, probability: 50, forecast: best_case, typical_days: 20, rotten_days: 60}
      - {id: sign, name: Signature, probability: 90, forecast: commit, typical_days: 7, rotten_days: 60}
leads: {response_hours: 4}
targets:
  2026-Q4: {team: 100000, joana: 60000, rui: 40000}
"""


def deal(history: str, stage: str, *more: str, status: str = "open", owner: str = "joana", step: bool = True) -> str:
    """A deal of the bakery whose next step is planned, unless it is closed or `step` says otherwise."""
    planned = ["next_step: {what: Call them, due: 2026-11-30}"] if step and status == "open" else []
    head = ["company: estrela", f"owner: {owner}", f"status: {status}", f"stage: {stage}", *planned, *more]
    return "\n".join([*head, "history:", *(f"  - {{{entry}}}" for entry in history.split("\n"))]) + "\n"


def _named(id: str, text: str) -> dict[str, str]:
    return {f"opportunities/{id}.yaml": f"name: Padaria Estrela – {id}\n{text}"}


NEED = "steps: {need: 2026-10-20}"
QUARTER: Mapping[str, str] = {
    "crm.yaml": CRM,
    "team/joana.yaml": "name: Joana Prado\n",
    "team/rui.yaml": "name: Rui Tanaka\n",
    "companies/estrela.yaml": "name: Padaria Estrela\n",
    "leads/eva.yaml": "status: new\nname: Eva Lemos\nowner: rui\nsource: website\ncreated: 2026-11-21T10:00\n",
    **_named(
        "before",
        deal(
            "date: 2026-07-01, status: open, stage: talk, owner: joana, amount: 30000\ndate: 2026-08-10, status: won",
            "talk",
            "amount: 30000",
            NEED,
            "closed: {date: 2026-08-10, amount: 30000}",
            status="won",
        ),
    ),
    **_named(
        "won",
        deal(
            "date: 2026-10-02, status: open, stage: offer, owner: joana, amount: 40000\ndate: 2026-11-20, status: won",
            "offer",
            "amount: 40000",
            NEED,
            "closed: {date: 2026-11-20, amount: 40000}",
            status="won",
        ),
    ),
    **_named(
        "commit",
        deal(
            "date: 2026-10-02, status: open, stage: offer, owner: rui, amount: 50000, expected_close: 2026-12-01\n"
            "date: 2026-11-18, stage: sign",
            "sign",
            "amount: 50000",
            "expected_close: 2026-12-01",
            "tags: [kiosk]",
            NEED,
            owner="rui",
        ),
    ),
    **_named(
        "best",
        deal(
            "date: 2026-11-10, status: open, stage: offer, owner: joana, amount: 20000, expected_close: 2026-11-20",
            "offer",
            "amount: 20000",
            "expected_close: 2026-11-20",
            "source: website",
        ),
    ),
    **_named(
        "slow",
        deal(
            "date: 2026-10-20, status: open, stage: talk, owner: joana, amount: 8000, expected_close: 2027-01-15",
            "talk",
            "amount: 8000",
            "expected_close: 2027-01-15",
            step=False,
        ),
    ),
    **_named(
        "unknown", deal("date: 2026-11-20, status: open, stage: talk, owner: joana", "talk", "created: 2026-11-20")
    ),
    **_named(
        "dollars",
        deal(
            "date: 2026-11-10, status: open, stage: talk, owner: joana, amount: 900, currency: USD",
            "talk",
            "amount: 900",
            "currency: USD",
        ),
    ),
    **_named(
        "lost",
        deal(
            "date: 2026-10-02, status: open, stage: talk, owner: rui, amount: 5000\n"
            "date: 2026-11-19, status: lost, reason: price",
            "talk",
            "amount: 5000",
            "closed: {date: 2026-11-19, reason: price}",
            status="lost",
            owner="rui",
        ),
    ),
}


def quarter(files: Mapping[str, str] | None = None) -> Facts:
    """The facts of that company with these files over it."""
    known = facts(files, base=QUARTER)
    assert not known.book.broken
    return known


def without_amounts() -> Facts:
    """The facts of that company where nobody wrote down what a deal is worth."""
    return quarter({path: without_amount(text) for path, text in QUARTER.items()})


def in_yen(text: str) -> str:
    """A file whose amounts are in a currency without a rate."""
    return text.replace("owner: joana, amount", "owner: joana, currency: JPY, amount").replace(
        "\namount:", "\ncurrency: JPY\namount:"
    )


def without_amount(text: str) -> str:
    """A file without what the deal is worth."""
    return re.sub(r"(, |(?<=\n))amount: \d+\n?", "", text)
