"""`textcrm build`: the site, as files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from textcrm.check import Selection, check
from textcrm.cli.crm import Place, as_of_option, find_crm
from textcrm.cli.reading import OpenBook, at_option, conclude, read_book
from textcrm.cli.streams import complain, emit
from textcrm.files import Files
from textcrm.git import read_commit, read_head
from textcrm.model.past import book_on
from textcrm.site.facts import Facts, Origin
from textcrm.site.site import site
from textcrm.site.unused import unused_templates
from textcrm.store.environment import environment
from textcrm.store.site import site_target, write_site
from textcrm.store.templates import TEMPLATES, other_names, our_templates, own_templates

#: Rules against what is dated after the day. Of records committed later than that it was no mistake to write it.
_LATER: Final = ("ACT002", "LEA007", "OPP008")


@click.command("build")
@click.option(
    "--output",
    "-o",
    default="site",
    show_default=True,
    type=click.Path(),
    envvar="TEXTCRM_OUTPUT",
    metavar="DIR",
    help="The folder of the site, replaced as a whole: new, empty, or built before.",
)
@as_of_option
@at_option
@click.option("--strict", is_flag=True, envvar="TEXTCRM_STRICT", help="Write nothing and exit 1 if there are errors.")
@click.pass_context
def command(ctx: click.Context, output: str, as_of: date | None, revision: str | None, strict: bool) -> None:
    """Build the site: pages and tables that work from a folder, without a server."""
    place = find_crm(ctx)
    target = site_target(Path(ctx.find_root().obj[0], output).absolute(), place.root, place.data)
    opened = read_book(ctx, as_of, revision)
    facts = gather(opened, place, revision)
    if strict and facts.report.errors:
        complain(f"nothing was written, as there are errors: {facts.report.errors}; see: textcrm validate")
        ctx.exit(1)
    templates = (place.root / place.data).parent / TEMPLATES
    ours, own = our_templates(), own_templates(templates)
    for line in unused(facts, templates, ours, own):
        complain(line)
    count = write_site(target, site(facts, ours, own))
    emit(f"{count:,} files as of {opened.as_of}: {target.folder / 'index.html'}\n")
    conclude(ctx, opened)


def gather(opened: OpenBook, place: Place, revision: str | None = None) -> Facts:
    """The facts of a book that was read, as it stood at the end of the day, with everything that is found in it."""
    origin, made = origin_of(place, revision)
    is_past = made is not None and opened.as_of < made.astimezone(opened.book.settings.timezone).date()
    report = check(opened.loaded, opened.files, opened.as_of, Selection(ignore=_LATER if is_past else ()))
    return Facts(
        book=book_on(opened.book, opened.as_of),
        as_of=opened.as_of,
        report=report,
        paths=opened.loaded.paths,
        files=opened.files,
        origin=origin,
        missing=opened.missing,
    )


def unused(facts: Facts, templates: Path, ours: Files, own: Files) -> Iterator[str]:
    """A line for every file among the company's templates that nothing takes."""
    for name, near in unused_templates(facts, ours, own, other_names(templates)):
        meant = f"; do you mean {TEMPLATES}/{near}?" if near else ""
        yield f"{templates / name} is not used, as no template has this name{meant}"


def origin_of(place: Place, revision: str | None) -> tuple[Origin, datetime | None]:
    """The commit that the records are of, and when it was made; `None` where that is not known."""
    if revision is not None:
        commit = read_commit(place.root, revision, environment())
        return Origin(commit=commit.hash), commit.made
    head = read_head(place.root, place.data, environment())
    return (Origin(commit=head.commit.hash, is_changed=head.is_changed), head.commit.made) if head else (Origin(), None)
