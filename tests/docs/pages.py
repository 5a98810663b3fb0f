"""Markdown pages taken apart: fenced blocks with the marks above them, links and headings."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Pages whose commands run and whose snippets load.
PAGES = tuple(sorted(path.relative_to(ROOT).as_posix() for path in [
    *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("templates/*.md"),
]))  # fmt: skip  # one list

_OPENING = re.compile(r"(?P<indent> *)(?P<marks>`{3,})(?P<language>[\w-]*)[^`]*$")
_COMMENT = re.compile(r"<!-- (?P<words>.*?) -->")
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\((?P<target>[^)\s]+)\)|<img[^>]*src=\"(?P<source>[^\"]+)\"")
_HEADING = re.compile(r"#{1,6} +(?P<words>.*?) *#*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its page, the line of its first text line (from 1), and the comment right above it, if any."""

    page: str
    line: int
    language: str
    text: str
    comment: str
    indent: str = ""

    @property
    def file(self) -> str | None:
        """The path of the file that the block says it is, in its first line."""
        found = re.match(r"[ +]?# (?P<path>[\w./-]+\.ya?ml)\n", self.text)
        return found["path"] if found else None

    @property
    def skipped(self) -> str:
        """Why the block is not run; empty where it is."""
        return self.comment.partition("not run: ")[2]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def read(page: str) -> str:
    return (ROOT / page).read_bytes().decode("utf-8")


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    lines = read(page).splitlines(keepends=True)
    above, place = "", 0
    while place < len(lines):
        found = _OPENING.match(lines[place].rstrip("\n"))
        if found is None:
            above = lines[place].strip() or above
            place += 1
            continue
        end = next(n for n in range(place + 1, len(lines)) if lines[n].strip() == found["marks"])
        comment = _COMMENT.fullmatch(above)
        text = textwrap.dedent("".join(lines[place + 1 : end]))
        words = comment["words"] if comment else ""
        yield Block(page, place + 2, found["language"], text, words, found["indent"])
        above, place = "", end + 1


def comments(page: str) -> list[str]:
    return [found["words"] for found in _COMMENT.finditer(read(page))]


def prose(page: str) -> str:
    """The page without its fenced blocks and without code in backquotes."""
    text, lines = [], iter(read(page).splitlines())
    for line in lines:
        found = _OPENING.match(line)
        if found:
            next(one for one in lines if one.strip() == found["marks"])
        else:
            text.append(line)
    return "\n".join(text)


def links(page: str) -> Iterator[str]:
    """The targets of links and pictures."""
    without_code = re.sub(r"`[^`\n]*`", lambda code: "x" * len(code[0]), prose(page))
    for found in _LINK.finditer(without_code):
        yield found["target"] or found["source"]


@cache
def anchors(page: str) -> set[str]:
    """The anchors of the headings, as GitHub makes them; a repeated one gets a number."""
    seen: dict[str, int] = {}
    made = set()
    for line in prose(page).splitlines():
        found = _HEADING.match(line)
        if found:
            words = re.sub(r"[^\w\- ]", "", found["words"].lower()).replace(" ", "-")
            count = seen[words] = seen.get(words, -1) + 1
            made.add(f"{words}-{count}" if count else words)
    return made
