"""What every test may ask for: snapshots, and properties that are not hurried."""

from __future__ import annotations

import difflib
import os
from collections import defaultdict
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In CI one in N of the cases of a test that is marked `many(N)`, the first and the last among them; else all."""
    if not os.environ.get("CI"):
        return
    groups: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        groups[item.nodeid.partition("[")[0]].append(item)
    left_out = [one for cases in groups.values() for one in cases[1:-1] if not _is_chosen(one, cases.index(one))]
    if left_out:
        items[:] = [one for one in items if one not in left_out]
        config.hook.pytest_deselected(items=left_out)


def _is_chosen(item: pytest.Item, place: int) -> bool:
    mark = item.get_closest_marker("many")
    return mark is None or place % mark.args[0] == 0


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
