"""The messages of the site, as translators are given them: `messages.pot`, from templates and Python."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

_HEADER: Final = "# The words of the site, written by `make docs`; a translation is a copy, named after its language.\n"
#: What messages are called with, and which of the arguments they are.
_KEYWORDS: Final[dict[str, tuple[int, ...] | None]] = {
    **dict.fromkeys(("_", "gettext", "m_", "marked")),
    **dict.fromkeys(("n_", "ngettext", "nm_", "nmarked"), (1, 2)),
}
_OPTIONS: Final = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}
Message = str | tuple[str, ...]


def page(root: Path) -> str:
    """The whole file: messages by the alphabet, each with the files it stands in and no line numbers, which move."""
    catalog = Catalog(charset="utf-8")
    for path, message in _messages(root):
        catalog.add(message, locations=[(path, 0)])
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    return f"{_HEADER}{out.getvalue().decode()}"


def _messages(root: Path) -> Iterator[tuple[str, Message]]:
    for path in sorted((root / "templates").rglob("*.jinja")):
        with path.open("rb") as stream:
            for _, function, message, _ in babel_extract(stream, tuple(_KEYWORDS), (), _OPTIONS):
                yield path.relative_to(root).as_posix(), _asked(function, message)
    for path in sorted((root / "src" / "textcrm" / "site").rglob("*.py")):
        with path.open("rb") as stream:
            for _, called, found, _ in extract_python(stream, _KEYWORDS, (), {}):
                yield path.relative_to(root).as_posix(), _asked(called, found)


def _asked(function: object, message: object) -> Message:
    """The one text of a message, or its two; the other arguments of the call are none of it."""
    texts = message if isinstance(message, tuple | list) else [message]
    wanted = len(_KEYWORDS.get(str(function or "_")) or "1")
    found = tuple(str(text) for text in texts[:wanted] if text is not None)
    if len(found) != wanted:
        raise ValueError(f"{function}(…) is called with something that is no message: {texts}")
    return found if wanted > 1 else found[0]
