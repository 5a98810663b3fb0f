"""Words and names: messages with places, markup only from messages, days and currencies as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from markupsafe import Markup

from textcrm.locale.names import names, sign
from textcrm.locale.words import Words

PORTUGUESE = Words("pt", {"Owner": "Dono", "%(num)s deal": ("%(num)s negócio", "%(num)s negócios")})
DAY = date(2026, 11, 3)


def test_english_stands_in_the_code() -> None:
    words = Words()
    assert words.gettext("%(n)s of %(all)s", n=1, all="2") == "1 of 2"
    assert words.gettext("100%%") == "100%"
    assert words.ngettext("%(num)s deal", "%(num)s deals", 1) == "1 deal"
    assert words.ngettext("%(num)s deal", "%(num)s deals", 0) == "0 deals"
    assert words.ngettext("%(num)s deal", "%(num)s deals", 4000, num="4,000") == "4,000 deals"


def test_a_catalog_translates() -> None:
    assert PORTUGUESE.gettext("Owner") == "Dono"
    assert PORTUGUESE.gettext("Company") == "Company"
    assert PORTUGUESE.ngettext("%(num)s deal", "%(num)s deals", 2) == "2 negócios"


def test_only_the_message_is_markup() -> None:
    told = Words().marked("<b>%(name)s</b>", name="<script>")
    assert told == Markup("<b>&lt;script&gt;</b>")
    assert Words().marked("%(told)s again", told=told) == Markup("<b>&lt;script&gt;</b> again")
    assert Words().nmarked("<b>%(num)s</b>", "<b>%(num)s</b>s", 2, num="<2>") == Markup("<b>&lt;2&gt;</b>s")


@pytest.mark.parametrize(
    ("locale", "language", "expected"),
    [
        ("en", "en", ("3 Nov", "3 Nov 2026", "3 November 2026", "Tuesday", "Nov 2026")),
        ("en-US", "en", ("Nov 3", "Nov 3, 2026", "November 3, 2026", "Tuesday", "Nov 2026")),
        ("pt-BR", "en", ("3 Nov", "3 Nov 2026", "3 November 2026", "Tuesday", "Nov 2026")),
        ("pt-BR", "pt", ("3 de nov.", "3 de nov. de 2026", "3 de novembro de 2026", "terça-feira", "nov. de 2026")),
        ("xx", "en", ("3 Nov", "3 Nov 2026", "3 November 2026", "Tuesday", "Nov 2026")),
    ],
)
def test_days_by_name(locale: str, language: str, expected: tuple[str, ...]) -> None:
    said = names(locale, language)
    written = (said.day(DAY), said.full_day(DAY), said.long_day(DAY), said.weekday(DAY), said.month(DAY))
    assert tuple(one.replace("\u00a0", " ") for one in written) == expected


@pytest.mark.parametrize(
    ("currency", "locale", "expected"),
    [
        ("BRL", "pt-BR", "R$ 5"),
        ("BRL", "en", "R$ 5"),
        ("USD", "en-US", "$5"),
        ("USD", "pt-BR", "US$ 5"),
        ("EUR", "de-DE", "5 €"),
        ("XYZ", "en", "XYZ 5"),
    ],
)
def test_signs_of_currencies(currency: str, locale: str, expected: str) -> None:
    assert sign(currency, locale).mark("5").replace("\u00a0", " ") == expected
