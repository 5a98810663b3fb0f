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
from textcrm.files import Files, Tree
from textcrm.findings import Finding
from textcrm.source.load import load_book


@dataclass(frozen=True, slots=True)
class Proposal:
    """The files as a plan would leave them, the difference as text, and the findings that were not there before.

    `diff` holds values as they are: whoever prints it guards them. `introduced` is sorted as findings are.
    """

    files: Files
    diff: str
    introduced: tuple[Finding, ...]


def propose(tree: Tree, plan: Plan, day: date) -> Proposal:
    """What `plan` makes of `tree`, judged as of `day`; raises `TextcrmError` where it cannot be applied."""
    files = apply(tree.files, plan)
    before, after = _findings(tree, day), _findings(replace(tree, files=files), day)
    return Proposal(files, diff(tree.files, files), tuple(_introduced(before, after)))


def _findings(tree: Tree, day: date) -> tuple[Finding, ...]:
    return check(load_book(tree), tree.files, day).findings


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
