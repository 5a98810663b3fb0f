"""Names of people and companies brought to words that can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from unicodedata import category, normalize

#: Keys of so many texts are kept: the rules about leads, contacts and companies ask for the same ones.
_KEPT = 65_536

Words = tuple[str, ...]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists that are easier to read without quotes."""
    return frozenset(text.split())


#: Letters that Unicode does not take apart although people type them in two ways; apostrophes vanish.
_LETTERS = str.maketrans(
    {"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
    | dict.fromkeys("'`’‘ʼ＇", "")
)
_ASCII_LETTERS = str.maketrans("", "", "'`")
_ASCII_WORD = re.compile("[a-z0-9]+")
_MARKS = re.compile("[\u0300-\u036f]")
#: `s.a.`, `h.c`: letters with dots between them are one word.
_DOTTED = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b")

#: Legal forms, written as one word without spaces or dots; taken off the end of a company's name.
_LEGAL = word_set("""
    ltda limitada eireli mei me epp slu sl sa sas sarl sasu srl srls spa snc scpa cia companhia compania
    sociedadeanonima sociedadanonima societeanonyme sade sadecv sapidecv sderldecv saic saci lda unipessoallda
    gmbh mbh ggmbh ag kg kgaa ohg gbr ug ev ek se aktiengesellschaft gesellschaftmbh ohgmbh
    inc incorporated llc llp lp plc ltd limited corp corporation co company pty ptyltd pvt pvtltd pte bhd sdnbhd
    limitedliabilitycompany publiclimitedcompany
    as asi anonimsirketi ltdsti limitedsirketi sti sirketi san tic sanvetic sanayi ticaret sanayiveticaret
    bv nv vof cv bvba sprl
    oy oyj ab abp aps ivs asa ans da ehf hf
    spzoo zoo spj spk sro kft zrt nyrt bt rt doo dd ad ood eood as uab ou sia
    ооо зао оао пао ао ип тоо тов εε αε επε οε
    """)
#: Legal forms that some languages put first.
_LEGAL_FIRST = word_set("ооо зао оао пао ао ип тоо тов ooo pt")
#: The same in scripts without spaces: taken out wherever they stand.
_LEGAL_GLUED = re.compile(
    "\\((?:株|有|合|주|유)\\)|株式会社|有限会社|合同会社|주식회사|유한회사|股份有限公司|有限责任公司|有限責任公司|有限公司"
)
#: `sp. z o.o.`, `S. de R.L. de C.V.`: so many words at most.
_LONGEST_FORM = 6
#: What a legal form leaves behind: `Dickens & Co`, `Dickens and Co`.
_DANGLING = word_set("and und et")
_ARTICLES = word_set("the a o os as el la los las le les lo il gli der die das")
_JOINERS = word_set("and e y et und ve of de do da dos das del di des du")

_TITLES = word_set(
    "mr mrs ms miss mx dr dra prof profa sr sra srta sir madam herr frau mme mlle eng arq bay bayan sayin"
)
_DEGREES = word_set("phd md mba msc bsc esq cpa")
_PARTICLES = word_set("de da do dos das del della di du des e y van von der den ter ten la le el al bin ibn")
_GENERATIONS = {word: word for word in ("jr", "sr", "iii", "iv", "neto", "sobrinho")} | {
    **dict.fromkeys(("junior", "filho", "ii"), "jr"),
    "senior": "sr",
}
GENERATIONS = frozenset(_GENERATIONS.values())


def fold(text: str) -> str:
    """The text without case, accents and apostrophes: `Pão d'Água` is `pao dagua`, `IŞIL` and `ışıl` are `isil`.

    Folding twice is folding once.
    """
    if text.isascii():
        return text.lower().translate(_ASCII_LETTERS)
    apart = normalize("NFKD", normalize("NFKD", text).casefold())
    return normalize("NFC", _MARKS.sub("", apart.translate(_LETTERS)))


@lru_cache(maxsize=_KEPT)
def person_words(name: str) -> Words:
    """The words of a person's name, given name first, without titles, degrees and particles.

    `Oliveira, Marta` and `Dra. Marta de Oliveira` are both `("marta", "oliveira")`; `Júnior` and `Filho` become one
    word, which tells two people apart (`GENERATIONS`). Empty only for a blank name.
    """
    words = _settle(_split(_given_name_first(fold(name))), _without_titles)
    return tuple(_generation(word, place) for place, word in enumerate(words)) or _as_it_is(name)


@lru_cache(maxsize=_KEPT)
def company_words(name: str) -> Words:
    """The words of a company's name without legal form, article and `and` or `of`; a name that is nothing else stays.

    `Forno Nôvo Ltda.` is `("forno", "novo")`, `トヨタ株式会社` `("トヨタ",)`, `Ltda` `("ltda",)`. Empty only for a
    blank name.
    """
    folded = fold(name)
    words = _split(_DOTTED.sub(_undotted, _LEGAL_GLUED.sub(" ", folded))) or _split(folded)
    return _settle(words, _without_legal_forms) or _as_it_is(name)


def person_key(name: str) -> str:
    """A key equal for the same name in any order: `Oliveira Marta` and `Marta de Oliveira`."""
    return " ".join(sorted(person_words(name)))


def company_key(name: str) -> str:
    """A key equal for names that differ in case, accents, punctuation, spaces and legal form only."""
    return "".join(company_words(name))


def _split(folded: str) -> Words:
    if folded.isascii():
        return tuple(_ASCII_WORD.findall(folded))
    return tuple("".join(letter if _in_word(letter) else " " for letter in folded).split())


def _in_word(letter: str) -> bool:
    # Vowel signs of Indic and South-East Asian scripts are marks, not letters, yet they stand inside words.
    return letter.isalnum() or category(letter)[0] == "M"


def _as_it_is(name: str) -> Words:
    return tuple(fold(name).split())


def _settle(words: Words, step: Callable[[Words], Words]) -> Words:
    """The words after as many steps as change something; each step only takes words away."""
    while (fewer := step(words)) != words:
        words = fewer
    return words


def _without_titles(words: Words) -> Words:
    if len(words) > 1 and words[0] in _TITLES:
        return words[1:]
    if len(words) > 1 and words[-1] in _DEGREES:
        return words[:-1]
    return _without_middle(words, _PARTICLES)


def _without_legal_forms(words: Words) -> Words:
    for count in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if "".join(words[-count:]) in _LEGAL:
            return words[:-count]
    if len(words) > 1 and (words[0] in _LEGAL_FIRST or words[0] in _ARTICLES):
        return words[1:]
    if len(words) > 1 and words[-1] in _DANGLING:
        return words[:-1]
    return _without_middle(words, _JOINERS)


def _without_middle(words: Words, unwanted: frozenset[str]) -> Words:
    if unwanted.isdisjoint(words[1:-1]):
        return words
    return (words[0], *(word for word in words[1:-1] if word not in unwanted), words[-1])


def _generation(word: str, place: int) -> str:
    return _GENERATIONS.get(word, word) if place else word


def _given_name_first(folded: str) -> str:
    last, comma, first = folded.partition(",")
    after = _split(first)
    if not comma or "," in first or not after or set(after) <= _DEGREES | _GENERATIONS.keys():
        return folded
    return f"{first} {last}"


def _undotted(found: re.Match[str]) -> str:
    return found[0].replace(".", "")
