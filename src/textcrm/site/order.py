"""Order: how names follow one another in lists."""

from __future__ import annotations

from textcrm.likeness.normalise import fold


def name_order(name: str, id: str | None = "") -> tuple[str, str, str]:
    """What names are put in order by: letters without case and accents (`Álvaro` before `Bruno`), then as they are."""
    return fold(name), name, id or ""
