"""SCH: fields that are missing, unknown or of the wrong kind, and values that cannot be what they should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from textcrm.findings import FieldPath, Problem, Severity
from textcrm.model.book import Book
from textcrm.model.currencies import DECIMALS
from textcrm.model.reach import email_within, is_email, is_phone, is_website
from textcrm.model.records import Opportunity
from textcrm.model.values import shown
from textcrm.rules.rule import Case, met, rule

#: The digits of a group of thousands.
_GROUP = 3
_UNITS = {decimals: Decimal(1).scaleb(-decimals) for decimals in {2, *DECIMALS.values()}}

MISSING = met(
    "SCH001",
    "missing",
    Severity.ERROR,
    """
    What a record cannot do without is there.

    What it checks: An opportunity has a name and a status, a lead a status, everybody and every company a name, an
    entry of a history or a journal a date. No key has an empty value where one is needed.

    Why: Without a status nobody can say whether a deal is in the pipeline or out of it.

    Bad:
        title: Owner

    Good:
        title: Owner
        status: new

    How to fix: Add the line. Everything that is not asked for may stay unknown: leave such lines out.
    """,
)

UNKNOWN_KEY = met(
    "SCH002",
    "unknown-key",
    Severity.ERROR,
    """
    Every key is a field of the record.

    What it checks: Keys are spelled as textcrm knows them. Names that other systems use (`close_date`, `value`,
    `account`) are recognised, and the right one is offered. Keys that begin with `x-` are yours and left alone.

    Why: A field under another name counts nowhere: the amount of `amuont: 48000` is unknown.

    Bad:
        website_url: https://padariaestrela.example

    Good:
        website: https://padariaestrela.example

    How to fix: Use the name that is offered. For fields of your own, declare them under `custom_fields` in `crm.yaml`
    and write them under `custom:`, or begin the key with `x-`.
    """,
)

WRONG_TYPE = met(
    "SCH003",
    "wrong-type",
    Severity.ERROR,
    """
    A value is of the kind that its field holds.

    What it checks: Numbers are numbers, `true` and `false` are spelled so and unquoted, lists are lists, and what has
    keys of its own is written with them.

    Why: `three days` cannot be added up, and `maybe` is neither yes nor no.

    Bad:
        rating: high

    Good:
        rating: 4

    How to fix: Write the value as shown; the message says what the field holds.
    """,
)

NOT_IN_THE_LIST = met(
    "SCH004",
    "not-in-the-list",
    Severity.ERROR,
    """
    A word is one of those that the field allows.

    What it checks: Statuses, forecast categories, types of company, currencies (ISO 4217 codes) and the like.

    Why: A deal with the status `closed` is neither won nor lost, and in no number.

    Bad:
        types: [client]

    Good:
        types: [customer]

    How to fix: Use one of the words that the message names.
    """,
)

OUT_OF_RANGE = met(
    "SCH005",
    "out-of-range",
    Severity.ERROR,
    """
    A value lies within its limits.

    What it checks: Amounts are zero or more and below a thousand million million, probabilities 0 to 100, ratings 1 to
    5, days in the years 1900 to 2200, lines at most 500 characters, notes at most 50,000.

    Why: A probability of 120 makes a forecast nonsense, and a day in the year 20226 never comes.

    Bad:
        rating: 11

    Good:
        rating: 5

    How to fix: Write a value within the limits that the message names.
    """,
)

BAD_DATE = met(
    "SCH006",
    "bad-date",
    Severity.ERROR,
    """
    A date is a day of the calendar, written YYYY-MM-DD.

    What it checks: Dates have four digits of the year, then month and day; the day exists; times are 24-hour times,
    with an offset if they are not in the company's time zone.

    Why: 03/04/2026 is in March for one reader and in April for the next.

    Bad:
        created: 31/10/2026

    Good:
        created: 2026-10-31

    How to fix: Write YYYY-MM-DD, and for a time YYYY-MM-DD HH:MM.
    """,
)


@rule("SCH007", "too-many-decimals")
def too_many_decimals(case: Case) -> Iterator[Problem]:
    """An amount has no more decimals than its currency.

    What it checks: Amounts of deals, their closings, histories and items' discounts in the deal's currency; costs,
    targets and submitted forecasts in the company's. A real has two decimals, a yen none, a Kuwaiti dinar three. Zeros
    at the end do not matter, and unit prices may be finer.

    Why: Nobody can be paid half a cent. Three decimals are often thousands with the wrong sign between them.

    Bad:
        amount: 48500.125

    Good:
        amount: 48500.13

    How to fix: Round the amount, or correct the decimal point: `48.500` may have been meant as 48500.
    """
    company = case.book.settings.currency
    for deal in case.book.opportunities.values():
        usual = _UNITS[DECIMALS.get(deal.currency or company, 2)]
        if not all(amount.same_quantum(usual) for amount in _all_amounts(deal)):
            for field, amount, currency in _amounts(deal, company):
                yield from _too_fine(deal.ref, field, amount, currency)
    for record, field, amount in _company_amounts(case.book):
        yield from _too_fine(record, field, amount, company)


def _all_amounts(deal: Opportunity) -> list[Decimal]:
    """The amounts of a deal, to see quickly that all have the decimals that most have."""
    found = [entry["amount"] for entry in deal.history if "amount" in entry]
    found += [part.amount for part in (deal, deal.closed, deal.recurring) if part is not None]
    found += [item.discount for item in deal.items if item.discount]
    return [amount for amount in found if amount is not None]


def _amounts(deal: Opportunity, company: str) -> Iterator[tuple[FieldPath, Decimal | None, str]]:
    """The amounts of a deal, each with the currency it is in."""
    currency = deal.currency or company
    yield ("amount",), deal.amount, currency
    if deal.closed:
        yield ("closed", "amount"), deal.closed.amount, currency
    if deal.recurring:
        yield ("recurring", "amount"), deal.recurring.amount, currency
    for index, item in enumerate(deal.items):
        yield ("items", index, "discount"), item.discount, currency
    then = company if any("currency" in entry for entry in deal.history) else currency
    for index, entry in enumerate(deal.history):
        then = entry.get("currency", then) or company
        if "amount" in entry:
            yield ("history", index, "amount"), entry["amount"], then


def _company_amounts(book: Book) -> Iterator[tuple[str, FieldPath, Decimal | None]]:
    settings = book.settings
    for index, campaign in enumerate(settings.campaigns):
        yield "crm", ("campaigns", index, "cost"), campaign.cost
    for period, goals in settings.targets.items():
        for whose, target in goals.items():
            yield "crm", ("targets", period, whose), target
    for forecast in book.forecasts:
        for name in ("commit", "best_case", "won", "weighted"):
            yield forecast.ref, (forecast.index, name), getattr(forecast, name)


def _too_fine(record: str, field: FieldPath, amount: Decimal | None, currency: str) -> Iterator[Problem]:
    decimals = DECIMALS.get(currency, 2)
    if amount is None or amount == (rounded := amount.quantize(_UNITS[decimals], ROUND_HALF_UP)):
        return
    allowed = {0: "no decimals", 1: "one decimal"}.get(decimals, f"{decimals} decimals")
    message = f"{field[-1]} {shown(amount)} has more decimals than {currency}, which has {allowed}"
    help = f"{field[-1]}: {rounded}"
    if amount.as_tuple().exponent == -_GROUP and 1 <= amount < 10**_GROUP and decimals < _GROUP:
        help = (
            f"If the point was meant between thousands:\n{field[-1]}: {amount.scaleb(_GROUP):f}\nelse, rounded:\n{help}"
        )
    yield Problem(message, record, field, help)


NOT_A_PLAIN_NUMBER = met(
    "SCH008",
    "not-a-plain-number",
    Severity.ERROR,
    """
    A number is written with digits, and a point before the decimals.

    What it checks: Amounts have no currency sign, no separators of thousands, no comma before the decimals, no
    exponent, no sign of percent.

    Why: `1.234` is one and a bit here and one thousand there. Guessing would be wrong by a factor of a thousand.

    Bad:
        amount: R$ 48.500,00

    Good:
        amount: 48500.00

    How to fix: Write the digits alone: 48500.00. The currency has a field of its own.
    """,
)

PROBABILITY_AS_FRACTION = met(
    "SCH009",
    "probability-as-fraction",
    Severity.ERROR,
    """
    A probability is in percent.

    What it checks: Probabilities are whole numbers from 0 to 100, not fractions from 0 to 1.

    Why: 0.4 taken for percent would make the deal worth a hundredth of what it is.

    Bad:
        probability: 0.4

    Good:
        probability: 40

    How to fix: Multiply by a hundred: 40.
    """,
)

NOT_FINITE = met(
    "SCH010",
    "not-finite",
    Severity.ERROR,
    """
    A number is a number.

    What it checks: No amount is `nan` or infinite. Spreadsheets and scripts write these where they could not reckon.

    Why: One of them in a sum makes the whole sum meaningless.

    Bad:
        amount: .nan

    Good:
        amount: 48500.00

    How to fix: Write the number. If it is not known, take the line away: unknown is counted as unknown.
    """,
)

CUT_BY_COMMA = met(
    "SCH011",
    "cut-by-comma",
    Severity.ERROR,
    """
    Text inside braces is not cut by a comma.

    What it checks: Inside `{…}` a comma ends a value. A key without a value there is most likely the rest of a text.

    Why: The text after the comma is lost, and what is left reads as if it were all.

    Bad:
        next_step: {what: Send the drawings, then call Marta, due: 2026-11-27}

    Good:
        next_step: {what: "Send the drawings, then call Marta", due: 2026-11-27}

    How to fix: Put the text in quotes, as the message shows it.
    """,
)

BAD_ID = met(
    "SCH012",
    "bad-id",
    Severity.ERROR,
    """
    An id is written as ids are.

    What it checks: Wherever a record, a stage, a reason or another entry of a list is named by its id, that id has
    only lower-case ASCII letters, digits and hyphens between them.

    Why: `Joana Prado` is a name; the file is `joana.yaml`, and only `joana` leads to it.

    Bad:
        owner: Joana

    Good:
        owner: joana

    How to fix: Write the id: the name of the record's file without `.yaml`, or the `id` of the entry in `crm.yaml`.
    """,
)


@rule("SCH013", "bad-email", Severity.WARNING)
def bad_email(case: Case) -> Iterator[Problem]:
    """An e-mail address can be one.

    What it checks: Addresses of companies, contacts, leads and members of the team have one `@`, a name before it and
    a domain after it, and nothing around them. Nobody is asked whether the mailbox exists.

    Why: A message to it comes back, or goes to somebody else.

    Bad:
        email: marta@padariaestrela

    Good:
        email: marta@padariaestrela.example

    How to fix: Correct the address, or take the line away. A name or a remark belongs into `notes`.
    """
    for record, field, text in _ways(case.book, ("team", "companies", "contacts", "leads"), "email"):
        if not is_email(text):
            within = email_within(text)
            help = f"Write the address alone: {within}" if within else "Write it as name@domain, or take it away."
            yield Problem(f"{shown(text)} is no e-mail address", record, field, help)


@rule("SCH014", "bad-phone", Severity.WARNING)
def bad_phone(case: Case) -> Iterator[Problem]:
    """A phone number can be one.

    What it checks: Numbers of companies, contacts and leads have six to fifteen digits, and besides them only blanks,
    brackets, hyphens, points, a plus sign and an extension.

    Why: A number with a digit too few reaches nobody, and a remark in its place cannot be dialled.

    Bad:
        phone: ask at the counter

    Good:
        phone: +55 11 91234-0000

    How to fix: Write the number with its country code, +55 11 91234-0000. A remark belongs into `notes`.
    """
    for record, field, text in _ways(case.book, ("companies", "contacts", "leads"), "phone"):
        if not is_phone(text):
            help = "Write it with its country code, for example +55 11 91234-0000, or take it away."
            yield Problem(f"{shown(text)} is no phone number", record, field, help)


@rule("SCH015", "bad-website", Severity.WARNING)
def bad_website(case: Case) -> Iterator[Problem]:
    """A website's address can be one.

    What it checks: Websites of companies and leads are a domain, with `https://` or `http://` before it and a path
    after it if need be.

    Why: A link that leads nowhere looks like carelessness to the customer, and one of another kind may be a trap.

    Bad:
        website: padaria estrela

    Good:
        website: https://padariaestrela.example

    How to fix: Copy the address from the browser, or take the line away.
    """
    for record, field, text in _ways(case.book, ("companies", "leads"), "website"):
        if not is_website(text):
            help = "Write it as https://name.example, or take it away."
            yield Problem(f"{shown(text)} is no address of a website", record, field, help)


def _ways(book: Book, kinds: Iterable[str], name: str) -> Iterator[tuple[str, FieldPath, str]]:
    """The e-mail addresses, phones or websites of some kinds of record, with record and field."""
    for kind in kinds:
        for record in book.all(kind).values():
            value: str | tuple[str, ...] | None = getattr(record, name)
            if isinstance(value, str):
                yield record.ref, (name,), value
            elif value:
                for index, text in enumerate(value):
                    yield record.ref, (name, index), text


NOT_ONE_LINE = met(
    "SCH016",
    "not-one-line",
    Severity.ERROR,
    """
    A name and other short texts are one line.

    What it checks: Names, titles, tags, next steps and the like hold no line break. Notes may.

    Why: They stand in tables, in lists and in the subject of a message, where there is room for one line.

    Bad:
        name: |
          Padaria Estrela
          second shop

    Good:
        name: Padaria Estrela, second shop

    How to fix: Keep it on one line, and put the rest into `notes`.
    """,
)
