"""Tables fit the terminal, cut no number, and are plain where there is none."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reporters.nasty import texts
from textcrm.gates.terminal import visible
from textcrm.reporters.cells import cells
from textcrm.reporters.reporter import Look
from textcrm.reporters.sheet import csv, json, records_csv
from textcrm.reporters.table import tables
from textcrm.tables import Cell, Column, Table

COLUMNS = (
    Column("name", "Deal"),
    Column("company", "Company"),
    Column("count", "Number of deals", "count"),
    Column("amount", "Amount", "money"),
    Column("share", "Share", "share"),
    Column("chance", "Chance", "percent"),
    Column("closed", "Closed on", "day"),
    Column("days", "Days", "days"),
)
LONG = "Hospital Santa Clara – two rack ovens, a proofer and more ov"
ROWS: tuple[tuple[Cell, ...], ...] = (
    (
        LONG,
        "Hospital Santa Clara",
        12,
        Decimal("1234567.50"),
        Decimal("0.63154"),
        40,
        date(2026, 11, 3),
        Decimal("2.5"),
    ),
    ("株式会社 – オーブン", None, 0, None, None, None, None, None),
)
TOTAL: tuple[Cell, ...] = ("Total", "", 12, Decimal("1234567.50"), "", "", "", 2)
TABLE = Table("deals", "Deals", COLUMNS, ROWS, TOTAL, "BRL", ("One deal has no amount.",))


def lines(table: Table, width: int | None = None, locale: str = "en") -> list[str]:
    return tables("", [table], Look(width), locale).splitlines()


def test_piped_it_is_plain_aligned_and_complete() -> None:
    made = lines(TABLE, locale="pt-BR")
    assert made[0] == "Deals"
    assert all(character.isprintable() for line in made for character in line)
    assert LONG in made[3]
    assert re.split(r" {2,}", made[3])[2:] == ["12", "1.234.567,50", "63,2%", "40%", "03/11/2026", "2,5"]
    assert re.split(r" {2,}", made[4])[1:] == ["–", "0", "–", "–", "–", "–", "–"]
    assert made[-1] == "One deal has no amount."
    ends = {cells(line[: line.index(number) + len(number)]) for line, number in ((made[3], "12"), (made[6], "12"))}
    assert len(ends) == 1


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 100, 160])
def test_it_fits_and_every_number_is_whole(width: int) -> None:
    made = lines(TABLE, width)
    assert max(map(cells, made)) <= width
    said = "\n".join(made)
    assert all(number in said for number in ("1,234,567.50", "63.2%", "40%", "Nov 3, 2026", "2.5"))


def test_long_names_are_cut_with_an_ellipsis_only_on_a_terminal() -> None:
    assert "…" in "\n".join(lines(TABLE, 100))
    assert "…" not in "\n".join(lines(TABLE))


def test_where_numbers_do_not_fit_side_by_side_each_row_is_a_block() -> None:
    made = lines(TABLE, 40)
    assert "  Amount                    1,234,567.50" in made
    assert "  Company: Hospital Santa Clara" in made
    assert made[made.index("Total") + 1] == "  Number of deals                     12"


def test_sentences_wrap_instead_of_being_cut() -> None:
    said = "Ask the notary's office for the date of the handover"
    table = Table("tasks", "", (Column("what", "To do", "prose"), Column("due", "Due", "day")), ((said, None),))
    made = lines(table, 30)
    assert " ".join(line.removesuffix("–").strip() for line in made[2:]) == said


def test_amounts_have_cents_where_one_of_their_table_has() -> None:
    columns = (Column("a", "A", "money"), Column("b", "B", "money"))
    made = lines(Table("t", "", columns, ((Decimal(5), Decimal("5.5")), (Decimal(10), None)), currency="USD"))
    assert [line.split() for line in made[2:]] == [["5.00", "5.50"], ["10.00", "–"]]


def test_a_table_without_rows_says_so() -> None:
    assert lines(Table("t", "Deals", COLUMNS, (), notes=("Why.",))) == ["Deals", "(none)", "Why."]


def test_colour_moves_nothing() -> None:
    plain, coloured = (tables("Deals", [TABLE], Look(100, colour), "en") for colour in (False, True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


@given(st.lists(texts, min_size=4, max_size=4), st.sampled_from([None, 20, 40, 80]))
def test_nothing_in_a_cell_title_or_note_leaves_its_place(hostile: list[str], width: int | None) -> None:
    name, title, note, head = hostile
    columns = (Column("name", head or "Name"), Column("n", "N", "count"))
    made = tables(title, [Table("t", title, columns, ((name, 5),), (name, 5), None, (note,))], Look(width), "en")
    assert made == "\n".join(visible(line) for line in made.split("\n"))
    assert "##[" not in made
    assert not any(line.lstrip().startswith("::") for line in made.split("\n"))


def test_csv_has_keys_ids_and_the_currency_but_no_total() -> None:
    assert csv(TABLE).splitlines() == [
        "name,company,count,amount,share,chance,closed,days,currency",
        f'"{LONG}",Hospital Santa Clara,12,1234567.50,0.63154,40,2026-11-03,2.5,BRL',
        "株式会社 – オーブン,,0,,,,,,BRL",
    ]


def test_what_lies_within_has_a_key_of_both() -> None:
    made = records_csv(
        [{"a": 1, "rate": {"won": 2, "low": None}}, {"a": 0.5, "late": True, "list": [1, 2]}], {"z": "Z"}
    )
    assert made == "a,rate_won,rate_low,late,list,z\n1,2,,,,Z\n0.5,,,true,2,Z\n"


def test_json_has_a_line_for_each_key_and_each_element() -> None:
    assert json({"a": None, "list": [{"b": "1.00"}, {"b": "2.00"}], "none": []}) == (
        '{"a": null,\n"list": [\n{"b": "1.00"},\n{"b": "2.00"}\n],\n"none": []}\n'
    )
