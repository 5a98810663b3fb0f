"""The Problems page: what it counts, how it shows an error, and what it does not show."""

from __future__ import annotations

from collections.abc import Mapping

from tests.site.sites import facts
from tests.small_book import CRM, SMALL
from textcrm.site.pages.problems import Problems, pages

DEAL = "opportunities/padaria-estrela-ovens.yaml"
BROKEN = {DEAL: SMALL[DEAL].replace("company: padaria-estrela", "company: padaria-estrele")}
LATE = {DEAL: SMALL[DEAL].replace("2026-11-30", "2026-11-20")}


def shown(files: Mapping[str, str] | None = None) -> Problems:
    page = next(pages(facts(files)))
    assert isinstance(page.value, Problems)
    return page.value


def test_nothing_wrong_is_good_news() -> None:
    page = shown()
    assert page.sentence == "<b>Nothing is wrong.</b> All records were checked against all rules."
    assert (page.errors, page.warnings.rows, page.ignored.rows) == ((), (), ())
    assert page.head.of == "4 records checked"


def test_an_error_is_shown_with_its_lines_and_its_remedy() -> None:
    page = shown(BROKEN)
    assert page.sentence == "<b>1 error.</b>"
    (error,) = page.errors
    assert (error.code, error.place) == ("REF002", f"crm_data/{DEAL}:2")
    assert [(line.number, line.caret) for line in error.lines] == [(1, None), (2, " " * 9), (3, None)]
    assert "padaria-estrela" in error.remedy
    assert error.href is None


def test_the_file_is_linked_where_the_settings_say_where_it_is() -> None:
    page = shown({**BROKEN, "crm.yaml": CRM + "repository_url: https://github.com/fornos/crm\n"})
    assert page.errors[0].href == f"https://github.com/fornos/crm/blob/HEAD/crm_data/{DEAL}#L2"


def test_a_repository_that_is_no_address_is_not_linked() -> None:
    page = shown({**BROKEN, "crm.yaml": CRM + "repository_url: javascript:alert(1)\n"})
    assert page.errors[0].href is None


def test_a_warning_is_a_row_that_leads_to_its_record_and_its_owner() -> None:
    (row,) = shown(LATE).warnings.rows
    assert (row.cells[0].text, row.cells[0].note) == ("Next step overdue", "HYG002")
    assert (row.cells[0].value, row.cells[1].href) == ("HYG002", "opportunities/padaria-estrela-ovens.html")
    assert (row.cells[3].text, row.cells[3].href) == ("Joana Prado", "team.html#joana")
    assert row.facets == {"owner": ("joana",), "rule": ("HYG002",)}
    assert row.cells[2].paste == "next_step: {what: …, due: 2026-11-30}"


def test_what_is_ignored_has_its_reason() -> None:
    ignore = "rules:\n  ignore:\n    - {rule: HYG002, reason: The bakery is closed}\n"
    page = shown({**LATE, "crm.yaml": CRM + ignore})
    assert page.warnings.rows == ()
    assert [cell.text for cell in page.ignored.rows[0].cells][-1] == "The bakery is closed"


def test_the_record_that_is_met_most_often_is_named() -> None:
    late = LATE[DEAL].replace("status: open", "status: open\namount: 10\nexpected_close: 2026-10-01", 1)
    page = shown({DEAL: late.replace("joana", "joan")})
    assert "of them are about Padaria Estrela – two deck ovens." in page.sentence


def test_a_line_with_a_key_in_it_is_not_shown() -> None:
    secret = "AKIA" + "ABCDEFGHIJKLMNOP"
    page = shown({DEAL: BROKEN[DEAL].replace("company:", f"tags: [{secret}]\ncompany:")})
    assert all(error.lines == () for error in page.errors)
    assert secret not in repr(page)
