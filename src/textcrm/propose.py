"""What a plan would lead to: applied, loaded and checked in memory, nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from textcrm.check import check
from textcrm.edits.diff import diff
from textcrm.edits.plan import Plan, apply
from textcrm.files import Around, Files, Tree, unwatched
from textcrm.findings import Finding
from textcrm.source.load import Loaded, load_book


@dataclass(frozen=True, slots=True)
class Proposal:
    """The files before and after a plan, and the findings that were not there before.

    `introduced` is sorted as findings are. `broken` are the refs of records that could be loaded before or are new, and
    could not be after.
    """

    before: Files
    files: Files
    introduced: tuple[Finding, ...]
    broken: frozenset[str] = frozenset()

    @property
    def diff(self) -> str:
        """The difference as text, made when it is asked for; it holds values as they are: who prints it guards them."""
        return diff(self.before, self.files)


def propose(tree: Tree, plan: Plan, day: date, around: Around = unwatched, *, loaded: Loaded | None = None) -> Proposal:
    """What `plan` makes of `tree`, judged as of `day`; raises `TextcrmError` where it cannot be applied.

    `loaded` is the book of the tree, if it is at hand.
    """
    after = replace(tree, files=apply(tree.files, plan))
    first, then = loaded or load_book(tree, around), load_book(after, around)
    was = check(first, tree.files, day, around=around).findings
    told = _introduced(was, check(then, after.files, day, around=around).findings)
    return Proposal(tree.files, after.files, tuple(told), then.book.broken - first.book.broken)


def _introduced(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of `after` beyond those of `before`.

    Lines do not tell findings apart, since an edit moves them. Entries of a list move too: a finding that differs from
    one of before by its place in the record only is that one, unless that one is still where it was.
    """
    placed = Counter((_sign(one), one.field) for one in before)
    rest = [one for one in after if not _take(placed, (_sign(one), one.field))]
    moved: Counter[Any] = Counter()
    for (sign, _), count in placed.items():
        moved[sign] += count
    yield from (one for one in rest if not _take(moved, _sign(one)))


def _sign(finding: Finding) -> tuple[object, ...]:
    return (finding.code, finding.severity, finding.path, finding.record, finding.message)


def _take(counted: Counter[Any], key: object) -> bool:
    """Take one of `key` out, if there is one."""
    there = counted[key] > 0
    counted[key] -= there
    return there
