"""Twelve deals and six leads whose every number was worked out by hand, as a book.

As of 2026-04-13, a Monday; the period is the second quarter of 2026, with a target of 100,000.
"""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from tests.small_book import load
from textcrm.model.book import Book
from textcrm.model.periods import Period, fiscal_period

AS_OF = date(2026, 4, 13)
Q2 = fiscal_period("2026-Q2", 1)
#: Everything that was ever closed by then.
CLOSED_SO_FAR = Period(date(2026, 1, 1), AS_OF)

_CRM = """\
name: Worked example
currency: USD
pipelines:
  - id: sales
    stages:
      - {id: qualify, probability: 10, slow_days: 21}
      - {id: proposal, probability: 40, slow_days: 30}
      - {id: negotiate, probability: 70, slow_days: 21}
sources: [web, referral, outbound]
reasons:
  lost: [price, no-decision]
targets:
  2026-Q2: {team: 100000}
"""

_DEALS = {
    "d01": """\
        owner: ana
        source: web
        status: won
        amount: 9000
        stage: negotiate
        expected_close: 2026-03-31
        history:
          - {date: 2026-01-05, status: open, stage: qualify, amount: 10000, expected_close: 2026-03-31}
          - {date: 2026-01-20, stage: proposal}
          - {date: 2026-02-10, stage: negotiate}
          - {date: 2026-03-02, status: won, amount: 9000}
    """,
    "d02": """\
        owner: ben
        source: referral
        status: won
        amount: 24000
        stage: negotiate
        expected_close: 2026-04-30
        history:
          - {date: 2026-01-12, status: open, stage: qualify, amount: 20000, expected_close: 2026-04-30}
          - {date: 2026-02-02, stage: proposal}
          - {date: 2026-03-16, stage: negotiate}
          - {date: 2026-04-08, status: won, amount: 24000}
    """,
    "d03": """\
        owner: ana
        source: web
        status: lost
        amount: 8000
        stage: qualify
        expected_close: 2026-03-31
        history:
          - {date: 2026-01-19, status: open, stage: qualify, amount: 8000, expected_close: 2026-03-31}
          - {date: 2026-02-16, status: lost, reason: price}
    """,
    "d04": """\
        owner: ben
        source: outbound
        status: lost
        amount: 15000
        stage: proposal
        expected_close: 2026-05-29
        history:
          - {date: 2026-02-02, status: open, stage: qualify, amount: 15000, expected_close: 2026-05-29}
          - {date: 2026-02-23, stage: proposal}
          - {date: 2026-04-06, status: lost, reason: no-decision}
    """,
    "d05": """\
        owner: ana
        source: referral
        status: open
        stage: proposal
        amount: 36000
        forecast: best_case
        expected_close: 2026-06-15
        history:
          - {date: 2026-02-09, status: open, stage: qualify, amount: 30000, expected_close: 2026-06-15}
          - {date: 2026-03-09, stage: negotiate}
          - {date: 2026-03-23, stage: proposal}
          - {date: 2026-04-02, amount: 36000}
    """,
    "d06": """\
        owner: ben
        source: web
        status: open
        stage: proposal
        amount: 12000
        forecast: pipeline
        expected_close: 2026-05-20
        history:
          - {date: 2026-02-23, status: open, stage: qualify, amount: 12000, expected_close: 2026-04-10}
          - {date: 2026-03-16, stage: proposal}
          - {date: 2026-04-09, expected_close: 2026-05-20}
    """,
    "d07": """\
        owner: cem
        source: web
        status: open
        stage: qualify
        amount: 40000
        forecast: pipeline
        expected_close: 2026-07-31
        history:
          - {date: 2026-03-02, status: open, stage: qualify, amount: 40000, expected_close: 2026-06-30}
          - {date: 2026-04-07, expected_close: 2026-07-31}
    """,
    "d08": """\
        owner: cem
        source: referral
        status: open
        stage: negotiate
        amount: 18000
        forecast: commit
        expected_close: 2026-06-20
        history:
          - {date: 2026-03-09, status: open, stage: qualify, amount: 18000, expected_close: 2026-07-15}
          - {date: 2026-03-30, stage: proposal}
          - {date: 2026-04-10, stage: negotiate, expected_close: 2026-06-20}
    """,
    "d09": """\
        owner: cem
        source: outbound
        status: open
        stage: qualify
        amount: 25000
        forecast: pipeline
        expected_close: 2026-06-25
        history:
          - {date: 2026-04-03, status: open, stage: qualify, amount: 25000, expected_close: 2026-06-25}
    """,
    "d10": """\
        owner: ana
        source: web
        status: won
        amount: 5000
        stage: qualify
        expected_close: 2026-05-05
        history:
          - {date: 2026-04-06, status: open, stage: qualify, amount: 5000, expected_close: 2026-05-05}
          - {date: 2026-04-09, status: won}
    """,
    "d11": """\
        owner: ben
        source: outbound
        status: open
        stage: qualify
        forecast: pipeline
        history:
          - {date: 2026-03-16, status: open, stage: qualify, amount: null, expected_close: null}
    """,
    "d12": """\
        owner: cem
        source: web
        status: open
        stage: proposal
        amount: 20000
        forecast: omitted
        expected_close: 2026-04-05
        history:
          - {date: 2025-11-10, status: open, stage: qualify, amount: 22000, expected_close: 2026-02-28}
          - {date: 2025-12-15, stage: proposal}
          - {date: 2026-02-20, expected_close: 2026-04-05}
          - {date: 2026-04-11, amount: 20000}
    """,
}

_LEADS = {
    "l1": (
        "{created: 2026-04-01 09:00, source: web, status: converted, converted: {date: 2026-04-06, opportunity: d10}}"
    ),
    "l2": "{created: 2026-04-01 10:00, source: web, status: qualifying}",
    "l3": "{created: 2026-04-03 16:00, source: web, status: new}",
    "l4": (
        "{created: 2026-04-02 09:00, source: outbound, status: converted,"
        " converted: {date: 2026-04-03, opportunity: d09}}"
    ),
    "l5": "{created: 2026-04-04 12:00, source: referral, status: qualifying}",
    "l6": "{created: 2026-04-13 08:00, source: web, status: new}",
}

_ANSWERS = """\
- {date: 2026-04-01 09:12, type: call, direction: outbound, lead: l1}
- {date: 2026-04-01 13:00, type: call, direction: outbound, lead: l2}
- {date: 2026-04-02 09:45, type: call, direction: outbound, lead: l4}
- {date: 2026-04-05 12:00, type: call, direction: outbound, lead: l5}
"""


def _lead(id: str, text: str) -> str:
    return text.replace("{", f"{{name: Lead {id}, ", 1)


def worked_files() -> dict[str, str]:
    """The files of the example, by their paths below `crm_data`."""
    return {
        "crm.yaml": _CRM,
        **{f"team/{id}.yaml": f"name: {id.capitalize()}\n" for id in ("ana", "ben", "cem")},
        **{f"opportunities/{id}.yaml": f"name: Deal {id}\n{dedent(text)}" for id, text in _DEALS.items()},
        **{f"leads/{id}.yaml": _lead(id, text) for id, text in _LEADS.items()},
        "activities/ana/2026-04.yaml": _ANSWERS,
    }


def worked_example() -> Book:
    """The book of the example."""
    return load(worked_files(), base={}).book
