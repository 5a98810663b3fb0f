"""The page of a deal: what it says of small books, to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from tests.site.sites import built, facts
from tests.small_book import CRM
from textcrm.site.pages.opportunity import DealPage, pages
from textcrm.site.record import Fact

STAGES = """\
repository_url: https://git.example/crm
pipelines:
  - id: sales
    name: Ovens
    stages:
      - {id: discovery, name: Discovery, probability: 10, typical_days: 14, steps: [{id: need, name: Need confirmed}]}
      - id: proposal
        name: Proposal
        probability: 40
        typical_days: 20
        rotten_days: 10
        requires: [company, amount]
        steps: [{id: visited, name: Site visited}, {id: quoted, name: Quote sent}]
      - {id: contract, name: Contract, probability: 90, requires: [items], steps: [{id: signed, name: Signed}]}
reasons: {lost: [{id: price, name: Too dear}]}
roles: [{id: decision-maker, name: Decides}]
products: [{id: oven, name: Deck oven}, {id: install, name: Installation}]
exchange_rates: [{date: 2026-11-01, USD: 5.38}]
"""
DEAL = """\
name: Padaria Estrela – two deck ovens
company: padaria-estrela
contacts: [{contact: marta-oliveira, role: decision-maker}]
owner: joana
status: open
stage: proposal
created: 2026-10-20
amount: 48500
expected_close: 2026-12-15
next_step: {what: Send the revised quote, due: 2026-11-26}
steps: {need: 2026-10-24, visited: {skipped: The plans say it all}}
notes: "Asked for **steam**."
history:
  - {date: 2026-10-20, status: open, stage: discovery, amount: 40000, expected_close: 2026-11-30, owner: joana}
  - {date: 2026-11-03, by: joana, stage: proposal, amount: 48500, note: Third deck each}
  - {date: 2026-11-12, by: joana, expected_close: 2026-12-15}
