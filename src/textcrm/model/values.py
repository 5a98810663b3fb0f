"""The values records are made of, read strictly from their text: ids, money, days, percentages, lines of text.

A scalar arrives as the text that stands in the file, so the schema, not YAML, says what it is. Every reader raises a
`PydanticCustomError` whose type is the name of the rule that reports it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from functools import lru_cache, partial
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError, core_schema

from textcrm.model.currencies import DECIMALS

#: Longest line of text, longest note, and longest id, in characters.
LINE, NOTE, ID_LENGTH = 500, 50_000, 100
#: Amounts stay below this, in any currency, and are at most this long.
AMOUNT_LIMIT, _DIGITS = Decimal(10) ** 15, 40
#: Whole numbers are settled by so many digits: no limit is as large.
_WHOLE_DIGITS = 9
#: Days lie in these years, both included.
YEARS = (1900, 2200)

ID_PATTERN = r"^[a-z0-9]+(-+[a-z0-9]+)*$"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
MOMENT_PATTERN = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:?\d{2}))?)?$"
MONEY_PATTERN = r"^(0|[1-9]\d*)(\.\d+)?$"

_ID = re.compile(ID_PATTERN)
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[ T](?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?: ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_OFFSET = re.compile(r"Z$|:[0-9]{2} ?[+-]")
_ANY_ZONE = ZoneInfo("UTC")
_MONEY = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_WHOLE = re.compile(r"0|[1-9][0-9]*")
DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))])
#: Plain text that a YAML 1.1 or a YAML 1.2 reader takes for something else than text.
_AMBIGUOUS = re.compile(
    r"(?:y|n|yes|no|on|off|true|false)"
    r"|[-+]?(?:\.inf|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|\.[0-9_]+(?:e[-+]?[0-9]+)?)|\.nan"
    r"|[-+]?0(?:x[0-9a-f_]+|b[01_]+|o[0-7]+)"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:t|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*)?|=|<<",
    re.IGNORECASE,
)
_MAYBE_AMBIGUOUS = frozenset("0123456789+-.=<yYnNoOtTfF")


class Quoted(str):
    """A scalar that stood in quotes or as a block: text for certain, never a number, a boolean or null."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A plain scalar with a comment glued to it (`Room #5 Ltd`): as text it was probably cut short.

    `rest` is what follows on its line, from the blank before the `#` on.
    """

    text: str
    rest: str = ""


@dataclass(slots=True)
class Reading:
    """What the readers need to know, and what they notice, while one record is read.

    `zone` is the company's: times with an offset are brought into it. `ambiguous` is set when plain text would be read
    differently by other YAML readers; a second reading raises exactly there, but only `lint` times.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    lint: int = 0
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day and, if known, a time of day, both in the company's time zone."""

    day: date
    clock: time | None = None

    def __str__(self) -> str:
        return f"{self.day} {self.clock:%H:%M}" if self.clock else str(self.day)


