"""OPP rules on what a deal is about: its items, its name, its people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from textcrm.findings import Problem, Severity
from textcrm.model.money import rounded
from textcrm.model.process import sold
from textcrm.model.records import Company, Opportunity
from textcrm.model.values import shown
from textcrm.rules.rule import Case, rule

#: A name of so few words says nothing.
_WORDS = 3
#: Room for the product of the longest numbers that a file may hold.
_EXACT = Context(prec=120, rounding=ROUND_HALF_UP)
#: A word: from a letter or digit to a space, or a sign that stands for one. A hyphen holds a word together.
_WORD = re.compile(r"[^\W_][^\s–—/|,;:·]*")
_DIGIT = re.compile(r"\d")
#: A letter of a script that writes without spaces: Thai to Myanmar, Khmer; kana, Han.
_UNSPACED = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]|([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff])"
)
#: How many letters make a word there, roughly.
_LETTERS, _CHARACTERS = 4, 2


@rule("OPP010", "items-do-not-add-up")
def items_do_not_add_up(case: Case) -> Iterator[Problem]:
    """The amount of a deal is the sum of what is sold.

    What it checks: Where a deal has `items` or `recurring`, its `amount` is their sum: quantity times unit price less
    discount for every item, plus what is paid again and again. The sum is rounded to the decimals of the
    currency, a half up. A sum below zero is told of the item whose discount is larger than its price. Not judged while
    an item has no price.

    Why: The customer gets an offer for the sum of the items. The forecast counts on `amount`.

    Bad:
        amount: 48500.00

    Good:
        amount: 46000.00

    How to fix: Correct `amount`, or the item that is wrong. A discount on an item is an amount, not a percentage.
    """
    with localcontext(_EXACT):
        problems = list(_unequal(case))
    yield from problems


def _unequal(case: Case) -> Iterator[Problem]:
    for deal in case.book.opportunities.values():
        total = sold(deal)
        if total is None or deal.amount is None or total == deal.amount:
            continue
        currency = deal.currency or case.book.settings.currency
        exact, total = total, rounded(total, currency)
        if total == rounded(deal.amount, currency):
            continue
        if exact < 0:
            yield from _discounted_away(deal)
        else:
            message = f"{_parts(deal)} to {shown(total)}, but `amount` is {shown(deal.amount)}"
            yield Problem(message, deal.ref, ("amount",), f"amount: {_like(total, deal.amount)}")


def _discounted_away(deal: Opportunity) -> Iterator[Problem]:
    """The items whose discount leaves less than nothing."""
    for place, item in enumerate(deal.items):
        if item.total < 0:
            price = (item.total + item.discount).normalize()
            message = (
                f"the discount of {shown(item.discount)} is larger than the price of the item, {shown(f'{price:f}')}"
            )
            help = "Write the discount as an amount of money, at most the price, or correct quantity and price."
            yield Problem(message, deal.ref, ("items", place, "discount"), help)


def _like(total: Decimal, amount: Decimal) -> Decimal:
    """The total with the decimals of the amount, where these are enough."""
    alike = total.quantize(amount)
    return alike if alike == total else total


def _parts(deal: Opportunity) -> str:
    if not deal.items:
        return "the recurring payments add up"
    return "items and recurring payments add up" if deal.recurring else "the items add up"


@rule("OPP011", "name-says-nothing", Severity.WARNING)
def name_says_nothing(case: Case) -> Iterator[Problem]:
    """The name of a deal says what is being sold.

    What it checks: The name is not just the company's name, not just a code, and has three words or more. In scripts
    that write without spaces, such as Chinese, Japanese and Thai, its length counts instead.

    Why: The name is all that most people ever see of a deal: in the list, in the meeting, in the forecast.

    Bad:
        name: Padaria Estrela

    Good:
        name: Padaria Estrela – two deck ovens

    How to fix: Name the customer and the scope, so that anyone understands what is being sold.
    """
    for deal in case.book.opportunities.values():
        company = case.book.companies.get(deal.company or "")
        wrong = _says_nothing(deal.name, company.name if company else None)
        if wrong:
            help = f"Say what is sold, and to whom:\nname: {company.name if company else deal.name} – …"
            yield Problem(f"the name {shown(deal.name)} {wrong}", deal.ref, ("name",), help)


def _says_nothing(name: str, company: str | None) -> str | None:
    """What is wrong with a name, in words."""
    if company and _is_only(name, company):
        return "is only the company's"
    words = _WORD.findall(name)
    if _DIGIT.search(name) and _is_code(words):
        return "is only a code"
    if len(words) >= _WORDS:
        return None
    unspaced = not name.isascii() and _UNSPACED.search(name)
    count = sum(map(_weight, words)) if unspaced else len(words)
    return None if count >= _WORDS else "has too few words"


def _weight(word: str) -> float:
    """How many words a word is worth: one, and more where the script has no spaces."""
    found = _UNSPACED.findall(word)
    dense = sum(map(bool, found))
    return max(1.0, dense / _CHARACTERS + (len(found) - dense) / _LETTERS)


def _is_only(name: str, company: str) -> bool:
    """Whether a name says nothing beyond the company's, digits, accents and case aside."""
    if name.startswith(company) and any(map(str.isalpha, name[len(company) :])):
        return False
    whole, known = _letters(name), _letters(company)
    return bool(known) and known in whole and not whole.replace(known, "").strip("0123456789")


