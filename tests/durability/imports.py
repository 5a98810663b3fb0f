"""`textcrm import --apply` as a command to be interrupted, and the CSV files and maps that it reads."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.scenarios import Scenario
from tests.small_book import SMALL

MAP = """\
system: sheet
settings:
  name: Fornos do Vale
  currency: BRL
files:
  companies.csv:
    - kind: companies
      key: id
      fields: {name: name, notes: notes}
  people.csv:
    - kind: contacts
      key: id
      fields: {name: name, company: company}
"""
#: Two companies and three people at them.
FEW: Mapping[str, str] = {
    "companies.csv": "id,name,notes\nc1,Padaria Aurora,\nc2,Forno Novo,Asks for two ovens\n",
    "people.csv": "id,name,company\np1,Ana Prado,c1\np2,Rui Tavares,c2\np3,Bruno Lima,c1\n",
}


def many(count: int, name: str = "Ana") -> Mapping[str, str]:
    """One company, and so many people at it."""
    people = "".join(f"{name}-{number},{name} Prado {number},c1\n" for number in range(count))
    return {"companies.csv": "id,name,notes\nc1,Padaria Aurora,\n", "people.csv": f"id,name,company\n{people}"}


@dataclass(frozen=True, slots=True)
class Import:
    """CSV files that are imported by the map above into what is there before, if anything is."""

    before: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=lambda: FEW)
    git: bool = True

    def prepare(self, root: Path) -> Path:
        return Scenario(self.before, {}, self.git).prepare(root)

    def command(self, root: Path, aside: Path) -> Sequence[str]:
        aside.mkdir(parents=True, exist_ok=True)
        for name, text in {**self.files, "map.yaml": MAP}.items():
            (aside / name).write_text(text)
        files = [str(aside / name) for name in self.files]
        options = ["--map", str(aside / "map.yaml"), "--as-of", "2026-11-23", "--apply"]
        return [sys.executable, "-B", "-m", "textcrm", "-C", str(root), "import", *files, *options]


IMPORTS: Mapping[str, Import] = {
    "textcrm import": Import(git=False),
    "textcrm import into a CRM": Import(SMALL),
}
