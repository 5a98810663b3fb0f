"""Ignores: with reasons, in the settings and as comments; what is unused, expired or bad is said."""

from __future__ import annotations

import pytest

from tests.small_book import CRM, SMALL, report

DEAL = "opportunities/padaria-estrela-ovens.yaml"
NO_STEP = SMALL[DEAL].replace("next_step: {what: Visit the bakery, due: 2026-11-30}\n", "")
OVERDUE = SMALL[DEAL].replace("2026-11-30", "2026-11-20")


def settings(*lines: str) -> str:
    """Settings with one ignore of these lines."""
    return CRM + "rules:\n  ignore:\n    - " + "\n      ".join(lines) + "\n"


def codes(files: dict[str, str]) -> list[str]:
    return [finding.code for finding in report(files).findings]


def test_the_small_book_has_no_finding() -> None:
    assert not report().findings


def test_an_ignore_in_the_settings_takes_the_finding_out_and_keeps_the_reason() -> None:
    ignore = settings("rule: HYG001", "records: opportunities/padaria-*", "reason: Tender")
    found = report({DEAL: NO_STEP, "crm.yaml": ignore})
    assert not found.findings
    assert [(one.finding.code, one.reason) for one in found.ignored] == [("HYG001", "Tender")]


@pytest.mark.parametrize("word", ["HYG001", "hyg001", "no-next-step", "HYG"])
def test_an_ignore_names_a_code_a_name_or_a_family(word: str) -> None:
    assert not codes({DEAL: NO_STEP, "crm.yaml": settings(f"rule: {word}", "reason: Tender")})


def test_an_ignore_of_other_records_is_unused() -> None:
    ignore = settings("rule: HYG001", "records: leads/*", "reason: Tender")
    assert codes({DEAL: NO_STEP, "crm.yaml": ignore}) == ["CFG003", "HYG001"]


@pytest.mark.parametrize(("until", "expected"), [("2026-11-23", []), ("2026-11-22", ["CFG004", "HYG001"])])
def test_an_ignore_ends_after_its_last_day(until: str, expected: list[str]) -> None:
    ignore = settings("rule: HYG001", "reason: Tender", f"until: {until}")
    assert codes({DEAL: NO_STEP, "crm.yaml": ignore}) == expected


@pytest.mark.parametrize("lines", [("rule: HYG001",), ("rule: HYG999", "reason: Tender")])
def test_an_ignore_without_a_reason_or_a_rule_is_an_error(lines: tuple[str, ...]) -> None:
    assert codes({DEAL: NO_STEP, "crm.yaml": settings(*lines)}) == ["CFG005", "HYG001"]


def test_a_comment_at_the_head_speaks_of_the_whole_file() -> None:
    found = report({DEAL: "# textcrm: ignore[HYG001] Tender, dates set by the hotel\n" + NO_STEP})
    assert not found.findings
    assert found.ignored[0].reason == "Tender, dates set by the hotel"


@pytest.mark.parametrize(
    "deal",
    [
        OVERDUE.replace("2026-11-20}", "2026-11-20}  # textcrm: ignore[HYG002] They are on holiday"),
        OVERDUE.replace("next_step:", "# textcrm: ignore[HYG002] They are on holiday\nnext_step:"),
        OVERDUE.replace("2026-11-20}", "2026-11-20}  # textcrm: ignore[HYG001, HYG002] They are on holiday"),
    ],
)
def test_a_comment_speaks_of_its_line_or_of_the_next(deal: str) -> None:
    assert not codes({DEAL: deal})


def test_a_comment_on_another_line_does_nothing_and_is_unused() -> None:
    deal = OVERDUE.replace("owner: joana\n", "owner: joana  # textcrm: ignore[HYG002] Holiday\n", 1)
    assert codes({DEAL: deal}) == ["CFG003", "HYG002"]


@pytest.mark.parametrize(
    "text",
    [
        'notes: "see # textcrm: ignore[HYG001] no comment"\n',
        "notes: |\n  # textcrm: ignore[HYG001] no comment\n  more\n",
        "notes: >-\n  text\n\n  # textcrm: ignore[HYG001] no comment\n",
        "notes: 'two lines\n  # textcrm: ignore[HYG001] no comment'\n",
    ],
)
def test_text_that_looks_like_a_comment_is_none(text: str) -> None:
    assert codes({DEAL: text + NO_STEP}) == ["HYG001"]


def test_a_comment_after_a_block_of_text_is_one() -> None:
    block = "notes: |\n  Some text\n# textcrm: ignore[HYG002] Holiday\n"
    assert not codes({DEAL: OVERDUE.replace("next_step:", block + "next_step:")})


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("# textcrm: ignore[HYG001]", "CFG005"),
        ("# textcrm: ignore HYG001 because", "CFG005"),
        ("# textcrm: ignore[] because", "CFG005"),
        ("# textcrm: ignore[NOPE1] because", "CFG005"),
        ("# textcrm: ignore[HYG004] because", "CFG003"),
    ],
)
def test_bad_and_unused_comments_are_findings(comment: str, code: str) -> None:
    assert codes({DEAL: f"{comment}\n{SMALL[DEAL]}"}) == [code]


def test_an_unused_ignore_is_not_judged_when_its_rule_was_not_asked() -> None:
    files = {"crm.yaml": settings("rule: HYG001", "reason: Tender")}
    assert [one.code for one in report(files, "OPP", "CFG").findings] == []
    assert [one.code for one in report(files, "HYG", "CFG").findings] == ["CFG003"]


def test_a_file_that_cannot_be_loaded_cannot_be_ignored_or_made_a_warning() -> None:
    text = settings("rule: SCH", "reason: Because").replace("rules:\n", "rules:\n  severity: {SCH002: warning}\n")
    found = report({DEAL: SMALL[DEAL] + "etapa: x\n", "crm.yaml": text})
    assert [(one.code, one.severity) for one in found.findings] == [("CFG003", "warning"), ("SCH002", "error")]


def test_severity_follows_the_settings_by_code_or_name() -> None:
    text = CRM + "rules:\n  severity: {no-next-step: error}\n"
    assert report({DEAL: NO_STEP, "crm.yaml": text}).errors == 1
