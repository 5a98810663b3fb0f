"""The gate to XML 1.0: characters it does not have are dropped, all others written in ASCII."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
#: As in the terminal's gate; a character reference is the same character to every reader of XML.
_LOG_COMMAND: Final = re.compile(r"(?<=#)#(?=[A-Za-z]*\[)")
_COMMAND_AT_START: Final = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def text(value: str) -> str:
    """The value as the text of an element; line breaks stay."""
    return _ascii(_COMMAND_AT_START.sub(r"\1&#58;", _NOT_XML.sub("", value).translate(_TEXT)))


def attributes(values: Mapping[str, str | int]) -> str:
    """The values as attributes of a tag, each with a blank before it; line breaks and tabs survive a reader."""
    return "".join(f' {name}="{_attribute(str(value))}"' for name, value in values.items())


def _attribute(value: str) -> str:
    return _ascii(_NOT_XML.sub("", value).translate(_ATTRIBUTE))


def _ascii(escaped: str) -> str:
    return _LOG_COMMAND.sub("&#35;", escaped).encode("ascii", "xmlcharrefreplace").decode("ascii")