def shown(value: object, limit: int = 80) -> str:
    """The value as messages quote it: in backquotes, on one line, at most `limit` characters."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    value = value.text if isinstance(value, Cut) else value
    if value is None:
        return "nothing"
    text = str(value)[: limit + 1].replace("\n", "\u23ce")
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return f"`{text if text.isprintable() else ''.join(map(_visible, text))}`"


def _visible(char: str) -> str:
    return char if char.isprintable() else char.encode("unicode_escape").decode("ascii")


def fail(rule: str, message: str, help: str = "") -> NoReturn:
    """Refuse a value: `rule` is the name of the rule that reports it, `help` a remedy that can be pasted."""
    template: Any = "{message}"  # pydantic's stub asks for literals
    kind: Any = rule
    raise PydanticCustomError(kind, template, {"message": message, "help": help})


def scalar(value: object, wanted: str) -> str:
    """The text of a scalar; anything else is refused, saying what was `wanted`."""
    if isinstance(value, str):
        return value
    if isinstance(value, Cut):
        return value.text or _cut(value)
    if value is None:
        fail("missing", f"is empty; it should be {wanted}", "Give a value, or take the line away.")
    fail("wrong-type", f"should be {wanted}, found {shown(value)}", f"Write {wanted} after the colon.")


def _cut(value: Cut) -> NoReturn:
    whole = f"{value.text}{value.rest}".strip().replace("\\", "\\\\").replace('"', '\\"')
    where = f"ends at {shown(value.text)}: what follows ` #` is a comment"
    message = where if value.text else "is empty: what begins with `#` is a comment"
    fail("text-cut-by-hash", message, f'Quote the value: "{whole}"' if len(whole) <= LINE else "Quote the value.")


def is_ambiguous(text: str) -> bool:
    """Whether YAML 1.1 or 1.2 readers would take this plain text for a number, a boolean, a time or a date."""
    return text[0] in _MAYBE_AMBIGUOUS and _AMBIGUOUS.fullmatch(text) is not None


def _text(value: object, info: ValidationInfo) -> str:
    text = scalar(value, "text")
    if isinstance(value, Cut):
        _cut(value)
    if not text.strip():
        fail("missing", "is empty; it should be text", "Give a value, or take the line away.")
    if type(value) is not str:
        return str(value)
    if is_ambiguous(text) and isinstance(info.context, Reading):
        info.context.ambiguous = True
        if info.context.lint > 0:
            info.context.lint -= 1
            fail(
                "ambiguous-scalar",
                f"{shown(text)} is text here, but not to every YAML reader",
                f'Quote the value: "{text}"',
            )
    return text


def read_line(value: object, info: ValidationInfo) -> str:
    """One line of text, at most 500 characters."""
    text = _text(value, info)
    if "\n" in text or "\r" in text:
        fail(
            "not-one-line", f"should be one line, found {shown(text)}", "Keep the first line; put the rest in `notes`."
        )
    if len(text) > LINE:
        fail("out-of-range", f"is {len(text)} characters long; at most {LINE} are allowed", "Put the rest in `notes`.")
    return text


def read_note(value: object, info: ValidationInfo) -> str:
    """Free text of any number of lines, at most 50,000 characters."""
    text = _text(value, info)
    if len(text) > NOTE:
        fail(
            "out-of-range",
            f"is {len(text)} characters long; at most {NOTE} are allowed",
            "Put it in a document, and the link here.",
        )
    return text


def why_bad_id(text: str) -> str | None:
    """What is wrong with an id, in words, or `None`: lower-case ASCII letters, digits and hyphens, no device name."""
    if len(text) > ID_LENGTH:
        return f"is {len(text)} characters long; at most {ID_LENGTH} are allowed"
    if not _ID.fullmatch(text):
        return "should hold only lower-case ASCII letters, digits, and hyphens between them"
    return "is the name of a device on Windows" if text in DEVICES else None


@lru_cache(maxsize=65_536)
def parse_id(text: str) -> str:
    """An id from its text; the same object for the same id, so that a book holds it once."""
    wrong = why_bad_id(text)
    if wrong:
        proposal = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:ID_LENGTH]
        fail("bad-id", f"{shown(text)} {wrong}", proposal and f"Perhaps: {proposal}")
    return str(text)


def read_id(value: object) -> str:
    """An id: lower-case ASCII letters, digits, hyphens."""
    return parse_id(scalar(value, "an id"))


@lru_cache(maxsize=65_536)
def parse_day(text: str) -> date:
    """A day from `YYYY-MM-DD`, with the refusal that says what else it may have been meant to be."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        fail("bad-date", f"{shown(text)} is not a date as YYYY-MM-DD", _meant_day(text))
    return _existing(text)


def _meant_day(text: str) -> str:
    """The remedy for a date that is written another way: what it may mean, where it can mean a day at all."""
    parts = re.fullmatch(r"([0-9]{1,4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,4})", text.strip())
    orders = ((0, 1, 2), (2, 1, 0), (2, 0, 1))
    days = [_possible_day(*(parts[1 + place] for place in order)) for order in orders] if parts else []
    meant = list(dict.fromkeys(day for day in days if day))
    return f"Write {' or '.join(meant)}" if meant else "Write it as YYYY-MM-DD, for example 2026-11-23."


def _possible_day(year: str, month: str, day: str) -> str | None:
    try:
        return str(date(int(year), int(month), int(day))) if YEARS[0] <= int(year) <= YEARS[1] else None
    except ValueError:
        return None


