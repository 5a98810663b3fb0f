"""Dumped values load as the same values, by both parsers and without a finding, and look as written by a person."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tests.small_book import CRM
from textcrm.files import Tree
from textcrm.model.values import Moment, Quoted, is_ambiguous
from textcrm.source import document
from textcrm.source.document import parse
from textcrm.source.dump import dump, unwritable
from textcrm.source.load import load_book
from textcrm.source.scan import FORBIDDEN, scan

ODD = [
    *("", " ", "no", "NO", "y", "~", "null", "NULL", "true", "010", "12:30", "1e3", ".5", "0x1F", "=", "<<", "-", "?"),
    *("2026-11-20", "2026-11-20 10:00:00", "a: b #c", "a #b", "#b", "a:", ":a", "&Sons", "*x", "!x", "%x", "@x", "`x"),
    *(
        "- a",
        "-a",
        "[a",
        "{a}",
        "a, b",
        "a]",
        "'",
        '"',
        "''",
        "a'b",
        'a"b',
        "\\",
        "C:\\x",
        '\\"',
        "'\"\\",
        "|",
        ">",
        "a|#",
    ),
    *(
        " a",
        "a ",
        "\ta",
        "a\t",
        "a\tb",
        "a\n",
        "\na",
        "a\nb",
        "a\n\nb\n",
        "a\n\n",
        " a\nb",
        "a\n b",
        "a\n \n",
        "a\n\tb",
    ),
    *("a\r\nb", "a\rb", "\r", "\n", "\n\n", "# a\nb", "a\n# b", "---", "---\na", "a\n---\nb", "...", "a\n...\nb"),
    *("<<<<<<< HEAD", "a\n<<<<<<< HEAD\nb", "a\n=======\nb\n", "a\n>>>>>>> x", "\ufeffa", "a\nb \n", "\xa0a", "a\xa0"),
    *(
        "São Paulo",
        "株式会社",
        "😀",
        "\u00ad",
        "a\u200bb",
        "+4712345678",
        "+55 11 91234-0000",
        "(11) 9",
        "12.345.678/0001-95",
    ),
    *(
        "=1+1",
        "=cmd|' /C calc'!A0",
        "https://x.example/?a=1#b",
        "http://x:80",
        "a:?b",
        "a ?",
        "x: y\nz",
        "| a\nb",
        "'a\nb'",
    ),
    *("x" * 200, "x " * 90, "a\n" + "b" * 300, "textcrm: ignore[HYG001] x", "a # textcrm: ignore[HYG001] x\nb\n"),
]
PIECES = [
    *" \t\n\r#:-?!&*|>%@`'\"\\,[]{}=<~.+()0xey",
    "\r\n",
    "  ",
    ": ",
    " #",
    "- ",
    "<<<<<<<",
    "---",
    "\\n",
    "\ufeff",
    "é",
]
CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TEXTS = (
    st.one_of(st.sampled_from(ODD), CHARACTERS, st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
    .filter(lambda text: not FORBIDDEN.search(text))
)  # fmt: skip
KEYS = TEXTS.filter(lambda key: not key.startswith("x-"))
BARE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(Moment, st.dates(), st.none() | st.times().map(lambda at: at.replace(microsecond=0))),
)
VALUES = st.recursive(
    TEXTS | BARE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=5) | st.lists(VALUES, max_size=5)


def loaded(value: Any) -> Any:
    """What loading gives for a value: bare ones as their text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {key: loaded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [loaded(part) for part in value]
    return bare(value)


def bare(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case Moment(day, time() as at):
            return f"{day} {at}".removesuffix(":00")
    return str(value)


def reads_back(value: Any) -> None:
    """Both of PyYAML's parsers read the value back from its text, and nothing is wrong with it before that."""
    text = dump(value)
    problems = list(scan(text))
    assert [one for one in problems if one.rule not in ("invisible-character", "secret-in-text")] == []
    for parser in (document.PARSER, document.PyParser):
        with patch.object(document, "PARSER", parser):
            assert parse(text) == (loaded(value), [])


@given(TEXTS)
def test_text_reads_back_wherever_it_stands(text: str) -> None:
    reads_back({"key": text, "list": [text, text], "flat": {"a": text, "b": text}, "deep": [{"a": [text], "b": {}}]})
    reads_back([text, {"a": text}, [text, [text]], {"a": {"b": text}}])


@pytest.mark.parametrize("text", ODD)
def test_odd_text_reads_back_wherever_it_stands(text: str) -> None:
    reads_back({"key": text, "list": [text, text], "flat": {"a": text, "b": text}, "deep": [{"a": [text], "b": {}}]})
    reads_back([text, {"a": text}, [text, [text]], {"a": {"b": text}}])


@given(KEYS, VALUES)
def test_any_key_reads_back(key: str, value: Any) -> None:
    reads_back({key: value, "flat": {key: "a"}, "entries": [{key: value}, {"a": {key: value}}]})


@given(DOCUMENTS)
@example({"a": {"x-b": "c", "d": [[[]], {}]}, "steps": {"x-ray": "e"}})
@example([[["a"]], {"b": [{"c": []}]}, [], {}])
def test_any_document_reads_back(value: Any) -> None:
    text = dump(value)
    assert text.endswith("\n")
    # Keys of one's own (`x-`) are written, and left out by the loader.
    if "x-" not in text:
        reads_back(value)


@given(TEXTS)
def test_text_is_text_to_every_reader(text: str) -> None:
    """What stands without quotes is no number, date, flag or null by YAML 1.1 either."""
    written = dump({"a": text, "b": [text]})
    plain = {"a": text, "b": [text]}
    if "\ufeff" not in text:
        assert yaml.safe_load(written) == plain
    data, _ = parse(written)
    assert all(type(one) is Quoted or not is_ambiguous(one) for one in (data["a"], *data["b"]))


@given(TEXTS.filter(lambda text: text.strip()), TEXTS.filter(lambda text: text.strip()))
def test_text_raises_no_finding_that_quotes_would_spare(line: str, note: str) -> None:
    name = line.replace("\n", " ").replace("\r", " ")
    record = {"name": name, "city": name, "tags": [name], "external_ids": {"erp": name}, "notes": note, "address": note}
    book = load_book(Tree({"crm_data/crm.yaml": CRM, "crm_data/companies/x.yaml": dump(record)}))
    harmless = {"invisible-character", "secret-in-text"}
    assert {one.rule for one in book.problems} <= harmless
    company = book.book.companies["x"]
    assert (company.name, company.city, company.tags) == (name, name, (name,))
    assert (company.notes, company.address, company.external_ids) == (note, note, {"erp": name})


@given(st.text(max_size=30).filter(FORBIDDEN.search))
def test_what_no_file_may_hold_is_refused(text: str) -> None:
    assert unwritable(text)
    for document_ in ({"a": text}, {"a": [text]}, {"a": {"b": text}}, {text: "a"}, {"a": f"x\n{text}\ny"}):
        with pytest.raises(ValueError, match=r"U\+"):
            dump(document_)


def test_a_forbidden_character_is_named() -> None:
    assert unwritable("Padaria \u202eESTRELA") == "RIGHT-TO-LEFT OVERRIDE (U+202E) reorders the text around it"
    assert unwritable("Padaria\x00") == "NULL (U+0000) is not allowed in a text file"
    assert unwritable("Padaria\tSão\r\nJosé") is None


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), "\x00"])
def test_a_value_that_cannot_be_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"not a finite number|cannot be written"):
        dump({"amount": value})


