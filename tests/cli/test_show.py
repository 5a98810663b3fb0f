"""`textcrm show`: everything about a record, at every width, and which record is meant."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.run import AS_OF, EXAMPLE, run, said, textcrm
from tests.cli.test_validate import BROKEN
from tests.conftest import Snapshot
from tests.small_book import write
from textcrm.reporters.card import card
from textcrm.reporters.cells import cells
from textcrm.reporters.reporter import Look
from textcrm.reports.card import Block, Card, Row

SHOWN = Path(__file__).parent / "shown"
IDS = [
    "hotel-serra-pizza-ovens",
    "padaria-estrela-ovens",
    "padaria-estrela-proofer",
    "imported-open-undated",
    "leads/marta-oliveira",
    "pedro-lima",
    "padaria-estrela",
    "contacts/marta-oliveira",
    "joana",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example outside of any repository, whose paths are then the same everywhere."""
    return Path(copytree(EXAMPLE, tmp_path / "example"))


@pytest.mark.parametrize("id", IDS)
def test_a_record_is_shown(id: str, folder: Path, snapshot: Snapshot) -> None:
    snapshot(SHOWN / f"{id.replace('/', '-')}.txt", said("show", id, folder=folder))


@pytest.mark.parametrize(
    "typed",
    [
        "opportunities/hotel-serra-pizza-ovens",
        "deal/hotel-serra-pizza-ovens",
        "opportunity/hotel-serra-pizza-ovens",
        "opportunities/hotel-serra-pizza-ovens.yaml",
    ],
)
def test_a_record_can_be_named_in_full(typed: str) -> None:
    assert said("show", typed) == said("show", "hotel-serra-pizza-ovens")


def test_what_matters_of_a_deal_is_there() -> None:
    shown = said("show", "hotel-serra-pizza-ovens")
    for words in (
        "open, Negotiation, Rui Tanaka",
        "14.200,00 USD (76.396,00 BRL) × 80% = 61.116,80 BRL",
        "Answer the counter-offer, with the freight, 25/11/2026, in 2 days",
        "18/12/2026, in 25 days, pushed 2 times",
        "for 20 days, slow after 30",
        "Purchasing · compras@hotelserra.example",
        "Payment terms agreed (Negotiation)",
        "Public tender, the budget is published",
        "Call from Lucía Ferrari: Freight, again (rui)",
        "Proposal → Negotiation",
        "Freight to be paid by them",
        "crm_data/opportunities/hotel-serra-pizza-ovens.yaml",
    ):
        assert words in shown


def test_findings_stand_with_their_record() -> None:
    shown = said("show", "imported-open-undated")
    assert "warning HYG" in shown


def test_an_earlier_day_shows_the_deal_of_that_day() -> None:
    done = run("show", "padaria-estrela-ovens", at_end=("--as-of", "2026-11-10"))
    assert "open, Proposal" in done.stdout
    assert "48.500,00 BRL × 40% = 19.400,00 BRL" in done.stdout
    assert "Contract signed" not in done.stdout.partition("What happened")[2]


def test_nothing_stands_under_no_heading(tmp_path: Path) -> None:
    folder = write(tmp_path, {"companies/bare.yaml": "name: Bare\n"})
    shown = run("show", "bare", folder=folder).stdout
    assert shown.startswith("Bare")
    assert "What happened" not in shown
    assert "Notes" not in shown


def test_a_record_of_a_later_day_is_shown_all_the_same() -> None:
    done = run("show", "ana-souza", at_end=("--as-of", "2026-11-01"))
    assert done.exit_code == 0
    assert done.stderr == "textcrm: leads/ana-souza is later than 2026-11-01; it is shown as it is written\n"
    assert "Pizzaria Brasa" in done.stdout


