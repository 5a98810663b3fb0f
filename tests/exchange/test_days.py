"""Dates in cells: every format that a map can name, the order decided for a column, zones, and what is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textcrm.exchange.days import AUTO, ISO, Clock, DateFormat, date_format, date_order, day, moment
from textcrm.exchange.unreadable import Unreadable
from textcrm.model.values import Moment

HERE = Clock()
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
IN_BRAZIL = Clock(company=SAO_PAULO)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def unread(text: str, form: DateFormat = ISO) -> tuple[str, str]:
    """The reason and the help of a refused date."""
    with pytest.raises(Unreadable) as refused:
        moment(text, form, HERE)
    with pytest.raises(Unreadable) as again:
        day(text, form, HERE)
    assert (refused.value.reason, refused.value.help) == (again.value.reason, again.value.help)
    return refused.value.reason, refused.value.help


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("MM/DD/YY", "02/23/26", Moment(date(2026, 2, 23))),
        ("MM/DD/YY", "2/3/26", Moment(date(2026, 2, 3))),
        ("MM/DD/YY hh:mm A", "02/23/26 08:55 PM", Moment(date(2026, 2, 23), time(20, 55))),
        ("MM/DD/YY hh:mm A", "02/23/26 12:05 a.m.", Moment(date(2026, 2, 23), time(0, 5))),
        ("M/D/YYYY, h:mm:ss A", "2/3/2026, 12:04:05\u202fPM", Moment(date(2026, 2, 3), time(12, 4, 5))),
        ("DD MMM, YYYY HH:mm:ss", "15 Apr, 2021 00:02:00", Moment(date(2021, 4, 15), time(0, 2))),
        ("DD.MM.YYYY HH:mm", "31.12.2025 23:59", Moment(date(2025, 12, 31), time(23, 59))),
        ("DD/MM/YYYY", "01/02/2024", Moment(date(2024, 2, 1))),
        ("D de MMMM de YYYY", "5 de março de 2024", Moment(date(2024, 3, 5))),
        ("DD-MMM-YY", "07-dez.-24", Moment(date(2024, 12, 7))),
        ("D. MMMM YYYY", "3. März 2024", Moment(date(2024, 3, 3))),
        ("DMMMYYYY", "5Sept2024", Moment(date(2024, 9, 5))),
        ("YYYYMMDD", "20240229", Moment(date(2024, 2, 29))),
        ("YYYYMMDD[T]HHmmss", "20240229T101112", Moment(date(2024, 2, 29), time(10, 11, 12))),
        ("DD/MM/YYYY HH[h]mm", "01/02/2024 9h05", Moment(date(2024, 2, 1), time(9, 5))),
        ("YYYY/M/D H", "2024/2/1 9", Moment(date(2024, 2, 1), time(9))),
        ("ISO", "2017-03-01", Moment(date(2017, 3, 1))),
        ("ISO", "2017-03-01 10:20:30.123456", Moment(date(2017, 3, 1), time(10, 20, 30))),
        ("ISO", "2017-03-01T10:20", Moment(date(2017, 3, 1), time(10, 20))),
        ("ISO", "2017-03-01T10:20:00.000+0000", Moment(date(2017, 3, 1), time(10, 20))),
        ("ISO", "2017-03-01 10:20 +03:30", Moment(date(2017, 3, 1), time(6, 50))),
        ("ISO", "2017-03-01T23:20:00-03", Moment(date(2017, 3, 2), time(2, 20))),
        ("YYYY-MM-DD HH:mm:ss Z", "2017-03-01 10:20:30 UTC", Moment(date(2017, 3, 1), time(10, 20, 30))),
    ],
)
def test_a_date_is_read_by_its_format(pattern: str, text: str, expected: Moment) -> None:
    assert moment(text, date_format(pattern), HERE) == expected
    assert moment(f"  {text} ", date_format(pattern), HERE) == expected
    assert day(text, date_format(pattern), HERE) == expected.day


#: The words of a map beside those of strftime.
WAYS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YYYY hh:mm:ss A": "%m/%d/%Y %I:%M:%S %p",
    "DD MMM, YYYY HH:mm": "%d %b, %Y %H:%M",
    "MMMM D, YYYY": "%B %d, %Y",
    "YYYYMMDDHHmm": "%Y%m%d%H%M",
    "HH:mm:ss DD.MM.YYYY Z": "%H:%M:%S %d.%m.%Y %z",
}


@given(st.sampled_from(sorted(WAYS)), st.builds(datetime.combine, DAYS, st.times(), st.just(UTC)))
def test_what_a_format_writes_it_reads(pattern: str, at: datetime) -> None:
    written = at.replace(microsecond=0).strftime(WAYS[pattern])
    read = moment(written, date_format(pattern), HERE)
    assert read.day == at.date()
    if read.clock:
        assert read.clock == at.time().replace(microsecond=0, second=at.second if "ss" in pattern else 0)
    assert ("H" in pattern or "h" in pattern) == (read.clock is not None)


def test_years_of_two_digits_turn_at_69() -> None:
    form = date_format("DD.MM.YY")
    assert [day(f"01.01.{year}", form, HERE).year for year in ("00", "26", "68", "69", "99")] == [
        *(2000, 2026, 2068, 1969, 1999)
    ]
    assert unread("01.01.2024", form)[1] == 'If the column is so, say in the map: dates: "DD.MM.YYYY"'


@pytest.mark.parametrize("text", ["2026-02-30", "2025-02-29", "2026-13-01", "0000-00-00", "2026-00-10"])
def test_a_day_that_does_not_exist_is_unread(text: str) -> None:
    assert unread(text) == (f"`{text}` is not a day of the calendar", "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0001-01-01", "`0001-01-01` is not in the years 1900 to 2200"),
        ("9999-12-31", "`9999-12-31` is not in the years 1900 to 2200"),
        ("2026-01-01 24:00", "`2026-01-01 24:00` has no time of day: hours go to 23, minutes to 59"),
        ("2026-01-01 10:60", "`2026-01-01 10:60` has no time of day: hours go to 23, minutes to 59"),
        ("2026-01-01 13:00 AM", "`2026-01-01 13:00 AM` has no time of day: hours go to 23, minutes to 59"),
        ("2026-01-01 10:00+99:00", "`2026-01-01 10:00+99:00` has no time of day: hours go to 23, minutes to 59"),
        ("２０２６-01-01", "`２０２６-01-01` is not a date as YYYY-MM-DD"),
        ("soon", "`soon` is not a date as YYYY-MM-DD"),
        ("44301", "`44301` is not a date as YYYY-MM-DD"),
        ("", "is empty; a date is wanted"),
        ("9" * 5_000, f"`{'9' * 29}…` is too long for a date"),
    ],
)
def test_what_is_no_date_is_unread(text: str, reason: str) -> None:
    assert unread(text) == (reason, "")


def test_a_month_that_is_none_is_named() -> None:
    expected = "`15 Foo, 2021` has no month that is known: `Foo`"
    assert unread("15 Foo, 2021", date_format("DD MMM, YYYY"))[0] == expected
    # June or July: French has two months with these letters.
    assert unread("15 jui, 2021", date_format("DD MMM, YYYY"))[0].endswith("known: `jui`")


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("15/04/2021", '"DD/MM/YYYY"'),
        ("04/05/2021", '"DD/MM/YYYY" or "MM/DD/YYYY"'),
        ("15 Apr, 2021 00:02:00", '"DD MMM, YYYY HH:mm:ss"'),
        ("02/23/26 08:55 PM", '"MM/DD/YY hh:mm A"'),
        ("20210415", '"YYYYMMDD"'),
    ],
)
def test_the_remedy_is_a_line_for_the_map(text: str, formats: str) -> None:
    reason, help = unread(text)
    assert reason == f"`{text}` is not a date as YYYY-MM-DD"
    assert help == f"If the column is so, say in the map: dates: {formats}"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("MM/DD/YYYY HH:MM", "has the month twice (minutes are mm)"),
        ("HH:mm:mm DD.MM.YYYY", "has the minute twice (months are MM)"),
        ("dd/mm/yyyy", "has no year. Write it of YYYY"),
        ("DD/MM", "has no year"),
        ("MM/YYYY", "has no day"),
        ("DD.mm.YYYY", "has no month"),
        ("%d/%m/%Y", "has no year"),
        ("DD/MM/YYYY hh:mm", "has hours to 12 without A (AM/PM); hours to 24 are HH"),
        ("DD/MM/YYYY mm", "has minutes without hours; months are MM"),
        ("", "has no year"),
    ],
)
def test_a_format_that_cannot_tell_a_day_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^the date format `") as refused:
        date_format(pattern)
    assert said in str(refused.value)


def order(*values: str) -> str:
    return date_order(values, [AUTO]).pattern


def test_the_order_of_a_column_is_that_of_its_certain_values() -> None:
    assert order("01/02/2024", "13/02/2024") == "DD/MM/YYYY"
    assert order("01/02/2024", "02/13/2024 10:00") == "MM/DD/YYYY"
    assert order("1.2.24", "", " ", "25.2.24") == "DD/MM/YYYY"
    chosen = date_order(["01-02-2024", "1-13-24"], [AUTO])
    assert day("03-04-2024", chosen, HERE) == date(2024, 3, 4)


@given(st.lists(DAYS, min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_auto_reads_rightly_or_not_at_all(days: list[date], way: str) -> None:
    column = [one.strftime(way) for one in days]
    try:
        chosen = date_order(column, [AUTO])
    except Unreadable:
        assert all(one.day <= 12 for one in days)
        assert any(one.day != one.month for one in days)
    else:
        assert [day(text, chosen, HERE) for text in column] == days


def test_a_column_without_a_certain_value_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        order("03/04/2024", "2024-01-01", "05/06/2024")
    assert refused.value.reason == ("`03/04/2024` may have the day or the month first, as all dates of the column may")
    assert refused.value.help == "Say in the map which it is: dates: DD/MM/YYYY, or dates: MM/DD/YYYY"


def test_a_column_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(Unreadable, match="`13/01/2024` has the day first and `01/13/2024` the month"):
        order("01/02/2024", "13/01/2024", "01/13/2024")


def test_dates_with_one_reading_need_no_order() -> None:
    certain = ["2024-01-31", "2024/1/31", "31 Jan 2024", "31-jan-24", "Jan 31, 2024", "31 de janeiro de 2024"]
    chosen = date_order([*certain, "01/01/2024"], [AUTO])
    assert {day(text, chosen, HERE) for text in certain} == {date(2024, 1, 31)}
    assert day("01/01/2024 10:00", chosen, HERE) == date(2024, 1, 1)


def test_what_auto_cannot_read_at_all_does_not_count() -> None:
    chosen = date_order(["soon", "32/13/2024", "13/02/2024"], [AUTO])
    assert chosen.pattern == "DD/MM/YYYY"
    assert unread("soon", chosen)[0] == "`soon` is not a date as DD/MM/YYYY"


def test_of_several_formats_the_first_that_reads_the_whole_column_is_its_own() -> None:
    by_month, by_day = date_format("MM/DD/YYYY"), date_format("DD/MM/YYYY")
    assert date_order(["01/02/2024"], [by_month, by_day]) is by_month
    assert date_order(["01/02/2024", "13/02/2024"], [by_month, by_day]) is by_day
    assert date_order([], [by_month, by_day]) is by_month


def test_formats_that_never_disagree_read_a_mixed_column_together() -> None:
    long, short = date_format("MM/DD/YY hh:mm A"), date_format("MM/DD/YY")
    mixed = date_order(["02/23/26 08:55 PM", "02/24/26"], [long, short])
    assert moment("02/23/26 08:55 PM", mixed, HERE) == Moment(date(2026, 2, 23), time(20, 55))
    assert moment("02/24/26", mixed, HERE) == Moment(date(2026, 2, 24))
    assert unread("x", mixed)[0] == "`x` is not a date as MM/DD/YY hh:mm A or MM/DD/YY"


def test_of_formats_that_disagree_the_one_that_reads_most_is_taken() -> None:
    by_month, by_day = date_format("MM/DD/YYYY"), date_format("DD/MM/YYYY")
    chosen = date_order(["01/02/2024", "13/02/2024", "14/02/2024", "02/15/2024"], [by_month, by_day])
    assert chosen is by_day


def test_times_come_into_the_zone_of_the_company() -> None:
    assert moment("2017-03-01 01:00", ISO, IN_BRAZIL) == Moment(date(2017, 2, 28), time(22))
    assert day("2017-03-01 01:00", ISO, IN_BRAZIL) == date(2017, 2, 28)
    assert moment("2017-03-01T01:00-03:00", ISO, IN_BRAZIL) == Moment(date(2017, 3, 1), time(1))
    local = Clock(written=SAO_PAULO, company=SAO_PAULO)
    # An hour that the clocks skipped that night stays what the file says.
    assert moment("2018-11-04 00:30", ISO, local) == Moment(date(2018, 11, 4), time(0, 30))


def test_a_day_written_as_midnight_stays_that_day() -> None:
    assert day("2017-03-01T00:00:00Z", ISO, IN_BRAZIL) == date(2017, 3, 1)
    assert moment("2017-03-01T00:00:00Z", ISO, IN_BRAZIL) == Moment(date(2017, 2, 28), time(21))


def test_without_times_the_day_is_as_written() -> None:
    form, without = date_format("DD MMM, YYYY HH:mm:ss"), Clock(company=SAO_PAULO, times=False)
    assert moment("15 Apr, 2021 00:02:00", form, without) == Moment(date(2021, 4, 15))
    assert day("15 Apr, 2021 00:02:00", form, without) == date(2021, 4, 15)
