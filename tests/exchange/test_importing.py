"""From files and a map to records: each pitfall of real exports, and each promise of the map."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.importer import HEAD, Done, imported, rows
from tests.small_book import SMALL, tree
from textcrm.errors import TextcrmError, UsageError
from textcrm.exchange.company import ONE_ENTRY
from textcrm.exchange.telling import DIFFERS, IDLE, KEYLESS, LIKELY, NAMELESS, NUMBERED, SAME, TWIN
from textcrm.files import Tree

COMPANIES = "kind: companies\nkey: Id\nfields: {name: Name}"
DEALS = """\
kind: opportunities
key: Id
fields:
  name: Name
  status: {column: Stage, values: {Won: won, Lost: lost}, others: skip}
"""


def companies(text: str) -> Done:
    """Companies from rows of `Id,Name`."""
    return imported(rows(COMPANIES), {"rows.csv": f"Id,Name\n{text}"})


def deal(map: str, cells: str, *, settings: str = "", head: str = "") -> Done:
    """One deal that is open and called A B C, with what the map and the cells add."""
    fields = f"kind: opportunities\nkey: Id\nfields:\n  name: {{value: A B C}}\n{map}"
    if "status:" not in map:
        fields = fields.replace("fields:\n", "fields:\n  status: {value: open}\n", 1)
    return imported(rows(fields, settings=settings, head=head), {"rows.csv": cells})


def only(done: Done, kind: str = "opportunities") -> dict[str, object]:
    """The one new record of the kind."""
    (record,) = [data for path, data in done.data.items() if path.startswith(f"{kind}/")]
    assert isinstance(record, dict)
    return record


# What a record is called


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("株式会社", "zhu-shi-hui-she"),
        ("!!!", "company"),
        ("CON", "con-2"),
        ("Padaria Pão & Cia.", "padaria-pao-cia"),
        ("=1+1", "1-1"),
        ("../../etc", "etc"),
    ],
)
def test_an_id_is_made_of_any_name(name: str, id: str) -> None:
    done = companies(f"1,{name}\n")
    assert done.data[f"companies/{id}.yaml"] == {"name": name, "external_ids": {"old": "1"}}


def test_an_id_that_is_taken_gets_a_number_and_that_is_told() -> None:
    done = companies("1,Müller\n2,Muller\n3,Muller\n")
    assert {"companies/muller.yaml", "companies/muller-2.yaml", "companies/muller-3.yaml"} <= done.data.keys()
    numbered = [("companies/muller-2 (`Muller`)"), ("companies/muller-3 (`Muller`)")]
    assert done.remarks == [(NUMBERED, one) for one in numbered]


def test_nothing_there_is_overwritten() -> None:
    before = tree()
    done = imported(rows(COMPANIES), {"rows.csv": "Id,Name\n1,Padaria Estrela\n"}, before)
    assert [*done.data] == ["companies/padaria-estrela-2.yaml"]
    assert {path: text for path, text in done.files.items() if path in before.files} == before.files


def test_an_id_may_be_a_template() -> None:
    done = imported(
        rows('kind: companies\nkey: Id\nid: "{Name} {Id}"\nfields: {name: Name}'), {"rows.csv": "Id,Name\n7,Sol\n"}
    )
    assert "companies/sol-7.yaml" in done.data


def test_without_a_name_it_is_called_by_its_key() -> None:
    done = companies("1093,\n")
    assert only(done, "companies")["name"] == "1093"
    assert done.remarks == [(NAMELESS, "companies/1093")]


# Text is text


@pytest.mark.parametrize(
    "cell",
    ["=cmd|'/C calc'!A0", "+49 123", "@SUM(1)", "no", "010", "12:30", "2026-02-30", "a: b #c", "&Sons", "~", "null"],
)
def test_cells_that_mean_something_elsewhere_stay_text(cell: str) -> None:
    done = companies(f'1,"{cell}"\n')
    assert next(iter(done.book.companies.values())).name == cell
    assert done.unread == []


def test_the_apostrophe_of_our_own_exports_is_taken_off() -> None:
    assert only(companies("1,'=1+1\n"), "companies")["name"] == "=1+1"


CELLS = st.text(st.characters(codec="utf-8", exclude_characters='"\r', exclude_categories=["Cc"]), max_size=20)


@given(note=CELLS | st.just("a\nb"), other=CELLS)
def test_any_text_is_kept_as_it_is_or_told_and_known_again(note: str, other: str) -> None:
    map = "kind: companies\nkey: Id\nfields: {name: Name, notes: Note, tags: {column: Name, split: ','}}"
    files = {"rows.csv": f'Id,Name,Note\n"k{other}","{other}","{note}"\n1,Sol,\n'}
    done = imported(rows(map), files)
    assert imported(rows(map), files, Tree(done.files)).told.plan.steps == ()
    (found, *more) = [one for one in done.book.companies.values() if one.external_ids["old"] != "1"]
    wanted = note.strip()
    assert more == []
    assert (found.notes or "") in (wanted, wanted.removeprefix("'")) or "Note" in {
        one.column for one in done.told.unread
    }


def test_a_line_break_in_a_field_of_one_line_is_unread() -> None:
    done = imported(
        rows("kind: companies\nkey: Id\nfields: {name: Name, notes: Notes}"),
        {"rows.csv": 'Id,Name,Notes\n1,"A\nB","x\ny"\n'},
    )
    assert done.unread == ["rows.csv:2 Name A\nB: `A⏎B` should be one line"]
    assert only(done, "companies")["notes"] == "x\ny"


def test_blank_is_unknown_and_zero_is_zero() -> None:
    both = deal("  amount: Amount\n", "Id,Amount\n1,\n2,0\n")
    assert [one.amount for one in both.by_key("opportunities")] == [None, Decimal(0)]


def test_nulls_of_the_map_and_of_a_field() -> None:
    map = "kind: companies\nkey: Id\nfields: {name: Id, city: City, state: {column: State, nulls: [XX]}}"
    done = imported(rows(map, head="nulls: [Select, '0']\n"), {"rows.csv": "Id,City,State\n1,Select,XX\n2,0,Select\n"})
    assert [(one.city, one.state) for one in done.by_key("companies")] == [(None, None), (None, "Select")]


# Numbers, days, words


@pytest.mark.parametrize(
    ("numbers", "cell", "amount"),
    [
        ("1234.56", "7832265.523200001", "7832265.52"),
        ("1,234.56", '"22,700.00"', "22700.00"),
        ("1,234.56", "342.09K", "342090.00"),
        ("1.234,56", '"R$ 1.054,00"', "1054.00"),
    ],
)
def test_amounts_are_read_as_the_map_says(numbers: str, cell: str, amount: str) -> None:
    done = deal(f'  amount: {{column: Amount, numbers: "{numbers}"}}\n', f"Id,Amount\n1,{cell}\n")
    assert only(done)["amount"] == amount


def test_an_amount_in_another_currency_is_unread_unless_the_map_knows_it() -> None:
    cells = "Id,Amount,Currency\n1,€ 100,EUR\n"
    assert deal("  amount: Amount\n", cells).unread == ["rows.csv:2 Amount € 100: `€ 100` is in EUR, not in BRL"]
    known = deal("  amount: Amount\n  currency: Currency\n", cells)
    assert (only(known)["amount"], only(known)["currency"]) == ("100.00", "EUR")


def test_what_a_field_cannot_hold_is_told_by_file_row_and_column() -> None:
    map = "  amount: A\n  probability: P\n  expected_close: D\n  currency: C\n"
    done = deal(map, "Id,A,P,D,C\n1,-5,140,2026-02-30,reais\n")
    assert done.unread == [
        "rows.csv:2 C reais: `reais` is not the code of a currency",
        "rows.csv:2 A -5: `-5` is negative; amounts are zero or more",
        "rows.csv:2 P 140: `140` is not from 0 to 100 percent",
        "rows.csv:2 D 2026-02-30: `2026-02-30` is not a day of the calendar",
    ]
    assert {"name", "status", "external_ids"} == only(done).keys()


def test_a_probability_may_be_a_fraction() -> None:
    done = deal("  probability: {column: P, fraction: true}\n", "Id,P\n1,0.4\n")
    assert only(done)["probability"] == "40"


@pytest.mark.parametrize(
    ("dates", "cells", "days"),
    [
        ("MM/DD/YY", ["01/02/26"], ["2026-01-02"]),
        ("auto", ["01/02/2026", "25/02/2026"], ["2026-02-01", "2026-02-25"]),
        ("auto", ["01/02/2026", "02/25/2026"], ["2026-01-02", "2026-02-25"]),
        ("[ISO, DD/MM/YYYY]", ["2026-02-01", "01/02/2026"], ["2026-02-01", "2026-02-01"]),
    ],
)
def test_days_are_read_as_the_map_says(dates: str, cells: list[str], days: list[str]) -> None:
    lines = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
    done = deal("  expected_close: Close\n", f"Id,Close\n{lines}", head=f"dates: {dates}\n")
    assert [str(one.expected_close) for one in done.by_key("opportunities")] == days


def test_an_order_of_day_and_month_that_nobody_can_know_is_refused_at_its_place() -> None:
    with pytest.raises(UsageError, match=r"map.yaml:\d+:\d+: in rows.csv .*may have the day or the month first"):
        deal("  expected_close: Close\n", "Id,Close\n1,01/02/2026\n", head="dates: auto\n")


def test_times_come_into_the_zone_of_the_company_unless_they_mean_nothing() -> None:
    settings, cells = "timezone: America/Sao_Paulo", "Id,At\n1,2026-11-20T01:30:00+0000\n"
    assert only(deal("  created: At\n", cells, settings=settings))["created"] == "2026-11-19 22:30"
    bare = deal("  created: {column: At, times: false}\n", cells, settings=settings)
    assert only(bare)["created"] == "2026-11-20"


def test_a_close_date_with_two_meanings() -> None:
    map = """\
  status: {column: Stage, values: {Won: won}, others: skip}
  expected_close: {column: Close, unless: {Stage: [Won, Lost]}}
  closed.date: {column: Close, when: {Stage: [Won, Lost]}}
