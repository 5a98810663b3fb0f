"""Folders with generated data, made for one run of the benchmarks."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.measure import note, run


@contextmanager
def folders(sizes: Sequence[int], seed: int, keep: Path | None) -> Iterator[dict[int, str]]:
    """A folder with generated data for each size, gone afterwards unless it is to be kept; what is there is used."""
    with tempfile.TemporaryDirectory(prefix="textcrm-bench-") as temporary:
        root = keep or Path(temporary)
        for size in sizes:
            if not (root / str(size)).exists():
                note(f"generating {size:,} opportunities")
                options = ["--opportunities", str(size), "--seed", str(seed), str(root / str(size))]
                run([sys.executable, "-m", "bench.generate", *options])
        yield {size: str(root / str(size)) for size in sizes}