def _letters(text: str) -> str:
    plain = text.casefold() if text.isascii() else unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, plain))


def _is_code(words: list[str]) -> bool:
    """Whether all words but one have a digit, and that one is of capitals: `Q-2024-118`, `OPP 2024 001`."""
    plain = [word for word in words if not any(map(str.isdecimal, word))]
    return len(plain) < len(words) and (not plain or (len(plain) == 1 and plain[0].isascii() and plain[0].isupper()))


@rule("OPP012", "unrelated-contact", Severity.WARNING)
def unrelated_contact(case: Case) -> Iterator[Problem]:
    """The people of a deal are at the companies of the deal.

    What it checks: Every contact of a deal is at its company, at one of its partners, or at a company of the same
    group as one of these. Contacts without a company are not judged.

    Why: Two people of one name are easily mixed up, and then the offer goes to the wrong house.

    Bad:
        contacts: [marta-oliveira]

    Good:
        contacts: [lucia-ferrari]

    How to fix: Name the right contact. If the person changed jobs, correct the contact's company. If that company
    takes part in the deal, list it under `partners`.
    """
    for deal in case.book.opportunities.values():
        if deal.company is None:
            continue
        for place, role in enumerate(deal.contacts):
            contact = case.book.contacts.get(role.contact)
            if contact and contact.company and not _is_related(contact.company, deal, case.book.companies):
                message = (
                    f"contact {shown(role.contact)} is at {shown(contact.company)}, "
                    f"which has no part in a deal with {shown(deal.company)}"
                )
                partner = f"- {contact.company}" if deal.partners else f"partners: [{contact.company}]"
                help = f"Name the right contact, or the company that takes part under `partners`:\n{partner}"
                yield Problem(message, deal.ref, ("contacts", place, "contact"), help)


def _is_related(company: str, deal: Opportunity, companies: Mapping[str, Company]) -> bool:
    """Whether the company takes part in the deal, or belongs to the group of one that does; unknown ones may do."""
    if company == deal.company:
        return True
    parts = {deal.company or "", *(partner.company for partner in deal.partners)}
    if company in parts or company not in companies or not parts <= companies.keys():
        return True
    return _top(company, companies) in {_top(part, companies) for part in parts}


def _top(company: str, companies: Mapping[str, Company]) -> str:
    """The head of the group: the parent's parent and so on, as far as it is known and not circular."""
    seen = {company}
    parent = companies[company].parent
    while parent and parent not in seen:
        company = parent
        seen.add(company)
        parent = companies[company].parent if company in companies else None
    return company


@rule("OPP013", "open-without-stage")
def open_without_stage(case: Case) -> Iterator[Problem]:
    """An open deal is in a stage.

    What it checks: An open deal has a `stage`, or an entry of its history says `stage: null`: nobody knows the stage,
    as after an import.

    Why: Without a stage the deal is in no column of the board, has no probability, and no demand of a stage is asked.

    Bad:
        status: open

    Good:
        status: open
        stage: qualification

    How to fix: Write the stage the deal is in.
    """
    for deal in case.book.opportunities.values():
        if deal.is_open and deal.stage is None and not any("stage" in entry for entry in deal.history):
            pipeline = case.book.settings.pipeline(deal.pipeline)
            first = next((stage.id for stage in pipeline.stages if not stage.retired), "…") if pipeline else "…"
            help = f"Write the stage the deal is in, for example:\nstage: {first}"
            yield Problem("an open deal without a stage", deal.ref, ("status",), help)
