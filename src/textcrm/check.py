"""Rules over a loaded book, as located findings; ignores applied with their reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from textcrm.files import Files
from textcrm.findings import FieldPath, Finding, Ignored, Position, Problem, Report, Severity, field_name
from textcrm.model.settings import Settings
from textcrm.model.values import shown
from textcrm.rules import RULES, find_rule
from textcrm.rules.rule import Case, Rule
from textcrm.source.comments import ignore_comments
from textcrm.source.document import compose, locate
from textcrm.source.load import Loaded


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules are asked: codes, families or names; `ignore` takes away from `select`, which empty means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def has(self, rule: Rule) -> bool:
        """Whether the rule is asked."""
        chosen = not self.select or any(matches(rule, word) for word in self.select)
        return chosen and not any(matches(rule, word) for word in self.ignore)


def matches(rule: Rule, word: str) -> bool:
    """Whether a code, the beginning of one (`OPP`), or a name means this rule."""
    return rule.code.startswith(word.upper()) or rule.name == word.lower()


@dataclass(slots=True)
class _Ignore:
    """One ignore at work: what it takes out, where it was written, and whether it was needed."""

    rules: tuple[str, ...]
    reason: str
    records: str = "*"
    path: str | None = None
    line: int | None = None
    at: Problem = field(default_factory=lambda: Problem(""))
    used: bool = False

    def covers(self, rule: Rule, finding: Finding) -> bool:
        """Whether it speaks of this finding."""
        if self.path is not None:
            placed = finding.path == self.path and self.line in (None, finding.line)
        else:
            placed = fnmatchcase(finding.record or "", self.records)
        return placed and any(matches(rule, word) for word in self.rules)


def check(
    loaded: Loaded, files: Files, day: date, selection: Selection | None = None, rules: Sequence[Rule] = RULES
) -> Report:
    """All findings of a loaded book as of `day`, sorted; with unusable settings only those met while loading."""
    asked = [rule for rule in rules if (selection or Selection()).has(rule)]
    ignores, problems = _ignores(loaded, files, day)
    met = _by_rule([*loaded.problems, *problems])
    case = Case(book=loaded.book, day=day, met=met)
    place = _Places(loaded.paths, files)
    findings: list[Finding] = []
    ignored: list[Ignored] = []
    for rule in asked:
        if loaded.usable or rule.met:
            for finding in place.located(rule, rule.check(case), loaded.book.settings):
                reason = _reason(rule, finding, ignores)
                if reason is None:
                    findings.append(finding)
                else:
                    ignored.append(Ignored(finding, reason))
    findings += _unused(ignores, asked, place, loaded.book.settings)
    return Report(
        tuple(sorted(findings, key=lambda one: one.order)),
        tuple(sorted(ignored, key=lambda one: one.finding.order)),
        loaded.book.size,
    )


def _by_rule(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.rule].append(problem)
    return groups


class _Places:
    """Finds the lines of problems; the last file looked into is kept, since problems come in bunches."""

    def __init__(self, paths: Mapping[str, str], files: Files) -> None:
        self._paths, self._files = paths, files
        self._open: tuple[str, Any] | None = None

    def located(self, rule: Rule, problems: Iterable[Problem], settings: Settings) -> Iterator[Finding]:
        """The problems of a rule as findings."""
        severity = _severity(rule, settings)
        for problem in problems:
            path = problem.path or self._paths.get(problem.record or "", self._paths.get("crm", "crm_data/crm.yaml"))
            position = problem.position or self._position(path, problem.field, located=problem.path is None)
            yield Finding(
                code=rule.code,
                name=rule.name,
                severity=severity,
                message=problem.message,
                path=path,
                line=position.line if position else None,
                column=position.column if position else None,
                record=problem.record,
                field=field_name(problem.field),
                help=problem.help,
            )

    def _position(self, path: str, field: FieldPath, *, located: bool) -> Position | None:
        if not located or path not in self._files:
            return None
        if self._open is None or self._open[0] != path:
            self._open = (path, compose(self._files[path]))
        return locate(self._open[1], field)


def _severity(rule: Rule, settings: Settings) -> Severity:
    """The settings' word, except where a record could not be loaded: that is an error whatever they say."""
    chosen = settings.rules.severity.get(rule.code) or settings.rules.severity.get(rule.name)
    return Severity(chosen) if chosen and not rule.fatal else rule.severity


def _reason(rule: Rule, finding: Finding, ignores: list[_Ignore]) -> str | None:
    if rule.fatal:
        return None
    for ignore in ignores:
        if ignore.covers(rule, finding):
            ignore.used = True
            return ignore.reason
    return None


def _ignores(loaded: Loaded, files: Files, day: date) -> tuple[list[_Ignore], list[Problem]]:
    """The ignores in force, and what is wrong with the others."""
    ignores: list[_Ignore] = []
    problems: list[Problem] = []
    found = [*_from_settings(loaded.book.settings), *_from_comments(loaded, files)]
    for ignore, until in found:
        wrong = _wrong(ignore)
        if wrong:
            problems.append(_about(ignore, wrong, "bad-ignore", "Write: ignore[HYG001] and why it is accepted"))
        elif until and until < day:
            message = f"the ignore of {', '.join(ignore.rules)} ended on {until}"
            problems.append(_about(ignore, message, "expired-ignore", "Mend what it ignored, or give a later `until`."))
        else:
            ignores.append(ignore)
    return ignores, problems


def _wrong(ignore: _Ignore) -> str | None:
    if not ignore.rules:
        return f"{shown(ignore.reason)} is not an ignore"
    unknown = [word for word in ignore.rules if not any(matches(rule, word) for rule in RULES)]
    if unknown:
        return f"{shown(unknown[0])} is not a rule"
    return None if ignore.reason else f"the ignore of {', '.join(ignore.rules)} gives no reason"


def _about(ignore: _Ignore, message: str, rule: str, help: str) -> Problem:
    at = ignore.at
    return Problem(message, at.record, at.field, help, rule, at.path, at.position)


def _from_settings(settings: Settings) -> Iterator[tuple[_Ignore, date | None]]:
    for index, one in enumerate(settings.rules.ignore):
        at = Problem("", record="crm", field=("rules", "ignore", index))
        yield _Ignore((one.rule,), one.reason or "", one.records, at=at), one.until


def _from_comments(loaded: Loaded, files: Files) -> Iterator[tuple[_Ignore, date | None]]:
    for ref, path in loaded.paths.items():
        if ref not in loaded.book.broken and "textcrm:" in files[path]:
            for comment in ignore_comments(files[path]):
                at = Problem("", record=ref, path=path, position=comment.position)
                yield _Ignore(comment.rules, comment.reason, path=path, line=comment.line, at=at), None


def _unused(ignores: list[_Ignore], asked: list[Rule], place: _Places, settings: Settings) -> Iterator[Finding]:
    """Ignores that took nothing out, if all rules they name were asked."""
    rule = find_rule("unused-ignore")
    if rule not in asked or rule is None:
        return
    names = {one.code for one in asked}
    for ignore in ignores:
        meant = {one.code for one in RULES for word in ignore.rules if matches(one, word)}
        if not ignore.used and meant <= names:
            where = f" in {ignore.records}" if ignore.path is None and ignore.records != "*" else ""
            message = f"nothing{where} needs the ignore of {', '.join(ignore.rules)}"
            yield from place.located(rule, [_about(ignore, message, "", "Take the ignore away.")], settings)
