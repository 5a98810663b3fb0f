"""All that matters of a deal, for one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from textcrm.findings import Finding
from textcrm.metrics.ageing import ageing
from textcrm.metrics.deals import Deal, deals_on
from textcrm.metrics.rotting import rotting
from textcrm.metrics.totals import weighted_value
from textcrm.model.book import Book
from textcrm.model.history import pushes
from textcrm.model.process import Demand, is_done, undone_steps, unmet_demands
from textcrm.model.records import Opportunity
from textcrm.reports.card import Block, Card, Row, Tone, block, rows
from textcrm.reports.saying import Saying, found, happened, words


def deal_card(record: Opportunity, book: Book, as_of: date, path: str, findings: Iterable[Finding]) -> Card:
    """The card of a deal; `book` is the one as it stood at the end of the day, the deal as it stands in it."""
    saying = Saying(book, as_of)
    deal = next((one for one in deals_on(book, as_of).all if one.id == record.id), None)
    activities = book.activities_of_deal.get(record.id, ())
    blocks = (
        *block("", _facts(record, deal, saying)),
        *block("People", _people(record, saying)),
        *_missing(record, saying),
        *block("Steps done", _steps(record, saying)),
        *block("Items", _items(record, saying)),
        *found(findings),
        *happened(activities, saying, record),
        *block("Notes", rows((("", (record.notes or "").strip()),))),
    )
    return Card(record.name, record.ref, _standing(record, saying), blocks, path)


def _standing(record: Opportunity, saying: Saying) -> str:
    stage = saying.settings.stage(record.pipeline, record.stage)
    label = stage.label if stage else record.stage or "stage not known"
    owner = saying.name("team", record.owner) or "nobody's"
    return f"{record.status}, {label}, {owner}" if record.is_open else f"{record.status}, {owner}"


def _facts(record: Opportunity, deal: Deal | None, saying: Saying) -> Iterator[Row]:
    yield from _money(record, deal, saying)
    if record.is_open:
        yield from _open_facts(record, saying)
    else:
        yield from _closing(record, deal, saying)
    came = [saying.entry("sources", record.source), saying.entry("campaigns", record.campaign)]
    if record.lead:
        came.append(f"lead {saying.name('leads', record.lead)}")
    if record.created:
        came.append(saying.due(record.created.day))
    yield from rows(
        (
            ("Came from", ", ".join(one for one in came if one)),
            ("Recurring", _recurring(record, saying)),
            ("Besides", " · ".join(_besides(record, saying))),
        )
    )


def _besides(record: Opportunity, saying: Saying) -> Iterator[str]:
    """The company's own fields, the type, the tags."""
    for name, one in saying.settings.custom_fields.opportunity.items():
        value = record.custom.get(name)
        if value is not None:
            yield f"{one.name or words(name)}: {saying.day(value) if isinstance(value, date) else value}"
    if record.type:
        yield f"Type: {saying.entry('opportunity_types', record.type)}"
    if record.tags:
        yield f"Tags: {', '.join(record.tags)}"


def _money(record: Opportunity, deal: Deal | None, saying: Saying) -> Iterator[Row]:
    """Amount × probability, and in the company's currency what that comes to."""
    if record.amount is None:
        yield Row("Amount", "not known", "bad" if record.is_open else "")
        return
    text = saying.money(record.amount, record.currency)
    if deal and deal.value is not None and record.currency not in (None, saying.settings.currency):
        text += f" ({saying.money(deal.value)})"
    if deal and deal.is_open and deal.probability is not None:
        weighted = weighted_value(deal, saying.settings)
        text += f" × {saying.chance(deal.probability)}" + ("" if weighted is None else f" = {saying.money(weighted)}")
    yield Row("Amount", text)


def _recurring(record: Opportunity, saying: Saying) -> str | None:
    plan = record.recurring
    return f"{saying.money(plan.amount, record.currency)} a {plan.per}, {plan.months} months" if plan else None


def _open_facts(record: Opportunity, saying: Saying) -> Iterator[Row]:
    book, as_of = saying.book, saying.as_of
    age = next((one for one in ageing(book, as_of) if one.deal == record.id), None)
    quiet = next((one for one in rotting(book, as_of) if one.deal == record.id), None)
    yield from _next_step(record, saying)
    if record.expected_close:
        pushed = pushes(record, as_of)
        times = f", pushed {pushed} time{'s' if pushed > 1 else ''}" if pushed else ""
        late = record.expected_close < as_of
        yield Row("Close", f"{saying.due(record.expected_close)}{times}", "bad" if late else "")
    else:
        yield Row("Close", "not known", "bad")
    if age and age.days_in_stage is not None:
        least = "" if age.exact else "at least "
        slow = f", slow after {age.slow_after}" if age.slow_after else ""
        yield Row("In its stage", f"for {least}{saying.days(age.days_in_stage)}{slow}", "bad" if age.is_slow else "")
    if quiet and quiet.last_touch:
        rots = f", rots after {saying.days(quiet.rotten_after)}" if quiet.rotten_after else ""
        yield Row("Last touch", f"{saying.due(quiet.last_touch)}{rots}", "bad" if quiet.is_rotten else "")
    if record.forecast:
        yield Row("Forecast", record.forecast.replace("_", " "))


