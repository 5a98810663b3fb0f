"""A customer database of plain text files: read, check, compare, measure, render."""

from __future__ import annotations

#: The one place that holds the version; the build reads it from here.
__version__ = "0.1.0"
