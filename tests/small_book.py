"""Small books for tests: files as a mapping, written to a folder or loaded as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

from textcrm.check import Selection, check
from textcrm.files import Tree
from textcrm.findings import Report
from textcrm.source.load import Loaded, load_book

AS_OF = date(2026, 11, 23)
CRM = "name: Fornos do Vale Ltda\ncurrency: BRL\ntimezone: America/Sao_Paulo\n"
#: A valid miniature company without any finding: what a test does not say is as here.
SMALL: Mapping[str, str] = {
    "crm.yaml": CRM,
    "team/joana.yaml": "name: Joana Prado\nemail: joana@fornosdovale.example\n",
    "companies/padaria-estrela.yaml": "name: Padaria Estrela\ntypes: [customer]\n",
    "contacts/marta-oliveira.yaml": "name: Marta Oliveira\ncompany: padaria-estrela\n",
    "opportunities/padaria-estrela-ovens.yaml": dedent(
        """\
        name: Padaria Estrela – two deck ovens
        company: padaria-estrela
        contacts: [marta-oliveira]
        owner: joana
        created: 2026-11-16
        status: open
        stage: qualification
        next_step: {what: Visit the bakery, due: 2026-11-30}
        history:
          - {date: 2026-11-16, status: open, stage: qualification, owner: joana}
        """
    ),
}


def tree(files: Mapping[str, str] | None = None, *, base: Mapping[str, str] = SMALL) -> Tree:
    """The small book with these files over it, as a tree; paths are below `crm_data`."""
    return Tree({f"crm_data/{path}": text for path, text in {**base, **(files or {})}.items()})


def load(files: Mapping[str, str] | None = None, *, base: Mapping[str, str] = SMALL) -> Loaded:
    """The small book with these files over it, loaded."""
    return load_book(tree(files, base=base))


def report(files: Mapping[str, str] | None = None, *select: str, base: Mapping[str, str] = SMALL) -> Report:
    """The report on the small book with these files over it, as of 2026-11-23; of the rules selected, if any are.

    What could not be loaded is always part of a real report; here a test that selects sees what it selected.
    """
    made = tree(files, base=base)
    found = check(load_book(made), made.files, AS_OF, Selection(select))
    return replace(found, findings=tuple(one for one in found.findings if not select or one.code.startswith(select)))


def write(folder: Path, files: Mapping[str, str] | None = None, *, base: Mapping[str, str] = SMALL) -> Path:
    """The small book with these files over it, written below `folder`, which is returned."""
    for path, text in {**base, **(files or {})}.items():
        place = folder / "crm_data" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder
