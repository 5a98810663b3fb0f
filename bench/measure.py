"""CPU time and peak memory of child processes, run in turns so that a noisy machine hurts all of them alike."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from bench.process import AS_OF


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run took: CPU seconds (user and system, with those of its own children), by the clock, peak in MiB."""

    seconds: float
    peak: float
    clock: float


@dataclass(frozen=True, slots=True)
class Samples:
    """The runs of one command, in order."""

    runs: tuple[Spent, ...]

    @property
    def seconds(self) -> float:
        """The median of the CPU seconds."""
        return median(run.seconds for run in self.runs)

    @property
    def peak(self) -> float:
        """The worst peak memory in MiB."""
        return max(run.peak for run in self.runs)

    def over(self, other: Samples) -> float:
        """The median of the ratios to the other command's run in the same turn."""
        pairs = zip(self.runs, other.runs, strict=True)
        return median(mine.seconds / theirs.seconds for mine, theirs in pairs)


def run(command: Sequence[str], codes: Container[int] = (0,)) -> Spent:
    """Runs a command to its end; exits with what it said unless it ended with one of these codes.

    Linux counts towards the peak what the starting process held, so whoever calls this must stay small: no data here.
    """
    began = monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{said.read().decode(errors='replace')[-2000:]}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, monotonic() - began)


def take_turns(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, Samples]:
    """Runs every command once, then every command again, `runs` times in all."""
    found: dict[str, list[Spent]] = {name: [] for name in commands}
    for turn in range(runs):
        for name, command in commands.items():
            note(f"run {turn + 1} of {runs}: {name}")
            found[name].append(run(command))
    return {name: Samples(tuple(spent)) for name, spent in found.items()}


def environment() -> dict[str, str]:
    """The environment without anything that changes what textcrm or Python does."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("TEXTCRM_", "PYTHONPROFILE"))}


def child(name: str, *arguments: str) -> list[str]:
    """The command that runs one of the children of `bench.child`."""
    return [sys.executable, "-m", "bench.child", name, *arguments]


def textcrm(*arguments: str) -> list[str]:
    """The command that runs the product of this environment: its installed script, else its module."""
    script = Path(sys.executable).with_name("textcrm")
    return [str(script), *arguments] if script.exists() else [sys.executable, "-m", "textcrm", *arguments]


def validate(folder: str) -> list[str]:
    """The command that checks the `crm_data` in a folder by all rules."""
    return textcrm("-C", folder, "validate", "--as-of", str(AS_OF))


def note(text: str) -> None:
    """Progress, for who waits."""
    print(text, file=sys.stderr, flush=True)
