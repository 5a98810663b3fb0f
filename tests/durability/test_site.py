"""A build that is killed at any moment: the old site or the new one, and nothing else for long."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.cli.test_stop import held

pytestmark = pytest.mark.slow
SAMPLE = Path(__file__).parents[2] / "crm_data"
#: Days of which the sites differ; every build is of the other day than the one before.
DAYS = ("2026-11-20", "2026-11-23")


def command(root: Path, day: str) -> list[str]:
    return [sys.executable, "-m", "textcrm", "-C", str(root), "build", "--as-of", day]


def hashed(site: Path) -> str:
    """The hash of all paths and bytes of the site."""
    total = hashlib.sha256()
    for path in sorted(site.rglob("*")):
        total.update(path.relative_to(site).as_posix().encode())
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def kill_held(root: Path, day: str, where: str) -> str:
    """Kill a build that stands still where a function is called; the hash of the site that is left."""
    with held(where, root, "build", "--as-of", day) as process:
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    return hashed(root / "site")


@pytest.mark.parametrize("kills", [pytest.param(8, marks=pytest.mark.sample), 50])
def test_kills_leave_the_old_site_or_the_new_one(tmp_path: Path, kills: int) -> None:
    shutil.copytree(SAMPLE, tmp_path / "crm_data")
    whole, lasted = [], 0.0
    for day in DAYS:
        began = time.monotonic()
        subprocess.run(command(tmp_path, day), check=True, capture_output=True)
        lasted = time.monotonic() - began
        whole.append(hashed(tmp_path / "site"))
    assert whole[0] != whole[1]
    # Only the clearing away follows upon the swap, which the filling goes before.
    assert kill_held(tmp_path, DAYS[0], "shutil:rmtree") == whole[0]
    assert kill_held(tmp_path, DAYS[1], "textcrm.store.site:_swap") == whole[0]
    moments = Random(4)
    for number in range(kills):
        running = subprocess.Popen(command(tmp_path, DAYS[number % 2]), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep((0.3 + 0.8 * (number + moments.random()) / kills) * lasted)  # the last ones come about its end
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert hashed(tmp_path / "site") in whole
    subprocess.run(command(tmp_path, DAYS[1]), check=True, capture_output=True)
    assert hashed(tmp_path / "site") == whole[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crm_data", "site"]
