"""`textcrm list`: what is listed, in which shapes, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import AS_OF, EXAMPLE, process, run, said, textcrm
from tests.cli.test_validate import BROKEN
from tests.small_book import CRM, SMALL, write
from textcrm.cli.list import command
from textcrm.model.settings import SINGULAR, Settings
from textcrm.reporters.records import IN_CSV, NARROW, WIDE
from textcrm.reporters.reporter import Look
from textcrm.search.fields import fields_of, kind_words


def ids(*arguments: str) -> list[str]:
    return said("list", *arguments, "--format", "ids").split()


COLUMNS = ("--columns", "id,stage,amount,expected_close,next_step.due")
OPEN = """\
4 opportunities as of 23/11/2026

ID                        Stage            Amount  Close       Next step
-------------------------------------------------------------------------
hotel-serra-pizza-ovens   Negotiation  14.200 USD  18/12/2026  25/11/2026
padaria-estrela-proofer   Proposal     12.900 BRL  29/01/2027  24/11/2026
pizzaria-forno-novo-oven  Discovery             –  26/02/2027  27/11/2026
imported-open-undated     Discovery             –  –           –
Together 89.296 BRL; 2 without an amount
"""
JOANAS = """\
3 opportunities as of 23/11/2026

ID                            Stage         Amount  Close       Next step
--------------------------------------------------------------------------
padaria-estrela-proofer       Proposal  12.900 BRL  29/01/2027  24/11/2026
padaria-estrela-ovens         Won       46.000 BRL  20/11/2026  –
panificadora-sol-maintenance  Lost      18.000 BRL  22/10/2026  –
"""


def test_open_deals_come_with_what_they_are_worth_together() -> None:
    assert said("list", "deals", "--status", "open", *COLUMNS) == OPEN


def test_closed_deals_show_how_and_when_they_ended() -> None:
    assert said("list", "deals", "--owner", "joana", *COLUMNS) == JOANAS


def test_the_usual_columns_leave_out_what_nothing_is_known_of() -> None:
    heads = said("list", "deals", "--status", "open").splitlines()[2].split("  ")
    assert [one.strip() for one in heads if one.strip()] == [
        "ID", "Name", "Stage", "Amount", "Close", "Owner", "Next step",
    ]  # fmt: skip  # one list
    assert "Title" not in said("list", "team", "--id", "rui")


@pytest.mark.parametrize("word", kind_words())
def test_every_word_for_a_kind_lists_it(word: str) -> None:
    assert said("list", word)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("opportunity", "--stage", "proposal"), ["padaria-estrela-proofer", "panificadora-sol-maintenance"]),
        (("deals", "--status=open", "--owner=joana"), ["padaria-estrela-proofer"]),
        (("--status", "won", "deals", "--sort", "-amount"), ["padaria-estrela-ovens", "imported-won-gtx"]),
        (("deals", "--closed.reason", "competitor"), ["panificadora-sol-maintenance"]),
        (("deals", "--expected-close", "..2026-12-31", "--status", "open"), ["hotel-serra-pizza-ovens"]),
        (("deals", "--amount", ">10000", "--amount", "<15000"), ["padaria-estrela-proofer"]),
        (("deals", "--sort=-amount", "--limit", "2"), ["hotel-serra-pizza-ovens", "padaria-estrela-ovens"]),
        (("deals", "--tag", "none", "--limit", "1"), ["hotel-serra-pizza-ovens"]),
        (("deals", "--status", "open", "--stage", "contract"), []),
        (("members",), ["joana", "rui"]),
        (("activities", "--planned", "yes"), ["activities/rui/2026-11[2]"]),
    ],
)
def test_conditions_choose(arguments: tuple[str, ...], found: list[str]) -> None:
    assert ids(*arguments) == found


def test_an_earlier_day_has_its_own_deals() -> None:
    done = run("list", "deals", "--status", "open", "--format", "ids", at_end=("--as-of", "2026-09-15"))
    assert done.stdout.split() == ["panificadora-sol-maintenance", "hotel-serra-pizza-ovens"]
    assert done.stderr == ""


def test_records_of_days_to_come_are_told() -> None:
    done = textcrm(
        "-C", str(EXAMPLE), "list", "deals", "--format", "ids", SOURCE_DATE_EPOCH="1789473600"
    )  # 15 September
    assert done.stderr == b"textcrm: 3 opportunities later than 2026-09-15 left out\n"


def test_json_is_the_records_as_they_are() -> None:
    (deal,) = json.loads(said("list", "deals", "--id", "hotel-serra-pizza-ovens", "--format", "json"))
    assert list(deal)[:4] == ["ref", "id", "name", "status"]
    assert deal["ref"] == "opportunities/hotel-serra-pizza-ovens"
    assert (deal["amount"], deal["currency"], deal["probability"]) == ("14200.00", "USD", 80)
    assert deal["items"] == [{"product": "pizza-oven-6", "quantity": "4", "unit_price": "3550.00", "discount": "0.00"}]
    assert deal["closed"] is None
    assert deal["tags"] == []
    assert deal["history"][1] == {"date": "2026-09-07", "by": "rui", "stage": "proposal"}
    assert deal["steps"]["need-confirmed"] == {"date": "2026-08-14", "skipped": None, "by": None}


def test_json_pads_amounts_to_the_decimals_of_their_currency(tmp_path: Path) -> None:
    folder = write(tmp_path, {"opportunities/a.yaml": "name: A\nstatus: open\nstage: qualification\namount: 12.5\n"})
    (deal,) = json.loads(run("list", "deals", "--id", "a", "--format", "json", folder=folder).stdout)
    assert deal["amount"] == "12.50"


@pytest.mark.parametrize("kind", SINGULAR)
def test_every_kind_comes_in_every_form(kind: str) -> None:
    records = json.loads(said("list", kind, "--format", "json"))
    assert all(record["ref"].startswith(f"{kind}/") for record in records)
    rows = list(csv.DictReader(io.StringIO(said("list", kind, "--format", "csv"))))
    assert list(rows[0]) == [*WIDE[kind], *IN_CSV.get(kind, ())]
    assert len(rows) == len(records) == len(ids(kind))


def test_csv_holds_ids_and_plain_numbers() -> None:
    columns = "id,company,amount,currency,created,partners,contacts.role"
    text = said(
        "list", "deals", "--id", "hotel-serra-pizza-ovens,imported-won-gtx", "--format", "csv", "--columns", columns
    )
    assert text.splitlines() == [
        columns,
        "hotel-serra-pizza-ovens,hotel-serra,14200.00,USD,2026-08-10,montevideo-hornos,decision-maker",
        "imported-won-gtx,padaria-estrela,1054.00,BRL,2016-10-20,,",
    ]


def test_columns_are_any_fields() -> None:
    table = said("list", "leads", "--columns", "id,converted.opportunity,qualification.need", "--status", "converted")
    assert table.splitlines()[2].split("  ")[0] == "ID"
    assert "Third shop opens in January" in table
    assert "Padaria Estrela – two deck ovens" in table
    whole = said("list", "leads", "--columns", "all", "--format", "csv").splitlines()[0].split(",")
    assert {"id", "qualification.need", "recontact_on"} <= set(whole)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("oportunity",), "Did you mean opportunity?"),
        ((), "Missing argument 'KIND'"),
        (("deals", "--stge", "x"), "did you mean --stage"),
        (("deals", "--stge", "x"), "Its fields are ref, id, name, status"),
        (("deals", "--stge"), "did you mean --stage"),
        (("deals", "--fromat", "csv"), "did you mean --format"),
        (("deals", "--stage"), "--stage wants a value"),
        (("deals", "--stage", "--owner", "joana"), "--stage wants a value"),
        (("deals", "--stage", "propsal"), "did you mean proposal?"),
        (("deals", "--owner", "joanna"), "did you mean joana?"),
        (("deals", "--reason", "price"), "did you mean --closed.reason"),
        (("deals", "--sort", "amuont"), "did you mean amount"),
        (("deals", "--columns", "nme"), "did you mean name"),
        (("deals", "--columns", "closed"), "show one of closed.date"),
        (("deals", "--columns", "id", "--format", "ids"), "--columns goes with"),
        (("deals", "--custom.colour", "red"), "have no field custom.colour"),
        (("deals", "--limit", "0"), "--limit"),
        (("deals", "leads"), "unexpected extra argument"),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(arguments: tuple[str, ...], words: str) -> None:
    done = run("list", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert not done.stdout


def test_an_amount_without_a_rate_is_told(tmp_path: Path) -> None:
    deal = SMALL["opportunities/padaria-estrela-ovens.yaml"] + "amount: 100\ncurrency: JPY\n"
    folder = write(tmp_path, {"opportunities/padaria-estrela-ovens.yaml": deal})
    done = run("list", "deals", "--sort", "amount", folder=folder)
    assert done.stderr == "textcrm: amount: 1 without an exchange rate, so taken for not known\n"
    assert done.exit_code == 0
    assert "100 JPY" in done.stdout


@pytest.mark.parametrize(
    "form",
    [("table", "--columns=name,id"), ("csv", "--columns=name,id"), ("json",), ("ids",)],
    ids=lambda form: form[0],
)
def test_what_a_name_holds_commands_no_terminal(tmp_path: Path, form: tuple[str, ...]) -> None:
    folder = write(tmp_path, {"companies/evil.yaml": 'name: "::error:: ##[group]x \U000e0041"\n'})
    shown = run("list", "companies", "--format", *form, folder=folder).stdout
    assert "evil" in shown
    assert "##[" not in shown
    assert "\U000e0041" not in shown or form[0] == "csv"
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_no_cell_of_csv_is_a_formula(tmp_path: Path) -> None:
    folder = write(tmp_path, {"team/eve.yaml": "name: =cmd()\n"})
    assert "'=cmd()" in run("list", "team", "--format", "csv", folder=folder).stdout


def test_the_help_names_the_fields_of_a_kind() -> None:
    shown = run("list", "deals", "--help", at_end=()).stdout
    for name in ("--expected_close", "--closed.reason", "--custom.segment", "--steps.quote-sent", "--history.FIELD"):
        assert name in shown
    assert "discovery, proposal, negotiation" in " ".join(shown.split())
    assert "--recontact_on" not in shown
    assert "--recontact_on" in run("list", "leads", "--help", at_end=()).stdout


def test_the_help_needs_no_crm(tmp_path: Path) -> None:
    done = run("list", "leads", "--help", folder=tmp_path, at_end=())
    assert done.exit_code == 0
    assert "--company_name" in done.stdout


@pytest.mark.parametrize("kind", SINGULAR)
def test_columns_are_fields_and_no_option_hides_a_field(kind: str) -> None:
    names = set(fields_of(kind, Settings()))
    assert {*NARROW[kind], *WIDE[kind], *IN_CSV.get(kind, ())} <= names
    options = {one.removeprefix("--") for param in command.params for one in param.opts}
    assert not names & options


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("list opport", {"opportunity", "opportunities"}),
        ("list deals --st", {"--status", "--stage", "--steps"}),
        ("list deals --form", {"--format"}),
        ("show deals/", set()),
        ("show leads/m", {"leads/marta-oliveira"}),
        ("show hotel", {"hotel-serra", "hotel-serra-pizza-ovens"}),
        ("search x --kind le", {"lead", "leads"}),
    ],
)
def test_shells_complete_kinds_fields_and_records(line: str, found: set[str]) -> None:
    words = f"textcrm -C {EXAMPLE} {line}"
    place = str(words.count(" "))
    offered = textcrm(COMP_WORDS=words, COMP_CWORD=place, _TEXTCRM_COMPLETE="bash_complete").stdout.decode().split()
    assert {word.removeprefix("plain,") for word in offered} == found


def test_exit_codes_of_the_process(tmp_path: Path) -> None:
    good, bad = write(tmp_path / "good"), write(tmp_path / "bad", BROKEN)
    assert process("-C", str(good), "list", "deals", *AS_OF).returncode == 0
    done = process("-C", str(bad), "list", "companies", *AS_OF, "--format", "ids")
    assert (done.returncode, done.stdout) == (1, b"padaria-estrela\n")
    assert done.stderr.startswith(b"textcrm: 1 record is missing")
    assert len(done.stderr.splitlines()) == 1
    assert process("-C", str(tmp_path), "list", "deals").returncode == 2
    assert process("-C", str(good), "list", "deals", "--at", "nowhere").returncode == 3


def test_no_records_are_no_drama(tmp_path: Path) -> None:
    done = run("list", "deals", folder=write(tmp_path, base={"crm.yaml": CRM}))
    assert done.exit_code == 0
    assert done.stdout.startswith("No opportunities as of")
    assert run("list", "deals", "--format", "json", folder=tmp_path).stdout == "[]\n"


def test_a_reader_that_goes_away_is_no_drama(tmp_path: Path) -> None:
    files = {f"companies/company-{n}.yaml": f"name: Company {n}\n" for n in range(3_000)}
    line = f"{sys.executable} -m textcrm -C {write(tmp_path, files)} list companies | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], check=False, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] in ("141", "0")
    assert done.stderr == ""


def test_options_come_from_the_environment_too() -> None:
    done = textcrm("-C", str(EXAMPLE), "list", "team", TEXTCRM_FORMAT="ids", TEXTCRM_SORT="-name")
    assert done.stdout == b"rui\njoana\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--name", "padaria"), "no name is `padaria`; in part: --name '~padaria'"),
        (
            ("--status", "open", "--status", "won"),
            "all conditions must hold at once; --status open,won asks for either",
        ),
    ],
)
def test_nothing_is_said_once_with_what_may_have_been_meant(arguments: tuple[str, ...], hint: str) -> None:
    done = run("list", "deals", *arguments)
    assert done.stdout == "No opportunities as of 23/11/2026\n"
    assert done.stderr == f"textcrm: {hint}\n"


def test_people_read_names_and_programs_ids() -> None:
    one = ("deals", "--id", "padaria-estrela-ovens", "--columns", "stage,owner")
    assert said("list", *one).splitlines()[-1].split() == ["Won", "Joana", "Prado"]
    assert said("list", *one, "--format", "csv").splitlines()[-1] == "contract,joana"


@pytest.mark.parametrize("width", [60, 70, 80])
def test_a_narrow_terminal_has_whole_ids_and_names_first(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textcrm.cli.list.terminal_look", lambda: Look(width))
    shown = said("list", "deals", "--status", "open").splitlines()
    assert shown[2].split()[:2] == ["ID", "Name"]
    assert [line.split()[0] for line in shown[4:8]] == ids("deals", "--status", "open")
    assert any(line.startswith("Not shown at this width: ") for line in shown)
    assert max(map(len, shown)) <= width
