"""The schemas for editors: what the loader accepts they accept, what it refuses by type they refuse."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from textcrm.files import Tree
from textcrm.source.jsonschema import KINDS, schema
from textcrm.source.load import Loaded, load_book
from textcrm.source.places import Place, survey
from textcrm.store.read import read_tree

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in (HERE / "gallery").glob("*/*/crm_data"))
OTHERS = [HERE / "books" / "example", HERE.parent]
SINGULAR = {kind: singular for singular, kind in KINDS.items()}
#: Rules that say a value is of the wrong type; everything else may be beyond a schema.
BY_TYPE = {"wrong-type", "unknown-key", "missing", "not-in-the-list", "not-a-plain-number", "bad-date", "bad-id"}


class CoreLoader(yaml.SafeLoader):
    """Scalars as YAML 1.2 and editors read them: no dates, and only `true` and `false` are booleans."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), None)


@cache
def validator(kind: str, settings: str | None) -> jsonschema.Draft7Validator:
    """The schema of that kind, with the fields of these settings; most folders of the gallery have the same."""
    known = load_book(Tree({"crm_data/crm.yaml": settings})).book.settings if settings is not None else None
    return jsonschema.Draft7Validator(schema(SINGULAR[kind], known))


def accepts(kind: str, text: str, settings: str | None) -> bool | None:
    """Whether the schema of that kind takes the file; `None` where an editor's YAML cannot read it."""
    try:
        data: Any = yaml.load(text, Loader=CoreLoader)  # noqa: S506  # a SafeLoader
    except (yaml.YAMLError, ValueError):
        return None
    return bool(validator(kind, settings).is_valid(data))


def judged(tree: Tree, loaded: Loaded) -> list[tuple[Place, set[str], bool | None]]:
    """Each record file with the rules that loading met there, and the schema's verdict."""
    met: dict[str, set[str]] = {}
    for problem in loaded.problems:
        met.setdefault(problem.path or "", set()).add(problem.rule)
    places, settings = survey(tree)[0], tree.files["crm_data/crm.yaml"] if loaded.usable else None
    return [(one, met.get(one.path, set()), accepts(one.kind, tree.files[one.path], settings)) for one in places]


@pytest.mark.parametrize("folder", [*FOLDERS, *OTHERS], ids=lambda folder: "-".join(folder.parts[-2:]))
def test_schema_and_loader_agree(folder: Path) -> None:
    tree = read_tree(folder)
    loaded = load_book(tree)
    for place, rules, accepted in judged(tree, loaded):
        if place.ref not in loaded.book.broken and not rules - {"ambiguous-scalar", "invisible-character"}:
            assert accepted, f"the loader accepts {place.path}, the schema does not"
        if rules & BY_TYPE:
            assert not accepted, f"the loader refuses {place.path} by type, the schema does not"
