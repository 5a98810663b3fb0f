"""Where problems stand: the lines of fields, found by composing a file again when a finding needs one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textcrm.files import Files
from textcrm.findings import Finding, Position, Problem, Severity, field_name
from textcrm.model.secrets import without_secrets
from textcrm.rules.rule import Rule
from textcrm.source.document import compose, locate


class Places:
    """Finds the paths and lines of problems; the last file looked into is kept, since problems come in bunches."""

    def __init__(self, paths: Mapping[str, str], files: Files) -> None:
        self._paths, self._files = paths, files
        self._open: tuple[str, Any] | None = None

    def finding(self, rule: Rule, severity: Severity, problem: Problem) -> Finding:
        """The problem as a finding of that rule."""
        path = problem.path or self._paths.get(problem.record or "", self._paths.get("crm", "crm_data/crm.yaml"))
        position = problem.position if problem.path else self._position(path, problem)
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=severity,
            message=without_secrets(problem.message),
            path=path,
            line=position.line if position else None,
            column=position.column if position else None,
            record=problem.record,
            field=field_name(problem.field),
            help=without_secrets(problem.help),
        )

    def _position(self, path: str, problem: Problem) -> Position | None:
        if path not in self._files:
            return None
        if self._open is None or self._open[0] != path:
            self._open = (path, compose(self._files[path]))
        return locate(self._open[1], problem.field)
