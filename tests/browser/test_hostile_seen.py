"""Hostile records in a browser, with the policy of the pages and without it: nothing of theirs runs or is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from tests.browser.folders import Folder, folder
from tests.browser.looking import Heard, listening, opened
from tests.site.payloads import PAYLOADS
from tests.site.sites import built, facts
from tests.site.test_hostile import book, hostile
from tests.site.test_hostile_names import NAMES, mislinked, misnamed
from tests.site.test_site import POLICY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

META: Final = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
#: What payloads would call; with it whatever asks for an answer.
TRAP: Final = """globalThis.ran = [];
for (const name of ["textcrmRan", "alert", "confirm", "prompt"]) globalThis[name] = () => ran.push(name);"""
#: As if a reader went over everything, opened it and clicked; links and buttons stay, so that the page does.
TOUCH: Final = """() => {
  document.addEventListener("click", (event) => event.preventDefault(), {capture: true});
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const one of document.querySelectorAll("main *"))
    for (const kind of ["mouseover", "mouseenter", "focus", "load", "error", "toggle", "click"])
      one.dispatchEvent(new Event(kind, {bubbles: kind === "click", cancelable: true}));
}"""


def turned(by: int) -> dict[str, str]:
    """The site of a hostile book in which every field has another payload; turned by one, each has the next."""
    numbers = count(by)
    files = {path: "".join(_filled(text.split('"§"'), numbers)) for path, text in sorted(book("§", "§").items())}
    return built(facts(files, base={}))


def _filled(parts: list[str], numbers: Iterator[int]) -> Iterator[str]:
    yield parts[0]
    for part in parts[1:]:
        yield json.dumps(PAYLOADS[next(numbers) % len(PAYLOADS)], ensure_ascii=False) + part


def misused() -> dict[str, str]:
    """The site of a book with a file for every payload, called so, and others that name it wherever an id belongs."""
    files = {path: text for name in NAMES for path, text in misnamed(name).items()}
    for number, payload in enumerate(PAYLOADS):
        named = mislinked(payload).items()
        files |= {path.replace(".yaml", f"-{number}.yaml"): text for path, text in named}
    return built(facts(files))


def unguarded(files: Mapping[str, str]) -> dict[str, str]:
    """The pages without their policy, so that their markup alone has to hold."""
    pages = {path: text.replace(META, "") for path, text in files.items()}
    assert all(pages[path] != text for path, text in files.items() if path.endswith(".html"))
    return pages


def ran(page: Page, site: Folder, addresses: list[str]) -> tuple[list[str], Heard]:
    """What ran, and what was heard, while every page was opened, touched all over, and searched in."""
    found: list[str] = []
    page.add_init_script(TRAP)
    with listening(page, site.path) as heard:
        for address in addresses:
            page.goto(site.address(address))
            page.evaluate(TOUCH)
            found += [f"{address}: {one}" for one in page.evaluate("ran")]
        page.keyboard.press("/")
        for typed in ("script", "onerror", "textcrmran"):
            page.locator("#q").fill(typed)
            page.locator(".search ol li").first.wait_for()
        found += page.evaluate("ran")
    return found, heard


def test_nothing_of_hostile_records_runs_without_the_policy(page: Page, tmp_path: Path) -> None:
    site = folder(tmp_path, unguarded(turned(0)))
    assert ran(page, site, site.pages) == ([], Heard())


@pytest.mark.slow
@pytest.mark.sample
def test_nothing_of_hostile_records_runs_or_offends_the_policy(page: Page, tmp_path: Path) -> None:
    site = folder(tmp_path, turned(55))
    assert ran(page, site, site.pages) == ([], Heard())


@pytest.mark.slow
@pytest.mark.parametrize("by", range(len(PAYLOADS)))
def test_nothing_runs_whatever_stands_in_which_field(browser: Browser, tmp_path: Path, by: int) -> None:
    files = turned(by)
    for name, made in (("bare", unguarded(files)), ("guarded", files))[: 2 if by % 5 == 0 else 1]:
        site = folder(tmp_path / name, made)
        with opened(browser) as page:
            assert ran(page, site, site.pages) == ([], Heard())


@pytest.mark.slow
@pytest.mark.sample
def test_nothing_of_hostile_file_names_and_ids_runs_without_the_policy(page: Page, tmp_path: Path) -> None:
    site = folder(tmp_path, unguarded(misused()))
    assert site.files["problems.html"].count("textcrmRan") > len(PAYLOADS)
    assert ran(page, site, [*site.lists, *site.extremes]) == ([], Heard())


@pytest.mark.slow
def test_nothing_of_hostile_file_names_and_ids_runs_or_offends_the_policy(page: Page, tmp_path: Path) -> None:
    site = folder(tmp_path, misused())
    assert ran(page, site, [*site.lists, *site.extremes]) == ([], Heard())


def test_nothing_of_a_hostile_address_runs(page: Page, sample: Folder) -> None:
    page.add_init_script(TRAP)
    with listening(page, sample.path) as heard:
        for payload in PAYLOADS[::9]:
            said = quote(payload, safe="")
            page.goto("about:blank")
            page.goto(sample.address(f"pipeline.html?owner={said}&{said}={said}#{said}"))
            assert page.evaluate("ran") == [], payload
    assert heard == Heard()


@pytest.fixture
def planted() -> dict[str, str]:
    """The pages of a company whose own template forgets to escape."""
    own = {"parts/foot.html.jinja": "{% autoescape false %}<footer>{{ frame.company }}</footer>{% endautoescape %}"}
    return built(hostile("<img src=x onerror=textcrmRan()>"), own)


def test_what_runs_is_found(page: Page, tmp_path: Path, planted: dict[str, str]) -> None:
    site = folder(tmp_path, unguarded(planted))
    found, heard = ran(page, site, ["problems.html"])
    assert "problems.html: textcrmRan" in found
    assert heard.said != []


def test_the_policy_is_a_second_wall(page: Page, tmp_path: Path, planted: dict[str, str]) -> None:
    site = folder(tmp_path, planted)
    found, heard = ran(page, site, ["problems.html"])
    assert found == []
    assert any("Content Security Policy" in one for one in heard.said)
