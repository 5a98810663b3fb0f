"""Real and vendor data sets turned into folders of textcrm records, for tests; the product's importer is another thing.

Every module here converts one set and follows one rule: nothing is invented. What the set does not say stays absent,
what it says twice in two ways is written down twice, and validation is left to complain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.realdata import maven, salesforce, xeducation, zoho
from tests.realdata.yaml_text import document

SETS: Mapping[str, Callable[[Path], Iterator[tuple[str, object]]]] = {
    "maven_crm": maven.records,
    "zoho_crm_demo": zoho.records,
    "salesforce_devorg": salesforce.records,
    "xeducation_leads": xeducation.records,
}


def convert(name: str, source: Path) -> dict[str, str]:
    """The data set `name`, whose files lie in the folder `source`, as YAML text by path (`crm_data/crm.yaml` …)."""
    files: dict[str, str] = {}
    for record, content in SETS[name](source):
        path = f"crm_data/{record}.yaml"
        if path in files:
            raise ValueError(f"{name}: two records are called {record}")
        files[path] = document(content)
    return files


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write what `convert` gave below `folder`, which may not hold any of the files yet."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