def _next_step(record: Opportunity, saying: Saying) -> Iterator[Row]:
    step = record.next_step
    if step is None:
        yield Row("Next step", "none planned", "bad")
        return
    due = f", {saying.due(step.due)}" if step.due else ", no day"
    owner = f", {saying.name('team', step.owner)}" if step.owner and step.owner != record.owner else ""
    late = step.due is not None and step.due < saying.as_of
    yield Row("Next step", f"{step.what}{due}{owner}", "bad" if late else "")


def _closing(record: Opportunity, deal: Deal | None, saying: Saying) -> Iterator[Row]:
    ending = deal.ending if deal else None
    if ending is None:
        return
    yield from rows(
        (
            (record.status.capitalize(), saying.due(ending.day) if ending.day else "day not known"),
            ("Reason", saying.reason(record.status, ending.reason)),
            ("Competitor", saying.name("companies", ending.competitor)),
            ("Note", record.closed.note if record.closed else None),
        )
    )


def _people(record: Opportunity, saying: Saying) -> Iterator[Row]:
    """Company, contacts with how to reach them, partners and competitors."""
    book = saying.book
    if record.company:
        company = book.companies.get(record.company)
        place = ", ".join(one for one in (company.city, company.country) if one) if company else None
        reach = saying.reach(company) if company else "not there"
        yield Row("Company", " · ".join(one for one in (saying.name("companies", record.company), place, reach) if one))
    elif record.is_open:
        yield Row("Company", "not known", "bad")
    for part in record.contacts:
        contact = book.contacts.get(part.contact)
        parts = (contact.name, contact.title, saying.reach(contact)) if contact else (part.contact, "not there")
        yield Row(saying.entry("roles", part.role) or "Contact", " · ".join(one for one in parts if one))
    for partner in record.partners:
        yield Row(words(partner.role or "partner"), saying.name("companies", partner.company) or partner.company)
    for id in record.competitors:
        yield Row("Competitor", saying.name("companies", id) or id)


def _missing(record: Opportunity, saying: Saying) -> Iterator[Block]:
    """What is missing where an open deal stands, and what the next stage, or winning, asks for besides."""
    line, stage = saying.settings.pipeline(record.pipeline), saying.settings.stage(record.pipeline, record.stage)
    if not record.is_open or line is None or stage is None:
        return
    here = _demands(record, saying)
    following = next((one for one in line.stages[line.order[stage.id] + 1 :] if not one.retired), None)
    ahead = replace(record, stage=following.id) if following else replace(record, status="won")
    known = {(one.stage.id, one.what.id) for one in here}
    later = [one for one in _demands(ahead, saying) if (one.stage.id, one.what.id) not in known]
    yield from block("Missing already", (_demand(one, "bad") for one in here))
    title = f"Before {following.label}" if following else "Before it is won"
    yield from block(title, (_demand(one, "") for one in later))


def _demands(record: Opportunity, saying: Saying) -> list[Demand]:
    return [*unmet_demands(record, saying.settings), *undone_steps(record, saying.settings)]


def _demand(one: Demand, tone: Tone) -> Row:
    name = one.what.name or words(one.what.id)
    return Row("✗" if tone else "○", f"{name} ({one.stage.label})", tone)


def _steps(record: Opportunity, saying: Saying) -> Iterator[Row]:
    line = saying.settings.pipeline(record.pipeline)
    known = [step for stage in (line.stages if line else ()) for step in stage.steps]
    for step in known:
        if is_done(record, step):
            mark = next(record.steps[name] for name in (step.id, *step.aliases) if name in record.steps)
            when = saying.day(mark.date) if mark.date else "no day"
            yield Row(f"✓ {when}", f"{step.label}{f': skipped, {mark.skipped}' if mark.skipped else ''}", "good")


def _items(record: Opportunity, saying: Saying) -> Iterator[Row]:
    for item in record.items:
        price = f" at {saying.money(item.unit_price, record.currency)}" if item.unit_price is not None else ""
        off = f", {saying.money(item.discount, record.currency)} off" if item.discount else ""
        name = saying.entry("products", item.product)
        yield Row(f"{item.quantity:f} ×", f"{name}{price}{off}")
