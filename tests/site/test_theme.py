"""Every colour against what it stands on, computed from theme.css, light and dark; axe does not look at SVG text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "templates" / "static"
ROLES = ("theme", "layout", "content", "custom")
#: WCAG 2.2: 1.4.3 for text, 1.4.11 for marks that carry a meaning.
TEXT, MARK = 4.5, 3.0
GROUND = ("paper", "band")

#: Text on what is behind it.
TEXTS = [
    *((text, ground) for text in ("ink", "ink-2", "ink-3", "link", "won", "late") for ground in GROUND),
    *(("ink", ground) for ground in ("well", "heat-1", "heat-2", "heat-3", "late-soft")),
    *(("link", "well"), ("on-won", "won"), ("paper", "late"), ("on-heat-4", "heat-4"), ("on-heat-5", "heat-5")),
]
#: Marks and borders on what is behind them; the two palest fills and the soft one are outlined.
MARKS = [
    *((mark, ground) for mark in ("won", "commit", "edge", "late", "model", "prev") for ground in GROUND),
    *((mark, ground) for mark in ("ink", "focus") for ground in GROUND),
    ("rule", "paper"),
    *((mark, "well") for mark in ("won", "commit", "model")),
    ("late", "late-soft"),
]
#: They only decorate: nothing is lost with them.
DECORATION = {"hair", "well", "best", "pipe"}
#: Neighbouring fills are told apart by the paper between them and by this much.
NEIGHBOURS = [("won", "commit", 1.9), ("commit", "best", 1.9), ("best", "pipe", 1.3)]


def sheet(role: str) -> str:
    """A sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / f"{role}.css").read_text("utf-8"), flags=re.DOTALL)


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", text))


def schemes() -> dict[str, dict[str, str]]:
    """The tokens in light, and in dark, where one that is not set again stays as it was."""
    light, dark = sheet("theme").split("@media screen and (prefers-color-scheme: dark)")
    return {"light": colours(light), "dark": colours(light) | colours(dark.split("@media")[0])}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_and_of_a_known_grey() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[text], tokens[ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_can_be_seen(scheme: str, mark: str, ground: str) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[mark], tokens[ground]) >= MARK


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("one", "other", "least"), NEIGHBOURS)
def test_neighbouring_fills_differ(scheme: str, one: str, other: str, least: float) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[one], tokens[other]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_certainty_is_ink(scheme: str) -> None:
    """The surer the money, the further its fill stands from the paper."""
    tokens = schemes()[scheme]
    far = [contrast(tokens[one], tokens["paper"]) for one in ("won", "commit", "best", "pipe")]
    assert far == sorted(far, reverse=True)


def test_every_colour_is_tested_in_both_schemes() -> None:
    named = {name for pair in (*TEXTS, *MARKS) for name in pair} | DECORATION
    light, dark = schemes().values()
    assert light.keys() == dark.keys() == named
    assert sorted(set(light) - {name for name in light if light[name] != dark[name]}) == ["on-heat-4"]


def test_text_has_a_colour_for_text() -> None:
    """What is written with a colour of marks only, such as --commit, would not be tested as text."""
    for role in ("layout", "content", "custom"):
        rules = re.sub(r"/\*.*?\*/", "", sheet(role), flags=re.DOTALL)
        written = set(re.findall(r"[{;]\s*color:\s*var\(--([\w-]+)\)", rules))
        written |= set(re.findall(r"\btext[\w.]*[^{}]*\{[^}]*fill:\s*var\(--([\w-]+)\)", rules))
        signs = {"rule"}  # the arrows of headings that can be sorted, which are no words
        assert written - signs <= {text for text, _ in TEXTS}


@pytest.mark.parametrize("role", ["layout", "content", "custom"])
def test_colours_are_in_the_theme_alone(role: str) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", sheet(role)) == []


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_fetched_from_elsewhere(role: str) -> None:
    assert re.findall(r"@import|@font-face|url\(", sheet(role)) == []


def test_every_token_is_used_and_every_used_one_is_there() -> None:
    defined = set(re.findall(r"--([\w-]+):", "".join(map(sheet, ROLES))))
    used = set(re.findall(r"var\(--([\w-]+)", "".join(map(sheet, ROLES))))
    assert defined == used


def test_the_custom_sheet_is_the_readers() -> None:
    assert sheet("custom").strip() == ""
