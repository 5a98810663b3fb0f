# ruff: noqa: E501  # the words that people read, as they read them
"""SCH: what is judged beyond the type: decimals, ways to reach somebody; and the words of refusals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.small_book import CRM, SMALL, report
from textcrm.model.currencies import DECIMALS
from textcrm.model.reach import email_within, is_email, is_phone, is_website

DEAL = SMALL["opportunities/padaria-estrela-ovens.yaml"]
NAME = "name: Hotel Serra Azul\n"


def said(lines: str, path: str = "companies/x.yaml") -> list[str]:
    """Code, message and remedy of what the SCH rules find in a company with these lines, or in another file."""
    text = f"{NAME}{lines}\n" if path == "companies/x.yaml" else lines
    return [f"{one.code} {one.message} | {one.help}" for one in report({path: text}, "SCH").findings]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("webiste: https://x.example", "SCH002 `webiste` is not a key here | Did you mean website?"),
        ("nome: x", "SCH002 `nome` is not a key here | Did you mean name?"),
        (
            "types: [costumer]",
            "SCH004 types[0] `costumer` is not one of customer, prospect, partner, competitor, supplier | Did you mean customer?",
        ),
        ("types: customer", "SCH003 types should be a list, found `customer` | types: [customer]"),
        (
            "owner: Joana Prado",
            "SCH012 owner `Joana Prado` should hold only lower-case ASCII letters, digits, and hyphens between them | Perhaps: joana-prado",
        ),
        ("created: 23/11/2026", "SCH006 created `23/11/2026` is neither a date nor a time | Write 2026-11-23"),
        (
            "created: 04/03/2026",
            "SCH006 created `04/03/2026` is neither a date nor a time | Write 2026-03-04 or 2026-04-03",
        ),
        ("id: x", "SCH002 `id` is not a key here: the file's place says it | Take the line away."),
        (
            "email: Ana <ana@x.example>",
            "SCH013 `Ana <ana@x.example>` is no e-mail address | Write the address alone: ana@x.example",
        ),
    ],
)
def test_words(lines: str, words: str) -> None:
    assert said(lines) == [words]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("close_date: 2026-12-18", "SCH002 `close_date` is not a key here | Did you mean expected_close?"),
        ("valor: 10", "SCH002 `valor` is not a key here | Did you mean amount?"),
        ("amount: R$ 1.234,56", "SCH008 amount `R$ 1.234,56` is not a plain number | Write it as 1234.56"),
        ("amount: 1 234,56", "SCH008 amount `1 234,56` is not a plain number | Write it as 1234.56"),
        ("amount: 1.2345", "SCH007 amount `1.2345` has more decimals than BRL, which has 2 decimals | amount: 1.23"),
        ("probability: 0.455", "SCH009 probability `0.455` is a fraction; percent is wanted | Write 46"),
        ("currency: R$", "SCH004 currency `R$` is not the code of a currency (ISO 4217) | Write BRL"),
        ("currency: brl", "SCH004 currency `brl` is not the code of a currency (ISO 4217) | Write BRL"),
        (
            "closed: {note: Too dear, they said}",
            'SCH011 the comma before `they said` ends the text of note inside {…} | note: "Too dear, they said"',
        ),
    ],
)
def test_words_about_a_deal(line: str, words: str) -> None:
    assert said(f"{line}\n{DEAL}", "opportunities/padaria-estrela-ovens.yaml") == [words]


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ("closed: {amount: 1.005}", "closed.amount"),
        ("recurring: {amount: 1.005}", "recurring.amount"),
        ("items: [{product: x, quantity: 0.125, unit_price: 0.0125, discount: 0.001}]", "items[0].discount"),
    ],
)
def test_decimals_of_all_amounts_of_a_deal(lines: str, field: str) -> None:
    found = report({"opportunities/padaria-estrela-ovens.yaml": f"{lines}\n{DEAL}"}, "SCH007").findings
    assert [one.field for one in found] == [field]


def test_decimals_follow_the_currency_of_the_entry() -> None:
    history = "  - {date: 2026-11-17, amount: 1.25}\n  - {date: 2026-11-18, currency: JPY, amount: 100.5}\n  - {date: 2026-11-19, amount: 7.5}\n"
    found = report({"opportunities/padaria-estrela-ovens.yaml": f"currency: JPY\n{DEAL}{history}"}, "SCH007").findings
    assert [one.field for one in found] == ["history[2].amount", "history[3].amount"]


def test_decimals_of_settings_and_forecasts_are_the_companys() -> None:
    files = {
        "crm.yaml": CRM.replace("BRL", "JPY")
        + "campaigns: [{id: fair, cost: 10.5}]\ntargets: {2026: {team: 5.5, joana: 5}}\n",
        "forecasts/2026-Q4/team.yaml": "- {date: 2026-11-01, commit: 1.5, best_case: 2.00}\n",
    }
    found = report(files, "SCH007").findings
    assert [one.field for one in found] == ["campaigns[0].cost", "targets.2026.team", "[0].commit"]


def test_currencies_have_their_decimals() -> None:
    assert [DECIMALS[code] for code in ("BRL", "USD", "JPY", "CLP", "KWD", "CLF", "IQD", "ALL")] == [
        2,
        2,
        0,
        0,
        3,
        4,
        3,
        2,
    ]
    assert all(len(code) == 3 and code.isupper() for code in DECIMALS)
    assert Decimal(1).scaleb(-max(DECIMALS.values())) == Decimal("0.0001")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("ana@x.example", True),
        ("a.b+c%d@sub.x-y.example", True),
        ("joão@padaria.example", True),
        ("ana@padaria", False),
        ("ana", False),
        ("@x.example", False),
        ("a@b@x.example", False),
        ("a..b@x.example", False),
        (".a@x.example", False),
        ("a@-x.example", False),
        ("ana @x.example", False),
        ("mailto:ana@x.example", False),
        ("ana@x.example, rui@x.example", False),
        ("a" * 300 + "@x.example", False),
        ("ana@x..example", False),
        ("ana@localhost", False),
        ("'; drop table'@x.example", False),
        ("n/a", False),
    ],
)
def test_emails(text: str, *, good: bool) -> None:
    assert is_email(text) is good


def test_email_within() -> None:
    assert email_within("Ana <ana@x.example> (home)") == "ana@x.example"
    assert email_within("none") is None


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("+55 11 91234-0000", True),
        ("019 3232-1010", True),
        ("(19) 3232.1010", True),
        ("+49 (0)30 123456", True),
        ("0800 123 4567 ramal 12", True),
        ("+44 20 7946 0958 ext. 12", True),
        ("+1-800-FLOWERS", True),
        ("4004-1234", True),
        ("190190", True),
        ("12", False),
        ("+", False),
        ("n/a", False),
        ("ask Marta", False),
        ("see notes 12345678", False),
        ("+55 11 9", False),
        ("1234567890123456", False),
        ("ana@x.example", False),
        ("1" * 100, False),
        ("(" * 60, False),
        ("1" + " " * 57 + "a", False),
    ],
)
def test_phones(text: str, *, good: bool) -> None:
    assert is_phone(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("padaria.example", True),
        ("https://padaria.example", True),
        ("HTTP://Padaria.Example/a?b#c", True),
        ("https://ção.example/", True),
        ("https://xn--bcher-kva.example", True),
        ("padaria.example:8080/x", True),
        ("padaria", False),
        ("http://", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://x.example", False),
        ("padaria .example", False),
        ("https://a@b.example", False),
        ("//x.example", False),
        ("https://x_y.example", False),
        ("ana@x.example", False),
        ("-x.example", False),
        ("a." * 200 + "example", False),
    ],
)
def test_websites(text: str, *, good: bool) -> None:
    assert is_website(text) is good


def test_hostile_text_in_ways_to_reach_somebody_is_over_soon() -> None:
    for text in ("a" * 400 + "@", "1" * 400, "a-" * 200 + ".", "@" * 400, "." * 400, "(1" * 30 + "x"):
        is_email(text), is_phone(text), is_website(text)


@pytest.mark.parametrize(
    ("amount", "currency", "help"),
    [
        ("1.234", "BRL", "If the point was meant between thousands:\namount: 1234\nelse, rounded:\namount: 1.23"),
        ("12.500", "JPY", "If the point was meant between thousands:\namount: 12500\nelse, rounded:\namount: 13"),
        ("48500.125", "BRL", "amount: 48500.13"),
        ("0.125", "BRL", "amount: 0.13"),
        ("1.2345", "BRL", "amount: 1.23"),
        ("1.2345", "KWD", "amount: 1.235"),
    ],
)
def test_a_point_between_thousands_is_thought_of(amount: str, currency: str, help: str) -> None:
    (finding,) = report({"opportunities/x.yaml": f"{DEAL}amount: {amount}\ncurrency: {currency}\n"}, "SCH007").findings
    assert finding.help == help


@pytest.mark.parametrize(
    ("lines", "message", "help"),
    [
        ("exchange_rates: [{EUR: 5}]", "exchange_rates[0].date is missing", "date: …"),
        (
            "leads: {qualified_needs: [need, null]}",
            "leads.qualified_needs[1] is missing",
            "Write the entry, or take it out of the list.",
        ),
        ("sources: x", "sources should be a list, found `x`", "sources: [x]"),
        (
            "rules: {ignore: HYG001}",
            "rules.ignore should be a list, found `HYG001`",
            "Write a list of entries, each with keys and values:\nignore:\n  - {…: …}",
        ),
        (
            "exchange_rates: 5",
            "exchange_rates should be a list, found `5`",
            "Write a list of entries, each with keys and values:\nexchange_rates:\n  - {…: …}",
        ),
    ],
)
def test_no_line_is_proposed_that_would_be_refused(lines: str, message: str, help: str) -> None:
    (finding,) = report({"crm.yaml": f"{CRM}{lines}\n"}, "SCH").findings
    assert (finding.message, finding.help) == (message, help)


def test_an_empty_key_is_named_as_such() -> None:
    findings = report({"companies/x.yaml": f"{NAME}external_ids: {{'': null}}\n"}, "SCH001").findings
    assert findings[0].help == "The key is empty: write one before the colon, or take the line away."
