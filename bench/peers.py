"""Other tools on the same records, as files per CPU second: `python -m bench.peers --opportunities 10000`."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bench.folders import folders
from bench.measure import Samples, child, environment, take_turns, textcrm, validate
from bench.report import markdown_table, provenance, rewrite, text_table

HEAD: Final = ("what", "files", "CPU", "files per second", "KiB per second")
YAMLLINT: Final = "{extends: default, rules: {line-length: disable, document-start: disable, commas: disable}}"


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool, the folder it gets, and its command; `None` where it is not installed."""

    what: str
    folder: Path
    command: Sequence[str] | None


def sample(tree: Path, target: Path, count: int) -> Path:
    """A folder with about `count` files of the tree, evenly spread over its kinds and names."""
    files = sorted(tree.rglob("*.yaml"))
    target.mkdir()
    for number, file in enumerate(files[:: max(1, len(files) // count)]):
        shutil.copyfile(file, target / f"{number}-{file.name}")
    return target


def peers(folder: Path, scratch: Path, count: int) -> Iterator[Peer]:
    """Those fast enough get everything, the others a sample."""
    whole = folder / "crm_data"
    few = sample(whole, scratch / "few", count)
    deals = sample(whole / "opportunities", scratch / "deals", count)
    yield Peer("textcrm validate", whole, validate(str(folder)))
    yield Peer("PyYAML, CSafeLoader", whole, child("floor", str(whole)))
    yield Peer("PyYAML, SafeLoader in Python", few, child("pure", str(few)))
    yield Peer("ruamel.yaml, round trip", few, child("ruamel", str(few)) if find_spec("ruamel.yaml") else None)
    yield Peer("yamllint", few, _tool("yamllint", "-d", YAMLLINT, str(few)))
    schema = scratch / "opportunity.json"
    checker = _tool("check-jsonschema", "--schemafile", str(schema), *map(str, sorted(deals.iterdir())))
    yield Peer("check-jsonschema, opportunities", deals, checker if _write_schema(schema) else None)
    yield Peer("prettier", few, _tool("prettier", str(few)))


def _tool(name: str, *arguments: str) -> list[str] | None:
    """The command of a tool of this environment, else of the PATH."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    return [found, *arguments] if found else None


def _write_schema(path: Path) -> bool:
    done = subprocess.run(textcrm("schema", "opportunity"), capture_output=True, env=environment(), check=False)
    path.write_bytes(done.stdout)
    return done.returncode == 0


def rows(found: Sequence[Peer], runs: int) -> Iterator[tuple[str, ...]]:
    """A row for each peer, in order."""
    samples = take_turns({peer.what: peer.command for peer in found if peer.command}, runs)
    for peer in found:
        yield _row(peer, samples[peer.what]) if peer.what in samples else (peer.what, "not installed", "", "", "")


def _row(peer: Peer, samples: Samples) -> tuple[str, ...]:
    sizes = [file.stat().st_size for file in peer.folder.rglob("*.yaml")]
    seconds = samples.seconds
    speed = (len(sizes) / seconds, sum(sizes) / 1024 / seconds)
    return (peer.what, f"{len(sizes):,}", f"{seconds:.2f} s", *(f"{value:,.0f}" for value in speed))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--opportunities", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=400, help="files for the slow ones")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="use the data generated there, or generate it there")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table into this page as well")
    args = parser.parse_args()
    with folders([args.opportunities], 1, args.keep) as where, tempfile.TemporaryDirectory() as scratch:
        found = list(peers(Path(where[args.opportunities]), Path(scratch), args.sample))
        table = [HEAD, *rows(found, args.runs)]
    print(text_table(table))
    if args.markdown:
        rewrite(args.markdown, "peers", f"{provenance()}\n\n{markdown_table(table)}")


if __name__ == "__main__":
    main()
