"""The entry of `python -m textcrm`."""

from __future__ import annotations

from textcrm.cli import main

if __name__ == "__main__":
    main(prog_name="textcrm")
