"""Hostile structure: everything YAML can do that a record may not, each with the line it is told at."""

from __future__ import annotations

import time

import pytest

from tests.hostile.verdict import PATIENCE, findings, verdict
from tests.small_book import report

NAME = "name: Hotel Serra Azul\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("city: a b\nname: x x\ncity: c d\n", 3),
        ('name: x x\n"name": y y\n', 2),
        ("'name': x x\nname: y y\n", 2),
        ('name: x x\n"na\\x6de": y y\n', 2),
        ('name: x x\n"\\u006eame": y y\n', 2),
        ("? name\n: x x\nname: y y\n", 3),
        ("{name: x x, name: y y}\n", 1),
        ("name: x x\nexternal_ids: {erp: a b, erp: c d}\n", 2),
        ("name: x x\nexternal_ids:\n  erp: a b\n  crm: c d\n  erp: e f\n", 5),
        ("name: x x\nx-own:\n  - {a: 1}\n  - {b: 1, b: 2}\n", 4),
        ("name: x x\nname: y y\nname: z z\n", 2),
    ],
)
def test_duplicate_keys_in_every_spelling(text: str, line: int) -> None:
    assert verdict(text)[0] == f"YML003:{line}"
    assert {one.partition(":")[0] for one in verdict(text)} == {"YML003"}


def test_duplicate_key_names_the_line_of_the_first() -> None:
    (found,) = findings({"companies/x.yaml": "name: x x\ncustom: {}\nexternal_ids: {a: b c}\nname: y y\n"})
    assert "`name`" in found.message
    assert "line 1" in found.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{NAME}<<: {{city: Gramado}}\n", 2),
        (f"{NAME}<<:\n  city: Gramado\n", 2),
        (f"{NAME}custom: &base {{a: b}}\n", 2),
        (f"{NAME}city: &here Gramado\nstate: *here\n", 2),
        (f"{NAME}city: *nowhere\n", 2),
        ("&all\nname: x x\n", 1),
        (f"{NAME}? *a\n: b\n", 2),
        (f"{NAME}tags: [a b, *b]\n", 2),
        (
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
                for old, new in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            1,
        ),
        ("a: &a\n  b: *a\n", 1),
        ("&a [*a]\n", 1),
        ("a: &a {x: 1}\nb: &b\n  <<: [*a, *a, *a]\nc:\n  <<: [*b, *b, *b]\n", 1),
        ("name: &Sons Bakery\n", 1),
        ("name: *Star Bakery\n", 1),
    ],
)
def test_anchors_aliases_and_merge_keys(text: str, line: int) -> None:
    assert verdict(text) == [f"YML005:{line}"]


@pytest.mark.parametrize(
    "value",
    [
        "!x",
        "!!str x",
        "!!python/object/apply:os.system [id]",
        "!!binary aGk=",
        "!!set {a, b}",
        "!!int '3'",
        "! x",
        "!<tag:yaml.org,2002:str> x",
        "!!timestamp 2026-01-01",
        "!Nova Padaria",
    ],
)
def test_tags(value: str) -> None:
    assert verdict(f"{NAME}city: {value}\n") == ["YML006:2"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("%YAML 1.2\n---\nname: x x\n", 1),
        ("%YAML 9.9\n---\nname: x x\n", 1),
        ("%YAML 99999999999999999999.1\n---\nname: x x\n", 1),
        ("# c\n\n%TAG ! tag:x.example,2026:\n---\nname: x x\n", 3),
        ("%FOO bar\n---\nname: x x\n", 1),
        ("---\nname: x x\n---\nname: y y\n", 3),
        ("name: x x\n---\n", 2),
        ("name: x x\n...\nname: y y\n", 3),
        ("name: x x\n...\n---\n...\n", 3),
        ("---\n---\n", 2),
    ],
)
def test_directives_and_several_documents(text: str, line: int) -> None:
    assert verdict(text) == [f"YML007:{line}"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# nothing\n",
        "---\n",
        "null\n",
        "~\n",
        "[]\n",
        "- name: x\n",
        "x\n",
        '"x"\n',
        "42\n",
        "|\n  name: x\n",
        "\ufeff",
        "--- # c\n...\n",
    ],
)
def test_wrong_top(text: str) -> None:
    assert verdict(text) == ["YML017"]


@pytest.mark.parametrize("text", ["", "{}\n", "name: x\n", "x\n"])
def test_wrong_top_of_a_journal(text: str) -> None:
    assert verdict(text, "activities/joana/2026-11.yaml") == ["YML017"]