def _existing(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        fail("bad-date", f"{shown(text)} is not a day of the calendar", "Write an existing day as YYYY-MM-DD.")
    if not YEARS[0] <= day.year <= YEARS[1]:
        fail("out-of-range", f"{shown(text)} is not in the years {YEARS[0]} to {YEARS[1]}", "Write the year in full.")
    return day


def read_day(value: object) -> date:
    """A business day, `YYYY-MM-DD`."""
    return parse_day(scalar(value, "a date (YYYY-MM-DD)"))


@lru_cache(maxsize=65_536)
def parse_local(text: str) -> Moment:
    """A day, or a day and time in the company's zone; an offset is the thorough reader's, which knows the zone."""
    if _OFFSET.search(text):
        fail("bad-date", "has an offset")
    return _moment(text, _ANY_ZONE)


@lru_cache(maxsize=65_536)
def _moment(text: str, zone: ZoneInfo) -> Moment:
    parts = _MOMENT.fullmatch(text)
    if not parts:
        help = "Write YYYY-MM-DD or YYYY-MM-DD HH:MM." if ":" in text else _meant_day(text)
        fail("bad-date", f"{shown(text)} is neither a date nor a time", help)
    day, clock, offset = _existing(parts["day"]), parts["clock"], parts["offset"]
    if clock is None:
        return Moment(day)
    try:
        at = time.fromisoformat(clock)
        if offset is None:
            return Moment(day, at)
        local = datetime.fromisoformat(f"{day}T{clock}{offset}").astimezone(zone)
    except (ValueError, OverflowError):
        fail("bad-date", f"{shown(text)} is not a time of day", "Hours go to 23, minutes to 59, offsets to ±23:59.")
    return Moment(local.date(), local.time())


def read_moment(value: object, info: ValidationInfo) -> Moment:
    """A day, or a day and time in the company's zone, or a time with an offset, which is brought into that zone."""
    zone = info.context.zone if isinstance(info.context, Reading) else UTC
    return _moment(scalar(value, "a date or a time (YYYY-MM-DD HH:MM)"), zone)


@lru_cache(maxsize=65_536)
def parse_number(text: str) -> Decimal:
    """A number of zero or more, exactly as written; refusals say why it is not one."""
    if not _MONEY.fullmatch(text):
        _refuse_number(text)
    number = Decimal(text) if len(text) <= _DIGITS else AMOUNT_LIMIT
    if number >= AMOUNT_LIMIT:
        message = f"{shown(text, 30)} is too large or too long; amounts stay below {AMOUNT_LIMIT:,}"
        fail("out-of-range", message, "Write the amount with at most as many decimals as the currency has.")
    return number


def _refuse_number(text: str) -> NoReturn:
    if re.fullmatch(r"[-+]?\.?(?:nan|inf|infinity)", text, re.IGNORECASE):
        fail("not-finite", f"{shown(text)} is not a finite number", "Write the number, or take the line away.")
    if re.fullmatch(r"-[0-9]+(?:\.[0-9]+)?", text):
        fail("out-of-range", f"{shown(text)} is negative; it should be zero or more", "Write it without the minus.")
    digits = _plain_digits(text) if len(text) <= _DIGITS else None
    hint = f"Write it as {digits}" if digits else "Write digits, with a point before the decimals: 12900.00"
    rule = "not-a-plain-number" if any(map(str.isdigit, text)) else "wrong-type"
    fail(rule, f"{shown(text)} is not a plain number", hint)


def _plain_digits(text: str) -> str | None:
    """`R$ 1.234,56` and `1,234.56` as `1234.56`; `None` where the meaning of a separator is not certain."""
    body = re.sub(r"^[^0-9]+|[^0-9]+$", "", text)
    for thousands, point in ((",", "."), (".", ","), ("_", "."), (" ", "."), (" ", ","), ("'", ".")):
        groups = rf"[1-9][0-9]{{0,2}}(?:{re.escape(thousands)}[0-9]{{3}})+"
        both = rf"{groups}{re.escape(point)}[0-9]{{1,2}}"
        if re.fullmatch(both, body) or (thousands in "_ '" and re.fullmatch(groups, body)):
            return body.replace(thousands, "").replace(point, ".")
    return None


def read_money(value: object) -> Decimal:
    """An amount of zero or more in some currency, exact; quoted or not."""
    return parse_number(scalar(value, "an amount"))


def read_number(value: object) -> Decimal:
    """A number, negative ones too, exact; quoted or not."""
    text = scalar(value, "a number")
    return -parse_number(text[1:]) if re.match(r"-[0-9]", text) else parse_number(text)


def _unquoted(value: object, wanted: str) -> str:
    text = scalar(value, wanted)
    if type(value) is Quoted:
        fail("wrong-type", f"should be {wanted}, found text in quotes", f"Without quotes: {text.strip()[:20]}")
    return text


def _whole(value: object, wanted: str, low: int, high: int) -> int:
    text = _unquoted(value, wanted)
    if _WHOLE.fullmatch(text):
        number = int(text[:_WHOLE_DIGITS])
        if low <= number <= high:
            return number
        fail("out-of-range", f"{shown(text, 30)} should be from {low} to {high}", f"Write {wanted}, {low} to {high}.")
    if re.fullmatch(r"-[0-9]{1,20}", text):
        fail("out-of-range", f"{shown(text)} should be from {low} to {high}", f"Write {wanted}, {low} to {high}.")
    if re.fullmatch(r"[-+]?\.?(?:nan|inf|infinity)", text, re.IGNORECASE):
        fail("not-finite", f"{shown(text)} is not a finite number", f"Write {wanted}.")
    fail("wrong-type", f"{shown(text)} is not a whole number", f"Write {wanted}, from {low} to {high}.")


def read_percent(value: object) -> int:
    """A whole percentage, 0 to 100 inclusive; a fraction such as 0.4 is refused as just that."""
    text = _unquoted(value, "a whole percentage")
    if re.fullmatch(r"0?\.[0-9]{1,9}", text):
        percent = (Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP)
        fail("probability-as-fraction", f"{shown(text)} is a fraction; percent is wanted", f"Write {percent}")
    if re.fullmatch(r"[0-9]{1,3}(?:\.0+)? ?%", text):
        number = re.split(r"[.% ]", text)[0]
        fail("not-a-plain-number", f"{shown(text)} is not a plain number", f"Without the sign: {number}")
    return _whole(value, "a whole percentage", 0, 100)


def read_days(value: object) -> int:
    """A number of days, 1 to 3,650."""
    return _whole(value, "a whole number of days", 1, 3650)


def read_flag(value: object) -> bool:
    """`true` or `false`, and nothing else."""
    text = _unquoted(value, "`true` or `false`")
    if text not in ("true", "false"):
        meant = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
        word = meant.get(text.lower(), text.lower() if text.lower() in ("true", "false") else "true or false")
        fail("wrong-type", f"{shown(text)} is not `true` or `false`", f"Write {word}")
    return text == "true"


def read_currency(value: object) -> str:
    """A currency by its three-letter ISO 4217 code."""
    text = scalar(value, "a currency code such as BRL")
    if text not in DECIMALS:
        signs = {"R$": "BRL", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₺": "TRY"}
        word = text.strip().upper()[:10]
        near = [signs[word]] if word in signs else []
        if len(word) <= len("EURO"):  # a longer word is no slip of a code, whatever letters they share
            near = near or get_close_matches(word, sorted(DECIMALS), 2, 0.6)
        meant = [word] if word in DECIMALS else near
        hint = f"Write {' or '.join(meant)}" if meant else "Write its three capital letters, for example BRL."
        fail("not-in-the-list", f"{shown(text)} is not the code of a currency (ISO 4217)", hint)
    return str(text)


def many(value: object) -> object:
    """One value where a list is meant is a list of one."""
    return value if isinstance(value, list) or value is None else [value]


#: The labels of the two ways a scalar is read, as they appear in the places pydantic names.
QUICK, THOROUGH = "quick", "thorough"


#: Text that no YAML reader takes for anything else: by its first character, so that Rust can tell.
def _plainly(any_char: str) -> str:
    """The pattern of such text, whose later characters are `any_char`."""
    return (
        rf"^(?:[^-+.=<~0-9yYnNoOtTfF\s]{any_char}*"
        rf"|[yYnNoOtTfF]{any_char}{{5,}}"  # longer than any word for true and false
        rf"|\+[^\s]* {any_char}*)$"  # a number has no blank inside
    )


@dataclass(frozen=True, slots=True)
class Scalar:
    """Annotates a scalar with its `reader`, and with a `quick` schema that accepts the ordinary text without it.

    What `quick` refuses the reader judges, so that it alone decides and words the refusal. `published` is the JSON
    Schema for editors.
    """

    reader: Callable[..., Any]
    published: Mapping[str, Any]
    quick: core_schema.CoreSchema | None = None
    informed: bool = False

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        kind = (
            core_schema.with_info_plain_validator_function
            if self.informed
            else core_schema.no_info_plain_validator_function
        )
        thorough = kind(self.reader)
        if self.quick is None:
            return thorough
        return core_schema.union_schema([(self.quick, QUICK), (thorough, THOROUGH)], mode="left_to_right")

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.published)

    def __hash__(self) -> int:
        return id(self)


def _text_then(function: Callable[[str], Any]) -> core_schema.CoreSchema:
    """Text, handed to a function that caches: no Python frame for what was read before."""
    return core_schema.chain_schema(
        [core_schema.str_schema(max_length=40), core_schema.no_info_plain_validator_function(function)]
    )


_LINE_SCHEMA = {
    "type": ["string", "number", "boolean"],
    "maxLength": LINE,
    "description": "One line of text. Quote what looks like a number, a date or true/false.",
}
_NOTE_SCHEMA = {
    "type": ["string", "number", "boolean"],
    "maxLength": NOTE,
    "description": "Text of any number of lines. Quote what looks like a number, a date or true/false.",
}
_MONEY_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "pattern": MONEY_PATTERN}, {"type": "number", "minimum": 0}],
    "description": "An amount: digits, with a point before the decimals.",
}

