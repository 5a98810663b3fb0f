"""Rendering: a page's value and its template, text out. No template is ever made of data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from traceback import extract_tb
from types import CodeType
from typing import ClassVar, Final

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from textcrm.errors import TextcrmError
from textcrm.files import Files
from textcrm.gates.length import cut
from textcrm.locale.words import Words
from textcrm.site.compiling import OWN, QuickCode, shown
from textcrm.site.drawings import CHARTS
from textcrm.site.facts import Facts
from textcrm.site.frame import Frame, frame
from textcrm.site.links import href
from textcrm.site.notes import note_markup
from textcrm.site.page import Page

#: Methods of `Say` that are filters.
_SAID: Final = (
    *("money", "full", "short", "brief", "signed", "number", "share", "percent", "days"),
    *("day", "full_day", "long_day", "month", "moment"),
)
#: Before a template's name: the one that came with textcrm, also where the company has its own of that name.
_ORIGINAL: Final = "textcrm/"
_TITLE: Final = 120
#: What a template of ours meets where a part of the company's own lacks a macro, or has it with other arguments.
_MISFITS: Final = (UndefinedError, TypeError)
#: Where those of the company's own templates are that none of ours takes anything from.
_NEVER_USED_BY_OURS: Final = ("pages/", "static/")
#: A template's text, the name that errors have for it, and whether it is still as it was.
_Source = tuple[str, str, Callable[[], bool]]


def _shelf(ours: Files, own: Files) -> Callable[[str], _Source | None]:
    """Templates by name: the company's own first, else those that came with textcrm."""

    def find(template: str) -> _Source | None:
        name = template.removeprefix(_ORIGINAL)
        if name in own and name == template:
            return own[name], f"{OWN}{name}", lambda: True
        return (ours[name], f"{_ORIGINAL}{name}", lambda: True) if name in ours else None

    return find


class _Worded(NodeTransformer):
    """Translates, while a template is compiled, the messages that have no places to fill."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # the visitor's name for it
        self.generic_visit(node)
        is_message = isinstance(node.node, nodes.Name) and node.node.name in ("_", "gettext")
        if not is_message or node.kwargs or len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        said = self._words.one(node.args[0].value) % {}
        return nodes.MarkSafe(nodes.Const(said, lineno=node.lineno), lineno=node.lineno)


class _Compiled(BytecodeCache):
    """Compiled templates, kept in memory for the next site of this process: a preview makes one after the other."""

    _kept: ClassVar[dict[tuple[str, str], tuple[str, CodeType]]] = {}

    def __init__(self, language: str) -> None:
        self._language = language

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get((self._language, bucket.key), ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._kept[self._language, bucket.key] = bucket.checksum, bucket.code


class _Part(Template):
    """A template whose macros are made once, not for each page that takes some: no page has globals of its own."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        del ctx
        return super()._get_default_module()


class _Templates(Environment):
    """Escapes everything, knows no undefined name, and speaks one language."""

    code_generator_class = QuickCode
    template_class = _Part
    shown = staticmethod(shown)

    def __init__(self, loader: BaseLoader, words: Words) -> None:
        self._words = words
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_Compiled(words.language),
            extensions=[InternationalizationExtension, "jinja2.ext.do"],
        )

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        worded: nodes.Template = _Worded(self._words).visit(tree)
        return worded


def _shown(value: object) -> object:
    return "" if value is None else value


class Renderer:
    """Makes text of pages; what pages have in common is made once. `own` are the company's own templates."""

    def __init__(self, facts: Facts, ours: Files, own: Files, there: Collection[str]) -> None:
        self._templates = templates_of(facts, ours, own)
        self._facts, self._there = facts, there
        self._used = sorted(f"{OWN}{name}" for name in own if not name.startswith(_NEVER_USED_BY_OURS))
        self._common = cache(self._make_common)

    def render(self, page: Page) -> str:
        """The page as HTML; raises `TextcrmError`, with the place, where the company's own template is at fault."""
        try:
            common = self._common(page.nav, page.path.count("/"))
            template = self._templates.get_template(page.template)
            return template.render(common, page=page.value, title=page.title)
        except Exception as error:  # whatever a template may do
            place = _place(error) or (", ".join(self._used) if isinstance(error, _MISFITS) else "")
            if not place:
                raise
            raise TextcrmError(f"{place}: {_said(error)}") from None

    def _make_common(self, nav: str, depth: int) -> Mapping[str, object]:
        made: Frame = frame(self._facts, nav, self._facts.links("x/" * depth), self._there)
        mast, foot = (
            Markup(self._templates.get_template(f"parts/{part}.html.jinja").render(frame=made))  # noqa: S704  # escaped
            for part in ("mast", "foot")
        )
        return {"frame": made, "mast": mast, "foot": foot}


def _place(error: Exception) -> str | None:
    """Where in the company's own templates the error arose; `None` if it did not."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}" if (error.filename or "").startswith(OWN) else None
    frames = [one for one in extract_tb(error.__traceback__) if one.filename.startswith(OWN)]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None


def _said(error: Exception) -> str:
    """What is wrong, in words of ours where Jinja's are none."""
    if isinstance(error, TemplateNotFound):
        return f"there is no template {' or '.join(map(str, error.templates))}"
    if isinstance(error, RecursionError):
        return "it extends or includes itself, without end; build on the original by its name: textcrm/…"
    return str(error)


def short_title(text: str) -> str:
    """A title as a tab has room for it, and a browser's history."""
    return cut(text, _TITLE)


def templates_of(facts: Facts, ours: Files, own: Files) -> Environment:
    """The templates of a site, the company's own before those that came with textcrm, with all that they know."""
    words, say = facts.words, facts.say
    made = _Templates(FunctionLoader(_shelf(ours, own)), words)
    made.install_gettext_callables(words.one, words.many, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    made.filters |= {name: getattr(say, name) for name in _SAID} | {
        "href": href,
        "note": note_markup,
        "short_title": short_title,
    }
    made.globals |= {"say": say, "charts": CHARTS}
    return made
