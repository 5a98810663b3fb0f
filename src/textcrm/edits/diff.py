"""The difference of two states of the files as text, in the format of `diff -u` and `git apply`."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from textcrm.files import Files, changed

_NO_END = "\n\\ No newline at end of file\n"


def diff(before: Files, after: Files) -> str:
    """The changed files in the order of their paths; values stand in it as they are: whoever prints it guards them."""
    return "".join("".join(_file(path, before.get(path), after.get(path))) for path in changed(before, after))


def _file(path: str, old: str | None, new: str | None) -> Iterator[str]:
    yield f"--- {'/dev/null' if old is None else f'a/{path}'}\n"
    yield f"+++ {'/dev/null' if new is None else f'b/{path}'}\n"
    if old is None or new is None:  # the usual case of an import, in thousands: nothing is to be compared
        yield from _whole("+" if old is None else "-", _lines(old or new or ""))
        return
    hunks = unified_diff(_lines(old), _lines(new), lineterm="\n")
    for line in list(hunks)[2:]:
        yield line if line.endswith("\n") else f"{line}{_NO_END}"


def _whole(sign: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    here = f"1,{len(lines)}" if len(lines) > 1 else "1"
    yield f"@@ -0,0 +{here} @@\n" if sign == "+" else f"@@ -{here} +0,0 @@\n"
    for line in lines:
        yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}{_NO_END}"


def _lines(text: str) -> list[str]:
    """The lines as git counts them, ended by a line feed and nothing else; the last may lack it."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
