"""The file of an opportunity, 35 to 65 lines as a team in the middle of its work writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from bench.deals import Deal
from bench.history import Entry
from bench.people import Company
from bench.process import AS_OF, MANAGER

ROLES: Final = ("decision-maker", "champion", "technical-evaluator", "influencer", "user", "gatekeeper")
CAMPAIGNS: Final = (("fispal-2026", "trade-fair", date(2026, 6, 23)), ("fispal-2025", "trade-fair", date(2025, 5, 27)))
SOURCES: Final = ("website", "whatsapp", "referral", "cold-call", "existing-customer", "partner")
NOTES: Final = (
    "The door to the kitchen is 92 cm wide: the oven must come in two parts.",
    "Gas comes from the street, 2.8 kPa; the meter has to be changed first.",
    "Visited on a Tuesday: four bakers on the night shift, two by day.",
    "",
    "They compared us with a cheaper oven (delivery: four weeks later).",
    "Financing through the development bank, 36 months, first one free.",
    "Η παράδοση πρέπει να γίνει πριν από τις γιορτές.",
    "Ждут ответа банка; без него решения не будет.",
    "据付は閉店後、夜十時から朝四時まで。",
    "التسليم قبل شهر رمضان، والدفع على ثلاث دفعات.",
    "रसोई में बिजली तीन फेज़ की है, जाँच ली गई है।",
    "Wants the stone deck, not the steel one; bread first, pizza on weekends.",
    "Training for two bakers is part of the offer, one day each.",
    "Old oven to be taken away by us - 840 kg, second floor, no lift.",
)


def deal_text(deal: Deal, partner: Company, rng: Random) -> str:
    """The whole file."""
    lines = (
        [f"# {rng.choice(('big one, call before writing', 'seen at the fair', 'came back after a year'))}"]
        if rng.random() < 0.3
        else []
    )
    lines += [*_head(deal, partner, rng), *_money(deal, rng), *_outcome(deal, rng), *_steps(deal, rng), *_items(deal)]
    lines += [
        "custom:",
        f"  delivery_city: {deal.wish.company.area[1]}",
        f"  segment: {rng.choice(('bakery', 'hotel', 'restaurant'))}",
    ]
    if deal.course.status == "won":
        lines.append(f"  approved_by: {MANAGER.id}")
    tail = ["history:", *(_flow(entry) for entry in deal.history)]
    lines += [
        "notes: |",
        *(f"  {rng.choice(NOTES)}".rstrip() for _ in range(rng.randint(1, 9))),
        "  Next talk in person.",
    ]
    return "\n".join(lines + tail) + "\n"


def _head(deal: Deal, partner: Company, rng: Random) -> Iterator[str]:
    yield f"name: {deal.wish.name}"
    if rng.random() < 0.3:
        yield f"external_ids: {{erp: {deal.id}}}"
    yield f"company: {deal.wish.company.id}"
    if rng.random() < 0.1:
        yield from ("partners:", f"  - {{company: {partner.id}, role: reseller}}")
    yield "contacts:"
    for contact, role in zip(deal.contacts, rng.sample(ROLES, len(deal.contacts)), strict=True):
        yield from (f"  - contact: {contact.person.id}", f"    role: {role}")
    yield f"owner: {deal.owner}"
    if deal.wish.from_lead:
        yield f"lead: {deal.contacts[0].lead}"
    yield f"type: {rng.choice(('new', 'existing', 'renewal'))}"
    yield from _origin(deal.created, rng)
    yield f"created: {deal.created}"


def _origin(created: date, rng: Random) -> Iterator[str]:
    campaign = rng.choice(CAMPAIGNS)
    if created >= campaign[2] and rng.random() < 0.4:
        yield from (f"source: {campaign[1]}", f"campaign: {campaign[0]}")
    else:
        yield f"source: {rng.choice(SOURCES)}"


def _money(deal: Deal, rng: Random) -> Iterator[str]:
    yield from (
        f"pipeline: {deal.course.pipeline.id}",
        f"status: {deal.course.status}",
        f"stage: {deal.course.pipeline.stages[len(deal.course.entered) - 1].id}",
    )
    yield f"amount: {deal.field('amount')}" + (
        "   # final" if deal.course.status == "won" and rng.random() < 0.3 else ""
    )
    for key in ("currency", "probability", "forecast"):
        if value := deal.field(key):
            yield f"{key}: {value}"
    if deal.monthly:
        yield f"recurring: {{amount: {deal.monthly}, per: month, months: 12}}"
    yield f"expected_close: {deal.field('expected_close')}"


def _outcome(deal: Deal, rng: Random) -> Iterator[str]:
    if deal.is_open:
        if not deal.id.startswith("tender-"):
            due = AS_OF + timedelta(rng.randint(1, 14) if rng.random() < 0.94 else -3)
            yield from (
                "next_step:",
                "  what: Answer the counter-offer, with the freight",
                f"  due: {due}",
                f"  owner: {deal.owner}",
            )
        return
    yield from ("closed:", f"  date: {deal.course.end}")
    for key in ("amount", "reason", "competitor"):
        if value := deal.history[-1].get(key):
            yield f"  {key}: {value}"
    if deal.course.status != "won":
        yield "  note: Half our price, they say; we asked twice."
    if rival := deal.history[-1].get("competitor"):
        yield f"competitors: [{rival}]"


def _steps(deal: Deal, rng: Random) -> Iterator[str]:
    """Every step of the stages behind the deal, done on a day it was in that stage; some of the present one's."""
    lines: list[str] = []
    spans = zip(
        deal.course.pipeline.stages, deal.course.entered, (*deal.course.entered[1:], deal.course.end), strict=False
    )
    for number, (stage, start, end) in enumerate(spans, start=1):
        behind = number < len(deal.course.entered) or deal.course.status == "won"
        for step in stage.steps:
            day = start + timedelta(rng.randint(0, min(20, (end - start).days)))
            if behind or rng.random() < 0.4:
                lines += _step(step, day, deal.owner, rng)
    if lines:
        yield from ("steps:", *lines)


def _step(step: str, day: date, by: str, rng: Random) -> list[str]:
    if rng.random() > 0.15:
        return [f"  {step}: {day}"]
    return [
        f"  {step}:",
        '    skipped: "Drawings and photos instead, sent by mail"',
        f"    date: {day}",
        f"    by: {by}",
    ]


def _items(deal: Deal) -> Iterator[str]:
    if deal.items:
        yield "items:"
    for item in deal.items:
        yield from (
            f"  - product: {item.product}",
            f"    quantity: {item.quantity}",
            f"    unit_price: {item.unit_price}",
        )
        if item.discount > Decimal(0):
            yield f"    discount: {item.discount}"


def _flow(entry: Entry) -> str:
    return f"  - {{{', '.join(f'{key}: {value}' for key, value in entry.items())}}}"
