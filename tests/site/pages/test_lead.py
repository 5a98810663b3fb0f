"""The page of a lead: how it stands, how long it waited, what is missing, what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.site.sites import facts
from tests.small_book import CRM
from textcrm.site.pages.lead import LeadPage, pages

SETTINGS = """\
leads: {qualified_needs: [need, budget], qualified_verified: any, response_hours: 4}
reasons: {disqualified: [{id: other, name: Something else}]}
"""
NEW = """\
name: Ana Souza
company_name: Pizzaria Brasa
email: ana@brasa.example
phone: +55 31 99876-1234
verified: [phone]
source: website
owner: joana
created: 2026-11-20 16:45
status: new
qualification: {need: Two ovens}
history: [{date: 2026-11-20, status: new, owner: joana}]
"""
CONVERTED = """\
name: Marta Oliveira
created: 2026-11-02
status: converted
owner: joana
converted: {date: 2026-11-16, contact: marta-oliveira, company: padaria-estrela, opportunity: padaria-estrela-ovens}
history:
  - {date: 2026-11-02, status: new}
  - {date: 2026-11-05, status: qualified}
  - {date: 2026-11-16, status: converted}
"""


def shown(lead: str, more: Mapping[str, str] | None = None) -> LeadPage:
    (page,) = pages(facts({"crm.yaml": CRM + SETTINGS, "leads/x.yaml": lead, **(more or {})}))
    assert isinstance(page.value, LeadPage)
    return page.value


def said(page: LeadPage) -> dict[str, list[tuple[str, str, str]]]:
    return {
        fact.label: [(plain(one.text), plain(one.note), one.look) for one in fact.values]
        for fact in (*page.facts, *page.became, *page.known)
    }


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_lead_that_waits_says_for_how_long_and_what_it_lacks() -> None:
    page = shown(NEW)
    assert (page.top.name, page.top.beside) == ("Ana Souza", "Pizzaria Brasa")
    assert [(one.label, plain(one.note), one.look) for one in page.bar] == [
        ("New", "since 20 Nov", "on"),
        ("Qualifying", "", "todo"),
        ("Qualified", "", "todo"),
        ("Converted", "", "todo"),
    ]
    facts_ = said(page)
    assert facts_["First answer"] == [("not yet, for 3 d 7 h", "wanted within 4 h", "late")]
    assert facts_["Came in"] == [("20 Nov, 16:45", "3 d ago", "")]
    assert facts_["Phone"] == [("+55 31 99876-1234", "verified", "")]
    assert facts_["E-mail"] == [("ana@brasa.example", "not verified", "")]
    assert facts_["Budget"] == [("not known", "", "late")]
    assert facts_["Interest"] == [("not known", "", "none")]
    assert page.known_head.says == "Missing to qualify it: budget."
    assert page.became == ()


def test_an_answer_in_time_is_said_with_its_time() -> None:
    journal = "- {date: 2026-11-20 17:25, type: call, lead: x}\n"
    page = shown(NEW, {"activities/joana/2026-11-20.yaml": journal})
    assert said(page)["First answer"] == [("after 40 min", "wanted within 4 h", "")]
    assert [(one.what, one.clock) for one in page.line] == [("Call", "17:25"), ("Came in, owner Joana Prado", "")]


def test_a_converted_lead_leads_to_what_it_became() -> None:
    page = shown(CONVERTED)
    assert [(one.label, one.look) for one in page.bar] == [("New", ""), ("Qualified", ""), ("Converted", "won")]
    became = {fact.label: fact.values[0] for fact in page.became}
    assert became["Opportunity"].text == "Padaria Estrela – two deck ovens"
    assert became["Opportunity"].href == "../opportunities/padaria-estrela-ovens.html"
    assert became["Company"].href == "../companies/padaria-estrela.html"
    assert page.known_head.says == ""


def test_a_lead_given_up_says_why() -> None:
    page = shown(
        "company_name: Presídio Regional\nstatus: disqualified\n"
        "disqualified: {date: 2026-11-10, reason: other, note: Cannot buy}\n"
        "history: [{date: 2026-11-02, status: new}, {date: 2026-11-10, status: disqualified, reason: other}]\n"
    )
    assert page.top.name == "Presídio Regional"
    assert [(one.label, one.look) for one in page.bar] == [("New", ""), ("Disqualified", "lost")]
    facts_ = said(page)
    assert (facts_["Reason"], facts_["Note"]) == ([("Something else", "", "")], [("Cannot buy", "", "")])
    assert facts_["First answer"] == [("none before it ended", "", "none")]


def test_a_lead_that_is_to_be_contacted_again_says_when() -> None:
    page = shown("name: Eva\nstatus: nurturing\nrecontact_on: 2026-11-20\n")
    assert said(page)["Contact again"] == [("20 Nov 2026", "3 d ago", "late")]
    assert (page.bar[0].label, page.bar[0].look) == ("Nurturing", "on")


def test_a_lead_of_the_very_day_is_not_late_as_nobody_knows_how_late_it_is() -> None:
    today = said(shown(NEW.replace("2026-11-20", "2026-11-23")))
    assert today["First answer"] == [("not yet, it came in today", "wanted within 4 h", "")]
    yesterday = said(shown(NEW.replace("2026-11-20", "2026-11-22")))
    assert yesterday["First answer"] == [("not yet, for 1 d 7 h", "wanted within 4 h", "late")]