@pytest.mark.parametrize("value", [1.5, {1: "a"}, {None: "a"}, {"a"}, b"a", object()])
def test_a_value_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dump({"amount": value})
    with pytest.raises(TypeError):
        dump(value)  # type: ignore[arg-type]  # that is the point


def test_a_key_as_long_as_yaml_takes_is_written_and_a_longer_one_refused() -> None:
    reads_back({"k" * 1024: "a"})
    with pytest.raises(ValueError, match="a key of 1025 characters is too long"):
        dump({"k" * 1025: "a"})


def dumped(text: str) -> str:
    """The text as a person would have indented it."""
    return dedent(text).lstrip("\n")


def test_a_deal_looks_as_a_person_would_write_it() -> None:
    deal = {
        "name": "Cancity – GTX Plus Basic",
        "external_ids": {"maven": "1C1I7A6R", "erp": "0150"},
        "company": "padaria-estrela",
        "contacts": [],
        "owner": "rui",
        "created": Moment(date(2016, 10, 20), time(9, 10)),
        "pipeline": "equipment",
        "status": "won",
        "amount": Decimal("1054.00"),
        "probability": 100,
        "closed": {"date": date(2017, 3, 1), "amount": Decimal("1054.00"), "note": "Delivery, then payment"},
        "custom": {"country": "NO", "urgent": True},
        "notes": "Three shops by January.\n  - Family business\n",
        "history": [
            {"date": date(2016, 10, 20), "status": "open", "pipeline": "equipment", "stage": None, "owner": "rui"},
            {"date": date(2017, 2, 1), "note": "Asked for: a smaller one"},
            {"date": date(2017, 3, 1), "status": "won", "note": "Signed.\nAt the shop."},
        ],
    }
    assert dump(deal) == dumped("""
        name: Cancity – GTX Plus Basic
        external_ids: {maven: 1C1I7A6R, erp: "0150"}
        company: padaria-estrela
        contacts: []
        owner: rui
        created: 2016-10-20 09:10
        pipeline: equipment
        status: won
        amount: 1054.00
        probability: 100
        closed: {date: 2017-03-01, amount: 1054.00, note: "Delivery, then payment"}
        custom: {country: "NO", urgent: true}
        notes: |
          Three shops by January.
            - Family business
        history:
          - {date: 2016-10-20, status: open, pipeline: equipment, stage: null, owner: rui}
          - {date: 2017-02-01, note: "Asked for: a smaller one"}
          - date: 2017-03-01
            status: won
            note: |-
              Signed.
              At the shop.
    """)