""".replace(
        "{column: Stage, values: {Won: won}, others: skip}",
        "[{column: Stage, values: {Won: won}, others: skip}, {value: open}]",
    )
    done = deal(map, "Id,Stage,Close\n1,Won,2026-11-02\n2,Talk,2026-12-02\n")
    won, talk = done.by_key("opportunities")
    assert (won.status, won.expected_close, str(won.closed and won.closed.date)) == ("won", None, "2026-11-02")
    assert (talk.status, str(talk.expected_close), talk.closed) == ("open", "2026-12-02", None)


def test_what_the_value_map_does_not_know_is_unread() -> None:
    done = deal("  forecast: {column: F, values: {Best: best_case}}\n", "Id,F\n1,Best\n2,Worst\n")
    assert done.unread == ["rows.csv:3 F Worst: the map does not say what `Worst` stands for"]


def test_other_values_may_be_kept_or_skipped_and_blank_may_mean_something() -> None:
    cells = "Id,F\n1,Best\n2,commit\n3,\n"
    map = '  forecast: {{column: F, values: {{Best: best_case, "": omitted}}, others: {}}}\n'
    kept = deal(map.format("keep"), cells).by_key("opportunities")
    skipped = deal(map.format("skip"), cells).by_key("opportunities")
    assert [one.forecast for one in kept] == ["best_case", "commit", "omitted"]
    assert [one.forecast for one in skipped] == ["best_case", None, "omitted"]


def test_aliases_hold_for_every_use_of_the_column_and_are_told() -> None:
    map = """\
    kind: companies
    key: Id
    aliases: {Name: {Estrella: Estrela}}
    fields: {name: {template: "Padaria {Name}"}, city: {column: Name, when: {Name: Estrela}}}
    """
    done = imported(rows(map), {"rows.csv": "Id,Name\n1,Estrella\n2,Estrella\n3,Sol\n"})
    assert [(one.name, one.city) for one in done.by_key("companies")] == [
        ("Padaria Estrela", "Estrela"),
        ("Padaria Estrela", "Estrela"),
        ("Padaria Sol", None),
    ]
    (alias,) = done.told.aliases
    assert (alias.file, alias.column, alias.cell, alias.meaning, alias.count) == (
        "rows.csv",
        "Name",
        "Estrella",
        "Estrela",
        2,
    )


def test_templates_take_the_first_that_is_known_and_leave_out_what_is_not() -> None:
    map = 'kind: companies\nkey: Id\nfields: {name: {template: "{A|B} – {C}"}}'
    done = imported(rows(map), {"rows.csv": "Id,A,B,C\n1,a,b,c\n2,,b,c\n3,,,c\n4,a,,\n5,,,\n"})
    assert [one.name for one in done.by_key("companies")] == ["a – c", "b – c", "c", "a", "5"]


def test_a_list_may_be_of_several_columns_or_of_one_that_is_split() -> None:
    map = "kind: contacts\nkey: Id\nfields: {name: Id, phone: {columns: [P, M]}, tags: {column: T, split: ;}}"
    done = imported(rows(map), {"rows.csv": "Id,P,M,T\n1,+55 11 1,+55 11 2,a; b;\n2,+55 11 1,+55 11 1,\n3,,,\n"})
    found = [(one.phone, one.tags) for one in done.by_key("contacts")]
    assert found == [(("+55 11 1", "+55 11 2"), ("a", "b")), (("+55 11 1",), ()), ((), ())]


# The settings' lists


LISTS = "sources: [{id: trade-fair, name: Trade Fair, aliases: [fair]}, website]\n"


@pytest.mark.parametrize("cell", ["trade-fair", "fair", "Trade Fair", "trade fair", "Trade_Fair"])
def test_an_entry_is_known_by_its_id_former_id_name_or_the_id_made_of_the_text(cell: str) -> None:
    assert only(deal("  source: S\n", f"Id,S\n1,{cell}\n", settings=LISTS))["source"] == "trade-fair"


def test_an_entry_that_is_not_there_is_unread_with_the_line_to_add() -> None:
    (cell,) = deal("  source: S\n", "Id,S\n1,Word of mouth\n", settings=LISTS).told.unread
    assert cell.why == "`Word of mouth` is not in sources of crm.yaml"
    assert cell.help.startswith('Add {id: word-of-mouth, name: "Word of mouth"} to it')


def test_a_text_that_only_makes_the_same_id_is_told() -> None:
    done = deal("  source: S\n", "Id,S\n1,Trade/Fair!\n", settings=LISTS)
    assert "`Trade/Fair!` was taken for trade-fair in sources of crm.yaml, by the id made of it." in done.told.notes


def test_stages_are_those_of_the_pipeline_and_reasons_those_of_the_status() -> None:
    settings = """\
    pipelines:
      - {id: sales, stages: [{id: one, name: Talk}]}
      - {id: service, stages: [{id: two, name: Talk}]}
    reasons: {lost: [{id: dear, name: Price}], won: [{id: cheap, name: Price}]}
    """
    map = "  status: Status\n  pipeline: P\n  stage: S\n  closed.reason: R\n"
    done = deal(
        map,
        "Id,Status,P,S,R\n1,open,service,Talk,\n2,won,,,Price\n3,lost,sales,Talk,Price\n4,open,,Two,\n",
        settings=settings,
    )
    found = [(one.stage, one.closed and one.closed.reason) for one in done.by_key("opportunities")]
    assert found == [("two", None), (None, "cheap"), ("one", "dear"), (None, None)]
    assert done.unread == ["rows.csv:5 S Two: `Two` is not in the stages of sales of crm.yaml"]


# Who is meant


TEAM = (
    "system: old\nsettings: {name: X}\nfiles:\n  team.csv: {kind: team, key: Id, fields: {name: Name, email: Mail}}\n"
)
OWNED = "  rows.csv: {kind: companies, key: Id, fields: {name: Id, owner: OWNER}}\n"


def owned(owner: str, cells: str, team: str = "7,Ana,ana@x.example\n8,Rui,rui@x.example\n9,Rui,\n") -> Done:
    """Companies with owners."""
    return imported(
        TEAM + OWNED.replace("OWNER", owner), {"team.csv": f"Id,Name,Mail\n{team}", "rows.csv": f"Id,Who\n{cells}"}
    )


@pytest.mark.parametrize(
    ("owner", "cell"),
    [
        ("Who", "7"),
        ("{column: Who, by: name}", "Ana"),
        ("{column: Who, by: email}", "ana@x.example"),
        ("{column: Who, by: id}", "ana"),
    ],
)
def test_a_link_is_found_by_the_key_or_another_field(owner: str, cell: str) -> None:
    assert only(owned(owner, f"1,{cell}\n"), "companies")["owner"] == "ana"


def test_a_link_to_nobody_is_unread_and_blank_is_nobody() -> None:
    done = owned("Who", "1,99\n2,\n")
    assert done.unread == ["rows.csv:2 Who 99: there is no member with the key `99`"]
    assert [one.owner for one in done.by_key("companies")] == [None, None]


def test_a_name_that_two_have_links_to_neither() -> None:
    assert owned("{column: Who, by: name}", "1,Rui\n").unread == [
        "rows.csv:2 Who Rui: 2 team have the name `Rui`: rui, rui-2"
    ]


def test_links_lead_into_the_book_by_its_external_ids() -> None:
    before = tree({"team/joana.yaml": "name: Joana Prado\nexternal_ids: {old: '7'}\n"})
    map = "system: old\nfiles:\n" + OWNED.replace("OWNER", "Who")
    done = imported(map, {"rows.csv": "Id,Who\n1,7\n"}, before)
    assert only(done, "companies")["owner"] == "joana"


def test_links_into_a_file_that_was_not_given_are_told_once() -> None:
    map = TEAM + OWNED.replace("OWNER", "Who")
    done = imported(map, {"rows.csv": "Id,Who\n1,7\n2,8\n"})
    assert done.unread == []
    (told,) = done.told.untraced
    assert (told.file, told.column, told.kind, told.missing, told.count) == (
        "rows.csv",
        "Who",
        "team",
        ("team.csv",),
        2,
    )
    assert not done.told.is_whole
    assert "not given, though the map speaks of them: team.csv." in done.told.notes


def test_records_may_link_to_later_ones_and_to_their_like() -> None:
    map = "kind: companies\nkey: Id\nfields: {name: Id, parent: Parent}"
    done = imported(rows(map), {"rows.csv": "Id,Parent\nB,A\nA,\n"})
    assert done.book.companies["b"].parent == "a"


# Keys


def test_a_key_that_stands_twice_makes_two_records_and_is_told() -> None:
    done = companies("1,Sol\n1,Lua\n1,Mar\n")
    assert [one.external_ids["old"] for one in done.by_key("companies")] == ["1", "1#2", "1#3"]
    assert done.remarks == [(TWIN, "1#2"), (TWIN, "1#3")]


@pytest.mark.parametrize("key", ["", "key: Nr\n"])
def test_a_row_without_a_key_is_known_by_its_contents_wherever_they_stand(key: str) -> None:
    map = rows(f"kind: companies\n{key}fields: {{name: Name}}")
    first = imported(map, {"rows.csv": "Nr,Name,City\n,Sol,Rio\n,Sol,Rio\n,Lua,\n"})
    assert first.told.counts["companies"].created == 3
    assert [what for what, _ in first.remarks] == [NUMBERED, *([KEYLESS] * 3 if key else []), SAME]
    again = imported(map, {"rows.csv": "City,Nr,Name\nRio,,Sol\nRio,,Sol\n,,Lua\n"}, Tree(first.files))
    assert again.told.plan.steps == ()


def test_a_key_that_no_record_can_hold_is_told() -> None:
    done = imported(rows(COMPANIES), {"rows.csv": 'Id,Name\n"a\nb",Sol\n'})
    assert done.unread == ["rows.csv:2 Id a\nb: `a⏎b` cannot be a key"]
    assert next(iter(done.book.companies.values())).external_ids["old"].startswith("row-")


def test_a_key_may_be_of_several_columns() -> None:
    map = rows("kind: companies\nkey: [A, B]\nfields: {name: A}")
    assert only(imported(map, {"rows.csv": "A,B\nx,y\n"}), "companies")["external_ids"] == {"old": "x / y"}


def test_rows_of_one_record_make_one_and_what_they_say_otherwise_is_told() -> None:
    map = rows("kind: team\nkey: Boss\nonce: true\nfields: {name: Boss, title: Title}")
    done = imported(map, {"rows.csv": "Boss,Title\nAna,CEO\nAna,CEO\nAna,COO\nAna,\n,x\n"})
    assert [(one.name, one.title) for one in done.by_key("team")] == [("Ana", "CEO")]
    assert done.remarks == [(DIFFERS, "team/ana: title `COO`")]
    count = done.told.counts["team"]
    assert (count.created, count.repeated, count.skipped) == (1, 3, 1)


def test_what_is_only_mentioned_is_the_record_of_another_file() -> None:
    map = HEAD + "files:\n  a.csv: {kind: team, key: Who, once: true, fields: {name: Who}}\n"
    map += "  b.csv: {kind: team, key: Name, fields: {name: Name, email: Mail}}\n"
    done = imported(map, {"a.csv": "Who\nAna\n", "b.csv": "Name,Mail\nAna,ana@x.example\n"})
    assert [(one.name, one.email) for one in done.by_key("team")] == [("Ana", "ana@x.example")]
    assert done.remarks == []


# Again


def test_the_same_files_again_plan_nothing() -> None:
    map = (
        HEAD
        + """\
