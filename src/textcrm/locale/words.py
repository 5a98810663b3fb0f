"""Words: every sentence and label of the site, by way of gettext; English is what stands in the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

#: A sentence: text, or markup made of a message of ours and of values that were escaped.
Text = str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. A message is an English sentence with named places, as in `%(n)s open deals`.

    `catalog` holds the translation of each message; of one with a plural, the forms for one and for many.
    """

    language: str = "en"
    catalog: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)

    def one(self, message: str) -> str:
        """The message in this language, its places still open."""
        found = self.catalog.get(message, message)
        return found if isinstance(found, str) else found[0]

    def many(self, singular: str, plural: str, n: int) -> str:
        """The form of the message that goes with `n` things, its places still open."""
        found = self.catalog.get(singular, (singular, plural))
        forms = (found, found) if isinstance(found, str) else found
        return forms[0] if n == 1 else forms[1]

    def gettext(self, message: str, /, **values: object) -> str:
        """The message with its places filled; a percent sign in it is written twice."""
        said = self.one(message)
        return said % values if values or "%" in said else said

    def ngettext(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """The form that goes with `n` things, with its places filled; `num` is `n` unless it is given as text."""
        return self.many(singular, plural, n) % {"num": n, **values}

    def marked(self, message: str, /, **values: object) -> Markup:
        """As `gettext`, for messages with `<b>` or `<code>` in them: markup, in which every value is escaped."""
        return Markup(self.one(message)) % values  # noqa: S704  # a message of ours, never data

    def nmarked(self, singular: str, plural: str, n: int, /, **values: object) -> Markup:
        """As `ngettext`, for messages with `<b>` or `<code>` in them."""
        return Markup(self.many(singular, plural, n)) % {"num": n, **values}  # noqa: S704  # as above


def words_for(locale: str) -> Words:
    """The words for the locale of the settings: its language where there is a catalog of it, else English."""
    del locale  # there is no catalog yet
    return Words()


def begun(text: str) -> str:
    """The same at the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