_DAY_SCHEMA = {"type": "string", "pattern": DAY_PATTERN}
_ID_SCHEMA = {"type": ["string", "integer"], "pattern": ID_PATTERN, "maxLength": ID_LENGTH}

Line = Annotated[
    str,
    Scalar(
        read_line, _LINE_SCHEMA, core_schema.str_schema(pattern=_plainly(r"[^\r\n]"), max_length=LINE), informed=True
    ),
]
Note = Annotated[
    str,
    Scalar(
        read_note, _NOTE_SCHEMA, core_schema.str_schema(pattern=_plainly(r"[\s\S]"), max_length=NOTE), informed=True
    ),
]
Id = Annotated[str, Scalar(read_id, _ID_SCHEMA, _text_then(parse_id))]
Day = Annotated[date, Scalar(read_day, _DAY_SCHEMA, _text_then(parse_day))]
When = Annotated[
    Moment,
    Scalar(read_moment, {"type": "string", "pattern": MOMENT_PATTERN}, _text_then(parse_local), informed=True),
]
Money = Annotated[Decimal, Scalar(read_money, _MONEY_SCHEMA, _text_then(parse_number))]
Percent = Annotated[int, Scalar(read_percent, {"type": "integer", "minimum": 0, "maximum": 100})]
Days = Annotated[int, Scalar(read_days, {"type": "integer", "minimum": 1, "maximum": 3650})]
Flag = Annotated[bool, Scalar(read_flag, {"type": "boolean"})]
Currency = Annotated[str, Scalar(read_currency, {"type": "string", "pattern": "^[A-Z]{3}$"})]
Lines = Annotated[tuple[Line, ...], BeforeValidator(many, json_schema_input_type=Line | list[Line])]


