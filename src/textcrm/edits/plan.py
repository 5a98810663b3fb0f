"""A plan: the steps that lead from one state of the files to the next, applied in memory."""

from __future__ import annotations

from dataclasses import dataclass

from textcrm.errors import TextcrmError
from textcrm.files import Files


@dataclass(frozen=True, slots=True)
class Create:
    """A file that is not there yet, with all of its text; paths and text are as in `Files`."""

    path: str
    text: str


#: One part of a plan. Each kind of step is a class of its own.
Step = Create


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order they are applied; each meets the files as the ones before it left them."""

    steps: tuple[Step, ...] = ()


def apply(files: Files, plan: Plan) -> Files:
    """The files after all steps; `files` stays as it is.

    Raises `TextcrmError` where a step cannot be done: a file that should be created is there already.
    """
    after = dict(files)
    for step in plan.steps:
        _create(after, step)
    return after


def _create(files: dict[str, str], step: Create) -> None:
    if step.path in files:
        raise TextcrmError(f"{step.path} is there already; nothing is overwritten")
    files[step.path] = step.text
