"""Ignores: findings that the company accepts, with the reason, from the settings and from comments in files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from textcrm.check.selection import matches
from textcrm.findings import Finding, Problem
from textcrm.model.settings import Settings
from textcrm.model.values import shown
from textcrm.rules import RULES
from textcrm.rules.rule import Rule
from textcrm.source.load import Loaded

_COMMENT_HELP = "Write it like this, with why it is accepted:\n# textcrm: ignore[HYG001] …"
_ENTRY_HELP = "Name a rule, and say why it is accepted:\n- rule: HYG001\n  reason: …"


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore: what it takes out (of `records`, or at `line` of `path`), why, until when, and where it stands.

    `line` `None` is the whole file. `at` is a problem without words that knows the place.
    """

    rules: tuple[str, ...]
    reason: str
    at: Problem
    records: str = "*"
    until: date | None = None
    path: str | None = None
    line: int | None = None

    def covers(self, rule: Rule, finding: Finding) -> bool:
        """Whether it speaks of this finding."""
        if self.path is not None:
            placed = finding.path == self.path and self.line in (None, finding.line)
        else:
            placed = fnmatchcase(finding.record or "", self.records)
        return placed and any(matches(rule, word) for word in self.rules)


@dataclass(slots=True)
class Ignores:
    """The ignores in force, what is wrong with the others, and which were needed so far."""

    active: list[Ignore] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)

    def reason(self, rule: Rule, finding: Finding) -> str | None:
        """Why a finding is accepted; `None` if it is not, as always where a file could not be loaded."""
        if rule.fatal:
            return None
        for place, ignore in enumerate(self.active):
            if ignore.covers(rule, finding):
                self._used.add(place)
                return ignore.reason
        return None

    def unused(self, asked: Sequence[Rule]) -> Iterator[Problem]:
        """The ignores that took nothing out, where all rules they name were asked."""
        codes = {rule.code for rule in asked}
        for place, ignore in enumerate(self.active):
            meant = {rule.code for rule in RULES for word in ignore.rules if matches(rule, word)}
            if place not in self._used and meant <= codes:
                where = "" if ignore.path or ignore.records == "*" else f" in {ignore.records}"
                message = f"nothing{where} needs the ignore of {', '.join(ignore.rules)}"
                yield _about(ignore, message, "unused-ignore", "Take the ignore away.")


def find_ignores(loaded: Loaded, day: date) -> Ignores:
    """All ignores of a loaded book as of `day`."""
    found = Ignores()
    for ignore in (*_from_settings(loaded.book.settings), *_from_comments(loaded)):
        wrong = _wrong(ignore)
        if wrong:
            help = _COMMENT_HELP if ignore.path else _ENTRY_HELP
            found.problems.append(_about(ignore, wrong, "bad-ignore", help))
        elif ignore.until and ignore.until < day:
            message = f"the ignore of {', '.join(ignore.rules)} ended on {ignore.until}"
            help = "Mend what it ignored, or give a later `until`."
            found.problems.append(_about(ignore, message, "expired-ignore", help))
        else:
            found.active.append(ignore)
    return found


def _wrong(ignore: Ignore) -> str | None:
    if not ignore.rules:
        return f"{shown(ignore.reason)} is not an ignore"
    unknown = [word for word in ignore.rules if not any(matches(rule, word) for rule in RULES)]
    if unknown:
        return f"{shown(unknown[0])} is not a rule"
    return None if ignore.reason else f"the ignore of {', '.join(ignore.rules)} gives no reason"


def _about(ignore: Ignore, message: str, rule: str, help: str) -> Problem:
    at = ignore.at
    return Problem(message, at.record, at.field, help, rule, at.path, at.position)


def _from_settings(settings: Settings) -> Iterator[Ignore]:
    for index, one in enumerate(settings.rules.ignore):
        at = Problem("", record="crm", field=("rules", "ignore", index))
        yield Ignore((one.rule,), one.reason or "", at, one.records, one.until)


def _from_comments(loaded: Loaded) -> Iterator[Ignore]:
    for ref, comments in loaded.comments.items():
        path = loaded.paths[ref]
        for comment in comments:
            at = Problem("", record=ref, path=path, position=comment.position)
            yield Ignore(comment.rules, comment.reason, at, path=path, line=comment.line)
