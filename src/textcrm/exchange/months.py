"""The months by the names and abbreviations that exports write, in six languages."""

from __future__ import annotations

from typing import Final
from unicodedata import combining, normalize

_NAMES: Final = (
    "january february march april may june july august september october november december",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
)
#: Beside the first three letters, which are the abbreviation of nearly every name.
_LONGER: Final = {
    "sept": 9,
    "sett": 9,
    "setiembre": 9,
    "fevr": 2,
    "avri": 4,
    "juin": 6,
    "juil": 7,
    "mrz": 3,
    "maerz": 3,
}
#: French has two months with these three letters.
_NOBODYS: Final = "jui"
_MONTHS: Final = {
    word: number
    for names in _NAMES
    for number, name in enumerate(names.split(), 1)
    for word in (name, name[:3])
    if word != _NOBODYS
} | _LONGER


def month_number(name: str) -> int | None:
    """The month of a name or an abbreviation, with or without accents, capitals and a full stop; `None` if it is none.

    The languages are English, Portuguese, Spanish, German, French and Italian.
    """
    letters = (letter for letter in normalize("NFD", name.casefold()) if not combining(letter))
    return _MONTHS.get("".join(letters).removesuffix("."))
