"""Hostile scalars, by the kind of the field they stand in."""

from __future__ import annotations

import pytest

from tests.hostile.verdict import findings
from tests.small_book import SMALL, load

DEAL = SMALL["opportunities/padaria-estrela-ovens.yaml"]


def company(lines: str) -> list[str]:
    """Codes of what is found in a company with these lines after its name."""
    return [one.code for one in findings({"companies/x.yaml": f"name: Hotel Serra Azul\n{lines}\n"})]


def deal(line: str) -> list[str]:
    """Codes of what is found in the small book's deal with one more line at its top; notes about dates left out."""
    found = findings({"opportunities/padaria-estrela-ovens.yaml": f"{line}\n{DEAL}"})
    assert all(one.line == 1 for one in found), found
    return [one.code for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "NO",
        "on",
        "y",
        "Yes",
        "off",
        "true",
        "False",
        "1_000",
        "0150",
        "0x1F",
        "0b11",
        "0o17",
        "12:30",
        "190:20:30",
        "1e3",
        "-0",
        "+1",
        ".5",
        "1.",
        "2026-11-23",
        "2026-1-2",
        ".nan",
        ".inf",
        "-.INF",
        "=",
        "<<",
    ],
)
def test_text_that_looks_like_something_else_is_kept_and_told(text: str) -> None:
    assert company(f"city: {text}") == ["YML008"]
    assert company(f'city: "{text}"') == []
    assert company(f"tags: [{text}]") == ["YML008"]
    assert load({"companies/x.yaml": f"name: x x\ncity: {text}\n"}).book.companies["x"].city == text


@pytest.mark.parametrize(
    "text",
    [
        "Norway",
        "yesterday",
        "+4912345678 ext",
        "12:30 h",
        "0150-A",
        "1.2.3",
        "v1",
        "10 %",
        "true story",
        "Null Bakery",
        "noon",
        "one",
        "2nd",
        "-",
        "--",
        "...",
    ],
)
def test_text_that_is_plainly_text(text: str) -> None:
    assert company(f"city: {text}") == ([] if text != "-" else ["YML002"])


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL", ""])
def test_nothing_where_nothing_may_stand(text: str) -> None:
    assert company(f"city: {text}") == []
    assert company(f"tags: [{text}]") == (["SCH001"] if text else [])


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("city: ' '", ["SCH001"]),
        ('city: ""', ["SCH001"]),
        ("city: ' x x '", []),
        ("city: [a]", ["SCH003"]),
        ("city: {a: b}", ["SCH003"]),
        ("city: |\n  a\n  b", ["SCH016"]),
        ("city: |-\n  a", []),
        ('city: "a\\nb"', ["SCH016"]),
        (f"city: {'x' * 501}", ["SCH005"]),
        (f"city: {'x' * 500}", []),
        (f"notes: {'x' * 50_001}", ["SCH005"]),
        ("notes: |\n  a\n  b", []),
        ("city: a #b", ["YML009"]),
        ("city: a # b", []),
        ("city: '#5'", []),
        ("city: #5", ["YML009"]),
        ("address: shop #5 # note", ["YML009"]),
        ("city: a#b", []),
    ],
)
def test_text(lines: str, codes: list[str]) -> None:
    assert company(lines) == codes


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Joana", "SCH012"),
        ("joana prado", "SCH012"),
        ("joão", "SCH012"),
        ("-joana", "SCH012"),
        ("joana-", "SCH012"),
        ("jo_ana", "SCH012"),
        ("../joana", "SCH012"),
        ("team/joana", "SCH012"),
        ("con", "SCH012"),
        ("com1", "SCH012"),
        ("joana.yaml", "SCH012"),
        ("''", "SCH012"),
        ("[joana]", "SCH003"),
        ("{id: joana}", "SCH003"),
        ("no", "REF001"),
        ("007", "REF001"),
        ("x" * 101, "SCH012"),
        ("__proto__", "SCH012"),
    ],
)
def test_ids(value: str, code: str) -> None:
    assert company(f"owner: {value}") == [code]