@pytest.mark.parametrize("text", ["- x\n", "- []\n", "- - {date: 2026-11-20}\n", "- null\n", "-\n", "- 3\n"])
def test_entries_of_a_journal_that_are_no_mappings(text: str) -> None:
    assert verdict(text, "activities/joana/2026-11.yaml") == ["SCH003:1"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("null: x\n", ["YML018:1"]),
        ("~: x\n", ["YML018:1"]),
        ("[a]: x\n", ["YML018:1"]),
        ("{a: b}: x\n", ["YML018:1"]),
        (f"{NAME}? [a, b]\n: x\n", ["YML018:2"]),
        (f"{NAME}? {{}}\n? []\n", ["YML018:2"]),
        (f"{NAME}city: {{{{city}}}}\n", ["YML018:2"]),
        (f"{NAME}1: x\n", ["SCH002:2"]),
        (f"{NAME}true: x\n", ["SCH002:2"]),
        (f"{NAME}2026-11-23: x\n", ["SCH002:2"]),
        (f"{NAME}.nan: x\n", ["SCH002:2"]),
        (f'{NAME}"": x\n', ["SCH002:2"]),
        (f"{NAME}? |\n  a\n  b\n: x\n", ["SCH002:2"]),
    ],
)
def test_keys_that_are_no_words(text: str, codes: list[str]) -> None:
    assert verdict(text) == codes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{NAME}\tcity: x\n", 2),
        (f"{NAME}tags:\n\t- x\n", 3),
        ("name:\tHotel Serra\n", 1),
        ("name: Hotel\tSerra\n", 1),
        ("name: Hotel Serra\t\n", 1),
        ("name: Hotel Serra\t# c\n", 1),
        (f"{NAME}tags: [a b,\tc d]\n", 2),
        (f"{NAME}\t\n", 2),
        (f"{NAME}notes: |\t\n  x\n", 2),
        (f"{NAME}notes: >\n\tx\n", 3),
        (f"{NAME}notes: |\n \t x\n", 3),
        (f"{NAME}notes: |\n\n  \t\n  x\n", 4),
    ],
)
def test_tabs(text: str, line: int) -> None:
    assert verdict(text) == [f"YML002:{line}"]


@pytest.mark.parametrize(
    "text",
    [
        'name: "Hotel\tSerra"\n',
        f"# a\tcomment\n{NAME}",
        f"{NAME}notes: |\n  a\tb\n",
        f"{NAME}notes: |2\n  \tb\n",
        f"{NAME}notes: |\n  a\n  \tb\n",
        f"{NAME}# end\t",
        "name: 'Hotel\tSerra' #\tx\n",
    ],
)
def test_tabs_inside_text_and_comments_are_fine(text: str) -> None:
    assert verdict(text) == []


@pytest.mark.parametrize("size", [51, 1_000, 100_000])
@pytest.mark.parametrize(
    ("opening", "start"),
    [
        ("[", ""),
        ("{a: ", ""),
        ("- ", ""),
        ("? ", ""),
        ("[{a: ", ""),
        ("[", f"{NAME}{NAME}tags: "),
        ("{", ""),
        ("- ? ", ""),
    ],
)
def test_deep_nesting(opening: str, start: str, size: int) -> None:
    (found,) = verdict(start + opening * size)
    assert found.startswith(("YML014", "YML002", "YML018"))


def test_deep_nesting_by_indentation() -> None:
    text = "".join(f"{' ' * depth}a:\n" for depth in range(1_000))
    assert verdict(text) == ["YML014:51"]


def test_nesting_fifty_deep_is_no_crime() -> None:
    assert verdict(f"{NAME}x-deep: {'[' * 49}{']' * 49}\n") == []
    assert verdict(f"{NAME}x-deep: {'[' * 50}{']' * 50}\n") == ["YML014:2"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f'{NAME}city: "Gramado\nstate: RS\n', 2, 7),
        (f"{NAME}city: 'Gramado\nstate: RS\n", 2, 7),
        (f'{NAME}notes: "one\n\n  two\n', 2, 8),
        (f"{NAME}tags: [a b, c d\nstate: RS\n", 2, 7),
        (f"{NAME}tags: [a b,\n  c d,\n", 2, 7),
        (f"{NAME}external_ids: {{erp: a b\nstate: RS\n", 2, 15),
        (f"{NAME}external_ids: {{erp: [a b}}\n", 2, 21),
    ],
)
def test_what_is_never_closed_is_told_where_it_opens(text: str, line: int, column: int) -> None:
    (found,) = findings({"companies/x.yaml": text})
    assert (found.code, found.line, found.column) == ("YML002", line, column)
    assert "opened here" in found.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name:Hotel Serra\ncity: Gramado\n", 1),
        (f"{NAME}city:Gramado\nstate: RS\n", 2),
        (f"{NAME}city:Gramado\n", 2),
        ("name:Hotel Serra\n", None),
        (f"{NAME} city: Gramado\n", 2),
        (f"{NAME}- a\n", 2),
        ("- name: x\ncity: y\n", 2),
        (f"{NAME}just words\n", 2),
        (f'{NAME}city: "Gramado" RS\n', 2),
        (f"{NAME}tags: [a b]]\n", 2),
        (f"{NAME}city: - a\n", 2),
        (f"{NAME}notes: |x\n  y\n", 2),
        (f"{NAME}notes: |#c\n  y\n", 2),
        (f"{NAME}notes: |\n    a\n  b\nstate: RS\n", 4),
    ],
)
def test_broken_lines(text: str, line: int | None) -> None:
    assert verdict(text) == [f"YML002:{line}" if line else "YML017"]


