"""`textcrm validate`: every finding of every file, in the formats asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from textcrm.check import Selection, check, matches
from textcrm.cli.completions import complete_rules
from textcrm.cli.crm import as_of_option, find_crm, read_crm, today
from textcrm.cli.progress import shown
from textcrm.cli.streams import complain, emit
from textcrm.errors import UsageError
from textcrm.findings import Report
from textcrm.reporters import FORMATS, Look, RuleText
from textcrm.rules import RULES
from textcrm.source.load import Loaded, load_book
from textcrm.store.environment import environment, terminal_width
from textcrm.store.write import write_file


class Output(click.ParamType[tuple[str, Path | None]]):
    """`FORMAT` or `FORMAT=FILE`."""

    name = "format"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path | None]:
        """The format and the file, `None` for stdout."""
        name, _, path = str(value).partition("=")
        if name not in FORMATS:
            self.fail(f"{name!r} is not one of {', '.join(FORMATS)}.", param, ctx)
        return name, Path(path) if path else None


class Rules(click.ParamType[tuple[str, ...]]):
    """A code, the beginning of one, or a name of rules; several with commas between them."""

    name = "rules"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The words, each of which means at least one rule."""
        words = tuple(word.strip() for word in str(value).split(",") if word.strip())
        for word in words:
            if not any(matches(rule, word) for rule in RULES):
                self.fail(f"{word!r} is no rule; the families are {', '.join(_families())}.", param, ctx)
        return words


def _families() -> list[str]:
    return sorted({rule.family for rule in RULES})


@click.command("validate")
@click.option(
    "--select",
    multiple=True,
    type=Rules(),
    envvar="TEXTCRM_SELECT",
    shell_complete=complete_rules,
    metavar="RULES",
    help="Ask only these rules: codes, families (OPP) or names.",
)
@click.option(
    "--ignore",
    multiple=True,
    type=Rules(),
    envvar="TEXTCRM_IGNORE",
    shell_complete=complete_rules,
    metavar="RULES",
    help="Leave these rules out.",
)
@click.option("--strict", is_flag=True, envvar="TEXTCRM_STRICT", help="Exit 1 on warnings too.")
@as_of_option
@click.option("--at", "revision", metavar="REV", envvar="TEXTCRM_AT", help="Read a git revision, settings included.")
@click.option(
    "--output-format",
    "outputs",
    multiple=True,
    type=Output(),
    envvar="TEXTCRM_OUTPUT_FORMAT",
    metavar="FORMAT[=FILE]",
    help=f"One of {', '.join(FORMATS)}, to stdout or a file; may be given several times.  [default: text]",
)
@click.pass_context
def command(
    ctx: click.Context,
    select: tuple[tuple[str, ...], ...],
    ignore: tuple[tuple[str, ...], ...],
    strict: bool,
    as_of: date | None,
    revision: str | None,
    outputs: tuple[tuple[str, Path | None], ...],
) -> None:
    """Check every record and setting; say what is wrong, where, and how to mend it."""
    place = find_crm(ctx)
    targets = [Path(ctx.find_root().obj[0], path).absolute() for _, path in outputs if path is not None]
    _refuse_targets(targets, place.root / place.data)
    tree = read_crm(place, revision)
    loaded = load_book(tree, shown)
    day = as_of or today(loaded.book.settings.timezone)
    report = check(loaded, tree.files, day, Selection(_flat(select), _flat(ignore)), around=shown)
    for name, path in outputs or (("text", None),):
        words = FORMATS[name](report, tree.files, _look(path), _rule_texts())
        if path is None:
            emit(words)
        else:
            write_file(Path(ctx.find_root().obj[0], path), words)
    _talk(loaded)
    ctx.exit(_exit_code(loaded, report, strict=strict))


def _refuse_targets(targets: Sequence[Path], data: Path) -> None:
    """Reports go to different files, none of them among the records."""
    for number, target in enumerate(targets):
        if target.is_relative_to(data):
            raise UsageError(f"{target} lies in {data}, which holds records; write the report somewhere else")
        if target in targets[:number]:
            raise UsageError(f"two reports are to be written to {target}; name two files")


def _flat(words: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(word for group in words for word in group)


def _look(path: Path | None) -> Look:
    """Wrapped and coloured for a person at a terminal, plain for everything else."""
    if path is not None or sys.stdout is None or not sys.stdout.isatty():
        return Look()
    said = environment()
    return Look(width=terminal_width(), colour=not said.get("NO_COLOR") and said.get("TERM") != "dumb")


def _rule_texts() -> Sequence[RuleText]:
    return [RuleText(one.code, one.name, one.summary, one.text, one.severity) for one in RULES]


def _talk(loaded: Loaded) -> None:
    if loaded.usable and not loaded.book.size and not loaded.book.broken:
        complain("there are no records yet, only crm.yaml")
    if loaded.book.broken:
        complain(f"could not load {len(loaded.book.broken)} of the files; see the errors above")


def _exit_code(loaded: Loaded, report: Report, *, strict: bool) -> int:
    """3 where something could not be read, 2 without usable settings, 1 for errors (if strict, for any finding)."""
    if any(problem.rule == "unreadable" for problem in loaded.problems):
        return 3
    if not loaded.usable:
        return 2
    return 1 if report.errors or (strict and report.findings) else 0
