"""A real import, Maven's 8,800 opportunities: as a dry run, and written into an empty folder."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench.measure import Spent, child, note, run, textcrm, validate
from bench.process import AS_OF
from bench.report import Row

ROOT: Final = Path(__file__).resolve().parents[1]
MAP: Final = ROOT / "tests" / "maps" / "maven_crm.yaml"
IMPORT: Final = 1.5
#: Lost deals without a reason are findings, which all three commands report.
CODES: Final = (0, 1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One import, and what it is measured against: a cold check of the result, and the bare writing of its files."""

    dry: Spent
    applied: Spent
    validated: Spent
    written: Spent

    @property
    def floor(self) -> float:
        """CPU seconds of the check and the writing."""
        return self.validated.seconds + self.written.seconds

    @property
    def floor_by_clock(self) -> float:
        """The same by the clock: a disk that is waited for costs no CPU."""
        return self.validated.clock + self.written.clock


def imports(runs: int) -> Iterator[Row]:
    """The rows of the table; one that says why there are none where the data is not at hand."""
    source = data_folder() / "maven_crm"
    files = sorted(map(str, source.glob("*.csv")))
    if not files:
        yield Row(f"import of Maven: skipped, {source} is not there (TEXTCRM_REAL_DATA)", "")
        return
    turns = [_turn(files, number, runs) for number in range(1, runs + 1)]
    yield from _rows(turns)


def data_folder() -> Path:
    """Where the real data sets lie: `TEXTCRM_REAL_DATA`, by default `../shared/data` beside the checkout."""
    return ROOT / os.environ.get("TEXTCRM_REAL_DATA", "../shared/data")


def _turn(files: Sequence[str], number: int, runs: int) -> Turn:
    note(f"run {number} of {runs}: import of Maven")
    with tempfile.TemporaryDirectory(prefix="textcrm-bench-") as temporary:
        folder, bare = Path(temporary) / "imported", Path(temporary) / "bare"
        folder.mkdir()
        command = textcrm("-C", str(folder), "import", *files, "--map", str(MAP), "--as-of", str(AS_OF))
        dry, applied = run(command, CODES), run([*command, "--apply"], CODES)
        validated = run(validate(str(folder)), CODES)
        _list(folder, bare)
        return Turn(dry, applied, validated, run(child("plain", str(bare))))


def _list(folder: Path, bare: Path) -> None:
    """Leave the files of a folder in one, so that writing them again has little else to do."""
    texts = {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml"))}
    bare.mkdir()
    (bare / "files.json").write_text(json.dumps(texts), encoding="utf-8")


def _rows(turns: Sequence[Turn]) -> Iterator[Row]:
    checked, written = median(one.validated.seconds for one in turns), median(one.written.seconds for one in turns)
    yield Row(
        "floor: validate imported Maven + write its files, open and fsync", f"{checked:.2f} + {written:.2f} s", 1.0
    )
    for what, spent in (("dry run", [turn.dry for turn in turns]), ("--apply", [turn.applied for turn in turns])):
        pairs = list(zip(spent, turns, strict=True))
        seconds = median(one.seconds for one in spent)
        ratio = median(one.seconds / turn.floor for one, turn in pairs)
        yield Row(f"import of Maven, {what}", f"{seconds:.2f} s", ratio, IMPORT)
        clock = median(one.clock for one in spent)
        yield Row(
            f"import of Maven, {what}, by the clock",
            f"{clock:.2f} s",
            median(one.clock / turn.floor_by_clock for one, turn in pairs),
        )
    yield Row("peak memory of import of Maven", f"{max(turn.applied.peak for turn in turns):.0f} MiB")
