"""Measures the product against its targets: `python -m bench --opportunities 10000`; exits 1 on a miss."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Final

from bench.builds import builds
from bench.folders import folders
from bench.imports import imports
from bench.measure import Samples, child, run, take_turns, textcrm, validate
from bench.report import HEAD, Row, markdown_table, provenance, rewrite, text_table

START: Final = {"python -c pass": [sys.executable, "-c", "pass"], "textcrm --help": textcrm("--help")}
SHORT_RUNS: Final = 20
STRICT, VALIDATE, HELP, GROWTH, PEAK = 0.50, 0.75, 5.0, 1.1, 250.0


def measure(main: int, where: Mapping[int, str], runs: int) -> list[Row]:
    """All rows of the table; `main` is the size the ratios are measured at."""
    for command in (*START.values(), validate(where[min(where)])):
        run(command)  # the first run compiles; it does not count
    commands = {name: child(name, where[main]) for name in ("floor", "strict", "load")}
    commands |= {f"validate {size}": validate(folder) for size, folder in where.items()}
    samples = take_turns(commands, runs)
    starts = take_turns(START, max(runs, SHORT_RUNS))
    whole = samples[f"validate {main}"]
    return [
        *_ratios(main, samples, whole),
        *_starts(*starts.values()),
        *_growth({size: samples[f"validate {size}"].seconds for size in sorted(where)}),
        Row(f"peak memory of validate, {main:,}", f"{whole.peak:.0f} MiB", whole.peak, PEAK, " MiB"),
    ]


def _ratios(size: int, samples: Mapping[str, Samples], whole: Samples) -> Iterator[Row]:
    floor, strict, load = (samples[name] for name in ("floor", "strict", "load"))
    yield Row(f"floor: CSafeLoader, {size:,} opportunities", f"{floor.seconds:.2f} s", 1.0)
    yield Row("strict loader: text to plain data", f"{strict.seconds:.2f} s", strict.over(floor), STRICT)
    yield Row("strict loader, schema and book", f"{load.seconds:.2f} s", load.over(floor))
    yield Row("validate, cold, whole process, all rules", f"{whole.seconds:.2f} s", whole.over(floor), VALIDATE)


def _starts(nothing: Samples, helped: Samples) -> Iterator[Row]:
    yield Row("python -c pass", f"{nothing.seconds * 1000:.0f} ms", 1.0)
    yield Row("textcrm --help", f"{helped.seconds * 1000:.0f} ms", helped.over(nothing), HELP)


def _growth(seconds: Mapping[int, float]) -> Iterator[Row]:
    """The exponent e between neighbours: k times the records take k ** e times the time."""
    sizes = list(seconds)
    for small, large in pairwise(sizes):
        exponent = log(seconds[large] / seconds[small]) / log(large / small)
        measured = f"{seconds[small]:.2f} s → {seconds[large]:.2f} s"
        yield Row(f"growth of validate, {small:,} → {large:,}, exponent", measured, exponent, GROWTH)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--opportunities", type=int, default=10_000, help="the size the ratios are measured at")
    parser.add_argument("--sizes", help="sizes the growth is measured over (default: a tenth, the size, five times it)")
    parser.add_argument("--runs", type=int, default=5, help="turns; the median counts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-judge", action="store_true", help="exit 0 whatever was measured")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="generate the data there and leave it")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table into this page as well")
    return parser.parse_args()


def main() -> int:
    """The command line; returns the exit code."""
    args = _arguments()
    wanted = args.sizes.split(",") if args.sizes else (args.opportunities // 10, args.opportunities * 5)
    sizes = sorted({args.opportunities, *map(int, wanted)})
    with folders(sizes, args.seed, args.keep) as where:
        rows = [
            *measure(args.opportunities, where, args.runs),
            *builds(args.opportunities, where, args.runs),
            *imports(args.runs),
        ]
    cells = [HEAD, *(row.cells() for row in rows)]
    print(text_table(cells))
    if args.markdown:
        rewrite(args.markdown, "bench", f"{provenance()}\n\n{markdown_table(cells)}")
    return 0 if args.no_judge or all(row.passed for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