def test_json_is_the_record_with_what_belongs_to_it(folder: Path) -> None:
    deal = json.loads(said("show", "padaria-estrela-proofer", "--format", "json", folder=folder))
    assert (deal["ref"], deal["amount"]) == ("opportunities/padaria-estrela-proofer", "12900.00")
    assert deal["path"] == "crm_data/opportunities/padaria-estrela-proofer.yaml"
    assert [one["type"] for one in deal["activities"]] == ["email"]
    assert deal["history"][-1]["note"] == "Smaller cabinet fits the budget"
    found = json.loads(said("show", "imported-open-undated", "--format", "json"))["findings"]
    assert {"code", "severity", "message", "line", "help"} == set(found[0])


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("marta-oliveira", 2, "leads/marta-oliveira, contacts/marta-oliveira"),
        ("hotel-sera", 2, "did you mean companies/hotel-serra"),
        ("deals/hotel-sera-pizza-ovens", 2, "did you mean opportunities/hotel-serra-pizza-ovens"),
        ("Marta Oliveira", 2, "did you mean"),
        ("zzzzzz", 2, "try: textcrm search zzzzzz"),
        ("crm/settings", 2, "no kind of record to show"),
        ("activities/joana/2026-11", 2, "no kind of record to show"),
        ("", 2, "there is no record"),
    ],
)
def test_which_record_is_meant_must_be_clear(typed: str, code: int, words: str) -> None:
    done = run("show", typed)
    assert done.exit_code == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_record_that_does_not_load_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, BROKEN)
    done = textcrm("-C", str(folder), "show", "padaria-estrela-ovens", *AS_OF)
    assert done.returncode == 1
    assert b"opportunities/padaria-estrela-ovens could not be loaded" in done.stderr
    other = textcrm("-C", str(folder), "show", "joana", *AS_OF)
    assert (other.returncode, other.stdout.decode().splitlines()[0]) == (1, "Joana Prado")


def on_terminal(*arguments: str, typed: bytes = b"", width: int = 80, height: int = 60) -> tuple[str, int]:
    """What the command shows on a terminal of that size, and its exit code."""
    ours, theirs = pty.openpty()
    subprocess.run(["stty", "-F", os.ttyname(theirs), "cols", str(width), "rows", str(height)], check=True)
    command = [sys.executable, "-m", "textcrm", "-C", str(EXAMPLE), *arguments, *AS_OF]
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    os.write(ours, typed)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    return shown.decode().replace("\r\n", "\n"), running.wait(timeout=60)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_on_a_terminal_it_is_asked_which_one_is_meant() -> None:
    shown, code = on_terminal("show", "marta-oliveira", typed=b"2\n")
    assert code == 0
    assert "1  leads/marta-oliveira  Marta Oliveira" in shown
    assert "contacts/marta-oliveira" in shown
    assert "crm_data/contacts/marta-oliveira.yaml" in shown


def test_a_terminal_gets_colour_and_what_fits() -> None:
    shown, _ = on_terminal("show", "hotel-serra-pizza-ovens", height=30)
    assert "\x1b[" in shown
    assert "more; --all shows them" in _plain(shown)
    whole, _ = on_terminal("show", "hotel-serra-pizza-ovens", "--all", height=30)
    assert "more; --all shows them" not in _plain(whole)


def _plain(shown: str) -> str:
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", shown).split())


def _card(width_of_name: int = 20) -> Card:
    events = tuple(Row(f"{day:02}/11/2026", f"Call to somebody, who said a lot about {day}") for day in range(1, 31))
    return Card(
        "A deal with a rather long name, as they are",
        "opportunities/a-deal",
        "open, Proposal, Joana",
        (
            Block("", (Row("Amount", "100,00 BRL"), Row("N" * width_of_name, "with a text beside or below it"))),
            Block("What happened", events, long=True),
            Block("Notes", (Row("", "one\ntwo"),)),
        ),
        "crm_data/opportunities/a-deal.yaml",
    )


@pytest.mark.parametrize("width", [20, 40, 80, 119, 120, 160, 400])
@pytest.mark.parametrize("label", [3, 20, 60])
def test_no_line_is_wider_than_the_terminal(width: int, label: int) -> None:
    lines = card(_card(label), Look(width=width)).splitlines()
    spaced = [line for line in lines if " " in line.strip() and not line.startswith("File ")]
    assert max(map(cells, spaced)) <= width
    assert any("Call" in line for line in lines)


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("height", [24, 40, 60])
def test_what_is_long_is_cut_to_the_screen_with_a_count(width: int, height: int) -> None:
    shown = card(_card(), Look(width=width), height)
    calls = shown.count("Call to somebody")
    assert len(shown.splitlines()) < height or calls == 4
    assert calls == 30 or f"and {30 - calls} more; --all shows them" in " ".join(shown.split())
    assert card(_card(), Look(width=width)).count("Call to somebody") == 30


def test_piped_text_is_whole_and_plain() -> None:
    shown = card(_card(), Look())
    assert "\x1b" not in shown
    assert shown.count("Call to somebody") == 30


def test_what_a_record_holds_commands_no_terminal(tmp_path: Path) -> None:
    text = "name: '::error::x \U000e0041'\nnotes: |\n  ::warning::y\n  ##[group]z\n"
    shown = run("show", "evil", folder=write(tmp_path, {"companies/evil.yaml": text})).stdout
    assert "\U000e0041" not in shown
    assert "##[" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
