"""Days and times in cells: the formats that a map names, the one that a column has, and what one cell says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from textcrm.exchange.months import month_number
from textcrm.exchange.unreadable import Unreadable
from textcrm.model.values import YEARS, Moment, shown

#: Years of two digits from here on are of the last century, those below of this one (69 is 1969, 68 is 2068: POSIX).
PIVOT: Final = 69

_UTC: Final = ZoneInfo("UTC")
#: No date is longer.
_LONGEST: Final = 60
#: Blanks as exports have them; the narrow one stands before AM and PM in some American ones.
_BLANK: Final = "[ \u00a0\u2009\u202f]"
_NAME: Final = r"[^\W\d_]{3,12}\.?"
_CLOCK: Final = (
    rf"(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}})(?:[.,][0-9]{{1,9}})?)?"
    rf"(?:{_BLANK}*(?P<half>[AaPp]\.?[Mm]\.?))?(?:{_BLANK}*(?P<offset>Z|UTC|GMT|[+-][0-9]{{2}}(?::?[0-9]{{2}})?))?"
)
#: What the words of a format stand for; a number of one or two digits has two where another word touches it.
_WORDS: Final = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<year>[0-9]{2})",
    "MMMM": rf"(?P<name>{_NAME})",
    "MMM": rf"(?P<name>{_NAME})",
    "MM": r"(?P<month>[0-9]{1,2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{1,2})",
    "H": r"(?P<hour>[0-9]{1,2})",
    "hh": r"(?P<hour>[0-9]{1,2})",
    "h": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2}(?:[.,][0-9]{1,9})?)",
    "A": r"(?P<half>[AaPp]\.?[Mm]\.?)",
    "Z": r"(?P<offset>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)",
}
_DIGITS: Final = _WORDS.keys() - {"MMMM", "MMM", "A", "Z"}
_PIECES: Final = re.compile(rf"\[(?P<quoted>[^\]]*)\]|(?P<word>{'|'.join(_WORDS)})|(?P<blank> +)|(?P<sign>.)")
_ADVICE: Final = "Write it of YYYY YY MM M DD D MMM MMMM HH H hh h mm ss A Z and the signs between: DD/MM/YYYY HH:mm."


@dataclass(frozen=True, slots=True)
class Clock:
    """Whose time the cells tell: `written` is the zone of times without an offset, `company` that of the book.

    Without `times` the times of day in the file mean nothing, and a day is taken as it is written.
    """

    written: ZoneInfo = field(default=_UTC)
    company: ZoneInfo = field(default=_UTC)
    times: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class DateFormat:
    """A way to write dates, by the words of a map (`DD MMM, YYYY HH:mm:ss`); of `regexes`, the first that fits reads.

    `date_format` makes them.
    """

    pattern: str
    regexes: tuple[re.Pattern[str], ...]


class _Written(NamedTuple):
    """What a cell says: a day, and if it is there a time and its offset from UTC."""

    day: date
    clock: time | None
    offset: tzinfo | None


def _format(pattern: str, *regexes: str) -> DateFormat:
    return DateFormat(pattern, tuple(map(re.compile, regexes)))


def _with_clock(days: str) -> str:
    return rf"{days}(?:(?:,?{_BLANK}+|T){_CLOCK})?"


#: The default: `2026-11-23`, alone or before a time, which may have an offset (`2026-11-23T10:00:00+0000`).
ISO: Final = _format("YYYY-MM-DD", _with_clock(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"))
#: Stands for the common ways, until `date_order` has seen from the values whether the day or the month comes first.
AUTO: Final = DateFormat("auto", ())

_YEAR_FIRST = _with_clock(r"(?P<year>[0-9]{4})(?P<sep>[/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})")
_DAY_NAMED = _with_clock(
    rf"(?P<day>[0-9]{{1,2}})(?:{_BLANK}|-|\.{_BLANK}?)(?:de )?(?P<name>{_NAME})(?: de |,?{_BLANK}|-)"
    r"(?P<year>[0-9]{4}|[0-9]{2})"
)
_NAME_FIRST = _with_clock(rf"(?P<name>{_NAME}){_BLANK}(?P<day>[0-9]{{1,2}}),?{_BLANK}(?P<year>[0-9]{{4}})")
_SURE: Final = tuple(map(re.compile, (ISO.regexes[0].pattern, _YEAR_FIRST, _DAY_NAMED, _NAME_FIRST)))
_TWO, _YEAR = "[0-9]{1,2}", "(?P<year>[0-9]{4}|[0-9]{2})"
_DAY_FIRST: Final = re.compile(_with_clock(rf"(?P<day>{_TWO})(?P<sep>[/.-])(?P<month>{_TWO})(?P=sep){_YEAR}"))
_MONTH_FIRST: Final = re.compile(_with_clock(rf"(?P<month>{_TWO})(?P<sep>[/.-])(?P<day>{_TWO})(?P=sep){_YEAR}"))
_BY_DAY: Final = DateFormat("DD/MM/YYYY", (*_SURE, _DAY_FIRST))
_BY_MONTH: Final = DateFormat("MM/DD/YYYY", (*_SURE, _MONTH_FIRST))


@lru_cache(maxsize=1024)
def date_format(pattern: str) -> DateFormat:
    """The format that a map calls so: `ISO`, `auto`, or words and signs such as `MM/DD/YY hh:mm A`.

    A sign that is a word too stands in brackets (`HH[h]mm`). Numbers of two digits may lack the zero in front, unless
    they touch others. Raises `ValueError`, with a sentence for the map's author, for what could not tell a day.
    """
    if pattern.lower() in ("iso", "auto"):
        return ISO if pattern.lower() == "iso" else AUTO
    pieces = list(_PIECES.finditer(pattern))
    _check(pattern, [piece["word"] for piece in pieces if piece["word"]])
    touching = [False, *(one["word"] in _DIGITS and two["word"] in _DIGITS for one, two in pairwise(pieces)), False]
    parts = (_part(piece, exact=any(touching[place : place + 2])) for place, piece in enumerate(pieces))
    return _format(pattern, "".join(parts))


def _part(piece: re.Match[str], *, exact: bool) -> str:
    if piece["word"]:
        return _WORDS[piece["word"]].replace("{1,2}", "{2}") if exact else _WORDS[piece["word"]]
    return f"{_BLANK}+" if piece["blank"] else re.escape(piece["quoted"] or piece["sign"] or "")


def _check(pattern: str, words: list[str]) -> None:
    parts = [re.findall(r"\?P<(\w+)>", _WORDS[word])[0].replace("name", "month") for word in words]
    twice = next((part for part in parts if parts.count(part) > 1), None)
    missing = next((part for part in ("year", "month", "day") if part not in parts), None)
    if twice:
        hint = " (minutes are mm)" if twice == "month" else " (months are MM)" if twice == "minute" else ""
        raise ValueError(f"the date format {shown(pattern)} has the {twice} twice{hint}")
    if missing:
        raise ValueError(f"the date format {shown(pattern)} has no {missing}. {_ADVICE}")
    if any(word in words for word in ("hh", "h")) and "A" not in words:
        raise ValueError(f"the date format {shown(pattern)} has hours to 12 without A (AM/PM); hours to 24 are HH")
    if ("minute" in parts) > ("hour" in parts):
        raise ValueError(f"the date format {shown(pattern)} has minutes without hours; months are MM")


def date_order(values: Iterable[str], formats: Sequence[DateFormat]) -> DateFormat:
    """The format in which a column is written, of those that its map allows; blank values do not count.

    It is the first that reads every value. Where none does, it is all of them together, each value read by the first
    that fits, unless two would read a value differently: then the one that reads most. `AUTO` goes by the values that
    can be read in one order only; raises `Unreadable` where there is none, or where they contradict each other.
    """
    texts = sorted({text.strip() for text in values} - {""})
    settled = [_auto(texts) if one is AUTO else one for one in formats]
    if len(settled) == 1:
        return settled[0]
    read = [[_tried(text, one.regexes)[0] for text in texts] for one in settled]
    best = max(range(len(settled)), key=lambda place: sum(one is not None for one in read[place]))
    agree = all(len({one for one in column if one is not None}) <= 1 for column in zip(*read, strict=True))
    if None in read[best] and agree:
        return DateFormat(" or ".join(one.pattern for one in settled), tuple(_regexes(settled)))
    return settled[best]


def _regexes(formats: Sequence[DateFormat]) -> Iterator[re.Pattern[str]]:
    for one in formats:
        yield from one.regexes


def _auto(texts: list[str]) -> DateFormat:
    orders = [(text, _tried(text, [_DAY_FIRST])[0], _tried(text, [_MONTH_FIRST])[0]) for text in texts]
    by_day = [text for text, day_first, month_first in orders if day_first and not month_first]
    by_month = [text for text, day_first, month_first in orders if month_first and not day_first]
    both = [text for text, day_first, month_first in orders if day_first and month_first and day_first != month_first]
    help = "Say in the map which it is: dates: DD/MM/YYYY, or dates: MM/DD/YYYY"
    if by_day and by_month:
        reason = f"{shown(by_day[0])} has the day first and {shown(by_month[0])} the month"
        raise Unreadable(reason, help)
    if both and not by_day and not by_month:
        raise Unreadable(f"{shown(both[0])} may have the day or the month first, as all dates of the column may", help)
    return _BY_MONTH if by_month else _BY_DAY


def day(text: str, form: DateFormat, clock: Clock) -> date:
    """The day that a cell tells, in the company's zone.

    A time of exactly midnight means no time: systems that know no days write one so, and to bring it into another zone
    would make it the day before. Raises `Unreadable`.
    """
    written = _read(text.strip(), form)
    if not clock.times or not written.clock:
        return written.day
    return written.day if written.clock == time() else _local(written, clock).day


def moment(text: str, form: DateFormat, clock: Clock) -> Moment:
    """The day, with the time of day if there is one, in the company's zone and to the second; raises `Unreadable`."""
    written = _read(text.strip(), form)
    return Moment(written.day) if not clock.times or written.clock is None else _local(written, clock)