@pytest.mark.parametrize("value", ["0", "12900", "12900.5", "12900.00", '"12900.10"', "999999999999999.99", "0.01"])
def test_money(value: str) -> None:
    assert deal(f"amount: {value}") == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.234,56", "SCH008"),
        ("1,234.56", "SCH008"),
        ("R$ 10", "SCH008"),
        ("10 BRL", "SCH008"),
        ("1e3", "SCH008"),
        ("1_000", "SCH008"),
        ("0150", "SCH008"),
        ("0x1F", "SCH008"),
        ("12:30", "SCH008"),
        ("190:20:30", "SCH008"),
        ("10 %", "SCH008"),
        ("１２３", "SCH008"),
        ("٣٤", "SCH008"),
        (".5", "SCH008"),
        ("5.", "SCH008"),
        ("+5", "SCH008"),
        ("=1+1", "SCH008"),
        ("' 100 '", "SCH008"),
        ("1 000", "SCH008"),
        (".nan", "SCH010"),
        ("nan", "SCH010"),
        (".inf", "SCH010"),
        ("-.inf", "SCH010"),
        ("Infinity", "SCH010"),
        ("-0", "SCH005"),
        ("-5", "SCH005"),
        ("1000000000000000", "SCH005"),
        ("9" * 5_000, "SCH005"),
        ("0." + "1" * 5_000, "SCH005"),
        ("1" + "a" * 60_000 + "1", "SCH008"),
        ("true", "SCH003"),
        ("no", "SCH003"),
        ("much", "SCH003"),
        ("[1]", "SCH003"),
        ("{a: 1}", "SCH003"),
        ("1.234", "SCH007"),
        ("0.001", "SCH007"),
    ],
)
def test_what_is_no_money(value: str, code: str) -> None:
    assert deal(f"amount: {value}") == [code]


def test_money_is_exact() -> None:
    loaded = load({"opportunities/padaria-estrela-ovens.yaml": f"amount: 123456789012345.67\n{DEAL}"})
    assert str(loaded.book.opportunities["padaria-estrela-ovens"].amount) == "123456789012345.67"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1.5\ncurrency: JPY", "SCH007"),
        ("100.00\ncurrency: JPY", None),
        ("1.234\ncurrency: KWD", None),
        ("1.2345\ncurrency: KWD", "SCH007"),
    ],
)
def test_decimals_of_the_currency(amount: str, code: str | None) -> None:
    codes = [one.code for one in findings({"opportunities/padaria-estrela-ovens.yaml": f"amount: {amount}\n{DEAL}"})]
    assert [one for one in codes if one.startswith("SCH")] == ([code] if code else [])