@pytest.mark.parametrize(
    "value",
    ["a: b", "@home", "%discount", "`x`", "*star", "&Sons", "!Nova", "=", "<<", "x #5", "#5", "Oven: two: decks"],
)
def test_a_remedy_quotes_the_value(value: str) -> None:
    (found,) = findings({"companies/x.yaml": f"city: {value}\n{NAME}"})
    assert found.line == 1
    assert "quote the value" in found.help.lower()
    assert f'"{value}"' in found.help


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{NAME}<<<<<<< HEAD\ncity: a b\n=======\ncity: c d\n>>>>>>> other\n", 2),
        (f"{NAME}notes: |\n  text\n  <<<<<<< HEAD\n  more\n", 4),
        (f"{NAME}>>>>>>> branch\n", 2),
        (f"{NAME}||||||| merged common ancestors\n", 2),
        (f"# c\n{NAME}<<<<<<<\n", 3),
        ("<<<<<<< HEAD\r\nname: a b\r\n=======\r\nname: c d\r\n>>>>>>> x\r\n", 1),
    ],
)
def test_conflict_markers(text: str, line: int) -> None:
    assert verdict(text) == [f"YML004:{line}"]


@pytest.mark.parametrize(
    "text",
    [
        f"{NAME}notes: |\n  Heading\n  =======\n  text\n",
        f"{NAME}notes: |\n  > > > quoted\n  >>>>>>>> eight\n",
        f"{NAME}notes: |\n  a <<<<<<< b\n",
        '{"name": "Hotel Serra Azul", "tags": ["a b", "c d"], "external_ids": {"erp": "x y"}}',
        '{\n  "name": "Hotel Serra Azul",\n  "custom": {}\n}\n',
        '{\n  "name": "Hotel \\"Serra\\" \\u00e9",\n  "notes": null\n}\n',
        f"---\n{NAME}...\n",
        f"{NAME}external_ids: {{erp: Can they wait? Perhaps}}\n",
        f"{NAME}external_ids: {{erp: a:b, site: https://x.example/?a=b}}\n",
        f"{NAME}x-own: {{any: [thing, 1], no: 2}}\n",
        "? name\n: Hotel Serra Azul\n",
        f"{NAME}notes: >-\n  folded\n  text\n\n  more\n",
    ],
)
def test_what_is_fine_though_it_looks_odd(text: str) -> None:
    assert verdict(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- " * 300_000,
        "a: b\n" * 150_000,
        "[" + "a," * 250_000 + "]",
        "- a\n" * 200_000,
        "{" + "a: b," * 150_000 + "}",
        "? a\n" * 150_000,
        "a: [" + "{}," * 70_000 + "]",
        '"' + "a\\x41" * 100_000 + '"',
        "#" * 900_000,
        "a: |\n" + " x\n" * 250_000,
        "&a " * 200_000,
        "- |\n" * 100_000,
        "'" * 700_000,
        "a: " + "b" * 900_000,
        "\n" * 900_000,
        " " * 900_000,
        "x" * 1_100_000,
    ],
    ids=range(17),
)
def test_large_texts_are_over_soon(text: str) -> None:
    start = time.process_time()
    assert report({"companies/x.yaml": text}).errors
    assert time.process_time() - start < PATIENCE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("custom_fields:\n  lead:\n" + "".join(f"    f{n}: {{type: text}}\n" for n in range(5_001)), 2),
        ("rules:\n  severity:\n" + "".join(f"    R{n}: error\n" for n in range(5_001)), 2),
        ("pipelines:\n  - id: a\n    stages: [" + "".join(f"s{n}, " for n in range(20_000)) + "won]\n", 3),
    ],
)
def test_settings_stay_within_what_a_company_can_need(text: str, line: int) -> None:
    found = findings({"crm.yaml": text})
    assert [(one.code, one.line) for one in found if one.path == "crm_data/crm.yaml"] == [("YML014", line)]


def test_of_many_ambiguous_values_the_first_hundred_are_told() -> None:
    assert verdict(f"{NAME}tags: [{'1, ' * 30_000}1]\n") == ["YML008:2"] * 100


def test_more_values_than_a_file_may_have_are_refused() -> None:
    start = time.process_time()
    assert [one.code for one in report({"companies/x.yaml": f"{NAME}tags: [{'1,' * 500_000}1]\n"}).findings] == [
        "YML014"
    ]
    assert time.process_time() - start < PATIENCE
