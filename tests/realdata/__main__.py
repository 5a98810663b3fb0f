"""`python -m tests.realdata maven_crm OUTDIR [SOURCE]` writes one converted data set for a person to look at."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.realdata import SETS, convert, write
from tests.realdata.source import data_folder


def main(arguments: list[str]) -> str | None:
    """Convert and write; returns what to complain about, if anything."""
    if len(arguments) not in (2, 3) or arguments[0] not in SETS:
        return f"usage: python -m tests.realdata {{{','.join(SETS)}}} OUTDIR [SOURCE]"
    name, folder = arguments[0], Path(arguments[1])
    source = Path(arguments[2]) if len(arguments) == 3 else data_folder() / name
    if not source.is_dir():
        return f"{source} is not there; set TEXTCRM_REAL_DATA to the folder that holds {name}"
    if (folder / "crm_data").exists():
        return f"{folder / 'crm_data'} exists already"
    files = convert(name, source)
    write(files, folder)
    print(f"{len(files):,} files in {folder / 'crm_data'}")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
