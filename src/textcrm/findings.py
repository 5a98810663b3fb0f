"""Problems that rules yield and the located findings people see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: The way to a value inside a record: `("history", 2, "stage")`.
FieldPath = tuple[str | int, ...]


class Severity(StrEnum):
    """Error: unusable, dangling or contradicting itself. Warning: a judgement. There is no third level."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; line and column count from 1, as editors and git do."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule has to say of one place.

    `record` is `kind/id` (`leads/marta-oliveira`), `crm` for the settings. Rules give `record` and `field`; the
    loader, which has the text at hand, gives `path`, `position` and the `rule` by name.
    """

    message: str
    record: str | None = None
    field: FieldPath = ()
    help: str = ""
    rule: str = ""
    path: str | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, located and stamped with its rule: what people see.

    `path` is relative to the git root, without git to the folder that holds `crm_data`. `line` and `column` count
    from 1 and are `None` for a whole file. `field` is `history[2].stage`, empty for the record itself. `help` is the
    remedy, possibly of several lines that can be pasted.
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    line: int | None
    column: int | None
    record: str | None
    field: str
    help: str

    @property
    def order(self) -> tuple[str, int, str, int, str]:
        """Sort key: path, line, code, then column and message."""
        return (self.path, self.line or 0, self.code, self.column or 0, self.message)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that an ignore took out, with the reason its author gave."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: findings sorted by path, line and code; what was ignored; how many records there are."""

    findings: tuple[Finding, ...]
    ignored: tuple[Ignored, ...]
    records: int

    @property
    def errors(self) -> int:
        """Number of findings that are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Number of findings that are warnings."""
        return len(self.findings) - self.errors


def field_name(path: FieldPath) -> str:
    """The path as people write it: `history[2].stage`."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name
