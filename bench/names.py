"""Invented names of people and companies in several scripts, no two alike, each with an ASCII spelling for its id."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The words of one writing system, each as (native, ASCII)."""

    weight: int
    given: Pairs
    family: Pairs
    syllables: Pairs
    trades: Pairs
    joiner: str

    @property
    def family_first(self) -> bool:
        """Whether the family name leads and the trade follows, as where nothing joins the words."""
        return not self.joiner


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, and its ASCII words joined by hyphens."""

    text: str
    slug: str


def _pairs(words: str) -> Pairs:
    """`Inês:ines Ana` gives (("Inês", "ines"), ("Ana", "ana"))."""
    halves = (word.split(":") for word in words.split())
    return tuple((half[0], half[-1].lower()) for half in halves)


def _scripts() -> Iterator[Script]:
    tables = tomllib.loads(Path(__file__).with_name("scripts.toml").read_text(encoding="utf-8"))
    for table in tables.values():
        words = {key: _pairs(table[key]) for key in ("given", "family", "syllables", "trades")}
        yield Script(weight=table["weight"], joiner=table["joiner"], **words)


SCRIPTS: Final = tuple(_scripts())


class Names:
    """Draws names and never the same twice; two coined company names differ in at least two of their four syllables."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._slugs: set[str] = set()
        self._signatures: set[tuple[int, str]] = set()

    def person(self) -> Name:
        """A full name nobody got before."""
        while True:
            script = self._script()
            name = _joined(script, self._person_words(script))
            if name.slug not in self._slugs:
                self._slugs.add(name.slug)
                return name

    def company(self) -> Name:
        """A trade and a coined word, such as `Padaria Bolutéra`."""
        while True:
            script = self._script()
            syllables = self._rng.sample(script.syllables, 4)
            trade = self._rng.choice(script.trades)
            native, ascii_word = ("".join(part) for part in zip(*syllables, strict=True))
            slug = f"{trade[1]}-{ascii_word}"
            if slug not in self._slugs and self._is_new([native for native, _ in syllables]):
                self._slugs.add(slug)
                words = (native, trade[0]) if script.family_first else (trade[0], native.capitalize())
                return Name(script.joiner.join(words), slug)

    def _script(self) -> Script:
        return self._rng.choices(SCRIPTS, weights=[script.weight for script in SCRIPTS])[0]

    def _person_words(self, script: Script) -> Iterable[tuple[str, str]]:
        first, second = self._rng.sample(script.given, 2)
        family = self._rng.choice(script.family)
        return (family, first, second) if script.family_first else (first, second, family)

    def _is_new(self, syllables: list[str]) -> bool:
        signatures = set(_signatures(syllables))
        if signatures & self._signatures:
            return False
        self._signatures |= signatures
        return True


def _joined(script: Script, words: Iterable[tuple[str, str]]) -> Name:
    native, ascii_words = zip(*words, strict=True)
    return Name(script.joiner.join(native), "-".join(ascii_words))


def _signatures(syllables: list[str]) -> Iterator[tuple[int, str]]:
    for missing in range(len(syllables)):
        yield missing, "|".join(syllables[:missing] + syllables[missing + 1 :])
