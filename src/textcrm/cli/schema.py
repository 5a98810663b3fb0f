"""`textcrm schema`: JSON Schemas of the records and of `crm.yaml`."""

from __future__ import annotations

import json

import click

from textcrm.cli.crm import find_crm, read_crm
from textcrm.cli.streams import emit
from textcrm.errors import UsageError
from textcrm.model.settings import Settings
from textcrm.source.jsonschema import KINDS, schema
from textcrm.source.load import load_book


@click.command("schema")
@click.argument("kind", required=False, type=click.Choice(list(KINDS)))
@click.pass_context
def command(ctx: click.Context, kind: str | None) -> None:
    """Print the JSON Schema (draft 7) of a kind of record, or of all kinds in one document.

    Inside a CRM the company's own fields are part of it.
    """
    settings = _settings(ctx)
    made = schema(kind, settings) if kind else {name: schema(name, settings) for name in KINDS}
    emit(json.dumps(made, indent=2, ensure_ascii=False) + "\n")


def _settings(ctx: click.Context) -> Settings:
    """The settings of the CRM at hand, the default ones outside of one."""
    try:
        return load_book(read_crm(find_crm(ctx))).book.settings
    except UsageError:
        return Settings()
