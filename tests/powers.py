"""Commands without root's power over files, so that what a file's mode forbids is forbidden in CI too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

import pytest


def powerless(command: Sequence[str]) -> list[str]:
    """The command as somebody runs it who may not do everything; the test is skipped where root stays root.

    Root keeps the name, as the interpreter may stand in root's home, and loses the right to pass over modes.
    """
    if os.geteuid() != 0:
        return list(command)
    if shutil.which("setpriv") is None:
        pytest.skip("root may do everything, and there is no setpriv; on Debian: apt install util-linux")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--", *command]
