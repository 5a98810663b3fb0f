"""The report for people: each finding with its line, a caret and a remedy, then one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from textcrm.files import Files
from textcrm.findings import Finding, Ignored, Report
from textcrm.gates.terminal import one_line
from textcrm.model.secrets import holds_secret
from textcrm.reporters.excerpt import excerpt, source_line
from textcrm.reporters.reporter import Look, RuleText
from textcrm.reporters.sentence import message, place, remedy, summary
from textcrm.reporters.spans import Line, Span, painter, words, wrapped

#: Room for a source line where no terminal says how wide it is.
_PIPED = 100
#: A source line narrower than this tells nothing; a still narrower terminal breaks it.
_NARROWEST = 20


def text(report: Report, sources: Files, look: Look, _rules: Sequence[RuleText] = ()) -> str:
    """A block per finding, a sentence that counts them, and what was ignored, with the reasons.

    With a width everything but paths and lines meant for pasting is wrapped to it; without one the first line of a
    block is `path:line:column: error OPP003 message` in full.
    """
    paint = painter(colour=look.colour)
    shown = chain.from_iterable(_block(found, sources, look) for found in report.findings)
    return "\n".join(map(paint, chain(shown, _conclusion(report, look)))) + "\n"


def _block(finding: Finding, sources: Files, look: Look) -> Iterator[Line]:
    yield from _headline(finding, look)
    if finding.line is not None:
        source = source_line(sources, finding.path, finding.line)
        if source is not None and not holds_secret(source):
            yield from _quoted(source, finding.line, finding, look)
    yield from _remedy(finding, look)
    yield ()


def _headline(finding: Finding, look: Look) -> Iterator[Line]:
    head = (Span(f"{place(finding)}:", "place"), Span(str(finding.severity), str(finding.severity)))
    return wrapped((*head, Span(finding.code, "code"), *words(message(finding))), look.width, indent=4)


def _quoted(source: str, number: int, finding: Finding, look: Look) -> Iterator[Line]:
    gutter = f" {number:>3} |"
    room = _PIPED if look.width is None else max(_NARROWEST, look.width - len(gutter) - 1)
    shown = excerpt(source, finding.column, room)
    yield Span(gutter, "gutter"), Span(f" {shown.text}")
    if shown.offset is not None:
        yield Span("|".rjust(len(gutter)), "gutter"), Span(" " * (shown.offset + 1)), Span("^", str(finding.severity))


def _remedy(finding: Finding, look: Look) -> Iterator[Line]:
    """Lines for pasting are never broken; the first is one of them where it stands alone and is no sentence."""
    first, *others = remedy(finding) or [""]
    prose = bool(others) or first.endswith((".", ":", "?"))
    if first:
        yield from wrapped((Span("  help:", "help"), *words(first)), look.width if prose else None, indent=8)
    yield from ((Span(" " * 8), Span(line)) for line in others)


def _conclusion(report: Report, look: Look) -> Iterator[Line]:
    role = "error" if report.errors else "warning" if report.findings else "clean"
    told = summary(report) + (":" if report.ignored else "")
    yield from wrapped([Span(word.text, role) for word in words(told)], look.width, indent=4)
    for line in _ignored(report.ignored):
        yield from wrapped((Span(" "), *line), look.width, indent=4)


def _ignored(ignored: Sequence[Ignored]) -> Iterator[Line]:
    """What was ignored for one reason is told once, with its first place."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in ignored:
        places[each.finding.code, each.reason].append(place(each.finding))
    for (code, reason), (first, *others) in places.items():
        more = words(f"and {len(others)} more") if others else ()
        yield Span(code, "code"), Span(first), *more, *words(f'"{one_line(reason)}"')
