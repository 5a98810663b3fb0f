"""Ignores: findings that the company accepts, with the reason, from the settings and from comments in files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import translate

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

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules it names."""
        return frozenset(rule.code for rule in RULES for word in self.rules if matches(rule, word))


@dataclass(frozen=True, slots=True)
class _Watch:
    """Where an ignore stands among the others, and what it looks at: records of a pattern, or a line (`None`: all)."""

    place: int
    line: int | None
    record: re.Pattern[str] | None


@dataclass(slots=True)
class Ignores:
    """The ignores in force, what is wrong with the others, and which were needed so far."""

    active: list[Ignore] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)
    _by_rule: dict[tuple[str, str | None], list[_Watch]] = field(default_factory=lambda: defaultdict(list))

    def add(self, ignore: Ignore) -> None:
        """Put one more in force, after the others."""
        record = None if ignore.path else re.compile(translate(ignore.records))
        for code in ignore.codes:
            self._by_rule[code, ignore.path].append(_Watch(len(self.active), ignore.line, record))
        self.active.append(ignore)

    def reason(self, rule: Rule, finding: Finding) -> str | None:
        """Why a finding is accepted; `None` if it is not, as always where a file could not be loaded."""
        if rule.fatal:
            return None
        place = min(
            (found for path in {None, finding.path} for found in self._first(rule, path, finding)), default=None
        )
        if place is None:
            return None
        self._used.add(place)
        return self.active[place].reason

    def _first(self, rule: Rule, path: str | None, finding: Finding) -> list[int]:
        """The place of the first ignore of the rule, in the settings or in a file, that speaks of the finding."""
        record = finding.record or ""
        for watch in self._by_rule.get((rule.code, path), ()):
            if watch.record.match(record) if watch.record else watch.line in (None, finding.line):
                return [watch.place]
        return []

    def unused(self, asked: Sequence[Rule]) -> Iterator[Problem]:
        """The ignores that took nothing out, where all rules they name were asked."""
        codes = {rule.code for rule in asked}
        for place, ignore in enumerate(self.active):
            if place not in self._used and ignore.codes <= codes:
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
            found.add(ignore)
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
