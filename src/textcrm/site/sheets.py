"""Sheets: small tables of figures that explain a number: its parts, how it came about, what it is multiplied by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from textcrm.locale.words import Text
from textcrm.metrics.deals import Deal
from textcrm.metrics.totals import weighted_value
from textcrm.model.money import exchange_rate, rounded
from textcrm.model.process import sold
from textcrm.model.records import Item, Opportunity
from textcrm.site.facts import Facts
from textcrm.site.filters import NOTHING
from textcrm.site.outcomes import outcome_label
from textcrm.site.record import exact_number, off


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet: the first cell names it, the others are as the sheet's columns; `look` is of the last one."""

    cells: tuple[str, ...]
    look: str = ""

    @property
    def name(self) -> str:
        """The first cell."""
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A small table. `looks` are the classes of its columns; `columns` are their heads, if it has any."""

    caption: str
    looks: tuple[str, ...]
    lines: tuple[Line, ...]
    columns: tuple[str, ...] = ()
    foot: Line | None = None
    empty: Text = ""

    @property
    def name_look(self) -> str:
        """The class of the first column, whose cells name their lines."""
        return self.looks[0]

    @property
    def heads(self) -> Iterator[tuple[str, str]]:
        """The classes and the head of each column."""
        return zip(self.looks, self.columns, strict=False)

    def figures(self, line: Line) -> Iterator[tuple[str, str]]:
        """What stands in a line after its name, each with its classes."""
        looks = self.looks[1:]
        if line.look:
            looks = (*looks[:-1], f"{looks[-1]} {line.look}")
        return zip(looks, line.cells[1:], strict=True)


def items(facts: Facts, deal: Deal) -> Sheet:
    """What is sold, and what it comes to."""
    _, record = facts.words.gettext, deal.record
    sign, has_off = facts.say.sign(record.currency).text, any(item.discount for item in record.items)
    lines = tuple(_item(facts, record, item, has_off=has_off) for item in record.items)
    lines += tuple(_recurring(facts, record, has_off=has_off))
    off_column = (_("Off"),) if has_off else ()
    heads = _("Product"), _("Quantity"), _("Unit, %(sign)s", sign=sign), *off_column, sign
    foot = Line((_("Together"), *("",) * (len(heads) - 2), _money(facts, record, sold(record))))
    empty = _("What is sold is not listed.")
    return Sheet("", ("", *("num",) * (len(heads) - 1)), lines, heads, foot if len(lines) > 1 else None, empty)


def _money(facts: Facts, record: Opportunity, amount: Decimal | None) -> str:
    """An amount in the deal's currency, rounded as amounts are; a dash where it is not known."""
    code = record.currency or facts.currency
    return NOTHING if amount is None else facts.say.money(rounded(amount, code), currency=code)


def _item(facts: Facts, record: Opportunity, item: Item, *, has_off: bool) -> Line:
    taken = (_money(facts, record, item.discount) if item.discount else "",) if has_off else ()
    return Line(
        (
            facts.entry_label("products", item.product),
            exact_number(facts, item.quantity),
            _money(facts, record, item.unit_price),
            *taken,
            _money(facts, record, item.total if item.unit_price is not None else None),
        )
    )


def _recurring(facts: Facts, record: Opportunity, *, has_off: bool) -> Iterator[Line]:
    plan, _ = record.recurring, facts.words.gettext
    if plan:
        every = {"month": _("Every month"), "quarter": _("Every quarter"), "year": _("Every year")}[plan.per]
        months = _("%(months)s months", months=facts.say.number(plan.months))
        amounts = _money(facts, record, plan.amount), _money(facts, record, plan.total)
        yield Line((every, months, amounts[0], *(("",) if has_off else ()), amounts[1]))


def items_say(facts: Facts, deal: Deal) -> str:
    """How what is sold compares with the amount."""
    total, amount, code = sold(deal.record), deal.record.amount, deal.record.currency or facts.currency
    if total is None or amount is None:
        return ""
    _, full = facts.words.gettext, facts.say.full
    if rounded(total, code) == rounded(amount, code):
        return _("What is sold adds up to the amount.")
    return _(
        "What is sold adds up to %(total)s, the amount is %(amount)s.",
        total=full(rounded(total, code), code),
        amount=full(amount, code),
    )


def amounts(facts: Facts, deal: Deal) -> Sheet:
    """How the amount came about: each day on which it changed, and by how much."""
    _, record = facts.words.gettext, deal.record
    lines = tuple(_amounts(facts, record))
    foot = Line((_("Amount"), "", facts.say.full(record.amount, record.currency)))
    empty = _("The history says nothing about the amount.")
    return Sheet(_("How the amount came about"), ("nw", "", "num"), lines, (), foot if lines else None, empty)


def _amounts(facts: Facts, record: Opportunity) -> Iterator[Line]:
    state: dict[str, Any] = {"currency": record.currency} if not _says_currency(record) else {}
    entries: Sequence[Mapping[str, Any]] = sorted(record.history, key=itemgetter("date"))
    for place, entry in enumerate(entries):
        before = state.get("amount"), state.get("currency")
        state.update((key, value) for key, value in entry.items() if key in ("amount", "currency", "pipeline"))
        after = state.get("amount"), state.get("currency")
        if before != after and ("amount" in entry or before[0] is not None):
            said = _because(facts, record, entry, state, is_first=not place)
            yield Line((facts.say.day(entry["date"]), said, _difference(facts, before, after)))


def _says_currency(record: Opportunity) -> bool:
    return any("currency" in entry for entry in record.history)


