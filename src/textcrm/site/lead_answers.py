"""How leads are answered and what is known of them: the sections on first answers and on qualification."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from textcrm.locale.words import Text, begun
from textcrm.metrics.proportions import Proportion
from textcrm.metrics.qualification import Known, Qualification, qualification
from textcrm.metrics.response_times import PROMPT, ResponseTimes, response_times
from textcrm.model.periods import EVER
from textcrm.reports.figures import share_cell as rounded_share
from textcrm.site.charts.bars import bar
from textcrm.site.charts.marks import Ink
from textcrm.site.charts.scale import axis
from textcrm.site.facts import Facts
from textcrm.site.grid import Cell, Column, Grid, Row, number_cell
from textcrm.site.leads import DAYS, answer_label, lead_status, need_label
from textcrm.site.links import Links
from textcrm.site.page import head
from textcrm.site.rates import rate_cells, rate_columns
from textcrm.site.section import Part, Section
from textcrm.site.unread import none
from textcrm.tables import Column as Field
from textcrm.tables import Table

ANSWERS, QUALIFICATION = "leads-first-answer", "leads-known"
_HOUR = 60
_TWO_DAYS = 2 * 24 * _HOUR


# ── first answers ───────────────────────────────────────────────────────────────────────────────────────────────────


def answers_section(facts: Facts, links: Links) -> Section:
    """How many leads were answered in time, and after how many days."""
    _, n_ = facts.words.gettext, facts.words.ngettext
    waits = response_times(facts.book, facts.as_of, EVER)
    count = len(waits.responses)
    of = n_(
        "%(num)s lead, the unanswered counted",
        "%(num)s leads, the unanswered counted",
        count,
        num=facts.say.number(count),
    )
    parts = (
        Part(_in_time(facts, links, waits), _("In time"), _timed(facts, waits)),
        Part(_by_days(facts, links, waits), _("Days until the first answer"), _leads(facts, count)),
    )
    return Section(head(_("First answer"), links, ANSWERS, _on_answers(facts, waits), of if count else ""), parts)


def _leads(facts: Facts, count: int) -> str:
    return facts.words.ngettext("%(num)s lead", "%(num)s leads", count, num=facts.say.number(count))


def _timed(facts: Facts, waits: ResponseTimes) -> str:
    count = waits.answered_within(PROMPT).n
    return facts.words.gettext("%(leads)s known to the minute", leads=_leads(facts, count)) if count else ""


def _on_answers(facts: Facts, waits: ResponseTimes) -> Text:
    """Within how long half of them were answered, those who wait counted; and how many never were."""
    _, n_, told = facts.words.gettext, facts.words.ngettext, []
    timed = waits.answered_within(PROMPT)
    median = waits.curve.median if timed.tells_a_rate else None
    if median is not None:
        count, time = facts.say.number(timed.n), _duration(facts, median)
        told.append(
            _("Half of the %(count)s known to the minute are answered within %(time)s.", count=count, time=time)
        )
    never = len(waits.never_answered)
    if never:
        told.append(n_("%(num)s was not answered.", "%(num)s were not answered.", never, num=facts.say.number(never)))
    return " ".join(told)


def _duration(facts: Facts, minutes: int) -> str:
    """Below two hours minutes, below two days hours, else days: `73 min`, `5 h`, `3 d`."""
    _, number = facts.words.gettext, facts.say.number
    if minutes < 2 * _HOUR:
        return _("%(minutes)s\u00a0min", minutes=number(minutes))
    if minutes < _TWO_DAYS:
        return _("%(hours)s\u00a0h", hours=number(round(minutes / _HOUR)))
    return facts.say.days(round(minutes / (24 * _HOUR)))


def limits(facts: Facts, waits: ResponseTimes) -> tuple[tuple[str, Proportion], ...]:
    """How many were answered within the hour and within what the company promises, by the keys of the filter."""
    promised = facts.settings.leads.response_hours * _HOUR
    wanted = (("prompt", PROMPT), *((("promised", promised),) if promised != PROMPT else ()))
    return tuple((key, waits.answered_within(limit)) for key, limit in wanted)


def _in_time(facts: Facts, links: Links, waits: ResponseTimes) -> Grid:
    _ = facts.words.gettext
    columns = (Column("limit", _("Answered"), sort=""), *rate_columns(facts, _("Leads")))
    rows = tuple(
        Row((Cell(_limit(facts, key)), *rate_cells(facts, of, links.page("leads", "leads", answer=key))))
        for key, of in limits(facts, waits)
        if of.n
    )
    empty = _("Needs leads whose coming in and first answer are written with a time of day.")
    return Grid("in-time", _("Leads answered in time"), columns, rows, empty=empty, look="bars")


def _limit(facts: Facts, key: str) -> str:
    return begun(answer_label(facts, key))


def _by_days(facts: Facts, links: Links, waits: ResponseTimes) -> Grid:
    _, found = facts.words.gettext, days_until(waits)
    along = axis((Decimal(count) for _key, count in found), facts.say.number, Decimal(1))
    columns = (
        Column("answer", _("Answered"), sort=""),
        Column("bar", _("Leads"), "bar", ""),
        Column("leads", _("Number"), "num", ""),
    )

    def row(key: str, count: int) -> Row:
        ink: Ink = "late" if key in ("waiting", "never") else "commit"
        href = links.page("leads", "leads", answer=key) if count else None
        drawn = bar(Decimal(count), along, ink)
        return Row((Cell(_limit(facts, key)), Cell(drawn), number_cell(facts.say, count, href)))

    rows = tuple(row(key, count) for key, count in found) if waits.responses else ()
    return Grid(
        "answer-days",
        _("Days until the first answer"),
        columns,
        rows,
        look="bars",
        empty=none(facts, "leads", _("There is no lead yet that came in on a known day.")),
    )


def days_until(waits: ResponseTimes) -> tuple[tuple[str, int], ...]:
    """How many were answered after how many days, in ranges, and how many were not; by the keys of the filter."""
    within = [
        (
            f"days-{first}",
            sum(count for days, count in waits.by_days if first <= days and (last is None or days <= last)),
        )
        for first, last in DAYS
    ]
    waiting = len(waits.waiting)
    return (*within, ("waiting", waiting), ("never", len(waits.never_answered) - waiting))


def answers_table(facts: Facts) -> Table:
    """The first answers as they are exported: the rates, then the days."""
    _, waits = facts.words.gettext, response_times(facts.book, facts.as_of, EVER)
    fields = (
        Field("answered", _("Answered"), "id"),
        Field("name", _("Name")),
        Field("leads", _("Leads"), "count"),
        Field("of", _("Of"), "count"),
        Field("rate", _("Rate"), "share"),
        Field("low", _("Rate, low"), "share"),
        Field("high", _("Rate, high"), "share"),
    )
    of = len(waits.responses)
    rates = [
        (key, answer_label(facts, key), one.k, one.n, *map(rounded_share, (one.rate, one.low, one.high)))
        for key, one in limits(facts, waits)
    ]
    days = [(key, answer_label(facts, key), count, of, None, None, None) for key, count in days_until(waits)]
    return Table(ANSWERS, _("First answers"), fields, (*rates, *days))


# ── qualification ───────────────────────────────────────────────────────────────────────────────────────────────────


def known_section(facts: Facts, links: Links) -> Section:
    """The open leads by status, and what is known of them of what a qualified lead must have."""
    _, n_ = facts.words.gettext, facts.words.ngettext
    found = qualification(facts.book, facts.as_of)
    of = n_("%(num)s open lead", "%(num)s open leads", found.open, num=facts.say.number(found.open))
    parts = [Part(_statuses(facts, links, found), _("Open leads"), of if found.open else "")]
    if found.needs and found.open:
        parts.append(Part(_needs(facts, links, found), _("Known of them"), of))
    return Section(
        head(_("Qualification"), links, QUALIFICATION, _on_needs(facts, found), of if found.open else ""), tuple(parts)
    )


def _on_needs(facts: Facts, found: Qualification) -> Text:
    """What most of the open leads lack."""
    worst = max(found.needs, key=lambda one: len(one.missing), default=None)
    if worst is None or not worst.missing:
        return ""
    return facts.words.gettext(
        "Most often missing: %(need)s (%(missing)s leads)",
        need=need_label(facts, worst.need),
        missing=facts.say.number(len(worst.missing)),
    )


def _statuses(facts: Facts, links: Links, found: Qualification) -> Grid:
    _ = facts.words.gettext
    along = axis((Decimal(len(ids)) for _status, ids in found.statuses), facts.say.number, Decimal(1))
    columns = (
        Column("status", _("Status"), sort=""),
        Column("bar", _("Leads"), "bar", ""),
        Column("leads", _("Number"), "num", ""),
    )

    def row(status: str, ids: Sequence[str]) -> Row:
        href = links.page("leads", "leads", status=status) if ids else None
        drawn = bar(Decimal(len(ids)), along)
        return Row((Cell(lead_status(facts, status)), Cell(drawn), number_cell(facts.say, len(ids), href)))

    rows = tuple(row(status, ids) for status, ids in found.statuses) if found.open else ()
    return Grid(
        "open-leads",
        _("Open leads by status"),
        columns,
        rows,
        empty=none(facts, "leads", _("No lead is open.")),
        look="bars",
    )


def _needs(facts: Facts, links: Links, found: Qualification) -> Grid:
    _ = facts.words.gettext
    along = axis((Decimal(one.share.n) for one in found.needs), facts.say.number, Decimal(1))
    columns = (
        Column("need", _("Asked of a qualified lead"), sort=""),
        Column("bar", _("Known"), "bar half", ""),
        Column("known", _("Number"), "num", ""),
        Column("missing", _("Missing"), "num", ""),
    )

    def counted(leads: Sequence[str], **facets: str) -> Cell:
        href = links.page("leads", "leads", status="open", **facets) if leads else None
        return number_cell(facts.say, len(leads), href)

    def row(one: Known) -> Row:
        drawn = Cell(bar(Decimal(len(one.known)), along))
        known, missing = counted(one.known, has=one.need), counted(one.missing, lacks=one.need)
        return Row((Cell(need_label(facts, one.need)), drawn, known, missing))

    return Grid("known", _("What is known of open leads"), columns, tuple(map(row, found.needs)), look="bars")


def known_table(facts: Facts) -> Table:
    """Statuses and what is known, as they are exported."""
    _, found = facts.words.gettext, qualification(facts.book, facts.as_of)
    fields = (
        Field("key", _("What"), "id"),
        Field("name", _("Name")),
        Field("leads", _("Leads"), "count"),
        Field("of", _("Of"), "count"),
    )
    statuses = [(status, lead_status(facts, status), len(ids), found.open) for status, ids in found.statuses]
    needs = [(one.need, need_label(facts, one.need), one.share.k, one.share.n) for one in found.needs]
    return Table(QUALIFICATION, _("Open leads and what is known of them"), fields, (*statuses, *needs))