@pytest.mark.parametrize("value", ["brl", "R$", "XXY", "REAL", "", "1", "[BRL]", "BRL "])
def test_currencies(value: str) -> None:
    found = findings({"opportunities/padaria-estrela-ovens.yaml": f"currency: '{value}'\n{DEAL}"})
    assert [(one.code, one.line) for one in found] == [("SCH004", 1)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0", None),
        ("100", None),
        ("40", None),
        ("101", "SCH005"),
        ("-1", "SCH005"),
        ("0.4", "SCH009"),
        (".45", "SCH009"),
        ("40%", "SCH008"),
        ("40.5", "SCH003"),
        ('"40"', "SCH003"),
        ("high", "SCH003"),
        ("nan", "SCH010"),
        ("040", "SCH003"),
        ("4e1", "SCH003"),
        ("true", "SCH003"),
        ("9" * 5_000, "SCH005"),
        ("[40]", "SCH003"),
        ("４０", "SCH003"),
        ("1_0", "SCH003"),
        ("0x28", "SCH003"),
        ("0.0", "SCH009"),
        ("1.0", "SCH003"),
    ],
)
def test_percent(value: str, code: str | None) -> None:
    assert deal(f"probability: {value}") == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-12-18", None),
        ('"2026-12-18"', None),
        ("2026-02-30", "SCH006"),
        ("2026-13-01", "SCH006"),
        ("2026-00-10", "SCH006"),
        ("2025-02-29", "SCH006"),
        ("18/12/2026", "SCH006"),
        ("18.12.26", "SCH006"),
        ("26-12-18", "SCH006"),
        ("2026-1-2", "SCH006"),
        ("20261218", "SCH006"),
        ("2026-12-18 10:00", "SCH006"),
        ("2026-12-18T10:00:00Z", "SCH006"),
        ("1765968000", "SCH006"),
        ("2026-W51", "SCH006"),
        ("0000-12-18", "SCH006"),
        ("0001-01-01", "SCH005"),
        ("9999-12-31", "SCH005"),
        ("20226-12-18", "SCH006"),
        ("tomorrow", "SCH006"),
        ("true", "SCH006"),
        ("２０２６-12-18", "SCH006"),
        ("[2026-12-18]", "SCH003"),
        ("-2026-12-18", "SCH006"),
        ("9" * 5_000, "SCH006"),
    ],
)
def test_dates(value: str, code: str | None) -> None:
    assert deal(f"expected_close: {value}") == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-11-20", None),
        ("2026-11-20 10:00", None),
        ("2026-11-20 10:00:30", None),
        ("2026-11-20T10:00", None),
        ("2026-11-20T10:00Z", None),
        ("2026-11-20 10:00 -03:00", None),
        ("2026-11-20 10:00+0300", None),
        ("2026-11-20 24:00", "SCH006"),
        ("2026-11-20 10:60", "SCH006"),
        ("2026-11-20 10", "SCH006"),
        ("2026-11-20 10:00 pm", "SCH006"),
        ("2026-11-20 10:00 +99:00", "SCH006"),
        ("2026-11-20 10:00 BRT", "SCH006"),
        ("10:00", "SCH006"),
        ("2026-11-31 10:00", "SCH006"),
        ("1763600000", "SCH006"),
        ("2026-11-20 10:00:61", "SCH006"),
    ],
)
def test_times(value: str, code: str | None) -> None:
    assert company(f"created: {value}") == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("true", None),
        ("false", None),
        ("yes", "SCH003"),
        ("on", "SCH003"),
        ("True", "SCH003"),
        ("1", "SCH003"),
        ('"true"', "SCH003"),
        ("y", "SCH003"),
        ("[true]", "SCH003"),
    ],
)
def test_flags(value: str, code: str | None) -> None:
    text = f"- {{date: 2026-11-20, type: call, company: padaria-estrela, planned: {value}}}\n"
    codes = [one.code for one in findings({"activities/joana/2026-11.yaml": text})]
    assert [one for one in codes if one.startswith("SCH")] == ([code] if code else [])


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("types: customer", ["SCH003"]),
        ("types: {customer: true}", ["SCH003"]),
        ("types: [customer, [partner]]", ["SCH003"]),
        ("types: []", []),
        ("types:", ["SCH003"]),
        ("types: [Customer]", ["SCH004"]),
        ("types: [customer, '']", ["SCH004"]),
        ("tags: one", []),
        ("tags: [a b, {c: d}]", ["SCH003"]),
        ("email: [a@x.example, b]", ["SCH013"]),
        ("external_ids: [a]", ["SCH003"]),
        ("external_ids: x", ["SCH003"]),
        ("external_ids: {a: [b]}", ["SCH003"]),
        ("custom: []", ["SCH003"]),
        ("custom: {a: 1}", ["SCH002"]),
    ],
)
def test_lists_and_mappings(lines: str, codes: list[str]) -> None:
    assert company(lines) == codes


def test_hundreds_of_mistakes_are_told_up_to_a_point() -> None:
    many = "".join(f"key{number}: x x\n" for number in range(3_000))
    assert len(findings({"companies/x.yaml": f"name: x x\n{many}"})) == 100
    rows = "- {date: nonsense, type: call}\n" * 10_000
    found = findings({"activities/joana/2026-11.yaml": rows})
    assert len(found) == 101
    assert "more" in found[-1].message