def _local(written: _Written, clock: Clock) -> Moment:
    at = datetime.combine(written.day, written.clock or time(), written.offset or clock.written)
    here = at.astimezone(clock.company) if at.tzinfo is not clock.company else at
    return Moment(here.date(), here.time())


@lru_cache(maxsize=65_536)
def _read(text: str, form: DateFormat) -> _Written:
    if len(text) > _LONGEST:
        raise Unreadable(f"{shown(text, 30)} is too long for a date")
    written, refused = _tried(text, form.regexes)
    if written is None:
        raise refused or _unread(text, form)
    return written


def _tried(text: str, regexes: Iterable[re.Pattern[str]]) -> tuple[_Written | None, Unreadable | None]:
    """What the first expression that fits reads, or why the first that fits can not."""
    refused: Unreadable | None = None
    for regex in regexes:
        if found := regex.fullmatch(text):
            try:
                return _made(text, found), None
            except Unreadable as error:
                refused = refused or error
    return None, refused


def _made(text: str, found: re.Match[str]) -> _Written:
    parts = found.groupdict()
    month = month_number(parts["name"]) if parts.get("name") else int(parts["month"])
    if month is None:
        raise Unreadable(f"{shown(text)} has no month that is known: {shown(parts['name'])}")
    try:
        made = date(_year(parts["year"]), month, int(parts["day"]))
    except ValueError:
        raise Unreadable(f"{shown(text)} is not a day of the calendar") from None
    if not YEARS[0] <= made.year <= YEARS[1]:
        raise Unreadable(f"{shown(text)} is not in the years {YEARS[0]} to {YEARS[1]}")
    try:
        return _Written(made, _clock(parts), _offset(parts.get("offset")))
    except ValueError:
        raise Unreadable(f"{shown(text)} has no time of day: hours go to 23, minutes to 59") from None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= PIVOT else 2000)  # noqa: PLR2004  # two digits