files:
  deals.csv:
    - {kind: team, key: Who, once: true, fields: {name: Who}}
    - kind: opportunities
      key: Id
      fields: {name: Name, status: {value: open}, owner: Who}
      history: [{observed: true, set: {status: {value: open}}}]
  calls.csv:
    - {kind: activities, fields: {member: Who, date: Day, type: {value: call}, opportunity: Deal}}
"""
    )
    files = {
        "deals.csv": "Id,Name,Who\n1,A B C,Ana\n1,A B C,Ana\n2,,Rui\n",
        "calls.csv": "Who,Day,Deal\nAna,2026-11-20,1\nAna,2026-11-20,1\n",
    }
    first = imported(map, files)
    assert first.told.counts["opportunities"].created == 3
    again = imported(map, files, Tree(first.files), first.told.day.replace(year=2027))
    assert (again.told.plan.steps, again.told.differing) == ((), ())
    assert {kind: (one.created, one.matched) for kind, one in again.told.counts.items()} == {
        "team": (0, 2),
        "opportunities": (0, 3),
        "activities": (0, 2),
    }
    assert [one for one in again.told.notes if "not used" in one]


def test_only_what_is_new_is_added() -> None:
    first = companies("1,Sol\n")
    again = imported(rows(COMPANIES), {"rows.csv": "Id,Name\n1,Sol\n2,Lua\n"}, Tree(first.files))
    assert [*again.data] == ["companies/lua.yaml"]


def test_a_record_that_cannot_be_loaded_is_there_all_the_same() -> None:
    first = companies("1,Sol\n")
    spoilt = {**first.files, "crm_data/companies/sol.yaml": first.files["crm_data/companies/sol.yaml"] + "nmae: x\n"}
    again = imported(rows(COMPANIES), {"rows.csv": "Id,Name\n1,Sol\n"}, Tree(spoilt))
    assert again.told.plan.steps == ()


MATCHED = (
    "system: old\nfiles:\n  rows.csv: {kind: contacts, key: Id, match: [email], fields: {name: Name, email: Mail}}\n"
)


def people(cells: str, marta: str = "email: marta@x.example\n") -> Done:
    """Contacts imported into the small book, where Marta Oliveira has these lines more."""
    files = {"contacts/marta-oliveira.yaml": SMALL["contacts/marta-oliveira.yaml"] + marta}
    return imported(MATCHED, {"rows.csv": f"Id,Name,Mail\n{cells}"}, tree(files))


def test_a_record_without_a_key_of_the_system_is_known_by_a_field_of_the_map() -> None:
    assert people("1,M. Oliveira,Marta@X.example\n").told.counts["contacts"].matched == 1


def test_a_name_alone_is_never_enough() -> None:
    assert people("1,Marta Oliveira,\n").told.counts["contacts"].created == 1


def test_a_field_that_leads_to_two_leads_to_none() -> None:
    done = people("1,M,marta@x.example\n2,N,marta@x.example\n")
    assert (done.told.counts["contacts"].matched, done.told.counts["contacts"].created) == (1, 1)
    assert done.remarks == [(LIKELY, "marta-oliveira")]


def test_a_record_with_another_key_is_another_record() -> None:
    done = people("1,M,marta@x.example\n", "email: marta@x.example\nexternal_ids: {old: '9'}\n")
    assert done.told.counts["contacts"].created == 1


# Rows that are no record


def test_rows_may_be_left_out_and_are_counted() -> None:
    map = "kind: companies\nkey: Id\nwhen: {Del: 'FALSE'}\nunless: {Name: [Test, Demo]}\nfields: {name: Name}"
    done = imported(rows(map), {"rows.csv": "Id,Name,Del\n1,Sol,FALSE\n2,Lua,TRUE\n3,Demo,FALSE\n"})
    assert (done.told.counts["companies"].created, done.told.counts["companies"].skipped) == (1, 2)


@pytest.mark.parametrize(
    ("cell", "why"),
    [("", "without status there is no opportunity"), ("Odd", "the map does not say what `Odd` stands for")],
)
def test_a_deal_whose_status_is_not_known_is_not_made_and_told(cell: str, why: str) -> None:
    done = deal("  status: {column: S, values: {Won: won}}\n", f"Id,S\n1,{cell}\n2,Won\n")
    assert (done.told.counts["opportunities"].created, done.told.counts["opportunities"].unmade) == (1, 1)
    assert done.unread == [f"rows.csv:2 S {cell}: {why}"]


def test_a_group_that_lacks_its_main_field_is_left_out_and_told() -> None:
    done = deal("  next_step.what: What\n  next_step.due: Due\n", "Id,What,Due\n1,,2026-12-01\n")
    assert done.unread == ["rows.csv:2 next_step.what : without what there is no next_step"]
    assert "next_step" not in only(done)


def test_columns_that_nothing_is_made_of_are_told() -> None:
    done = imported(rows(COMPANIES), {"rows.csv": "Id,Name,Fax,Telex\n1,Sol,2,3\n"})
    assert "rows.csv: the map does not speak of the columns Fax, Telex." in done.told.notes


def test_what_the_sheet_left_out_is_told() -> None:
    done = imported(rows(COMPANIES), {"rows.csv": "Id,Name\n1,Sol\nId,Name\n"})
    (note,) = done.told.notes
    assert note.startswith("rows.csv:3: left out: the header line")


# Contradictions


def test_contradictions_are_imported_and_show_as_findings() -> None:
    map = "  status: S\n  amount: A\n  closed.date: D\n  closed.amount: C\n"
    done = deal(map, "Id,S,A,D,C\n1,open,5,2026-11-01,\n2,won,5,2026-11-01,7\n3,lost,,,\n")
    assert len(done.book.opportunities) == 3
    assert {one.code for one in done.introduced if one.severity == "error"} >= {"OPP001", "OPP002"}


# Journals


CALLS = """\
kind: activities
key: Id
fields: {member: {column: Who, by: id}, date: At, type: {value: call}, note: Note}
"""


def calls(cells: str, files: dict[str, str] | None = None) -> Done:
    """Calls imported into the small book."""
    return imported(
        f"system: old\nfiles:\n  calls.csv:\n    {CALLS.strip().replace(chr(10), chr(10) + '    ')}\n",
        {"calls.csv": f"Id,Who,At,Note\n{cells}"},
        tree(files),
    )


def test_activities_are_a_journal_a_person_and_day_by_the_time_of_day() -> None:
    done = calls("1,joana,2026-11-20 15:00,late\n2,joana,2026-11-20 09:00,early\n3,joana,2026-11-21,\n")
    first, second = done.data["activities/joana/2026-11-20.yaml"], done.data["activities/joana/2026-11-21.yaml"]
    assert [one["note"] for one in first] == ["early", "late"]
    assert second == [{"date": "2026-11-21", "type": "call", "external_ids": {"old": "3"}}]


def test_a_journal_that_is_there_is_left_alone() -> None:
    there = {
        "activities/joana/2026-11-20.yaml": "- {date: 2026-11-20, type: call}\n",
        "activities/joana/2026-11-20-old.yaml": "[]\n",
    }
    assert [*calls("1,joana,2026-11-20,x\n", there).data] == ["activities/joana/2026-11-20-old-2.yaml"]


def test_an_activity_of_nobody_or_of_no_day_is_not_made_and_told() -> None:
    done = calls("1,,2026-11-20,x\n2,joana,,x\n3,rui,2026-11-20,x\n")
    assert done.told.plan.steps == ()
    assert done.told.counts["activities"].unmade == 3
    assert [one.split(": ")[1] for one in done.unread] == [
        "without member there is no activity",
        "without date there is no activity",
        "there is no member with the id `rui`",
    ]


# History


def entries(done: Done, id: str = "a-b-c") -> list[dict[str, object]]:
    """The history of a deal as it is written."""
    found: list[dict[str, object]] = done.data[f"opportunities/{id}.yaml"]["history"]
    return found


STAGES = "pipelines: [{id: sales, stages: [talk, offer, contract]}]\n"


def with_history(text: str, cells: str) -> Done:
    """A deal with entries from columns of its row."""
    return deal(f"  stage: {{column: Stage, when: {{Stage: Talk}}}}\nhistory:\n{text}", cells, settings=STAGES)


def test_history_from_one_column_a_stage() -> None:
    text = "".join(
        f"  - {{date: {one.title()}, set: {{stage: {{value: {one}}}}}}}\n" for one in ("offer", "talk", "contract")
    )
    done = with_history(text, "Id,Stage,Talk,Offer,Contract\n1,,2026-11-01,2026-11-05,\n")
    assert entries(done) == [{"date": "2026-11-01", "stage": "talk"}, {"date": "2026-11-05", "stage": "offer"}]
    assert only(done)["stage"] == "offer"  # as the history adds up to


def test_an_entry_without_a_day_was_seen_on_the_day_of_the_import() -> None:
    text = '  - {observed: true, when: {Since: ""}, set: {stage: {value: talk}}}\n'
    done = with_history(text, "Id,Stage,Since\n1,Talk,\n")
    assert entries(done) == [{"date": "2026-11-23", "observed": "true", "stage": "talk"}]


def test_an_entry_whose_day_is_blank_is_left_out_and_one_that_cannot_be_read_is_told() -> None:
    text = "  - {date: Since, set: {stage: {value: talk}}}\n"
    done = with_history(text, "Id,Stage,Since\n1,Talk,\n2,Talk,soon\n")
    assert "history" not in done.data["opportunities/a-b-c.yaml"]
    assert [one.split(": ")[0] for one in done.unread] == ["rows.csv:3 Since soon"]


def test_null_clears_in_an_entry() -> None:
    text = "  - {date: Since, set: {status: {value: open}, stage: {value: null}}}\n"
    assert entries(with_history(text, "Id,Stage,Since\n1,,2026-11-01\n")) == [
        {"date": "2026-11-01", "status": "open", "stage": "null"}
    ]


HISTORY = """\
system: old
settings: {name: X, pipelines: [{id: sales, stages: [talk, offer, contract]}]}
files:
  deals.csv: {kind: opportunities, key: Id, fields: {name: {value: A B C}}}
  history.csv:
    history: opportunities
    of: Deal
    date: At
