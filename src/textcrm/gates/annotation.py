"""The gate to GitHub's workflow commands: `::error file=…,line=…::message`, one line each, whatever the values hold."""

from __future__ import annotations

from collections.abc import Mapping

from textcrm.gates.terminal import visible

#: What the runner turns back. Everything else that is hidden is shown as in a terminal.
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def command(name: str, properties: Mapping[str, str | int | None], message: str) -> str:
    """One workflow command without its line end; properties that are `None` are left out.

    Line breaks of the message and of properties survive, as the runner's own escapes.
    """
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    return f"::{name} {given}::{_data(message)}" if given else f"::{name}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text.translate(_DATA))


def _property(text: str) -> str:
    return visible(text.translate(_PROPERTY))
