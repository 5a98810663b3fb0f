"""Problems: every finding with its file, its line and its remedy, and what is ignored and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from textcrm.findings import Finding, Severity
from textcrm.locale.words import Text
from textcrm.model.secrets import without_secrets
from textcrm.rules import BY_CODE
from textcrm.site.excerpts import Line, excerpt
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Facet, Grid, Row, beside, further_pages, spread, text_cell, unoffered
from textcrm.site.links import Href, Links
from textcrm.site.notes import ticked
from textcrm.site.order import name_order
from textcrm.site.page import Head, Page
from textcrm.tables import Column as Field
from textcrm.tables import Table

PATH: Final = "problems.html"
#: So many errors are shown one by one with their lines; a book with more has a cause that the first ones tell.
_ONE_BY_ONE: Final = 50
_TABLE: Final = "problems"


@dataclass(frozen=True, slots=True)
class Shown:
    """An error with the lines around it."""

    code: str
    rule: str
    message: Text
    record: str
    record_href: Href | None
    place: str
    href: Href | None
    remedy: Text
    paste: str
    lines: tuple[Line, ...]
    lines_label: str


@dataclass(frozen=True, slots=True)
class Problems:
    """What the page shows."""

    head: Head
    sentence: Text
    counts: tuple[tuple[str, str], ...]
    errors_head: Head
    errors: tuple[Shown, ...]
    no_errors: str
    more_errors: Grid
    warnings_head: Head
    warnings: Grid
    ignored_head: Head
    ignored: Grid


def pages(facts: Facts) -> Iterator[Page]:
    """The page, and the further ones that many warnings take."""
    links, found = facts.links(PATH), facts.report.findings
    errors = [one for one in found if one.severity is Severity.ERROR]
    warnings = [one for one in found if one.severity is Severity.WARNING]
    parts = spread(_grid(facts, links, "warnings", facts.words.gettext("Warnings"), warnings), facts.say, links, PATH)
    page = Page(
        PATH,
        "pages/problems.html.jinja",
        facts.words.gettext("Problems"),
        "problems",
        _problems(facts, links, errors, warnings, parts[0]),
        (_table(facts),),
    )
    yield page
    yield from further_pages(parts, page, links, _of_all(facts, len(warnings)))


def _problems(
    facts: Facts, links: Links, errors: Sequence[Finding], warnings: Sequence[Finding], grid: Grid
) -> Problems:
    _ = facts.words.gettext
    return Problems(
        head=Head(_("Problems"), of=_checked(facts), csv=links.data(_TABLE), how=links.page("data", _TABLE)),
        sentence=_sentence(facts, errors, warnings),
        counts=_counts(facts),
        errors_head=Head(
            _("Errors"), _("They stop a merge until they are mended.") if errors else "", _many(facts, errors)
        ),
        errors=tuple(_shown(facts, links, one) for one in errors[:_ONE_BY_ONE]),
        no_errors=_("Every file could be read, every link leads somewhere, and no record contradicts itself."),
        more_errors=_grid(facts, links, "more-errors", _("Further errors"), errors[_ONE_BY_ONE:]),
        warnings_head=Head(
            _("Warnings"), _("They do not stop a merge.") if warnings else "", _by_rule(facts, warnings)
        ),
        warnings=grid,
        ignored_head=_ignored_head(facts),
        ignored=_ignored(facts, links),
    )


def _checked(facts: Facts) -> str:
    n_, records = facts.words.ngettext, facts.report.records
    return n_("%(num)s record checked", "%(num)s records checked", records, num=facts.say.number(records))


def _sentence(facts: Facts, errors: Sequence[Finding], warnings: Sequence[Finding]) -> Text:
    """What is wrong in numbers, and the record that is met most often, if one is met more than twice."""
    _, m_ = facts.words.gettext, facts.words.marked
    told = [_many(facts, found) for found in (errors, warnings) if found]
    if not told:
        return m_("<b>Nothing is wrong.</b> All records were checked against all rules.")
    counted = (
        m_("<b>%(one)s and %(other)s.</b>", one=told[0], other=told[1])
        if len(told) > 1
        else m_("<b>%(one)s.</b>", one=told[0])
    )
    if not errors:
        counted = m_("%(counted)s Nothing stops a merge.", counted=counted)
    worst = Counter(one.record for one in (*errors, *warnings) if one.record).most_common(1)
    if not worst or worst[0][1] < 3:  # noqa: PLR2004  # two findings are no heap
        return counted
    ref, count = worst[0]
    return m_(
        "%(counted)s %(count)s of them are about %(record)s.",
        counted=counted,
        count=facts.say.number(count),
        record=_name(facts, ref) or _("one record"),
    )


def _many(facts: Facts, found: Sequence[Finding]) -> str:
    n_, number = facts.words.ngettext, facts.say.number(len(found))
    if not found:
        return ""
    if found[0].severity is Severity.ERROR:
        return n_("%(num)s error", "%(num)s errors", len(found), num=number)
    return n_("%(num)s warning", "%(num)s warnings", len(found), num=number)


def _counts(facts: Facts) -> tuple[tuple[str, str], ...]:
    _, number, report = facts.words.gettext, facts.say.number, facts.report
    return (
        (_("Errors"), number(report.errors)),
        (_("Warnings"), number(report.warnings)),
        (_("Ignored with a reason"), number(len(report.ignored))),
    )


def _shown(facts: Facts, links: Links, finding: Finding) -> Shown:
    _ = facts.words.gettext
    lines = excerpt(facts.files, finding.path, finding.line, finding.column)
    remedy, paste = _remedy(finding)
    about = {"first": str(lines[0].number), "last": str(lines[-1].number), "file": finding.path} if lines else {}
    return Shown(
        finding.code,
        _rule_name(finding.code) if finding.code in BY_CODE else "",
        ticked(finding.message),
        _name(facts, finding.record) if links.record(finding.record) else "",
        links.record(finding.record),
        _place(finding),
        links.file(finding.path, finding.line),
        ticked(remedy),
        paste,
        lines,
        _("Lines %(first)s to %(last)s of %(file)s", **about) if lines else "",
    )


def _remedy(finding: Finding) -> tuple[str, str]:
    """The remedy as a sentence, and what of it is to be pasted."""
    first, _, rest = finding.help.partition("\n")
    return first, without_secrets(rest)


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}" if finding.line else finding.path


def _grid(facts: Facts, links: Links, id: str, label: str, found: Sequence[Finding]) -> Grid:
    """Findings as rows, by rule and then by place."""
    _ = facts.words.gettext
    ordered = sorted(found, key=lambda one: (one.code, one.order))
    columns = (
        Column("rule", _("Rule"), "words p2"),
        Column("record", _("Record"), "deal"),
        Column("what", _("What, and the remedy"), "told"),
        Column("owner", _("Owner"), "p2"),
    )
    rows = tuple(_row(facts, links, one) for one in ordered)
    return Grid(
        id,
        label,
        columns,
        rows,
        facets=_facets(facts, ordered),
        empty=_("No warning: nothing is late, forgotten or doubtful."),
    )


def _row(facts: Facts, links: Links, finding: Finding) -> Row:
    owner, (remedy, paste) = _owner(facts, finding), _remedy(finding)
    name = _name(facts, finding.record)
    return Row(
        (
            _rule_cell(finding.code),
            Cell(
                name or finding.path,
                links.record(finding.record),
                note=_place(finding) if name else "",
                note_href=links.file(finding.path, finding.line),
                small=_small(finding, facts.label("team", owner)),
            ),
            Cell(ticked(finding.message), note=ticked(remedy), paste=paste),
            text_cell(facts.label("team", owner), links.record(f"team/{owner}")),
        ),
        {"owner": (owner or "",), "rule": (finding.code,)},
    )


def _small(finding: Finding, owner: str = "") -> tuple[str, ...]:
    """The rule and who is to see to it, for a small screen."""
    return (beside(_rule_name(finding.code), finding.code if finding.code in BY_CODE else "", owner),)


def _name(facts: Facts, ref: str | None) -> str:
    """What people call the record of a finding; empty for files that are no record."""
    kind, _, id = (ref or "").partition("/")
    return facts.label(kind, id) if kind in ("team", "companies", "contacts", "leads", "opportunities") else ""


def _owner(facts: Facts, finding: Finding) -> str | None:
    """Who is to see to it: the owner of the record, of a journal its author."""
    kind, _, id = (finding.record or "").partition("/")
    if kind == "activities":
        return id.partition("/")[0]
    if kind not in ("companies", "contacts", "leads", "opportunities"):
        return None
    return getattr(facts.book.all(kind).get(id), "owner", None)


def _facets(facts: Facts, found: Sequence[Finding]) -> tuple[Facet, ...]:
    _ = facts.words.gettext
    owners = {_owner(facts, one) for one in found} - {None}
    rules = sorted({one.code for one in found})
    named = ((owner, facts.label("team", owner)) for owner in owners if owner)
    people = sorted(named, key=lambda one: name_order(one[1], one[0]))
    return (
        Facet("owner", _("Owner"), (*people, ("", _("nobody")))),
        Facet("rule", _("Rule"), tuple((code, _rule(code)) for code in rules)),
    )


def _rule(code: str) -> str:
    return f"{_rule_name(code)} ({code})" if code in BY_CODE else code


def _rule_name(code: str) -> str:
    """The name of a rule in words: `No next step`."""
    return BY_CODE[code].name.replace("-", " ").capitalize() if code in BY_CODE else code


def _rule_cell(code: str) -> Cell:
    """The rule by its name, beneath it its code, by which `textcrm explain` knows it."""
    return Cell(_rule_name(code), value=code, note=code if code in BY_CODE else "")


def _by_rule(facts: Facts, found: Sequence[Finding]) -> str:
    if not found:
        return ""
    return facts.words.gettext("%(count)s, by rule", count=_many(facts, found))


def _of_all(facts: Facts, count: int) -> str:
    return facts.words.gettext("Of %(count)s warnings", count=facts.say.number(count))


def _ignored_head(facts: Facts) -> Head:
    _, n_, count = facts.words.gettext, facts.words.ngettext, len(facts.report.ignored)
    return Head(
        _("Ignored"),
        _("Each with a reason that somebody wrote down.") if count else "",
        n_("%(num)s finding", "%(num)s findings", count, num=facts.say.number(count)) if count else "",
    )


def _ignored(facts: Facts, links: Links) -> Grid:
    _ = facts.words.gettext
    columns = (
        Column("rule", _("Rule"), "words p2"),
        Column("record", _("Record"), "deal"),
        Column("what", _("What"), "p2"),
        Column("reason", _("Reason"), "told"),
    )
    rows = tuple(
        Row(
            (
                _rule_cell(one.finding.code),
                Cell(
                    _name(facts, one.finding.record) or one.finding.path,
                    links.record(one.finding.record),
                    small=_small(one.finding),
                ),
                Cell(ticked(one.finding.message)),
                Cell(one.reason),
            ),
            {"owner": (_owner(facts, one.finding) or "",), "rule": (one.finding.code,)},
        )
        for one in facts.report.ignored
    )
    facets = unoffered(_facets(facts, [one.finding for one in facts.report.ignored]))
    return Grid("ignored", _("Ignored"), columns, rows, facets=facets, empty=_("Nothing is ignored."))


def _table(facts: Facts) -> Table:
    """All findings, as they are exported."""
    _ = facts.words.gettext
    fields = (
        Field("code", _("Rule")),
        Field("severity", _("Severity")),
        Field("path", _("File")),
        Field("line", _("Line"), "count"),
        Field("record", _("Record"), "id"),
        Field("message", _("What")),
        Field("help", _("Remedy")),
    )
    rows = tuple(
        (one.code, str(one.severity), one.path, one.line, one.record, one.message, without_secrets(one.help))
        for one in facts.report.findings
    )
    return Table(_TABLE, _("Problems"), fields, rows)
