"""Compiling: templates as code that asks values for their attributes and escapes text by the shortest way."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Final

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.compiler import Frame

#: `escape` for plain text, without making `Markup` of each of the millions that a site has: a tenth of the time. It is
#: private there, so where a release has it no more, `escape` itself does the same.
_escape: Final[Callable[[str], str]] = getattr(markupsafe, "_escape_inner", escape)
#: Where a company's own templates are, which may do whatever Jinja's manual says.
OWN: Final = "templates/"


#: What gives messages, in the language of the context.
_WORDS: Final = frozenset(["_", "gettext", "ngettext"])


class QuickCode(CodeGenerator):
    """Code for the templates that came with textcrm, whose values are frozen and have all the names asked for."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # the visitor's name for it
        """`page.deals`, without looking whether that is a key of a mapping or not defined at all."""
        if iskeyword(node.attr) or (self.filename or OWN).startswith(OWN):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002  # as the visitor has it
        """`macro(deal)`, without asking whether it wants the context: of what our templates call, only words do."""
        if self._needs_context(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _needs_context(self, node: nodes.Call) -> bool:
        is_word = isinstance(node.node, nodes.Name) and node.node.name in _WORDS
        is_odd = node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs)
        return bool(is_word or is_odd) or (self.filename or OWN).startswith(OWN)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def shown(value: object) -> str:
    """The value as it stands in a page: escaped unless it is markup, nothing for `None`."""
    if type(value) is str:
        return _escape(value)
    if type(value) is Markup:
        return value
    if value is None:
        return ""
    return escape(value) if hasattr(value, "__html__") else _escape(str(value))
