"""What every test may ask for: snapshots, and properties that are not hurried."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.browser.chromium import launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: `snapshot(path, text)` holds when the file has exactly this text.
Snapshot = Callable[[Path, str], None]

# A deadline per example measures how busy the machine is. CI, which has ten minutes, takes fewer examples than a desk.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.register_profile("brief", deadline=None, max_examples=30)
hypothesis.settings.load_profile("brief" if os.environ.get("CI") else "unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="accept what the snapshot tests produce now")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compares text with a file, byte for byte, or writes the file under `--snapshot-update`."""
    return _write if request.config.getoption("--snapshot-update") else _compare


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a module: only one can be driven at a time."""
    with launched() as started:
        yield started


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _compare(path: Path, text: str) -> None:
    expected = path.read_bytes().decode() if path.exists() else ""
    if text == expected and path.exists():
        return
    lines = difflib.unified_diff(expected.splitlines(keepends=True), text.splitlines(keepends=True), "accepted", "now")
    pytest.fail(f"{path} differs; accept with: pytest --snapshot-update\n{''.join(lines)}", pytrace=False)
