"""What the loader and all rules say of a book, the same with both of PyYAML's parsers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from unittest.mock import patch

from tests.small_book import SMALL, report
from textcrm.findings import Finding
from textcrm.source import document

#: Nothing that a stranger may write takes longer, in seconds.
PATIENCE = 5.0


def findings(files: Mapping[str, str], base: Mapping[str, str] = SMALL) -> tuple[Finding, ...]:
    """The findings on the small book with these files over it; both parsers agree, and neither takes long."""
    start = time.process_time()
    quick = report(files, base=base).findings
    with patch.object(document, "PARSER", document.PyParser):
        plain = report(files, base=base).findings
    assert [(one.code, one.line) for one in quick] == [(one.code, one.line) for one in plain]
    assert time.process_time() - start < PATIENCE
    for one in quick:
        assert len(one.message) <= 500
        assert one.message.isprintable() or "\ufffd" in one.message, one.message
        assert one.help
    return quick


def verdict(text: str, path: str = "companies/hotel-serra.yaml") -> list[str]:
    """The codes and lines of what is found in one file beside the small book: `YML003:2`; `YML017` for a whole file."""
    found = findings({path: text})
    assert {one.path for one in found} <= {f"crm_data/{path}"}, found
    return [one.code if one.line is None else f"{one.code}:{one.line}" for one in found]
