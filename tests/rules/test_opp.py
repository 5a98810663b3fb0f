"""OPP: the cases that the gallery does not show."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.small_book import CRM, report
from textcrm.findings import Finding
from textcrm.rules.opp_facts import _says_nothing

PATH = "opportunities/padaria-estrela-ovens.yaml"


def found(deal: str, *select: str, crm: str = "", **more: str) -> list[Finding]:
    """The findings on the small book with this deal; the head of the record is given."""
    head = "name: Padaria Estrela – two deck ovens\ncompany: padaria-estrela\nowner: joana\n"
    files = {PATH: head + dedent(deal), "crm.yaml": CRM + dedent(crm), **more}
    return list(report(files, *(select or ("OPP",))).findings)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in findings]


REASONS = """\
    reasons:
      lost:
        - price
        - {id: rival, aliases: [competitor], needs: [competitor]}
        - {id: other, needs: [note]}
      won: []
      abandoned: []
    """


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        ("status: won", ["closed"]),
        ("status: won\nclosed: {}", ["closed.date", "closed.amount"]),
        ("status: won\namount: 5\nclosed: {date: 2026-10-01, amount: 5.00}", []),
        ("status: won\namount: 5\nclosed: {date: 2026-10-01, amount: 4}", ["closed.amount"]),
        ("status: won\nclosed: {date: 2026-10-01, amount: 4}", ["amount"]),
        ("status: lost\nclosed: {date: 2026-10-01}", ["closed.reason"]),
        ("status: lost\nclosed: {date: 2026-10-01, reason: price}", []),
        ("status: lost\nclosed: {date: 2026-10-01, reason: competitor}", ["closed.competitor"]),
        ("status: lost\nclosed: {date: 2026-10-01, reason: other}", ["closed.note"]),
        ("status: lost\nclosed: {date: 2026-10-01, reason: no-such-reason}", []),
        ("status: abandoned\nclosed: {date: 2026-10-01}", []),
        ("status: abandoned\nclosed: {reason: x}", ["closed.date"]),
        ("status: open\nstage: qualification", []),
    ],
)
def test_every_gap_of_a_closing_is_told(deal: str, expected: list[str]) -> None:
    assert {one.field for one in found(deal, "OPP001", crm=REASONS)} == set(expected)


def test_a_missing_closing_is_proposed_from_the_history() -> None:
    history = """\
        status: lost
        competitors: [fornotec]
        history:
          - {date: 2026-09-01, status: open}
          - {date: 2026-10-22, status: lost, reason: rival}
        """
    (missing,) = found(history, "OPP001", crm=REASONS)
    assert missing.help == "Say how it ended:\nclosed: {date: 2026-10-22, reason: rival}"
    (gap,) = found(history + "closed: {date: 2026-10-22, reason: rival}", "OPP001", crm=REASONS)
    assert gap.help == "Add to `closed`:\ncompetitor: fornotec"


def test_an_unknown_amount_is_not_invented() -> None:
    (missing,) = found("status: won", "OPP001")
    assert missing.help.endswith("closed: {date: 2026-11-23, amount: …}")


def test_demands_of_the_companys_own_fields_go_under_custom() -> None:
    crm = """\
        pipelines: [{id: sales, stages: [{id: offer, requires: [custom.city, contacts]}]}]
        custom_fields: {opportunity: {city: {type: text}, size: {type: text}}}
        """
    contacts, bare = found("status: open\nstage: offer", "OPP003", crm=crm)
    assert (bare.field, bare.help) == ("custom.city", "Fill it in:\ncustom: {city: …}")
    assert contacts.help == "Fill it in:\ncontacts: [{contact: …, role: …}]"
    _, other = found("status: open\nstage: offer\ncustom: {size: large}", "OPP003", crm=crm)
    assert other.help == "Fill it in under `custom`:\ncity: …"


def test_a_step_without_a_day_or_a_reason_is_not_done() -> None:
    crm = "pipelines: [{id: sales, stages: [{id: offer, steps: [visit, quote]}, {id: deal}]}]\n"
    undone = found("status: open\nstage: deal\nsteps: {visit: {by: joana}}", "OPP004", crm=crm)
    assert told(undone) == [("OPP004", "steps.quote"), ("OPP004", "steps.visit")]
    (_, bare) = found("status: open\nstage: deal", "OPP004", crm=crm)
    assert bare.help.endswith("\nsteps: {visit: 2026-11-23}\nsteps: {visit: {skipped: …, date: 2026-11-23}}")
    skipped = "status: open\nstage: deal\nsteps: {visit: {skipped: They came to us}, quote: 2026-11-01}"
    assert found(skipped, "OPP004", crm=crm) == []


def test_a_closed_deal_is_reopened_before_anything_else() -> None:
    deal = """\
        status: won
        stage: qualification
        history:
          - {date: 2026-09-01, status: open, stage: qualification}
          - {date: 2026-09-10, status: lost}
          - {date: 2026-09-11, status: won}
        """
    (move,) = found(deal, "OPP005")
    assert move.message == "a deal that is `lost` cannot become `won` before it is reopened"
    assert move.help.endswith("\n- {date: 2026-09-11, status: open}")
    (move,) = found(deal.replace("status: won}", "stage: proposal}").replace("status: won", "status: lost"), "OPP005")
    assert move.message == "a deal that is `lost` cannot move to stage `proposal` before it is reopened"


def test_a_move_without_any_legal_way_points_to_the_settings() -> None:
    crm = "pipelines: [{id: sales, stages: [{id: dead, next: []}, {id: alive}]}]\n"
    deal = """\
        status: open
        stage: alive
        history:
          - {date: 2026-09-01, stage: dead}
          - {date: 2026-09-10, stage: alive}
        """
    (move,) = found(deal, "OPP005", crm=crm)
    assert move.message == "from stage `dead` a deal goes on to nothing else, not to `alive`"
    assert move.help == "See `next` of the stage in crm.yaml."


def test_an_unsorted_history_is_judged_as_if_it_were_sorted() -> None:
    deal = """\
        created: 2026-09-01
        status: open
        stage: negotiation
        amount: 5
        history:
          - {date: 2026-09-10, stage: negotiation}
          - {date: 2026-09-01, status: open, stage: qualification}
          - {date: 2026-09-05, stage: proposal}
        """
    assert told(found(deal)) == [("OPP006", "history[1].date"), ("OPP006", "history[2].date")]


def test_all_that_differs_goes_into_one_entry() -> None:
    deal = """\
        status: open
        stage: proposal
        amount: 12.50
        expected_close: 2026-12-15
        history:
          - {date: 2026-11-01, status: open, stage: qualification, amount: 10, expected_close: 2026-12-15, owner: rui}
          - {date: 2026-11-02, probability: 80}
        """
    differing = found(deal, "OPP007")
    assert {one.field for one in differing} == {"owner", "stage", "amount", "probability"}
    entry = "- {date: 2026-11-23, stage: proposal, amount: 12.50, probability: null, owner: joana}"
    assert {one.help.splitlines()[1] for one in differing} == {entry}
    assert found(deal + f"  {entry}\n", "OPP007") == []


def test_a_closing_that_the_history_lacks_is_proposed_with_its_day_and_reason() -> None:
    deal = """\
        status: lost
        closed: {date: 2026-11-20, reason: price}
        history:
          - {date: 2026-11-01, status: open}
        """
    (differing,) = found(deal, "OPP007")
    entry = "- {date: 2026-11-20, status: lost, reason: price}"
    assert differing.help.splitlines()[1] == entry
    assert found(deal + f"  {entry}\n", "OPP007") == []


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ("{date: 2026-10-22, reason: rival, competitor: fornotec}", []),
        ("{date: 2026-10-22, reason: competitor, competitor: fornotec}", []),
        ("{date: 2026-10-21, reason: rival, competitor: fornotec}", ["closed.date"]),
        ("{date: 2026-10-22, reason: price, competitor: fornotec}", ["closed.reason"]),
        ("{date: 2026-10-22, reason: price}", ["closed.competitor", "closed.reason"]),
        ("{date: 2026-10-22, reason: rival, competitor: other}", ["closed.competitor"]),
        ("{date: 2026-10-22, reason: rival, competitor: fornotec, amount: 7}", ["closed.amount"]),
        ("{}", ["closed.competitor"]),
    ],
)
def test_closed_repeats_the_entry_that_closed_the_deal(closed: str, expected: list[str]) -> None:
    deal = f"""\
        status: lost
        amount: 5
        closed: {closed}
        history:
          - {{date: 2026-09-01, status: open}}
          - {{date: 2026-10-22, status: lost, reason: rival, competitor: fornotec, amount: 5}}
        """
    assert sorted(one.field for one in found(deal, "OPP007", crm=REASONS)) == expected


def test_a_correction_of_the_reason_counts() -> None:
    deal = """\
        status: lost
        closed: {date: 2026-10-22, reason: price}
        history:
          - {date: 2026-10-22, status: lost, reason: timing}
        """
    (differing,) = found(deal, "OPP007")
    entry = "- {date: 2026-11-23, reason: price}"
    assert differing.help.splitlines()[1:] == ["reason: timing", "if not, at the end of `history`:", entry]
    assert found(deal + f"  {entry}\n", "OPP007") == []


def test_former_ids_and_defaults_are_no_difference() -> None:
    crm = "pipelines: [{id: sales, stages: [{id: offer, aliases: [quote]}]}]\n"
    deal = """\
        status: open
        stage: offer
        history:
          - {date: 2026-11-01, status: open, pipeline: sales, stage: quote, currency: BRL}
        """
    assert found(deal, "OPP007", crm=crm) == []


def test_all_that_happened_is_judged_plans_are_not() -> None:
    deal = """\
        created: 2026-11-24 09:00
        status: lost
        expected_close: 2027-01-31
        next_step: {what: Call them in spring, due: 2027-04-01}
        closed: {date: 2026-11-25, reason: price}
        steps: {quote-sent: 2026-11-26, visit: {skipped: They came to us, date: 2026-11-23}}
        history:
          - {date: 2026-11-23, status: open}
          - {date: 2026-11-25, status: lost}
        """
    fields = ["created", "closed.date", "steps.quote-sent.date"]
    assert [one.field for one in found(deal, "OPP008")] == fields


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        ("created: 2026-09-02\nhistory: [{date: 2026-09-02}]", []),
        ("created: 2026-09-02\nhistory: [{date: 2026-09-01}, {date: 2026-09-01}]", ["history[0].date"]),
        ("created: 2026-09-02\nhistory: [{date: 2026-09-01}, {date: 2026-08-30}]", ["history[1].date"]),
        ("created: 2026-09-02 00:30 +02:00\nhistory: [{date: 2026-09-01}]", []),
        ("created: 2026-09-02\nclosed: {date: 2026-09-01}", ["closed.date"]),
        ("closed: {date: 2026-09-01}\nhistory: [{date: 2026-09-02}]", []),
    ],
)
def test_nothing_happened_before_the_deal_was_created(deal: str, expected: list[str]) -> None:
    assert [one.field for one in found(f"status: lost\n{deal}", "OPP009")] == expected


ITEM = "items: [{product: oven, quantity: 2, unit_price: 10.50, discount: 1}]"


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        (f"amount: 20\n{ITEM}", None),
        (f"amount: 20.01\n{ITEM}", "20.00"),
        (f"amount: 19\n{ITEM}", "20"),
        (f"{ITEM}", None),
        ("amount: 19", None),
        ("amount: 19\nitems: [oven]", None),
        ("amount: 19\nitems: [{product: oven, unit_price: 5}, {product: stone}]", None),
        ("amount: 18000\nrecurring: {amount: 1500.00, per: month, months: 12}", None),
        ("amount: 6000\nrecurring: {amount: 1500.00, per: quarter, months: 12}", None),
        ("amount: 1500\nrecurring: {amount: 1500.00, per: year}", None),
        ("amount: 333.33\nrecurring: {amount: 100, per: quarter, months: 10}", None),
        (f"amount: 20\nrecurring: {{amount: 1500, months: 2}}\n{ITEM}", "3020"),
        ("amount: 4.00\nitems: [{product: oven, quantity: 3, unit_price: 1.333}]", None),
    ],
)
def test_items_and_recurring_payments_add_up_to_the_amount(lines: str, amount: str | None) -> None:
    findings = found(f"status: open\nstage: qualification\n{lines}", "OPP010")
    assert [one.help for one in findings] == ([] if amount is None else [f"amount: {amount}"])


def test_the_longest_numbers_add_up_exactly() -> None:
    long = "999999999999999." + "9" * 24
    items = f"amount: 1\nitems: [{{product: oven, quantity: {long}, unit_price: {long}}}]"
    (finding,) = found(f"status: open\nstage: qualification\n{items}", "OPP010")
    assert "`1000000000000000000000000000000.00`" in finding.message


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Padaria Estrela – two deck ovens", None),
        ("Padaria Estrela - ovens", None),
        ("2 deck ovens", None),
        ("Pão & Cia: forno novo", None),
        ("NEW OVEN 2026", None),
        ("Ovens/steam/Campinas", None),
        ("Padaria Estrela", "is only the company's"),
        ("PADARIA  ESTRÊLA 2026", "is only the company's"),
        ("Padaria Estrela – 2", "is only the company's"),
        ("Ovens", "has too few words"),
        ("New ovens", "has too few words"),
        ("New-ovens – !", "has too few words"),
        ("8TN10000", "is only a code"),
        ("OPP 2024 001", "is only a code"),
        ("2024-118", "is only a code"),
        ("118", "is only a code"),
        ("新店舗用オーブン二台", None),
        ("烤箱", "has too few words"),
        ("东方面包店 两台烤箱", None),
        ("เตาอบสองเครื่องสำหรับร้านใหม่", None),
        ("เตาอบ", "has too few words"),
        ("فرنان جديدان للمخبز", None),
        ("두 대의 오븐", None),
        ("…", "has too few words"),
    ],
)
def test_names(name: str, wrong: str | None) -> None:
    assert _says_nothing(name, "Padaria Estrela") == wrong


def test_a_company_of_many_words_is_still_only_the_company() -> None:
    assert _says_nothing("Irmãos Souza e Filhos", "Irmãos Souza e Filhos") == "is only the company's"
    assert _says_nothing("東京ベーカリー株式会社", "東京ベーカリー株式会社") == "is only the company's"
    assert _says_nothing("Irmãos Souza e Filhos", None) is None


@pytest.mark.parametrize(
    ("company", "related"),
    [
        ("padaria-estrela", True),
        ("estrela-group", True),
        ("estrela-cafe", True),
        ("reseller", True),
        ("reseller-north", True),
        ("hotel-serra", False),
        ("no-such-company", True),
        ("circle-one", False),
    ],
)
def test_contacts_of_the_group_and_of_partners_are_related(company: str, *, related: bool) -> None:
    companies = {
        "padaria-estrela": "parent: estrela-group",
        "estrela-group": "",
        "estrela-cafe": "parent: estrela-group",
        "reseller": "",
        "reseller-north": "parent: reseller",
        "hotel-serra": "parent: no-such-company",
        "circle-one": "parent: circle-two",
        "circle-two": "parent: circle-one",
    }
    files = {f"companies/{id}.yaml": f"name: {id}\n{line}\n" for id, line in companies.items()}
    files["contacts/ana-souza.yaml"] = f"name: Ana Souza\ncompany: {company}\n"
    deal = "status: open\nstage: qualification\ncontacts: [marta-oliveira, ana-souza]\npartners: [reseller]"
    findings = found(deal, "OPP012", **files)
    assert told(findings) == ([] if related else [("OPP012", "contacts[1].contact")])


def test_contacts_without_a_company_and_deals_without_one_are_not_judged() -> None:
    ana = {"contacts/ana-souza.yaml": "name: Ana Souza\n"}
    assert found("status: open\nstage: qualification\ncontacts: [ana-souza]", "OPP012", **ana) == []
    files = {PATH: "name: Two deck ovens\nstatus: open\nstage: qualification\ncontacts: [marta-oliveira]\n"}
    assert list(report(files, "OPP012").findings) == []


@pytest.mark.parametrize(("line", "fields"), [("status: won\nstage: proposal", "stage"), ("status: lost", "status")])
def test_a_closed_deal_takes_its_stage_and_outcome_from_the_history(line: str, fields: str) -> None:
    deal = f"{line}\nhistory:\n  - {{date: 2026-11-01, status: open, stage: qualification}}\n"
    deal += "  - {date: 2026-11-02, status: won}\n"
    deal += "" if "stage" in line else "stage: qualification\n"
    (differing,) = found(deal, "OPP007")
    value = {"stage": "qualification", "status": "won"}[fields]
    assert differing.help.splitlines()[1:] == [f"{fields}: {value}"]


@pytest.mark.parametrize(("amount", "help"), [("500", None), ("499.50", None), ("499", "amount: 500")])
def test_sums_are_rounded_to_the_decimals_of_the_currency(amount: str, help: str | None) -> None:
    items = "items: [{product: oven, quantity: 1.5, unit_price: 333}]"
    deal = f"status: open\nstage: qualification\ncurrency: JPY\namount: {amount}\n{items}\n"
    assert [one.help for one in found(deal, "OPP010")] == ([help] if help else [])


def test_a_discount_above_the_price_is_told_as_such() -> None:
    items = "items: [{product: oven, quantity: 2, unit_price: 30, discount: 100}]"
    (finding,) = found(f"status: open\nstage: qualification\namount: 5\n{items}\n", "OPP010")
    assert finding.field == "items[0].discount"
    assert finding.message == "the discount of `100` is larger than the price of the item, `60`"
    assert "-40" not in finding.help
