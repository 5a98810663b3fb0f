"""The one exception of the product: a request that cannot be done."""

from __future__ import annotations


class TextcrmError(Exception):
    """A request that cannot be done, told in one line; bad data is never an exception but a finding.

    `exit_code` is 1 for a refused request, 2 for usage or no usable settings, 3 for what could not be read or written.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class UsageError(TextcrmError):
    """The request itself is off, or there is no CRM to work on (exit code 2)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=2)


class WorldError(TextcrmError):
    """The disk, git or the terminal did not do its part (exit code 3)."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=3)
