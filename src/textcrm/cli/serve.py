"""`textcrm serve`: the site on this machine, built anew whenever a file changes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from datetime import date

import click

from textcrm.cli.build import gather, unused
from textcrm.cli.crm import as_of_option, find_crm
from textcrm.cli.reading import lost, read_book
from textcrm.cli.stop import Stopped
from textcrm.cli.streams import complain, emit
from textcrm.errors import TextcrmError
from textcrm.findings import Report
from textcrm.preview import Made, Preview
from textcrm.site.site import site
from textcrm.store.templates import TEMPLATES, our_templates, own_templates


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    envvar="TEXTCRM_PORT",
    help="The port on 127.0.0.1; 0: any that is free.",
)
@as_of_option
@click.pass_context
def command(ctx: click.Context, port: int, as_of: date | None) -> None:
    """Show the site in a browser on this machine, and build it anew whenever a file changes."""
    gc.enable()  # unlike other commands it goes on, and book after book is let go
    place = find_crm(ctx)
    folder = place.root / place.data
    templates = folder.parent / TEMPLATES

    warned: set[str] = set()

    def warn(lines: Iterable[str]) -> None:
        """Each line once, however often the site is made."""
        for line in lines:
            if line not in warned:
                warned.add(line)
                complain(line)

    def make() -> Made:
        try:
            opened = read_book(ctx, as_of)
            facts = gather(opened, place)
            ours, own = our_templates(), own_templates(templates)
            warn(unused(facts, templates, ours, own))
            files = dict(site(facts, ours, own))
            return Made(files, told(facts.report, opened.missing))
        except TextcrmError as error:
            return Made({}, f"These are the last good pages: {error}")

    preview = Preview(make, (folder, templates), port)
    try:
        emit(f"{preview.address} (Ctrl-C ends it)\n")
        preview.run()
    except Stopped as stopped:
        if not stopped.is_from_keyboard:
            raise


def told(report: Report, missing: Sequence[str]) -> str:
    """What stands above every page while there are findings."""
    if not report.findings:
        return ""
    errors, warnings = report.errors, report.warnings
    counts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    unloaded = f"; {lost(missing)} not loaded" if missing else ""
    first = next((one for one in report.findings if one.severity == "error"), None)
    where = f". {first.path}:{first.line or 1}: {first.message}" if first else ""
    return f"{' and '.join(counts)}{unloaded}{where}"