"""
STATE = """\
    set: {status: {column: S, values: {Won: won}, others: skip}, stage: {column: S, unless: {S: Won}}, amount: A}
"""


def history(more: str, cells: str, state: str = STATE) -> Done:
    """A deal with entries from rows of their own."""
    return imported(HISTORY + more + state, {"deals.csv": "Id\n1\n", "history.csv": f"Deal,At,S,A,Until\n{cells}"})


def test_history_from_rows_is_sorted_by_the_moment_and_written_by_the_day() -> None:
    done = history(
        "", "1,2026-11-05 16:00,contract,,\n1,2026-11-05 09:00,offer,9,\n1,2026-11-01,talk,,\n1,2026-11-09,Won,,\n"
    )
    assert [(one["date"], one.get("stage"), one.get("status")) for one in entries(done)] == [
        ("2026-11-01", "talk", None),
        ("2026-11-05", "offer", None),
        ("2026-11-05", "contract", None),
        ("2026-11-09", None, "won"),
    ]
    assert (only(done)["status"], only(done)["stage"], only(done)["amount"]) == ("won", "contract", "9.00")
    assert only(done)["closed"] == {"date": "2026-11-09", "amount": "9.00"}


def test_how_a_deal_ended_is_left_to_the_map_if_it_speaks_of_it() -> None:
    map = HISTORY.replace("{name: {value: A B C}}", "{name: {value: A B C}, closed.note: Note}")
    cells = {"deals.csv": "Id,Note\n1,\n", "history.csv": "Deal,At,S,A\n1,2026-11-09,Won,\n"}
    assert "closed" not in only(imported(map + STATE, cells))


def test_of_snapshots_only_what_changed_is_written_and_blank_clears() -> None:
    done = history(
        "    snapshot: true\n",
        "1,2026-11-01,talk,9,\n1,2026-11-02,talk,9,\n1,2026-11-03,offer,,\n1,2026-11-04,Won,8,\n",
    )
    assert entries(done) == [
        {"date": "2026-11-01", "stage": "talk", "amount": "9.00"},
        {"date": "2026-11-03", "stage": "offer", "amount": "null"},
        {"date": "2026-11-04", "status": "won", "amount": "8.00"},
    ]
    assert done.remarks == [(IDLE, "opportunities/a-b-c")]


def test_after_an_interval_the_stage_is_not_known_unless_the_next_one_begins_at_once() -> None:
    state = "    set: {status: {value: open}, stage: S}\n"
    done = history(
        "    until: Until\n",
        "1,2026-11-01,talk,,2026-11-03\n1,2026-11-03,offer,,2026-11-05\n1,2026-11-08,contract,,\n",
        state,
    )
    assert [(one["date"], one["stage"]) for one in entries(done)] == [
        ("2026-11-01", "talk"),
        ("2026-11-03", "offer"),
        ("2026-11-05", "null"),
        ("2026-11-08", "contract"),
    ]


def test_a_row_of_no_record_is_told_and_of_one_that_is_there_left_alone() -> None:
    first = history("", "1,2026-11-01,talk,,\n1,2026-11-09,Won,,\n")
    cells = {"deals.csv": "Id\n1\n", "history.csv": "Deal,At,S,A,Until\n9,2026-11-01,talk,,\n1,2026-11-10,offer,,\n"}
    again = imported(HISTORY + STATE, cells, Tree(first.files))
    assert again.unread == ["history.csv:2 Deal 9: there is no opportunity with the key `9`"]
    assert again.told.plan.steps == ()
    assert (again.told.history["opportunities"].matched, again.told.history["opportunities"].unmade) == (1, 1)


def test_a_row_of_a_history_without_a_date_or_a_record_is_told() -> None:
    done = history("", "1,,talk,,\n,2026-11-01,talk,,\n1,2026-11-02,Won,,\n")
    assert done.unread == [
        "history.csv:2 At : without a date there is no entry of a history",
        "history.csv:3 Deal : without a record there is no entry of a history",
    ]
    assert done.told.history["opportunities"].unmade == 2


def test_a_cell_that_feeds_two_fields_is_told_once() -> None:
    done = deal("  expected_close: D\n  created: D\n", "Id,D\n1,soon\n")
    assert len(done.unread) == 1


# The settings of the map


def test_settings_are_written_as_the_map_has_them_with_lists_from_the_files() -> None:
    settings = """\
    pipelines: [{id: sales, stages: [{id: talk, probability: 10}]}]
    products: [oven, {from: rows.csv, name: Product, price: Price}]
    campaigns: [{from: rows.csv, id: Campaign, name: Campaign, start: Start, cost: {value: 5}}]
    custom_fields: {company: {line: {type: choice, choices: [{from: rows.csv, name: Line}]}}}
    """
    map = rows(
        "kind: companies\nkey: Id\nfields: {name: Id, custom.line: Line}", settings=settings, head="dates: DD/MM/YYYY\n"
    )
    cells = (
        "Id,Product,Price,Campaign,Start,Line\n"
        "1,Deck Oven,9,Fair 26,23/06/2026,Ovens & Co\n"
        "2,Oven,8,Fair 26,,Mixers\n"
        "3,Deck Oven,7,,,\n"
    )
    done = imported(map, {"rows.csv": cells})
    crm = done.data["crm.yaml"]
    assert crm["pipelines"] == [{"id": "sales", "stages": [{"id": "talk", "probability": "10"}]}]
    assert crm["products"] == [
        "oven",
        {"id": "deck-oven", "name": "Deck Oven", "price": "9.00"},
    ]
    assert crm["campaigns"] == [{"id": "fair-26", "name": "Fair 26", "start": "2026-06-23", "cost": "5.00"}]
    assert crm["custom_fields"]["company"]["line"]["choices"] == ["Ovens & Co", "Mixers"]
    assert [one.custom.get("line") for one in done.by_key("companies")] == ["Ovens & Co", "Mixers", None]


def test_lists_from_files_tell_what_they_could_not_read_and_what_they_took_for_one() -> None:
    settings = "products: [oven, {from: rows.csv, name: P, price: Price}]\n"
    done = imported(
        rows("kind: companies\nkey: Id\nfields: {name: Id}", settings=settings),
        {"rows.csv": 'Id,P,Price\n1,Mixer,x\n2,MIXER,\n3,"a\nb",\n4,Oven,\n5,C,\n6,C++,\n7,MIXER,\n'},
    )
    assert done.data["crm.yaml"]["products"] == [
        "oven",
        {"id": "mixer", "name": "Mixer"},
        {"id": "c", "name": "C"},
        {"id": "c-2", "name": "C++"},
    ]
    assert [one.split(":")[1] for one in done.unread] == ["2 Price x", "4 P a\nb"]
    assert done.remarks == [(ONE_ENTRY, "Mixer and MIXER are mixer")]


def test_prices_from_files_are_in_the_currency_of_the_map() -> None:
    map = rows(
        "kind: companies\nkey: Id\nfields: {name: Id}", settings="products: [{from: rows.csv, name: P, price: Price}]"
    )
    done = imported(map.replace("currency: BRL", "currency: JPY"), {"rows.csv": "Id,P,Price\n1,Mixer,¥ 1200\n"})
    assert done.data["crm.yaml"]["products"] == [{"id": "mixer", "name": "Mixer", "price": "1200"}]


def test_an_order_of_dates_that_nobody_can_know_is_refused_in_the_settings_too() -> None:
    settings = "campaigns: [{from: rows.csv, name: P, start: D}]"
    with pytest.raises(UsageError, match=r"map\.yaml:\d+:1: .*may have the day or the month first"):
        imported(
            rows(COMPANIES, settings=settings, head="dates: auto\n"), {"rows.csv": "Id,Name,P,D\n1,S,F,01/02/2026\n"}
        )


def test_settings_without_their_file_are_refused() -> None:
    map = rows(COMPANIES, settings="products: [{from: p.csv, name: P}]\n")
    with pytest.raises(UsageError, match=r"made from p\.csv too: give it"):
        imported(map, {"rows.csv": "Id,Name\n1,Sol\n"})


def test_without_settings_there_is_nothing_to_begin_with() -> None:
    with pytest.raises(UsageError, match=r"no crm_data/crm\.yaml, and map\.yaml has no settings"):
        imported("system: old\nfiles: {rows.csv: {kind: team, fields: {name: N}}}\n", {"rows.csv": "N\nAna\n"})


def test_settings_that_are_there_are_used_and_those_of_the_map_are_not() -> None:
    done = imported(rows(COMPANIES), {"rows.csv": "Id,Name\n1,Sol\n"}, tree())
    assert "crm.yaml" not in done.data
    assert "crm_data/crm.yaml is there already: the settings of the map are not used." in done.told.notes


# Maps that do not fit


def test_a_column_that_the_file_lacks_is_named_with_the_nearest() -> None:
    with pytest.raises(TextcrmError, match=r"no column `Names`.*did you mean `Name`\?.*Id, Name"):
        imported(rows("kind: companies\nkey: Id\nfields: {name: Names}"), {"rows.csv": "Id,Name\n1,Sol\n"})


def test_a_field_of_ones_own_has_to_be_declared() -> None:
    with pytest.raises(UsageError, match=r"map.yaml:12:7: `custom.x` is not declared under custom_fields in crm.yaml"):
        imported(rows("kind: companies\nkey: Id\nfields:\n  name: Id\n  custom.x: Id"), {"rows.csv": "Id\n1\n"})


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("  status: {value: opne}\n", "opne"),
        ("  status: {column: S, values: {Won: wonn}}\n", "wonn"),
        ("  source: {value: nowhere}\n", "nowhere"),
        ("  stage: {value: nope}\n", "nope"),
    ],
)
def test_a_word_of_the_map_that_cannot_be_is_refused_at_its_place(field: str, said: str) -> None:
    with pytest.raises(UsageError, match=rf"map.yaml:\d+:\d+: `{said}` is not in"):
        deal(field, "Id,S\n1,Won\n")


def test_an_amount_of_the_map_that_is_none_is_refused_at_its_place_and_one_in_another_currency_is_not() -> None:
    with pytest.raises(UsageError, match=r"map.yaml:\d+:\d+: `abc` is not a number"):
        deal("  amount: {value: abc}\n", "Id\n1\n")
    assert only(deal("  amount: {value: € 5}\n  currency: {value: EUR}\n", "Id\n1\n"))["amount"] == "5.00"


# How it is written


def test_a_record_reads_as_a_person_would_write_it() -> None:
    map = """\
  closed.amount: Amount
  amount: Amount
  tags: {column: Tags, split: ","}
  external_ids.erp: Erp
  status: {value: won}
  closed.date: Day
  created: Day
history:
  - {date: Day, set: {amount: Amount, status: {value: won}}}
"""
    done = deal(map, 'Id,Amount,Tags,Erp,Day\n1,1054,"a,b",E9,2026-11-01\n')
    text = done.files["crm_data/opportunities/a-b-c.yaml"]
    assert text == (
        "name: A B C\n"
        'external_ids: {old: "1", erp: E9}\n'
        "created: 2026-11-01\n"
        "status: won\n"
        "amount: 1054.00\n"
        "closed: {amount: 1054.00, date: 2026-11-01}\n"
        "tags: [a, b]\n"
        "history:\n"
        "  - {date: 2026-11-01, status: won, amount: 1054.00}\n"
    )
    assert yaml.safe_load(text)["amount"] == 1054.0
