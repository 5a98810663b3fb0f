"""Makers: the modules that make the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textcrm.site.page import Maker
from textcrm.site.pages import problems

#: What makes pages, by the key that the navigation has for them; records come last, as there are most of them.
MAKERS: Final[Mapping[str, Maker]] = {
    "problems": problems.pages,
}
