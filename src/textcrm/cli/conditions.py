"""Conditions among the arguments of a command: `--FIELD VALUE` for every field of a kind, however many there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import click
from click.shell_completion import CompletionItem

from textcrm.cli.crm import find_crm, read_crm
from textcrm.errors import TextcrmError, UsageError
from textcrm.files import Tree
from textcrm.likeness.spelling import closest
from textcrm.model.book import Book
from textcrm.model.settings import Settings
from textcrm.search.fields import Field, fields_of, find_field, kind_of, near_fields
from textcrm.search.filters import GRAMMAR
from textcrm.search.meaning import Meaning
from textcrm.source.load import load_book

#: A condition as it was typed: the field's name, and what is wanted of it, `None` where nothing follows.
Asked = tuple[str, str | None]

#: Where the conditions, and the kind they are about, wait in Click's context.
_META, _KIND = "textcrm.conditions", "textcrm.kind"
_HOLDS: Final = {
    "text": "text", "note": "text", "id": "text", "number": "a number", "money": "an amount", "day": "a day",
    "flag": "true or false", "part": "any or none",
}  # fmt: skip  # one list
_LEADS_TO: Final = {
    "team": "a member of the team", "companies": "a company", "contacts": "a contact", "leads": "a lead",
    "opportunities": "an opportunity",
}  # fmt: skip  # one list


_EXAMPLES: Final = (
    ("textcrm list deals --status open --sort -amount", "the open deals, the largest first"),
    ("textcrm list deals --stage proposal,contract --owner joana", "in either stage, of one member"),
    ("textcrm list deals --status open --amount '>10000' --expected_close ..today", "large, and past their day"),
    ("textcrm list deals --status open --next_step none --format ids", "nobody has planned anything"),
    ("textcrm list deals --status lost --closed.date 2026-Q4 --closed.reason price", "lost this quarter, and why"),
    ("textcrm list leads --created 2026-11 --owner none", "came in this month, nobody's yet"),
)


class Choosing(click.Command):
    """A command about a kind of record: options that it does not have are conditions on fields."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set the conditions aside; the rest is Click's."""
        plain, asked = _apart(args, self._options(ctx))
        ctx.meta[_META] = asked
        kinds = (kind_of(one) for one in plain if not one.startswith("-"))
        ctx.meta[_KIND] = next((kind for kind in kinds if kind), None)
        return super().parse_args(ctx, plain)

    def _options(self, ctx: click.Context) -> Mapping[str, bool]:
        """The command's own options, and whether each takes a value."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        return {name: not one.is_flag for one in options for name in one.opts}

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The command's own options, and the fields of the kind that was named, but for the company's own."""
        kind: str | None = ctx.meta.get(_KIND)
        fields = fields_of(kind, Settings()) if kind and incomplete.startswith("--") else ()
        named = [CompletionItem(f"--{one}") for one in fields if f"--{one}".startswith(incomplete)]
        return [*super().shell_complete(ctx, incomplete), *named]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How conditions are written, and the fields of the kind that was named."""
        with formatter.section("Conditions: --FIELD VALUE, as many as you like; all must hold"):
            formatter.write_dl(list(GRAMMAR))
        with formatter.section("Examples"):
            for line, meaning in _EXAMPLES:
                formatter.write(f"  {line}\n      {meaning}\n")
        kind: str | None = ctx.meta.get(_KIND)
        if kind:
            with formatter.section(f"Fields of {kind}"):
                formatter.write_dl(list(_described(kind, _settings_here(ctx))))
        super().format_epilog(ctx, formatter)


def _apart(args: Sequence[str], options: Mapping[str, bool]) -> tuple[list[str], list[Asked]]:
    """The arguments that are Click's, and the conditions."""
    plain: list[str] = []
    asked: list[Asked] = []
    waiting = deque(args)
    while waiting:
        one = waiting.popleft()
        name, equals, value = one.partition("=")
        if one == "--":
            return [*plain, one, *waiting], asked
        if name in options or not one.startswith("--"):
            plain.append(one)
            if options.get(name) and not equals and waiting:
                plain.append(waiting.popleft())
        elif equals:
            asked.append((name[2:], value))
        else:
            follows = waiting and not waiting[0].startswith("--")
            asked.append((name[2:], waiting.popleft() if follows else None))
    return plain, asked


def typed_conditions(ctx: click.Context, kind: str, fields: Mapping[str, Field]) -> Iterator[tuple[Field, str]]:
    """The fields that were named, with what is wanted of each; raises `UsageError` for what is no field."""
    asked: list[Asked] = ctx.meta[_META]
    for name, wanted in asked:
        field = find_field(fields, name)
        if field is None:
            raise UsageError(_no_field(ctx, name, kind, fields))
        if wanted is None:
            raise UsageError(f"--{name} wants a value: any, none, or what `textcrm list {kind} --help` says")
        yield field, wanted


def _no_field(ctx: click.Context, name: str, kind: str, fields: Mapping[str, Field]) -> str:
    options = [one.removeprefix("--") for param in ctx.command.get_params(ctx) for one in param.opts]
    near = (*near_fields(fields, name), *closest(name, options, 1))
    hint = f"; did you mean {' or '.join(f'--{one}' for one in near[:3])}?" if near else "."
    plain = [one for one in fields if "." not in one]
    more = ", and those inside some of them" if len(plain) < len(fields) else ""
    return f"{kind} have no field {name}{hint} Its fields are {', '.join(plain)}{more}"


def _settings_here(ctx: click.Context) -> Settings:
    """The settings of the CRM at hand, which the help can do without."""
    try:
        tree = read_crm(find_crm(ctx))
    except TextcrmError:
        return Settings()
    path = f"{tree.data}/crm.yaml"
    return load_book(Tree({path: tree.files[path]}, tree.data)).book.settings


def _described(kind: str, settings: Settings) -> Iterator[tuple[str, str]]:
    fields, meaning = fields_of(kind, settings), Meaning(Book(settings=settings), date.min)
    distinct = {field.path: field for field in reversed(tuple(fields.values()))}
    for name, field in fields.items():
        if distinct[field.path] is field and not name.startswith("history."):
            yield f"--{name}", _holds(field, meaning)
    entries = [name.removeprefix("history.") for name in fields if name.startswith("history.")]
    if entries:
        yield "--history.FIELD", f"any entry of the history, by {', '.join(entries)}"


def _holds(field: Field, meaning: Meaning) -> str:
    several = " (several)" if field.many else ""
    if field.choices or field.link not in (*_LEADS_TO, ""):
        return ", ".join(field.choices or meaning.known(field.link)) + several
    return _LEADS_TO.get(field.link, _HOLDS.get(field.type, "text")) + several
