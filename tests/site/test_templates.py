"""The templates themselves: quoted, worded, without a way round the gates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
ALL = sorted(TEMPLATES.rglob("*.jinja"))
#: Names of formats, which are the same in every language, and the endings of files.
SAME_EVERYWHERE: Final = {"CSV", "JSON"}
#: Attributes whose value people read or hear.
READ: Final = ("aria-label", "alt", "placeholder", "title", "aria-description", "content")

_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
_TRANS = re.compile(r"{%-?\s*trans\b.*?%}.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
_STATEMENT = re.compile(r"{%.*?%}", re.DOTALL)
_EXPRESSION = re.compile(r"{{.*?}}", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_ATTRIBUTE = re.compile(r"""\s([a-z-]+)="([^"]*)\"""")


def bare(source: str) -> str:
    """The template with every expression, statement and translated block as a mark of its own."""
    for pattern in (_COMMENT, _TRANS, _EXPRESSION, _STATEMENT):
        source = pattern.sub("\x00", source)
    return source


def faults(source: str) -> Iterator[str]:
    """One sentence for everything a template may not have."""
    plain, uncommented = bare(source), _COMMENT.sub("", source)
    for found in re.findall(r"=\s*({{|{%)", uncommented):
        yield f"an attribute is not quoted: ={found}"
    for found in re.findall(r"\|\s*safe\b|\bMarkup\b|autoescape|from_string", uncommented):
        yield f"a way round escaping: {found}"
    for found in re.findall(r"\s(style|on[a-z]+)=", plain):
        yield f"an inline {found}"
    for found in re.findall(r"<(style|iframe|object|embed|base|form)\b", plain):
        yield f"an element that the policy forbids: {found}"
    for found in re.findall(r"<script(?![^>]* src=)", plain):
        yield f"an inline script: {found}"
    for found in re.findall(r'\b(?:href|src|action)="({{.*?}})', uncommented):
        if not re.search(r"\|\s*href\s*}}$", found) and not found.startswith('{{ "#'):
            yield f"an address that no gate let through: {found}"
    for found in re.findall(r'\b(?:href|src)="((?!{{|{%|#)[^"]+)"', uncommented):
        yield f"an address that is no relative link of the site: {found}"
    yield from (f"a word that is not translated: {word}" for word in untranslated(plain))


def untranslated(plain: str) -> Iterator[str]:
    text = _TAG.sub(" ", plain)
    read = (value for name, value in _ATTRIBUTE.findall(plain) if name in READ and "default-src" not in value)
    for one in (text, *read):
        yield from (word for word in _WORD.findall(one) if word not in SAME_EVERYWHERE)


#: What the head of a page says to browsers and not to people.
TOLD_TO_BROWSERS: Final = {
    *("width", "device", "initial", "scale", "light", "dark", "noindex", "nofollow", "no", "referrer"),
}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_keeps_to_the_rules(path: Path) -> None:
    found = [one for one in faults(path.read_text("utf-8")) if one.rpartition(": ")[2] not in TOLD_TO_BROWSERS]
    assert found == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p title={{ x }}>", "not quoted"),
        ("<p class={% if x %}a{% endif %}>", "not quoted"),
        ("{{ x|safe }}", "round escaping"),
        ("{{ x | safe }}", "round escaping"),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", "round escaping"),
        ('<p style="color: red">', "inline style"),
        ('<p style="{{ x }}">', "inline style"),
        ('<a onclick="f()">', "inline onclick"),
        ("<style>", "forbids"),
        ("<script>x</script>", "inline script"),
        ('<a href="{{ x.href }}">', "no gate"),
        ('<a href="{{ x.href|href }}{{ y }}" src="{{ z }}">', "no gate"),
        ('<a href="https://example.com/">', "no relative link"),
        ("<p>Owner</p>", "not translated: Owner"),
        ("<p>{{ x }} deals</p>", "not translated: deals"),
        ('<p aria-label="Pages">', "not translated: Pages"),
        ('<input placeholder="{{ x }} deals">', "not translated: deals"),
    ],
)
def test_a_planted_fault_is_found(source: str, words: str) -> None:
    assert any(words in one for one in faults(source))


@pytest.mark.parametrize(
    "source",
    [
        '<p class="{{ x }}" title="{{ _("Owner") }}">{{ _("Owner") }}: {% trans n=n %}{{ n }} deals{% endtrans %}</p>',
        "{% if x == 1 %}{% set y = {} %}{{ y }}{% endif %}",
        '<a href="{{ x.href|href }}">{{ x.text }}</a> · {# a comment in words #}',
        '<tr{% for key, value in x.items() %} data-{{ key }}="{{ value }}"{% endfor %}>',
    ],
)
def test_what_is_right_is_let_through(source: str) -> None:
    assert list(faults(source)) == []
