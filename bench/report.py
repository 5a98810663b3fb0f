"""Tables of results: on the terminal, and as Markdown between two marker comments of a page."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

Table = Sequence[Sequence[str]]
HEAD: Final = ("what", "measured", "ratio", "target", "pass")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `value` is judged against `most`, or only shown."""

    what: str
    measured: str
    value: float | None = None
    most: float | None = None
    unit: str = ""

    @property
    def passed(self) -> bool:
        return self.most is None or self.value is None or self.value <= self.most

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.value is None or self.unit else f"{self.value:.2f}"
        target = "" if self.most is None else f"≤ {self.most:g}{self.unit}"
        verdict = "" if self.most is None else "yes" if self.passed else "NO"
        return self.what, self.measured, ratio, target, verdict


def text_table(rows: Table) -> str:
    """Columns as wide as their widest cell; the first row is the head."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join((lines[0], "-" * len(lines[0]), *lines[1:]))


def markdown_table(rows: Table) -> str:
    """The same for a page; the first row is the head."""
    rule = ["---"] * len(rows[0])
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def provenance() -> str:
    """When, on what and by which command the numbers were measured."""
    now = datetime.now().astimezone()
    versions = ", ".join(f"{name} {version(name)}" for name in ("PyYAML", "pydantic"))
    command = " ".join(["python -m", _module(), *_shown(sys.argv[1:])])
    return (
        f"Measured on {now:%Y-%m-%d}, {os.cpu_count()} cores ({_processor()}), "
        f"Python {platform.python_version()}, {versions}, by `{command}`."
    )


def rewrite(page: Path, name: str, text: str) -> None:
    """Puts the text between `<!-- NAME:start -->` and `<!-- NAME:end -->`; exits where the page has no such marks."""
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    before, opened, rest = page.read_text(encoding="utf-8").partition(start)
    _, closed, after = rest.partition(end)
    if not (opened and closed):
        sys.exit(f"{page}: no {start} … {end}")
    page.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def _module() -> str:
    name = Path(sys.argv[0]).stem
    return "bench" if name == "__main__" else f"bench.{name}"


def _shown(arguments: Sequence[str]) -> list[str]:
    """The arguments that change what is measured: not where it is written."""
    shown, skip = list[str](), False
    for argument in arguments:
        if not skip and argument not in ("--markdown", "--keep"):
            shown.append(argument)
        skip = argument in ("--markdown", "--keep")
    return shown


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
