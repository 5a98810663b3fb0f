"""`textcrm report`: the figures of one question, for people, spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from textcrm.cli.crm import as_of_option
from textcrm.cli.look import terminal_look
from textcrm.cli.reading import OpenBook, at_option, conclude, read_book
from textcrm.cli.streams import emit
from textcrm.errors import UsageError
from textcrm.likeness.spelling import closest
from textcrm.model.periods import Unit
from textcrm.reporters.sheet import json, records_csv
from textcrm.reporters.table import tables
from textcrm.reports import REPORTS, Asked, Report
from textcrm.reports.asked import WORDS, read_period, read_scope

F = TypeVar("F", bound=Callable[..., Any])

#: What each report answers, in a line.
_ANSWERS: Final = {
    "pipeline": "The open deals by stage, what they are worth, the largest.",
    "stages": "How long open deals stand in their stages, what is too slow or forgotten.",
    "forecast": "Won, commit, best case and weighted, by quarter or month, against the targets.",
    "leads": "Where leads come from, what becomes of them, how fast they are answered.",
    "outcomes": "Won and lost: how many, how much, how often, how fast, and why.",
    "team": "What each person won, has open, and was asked for.",
    "agenda": "What is to be done, by whom, by when.",
}


class Name(click.ParamType[str]):
    """The name of a report, or the usage error that offers the nearest."""

    name = "report"
    choices = tuple(REPORTS)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name."""
        if value not in REPORTS:
            near = closest(str(value), REPORTS, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            self.fail(f"{value!r} is no report.{hint} The reports are {', '.join(REPORTS)}.", param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The reports whose names begin so."""
        return [CompletionItem(name, help=_ANSWERS[name]) for name in REPORTS if name.startswith(incomplete)]


class Answering(click.Command):
    """A command whose help says what each report answers."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The reports by name."""
        with formatter.section("Reports"):
            formatter.write_dl(list(_ANSWERS.items()))


def format_option(function: F) -> F:
    """Add `--format table|csv|json` to a command."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json"]),
        default="table",
        envvar="TEXTCRM_FORMAT",
        show_default=True,
        help="A table for people; csv and json hold ids, ISO days and plain numbers.",
    )(function)


def scope_options(function: F) -> F:
    """Add `--owner` and `--pipeline` to a command."""
    owner = click.option("--owner", metavar="MEMBER", envvar="TEXTCRM_OWNER", help="Only what this member owns, by id.")
    line = click.option("--pipeline", metavar="ID", envvar="TEXTCRM_PIPELINE", help="Only deals in this pipeline.")
    return owner(line(function))


@click.command("report", cls=Answering)
@click.argument("name", type=Name(), metavar="|".join(REPORTS))
@format_option
@click.option(
    "--period",
    metavar="PERIOD",
    envvar="TEXTCRM_PERIOD",
    help="2026, 2026-Q4, 2026-11, 2026-01-01..2026-03-31 (either day may be left out), or one of "
    f"{', '.join(WORDS)}. Years and quarters are fiscal.",
)
@scope_options
@click.option(
    "--by",
    type=click.Choice(["month", "quarter", "year"]),
    envvar="TEXTCRM_BY",
    help="Only for forecast: the length of its periods.",
)
@click.option(
    "--sheet",
    metavar="NAME",
    envvar="TEXTCRM_SHEET",
    help="Only for csv: another list of the report than its main one, by its key in json.",
)
@as_of_option
@at_option
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    form: str,
    period: str | None,
    owner: str | None,
    pipeline: str | None,
    by: Unit | None,
    sheet: str | None,
    as_of: date | None,
    revision: str | None,
) -> None:
    """Print the figures of one question.

    Without --period: outcomes and leads are of all time; team is of the current quarter (or month, or year) if
    `targets` has it, else of all time; forecast runs from the current quarter to the last expected close; pipeline and
    stages show every open deal, with --period those expected to close in it. Every table says which.
    """
    opened = read_book(ctx, as_of, revision)
    if period and name == "agenda":
        raise UsageError("agenda is of no period: it is what is to be done now; leave --period out")
    if by and name != "forecast":
        raise UsageError(f"--by goes with forecast, not with {name}")
    asked = Asked(
        opened.as_of,
        read_period(period, opened.as_of, opened.book.settings) if period else None,
        read_scope(opened.book, owner, pipeline),
        by,
    )
    print_report(ctx, opened, REPORTS[name](opened.book, asked), form, sheet)


def print_report(ctx: click.Context, opened: OpenBook, report: Report, form: str, sheet: str | None = None) -> None:
    """Print the report in this form, and end the command."""
    if sheet and form != "csv":
        raise UsageError("--sheet goes with --format csv; json holds every list")
    emit(_form(report, form, sheet, opened.book.settings.locale))
    conclude(ctx, opened)


def _form(report: Report, form: str, sheet: str | None, locale: str) -> str:
    if form == "table":
        return tables(report.title, report.tables, terminal_look(), locale)
    return json(report.data) if form == "json" else _csv(report, sheet or next(iter(report.sheets)))


def _csv(report: Report, sheet: str) -> str:
    if sheet not in report.sheets:
        near = closest(sheet, report.sheets, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"{report.name} has no sheet {sheet}; {hint}it has: {', '.join(report.sheets)}")
    constant = {"as_of": report.as_of.isoformat(), "currency": report.currency}
    return records_csv(report.sheets[sheet], constant)
