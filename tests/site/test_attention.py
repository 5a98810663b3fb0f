"""Attention: each thing that can be the matter with a deal, in words, and which comes first."""

from __future__ import annotations

import pytest

from tests.site.quarter_book import CRM, deal, quarter
from textcrm.site.attention import KEYS, concern_label

ENTRY = "date: 2026-11-20, status: open, stage: talk, owner: joana"
PUSHED = "\n".join(
    [f"{ENTRY.replace('11-20', '10-20')}, expected_close: 2026-11-25"]
    + [f"date: 2026-11-{day}, expected_close: 2026-12-{day}" for day in (16, 17, 18)]
)


def concerns(text: str, **more: str) -> list[tuple[str, str, str]]:
    known = quarter({"opportunities/one.yaml": f"name: One\n{text}", **more})
    return [(one.key, one.says.replace("\u00a0", " "), one.remedy) for one in known.concerns.get("one", ())]


def test_nothing_is_the_matter_with_a_fresh_deal() -> None:
    assert concerns(deal(ENTRY, "talk")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (deal(ENTRY, "talk", step=False), ("no-next-step", "no next step", "Plan a next step")),
        (
            deal(ENTRY, "talk", "next_step: {what: Bring bread, due: 2026-11-20}", step=False),
            ("late-step", "next step 3 d late", "Bring bread"),
        ),
        (
            deal(f"{ENTRY}, expected_close: 2026-11-22", "talk", "expected_close: 2026-11-22"),
            ("overdue", "close date passed 1 d ago", "Agree on a new day, or close it"),
        ),
        (
            deal(ENTRY.replace("talk", "offer"), "offer"),
            ("step-missed", "left out: Need known", "Do it, or write down why not"),
        ),
        (
            deal(PUSHED.replace("10-20", "11-15"), "talk", "expected_close: 2026-12-18"),
            ("pushed", "pushed 3 times", "Ask for whom the day matters"),
        ),
    ],
)
def test_what_is_the_matter_is_said_with_its_remedy(text: str, told: tuple[str, str, str]) -> None:
    assert concerns(text) == [told]


def test_an_old_quiet_deal_is_slow_and_rots_and_the_worse_comes_first() -> None:
    told = concerns(deal(ENTRY.replace("2026-11-20", "2026-09-01"), "talk"))
    assert [one[:2] for one in told] == [
        ("rotting", "quiet for 83 d"),
        ("slow", "83 d in Talk, usually 10"),
    ]


def test_a_plan_of_yesterday_is_to_be_confirmed() -> None:
    plan = {"activities/joana/2026-11.yaml": "- {date: 2026-11-22, type: call, opportunity: one, planned: true}\n"}
    assert concerns(deal(ENTRY, "talk"), **plan) == [
        ("planned", "planned for 22 Nov, not confirmed", "Write down what came of it")
    ]


def test_every_key_has_a_name_for_the_filter() -> None:
    known = quarter()
    assert len({concern_label(known, key) for key in (*KEYS, "any")}) == len(KEYS) + 1


def test_what_is_accepted_with_a_reason_does_not_press() -> None:
    files = {"opportunities/one.yaml": f"name: One\n{deal(ENTRY, 'talk', step=False)}"}
    rules = "rules:\n  ignore:\n    - {rule: HYG001, records: opportunities/one, reason: They call us in January}\n"
    for more, pressing in (("", True), (rules, False)):
        known = quarter({**files, "crm.yaml": CRM + more})
        assert ("one" in known.concerns, "one" in known.pressing) == (True, pressing)
