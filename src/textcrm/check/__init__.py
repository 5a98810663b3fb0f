"""Rules over a loaded book, as located findings; ignores applied with their reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from textcrm.check.ignores import find_ignores
from textcrm.check.places import Places
from textcrm.check.selection import Selection, matches
from textcrm.files import Around, Files, unwatched
from textcrm.findings import Finding, Ignored, Problem, Report, Severity
from textcrm.model.settings import Settings
from textcrm.rules import BY_NAME, RULES
from textcrm.rules.rule import Case, Rule
from textcrm.source.load import Loaded

__all__ = ["Selection", "check", "matches"]


def check(
    loaded: Loaded,
    files: Files,
    day: date,
    selection: Selection | None = None,
    rules: Sequence[Rule] = RULES,
    *,
    around: Around = unwatched,
) -> Report:
    """All findings of a loaded book as of `day`, sorted; with unusable settings only those met while loading."""
    asked = [rule for rule in rules if (selection or Selection()).has(rule)]
    ignores, places = find_ignores(loaded, day), Places(loaded.paths, files)
    findings: list[Finding] = []
    ignored: list[Ignored] = []
    for rule, problem in _problems(loaded, day, around("Checking", asked), ignores.problems):
        finding = places.finding(rule, _severity(rule, loaded.book.settings), problem)
        reason = ignores.reason(rule, finding)
        if reason is None:
            findings.append(finding)
        else:
            ignored.append(Ignored(finding, reason))
    last = BY_NAME["unused-ignore"]
    if last in asked:
        severity = _severity(last, loaded.book.settings)
        findings += (places.finding(last, severity, problem) for problem in ignores.unused(asked))
    return Report(
        tuple(sorted(findings, key=lambda one: one.order)),
        tuple(sorted(ignored, key=lambda one: one.finding.order)),
        loaded.book.size,
    )


def _problems(
    loaded: Loaded, day: date, asked: Iterable[Rule], more: Iterable[Problem]
) -> Iterator[tuple[Rule, Problem]]:
    case = Case(book=loaded.book, day=day, met=_by_rule([*loaded.problems, *more]))
    for rule in asked:
        if loaded.usable or rule.met:
            for problem in rule.check(case):
                yield rule, problem


def _by_rule(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.rule].append(problem)
    return groups


def _severity(rule: Rule, settings: Settings) -> Severity:
    """The settings' word, except where a record could not be loaded: that is an error whatever they say."""
    chosen = settings.rules.severity.get(rule.code) or settings.rules.severity.get(rule.name)
    return Severity(chosen) if chosen and not rule.fatal else rule.severity
