"""Import maps, read strictly: what is wrong is told at its place, with what was probably meant."""

from __future__ import annotations

from decimal import Decimal

import pytest

from textcrm.model.import_map import Constant, EntriesMap, HistoryMap, RecordMap
from textcrm.source.load_map import MapText, load_map

TEAM = "  team.csv: {kind: team, fields: {name: Name}}\n"


def problems(text: str) -> list[str]:
    """What is wrong with a map, in words."""
    map, found = load_map(text)
    assert (map is None) == bool(found)
    return [MapText("map.yaml", text).words(one) for one in found]


def of_files(files: str) -> list[str]:
    """What is wrong with what a map says of files, from line 3 on."""
    return problems(f"system: old\nfiles:\n{files}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sistem: x\nfiles: {}\n", "map.yaml:1:1: `sistem` is not a key here. Did you mean system?"),
        ("system: Old CRM\nfiles: {}\n", "map.yaml:1:9: system `Old CRM` should hold only lower-case ASCII letters"),
        ("system: old\n", "map.yaml:1:1: files is missing"),
        ("system: old\nfiles: {}\nencoding: utf-9\n", "map.yaml:3:11: encoding `utf-9` is no encoding"),
        ("system: old\nfiles: {}\ndelimiter: --\n", "map.yaml:3:12: delimiter `--` is no delimiter"),
        ("system: old\nfiles: {}\nnumbers: 1,23\n", "map.yaml:3:10: numbers `1,23` is not one of 1234.56, 1,234.56"),
        ("system: old\nfiles: {}\ndates: [ISO, MM/YYYY]\n", "map.yaml:3:1: dates `MM/YYYY` is no form of dates"),
        ("system: old\nfiles: {}\ntimezone: Mars\n", "map.yaml:3:11: timezone `Mars` is not a time zone"),
        ("system: old\nsystem: new\nfiles: {}\n", "map.yaml:2:1: the key `system` stands here and on line 1"),
        ("system: old\nfiles: {\n", "map.yaml:2:8: the bracket opened here"),
        ("- a\n", "map.yaml: the file should hold keys and values, found a list"),
        ("", "map.yaml: the file should hold keys and values, found nothing"),
    ],
)
def test_what_is_wrong_with_the_head(text: str, said: str) -> None:
    assert any(one.startswith(said) for one in problems(text)), problems(text)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ("  a.csv: {kind: teams, fields: {name: x}}\n", "map.yaml:3:17: files.a.csv.kind `teams` is not one of team,"),
        (
            "  a.csv: {kind: team, feilds: {name: x}}\n",
            "map.yaml:3:23: `feilds` is not a key of files.a.csv. Did you mean fields?",
        ),
        (
            "  a.csv: {kind: team, fields: {nmae: x}}\n",
            "map.yaml:3:32: `nmae` is not a field of team. Did you mean name?",
        ),
        (
            "  a.csv: {kind: team, fields: {}}\n",
            "map.yaml:3:23: files.a.csv.fields is empty; it should name at least one",
        ),
        (
            "  a.csv: {kind: team, fields: {name: {colum: x}}}\n",
            "map.yaml:3:39: `colum` is not a key of files.a.csv.fields.name. Did you mean column?",
        ),
        ('  a.csv: {kind: team, id: "{", fields: {name: x}}\n', "map.yaml:3:23: the braces of `{` are not in pairs"),
        ("  a.csv: {kind: activities, fields: {date: x, type: y}}\n", "map.yaml:3:29: activities need a member. Write"),
        (
            "  a.csv: {kind: team, fields: {name: {}}}\n",
            "map.yaml:3:32: `name` is to be given by one of column, columns, template, value",
        ),
        (
            "  a.csv: {kind: team, fields: {name: {column: x, value: y}}}\n",
            "map.yaml:3:32: `name` is to be given by one of",
        ),
        (
            "  a.csv: {kind: team, fields: {name: {column: x, others: skip}}}\n",
            "map.yaml:3:50: `others` goes with `values`",
        ),
        (
            "  a.csv: {kind: team, fields: {manager: {column: x, by: nam}}}\n",
            "map.yaml:3:32: `nam` is not a field of team. Did you mean name?",
        ),
        (
            "  a.csv: {kind: team, match: [name], fields: {name: x}}\n",
            "map.yaml:3:23: records are never matched by name alone",
        ),
        (
            "  a.csv: {kind: team, match: [mail], fields: {name: x}}\n",
            "map.yaml:3:23: `mail` is not a field of team. Did you mean email?",
        ),
        (
            "  a.csv: {kind: team, fields: {name: x}, history: [{date: d, set: {status: x}}]}\n",
            "map.yaml:3:42: team have no history",
        ),
        (
            "  a.csv: {kind: leads, fields: {status: x}, history: [{set: {status: x}}]}\n",
            "map.yaml:3:55: an entry has a date or is observed",
        ),
        (
            "  a.csv: {kind: leads, fields: {status: x}, history: [{date: d, set: {stage: x}}]}\n",
            "map.yaml:3:71: `stage` is not a field of leads",
        ),
        (
            "  a.csv: [{history: deals, of: x, date: d, set: {stage: x}}]\n",
            "map.yaml:3:21: files.a.csv[0].history `deals` is not one of opportunities, leads",
        ),
        (
            "  a.csv: [{history: leads, of: x, date: d, set: {stat: x}}]\n",
            "map.yaml:3:50: `stat` is not a field of leads. Did you mean status?",
        ),
    ],
)
def test_what_is_wrong_with_what_becomes_of_rows(files: str, said: str) -> None:
    assert any(one.startswith(said) for one in of_files(files)), of_files(files)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("{curency: BRL}", "map.yaml:2:12: `curency` is not a key of settings. Did you mean currency?"),
        ("{currency: reais}", "map.yaml:2:22: settings.currency `reais` is not the code of a currency"),
        ("{products: [{from: p.csv, price: P}]}", "map.yaml:2:23: the entries have neither a name nor an id"),
        (
            "{products: [{from: p.csv, name: N, prize: P}]}",
            "map.yaml:2:46: `prize` is not a key of products",
        ),
        ("{sources: [web, {from: p.csv, name: {}}]}", "map.yaml:2:41: `name` is to be given by one of"),
    ],
)
def test_what_is_wrong_with_the_settings(settings: str, said: str) -> None:
    found = problems(f"system: old\nsettings: {settings}\nfiles: {{}}\n")
    assert any(one.startswith(said) for one in found), found


