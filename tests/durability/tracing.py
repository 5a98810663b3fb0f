"""Commands under strace, which can spoil or end them at a single system call."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


def _is_possible() -> bool:
    strace = shutil.which("strace")
    return (
        strace is not None and subprocess.run([strace, "-qq", "true"], check=False, capture_output=True).returncode == 0
    )


traceable = pytest.mark.skipif(
    not _is_possible(), reason="strace is missing or may not trace; test_faults.py stands in for it"
)


def trace(log: Path, options: Sequence[str], command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; what strace sees goes to the log."""
    traced = ["strace", "-f", "-qqq", "-o", str(log), *options, *command]
    return subprocess.run(traced, check=False, capture_output=True, text=True, cwd=CHECKOUT, timeout=120)
