"""Compiling: templates as code that asks values for their attributes and escapes text by the shortest way."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape
from markupsafe import _escape_inner as _escaped  # type: ignore[attr-defined]  # `escape` without making `Markup`

if TYPE_CHECKING:
    from jinja2.compiler import Frame

#: Where a company's own templates are, which may do whatever Jinja's manual says.
OWN: Final = "templates/"


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
        escaped: str = _escaped(value)
        return escaped
    if type(value) is Markup:
        return value
    return "" if value is None else escape(value)