@dataclass(frozen=True, slots=True)
class Whole:
    """Annotates a whole number from `low` to `high`, both included."""

    low: int
    high: int

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        read = partial(_whole, wanted="a whole number", low=self.low, high=self.high)
        return core_schema.no_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True, init=False)
class OneOf:
    """Annotates text that is exactly one of these words."""

    words: tuple[str, ...]

    def __init__(self, *words: str) -> None:
        object.__setattr__(self, "words", words)

    def read(self, value: object) -> str:
        """The word, or a refusal that names the nearest."""
        text = scalar(value, "one of " + ", ".join(self.words))
        if text not in self.words:
            nearest = get_close_matches(text[:100].strip().lower().replace(" ", "_"), self.words, 1, 0.6)
            hint = f"Did you mean {nearest[0]}?" if nearest else "Write one of them."
            fail("not-in-the-list", f"{shown(text)} is not one of {', '.join(self.words)}", hint)
        return str(text)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        literal, thorough = core_schema.literal_schema(list(self.words)), self.read
        reader = core_schema.no_info_plain_validator_function(thorough)
        return core_schema.union_schema([(literal, QUICK), (reader, THOROUGH)], mode="left_to_right")

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class BareOr:
    """Annotates a mapping that may be written as a bare value of its `key` alone."""

    key: str

    def widen(self, value: object) -> object:
        """The mapping that a bare value stands for."""
        return {self.key: value} if isinstance(value, str | Cut) else value

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        schema = handler(source)
        either = core_schema.union_schema([core_schema.str_schema(), schema])
        return core_schema.no_info_before_validator_function(self.widen, schema, json_schema_input_schema=either)
