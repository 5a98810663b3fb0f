"""Looking at a page: what it said, what it asked for, how wide it is, and what axe finds in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

SMALL_PHONE: Final = 320
DESK: Final = {"width": 1280, "height": 900}
#: The width that the page needs and the innermost elements that stick out by themselves or with their text, where no
#: box around them scrolls; nothing where the page fits.
SIDEWAYS: Final = """(wide) => {
  const needed = document.documentElement.scrollWidth;
  if (needed <= wide) return [];
  const open = (one) => getComputedStyle(one).overflowX === "visible";
  const boxed = (one) => { for (let up = one.parentElement; up !== document.body; up = up.parentElement)
    if (!open(up)) return true;
    return false; };
  const spills = (one) => open(one) && one.clientWidth && one.scrollWidth > one.clientWidth + 1;
  const out = [...document.body.querySelectorAll("*")].filter((one) =>
    (one.getBoundingClientRect().right > wide + 1 || spills(one)) && !boxed(one));
  const inner = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
  return [`needs ${needed} of ${wide}`, ...inner.map((one) => one.outerHTML.slice(0, 160))];
}"""
#: The tables of which a part is out of sight.
CUT: Final = """() => [...document.querySelectorAll(".scroll")]
  .filter((box) => box.scrollWidth > box.clientWidth && !box.querySelector(".heat"))
  .map((box) => `${box.ariaLabel} by ${box.scrollWidth - box.clientWidth}`)"""
#: Of many elements beside one another the first and the last hundred stay, and one of each shape between them.
_THIN: Final = """(ends) => {
  const telling = ["class", "role", "scope", "type", "tabindex", "hidden", "aria-hidden", "aria-current"];
  const shape = (one) => one.outerHTML.replace(/>[^<]*\\S[^<]*</g, ">#<").replace(/ ([a-zA-Z:-]+)="([^"]*)"/g,
    (all, name, value) => telling.includes(name) ? all : ` ${name}=${value ? "x" : ""}`);
  let gone = 0;
  for (const around of document.body.querySelectorAll("*")) {
    const all = [...around.children];
    if (all.length <= 2 * ends) continue;
    const stay = [...all.slice(0, ends), ...all.slice(-ends)], seen = new Set(stay.map(shape));
    for (const one of all.slice(ends, -ends)) {
      if (seen.has(shape(one))) { one.remove(); gone += 1; }
      else seen.add(shape(one));
    }
  }
  return gone;
}"""
#: Opens pages beside one another, each in a frame of its own, and waits until all are there.
_TOGETHER: Final = """([urls, wide]) => Promise.all(urls.map((url) => new Promise((done) => {
  const one = document.createElement("iframe");
  Object.assign(one, {width: wide, height: 900, src: url, onload: done});
  document.body.append(one);
})))"""
_FRAMES: Final = 10
#: Everything that axe knows: also what is only good practice.
_AXE: Final = """async (rules) => {
  const options = {resultTypes: ["violations"], ...(rules.length ? {runOnly: rules} : {})};
  const {violations} = await axe.run(document, options);
  return violations.map(({id, impact, help, nodes}) =>
    `${impact} ${id} ×${nodes.length}: ${help}: ${nodes[0].html.slice(0, 160)}`);
}"""


@dataclass(slots=True)
class Heard:
    """What a page said to the console, and what it asked for outside of its folder."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def listening(page: Page, folder: Path) -> Iterator[Heard]:
    """Whatever the page says or asks for meanwhile; what is answered with an error is said as well."""
    heard = Heard()
    inside = folder.as_uri() + "/"

    def said(message: ConsoleMessage) -> None:
        heard.said.append(f"{message.location.get('url') or page.url}: {message.text}")

    def thrown(error: Exception) -> None:
        heard.said.append(f"{page.url}: {error}")

    def asked(request: Request) -> None:
        if not request.url.startswith((inside, "data:")):
            heard.asked.append(f"{request.frame.url or page.url}: {request.url}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # by the next page, not by the file
            heard.said.append(f"{page.url}: {request.url} is not there")

    told = {"console": said, "pageerror": thrown, "request": asked, "requestfailed": failed}
    for event, hear in told.items():
        page.on(event, hear)  # type: ignore[call-overload]  # one overload for each event
    try:
        yield heard
    finally:
        for event, hear in told.items():
            page.remove_listener(event, hear)


@contextmanager
def opened(browser: Browser, *, scripts: bool = True) -> Iterator[Page]:
    """An empty page as wide as a desk, with a memory of its own."""
    context = browser.new_context(viewport=DESK, java_script_enabled=scripts)  # type: ignore[arg-type]  # a TypedDict
    yield context.new_page()
    context.close()


def sideways(page: Page, wide: int) -> list[str]:
    """What makes a page of that width scroll sideways: the width it needs, then the elements; nothing where it fits."""
    page.set_viewport_size({"width": wide, "height": 900})
    found: list[str] = page.evaluate(SIDEWAYS, wide)
    return [f"{page.url}: {one}" for one in found]


def look_together(page: Page, folder: Path, paths: Sequence[str], wide: int) -> tuple[list[str], Heard]:
    """What makes any of these pages scroll sideways at that width, and what is heard of them.

    They are opened in frames, ten at a time, which takes half the time of one after the other.
    """
    found = []
    (folder / "static" / "frames.html").write_text("<!doctype html><title>frames</title>", "utf-8")
    page.goto(f"{folder.as_uri()}/static/frames.html")
    with listening(page, folder) as heard:
        for start in range(0, len(paths), _FRAMES):
            urls = [f"{folder.as_uri()}/{path}" for path in paths[start : start + _FRAMES]]
            page.evaluate(_TOGETHER, [urls, wide])
            frames = page.frames[1:]
            assert sorted(frame.url for frame in frames) == sorted(urls)
            found += [f"{frame.url}: {one}" for frame in frames for one in frame.evaluate(SIDEWAYS, wide)]
            page.evaluate("document.body.replaceChildren()")
    return found, heard


def thin_out(page: Page, ends: int = 100) -> int:
    """Takes out what axe would read again and again: of many rows those that look as others do that stay.

    Returns how many. Only for axe, which takes minutes for thousands of rows.
    """
    gone: int = page.evaluate(_THIN, ends)
    return gone


Scheme = Literal["light", "dark"]


def violations(page: Page, scheme: Scheme = "light", wide: int = 1280, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds, of any impact, by these of its rules or by all."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": wide, "height": 900})
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(_AXE, list(rules))
    return [f"{page.url} {scheme} {wide}: {one}" for one in found]


def violations_anywhere(page: Page) -> list[str]:
    """What axe finds by all of its rules in the light, in the dark, and 320 pixels wide."""
    return [*violations(page), *violations(page, "dark"), *violations(page, "light", SMALL_PHONE)]


@cache
def _axe() -> str:
    return (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
