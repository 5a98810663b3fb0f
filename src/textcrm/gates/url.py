"""The gate to addresses: paths as references that are relative and stay so."""

from __future__ import annotations

import re
from typing import Final

#: At the beginning it would mean the root, doubled it would mean a host.
_STRAY_SLASH: Final = re.compile(r"^/|(?<=/)/")


def relative(path: str) -> str:
    """The path as a relative URI reference: its bytes percent-encoded but for unreserved characters and `/`.

    No name in it can pass for a scheme, a query or a fragment. Bytes that are not UTF-8 come from `surrogateescape`.
    """
    from urllib.parse import quote_from_bytes  # here, as only one format needs it

    return _STRAY_SLASH.sub("%2F", quote_from_bytes(_bytes(path), safe="/"))


def _bytes(path: str) -> bytes:
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that no file name can hold, yet a value may
        return path.encode("utf-8", "surrogatepass")