"""
JOURNAL = """\
- {date: 2026-11-12 14:30, type: call, opportunity: x, contacts: marta-oliveira, direction: outbound, note: They meet}
- {date: 2026-11-25 10:00, type: visit, opportunity: x, planned: true}
- {date: 2026-11-20, type: email, opportunity: x, planned: true}
"""


def shown(deal: str = DEAL, more: Mapping[str, str] | None = None) -> DealPage:
    files = {
        "crm.yaml": CRM + STAGES,
        "opportunities/x.yaml": dedent(deal),
        "activities/joana/2026-11-12.yaml": JOURNAL,
        **(more or {}),
    }
    (page,) = (one for one in pages(facts(files)) if one.path == "opportunities/x.html")
    assert isinstance(page.value, DealPage)
    return page.value


def said(listed: tuple[Fact, ...]) -> dict[str, list[str]]:
    """Each fact as `text (note)`."""
    return {
        fact.label: [plain(f"{one.text} ({one.note})" if one.note else one.text) for one in fact.values]
        for fact in listed
    }


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_head_says_where_an_open_deal_stands_and_what_is_next() -> None:
    page = shown()
    assert (page.top.name, plain(page.top.beside)) == ("Padaria Estrela – two deck ovens", "R$ 48,500")
    assert [(one.label, plain(one.note), one.look) for one in page.bar] == [
        ("Discovery", "20 Oct, 14 d", ""),
        ("Proposal", "20 d of usually 20", "on"),
        ("Contract", "90% from here", "todo"),
    ]
    assert said(page.facts) == {
        "Next step": ["Send the revised quote (26 Nov, in 3 d)"],
        "Expected close": ["15 Dec 2026 (in 22 d, pushed once)"],
        "Forecast": ["Pipeline (by its stage)"],
        "Chance": ["40% (by its stage)"],
        "Customer": ["Padaria Estrela"],
        "Decides": ["Marta Oliveira"],
        "Owner": ["Joana Prado"],
        "Competitors": ["none named"],
    }
    assert plain(page.facts[1].values[0].was) == "30 Nov"
    assert page.facts[4].values[0].href == "../companies/padaria-estrela.html"


def test_steps_are_done_skipped_at_hand_or_still_to_come() -> None:
    steps = shown().steps
    assert [(one.label, one.why, plain(one.end), one.look) for one in steps.steps] == [
        ("Need confirmed", "", "24 Oct", "done"),
        ("Site visited", "skipped: The plans say it all", "day not known", "done"),
        ("Quote sent", "", "before Contract", "todo"),
        ("Signed", "", "in Contract", "later"),
    ]
    assert (steps.head.says, steps.head.of) == ("1 step is still to do before Contract.", "2 of 4 done or skipped")


def test_a_step_that_was_left_out_is_said_with_its_stage() -> None:
    steps = shown(DEAL.replace("need: 2026-10-24, ", "")).steps
    assert (steps.steps[0].end, steps.steps[0].look) == ("left out in Discovery", "todo")
    assert steps.head.says == "1 step was left out. 1 step is still to do before Contract."


def test_what_the_next_stage_asks_for_is_there_or_not() -> None:
    asked = shown().demands
    assert asked is not None
    assert (asked.head.title, asked.head.says) == ("Asked for in Contract", "1 field is empty.")
    assert [(one.label, one.end, one.look) for one in asked.steps] == [("Items", "empty", "todo")]
    without = shown(DEAL.replace("company: padaria-estrela\n", "")).demands
    assert without is not None
    assert [(one.label, one.end) for one in without.steps] == [
        ("Customer", "missing since Proposal"),
        ("Items", "empty"),
    ]


def test_the_amount_is_explained_by_its_history_and_its_chance() -> None:
    page = shown()
    assert [tuple(map(plain, line.cells)) for line in page.amounts.lines] == [
        ("20 Oct", "Opened", "R$ 40,000"),
        ("3 Nov", "Third deck each", "+8,500"),
    ]
    assert [tuple(map(plain, line.cells)) for line in page.arithmetic.lines] == [
        ("Amount", "R$ 48,500"),
        ("Chance of the stage Proposal", "× 40%"),
    ]
    assert page.arithmetic.foot is not None
    assert tuple(map(plain, page.arithmetic.foot.cells)) == ("Weighted", "R$ 19,400")
    assert (page.items.lines, page.items.empty) == ((), "What is sold is not listed.")


def test_items_are_multiplied_out_and_compared_with_the_amount() -> None:
    items = "items:\n- {product: oven, quantity: 2, unit_price: 24250, discount: 500}\n- {product: install}\n"
    page = shown(DEAL + items)
    assert [tuple(map(plain, line.cells)) for line in page.items.lines] == [
        ("Deck oven", "2", "24,250", "500", "48,000"),
        ("Installation", "1", "–", "", "–"),
    ]
    assert page.money_head.says == ""
    priced = shown(DEAL + items.replace("{product: install}", "{product: install, unit_price: 700}"))
    assert plain(priced.money_head.says) == "What is sold adds up to R$ 48,700, the amount is R$ 48,500."


def test_another_currency_is_exchanged_before_it_is_weighted() -> None:
    page = shown(DEAL.replace("amount: 48500\n", "amount: 1000\ncurrency: USD\nprobability: 50\n", 1))
    assert [tuple(map(plain, line.cells)) for line in page.arithmetic.lines] == [
        ("Amount", "$1,000"),
        ("Exchange rate on 23 Nov 2026", "× 5.38"),
        ("In R$", "R$ 5,380"),
        ("Chance given to this deal, the stage's being 40%", "× 50%"),
    ]


def test_the_timeline_has_plans_first_and_then_the_latest() -> None:
    page = shown()
    assert [(plain(one.when), one.clock, plain(one.what), one.look) for one in page.line] == [
        ("26 Nov", "", "Send the revised quote", "next"),
        ("25 Nov", "10:00", "Planned: Visit", "next"),
        ("20 Nov", "", "Planned, not confirmed: Email", "next overdue"),
        ("12 Nov", "14:30", "Call to Marta Oliveira", ""),
        ("12 Nov", "", "Close 30 Nov → 15 Dec", "chg"),
        ("3 Nov", "", "Discovery → Proposal; R$ 40,000 → R$ 48,500", "chg"),
        ("20 Oct", "", "Opened, Discovery, R$ 40,000, close 30 Nov, owner Joana Prado", "chg"),
    ]
    assert (page.line[3].note, page.line[5].note) == ("They meet", "Third deck each")
    assert page.line_head.of == "3 changes and 3 activities; the latest first"


LOST = """\
name: Padaria Estrela – a third oven
status: lost
stage: proposal
company: padaria-estrela
amount: 100
closed: {date: 2026-11-10, reason: price, competitor: padaria-estrela, note: Half our price}
history:
  - {date: 2026-10-02, status: open, stage: proposal, amount: 100}
  - {date: 2026-10-12, stage: discovery}
  - {date: 2026-10-14, stage: proposal}
  - {date: 2026-11-10, status: lost, reason: price, competitor: padaria-estrela}
