"""What an import tells: the whole of it at two widths, and every state."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Snapshot
from tests.exchange.importer import imported
from textcrm.reporters.imported import Imported, State, imported_json, imported_text
from textcrm.reporters.reporter import Look

SNAPSHOTS = Path(__file__).parent / "snapshots"
MAP = """\
system: old
settings: {name: Fornos do Vale Ltda, currency: BRL, sources: [website, referral]}
files:
  people.csv: {kind: team, key: Id, fields: {name: Name}}
  firms.csv:
    kind: companies
    key: Id
    aliases: {Name: {Padaria Estrella: Padaria Estrela}}
    unless: {Name: Test}
    fields: {name: Name, owner: Owner, email: Mail}
  deals.csv:
    kind: opportunities
    key: Id
    fields:
      name: Name
      status: {column: Stage, values: {Won: won, Lost: lost, Talk: open}}
      company: Firm
      owner: Owner
      source: From
      amount: Amount
"""
FIRMS = "Id,Name,Owner,Mail,Fax\n1,Padaria Estrella,7,,1\n2,,7,,\n3,Test,,,\n4,Müller,8,,\n5,Muller,8,,\n"
DEALS = """\
Id,Name,Stage,Firm,Owner,From,Amount
1,Two deck ovens,Won,1,7,Fair,1e5
2,One pizza oven,Lost,9,7,Fair,100
2,A proofer for bread,Talk,1,7,Word of mouth,"1,000"
3,A mixer and more,Gone,,,,
"""


def made(state: State) -> Imported:
    """An import with something of every sort."""
    done = imported(MAP, {"firms.csv": FIRMS, "deals.csv": DEALS})
    return Imported(done.told, done.introduced, state)


@pytest.mark.parametrize("width", [None, 80, 40])
def test_what_people_are_told(snapshot: Snapshot, width: int | None) -> None:
    text = imported_text(made("planned"), Look(width=width))
    snapshot(SNAPSHOTS / f"imported-{width or 'piped'}.txt", text)


def test_what_programs_are_told(snapshot: Snapshot) -> None:
    text = imported_json(made("planned"))
    snapshot(SNAPSHOTS / "imported.json", text)
    told = json.loads(text)
    assert {*told} == {
        *("version", "state", "files", "counts", "history", "unread", "untraced", "aliases", "remarks", "notes"),
        "differing",
        *("summary", "findings"),
    }
    assert told["summary"]["errors"] == sum(one["severity"] == "error" for one in told["findings"])


@pytest.mark.parametrize(
    ("state", "last"),
    [
        ("planned", "Nothing is written yet. 8 files would be created: add --apply to do so."),
        ("written", "Written: 8 files created. See what there is to mend: textcrm validate"),
        ("idle", "Nothing to do: every record is there already."),
        ("refused", "Refused, and nothing is written: some of the files could not be loaded. Please report this."),
    ],
)
def test_the_last_line_says_what_became_of_it(state: State, last: str) -> None:
    assert imported_text(made(state), Look()).splitlines()[-1] == last


def test_only_what_there_is_to_tell_is_told() -> None:
    quiet = made("written")
    told = replace(quiet.told, unread=(), untraced=(), aliases=(), remarks=(), notes=())
    text = imported_text(Imported(told, (), "written"), Look())
    assert [block.split("\n")[0].split()[0] for block in text.split("\n\n")] == ["kind", "Written:"]
