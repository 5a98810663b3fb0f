"""`docs/site.png`: the first page of the sample company's site in a browser: `python -m docs.site_picture`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS
from tests.browser.folders import folder, sample_files

_TARGET: Final = Path(__file__).with_name("site.png")
_PAGE: Final = "index.html"
#: As wide as a desk, and as much of the page as a README has room for.
_WIDTH, _HEIGHT = 1280, 790
#: A picture in a README that is larger is a burden for every clone.
_MOST: Final = 300_000


def picture(address: str) -> bytes:
    """The page as PNG, in the light; the bytes depend on the fonts and the browser of this machine."""
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light")
        page.goto(address)
        drawn = page.screenshot(animations="disabled", caret="hide")
        browser.close()
    return drawn


def main() -> None:
    """Takes the picture; exits where there is no browser, or where it came out too large."""
    if CHROMIUM is None:
        sys.exit("there is no chromium; on Debian: apt install chromium")
    with tempfile.TemporaryDirectory(prefix="textcrm-picture-") as temporary:
        drawn = picture(folder(Path(temporary), sample_files()).address(_PAGE))
    if len(drawn) > _MOST:
        sys.exit(f"{_TARGET} would have {len(drawn):,} bytes; at most {_MOST:,}")
    _TARGET.write_bytes(drawn)
    print(f"wrote {_TARGET} ({len(drawn):,} bytes)")


if __name__ == "__main__":
    main()