def _because(
    facts: Facts, record: Opportunity, entry: Mapping[str, Any], state: Mapping[str, Any], *, is_first: bool
) -> str:
    """What else was written that day: a note, the beginning, the end, the stage it went to."""
    _ = facts.words.gettext
    if entry.get("note"):
        return str(entry["note"])
    if is_first:
        return _("Opened")
    if entry.get("status", "open") != "open":
        return outcome_label(facts, entry["status"])
    stage = entry.get("stage")
    return facts.stage_label(state.get("pipeline") or record.pipeline, stage) if stage else _("Changed")


_Amount = tuple[Decimal | None, str | None]


def _difference(facts: Facts, before: _Amount, after: _Amount) -> str:
    """In full where there was none before or it was in another currency, else by how much it changed."""
    if before[0] is None or after[0] is None or before[1] != after[1]:
        return facts.say.full(*after)
    return facts.say.signed(after[0] - before[0])


def arithmetic(facts: Facts, deal: Deal) -> Sheet:
    """The amount times the chance, by way of the exchange rate; of a closed deal what it counts as."""
    _, say = facts.words.gettext, facts.say
    lines = [Line((_("Amount"), say.full(deal.amount, deal.state.currency)), "" if deal.amount is not None else "none")]
    lines += _exchanged(facts, deal)
    if deal.is_open:
        lines.append(_chance(facts, deal))
        weighted = weighted_value(deal, facts.settings)
        foot = Line((_("Weighted"), NOTHING if weighted is None else say.full(weighted)))
        return Sheet(_("Money in the forecast"), ("", "num"), tuple(lines), foot=foot)
    foot = Line((_counts_as(facts, deal), NOTHING if deal.value is None else say.full(deal.value)))
    return Sheet(_("Money in the figures"), ("", "num"), tuple(lines), foot=foot)


def _exchanged(facts: Facts, deal: Deal) -> Iterator[Line]:
    """The exchange rate, where the amount is in another currency than the company's."""
    currency, _, say = deal.ending.currency if deal.ending else deal.state.currency, facts.words.gettext, facts.say
    if deal.amount is None or currency in (None, facts.currency):
        return
    day = deal.ending.day if deal.ending else facts.as_of
    rate = exchange_rate(currency, day, facts.settings) if day else None
    if rate is None:
        yield Line((_("There is no exchange rate for it"), NOTHING), "late")
        return
    yield Line((_("Exchange rate on %(day)s", day=say.full_day(day)), _("× %(rate)s", rate=exact_number(facts, rate))))
    yield Line((_("In %(sign)s", sign=say.currency), say.full(deal.value)))


def _chance(facts: Facts, deal: Deal) -> Line:
    _, say = facts.words.gettext, facts.say
    if deal.probability is None:
        return Line((_("Chance, as its stage is not known"), NOTHING), "none")
    line, stage = facts.settings.pipeline(deal.pipeline), facts.settings.stage(deal.pipeline, deal.stage)
    usual = say.percent(line.probability(stage)) if line and stage else ""
    if deal.state.probability is None:
        said = _("Chance of the stage %(stage)s", stage=stage.label if stage else "")
    elif usual:
        said = _("Chance given to this deal, the stage's being %(usual)s", usual=usual)
    else:
        said = _("Chance given to this deal")
    return Line((said, _("× %(chance)s", chance=say.percent(deal.probability))))


def _counts_as(facts: Facts, deal: Deal) -> str:
    _, ending = facts.words.gettext, deal.ending
    if not deal.counts:
        return _("In no figure, for the reason of its closing")
    outcome = outcome_label(facts, ending.status if ending else "open")
    if ending is None or ending.day is None:
        return _("%(outcome)s, on no known day: in no figure of a period", outcome=outcome)
    return _("%(outcome)s on %(day)s", outcome=outcome, day=facts.say.full_day(ending.day))


def clocks(facts: Facts, deal: Deal) -> Sheet:
    """How long the deal has been there, in its stage, and without a touch; of a closed one how long it took."""
    lines = tuple(_open_clocks(facts, deal) if deal.is_open else _closed_clocks(facts, deal))
    return Sheet(facts.words.gettext("Days"), ("", "num"), lines)


def _open_clocks(facts: Facts, deal: Deal) -> Iterator[Line]:
    _, say, age, quiet = facts.words.gettext, facts.say, facts.ages[deal.id], facts.quiet[deal.id]
    stage = facts.settings.stage(deal.pipeline, deal.stage)
    yield _days(facts, _("Since it was created"), age.age)
    least = "" if age.exact or age.days_in_stage is None else _("or more")
    here = f"{say.days(age.days_in_stage)} {least}".strip()
    yield Line((_("In its stage"), here), "late" if age.is_slow else _none(age.days_in_stage))
    if stage:
        slow = _("Usual there, slow after %(days)s", days=say.days(stage.slow_after))
        yield Line((slow, say.days(stage.typical_days)))
    touch = _("Since it was last touched")
    yield Line((touch, say.days(quiet.days)), "late" if quiet.is_rotten else _none(quiet.days))
    if quiet.rotten_after is not None:
        yield Line((_("Contact wanted within"), say.days(quiet.rotten_after)))


def _closed_clocks(facts: Facts, deal: Deal) -> Iterator[Line]:
    _, closed = facts.words.gettext, deal.closed_on
    took = (closed - deal.created).days if closed and deal.created else None
    yield _days(facts, _("From creation to its end"), took)
    if closed:
        yield Line((_("Ended"), off(facts, closed)))


def _days(facts: Facts, label: str, days: int | None) -> Line:
    return Line((label, facts.say.days(days)), _none(days))


def _none(days: int | None) -> str:
    return "none" if days is None else ""
