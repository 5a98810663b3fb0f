"""What the process was started with: its environment and its terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping


def environment() -> Mapping[str, str]:
    """The environment variables, as they were."""
    return dict(os.environ)


def terminal_width() -> int:
    """Columns of the terminal on stdout, 80 where it does not say."""
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


def terminal_height() -> int:
    """Lines of the terminal on stdout, 24 where it does not say."""
    try:
        return os.get_terminal_size(1).lines or 24
    except OSError:
        return 24