def test_text_has_quotes_only_where_it_needs_them() -> None:
    contact = {
        "title": "SVP, Procurement",
        "phone": ["+55 11 91234-0000", "(512) 757-6000", "+4712345678"],
        "website": "https://hotelserra.example",
        "tax_id": "12.345.678/0001-95",
        "size": "11-50",
        "city": "a: b",
        "state": "#1",
        "said": 'She said "yes" # maybe',
        "path": "\\\\server\\it's",
        "lines": "one\r\ntwo",
    }
    assert dump(contact) == dumped(r"""
        title: SVP, Procurement
        phone: [+55 11 91234-0000, (512) 757-6000, "+4712345678"]
        website: https://hotelserra.example
        tax_id: 12.345.678/0001-95
        size: 11-50
        city: "a: b"
        state: "#1"
        said: 'She said "yes" # maybe'
        path: '\\server\it''s'
        lines: "one\r\ntwo"
    """)


def test_a_journal_has_a_line_for_each_value() -> None:
    journal = [
        {"date": date(2026, 11, 12), "type": "call", "contacts": ["marta-oliveira", "carlos-nunes"]},
        {"date": date(2026, 11, 23), "type": "email"},
    ]
    assert dump(journal) == dumped("""
        - date: 2026-11-12
          type: call
          contacts: [marta-oliveira, carlos-nunes]
        - date: 2026-11-23
          type: email
    """)


def test_what_is_too_wide_for_a_line_stands_on_several() -> None:
    words = [f"word-{number:02}-of-many" for number in range(6)]
    assert dump({"tags": words, "few": words[:5]}) == dumped("""
        tags:
          - word-00-of-many
          - word-01-of-many
          - word-02-of-many
          - word-03-of-many
          - word-04-of-many
          - word-05-of-many
        few: [word-00-of-many, word-01-of-many, word-02-of-many, word-03-of-many, word-04-of-many]
    """)
    assert dump({"history": [{"date": date(2026, 11, 20), "note": "x" * 200}]}) == dumped(f"""
        history:
          - date: 2026-11-20
            note: {"x" * 200}
    """)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[1] / "books/example/crm_data").rglob("*.yaml")), ids=str
)
def test_the_sample_company_reads_back(path: Path) -> None:
    reads_back(parse(path.read_text("utf-8"))[0])