"""


def test_a_lost_deal_says_how_it_ended_and_asks_for_nothing() -> None:
    page = shown(LOST, {"activities/joana/2026-11-12.yaml": "[]\n"})
    assert [(one.label, plain(one.note), one.look) for one in page.bar] == [
        ("Discovery", "12 Oct, 2 d", ""),
        ("Proposal", "2 Oct, 37 d", ""),
        ("Lost", "10 Nov", "lost"),
    ]
    assert said(page.facts)["Outcome"] == ["Lost (10 Nov 2026)"]
    assert said(page.facts)["Reason"] == ["Too dear", "Half our price"]
    assert said(page.facts)["Lost to"] == ["Padaria Estrela"]
    assert page.demands is None
    assert [one.look for one in page.steps.steps] == ["undone"] * 4
    assert [(one.what, one.look) for one in page.line][:2] == [
        ("Lost; reason: Too dear; competitor: Padaria Estrela", "chg bad"),
        ("Discovery → Proposal", "chg"),
    ]
    assert page.line[2].look == "chg bad"


def test_a_deal_of_which_only_the_name_is_known_says_what_is_not() -> None:
    page = shown("name: Something\nstatus: open\n", {"activities/joana/2026-11-12.yaml": "[]\n"})
    assert (page.top.beside, page.top.since) == ("no amount", "Created on a day not known")
    assert (page.bar[0].label, page.bar[0].look) == ("Stage not known", "on")
    assert [(fact.label, fact.values[0].text) for fact in page.facts] == [
        ("Next step", "none planned"),
        ("Expected close", "not known"),
        ("Forecast", "Pipeline"),
        ("Chance", "not known"),
        ("Customer", "not known"),
        ("Contact", "not known"),
        ("Owner", "nobody"),
        ("Competitors", "none named"),
    ]
    assert page.demands is None
    assert page.line == ()
    assert [line.cells for line in page.arithmetic.lines][-1] == ("Chance, as its stage is not known", "–")


def test_who_never_touched_a_deal_is_not_said_to_have_been_in_touch() -> None:
    none = {"activities/joana/2026-11-12.yaml": "[]\n"}
    created = "name: Something\nstatus: open\nstage: qualification\ncreated: 2026-10-01\n"
    assert plain(shown(created, none).line_head.says) == "Untouched since it was created, 53 d ago."
    moved = f"{created}history:\n  - {{date: 2026-11-02, stage: qualification}}\n"
    assert plain(shown(moved, none).line_head.says) == "Last touched 21 d ago."


def test_findings_stand_on_the_page_with_their_remedy() -> None:
    page = shown(DEAL.replace("2026-11-26", "2026-11-20"))
    found = {one.code: one for one in page.written.found}
    assert found["HYG002"].paste == "next_step: {what: …, due: 2026-11-30}"
    assert page.written.quiet == ""
    assert page.written.href == "https://git.example/crm/blob/HEAD/crm_data/opportunities/x.yaml"


def test_the_page_stands_with_its_notes_as_markup_and_its_file() -> None:
    files = {"crm.yaml": CRM + STAGES, "opportunities/x.yaml": DEAL}
    page = built(facts(files))["opportunities/x.html"]
    assert "<p>Asked for <strong>steam</strong>.</p>" in page
    assert '<a href="https://git.example/crm/blob/HEAD/crm_data/opportunities/x.yaml"><code>' in page
    assert page.count("<h1") == 1


def test_what_came_later_than_the_day_is_not_there_yet() -> None:
    late = DEAL + "  - {date: 2026-11-24, by: joana, stage: contract}\n"
    page = shown(late.replace("stage: proposal\ncreated", "stage: contract\ncreated"))
    assert [one.look for one in page.bar] == ["", "on", "todo"]