def _clock(parts: dict[str, str | None]) -> time | None:
    if not parts.get("hour"):
        return None
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "").lower()[:1]
    if half:
        # Twelve comes first: 12:30 AM is half past midnight.
        if not 1 <= hour <= 12:  # noqa: PLR2004  # hours on a dial
            raise ValueError
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(parts.get("minute") or 0), int((parts.get("second") or "0")[:2]))


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0  # noqa: PLR2004  # `+03`
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if text[0] == "-" else away)


#: What is tried for a remedy when a cell is no date in the column's format.
_COMMON: Final = (
    *("YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "DD/MM/YY"),
    *("MM/DD/YY", "DD MMM YYYY", "DD MMM, YYYY", "DD-MMM-YYYY", "DD-MMM-YY", "MMM D, YYYY", "D de MMMM de YYYY"),
)
_CLOCKS: Final = ("", " HH:mm", " HH:mm:ss", " hh:mm A", " hh:mm:ss A", ", HH:mm", ", hh:mm:ss A", "THH:mm:ssZ")


def _unread(text: str, form: DateFormat) -> Unreadable:
    if not text:
        return Unreadable("is empty; a date is wanted")
    patterns = (day + clock for day in _COMMON for clock in _CLOCKS)
    likely = [f'"{one}"' for one in patterns if _tried(text, date_format(one).regexes)[0]]
    help = f"If the column is so, say in the map: dates: {' or '.join(likely)}" if likely else ""
    return Unreadable(f"{shown(text)} is not a date as {form.pattern}", help)
