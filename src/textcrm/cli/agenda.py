"""`textcrm agenda`: what is to be done, per person, the overdue first."""

from __future__ import annotations

from datetime import date

import click

from textcrm.cli.crm import as_of_option
from textcrm.cli.reading import at_option, read_book
from textcrm.cli.report import format_option, print_report, scope_options
from textcrm.reports.agenda import agenda
from textcrm.reports.asked import Asked, read_scope


@click.command("agenda")
@scope_options
@format_option
@as_of_option
@at_option
@click.pass_context
def command(
    ctx: click.Context,
    form: str,
    owner: str | None,
    pipeline: str | None,
    as_of: date | None,
    revision: str | None,
) -> None:
    """Show what is to be done: overdue, today, at once, this week, later; and why."""
    opened = read_book(ctx, as_of, revision)
    asked = Asked(opened.as_of, scope=read_scope(opened.book, owner, pipeline))
    print_report(ctx, opened, agenda(opened.book, asked), form)
