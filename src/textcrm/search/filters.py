"""Conditions on fields as they are written at the prompt: `proposal,contract`, `!lost`, `>10000`, `2026-Q4`, `none`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from textcrm.errors import UsageError
from textcrm.likeness.normalise import fold
from textcrm.likeness.spelling import closest
from textcrm.model.periods import fiscal_period
from textcrm.model.values import shown
from textcrm.search.fields import Field, Record
from textcrm.search.meaning import Comparable, Meaning

#: Whether a record is wanted.
Condition = Callable[[Record], bool]
_Test = Callable[[Comparable], bool]

#: How conditions are written, for the help: what is typed, and what it means.
GRAMMAR: Final = (
    ("proposal", "exactly this; case and accents do not matter, and a name is as good as an id"),
    ("proposal,contract", "any of these"),
    ("'!lost,won'", "everything else, unknown included"),
    ("'~oven'", "has this text in it"),
    ("'>10000' '>=…' '<…' '<=…'", "numbers, amounts (in the company's currency) and days"),
    ("5000..20000  ..2026-12-31", "from … to …, both included; either end may be left out"),
    ("2026-11  2026-Q4  2026", "the days of a month, a fiscal quarter, a fiscal year"),
    ("today  today+7  '<today-30'", "days counted from today, which is --as-of"),
    ("none  any", "not known; known"),
    ("'=none'", "exactly the text that follows, whatever it is"),
)
_OPERATORS: Final = (">=", "<=", ">", "<")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TODAY: Final = re.compile(r"today(?:([+-])([0-9]{1,4}))?")
_FLAGS: Final = {"true": True, "yes": True, "false": False, "no": False}
#: So many possible values are listed in an error.
_FEW: Final = 12
_LONGEST: Final = 1_000
_EDGES: Final[Mapping[str, tuple[Any, Any]]] = {
    "number": (Decimal("-Infinity"), Decimal("Infinity")),
    "money": (Decimal("-Infinity"), Decimal("Infinity")),
    "day": (date.min, date.max),
}


def condition(field: Field, wanted: str, meaning: Meaning, records: Sequence[Record]) -> Condition:
    """Whether a record's values of the field are as `wanted` says; of several values one is enough.

    Raises `UsageError` for what cannot be asked of the field, or is neither one of its possible values nor what one of
    the `records` holds.
    """
    text = wanted.strip()
    if not text or len(text) > _LONGEST:
        raise UsageError(f"{field.name} wants a value; `none` asks for records where it is not known")
    if text.startswith("!"):
        positive = condition(field, text[1:], meaning, records)
        return lambda record: not positive(record)
    tests = list(_Reader(field, meaning, records).tests(text))
    return lambda record: any(test(meaning.values(record, field)) for test in tests)


class _Reader:
    """Reads what is wanted of one field."""

    def __init__(self, field: Field, meaning: Meaning, records: Sequence[Record]) -> None:
        self.field, self.meaning, self.records = field, meaning, records

    def tests(self, text: str) -> Iterator[Callable[[tuple[Comparable, ...]], bool]]:
        """The alternatives, each a test of all the values of a record."""
        if text[0] in "=~":
            yield _some(self._equal(text[1:]) if text[0] == "=" else self._containing(text[1:].split(",")))
            return
        operator = next((one for one in _OPERATORS if text.startswith(one)), "")
        if operator:
            yield _some(self._compared(operator, text.removeprefix(operator).strip()))
            return
        if self._has_span() and _GROUPED.fullmatch(text):
            raise self._refused(f"write {text.replace(',', '')}: a comma stands between alternatives")
        for one in text.split(","):
            yield self._alternative(one.strip())

    def _alternative(self, text: str) -> Callable[[tuple[Comparable, ...]], bool]:
        if text == "none":
            return lambda found: not found
        if text == "any":
            return bool
        if ".." in text and self._has_span():
            return _some(self._between(*text.split("..", 1)))
        return _some(self._equal(text))

    def _has_span(self) -> bool:
        return self.field.type in _EDGES

    def _equal(self, text: str) -> _Test:
        match self.field.type:
            case "part":
                raise self._refused(f"it has fields of its own ({self.field.name}.…): ask here for `any` or `none`")
            case "number" | "money" | "day":
                low, high = self._span(text)
                return lambda value: low <= value <= high
            case "flag":
                return self._flag(text)
            case "choice":
                return self._choice(text)
            case "id" if self.field.link:
                ids = self._linked(text)
                return lambda value: value in ids
            case _:
                plain = fold(text.strip())
                return lambda value: fold(value) == plain

    def _flag(self, text: str) -> _Test:
        if text.lower() not in _FLAGS:
            raise self._refused(f"it is true or false, not {shown(text)}")
        flag = _FLAGS[text.lower()]
        return lambda value: value is flag

    def _choice(self, text: str) -> _Test:
        plain = fold(text).replace("-", "_").replace(" ", "_")
        wanted = [one for one in self.field.choices if fold(one).replace("-", "_").replace(" ", "_") == plain]
        if not wanted:
            raise self._refused(self._unknown(text, self.field.choices))
        return lambda value: value in wanted

    def _linked(self, text: str) -> frozenset[str]:
        """The ids meant; one that the settings or the book lack may still stand in some record."""
        ids = self.meaning.ids(self.field.link, text)
        if not ids and not any(text in self.meaning.values(record, self.field) for record in self.records):
            raise self._refused(self._unknown(text, self.meaning.known(self.field.link)))
        return ids or frozenset([text])

    def _unknown(self, text: str, possible: Iterable[str]) -> str:
        listed = tuple(possible)
        near = closest(text, listed)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        few = f"{'' if near else '.'} It is one of {', '.join(listed)}" if 0 < len(listed) <= _FEW else ""
        return f"there is no {shown(text)}{hint}{few}"

    def _containing(self, texts: Iterable[str]) -> _Test:
        wanted = [fold(text.strip()) for text in texts if text.strip()]
        if not wanted or self.field.type in ("part", "flag"):
            raise self._refused("there is no text in it to look into" if wanted else "`~` wants a text after it")
        return lambda value: any(text in self._words(value) for text in wanted)

    def _words(self, value: Any) -> str:
        name = self.meaning.label(self.field.link, value) if self.field.link else ""
        return fold(f"{value} {name}")

    def _compared(self, operator: str, text: str) -> _Test:
        if not self._has_span():
            raise self._refused("only numbers, amounts and days are compared")
        low, high = self._span(text)
        return {
            ">": lambda value: value > high,
            ">=": lambda value: value >= low,
            "<": lambda value: value < low,
            "<=": lambda value: value <= high,
        }[operator]

    def _between(self, first: str, last: str) -> _Test:
        edges = _EDGES[self.field.type]
        low = self._span(first)[0] if first.strip() else edges[0]
        high = self._span(last)[1] if last.strip() else edges[1]
        if low > high:
            raise self._refused(f"{first}..{last} ends before it begins")
        return lambda value: low <= value <= high

    def _span(self, text: str) -> tuple[Any, Any]:
        """The first and the last value that are meant: one number, or the days of a period."""
        text = text.strip()
        if self.field.type == "day":
            return self._days(text)
        if not _NUMBER.fullmatch(text):
            raise self._refused(f"{shown(text)} is not a plain number, such as 12900 or 12900.50")
        return Decimal(text), Decimal(text)

    def _days(self, text: str) -> tuple[date, date]:
        found = self._period(text.upper()) or self._from_today(text.lower().replace(" ", ""))
        if found is None:
            example = "2026-11-23, 2026-11, 2026-Q4, 2026, today or today+7"
            raise self._refused(f"{shown(text)} is no day; write {example}")
        return found

    def _period(self, text: str) -> tuple[date, date] | None:
        try:
            if _DAY.fullmatch(text):
                return (date.fromisoformat(text),) * 2
            period = fiscal_period(text, self.meaning.settings.fiscal_year_start)
        except ValueError:
            return None
        return period.first, period.last

    def _from_today(self, text: str) -> tuple[date, date] | None:
        found = _TODAY.fullmatch(text)
        if found is None:
            return None
        try:
            return (self.meaning.as_of + timedelta(days=int(f"{found[1] or '+'}{found[2] or 0}")),) * 2
        except OverflowError:
            return None

    def _refused(self, why: str) -> UsageError:
        return UsageError(f"{self.field.name}: {why}")


def _some(test: _Test) -> Callable[[tuple[Comparable, ...]], bool]:
    return lambda found: any(map(test, found))
