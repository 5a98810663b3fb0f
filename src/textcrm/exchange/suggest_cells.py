"""What the cells of a file tell of how they are written: dates, numbers, currency, words for nothing, outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from textcrm.exchange.days import Clock, date_format, day
from textcrm.exchange.numbers import currencies_in, number, number_style
from textcrm.exchange.sheet import Sheet
from textcrm.exchange.unreadable import Unreadable
from textcrm.exchange.vocabularies import LEAD_STATUSES, NULLS, OUTCOMES, YES
from textcrm.model.import_map import ISO, NUMBERS

#: Ways to write a day, the likely ones first; of those that read the same cells the first is taken.
_DAYS: Final = (
    *("MM/DD/YYYY", "DD/MM/YYYY", "MM/DD/YY", "DD/MM/YY", "DD.MM.YYYY", "DD.MM.YY", "DD-MM-YYYY", "MM-DD-YYYY"),
    *("YYYY/MM/DD", "DD MMM, YYYY", "DD MMM YYYY", "MMM DD, YYYY", "DD-MMM-YYYY", "DD-MMM-YY", "DD/MMM/YYYY"),
    *("DD MMMM YYYY", "MMMM DD, YYYY", "DD [de] MMMM [de] YYYY"),
)
_CLOCKS: Final = ("", " HH:mm", " HH:mm:ss", " hh:mm A", " hh:mm:ss A", ", HH:mm", ", HH:mm:ss", ", hh:mm A")
_FORMATS: Final = (ISO, *(f"{form}{clock}" for clock in _CLOCKS for form in _DAYS))
#: Cells looked at to tell how a column is written.
_SAMPLE: Final = 2_000
#: The sign of a currency can stand for several: these are meant most often.
_USUAL: Final = ("USD", "EUR", "GBP", "BRL", "JPY", "INR")


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a column writes days; `or_else` reads all of its cells too, as other days."""

    form: str
    or_else: str | None = None


def date_form(cells: Collection[str]) -> DateForm | None:
    """The form of a column of days, `None` if none that we know reads most of its cells."""
    texts = list(cells)[:_SAMPLE]
    fitting = [form for form in _FORMATS if texts and _reads(form, texts[:1])]
    counts = {form: sum(_reads(form, [text]) for text in texts) for form in fitting}
    best = max(counts, key=lambda form: counts[form], default=None)
    if best is None or counts[best] * 2 < len(texts):
        return None
    other = best.replace("MM", "?").replace("DD", "MM").replace("?", "DD")
    return DateForm(best, other if best != other and counts.get(other) == counts[best] else None)


def _reads(form: str, texts: Iterable[str]) -> bool:
    made = date_format(form)
    try:
        for text in texts:
            day(text, made, Clock(times=False))
    except Unreadable:
        return False
    return True


def number_form(cells: Collection[str]) -> str | None:
    """How the numbers of these cells are written; `None` where no way that we know reads most of them."""
    texts = list(cells)[:_SAMPLE]
    counts = {form: sum(_is_number(text, form) for text in texts) for form in NUMBERS}
    best = max(counts, key=lambda form: counts[form])
    return best if texts and counts[best] * 2 >= len(texts) else None


def _is_number(text: str, form: str) -> bool:
    try:
        number(text, number_style(form))
    except Unreadable:
        return False
    return True


def currency(cells: Collection[str], form: str) -> str | None:
    """The currency that the signs in these cells stand for most often; `None` if there are none."""
    seen: Counter[str] = Counter()
    for text in list(cells)[:_SAMPLE]:
        if _is_number(text, form):
            seen.update(currencies_in(text, number_style(form)) or ())
    most = max(seen.values(), default=0)
    likely = [code for code, count in seen.items() if count == most]
    return next((code for code in _USUAL if code in likely), min(likely, default=None))


def nulls(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """The cells of all files that are words for nothing, sorted."""
    return tuple(sorted({cell for sheet in sheets for row in sheet.rows for cell in NULLS.intersection(row.cells)}))


def outcome(cell: str) -> str:
    """The status of a deal whose stage or status is called so."""
    folded = cell.casefold()
    return next((status for status, words in OUTCOMES if words.search(folded)), "open")


def lead_status(cell: str) -> str | None:
    """The status of a lead whose status is called so; `None` for a word we do not know."""
    folded = cell.casefold()
    return next((status for status, words in LEAD_STATUSES if words.search(folded)), None)


def yes(cells: Iterable[str]) -> Iterator[str]:
    """Those of the cells that say that a thing is so."""
    return (cell for cell in cells if cell.casefold() in YES)