def test_a_status_is_asked_for_unless_a_history_tells_it() -> None:
    deals = "  a.csv: {kind: opportunities, fields: {name: N}}\n"
    told = "  b.csv: {history: opportunities, of: N, date: D, set: {status: S}}\n"
    (said,) = of_files(deals)
    assert said.startswith("map.yaml:3:32: opportunities need a status. Write status: …")
    assert of_files(deals + told) == []


def test_everything_is_told_in_the_order_of_the_text() -> None:
    found = problems("system: A\nsettings: {curency: x}\nfiles:\n  a.csv: {kind: x, fields: {name: x}}\nnmbers: x\n")
    assert [one.split(":")[1] for one in found] == ["1", "2", "4", "5"]


def test_a_map_is_what_it_says() -> None:
    text = """\
system: old
nulls: Select
delimiter: tab
settings:
  pipelines: [{id: a, stages: [{id: b, probability: 10, retired: true}]}]
  sources: [{from: a.csv, name: S}]
files:
  a.csv:
    kind: leads
    key: [A, B]
    when: {Del: "FALSE", Note: [x, ""]}
    fields:
      status: [{column: S, values: {Won: converted, "": null}, others: skip}, {value: new}]
      rating: {value: null}
  b.csv:
    - {history: leads, of: {column: N, by: name}, date: D, set: {status: S}}
  c.csv: []
"""
    map, found = load_map(text)
    assert (map is not None, found) == (True, ())
    assert map
    assert (map.nulls, map.delimiter, map.dates) == (("Select",), "\t", ("ISO",))
    (made,), (history,) = map.rows("a.csv"), map.rows("b.csv")
    assert isinstance(made, RecordMap)
    assert isinstance(history, HistoryMap)
    assert (made.key, made.when) == (("A", "B"), {"Del": ("FALSE",), "Note": ("x", "")})
    first, second = made.fields["status"]
    assert (first.column, first.values, first.others) == ("S", {"Won": "converted", "": None}, "skip")
    assert (second.value, made.fields["rating"][0].value) == (Constant("new"), Constant(None))
    assert (history.of[0].by, map.rows("c.csv"), map.rows("d.csv")) == ("name", (), ())
    assert map.settings
    assert map.settings["pipelines"][0]["stages"][0] == {"id": "b", "probability": Decimal(10), "retired": True}
    assert isinstance(map.settings["sources"][0], EntriesMap)
