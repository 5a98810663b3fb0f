"""File names and ids that try to become markup: text where they are told of, and never a path or an address."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache

import pytest
from _pytest.mark import ParameterSet

from tests.site.payloads import PAYLOADS
from tests.site.sites import built, facts
from tests.site.test_hostile import Skeleton

HARMLESS = "Harmless words"
#: Those that a file may be called, and that are no id.
NAMES = [payload for payload in PAYLOADS if "/" not in payload and not re.fullmatch("[a-z]+", payload)]
#: All places that name another record, a member, or an entry of the settings.
LINKS = """\
name: Ovens
status: open
company: {0}
contacts: [{{contact: {0}, role: {0}}}]
partners: [{{company: {0}}}]
owner: {0}
lead: {0}
type: {0}
source: {0}
campaign: {0}
pipeline: {0}
stage: {0}
category: {0}
currency: {0}
competitors: [{0}]
items: [{{product: {0}, quantity: 1, unit_price: 1}}]
history:
  - {{date: 2026-11-02, status: open, stage: {0}, owner: {0}, by: {0}}}
"""
#: The same one at a time in a deal that is read but for it, as ids that nobody has are.
ALONE = ("company", "owner", "lead", "type", "source", "campaign", "stage")


def some_of(texts: Sequence[str]) -> list[ParameterSet]:
    """Every one is tried, but most of them by `make slow` only."""
    return [pytest.param(text, marks=pytest.mark.slow if number % 12 else ()) for number, text in enumerate(texts)]


def misnamed(name: str) -> dict[str, str]:
    """A book with a file of this name in every folder."""
    kinds = {"companies": "name: A\n", "contacts": "name: B\n", "leads": "status: new\nname: C\n", "team": "name: D\n"}
    kinds["opportunities"] = "name: E\nstatus: open\n"
    return {f"{kind}/{name}.yaml": text for kind, text in kinds.items()} | {f"{name}.yaml": "x: y\n"}


def mislinked(text: str) -> dict[str, str]:
    """A book with this text wherever an id belongs."""
    said = json.dumps(text, ensure_ascii=False)
    alone = {
        f"opportunities/{key}.yaml": f"name: Ovens\nstatus: open\n{key}: {said}\nhistory: []\ncreated: 2026-11-02\n"
        for key in ALONE
    }
    journal = f"- {{date: 2026-11-12, type: {said}, opportunity: {said}, lead: {said}, contacts: [{said}]}}\n"
    forecast = f"period: {said}\nentries: []\n"
    more = {"activities/joana/2026-11-12.yaml": journal, f"forecasts/{text}/joana.yaml": forecast}
    return alone | {"opportunities/all.yaml": LINKS.format(said)} | more


def elements(files: dict[str, str]) -> set[tuple[str, ...]]:
    """Every element of every page, with the names of its attributes."""
    pages = [Skeleton(text) for path, text in files.items() if path.endswith(".html")]
    return {(bone[0], *(part.partition("=")[0] for part in bone[1:])) for page in pages for bone in page.bones}


@cache
def harmless() -> set[tuple[str, ...]]:
    """What pages are made of where names and ids are wrong, and no more."""
    books = [{}, *(made(text) for text in (HARMLESS, "nobody") for made in (misnamed, mislinked))]
    return set.union(*(elements(built(facts(files))) for files in books))


@cache
def usual() -> set[str]:
    """The files of a site without any of these records."""
    return set(built(facts()))


@pytest.mark.parametrize("name", some_of(NAMES))
def test_a_hostile_file_name_is_text(name: str) -> None:
    files = built(facts(misnamed(name)))
    assert elements(files) <= harmless()
    assert files.keys() == usual()


@pytest.mark.parametrize("text", some_of(PAYLOADS))
def test_a_hostile_id_is_text(text: str) -> None:
    files = built(facts(mislinked(text)))
    assert elements(files) <= harmless()
    assert not [path for path in files if not path.isascii() or set(path) & set("<>\"' \\:") or ".." in path]
