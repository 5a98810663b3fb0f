"""What people and services get to see, as accepted: `pytest --snapshot-update` accepts anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Snapshot
from tests.reporters.sample import CLEAN, REPORT, RULES, SOURCES
from textcrm.reporters import FORMATS, Look

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("width", [None, 40, 80, 160])
def test_text(width: int | None, colour: bool, snapshot: Snapshot) -> None:  # noqa: FBT001 - a parameter of the test
    name = f"text-{width or 'piped'}{'-colour' if colour else ''}.txt"
    snapshot(SNAPSHOTS / name, FORMATS["text"](REPORT, SOURCES, Look(width, colour=colour)))


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"text"}))
def test_other_formats(name: str, snapshot: Snapshot) -> None:
    snapshot(SNAPSHOTS / f"{name}.txt", FORMATS[name](REPORT, SOURCES, Look(), RULES))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(name: str, snapshot: Snapshot) -> None:
    snapshot(SNAPSHOTS / f"clean-{name}.txt", FORMATS[name](CLEAN, SOURCES, Look(), RULES))


@pytest.mark.parametrize("name", FORMATS)
def test_only_text_depends_on_the_look(name: str) -> None:
    looks = (Look(), Look(40), Look(colour=True))
    assert name == "text" or len({FORMATS[name](REPORT, SOURCES, look, RULES) for look in looks}) == 1
