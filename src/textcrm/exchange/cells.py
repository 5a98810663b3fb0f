"""Cells as text, as words for yes and no, and as nothing."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from textcrm.exchange.unreadable import Unreadable
from textcrm.gates.csv import unguarded
from textcrm.model.values import shown

#: In English, Portuguese, Spanish, German, French, Italian, Dutch, Scandinavian; what databases and check boxes write.
_WORDS: Final = {
    True: "true t yes y 1 1.0 on x sim s si sí sì oui ja j wahr vrai vero verdadero verdadeiro",
    False: "false f no n 0 0.0 off não nao non nein nej nee falsch faux falso",
}
_FLAGS: Final = {word: meant for meant, words in _WORDS.items() for word in words.split()}


def is_blank(cell: str, nulls: Container[str] = ()) -> bool:
    """Whether a cell says nothing: it is empty, or blanks, or one of the words that stand for nothing in its file."""
    stripped = cell.strip()
    return not stripped or stripped in nulls


def plain(cell: str) -> str:
    """The text of a cell without the blanks around it.

    What our exports write so that no spreadsheet or build server runs a cell is taken away: `'=1+1` is `=1+1`. Any
    other apostrophe stays.
    """
    return unguarded(cell).strip()


def flag(cell: str) -> bool:
    """What a cell with a word for yes or no says; raises `Unreadable`."""
    meant = _FLAGS.get(cell.strip().lower())
    if meant is None:
        raise Unreadable(f"{shown(cell)} is neither yes nor no", "Write true or false, or map its values.")
    return meant
